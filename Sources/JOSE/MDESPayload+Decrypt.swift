// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography
public import WireJSON

extension MDESPayload {
    /// What a receiver lets pass.
    public struct Options: Sendable {
        /// Takes a missing `oaepHashingAlgorithm` to mean RSA PKCS#1 v1.5. Old and dangerous: off.
        public var allowsPKCS1KeyWrap: Bool
        /// Takes a missing `iv` to mean sixteen zeros. Old and dangerous: off.
        public var allowsZeroIV: Bool
        /// Bytes of ciphertext.
        public var dataCountMax: Int

        public init(allowsPKCS1KeyWrap: Bool = false, allowsZeroIV: Bool = false, dataCountMax: Int = 1 << 20) {
            self.allowsPKCS1KeyWrap = allowsPKCS1KeyWrap
            self.allowsZeroIV = allowsZeroIV
            self.dataCountMax = dataCountMax
        }
    }

    /// Decrypts the content.
    ///
    /// What is wrong with the form is refused at once. From there on an unknown fingerprint, a bad key block and a bad
    /// padding take the same path: one private-key operation, one decryption with whatever key came of it.
    ///
    /// Prefer `decryptDocument`, which takes the same path for bad JSON too.
    ///
    /// - Returns: the plaintext, an object or array of JSON. Wipe it when it has served.
    public func decrypt(
        keys: DecryptionKeySet, options: Options = Options()
    ) throws(MDESPayloadError) -> [UInt8] {
        var opened = try open(keys, options)
        guard let count = opened.count else {
            wipe(&opened.content)
            throw MDESPayloadError(.notDecrypted)
        }
        opened.content.removeLast(opened.content.count - count)
        return opened.content
    }

    /// Decrypts and parses the content. A wrong padding is treated like a right one up to the JSON parser, so that the
    /// time does not tell bad padding from bad JSON.
    public func decryptDocument(
        keys: DecryptionKeySet, options: Options = Options(), limits: JSONLimits = JSONLimits()
    ) throws(MDESPayloadError) -> JSONDocument {
        var opened = try open(keys, options)
        defer { wipe(&opened.content) }
        let count = opened.count ?? opened.content.count
        let document = opened.content.withUnsafeBytes { content in
            try? JSONDocument.parse(UnsafeRawBufferPointer(rebasing: content[..<count]), limits: limits)
        }
        guard opened.count != nil else { throw MDESPayloadError(.notDecrypted) }
        guard let document else { throw MDESPayloadError(.notJSON) }
        return document
    }

    /// The decrypted blocks, and how many bytes of them are plaintext; nil for a wrong padding or tag.
    private func open(
        _ keys: DecryptionKeySet, _ options: Options
    ) throws(MDESPayloadError) -> (content: [UInt8], count: Int?) {
        let form = try MDESForm(self, options)
        // An unknown fingerprint costs what a known one costs; what the key that is used instead gives is thrown away.
        let named = keys.key(named: publicKeyFingerprint)
        guard let key = named ?? keys.keys.first else { throw MDESPayloadError(.notDecrypted) }
        guard form.encryptedKey.count == key.privateKey.publicKey.modulusByteCount else {
            throw MDESPayloadError(.wrongLength)
        }
        var contentKey = form.contentKey(key.privateKey)
        defer { wipe(&contentKey.bytes) }
        var opened = form.open(contentKey.bytes)
        // One wrong key in 256 gives a padding that looks right, so these two are asked as well.
        if named == nil || !contentKey.isRight { opened.count = nil }
        return opened
    }
}
