// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Cryptography

/// The names that a key goes by in the field (security 3.4). Hexadecimal ones are in lower case.
public struct KeyFingerprints: Sendable, Equatable {
    /// SHA-256 of the DER SubjectPublicKeyInfo, 64 digits: the usual `kid` of the client libraries.
    public let keySHA256: String
    /// SHA-1 of the DER SubjectPublicKeyInfo, 40 digits: in old MDES examples.
    public let keySHA1: String
    /// SHA-256 of the DER certificate, 64 digits; nil for a key without one.
    public let certificateSHA256: String?
    /// SHA-1 of the DER certificate, 40 digits; nil for a key without one.
    public let certificateSHA1: String?
    /// SHA-256 of the DER certificate in padded base64; nil for a key without one.
    public let certificateSHA256Base64: String?
    /// The JWK thumbprint of RFC 7638 in base64url.
    public let thumbprint: String

    /// The fingerprints of a key and of its certificate, if it has one.
    public init(_ key: RSAPublicKey) {
        keySHA256 = Hex.encode(SHA256.hash(key.subjectPublicKeyInfo))
        keySHA1 = Hex.encode(SHA1.hash(key.subjectPublicKeyInfo))
        let certificateDigest = key.certificate.map { SHA256.hash($0) }
        certificateSHA256 = certificateDigest.map { Hex.encode($0) }
        certificateSHA256Base64 = certificateDigest.map { Base64.encode($0) }
        certificateSHA1 = key.certificate.map { Hex.encode(SHA1.hash($0)) }
        thumbprint = Self.thumbprint(key)
    }

    /// Whether `name` is one of these, in any spelling: hexadecimal of either case, base64 of either alphabet.
    public func contain(_ name: String) -> Bool {
        names.contains(Self.normalized(name))
    }

    /// The names as a key set compares them: see `normalized`.
    var names: [String] {
        let all = [keySHA256, keySHA1, certificateSHA256, certificateSHA1, certificateSHA256Base64, thumbprint]
        let base64 = Hex.decode(keySHA256).map { Base64.encode($0) }
        return (all + [base64]).compactMap { $0.map(Self.normalized) }
    }

    /// One spelling for all spellings of a fingerprint: hexadecimal digits of the right number in lower case, base64 of
    /// a SHA-256 digest in the URL alphabet without padding. Other names stay as they are.
    static func normalized(_ name: String) -> String {
        switch name.utf8.count {
        case 40, 64:
            return name.utf8.allSatisfy(isHexDigit) ? name.lowercased() : name
        case 43, 44:
            guard let digest = Base64URL.decode(name, .tolerant) else { return name }
            return Base64URL.encode(digest)
        default:
            return name
        }
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }

    /// SHA-256 of the required members in the order of their names and without blanks (RFC 7638, 3).
    private static func thumbprint(_ key: RSAPublicKey) -> String {
        let e = Base64URL.encode(key.exponent)
        let n = Base64URL.encode(key.modulus)
        return Base64URL.encode(SHA256.hash(Array(#"{"e":"\#(e)","kty":"RSA","n":"\#(n)"}"#.utf8)))
    }
}
