// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
public import ClickToPay
internal import Directory
public import Store
public import Vault
public import Verification

/// Lets in whoever comes with a browser that is remembered (checkout 4.5, 5.2).
///
/// No method may be called from a completion of the store: they wait for it.
public struct BrowserRecognition: Sendable {
    private let store: any DirectoryStore
    private let vault: Vault
    private let tokens: IdTokens
    private let recognition: Recognition

    public init(store: any DirectoryStore, vault: Vault, tokens: IdTokens, recognition: Recognition) {
        self.store = store
        self.vault = vault
        self.tokens = tokens
        self.recognition = recognition
    }

    /// ID tokens for the consumers of these browsers; empty: nobody is recognized.
    ///
    /// - Parameters:
    ///   - given: recognition tokens that the shop keeps.
    ///   - cookie: the network's own; whatever is wrong with it, it only does not count.
    ///   - appInstance: the browser's own id; nil: it does not say.
    /// - Throws: AUTH_INVALID when none is good, and one is forged, another client's or taken back; ACCT_INACCESSIBLE
    ///   when the consumers may not be let in.
    public func recognize(
        _ given: [String], cookie: String?, appInstance: String?, client: String, dpa: String
    ) throws -> [String] {
        var known: [RecognizedConsumer] = []
        var isWrong = false
        for token in given {
            switch try recognition.standing(token, client: client, appInstance: appInstance) {
            case .good(let consumer): known.append(consumer)
            case .none: isWrong = true
            case .expired: break
            }
        }
        if known.isEmpty, let cookie,
            case .good(let consumer) = try recognition.standing(cookie, client: client, appInstance: appInstance)
        {
            known.append(consumer)
        }
        var seen = Set<Int64>()
        var idTokens: [String] = []
        var isInaccessible = false
        for consumer in known where seen.insert(consumer.consumer).inserted {
            guard let idToken = try idToken(consumer, client, dpa) else {
                isInaccessible = true
                continue
            }
            idTokens.append(idToken)
        }
        if idTokens.isEmpty, isInaccessible {
            throw BrowserError(.accountInaccessible, "The account cannot be used.")
        }
        if idTokens.isEmpty, isWrong { throw BrowserError.invalidToken }
        return idTokens
    }

    /// Nil: no profile may be used.
    private func idToken(_ consumer: RecognizedConsumer, _ client: String, _ dpa: String) throws -> String? {
        let identity = try identity(of: consumer)
        let idToken = try tokens.issue(
            for: identity.map { [$0] } ?? [], profile: (consumer.directory, consumer.consumer), client: client,
            dpa: dpa, method: .recognition, browser: consumer.family, recognized: consumer.browser)
        guard try tokens.read(idToken, client: client)?.isInaccessible != true else {
            try tokens.revoke(idToken)
            return nil
        }
        return idToken
    }

    /// What was proved when the browser was remembered: the profile has it still. Nil: nothing was, or the profile is
    /// gone.
    public func identity(of consumer: RecognizedConsumer) throws -> LinkedIdentity? {
        guard let proved = consumer.identity, let row = try store.read({ try $0.consumer(consumer.consumer) }) else {
            return nil
        }
        return try vault.identities(of: row).first { vault.identifier(of: $0, directory: row.directory) == proved }
    }
}
