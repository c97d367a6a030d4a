// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SignIn

/// What shops' pages call, put together.
extension ServerRoutes {
    func browser(_ entropy: any EntropySource, _ log: Log) throws(ConfigurationError) -> BrowserRoutes {
        BrowserRoutes(
            admission: BrowserAdmission(
                requiresOrigin: configuration.mode == .production,
                quotas: BrowserQuotas(
                    BrowserQuotas.Limits(
                        perClient: configuration.pageCallsPerClient, perApplication: configuration.pageCallsPerShop,
                        perAddressBlock: configuration.pageCallsPerAddressBlock,
                        perIdentity: configuration.pageCallsPerIdentity),
                    isBehindProxy: configuration.isBehindProxy),
                entropy: entropy),
            callers: callers, signOut: SignOutRoutes(tokens: idTokens, recognition: verification.recognition),
            checkouts: try checkoutRoutes(entropy), log: log)
    }

    /// The tokens of consumers who have signed in.
    var idTokens: IdTokens {
        IdTokens(
            store: storage.directory, vault: storage.vault, clock: clock,
            directories: { [callers] in callers.registry.consumerDirectories })
    }
}
