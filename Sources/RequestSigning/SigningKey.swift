// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Cryptography

/// A public key that requests may be signed with.
public struct SigningKey: Sendable {
    /// The full consumer key that names it.
    public let consumerKey: String
    public let publicKey: RSAPublicKey
    /// The methods that this key is registered for. A client chooses among them, never beyond.
    public let methods: Set<SignatureMethod>

    public init(
        consumerKey: String, publicKey: RSAPublicKey, methods: Set<SignatureMethod> = Set(SignatureMethod.allCases)
    ) {
        self.consumerKey = consumerKey
        self.publicKey = publicKey
        self.methods = methods
    }
}

/// Where a verifier finds keys.
public protocol SigningKeyDirectory: Sendable {
    /// The active key of exactly this consumer key; nil when there is none. A project may have several keys at once,
    /// each with a consumer key of its own. Asked for every request, so it should answer from memory.
    func signingKey(consumerKey: String) -> SigningKey?
}
