// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Dispatch
internal import HTTPService
internal import IssuerKit
internal import WireJSON

/// `muster issuer listen`: takes an issuer's notifications and prints them.
enum IssuerListenCommand: Command {
    private static let lookInterval = DispatchTimeInterval.milliseconds(100)

    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["issuer", "listen"], summary: "take notifications of tokens and print each once",
            options: OptionDeclaration.issuerOptions.filter { $0.name == "issuer" }
                + OptionDeclaration.onlyPerCall([
                    .value("host", "ADDRESS", standard: "127.0.0.1", "where to listen"),
                    .value("port", "N", standard: "8090", "the port; 0 takes a free one"),
                    .value("count", "N", "end after so many events"),
                    .value("fail", "N", standard: "0", "answer the first N with 503, to see them come again"),
                ]),
            notes: [
                "Prints one line with its URL when it is ready, then a line for each event. An event is acknowledged",
                "once it was printed. The network is told of the URL by muster issuer set notificationURL=URL.",
            ])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let profile = try IssuerProfile(path: try invocation.required("issuer"))
        let receiver = NotificationReceiver(secret: try profile.notificationSecret(), clock: invocation.clock)
        let count = try invocation.number("count", in: 1...1_000_000)
        let handler = ListenHandler(
            receiver, invocation.console, isJSON: invocation.isJSON, count: count,
            failures: try invocation.number("fail", in: 0...1_000_000) ?? 0)
        var configuration = HTTPConfiguration(
            host: try invocation.required("host"), port: try invocation.number("port", in: 0...65_535) ?? 8090)
        configuration.bodyBytesMax = 64 << 10
        let stop = InterruptSignal.stopSignal()
        let server: HTTPServer
        do {
            server = try HTTPServer(configuration: configuration, handler: handler)
        } catch {
            throw CommandFailure.usage("cannot listen: \(error)", code: "listen")
        }
        defer { server.stop(draining: .seconds(1)) }
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        try handler.announce("http://\(host):\(server.port)/")
        while !stop.isRaised, !handler.isDone { _ = handler.ended.wait(timeout: .now() + lookInterval) }
        if let failure = handler.failure { throw failure }
        return .done
    }
}
