// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Checkout
internal import ClickToPay
internal import Directory
internal import Dispatch
internal import Enrollment
internal import HTTPService
internal import SignIn
internal import Vault

/// Checkout, put together.
extension ServerRoutes {
    private var programs: @Sendable (Int64) -> ProgramSettings? {
        { [callers] in callers.registry.programsByDirectory[$0]?.settings }
    }

    func transactions(_ entropy: any EntropySource) -> TransactionRoutes {
        TransactionRoutes(
            credentials: TransactionCredentials(
                store: storage.directory, vault: storage.vault, clock: clock, entropy: entropy,
                codes: verification.securityCodes, programs: programs),
            confirmations: confirmations, signing: signing(entropy), vault: storage.vault, jsonLimits: jsonLimits)
    }

    var confirmations: Confirmations { Confirmations(store: storage.directory, clock: clock) }

    func checkoutRoutes(_ entropy: any EntropySource, _ log: Log) throws(ConfigurationError) -> CheckoutRoutes {
        let checkouts = checkouts(entropy, log)
        return CheckoutRoutes(
            checkouts: checkouts, answers: CheckoutAnswers(checkouts: checkouts, signing: signing(entropy)),
            tokens: idTokens, opening: PayloadOpening(vault: storage.vault), documents: try checkoutDocuments(),
            vault: storage.vault, clock: clock)
    }

    /// The page of the window.
    func window(_ entropy: any EntropySource, _ log: Log) throws(ConfigurationError) -> WindowRoutes {
        let checkouts = checkouts(entropy, log)
        return WindowRoutes(
            checkouts: checkouts,
            views: WindowViews(
                clock: clock, checkouts: checkouts, programs: programs, termsURL: configuration.termsURL ?? "/terms",
                privacyURL: configuration.privacyURL ?? "/privacy"),
            documents: try checkoutDocuments(), callers: callers, work: processing.work, log: log)
    }

    func checkoutDocuments() throws(ConfigurationError) -> CheckoutDocuments {
        CheckoutDocuments(
            origins: try configuration.originPolicy(), termsURL: configuration.termsURL,
            privacyURL: configuration.privacyURL)
    }

    private func checkouts(_ entropy: any EntropySource, _ log: Log) -> Checkouts {
        let notifications = processing.notifications.writer
        return Checkouts(
            store: storage.directory, vault: storage.vault, clock: clock, entropy: entropy, enrollment: enrollment,
            deferred: DeferredTokenization(
                directory: storage.directory, vault: storage.vault, clock: clock,
                isSandbox: configuration.mode == .sandbox, notifications: notifications,
                authorization: processing.authorization, programs: programs),
            codes: verification.codes, recognition: verification.recognition,
            securityCodes: verification.securityCodes, notifications: notifications, programs: programs,
            general: { [callers] in
                callers.registry.general.map { OrderProgram(directory: $0.directory, settings: $0.settings) }
            },
            issuers: { [callers] pan in
                callers.registry.issuer(panDigits: pan.revealDigits()).map {
                    OrderProgram(directory: $0.directory, settings: $0.settings)
                }
            },
            idTokens: CheckoutIdTokens(
                issue: { [idTokens] in try idTokens.issue($0) },
                retire: { [idTokens] in try idTokens.retire($0, in: $1) },
                failed: { log.error("a completed checkout ends without its tokens; they could not be made") }),
            later: { [work = processing.work] job in
                // A full queue must not make the store wait for itself.
                if !work.submit(job) { DispatchQueue.global().async(execute: job) }
            })
    }

    private func signing(_ entropy: any EntropySource) -> CheckoutSigning {
        CheckoutSigning(
            cards: cardStore, profiles: profileStore, views: MaskedViews(vault: storage.vault), vault: storage.vault,
            clock: clock, entropy: entropy, network: network)
    }
}
