// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory
public import Verification

/// How a server is run. Every member has a safe default for a sandbox on this machine.
public struct ServerConfiguration: Sendable {
    /// One code path; the mode decides which switches exist and what start-up refuses.
    public enum Mode: String, Sendable, CaseIterable {
        case sandbox
        case production
    }

    public var mode = Mode.sandbox
    /// Where everything is kept.
    public var dataDirectory = "./var"
    public var host = "127.0.0.1"
    /// 0: any free port.
    public var port = 8080
    /// PEM files; both or neither.
    public var tlsCertificateFile: String?
    public var tlsKeyFile: String?
    /// A CA (PEM): clients must then show a certificate of it.
    public var tlsClientCAFile: String?
    /// TLS ends at a proxy in front of this server: plain HTTP on any address is then allowed in production.
    public var isBehindProxy = false
    /// What callers put into the address bar, for example `https://sandbox.example.com`: the base of request
    /// signatures. Empty: the request's own Host header.
    public var publicOrigins: [String] = []
    /// The root key's file. Sandbox makes it in the data directory when it is missing.
    public var rootKeyFile: String?
    /// Instead of a file: a passphrase, from the environment or a file descriptor, never from the command line.
    public var rootPassphrase: [UInt8]?
    /// Page cache of the directory's writer, in MiB.
    public var pageCacheMiB = 512
    public var httpThreads = 2
    /// Threads for private-key operations and whatever waits.
    public var workers = 2
    public var connectionsMax = 4096
    /// Bytes of one request body at most; a batch of 250 cards is about 0.2 MiB (enrollment 16).
    public var bodyBytesMax = 2 << 20
    /// Cards in one batch at most, whatever the program's own limit says.
    public var cardsPerBatchMax = 250
    /// How request signatures are checked: `S1`, `G` or `rfc5849` (security 2.4).
    public var signatureRule = "S1"
    /// Requests a second for one client, and how many at once; 0: no limit (the default in sandbox, where a load test
    /// must not meet a quota).
    public var requestsPerSecond = 0
    public var requestsBurst = 100
    /// Batch submissions a second for one client; 0: no limit.
    public var batchesPerSecond = 0
    /// Batches of one directory that may be unfinished at a time; 0: no limit.
    public var batchesInProgressMax = 0
    /// Seconds between two status calls for one batch; 0: no limit.
    public var statusIntervalSeconds = 0
    public var logLevel = "info"
    /// What consumers accept, as absolute https URLs; nil: the server's own pages at `/terms` and `/privacy`.
    public var termsURL: String?
    public var privacyURL: String?
    /// Whether other machines may use the sandbox's switches under `/__admin`.
    public var isAdminRemote = false
    /// Where one-time codes are handed over to be sent: `https`, or `http` on this machine. Nil: they are not sent; a
    /// sandbox shows them under `/__admin`.
    public var codeHookURL: String?
    /// The mail server that sends what is for email addresses: `smtp://HOST[:PORT]`, with STARTTLS unless it is on this
    /// machine, or `smtps://HOST[:PORT]`. What is for mobile numbers stays the hook's.
    public var codeMailURL: String?
    /// The sender's address.
    public var codeMailFrom: String?
    /// Who the mail server is told that we are, and the file of the password; both or neither.
    public var codeMailUser: String?
    public var codeMailPasswordFile: String?
    /// PEM certificates to trust in place of the system's; the server on this machine must then have TLS too.
    public var codeMailCAFile: String?
    /// How often and how long one-time codes may be used.
    public var codeLimits = CodeLimits()
    /// Whether shops' pages cannot tell who is known before a code was proved: the look-up answers present for
    /// everybody (checkout 7).
    public var isSignInStrict = false
    /// Calls of shops' pages a minute, counted for each client, shop, block of addresses (/24, /64) and identity; 0: no
    /// limit (checkout 7).
    public var pageCallsPerClient = 0
    public var pageCallsPerShop = 0
    public var pageCallsPerAddressBlock = 0
    public var pageCallsPerIdentity = 0
    /// Seconds that ID tokens and recognition tokens are good, and a recognition token after its exchange (checkout 7).
    public var idTokenSeconds = 480
    public var recognitionSeconds = 180 * 86_400
    public var recognitionOverlapSeconds = 300
    /// So many look-ups of nobody by one client in ten minutes are an alarm, if they are this part of its look-ups; 0:
    /// there are no alarms (checkout 7).
    public var lookUpAlarmMisses = 100
    public var lookUpAlarmPercent = 80

    public init() {}

