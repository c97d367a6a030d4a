// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import Dispatch
internal import HTTPService
internal import Pages
internal import Provisioning
internal import RequestSigning
internal import Vault

/// The consumers' pages, put together.
extension ServerRoutes {
    /// What answers everything: pages first, then what `inner` knows.
    func pages(_ inner: any HTTPHandler, entropy: any EntropySource, log: Log) throws(ConfigurationError) -> PageHandler
    {
        PageHandler(
            inner, provision: try provision(entropy, log), window: try window(entropy, log),
            account: try account(entropy, log),
            authentication: AuthenticationPages(
                authentication: authentication(entropy),
                views: AuthenticationViews(
                    clock: clock, termsURL: configuration.termsURL ?? "/terms",
                    privacyURL: configuration.privacyURL ?? "/privacy"),
                callers: callers, work: processing.work, log: log),
            documents: DocumentPages(), work: processing.work)
    }

    private func provision(
        _ entropy: any EntropySource, _ log: Log
    ) throws(ConfigurationError) -> ProvisionRoutes {
        let programs: @Sendable (Int64) -> ProgramSettings? = { [callers] in
            callers.registry.programsByDirectory[$0]?.settings
        }
        let general: @Sendable () -> Int64? = { [callers] in callers.registry.general?.directory }
        let languages = PageLanguage.allCases.compactMap { try? LanguageCode($0.rawValue) }
        return ProvisionRoutes(
            gate: ProvisionGate(
                receipts: receipts(entropy), vault: storage.vault, entropy: entropy,
                recognition: verification.recognition, languages: languages, general: general, programs: programs),
            provisioning: Provisioning(
                receipts: receipts(entropy), enrollment: receiptEnrollment(entropy), codes: verification.codes,
                recognition: verification.recognition, store: storage.directory, vault: storage.vault, clock: clock,
                entropy: entropy, programs: programs, general: general,
                later: { [work = processing.work] job in
                    // A full queue must not make the store wait for itself.
                    if !work.submit(job) { DispatchQueue.global().async(execute: job) }
                }),
            views: ProvisionViews(
                clock: clock, programs: programs, termsURL: configuration.termsURL ?? "/terms",
                privacyURL: configuration.privacyURL ?? "/privacy"),
            vault: storage.vault, origins: try configuration.originPolicy(), termsURL: configuration.termsURL,
            privacyURL: configuration.privacyURL,
            isSecure: configuration.tlsCertificateFile != nil || configuration.isBehindProxy,
            work: processing.work, log: log)
    }
}
