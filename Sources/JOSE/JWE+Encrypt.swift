// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Cryptography

extension JWE {
    /// Encrypts for `key`: a fresh content key and initialisation vector (12 bytes for GCM), strict base64url, and a
    /// header of `kid`, `alg`, `enc` and, if given, `cty`. Every published client library reads the result
    /// (security 3.3).
    ///
    /// - Parameters:
    ///   - keyID: the `kid`; clients expect one.
    ///   - contentType: the `cty`; `application/json` is customary in answers to clients.
    /// - Returns: the token as ASCII.
    /// - Throws: `emptyPart` for an empty plaintext, whose token receivers refuse; `keyFailed`, which a key of 2048
    ///   bits or more never causes.
    public static func encrypt(
        _ plaintext: UnsafeRawBufferPointer, to key: RSAPublicKey, keyID: String,
        encryption: ContentEncryption = .a128GCM, contentType: String? = nil
    ) throws(JWEError) -> [UInt8] {
        let header = JWEHeader.text(keyID: keyID, encryption: encryption, contentType: contentType)
        var contentKey = Random.bytes(encryption.keyCount)
        defer { wipe(&contentKey) }
        return try encrypt(
            plaintext, to: key, header: header, encryption, contentKey, iv: Random.bytes(encryption.ivCount))
    }

    /// `encrypt` over an array.
    public static func encrypt(
        _ plaintext: [UInt8], to key: RSAPublicKey, keyID: String, encryption: ContentEncryption = .a128GCM,
        contentType: String? = nil
    ) throws(JWEError) -> [UInt8] {
        let result = plaintext.withUnsafeBytes { plaintext in
            Result { () throws(JWEError) in
                try encrypt(plaintext, to: key, keyID: keyID, encryption: encryption, contentType: contentType)
            }
        }
        return try result.get()
    }

    /// `encrypt` that gives the token as a string.
    public static func encryptToString(
        _ plaintext: [UInt8], to key: RSAPublicKey, keyID: String, encryption: ContentEncryption = .a128GCM,
        contentType: String? = nil
    ) throws(JWEError) -> String {
        let token = try encrypt(plaintext, to: key, keyID: keyID, encryption: encryption, contentType: contentType)
        return String(decoding: token, as: UTF8.self)
    }

    /// Encrypts with a given content key and vector.
    static func encrypt(
        _ plaintext: UnsafeRawBufferPointer, to key: RSAPublicKey, header: [UInt8], _ encryption: ContentEncryption,
        _ contentKey: [UInt8], iv: [UInt8]
    ) throws(JWEError) -> [UInt8] {
        guard plaintext.count > 0 else { throw JWEError(.emptyPart) }
        guard let encryptedKey = try? key.encryptOAEP(contentKey, hash: .sha256) else { throw JWEError(.keyFailed) }
        let contentCount = encryption.ciphertextCount(plaintext.count)
        let contentTextCount = Base64URL.encodedCount(contentCount)
        let tagTextCount = Base64URL.encodedCount(encryption.tagCount)
        let count =
            [header.count, encryptedKey.count, iv.count].reduce(0) { $0 + Base64URL.encodedCount($1) + 1 }
            + contentTextCount + 1 + tagTextCount
        return [UInt8](unsafeUninitializedCapacity: count) { result, filled in
            let token = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(result)[..<count])
            var at = append(header, to: token, at: 0)
            let authenticated = UnsafeRawBufferPointer(rebasing: token[..<(at - 1)])
            at = append(encryptedKey, to: token, at: at)
            at = append(iv, to: token, at: at)

            // The ciphertext is made at the end of the room for its own text, the tag behind it; then it is encoded
            // forwards, which never overtakes what is still to be read. So the token is the only buffer.
            let textEnd = at + contentTextCount
            let sealed = UnsafeMutableRawBufferPointer(
                rebasing: token[(textEnd - contentCount)..<(textEnd + encryption.tagCount)])
            contentKey.withUnsafeBytes { contentKey in
                iv.withUnsafeBytes { iv in
                    encryption.seal(plaintext, key: contentKey, iv: iv, authenticating: authenticated, into: sealed)
                }
            }
            let tag = Array(sealed[contentCount...])
            Base64URL.encode(
                UnsafeRawBufferPointer(rebasing: sealed[..<contentCount]),
                into: UnsafeMutableRawBufferPointer(rebasing: token[at..<textEnd]))
            token[textEnd] = UInt8(ascii: ".")
            let tagText = UnsafeMutableRawBufferPointer(rebasing: token[(textEnd + 1)...])
            tag.withUnsafeBytes { Base64URL.encode($0, into: tagText) }
            filled = count
        }
    }

    /// Writes a part and a dot; gives the place after them.
    private static func append(_ bytes: [UInt8], to token: UnsafeMutableRawBufferPointer, at start: Int) -> Int {
        let end = start + Base64URL.encodedCount(bytes.count)
        let text = UnsafeMutableRawBufferPointer(rebasing: token[start..<end])
        bytes.withUnsafeBytes { Base64URL.encode($0, into: text) }
        token[end] = UInt8(ascii: ".")
        return end + 1
    }
}
