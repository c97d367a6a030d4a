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
    private let hook: HTTPCodeDelivery?

    /// - Parameters:
    ///   - clock: what expires follows it.
    ///   - signatureClock: the real one.
    init(
        _ configuration: ServerConfiguration, _ storage: ServerStorage, clock: any WallClock,
        signatureClock: any WallClock, entropy: any EntropySource, log: Log, metrics: Metrics
    ) {
        let hook = configuration.codeHookURL.map {
            HTTPCodeDelivery(url: $0, vault: storage.vault, clock: signatureClock, log: log, metrics: metrics)
        }
        let outbox = configuration.mode == .sandbox ? CodeOutbox(next: hook) : nil
        let delivery: (any CodeDelivery)? = outbox ?? hook
        self.hook = hook
        self.outbox = outbox
        codes = OneTimeCodes(
            store: storage.directory, vault: storage.vault, clock: clock, entropy: entropy,
            delivery: delivery ?? NoCodeDelivery(), limits: configuration.codeLimits,
            fixedCode: { outbox?.fixedCode(for: $0) })
        securityCodes = SecurityCodes()
        recognition = Recognition(store: storage.directory, vault: storage.vault, clock: clock)
    }

    /// Lets the codes that wait go out.
    func stop(draining: Duration) {
        hook?.stop(draining: draining)
    }
}
