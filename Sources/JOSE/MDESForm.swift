// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography

/// An MDES payload with its texts decoded and everything checked that needs no key.
struct MDESForm {
    private enum Cipher {
        case cbc
        case gcm(tag: [UInt8], aad: [UInt8])
    }

    let encryptedKey: [UInt8]
    private let encryptedData: [UInt8]
    private let iv: [UInt8]
    /// Nil means PKCS#1 v1.5.
    private let hash: OAEPHash?
    private let cipher: Cipher

    /// Bytes of a wrapped key: that of the longest RSA key that loads.
    private static let encryptedKeyCountMax = 1024
    private static let aadCountMax = 4096

    init(_ payload: MDESPayload, _ options: MDESPayload.Options) throws(MDESPayloadError) {
        encryptedKey = try Self.bytes(payload.encryptedKey, countMax: Self.encryptedKeyCountMax)
        encryptedData = try Self.bytes(payload.encryptedData, countMax: options.dataCountMax)
        hash = try Self.hash(payload.oaepHashingAlgorithm, options)
        switch payload.algorithmCipherMode {
        case nil, "CBC":
            guard payload.iv != nil || options.allowsZeroIV else { throw MDESPayloadError(.missingIV) }
            iv =
                try payload.iv.map { (text) throws(MDESPayloadError) in try Self.bytes(text, countMax: 16) }
                ?? [UInt8](repeating: 0, count: 16)
            cipher = .cbc
            guard iv.count == 16, encryptedData.count > 0, encryptedData.count % 16 == 0 else {
                throw MDESPayloadError(.wrongLength)
            }
        case "GCM":
            guard let text = payload.iv else { throw MDESPayloadError(.missingIV) }
            iv = try Self.bytes(text, countMax: 16)
            let tag = try Self.bytes(payload.tag ?? "", countMax: AESGCM.tagCount)
            let aad = try Self.bytes(payload.aad ?? "", countMax: Self.aadCountMax)
            cipher = .gcm(tag: tag, aad: aad)
            guard iv.count == 12, tag.count == AESGCM.tagCount, encryptedData.count > 0 else {
                throw MDESPayloadError(.wrongLength)
            }
        default:
            throw MDESPayloadError(.unsupportedMode)
        }
    }

    /// The content key; a random one, and `isRight` false, when the encrypted key gives none of a length that AES has.
    /// PKCS#1 v1.5 always gives one, which is then random itself.
    func contentKey(_ key: RSAPrivateKey) -> (bytes: [UInt8], isRight: Bool) {
        let random = Random.bytes(16)
        guard let hash else { return (key.decryptPKCS1(encryptedKey, keyCount: 16) ?? random, true) }
        guard var opened = key.decryptOAEP(encryptedKey, hash: hash) else { return (random, false) }
        guard opened.count == 16 || opened.count == 32 else {
            wipe(&opened)
            return (random, false)
        }
        return (opened, true)
    }

    /// The decrypted blocks, and how many bytes of them are plaintext; nil for a wrong padding or tag.
    func open(_ contentKey: [UInt8]) -> (content: [UInt8], count: Int?) {
        var content = encryptedData
        let count = content.withUnsafeMutableBytes { content in
            contentKey.withUnsafeBytes { key in iv.withUnsafeBytes { open(content, key, $0) } }
        }
        return (content, count)
    }

    private func open(
        _ content: UnsafeMutableRawBufferPointer, _ key: UnsafeRawBufferPointer, _ iv: UnsafeRawBufferPointer
    ) -> Int? {
        let ciphertext = UnsafeRawBufferPointer(content)
        switch cipher {
        case .cbc:
            AESCBC.decryptBlocks(ciphertext, key: key, iv: iv, into: content)
            return AESCBC.paddingCount(ciphertext).map { content.count - $0 }
        case .gcm(let tag, let aad):
            let fits = tag.withUnsafeBytes { tag in
                aad.withUnsafeBytes {
                    AESGCM.open(ciphertext, tag: tag, key: key, nonce: iv, authenticating: $0, into: content)
                }
            }
            return fits ? content.count : nil
        }
    }

    private static func bytes(_ text: String, countMax: Int) throws(MDESPayloadError) -> [UInt8] {
        guard text.utf8.count <= 2 * countMax, let bytes = Hex.decode(text) else {
            throw MDESPayloadError(.malformed)
        }
        return bytes
    }

    /// On the wire without a dash; accepted with one and in any case.
    private static func hash(
        _ name: String?, _ options: MDESPayload.Options
    ) throws(MDESPayloadError) -> OAEPHash? {
        guard let name else {
            guard options.allowsPKCS1KeyWrap else { throw MDESPayloadError(.legacyKeyWrap) }
            return nil
        }
        switch name.uppercased() {
        case "SHA256", "SHA-256": return .sha256
        case "SHA512", "SHA-512": return .sha512
        default: throw MDESPayloadError(.unsupportedHash)
        }
    }
}
