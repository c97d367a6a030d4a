// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Checkout
internal import Vault
internal import Verification

/// What consumers prove who they are with, for every page and call that needs it: codes, and browsers that are known.
struct ServerVerification: Sendable {
    let codes: OneTimeCodes
    let recognition: Recognition
    /// Of cards whose numbers shops get: in memory alone.
    let securityCodes: SecurityCodes
    /// In a sandbox.
    let outbox: CodeOutbox?
    /// Takes messages to cardholders; nil: nobody does.
    let messages: (any CardMessageDelivery)?
    private let hook: HTTPCodeDelivery?
    private let mail: MailCodeDelivery?

    /// - Parameters:
    ///   - clock: what expires follows it.
    ///   - signatureClock: the real one.
    /// - Throws: `ConfigurationError` when a file of the mail server's settings cannot be used.
    init(
        _ configuration: ServerConfiguration, _ storage: ServerStorage, clock: any WallClock,
        signatureClock: any WallClock, entropy: any EntropySource, log: Log, metrics: Metrics
    ) throws(ConfigurationError) {
        let hook = configuration.codeHookURL.map {
            HTTPCodeDelivery(url: $0, vault: storage.vault, clock: signatureClock, log: log, metrics: metrics)
        }
        let mail = try configuration.mailServer().map { (server) throws(ConfigurationError) in
            try MailCodeDelivery(
                server, password: server.password(), clock: signatureClock, entropy: entropy, log: log,
                metrics: metrics)
        }
        let next: (any CodeDelivery & CardMessageDelivery)? =
            if let mail, let hook { ChannelDelivery(mail: mail, hook: hook) } else { mail ?? hook }
        let outbox = configuration.mode == .sandbox ? CodeOutbox(next: next) : nil
        let delivery = outbox ?? next
        self.hook = hook
        self.mail = mail
        messages = delivery
        self.outbox = outbox
        codes = OneTimeCodes(
            store: storage.directory, vault: storage.vault, clock: clock, entropy: entropy,
            delivery: delivery ?? NoCodeDelivery(), limits: configuration.codeLimits,
            fixedCode: { outbox?.fixedCode(for: $0) })
        securityCodes = SecurityCodes()
        recognition = Recognition(
            store: storage.directory, vault: storage.vault, clock: clock, network: try configuration.networkName(),
            lifetime: .seconds(configuration.recognitionSeconds),
            overlap: .seconds(configuration.recognitionOverlapSeconds))
    }

    /// Lets the codes that wait go out.
    func stop(draining: Duration) {
        hook?.stop(draining: draining)
        mail?.stop(draining: draining)
    }
}
