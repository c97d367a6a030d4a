// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Account
internal import Ambient
internal import Directory
internal import Dispatch
internal import HTTPService
internal import Pages
internal import SignIn
internal import Vault

/// The account's pages, put together.
extension ServerRoutes {
    func account(_ entropy: any EntropySource, _ log: Log) throws(ConfigurationError) -> AccountRoutes {
        let (store, vault) = (storage.directory, storage.vault)
        let programs: @Sendable (Int64) -> ProgramSettings? = { [callers] in
            callers.registry.programsByDirectory[$0]?.settings
        }
        let lookUp = consumerLookUp
        let sessions = AccountSessions(
            store: store, vault: vault, clock: clock, entropy: entropy, lookUp: lookUp,
            recognition: verification.recognition)
        let claims = cardClaims
        return AccountRoutes(
            services: AccountRoutes.Services(
                sessions: sessions,
                signIn: AccountSignIn(
                    store: store, validation: identityValidation(lookUp, entropy), lookUp: lookUp,
                    browsers: browserRecognition, recognition: verification.recognition, sessions: sessions,
                    clock: clock, entropy: entropy),
                consumerCards: ConsumerCards(
                    store: store, vault: vault, clock: clock, claims: claims, tokens: idTokens),
                claims: AccountClaims(
                    claims: claims, entropy: entropy,
                    later: { [work = processing.work] job in
                        // A full queue must not make the store wait for itself.
                        if !work.submit(job) { DispatchQueue.global().async(execute: job) }
                    }),
                removal: CardRemoval(
                    store: store, vault: vault, cards: cardStore, entropy: entropy, programs: programs),
                browsers: AccountBrowsers(vault: vault, recognition: verification.recognition, entropy: entropy),
                data: AccountData(
                    store: store, vault: vault, clock: clock, entropy: entropy,
                    notifications: processing.notifications.writer),
                optOut: OptOut(
                    store: store, clock: clock, entropy: entropy, profiles: profileStore, claims: claims,
                    sessions: sessions)),
            views: AccountViews(
                clock: clock, callers: callers,
                cards: ConsumerViews(views: MaskedViews(vault: vault), claims: claims),
                termsURL: configuration.termsURL ?? "/terms", privacyURL: configuration.privacyURL ?? "/privacy"),
            cookies: AccountCookies(
                vault: vault, isSecure: configuration.tlsCertificateFile != nil || configuration.isBehindProxy),
            documents: try checkoutDocuments(), quotas: quotas, work: processing.work, log: log)
    }
}
