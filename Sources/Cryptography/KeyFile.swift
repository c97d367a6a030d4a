// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import COpenSSL

/// One armoured block of a PEM file.
struct PEMBlock {
    let label: String
    let content: [UInt8]
    /// Whether the block's own headers say that it is encrypted (the old `Proc-Type` form).
    let isEncrypted: Bool
}

/// Telling the forms of key files apart.
enum KeyFile {
    /// More than any key, certificate chain or container of them needs.
    static let byteCountMax = 1 << 20
    private static let blockCountMax = 32

    static func checkSize(_ file: [UInt8]) throws(CryptographyError) {
        guard file.count <= byteCountMax else {
            throw CryptographyError(.unreadableKey, "a key file has at most \(byteCountMax) bytes")
        }
        guard !file.isEmpty else { throw CryptographyError(.unreadableKey, "the key file is empty") }
    }

    /// Whether the file has PEM armour, with or without text before it.
    static func isPEM(_ file: [UInt8]) -> Bool {
        let marker = Array("-----BEGIN ".utf8)
        guard file.count >= marker.count else { return false }
        return (0...file.count - marker.count).contains { start in
            file[start] == marker[0] && file[start..<start + marker.count].elementsEqual(marker)
        }
    }

    /// The blocks of a PEM file in their order; text around them is skipped.
    static func blocks(_ file: [UInt8]) -> [PEMBlock] {
        var blocks: [PEMBlock] = []
        _ = withReadBIO(file) { bio -> Bool? in
            while blocks.count < blockCountMax, let block = nextBlock(bio) { blocks.append(block) }
            return true
        }
        ERR_clear_error()
        return blocks
    }

    private static func nextBlock(_ bio: OpaquePointer) -> PEMBlock? {
        var name: UnsafeMutablePointer<CChar>?
        var header: UnsafeMutablePointer<CChar>?
        var data: UnsafeMutablePointer<UInt8>?
        var count = 0
        guard PEM_read_bio(bio, &name, &header, &data, &count) == 1, let name, let header, let data else { return nil }
        defer {
            CRYPTO_free(name, #file, #line)
            CRYPTO_free(header, #file, #line)
            CRYPTO_clear_free(data, count, #file, #line)
        }
        return PEMBlock(
            label: String(cString: name), content: [UInt8](UnsafeBufferPointer(start: data, count: count)),
            isEncrypted: header.pointee != 0)
    }
}
