// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography

/// Compares one signature with any number of base strings.
///
/// For PKCS#1 v1.5 the RSA operation is done once; each base string then costs one hash. The complete encoded block is
/// compared, so that nothing in the recovered block is ever parsed (security 2.5).
struct SignatureCheck {
    private let method: SignatureMethod
    private let signature: [UInt8]
    private let key: RSAPublicKey
    /// The encoded block that the signature opens to; nil when it does not fit the key.
    let recovered: [UInt8]?

    init(_ parameters: SignatureParameters, _ key: RSAPublicKey) {
        method = parameters.method
        signature = parameters.signature
        self.key = key
        recovered = method == .rsaSHA256 ? key.recoverPKCS1Block(parameters.signature) : nil
    }

    func accepts(_ baseString: [UInt8]) -> Bool {
        switch method {
        case .rsaSHA256:
            guard let recovered else { return false }
            let expected = RSAPublicKey.expectedPKCS1Block(
                sha256: SHA256.hash(baseString), modulusBytes: recovered.count)
            return constantTimeEqual(recovered, expected)
        case .rsaPSS:
            return key.verifyPSS(signature, of: baseString)
        }
    }
}
