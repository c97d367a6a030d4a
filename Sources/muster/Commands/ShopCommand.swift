// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import DemoShop
internal import Dispatch
internal import IssuerKit
internal import WireJSON

/// `muster shop`: a demo shop whose customers pay with Click to Pay.
enum ShopCommand: Command {
    private static let lookInterval = DispatchTimeInterval.milliseconds(100)

    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["shop"], summary: "run the demo shop, whose customers pay with Click to Pay",
            options: [
                .value("merchant", "FILE", isRequired: true, "the profile that muster merchant create wrote"),
                .value("passphrase", "TEXT", "of the profile's key files, when they have one"),
                .value("data", "DIR", standard: "./var", "where shop.db is kept"),
            ]
                + OptionDeclaration.onlyPerCall([
                    .value(
                        "listen", "HOST:PORT", standard: "127.0.0.1:8100",
                        "address to listen on; port 0 takes a free one"),
                    .value("public-url", "URL", "how browsers reach it (default: the address it listens on)"),
                ]) + [
                    .value("log-level", "debug|info|warning|error", standard: "info", "how much is logged")
                ],
            notes: [
                "Prints one line with its URL when it is ready; the site is below /shop. SIGTERM and SIGINT stop it.",
                "The network takes calls of its pages only when that URL is an origin of the profile's shop:",
                "muster merchant create --name \"Fern & Field\" --origin http://127.0.0.1:8100",
                "Plants, prices and the shop's bank are made up: not for production.",
            ])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let profile = try MerchantProfile(path: try invocation.required("merchant"))
        let client = try MerchantClient(
            profile: profile, passphrase: invocation.text("passphrase"), clock: invocation.clock)
        var configuration = DemoShop.Configuration(dataDirectory: try invocation.required("data"))
        (configuration.host, configuration.port) = try ServerOptions.address(invocation.required("listen"))
        configuration.publicURL = invocation.text("public-url")
        let level = try invocation.choice("log-level", of: ["debug", "info", "warning", "error"]) ?? "info"
        let stop = InterruptSignal.stopSignal()
        let log = Log(level: ServeCommand.level(level))
        let shop = try DemoShop(configuration, client: client, clock: invocation.clock, log: log)
        defer { shop.stop() }
        if !shop.isOriginKnown {
            log.warning("the network will refuse the pages of this address: it is no origin of the profile")
        }
        try announce(shop, invocation)
        let pause = DispatchSemaphore(value: 0)
        while !stop.isRaised { _ = pause.wait(timeout: .now() + lookInterval) }
        return .done
    }

    private static func announce(_ shop: DemoShop, _ invocation: Invocation) throws {
        guard invocation.isJSON else {
            return try invocation.console.write(line: "Fern & Field (demo) is at \(shop.url)/shop")
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("event", "ready")
            writer.member("url", shop.url)
        }
        try invocation.console.write(line: String(decoding: writer.bytes, as: UTF8.self))
    }
}

extension ShopError: CommandFailureConvertible {
    var commandFailure: CommandFailure {
        switch self {
        case .setting(let name, let message): .usage("--\(name) \(message)")
        case .data(let message): .usage(message, code: "data")
        case .listening(let message): .usage(message, code: "listen")
        }
    }
}
