// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography

extension JWE {
    /// The five parts of a token, none of them empty, still encoded.
    struct Parts {
        private let header: UnsafeRawBufferPointer
        private let encryptedKey: UnsafeRawBufferPointer
        private let iv: UnsafeRawBufferPointer
        private let ciphertext: UnsafeRawBufferPointer
        private let tag: UnsafeRawBufferPointer

        init(_ token: UnsafeRawBufferPointer, _ limits: Limits) throws(JWEError) {
            guard token.count <= limits.tokenCountMax else { throw JWEError(.tooLong) }
            guard let parts = CompactParts.split(token, count: 5) else { throw JWEError(.notCompact) }
            guard parts.allSatisfy({ !$0.isEmpty }) else { throw JWEError(.emptyPart) }
            header = parts[0]
            encryptedKey = parts[1]
            iv = parts[2]
            ciphertext = parts[3]
            tag = parts[4]
            guard header.count <= limits.headerCountMax else { throw JWEError(.headerTooLong) }
        }

        func readHeader() throws(JWEError) -> JWEHeader {
            guard let json = Base64URL.decode(header, .tolerant) else { throw JWEError(.notBase64URL) }
            return try JWEHeader(json)
        }

        /// The plaintext. The ciphertext is decoded to the result's own memory and decrypted there.
        func open(_ encryption: ContentEncryption, _ key: RSAPrivateKey) throws(JWEError) -> [UInt8] {
            let encryptedKeyBytes = try decode(
                encryptedKey, else: .encryptedKeyLength
            ) { $0 == key.publicKey.modulusByteCount }
            let ivBytes = try decode(iv, else: .ivLength) { encryption.accepts(ivCount: $0) }
            let tagBytes = try decode(tag, else: .tagLength) { $0 == encryption.tagCount }
            guard let contentCount = Base64URL.decodedCount(ciphertext, .tolerant) else {
                throw JWEError(.notBase64URL)
            }
            guard encryption.accepts(ciphertextCount: contentCount) else { throw JWEError(.ciphertextLength) }

            var cause: JWEError.Cause?
            let plaintext = [UInt8](unsafeUninitializedCapacity: contentCount) { result, filled in
                let content = UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(result)[..<contentCount])
                guard Base64URL.decode(ciphertext, .tolerant, into: content) != nil else {
                    cause = .notBase64URL
                    return
                }
                var contentKey = Self.contentKey(encryptedKeyBytes, encryption.keyCount, key)
                defer { wipe(&contentKey) }
                let count = contentKey.withUnsafeBytes { contentKey in
                    ivBytes.withUnsafeBytes { iv in
                        tagBytes.withUnsafeBytes { tag in
                            encryption.open(content, tag: tag, key: contentKey, iv: iv, authenticating: header)
                        }
                    }
                }
                if count == nil { cause = .notAuthentic }
                filled = count ?? 0
            }
            if let cause { throw JWEError(cause) }
            return plaintext
        }

        /// The content key, or a random one of the right length when the encrypted key gives none, so that what
        /// follows is the same (RFC 7516, 11.5). The random one is drawn in either case.
        private static func contentKey(_ encrypted: [UInt8], _ count: Int, _ key: RSAPrivateKey) -> [UInt8] {
            var random = Random.bytes(count)
            guard var opened = key.decryptOAEP(encrypted, hash: .sha256) else { return random }
            guard opened.count == count else {
                wipe(&opened)
                return random
            }
            wipe(&random)
            return opened
        }

        private func decode(
            _ part: UnsafeRawBufferPointer, else cause: JWEError.Cause, count isRight: (Int) -> Bool
        ) throws(JWEError) -> [UInt8] {
            guard let count = Base64URL.decodedCount(part, .tolerant) else { throw JWEError(.notBase64URL) }
            guard isRight(count) else { throw JWEError(cause) }
            guard let bytes = Base64URL.decode(part, .tolerant) else { throw JWEError(.notBase64URL) }
            return bytes
        }
    }
}
