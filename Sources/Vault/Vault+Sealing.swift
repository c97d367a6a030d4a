// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography

/// The form of a sealed blob: version 1, key number (2 bytes, big-endian), 12-byte nonce, ciphertext, 16-byte tag.
/// AES-256-GCM; the table's byte and the row id (8 bytes, big-endian) are authenticated with it.
private enum SealedForm {
    static let version: UInt8 = 1
    static let numberAt = 1
    static let nonceAt = 3
    static let ciphertextAt = 15
    static let tagCount = 16
    static let overhead = ciphertextAt + tagCount
}

extension Vault {
    /// How many bytes longer a sealed blob is than what it holds.
    public static var sealOverhead: Int { SealedForm.overhead }

    /// Seals `plaintext` under the active seal key, for `row` alone. Equal plaintexts give different blobs.
    public func seal(_ plaintext: [UInt8], as row: SealedRow) -> [UInt8] {
        plaintext.withUnsafeBytes { seal($0, as: row) }
    }

    /// Seals `plaintext` under the active seal key, for `row` alone. Equal plaintexts give different blobs.
    public func seal(_ plaintext: UnsafeRawBufferPointer, as row: SealedRow) -> [UInt8] {
        let keys = keys
        let count = plaintext.count + SealedForm.overhead
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let blob = UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: count)
            blob[0] = SealedForm.version
            blob.storeBytes(of: keys.sealNumber.bigEndian, toByteOffset: SealedForm.numberAt, as: UInt16.self)
            let nonce = UnsafeMutableRawBufferPointer(rebasing: blob[SealedForm.nonceAt..<SealedForm.ciphertextAt])
            nonces.next12(into: nonce)
            row.withAssociatedData { associated in
                keys.sealKey.seal(
                    plaintext, nonce: UnsafeRawBufferPointer(nonce), authenticating: associated,
                    into: UnsafeMutableRawBufferPointer(rebasing: blob[SealedForm.ciphertextAt...]))
            }
            filled = count
        }
    }

    /// Opens what `seal` made for the same row.
    ///
    /// - Throws: `notSealed` when it is no blob of a known version, `unknownKey` or `destroyedKey` with the key number
    ///   it asks for, `sealBroken` when it was changed or belongs to another row. A key that another process has just
    ///   made is found by reading the key ring again.
    public func open(_ sealed: [UInt8], as row: SealedRow) throws(VaultError) -> [UInt8] {
        let number = try Self.keyNumber(ofSealed: sealed)
        let key: AESGCMKey
        do {
            key = try keys.openingKey(number: number)
        } catch {
            guard error.code == .unknownKey, (try? reloadIfChanged()) == true else { throw error }
            key = try keys.openingKey(number: number)
        }
        let count = sealed.count - SealedForm.overhead
        var fits = false
        let plaintext = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            sealed.withUnsafeBytes { sealed in
                let tagAt = sealed.count - SealedForm.tagCount
                row.withAssociatedData { associated in
                    fits = key.open(
                        UnsafeRawBufferPointer(rebasing: sealed[SealedForm.ciphertextAt..<tagAt]),
                        tag: UnsafeRawBufferPointer(rebasing: sealed[tagAt...]),
                        nonce: UnsafeRawBufferPointer(rebasing: sealed[SealedForm.nonceAt..<SealedForm.ciphertextAt]),
                        authenticating: associated,
                        into: UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: count))
                }
            }
            filled = fits ? count : 0
        }
        guard fits else {
            throw VaultError(
                .sealBroken, "the sealed blob of \(row.table) row \(row.row) was changed or belongs elsewhere",
                keyNumber: number)
        }
        return plaintext
    }

    /// The number of the key that sealed a blob, so that rows under an old key can be found and sealed anew.
    ///
    /// - Throws: `notSealed` when it is no blob of a known version.
    public static func keyNumber(ofSealed sealed: [UInt8]) throws(VaultError) -> UInt16 {
        guard sealed.count >= SealedForm.overhead else {
            throw VaultError(.notSealed, "\(sealed.count) bytes are too few for a sealed blob")
        }
        guard sealed[0] == SealedForm.version else {
            throw VaultError(.notSealed, "the sealed blob has a version that is not known here")
        }
        return UInt16(sealed[SealedForm.numberAt]) << 8 | UInt16(sealed[SealedForm.numberAt + 1])
    }
}
