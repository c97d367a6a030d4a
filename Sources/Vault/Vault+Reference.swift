// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography

/// What a 48-character reference names. The number is part of what is encrypted: never reuse one, and keep at 128 or
/// above, apart from the kinds of public identifiers.
public enum ReferenceKind: UInt8, Sendable, CaseIterable {
    /// `tokenUniqueReference`: begins with `DM4MMC`.
    case token = 0x81
    /// `panUniqueReference`: begins with `FM4MMC`.
    case pan = 0x82

    /// The programme's 6 characters and 10 digits.
    var prefix: StaticString {
        switch self {
        case .token: "DM4MMC0000000001"
        case .pan: "FM4MMC0000000001"
        }
    }
}

extension Vault {
    private static let referencePrefixCount = 16
    private static let referenceCount = 48

    /// The reference of a row: 6 characters of programme, 10 digits, 32 lower-case hexadecimal digits (processing 2).
    /// Always the same for the same row; it tells nothing about the row id and needs no index to be found again.
    public func reference48(_ kind: ReferenceKind, of row: Int64) -> String {
        withUnsafeTemporaryAllocation(byteCount: OpaqueBlock.count, alignment: 8) { block in
            OpaqueBlock.write(kind: kind.rawValue, row: row, to: block)
            keys.publicIDKey.encrypt(blocks: block)
            return String(unsafeUninitializedCapacity: Self.referenceCount) { text in
                for index in 0..<Self.referencePrefixCount { text[index] = kind.prefix.utf8Start[index] }
                for index in 0..<OpaqueBlock.count {
                    text[Self.referencePrefixCount + 2 * index] = Hex.digit(block[index] >> 4)
                    text[Self.referencePrefixCount + 2 * index + 1] = Hex.digit(block[index] & 15)
                }
                return Self.referenceCount
            }
        }
    }

    /// The row that a reference names; nil when it is not one that this vault gave out for that kind.
    public func row(ofReference48 reference: String, kind: ReferenceKind = .token) -> Int64? {
        var reference = reference
        return reference.withUTF8 { text in
            guard text.count == Self.referenceCount else { return nil }
            for index in 0..<Self.referencePrefixCount where text[index] != kind.prefix.utf8Start[index] { return nil }
            return withUnsafeTemporaryAllocation(byteCount: OpaqueBlock.count, alignment: 8) { block in
                for index in 0..<OpaqueBlock.count {
                    let at = Self.referencePrefixCount + 2 * index
                    guard let high = Hex.value(of: text[at]), let low = Hex.value(of: text[at + 1]) else { return nil }
                    block[index] = high << 4 | low
                }
                keys.publicIDKey.decrypt(blocks: block)
                return OpaqueBlock.row(in: block, at: 0, kind: kind.rawValue)
            }
        }
    }
}
