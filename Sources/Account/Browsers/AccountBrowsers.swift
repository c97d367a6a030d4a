// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import Directory
public import Vault
public import Verification

/// The browsers that are remembered for a consumer, at shops and here (checkout 5.8).
///
/// No method may be called from a completion of the store: they wait for it.
public struct AccountBrowsers: Sendable {
    private let vault: Vault
    private let recognition: Recognition
    private let entropy: any EntropySource

    public init(vault: Vault, recognition: Recognition, entropy: any EntropySource) {
        self.vault = vault
        self.recognition = recognition
        self.entropy = entropy
    }

    /// A browser, as the consumer is shown it.
    public struct Listed: Sendable {
        /// For a form.
        public var id: String
        public var browser: KnownBrowser
        /// Whether it is the one that asks.
        public var isThis: Bool
    }

    /// The newest first.
    public func list(of session: AccountSession) throws -> [Listed] {
        try recognition.browsers(of: session.profiles).map { browser in
            Listed(
                id: vault.publicID(.recognition, of: browser.family), browser: browser,
                isThis: browser.family == session.family)
        }
    }

    /// Forgets one. Returns whether it is the one that asks.
    ///
    /// - Throws: `AccountRefusal`.
    public func forget(_ id: String, of session: AccountSession) throws -> Bool {
        try session.needProof()
        guard let family = vault.row(of: id, kind: .recognition),
            try forget(family, session) > 0
        else { throw AccountRefusal.notFound }
        return family == session.family
    }

    /// Forgets all of them, the one that asks too.
    ///
    /// - Throws: `AccountRefusal.proofNeeded`.
    public func forgetAll(of session: AccountSession) throws {
        try session.needProof()
        _ = try forget(nil, session)
    }

    private func forget(_ family: Int64?, _ session: AccountSession) throws -> Int {
        let requestor = AccountParty.requestor(entropy)
        return try recognition.forget(
            family: family, of: session.profiles, by: requestor.actor, correlation: requestor.srcCorrelationId)
    }
}