    /// The defaults of a mode: production has the contract's limits (enrollment 16).
    public static func defaults(for mode: Mode) -> ServerConfiguration {
        var configuration = ServerConfiguration()
        configuration.mode = mode
        if mode == .production {
            configuration.requestsPerSecond = 50
            configuration.batchesPerSecond = 5
            configuration.batchesInProgressMax = 100
            configuration.statusIntervalSeconds = 5
            configuration.pageCallsPerClient = 6000
            configuration.pageCallsPerShop = 1200
            configuration.pageCallsPerAddressBlock = 120
            configuration.pageCallsPerIdentity = 20
        }
        return configuration
    }
}

/// A setting that the server refuses to start with.
public struct ConfigurationError: Error, Sendable, CustomStringConvertible {
    /// The setting's name, as the command line spells it.
    public var setting: String
    /// What is wrong and what to do.
    public var message: String

    public init(_ setting: String, _ message: String) {
        self.setting = setting
        self.message = message
    }

    public var description: String { "\(setting): \(message)" }
}

extension ServerConfiguration {
    private var isLoopback: Bool {
        // An address, not a name that begins like one.
        let isAddress = host.utf8.allSatisfy { $0 == UInt8(ascii: ".") || (0x30...0x39).contains($0) }
        return host == "localhost" || host == "::1" || host.hasPrefix("127.") && isAddress
    }

    /// Refuses what cannot work, and in production what is not safe.
    public func validate() throws(ConfigurationError) {
        if (tlsCertificateFile == nil) != (tlsKeyFile == nil) {
            throw ConfigurationError("--tls-cert", "give --tls-cert and --tls-key together")
        }
        if tlsClientCAFile != nil, tlsCertificateFile == nil {
            throw ConfigurationError("--tls-client-ca", "needs --tls-cert and --tls-key")
        }
        for (name, value, range) in [
            ("--page-cache", pageCacheMiB, 2...1 << 20), ("--http-threads", httpThreads, 1...16),
            ("--workers", workers, 1...64), ("--connections-max", connectionsMax, 16...1 << 20),
            ("--body-max", bodyBytesMax, 1 << 14...256 << 20), ("--cards-per-batch-max", cardsPerBatchMax, 1...100_000),
        ] where !range.contains(value) {
            throw ConfigurationError(name, "must be between \(range.lowerBound) and \(range.upperBound)")
        }
        for (name, url) in [("--terms-url", termsURL), ("--privacy-url", privacyURL)] {
            guard let url, !url.hasPrefix("https://") || url.utf8.count > Consent.uriCharactersMax else { continue }
            throw ConfigurationError(name, "must be an https URL of at most 1024 characters")
        }
        guard ["S1", "G", "rfc5849"].contains(signatureRule) else {
            throw ConfigurationError("--signature-rule", "must be S1, G or rfc5849")
        }
        if rootKeyFile != nil, rootPassphrase != nil {
            throw ConfigurationError("--root-key", "give a root key file or a passphrase, not both")
        }
        try validateCodes()
        try validateSignIn()
        if mode == .production { try validateProduction() }
    }

    private func validateCodes() throws(ConfigurationError) {
        for setting in CodeSetting.all where !setting.range.contains(setting.value(codeLimits)) {
            throw ConfigurationError(
                "--" + setting.name, "must be between \(setting.range.lowerBound) and \(setting.range.upperBound)")
        }
        if let codeHookURL, IssuerEndpointURL.read(codeHookURL) == nil {
            throw ConfigurationError(
                "--code-hook", "must be an absolute https URL without user and fragment, or http on this machine")
        }
        _ = try mailServer()
    }

    private func validateProduction() throws(ConfigurationError) {
        if isAdminRemote { throw ConfigurationError("--admin-remote", "production has no /__admin") }
        if rootKeyFile == nil, rootPassphrase == nil {
            throw ConfigurationError(
                "--root-key",
                "production needs the operator's own root key: a file outside the data directory, or "
                    + "MUSTER_ROOT_PASSPHRASE")
        }
        if let rootKeyFile, absolute(rootKeyFile).hasPrefix(absolute(dataDirectory) + "/") {
            throw ConfigurationError("--root-key", "must be outside the data directory in production")
        }
        if tlsCertificateFile == nil, !isBehindProxy, !isLoopback {
            throw ConfigurationError(
                "--listen",
                "production on an address that others reach needs --tls-cert and --tls-key, or "
                    + "--behind-proxy when TLS ends in front of this server")
        }
        if isBehindProxy, publicOrigins.isEmpty {
            throw ConfigurationError(
                "--public-origin", "say under which origin callers reach the proxy: request signatures contain it")
        }
    }
}
