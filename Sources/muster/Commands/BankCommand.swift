// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import DemoBank
internal import Dispatch
internal import IssuerKit
internal import WireJSON

/// `muster bank`: a demo bank whose customers bring their cards to Click to Pay.
enum BankCommand: Command {
    private static let lookInterval = DispatchTimeInterval.milliseconds(100)

    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["bank"], summary: "run the demo bank, a web site with customers and cards",
            options: OptionDeclaration.issuerOptions.filter { $0.name == "issuer" || $0.name == "passphrase" } + [
                .value("data", "DIR", standard: "./var", "where bank.db is kept")
            ]
                + OptionDeclaration.onlyPerCall([
                    .value(
                        "listen", "HOST:PORT", standard: "127.0.0.1:8090",
                        "address to listen on; port 0 takes a free one"),
                    .value("public-url", "URL", "how browsers reach it (default: the address it listens on)"),
                    .value(
                        "product", "CODE", standard: "HARBOUR_VIRTUAL",
                        "the program's card product for cards whose numbers the bank does not see"),
                    .flag(
                        "authenticate-on-the-way",
                        "the network's page sends customers to /bank/activate (the program's activationURL)"),
                ]) + [
                    .value("log-level", "debug|info|warning|error", standard: "info", "how much is logged")
                ],
            notes: [
                "Prints one line with its URL when it is ready; the site is below /bank. SIGTERM and SIGINT stop it.",
                "It talks to the network as the issuer of the profile. For virtual cards the program needs a card",
                "product: muster issuer set cardProducts=HARBOUR_VIRTUAL:5186007. With the profile's notification key",
                "it takes notifications at /bank/notifications (muster issuer set notificationURL=…).",
                "Customers, cards and the password that the sign-in page tells are made up: not for production.",
            ])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let profile = try IssuerProfile(path: try invocation.required("issuer"))
        // Somebody waits for each page: better a page that says so than one that does not come.
        let options = IssuerClient.Options(
            retry: RetryPolicy(attemptsMax: 2, delayFirst: .milliseconds(200), retryAfterMax: .seconds(1)),
            timeout: .seconds(20), clock: invocation.clock)
        let client = try IssuerClient(profile: profile, passphrase: invocation.text("passphrase"), options: options)
        var configuration = DemoBank.Configuration(dataDirectory: try invocation.required("data"))
        (configuration.host, configuration.port) = try ServerOptions.address(invocation.required("listen"))
        configuration.publicURL = invocation.text("public-url")
        configuration.authenticatesOnTheWay = try invocation.flag("authenticate-on-the-way")
        configuration.productCode = try invocation.required("product")
        let level = try invocation.choice("log-level", of: ["debug", "info", "warning", "error"]) ?? "info"
        let stop = InterruptSignal.stopSignal()
        let bank = try DemoBank(
            configuration, client: client, clock: invocation.clock, log: Log(level: ServeCommand.level(level)))
        defer { bank.stop() }
        try announce(bank, invocation)
        let pause = DispatchSemaphore(value: 0)
        while !stop.isRaised { _ = pause.wait(timeout: .now() + lookInterval) }
        return .done
    }

    private static func announce(_ bank: DemoBank, _ invocation: Invocation) throws {
        guard invocation.isJSON else {
            return try invocation.console.write(line: "Harbour Bank (demo) is at \(bank.url)/bank")
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("event", "ready")
            writer.member("url", bank.url)
        }
        try invocation.console.write(line: String(decoding: writer.bytes, as: UTF8.self))
    }
}

extension BankError: CommandFailureConvertible {
    var commandFailure: CommandFailure {
        switch self {
        case .setting(let name, let message): .usage("--\(name) \(message)")
        case .data(let message): .usage(message, code: "data")
        case .listening(let message): .usage(message, code: "listen")
        }
    }
}
