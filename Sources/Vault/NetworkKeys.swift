// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Cryptography

/// An RSA key of the network, with the id under which it is published.
public struct NetworkKey: Sendable {
    public let key: KeyDescription
    public let privateKey: RSAPrivateKey

    /// The `kid` on the wire.
    public var id: String { key.id }
    public var state: KeyState { key.state }
    public var publicKey: RSAPublicKey { privateKey.publicKey }
}

extension NetworkKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "\(id) (\(state.rawValue))" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["id": id, "state": state.rawValue]) }
}

/// The network's RSA keys that are not destroyed. In each list the active key comes first, then the others from the
/// newest to the oldest.
public struct NetworkKeys: Sendable {
    /// What issuers may have encrypted to. Publish all of them or the first; decrypt with any.
    public let fpanEncryption: [NetworkKey]
    /// What checkout answers may have been signed with. Publish all of them; sign with the first.
    public let payloadVerification: [NetworkKey]
    /// What push requests may have been signed with. Publish all of them; sign with the first.
    public let pushSignature: [NetworkKey]
    /// What recognition tokens may have been signed with. Publish all of them; sign with the first.
    public let identityVerification: [NetworkKey]

    /// The key that issuers are to encrypt to now.
    public let encryptionKey: NetworkKey
    /// The key that signs checkout answers now.
    public let payloadSigningKey: NetworkKey
    /// The key that signs push requests now.
    public let pushSigningKey: NetworkKey
    /// The key that signs recognition tokens now.
    public let identitySigningKey: NetworkKey

    /// Nil when a purpose has no active key. `keys` are in the order of the ring: oldest first.
    init?(_ keys: [NetworkKey]) {
        func sorted(_ purpose: KeyPurpose) -> [NetworkKey] {
            let own = keys.reversed().filter { $0.key.purpose == purpose }
            return own.filter { $0.state == .active } + own.filter { $0.state != .active }
        }
        fpanEncryption = sorted(.fpanEncryption)
        payloadVerification = sorted(.payloadVerification)
        pushSignature = sorted(.pushSignature)
        identityVerification = sorted(.identityVerification)
        guard let encryptionKey = fpanEncryption.first, encryptionKey.state == .active,
            let payloadSigningKey = payloadVerification.first, payloadSigningKey.state == .active,
            let pushSigningKey = pushSignature.first, pushSigningKey.state == .active,
            let identitySigningKey = identityVerification.first, identitySigningKey.state == .active
        else { return nil }
        self.encryptionKey = encryptionKey
        self.payloadSigningKey = payloadSigningKey
        self.pushSigningKey = pushSigningKey
        self.identitySigningKey = identitySigningKey
    }

    /// The decryption key that a JWE names by `kid`; nil when it is none of the network's or was destroyed.
    public func decryptionKey(id: String) -> NetworkKey? {
        fpanEncryption.first { $0.id == id }
    }
}
