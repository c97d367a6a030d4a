// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import NetworkServer

/// The server's settings as options: `serve` and `config` read the same declarations.
enum ServerOptions {
    private static let standard = ServerConfiguration()

    static let declarations: [OptionDeclaration] =
        [
            .value(
                "mode", "sandbox|production", standard: "sandbox",
                "sandbox has test switches; production refuses unsafe settings"),
            .value("data", "DIR", standard: "./var", "where everything is kept"),
            .value("listen", "HOST:PORT", standard: "127.0.0.1:8080", "address to listen on; port 0 takes a free one"),
            .value("tls-cert", "FILE", "PEM certificate chain; with --tls-key: HTTPS"),
            .value("tls-key", "FILE", "PEM private key"),
            .value("tls-client-ca", "FILE", "PEM CA: clients must show a certificate of it"),
            .flag("behind-proxy", "TLS ends at a proxy in front of this server"),
            .repeated(
                "public-origin", "URL",
                "how callers reach the server: the base of request signatures, and the first names it in tokens"),
            .value("root-key", "FILE", "file of the root key; in production outside the data directory"),
            .value(
                "root-passphrase", "TEXT", environment: "MUSTER_ROOT_PASSPHRASE", isSecret: true,
                "instead of a file; give it in the environment"),
            .value("page-cache", "MIB", standard: "512", "page cache of the directory's writer"),
            .value("http-threads", "N", standard: "2", "threads that read requests (1 to 4)"),
            .value("workers", "N", standard: "2", "threads for private-key operations (1 to 64)"),
            .value("connections-max", "N", standard: "4096", "open connections at most"),
            .value("body-max", "BYTES", standard: "2097152", "bytes of a request body at most"),
            .value("cards-per-batch-max", "N", standard: "250", "cards in one batch at most"),
            .value("signature-rule", "S1|G|rfc5849", standard: "S1", "how request signatures are checked"),
            .value("requests-per-second", "N", "for one client; 0: no limit (default: 0, in production 50)"),
            .value("batches-per-second", "N", "submissions of one client; 0: no limit (default: 0, in production 5)"),
            .value("batches-in-progress", "N", "of one directory; 0: no limit (default: 0, in production 100)"),
            .value("status-interval", "SECONDS", "between two status calls for a batch (default: 0, in production 5)"),
            .value("terms-url", "URL", "terms of use that consumers accept (default: the server's own page)"),
            .value("privacy-url", "URL", "privacy notice that consumers accept (default: the server's own page)"),
            .value(
                "page-calls-client", "N",
                "calls of shops' pages a minute, of one client; 0: no limit (0, in production 6000)"),
            .value("page-calls-shop", "N", "the same of one shop (0, in production 1200)"),
            .value("page-calls-address", "N", "the same of one block of addresses (0, in production 120)"),
            .value("page-calls-identity", "N", "the same about one identity (0, in production 20)"),
            .flag("sign-in-strict", "no page learns who is known before a code was proved"),
            .flag("admin-remote", "sandbox: /__admin answers other machines too"),
            .value("log-level", "debug|info|warning|error", standard: "info", "how much is logged"),
        ] + CodeOptions.declarations
        + SignInSetting.all.map { .value($0.name, "N", standard: String($0.value(standard)), $0.summary) }

    /// Reads the settings of a run.
    static func configuration(_ invocation: Invocation) throws -> ServerConfiguration {
        let word = try invocation.choice("mode", of: ServerConfiguration.Mode.allCases.map(\.rawValue)) ?? "sandbox"
        var configuration = ServerConfiguration.defaults(for: ServerConfiguration.Mode(rawValue: word) ?? .sandbox)
        configuration.dataDirectory = try invocation.required("data")
        (configuration.host, configuration.port) = try address(invocation.required("listen"))
        configuration.tlsCertificateFile = invocation.text("tls-cert")
        configuration.tlsKeyFile = invocation.text("tls-key")
        configuration.tlsClientCAFile = invocation.text("tls-client-ca")
        configuration.isBehindProxy = try invocation.flag("behind-proxy")
        configuration.isAdminRemote = try invocation.flag("admin-remote")
        configuration.isSignInStrict = try invocation.flag("sign-in-strict")
        configuration.publicOrigins = invocation.texts("public-origin")
        configuration.termsURL = invocation.text("terms-url")
        configuration.privacyURL = invocation.text("privacy-url")
        configuration.rootKeyFile = invocation.text("root-key")
        configuration.rootPassphrase = invocation.text("root-passphrase").map { Array($0.utf8) }
        let numbers: [(String, WritableKeyPath<ServerConfiguration, Int>, ClosedRange<Int>)] = [
            ("page-cache", \.pageCacheMiB, 2...1 << 20), ("http-threads", \.httpThreads, 1...4),
            ("workers", \.workers, 1...64), ("connections-max", \.connectionsMax, 16...100_000),
            ("body-max", \.bodyBytesMax, 1 << 14...256 << 20),
            ("cards-per-batch-max", \.cardsPerBatchMax, 1...100_000),
            ("requests-per-second", \.requestsPerSecond, 0...1_000_000),
            ("batches-per-second", \.batchesPerSecond, 0...1_000_000),
            ("batches-in-progress", \.batchesInProgressMax, 0...1_000_000),
            ("status-interval", \.statusIntervalSeconds, 0...86_400),
            ("page-calls-client", \.pageCallsPerClient, 0...1_000_000),
            ("page-calls-shop", \.pageCallsPerShop, 0...1_000_000),
            ("page-calls-address", \.pageCallsPerAddressBlock, 0...1_000_000),
            ("page-calls-identity", \.pageCallsPerIdentity, 0...1_000_000),
        ]
        for (name, path, range) in numbers {
            if let number = try invocation.number(name, in: range) { configuration[keyPath: path] = number }
        }
        configuration.signatureRule = try invocation.choice("signature-rule", of: ["S1", "G", "rfc5849"]) ?? "S1"
        configuration.logLevel =
            try invocation.choice("log-level", of: ["debug", "info", "warning", "error"]) ?? "info"
        try CodeOptions.read(invocation, into: &configuration)
        for setting in SignInSetting.all {
            if let number = try invocation.number(setting.name, in: setting.range) {
                setting.set(number, in: &configuration)
            }
        }
        return configuration
    }

    /// `HOST:PORT`, `[::1]:8080`, `:8080` for every address, or a port alone on this machine.
    static func address(_ text: String) throws(CommandFailure) -> (String, Int) {
        let failure = CommandFailure.usage("--listen must be HOST:PORT, such as 127.0.0.1:8080")
        guard let colon = text.lastIndex(of: ":") else {
            guard let port = Int(text), (0...65_535).contains(port) else { throw failure }
            return ("127.0.0.1", port)
        }
        guard let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port) else { throw failure }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        return (host.isEmpty ? "*" : host, port)
    }
}

extension ConfigurationError: CommandFailureConvertible {
    var commandFailure: CommandFailure { .usage("\(setting): \(message)", code: "setting") }
}
