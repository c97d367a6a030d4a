// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Cryptography
internal import JOSE
internal import Synchronization
internal import Vault
internal import Verification
internal import WireJSON

/// What an ID token says that the network has signed. Whether it is still good is not looked at.
struct VerifiedIdToken: Equatable {
    /// `jti`
    var id: String
    var audience: [String]
    /// `exp`
    var expires: Int64
    /// The key that has signed it.
    var keyID: String
}

/// Tells the network's own ID tokens from every other text.
///
/// A page brings the same token with every call of its eight minutes. The signature is checked once: what it said of
/// this very text is remembered, by a hash, for as long as the key is one of the network's.
final class IdTokenVerifier: Sendable {
    private static let limits = JWS.Limits(tokenCountMax: 4096, headerCountMax: 1024)
    /// So many tokens are remembered at most: 2 MB.
    static let rememberedMax = 8192

    private let vault: Vault
    private let network: NetworkName
    private let remembered = Mutex<[[UInt8]: VerifiedIdToken]>([:])

    init(vault: Vault, network: NetworkName) {
        self.vault = vault
        self.network = network
    }

    /// How many tokens are remembered.
    var rememberedCount: Int { remembered.withLock(\.count) }

    /// Nil for every text that is no ID token of the network's.
    ///
    /// - Parameter now: what is over then may be forgotten.
    func read(_ token: String, at now: Timestamp) throws -> VerifiedIdToken? {
        guard token.utf8.count <= Self.limits.tokenCountMax else { return nil }
        let keys = try vault.networkKeys.identityVerification
        if let known = remembered.withLock({ $0[Self.hash(token)] }) {
            return keys.contains { $0.id == known.keyID } ? known : nil
        }
        let set = VerificationKeySet(
            Dictionary(keys.map { ($0.id, $0.publicKey) }, uniquingKeysWith: { first, _ in first }))
        guard let message = try? JWS.verify(token, keys: set, limits: Self.limits),
            let verified = verified(message)
        else { return nil }
        remember(verified, of: token, at: now)
        return verified
    }

    func remember(_ verified: VerifiedIdToken, of token: String, at now: Timestamp) {
        let hash = Self.hash(token)
        remembered.withLock { remembered in
            if remembered.count >= Self.rememberedMax {
                remembered = remembered.filter { $0.value.expires > now.seconds }
                if remembered.count >= Self.rememberedMax { remembered.removeAll() }
            }
            remembered[hash] = verified
        }
    }

    private static func hash(_ token: String) -> [UInt8] { SHA256.hash(Array(token.utf8)) }

    private func verified(_ message: JWS.Message) -> VerifiedIdToken? {
        guard message.header.type == IdTokenClaims.type, let keyID = message.header.keyID,
            let document = try? JSONDocument.parse(
                message.payload, limits: JSONLimits(depth: 3, bytes: Self.limits.tokenCountMax))
        else { return nil }
        let root = document.root
        guard network.isOwn(root["iss"]?.string),
            let audience = root["aud"]?.elements.compactMap(\.string), audience.contains(where: network.isOwn),
            let expires = root["exp"]?.int64, let id = root["jti"]?.string
        else { return nil }
        return VerifiedIdToken(id: id, audience: audience, expires: expires, keyID: keyID)
    }
}
