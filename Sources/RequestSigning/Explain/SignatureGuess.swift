// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography

/// Finds the mistake behind a signature that fits none of the accepted base strings: tries what clients are known to
/// get wrong, one thing at a time and then two together, until one fits.
struct SignatureGuess {
    private let signed: SignedParts
    private let parameters: SignatureParameters
    private let key: RSAPublicKey
    private let body: [UInt8]
    /// Origins that the client may have signed in place of the right one.
    private let otherOrigins: [PublicOrigin]

    init(
        _ signed: SignedParts, _ parameters: SignatureParameters, _ key: RSAPublicKey, body: [UInt8],
        otherOrigins: [PublicOrigin]
    ) {
        self.signed = signed
        self.parameters = parameters
        self.key = key
        self.body = body
        self.otherOrigins = otherOrigins
    }

    /// Sentences about the likely mistake.
    func hints() -> [String] {
        guard parameters.signature.count == key.modulus.count else {
            return [
                "The signature has \(parameters.signature.count) bytes, one of this key has \(key.modulus.count): "
                    + "it was made with another key."
            ]
        }
        let block = key.recoverPKCS1Block(parameters.signature)
        let digest = block.flatMap(Self.digestAlgorithm)
        if parameters.method == .rsaSHA256, digest == nil {
            return [
                "The signature does not open with this key at all: it was made with another private key, as "
                    + "RSA-PSS, or was altered on the way."
            ]
        }
        if let digest, digest != "SHA-256" {
            return ["The base string was hashed with \(digest); \(parameters.method.rawValue) means SHA-256."]
        }
        if parameters.method == .rsaPSS, digest != nil {
            return ["The header says RSA-PSS, but the signature is of the kind RSA-SHA256."]
        }
        if let found = findMistake() { return found }
        return [
            digest == nil
                ? "The signature fits none of the base strings: another private key, or another text was signed."
                : "The signature was made with this key, but over another text: compare the base strings with the "
                    + "one that the client built."
        ]
    }

    private func findMistake() -> [String]? {
        let check = SignatureCheck(parameters, key)
        let mistakes = ClientMistake.all(signed, otherOrigins: otherOrigins, body: body)
        var starts: [BaseStringVariant] = []
        for query in QueryForm.allCases {
            for header in HeaderForm.allCases {
                guard let start = BaseStringVariant(signed, parameters, BaseStringForm(query, header)),
                    !starts.contains(where: { $0.bytes == start.bytes })
                else { continue }
                starts.append(start)
            }
        }
        for start in starts {
            for mistake in mistakes where check.accepts(Self.applying([mistake], to: start)) { return [mistake.hint] }
        }
        for start in starts {
            for (index, first) in mistakes.enumerated() {
                for second in mistakes[(index + 1)...] where check.accepts(Self.applying([first, second], to: start)) {
                    return [first.hint, second.hint]
                }
            }
        }
        return nil
    }

    private static func applying(_ mistakes: [ClientMistake], to start: BaseStringVariant) -> [UInt8] {
        var variant = start
        for mistake in mistakes { mistake.apply(&variant) }
        return variant.bytes
    }

    /// The hash named in a PKCS#1 v1.5 block; nil when the bytes are not such a block. This looks into the block to
    /// explain it; acceptance never depends on it.
    private static func digestAlgorithm(_ block: [UInt8]) -> String? {
        guard block.starts(with: [0x00, 0x01, 0xFF, 0xFF]) else { return nil }
        let info = block.dropFirst(2).drop { $0 == 0xFF }.dropFirst()
        let prefixes: [(String, [UInt8], Int)] = [
            (
                "SHA-256", [0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01],
                51
            ),
            (
                "SHA-384", [0x30, 0x41, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02],
                67
            ),
            (
                "SHA-512", [0x30, 0x51, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03],
                83
            ),
            ("SHA-1", [0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2B, 0x0E, 0x03, 0x02, 0x1A], 35),
        ]
        for (name, prefix, count) in prefixes where info.count == count && info.starts(with: prefix) { return name }
        return "an unknown hash"
    }
}
