// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Cryptography
internal import JOSE

/// The key that card data is encrypted to: the `Enroll-Client-Encryption-Key` header (processing 3.1).
public struct EnrollKey: Sendable {
    /// The header's name.
    public static let header = "Enroll-Client-Encryption-Key"
    /// Characters of the header's value.
    public static let charactersMax = 8 << 10
    private static let bits = 2048...4096

    public let publicKey: RSAPublicKey
    let fingerprints: KeyFingerprints

    /// Reads a certificate or a public key: base64 of either alphabet over DER, on one line, with or without the armour
    /// of PEM.
    ///
    /// - Throws: REQUEST_VALIDATION.
    public init(headerValue: String?) throws(ProcessingError) {
        guard let headerValue, !headerValue.isEmpty else { throw .validation(Self.header, "is missing") }
        guard headerValue.utf8.count <= Self.charactersMax else { throw .validation(Self.header, "is too long") }
        guard let der = Base64URL.decode(Self.bare(headerValue), .tolerant), let key = try? RSAPublicKey.load(der)
        else { throw .validation(Self.header, "is no certificate or RSA public key in base64") }
        // e is at least 65537 (2^16 + 1): three bytes, or more.
        guard Self.bits.contains(key.bits), key.exponent.count >= 3 else {
            throw .validation(Self.header, "must be an RSA key of 2048 to 4096 bits with an exponent of 65537 or more")
        }
        publicKey = key
        fingerprints = KeyFingerprints(key)
    }

    /// Without white space and armour.
    private static func bare(_ text: String) -> String {
        var text = text.filter { !$0.isWhitespace }
        let dashes = "-----"
        guard text.hasPrefix(dashes) else { return text }
        text.removeFirst(dashes.count)
        guard let start = text.firstRange(of: dashes)?.upperBound,
            let end = text[start...].firstRange(of: dashes + "END")?.lowerBound
        else { return "" }
        return String(text[start..<end])
    }

    /// Whether cards may be encrypted to the key. A caller that could name a key of its own would read every PAN:
    /// outside a sandbox the key must be the network's or on the program's list, and its certificate must be valid. A
    /// sandbox takes every key as long as the program has no list.
    ///
    /// - Parameters:
    ///   - allowed: fingerprints of key or certificate, in lower-case hexadecimal.
    ///   - network: the network's own keys for cards.
    /// - Throws: OPERATION_DENIED; REQUEST_VALIDATION for a certificate that has expired.
    public func check(
        allowed: [String], network: [RSAPublicKey], isSandbox: Bool, now: Timestamp
    ) throws(ProcessingError) {
        if isSandbox, allowed.isEmpty { return }
        let names = [fingerprints.keySHA256, fingerprints.certificateSHA256].compactMap { $0 }
        guard network.contains(publicKey) || names.contains(where: allowed.contains) else {
            throw .denied("The key of \(Self.header) is not one that cards may be encrypted to.")
        }
        if !isSandbox, let end = publicKey.certificateNotAfter, end < now.seconds {
            throw .validation(Self.header, "is a certificate that has expired")
        }
    }

    /// Encrypts card data as the network's clients do (processing 2.1): A256GCM, named by the SHA-256 of the key.
    func encrypt(_ plaintext: [UInt8]) throws -> String {
        try JWE.encryptToString(
            plaintext, to: publicKey, keyID: fingerprints.keySHA256, encryption: .a256GCM,
            contentType: "application/json")
    }
}
