// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Directory
internal import Enrollment
internal import SignIn

/// What shops' pages call, put together.
extension ServerRoutes {
    func browser(_ entropy: any EntropySource, _ log: Log) throws(ConfigurationError) -> BrowserRoutes {
        return BrowserRoutes(
            admission: BrowserAdmission(
                requiresOrigin: configuration.mode == .production, quotas: quotas, entropy: entropy),
            callers: callers, validation: validation(quotas, entropy),
            authentication: AuthenticationRoutes(
                authentication: authentication(entropy), lookUp: consumerLookUp, quotas: quotas,
                watch: watch, isStrict: configuration.isSignInStrict, origins: try configuration.originPolicy()),
            profiles: consumerProfiles,
            signOut: SignOutRoutes(signOut: SignOut(tokens: idTokens, recognition: verification.recognition)),
            checkouts: try checkoutRoutes(entropy, log), log: log)
    }

    private var consumerDirectories: @Sendable () -> [Int64] {
        { [callers] in callers.registry.consumerDirectories }
    }

    /// What `LATEST` stands for: the network's own documents have a version, those of the operator are its matter.
    var documentsVersion: String {
        configuration.termsURL == nil && configuration.privacyURL == nil ? DocumentPages.version : "LATEST"
    }

    /// The calls and the pages of the network's own sign-in are two sides of it.
    func authentication(_ entropy: any EntropySource) -> HostedAuthentication {
        HostedAuthentication(
            store: storage.directory, vault: storage.vault, clock: clock,
            validation: identityValidation(consumerLookUp, entropy), entropy: entropy,
            passkeys: { [passkeys = sandbox?.passkeys] identity, appInstance in
                passkeys?.holds(identity, appInstance) ?? false
            })
    }

    private func validation(_ quotas: BrowserQuotas, _ entropy: any EntropySource) -> ValidationRoutes {
        let lookUp = consumerLookUp
        return ValidationRoutes(
            lookUp: lookUp, validation: identityValidation(lookUp, entropy), recognition: browserRecognition,
            quotas: quotas, watch: watch, isStrict: configuration.isSignInStrict, documentsVersion: documentsVersion)
    }

    var consumerLookUp: ConsumerLookUp {
        ConsumerLookUp(
            store: storage.directory, vault: storage.vault, clock: clock, codes: verification.codes,
            isStrict: configuration.isSignInStrict, directories: consumerDirectories)
    }

    func identityValidation(_ lookUp: ConsumerLookUp, _ entropy: any EntropySource) -> IdentityValidation {
        IdentityValidation(
            store: storage.directory, vault: storage.vault, clock: clock, lookUp: lookUp, codes: verification.codes,
            tokens: idTokens, recognition: verification.recognition, entropy: entropy,
            isStrict: configuration.isSignInStrict)
    }

    var browserRecognition: BrowserRecognition {
        BrowserRecognition(
            store: storage.directory, vault: storage.vault, tokens: idTokens, recognition: verification.recognition)
    }

    var cardClaims: CardClaims {
        CardClaims(
            store: storage.directory,
            claim: StagedClaim(
                directory: storage.directory, vault: storage.vault, enrollment: enrollment, clock: clock),
            vault: storage.vault, directories: consumerDirectories,
            programs: { [callers] in callers.registry.programsByDirectory[$0]?.settings })
    }

    private var consumerProfiles: ConsumerProfileRoutes {
        let claims = cardClaims
        return ConsumerProfileRoutes(
            tokens: idTokens,
            consumerCards: ConsumerCards(
                store: storage.directory, vault: storage.vault, clock: clock, claims: claims, tokens: idTokens),
            claims: claims, cards: cardStore,
            views: ConsumerViews(views: MaskedViews(vault: storage.vault), claims: claims), work: processing.work,
            documentsVersion: documentsVersion)
    }
}
