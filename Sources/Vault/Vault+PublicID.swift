// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography

/// What a public identifier names. The number is part of what is encrypted: never reuse one, and keep below 128,
/// where the kinds of references begin.
public enum PublicIDKind: UInt8, Sendable, CaseIterable {
    case consumer = 1
    case card = 2
    case batch = 3
    case program = 4
    case address = 5
    /// A notification: its `eventId`.
    case event = 16
    /// The attempt to tokenize a card: the `correlationId` of what is told of it.
    case tokenization = 17
    /// A recognized browser: the `jti` of its token.
    case recognition = 18
    /// A consumer who has signed in: the `jti` of the ID token.
    case signIn = 19
    /// A consumer who is about to sign in: the `idValidationSessionId`.
    case validation = 20
    /// A staged card, as its cardholder is shown it.
    case staged = 21
    /// A sign-in on a page of the network's own, for the shop that has asked for it: its `authenticationSession`.
    case authentication = 22
    /// The same, as the page's address has it.
    case authenticationPage = 23
    /// A checkout: its `dcfSessionId`.
    case checkout = 32
    /// The billing address that a checkout has stored.
    case capturedBilling = 33
    /// The shipping address that a checkout has stored.
    case capturedShipping = 34
}

extension Vault {
    /// The public identifier of a row: a valid version 8 UUID (RFC 9562), 36 lower-case characters, always the same for
    /// the same row. It tells nothing about the row id, and needs no index to be found again.
    ///
    /// It is one AES-128 block over kind and row id. The six bits that such a UUID fixes are overwritten; `row(of:)`
    /// tries their 64 values.
    public func publicID(_ kind: PublicIDKind, of row: Int64) -> String {
        withUnsafeTemporaryAllocation(byteCount: OpaqueBlock.count, alignment: 8) { block in
            OpaqueBlock.write(kind: kind.rawValue, row: row, to: block)
            keys.publicIDKey.encrypt(blocks: block)
            block[6] = block[6] & 0x0F | 0x80
            block[8] = block[8] & 0x3F | 0x80
            return UUIDText.format(UnsafeRawBufferPointer(block))
        }
    }

    /// The public identifiers of many rows, each 36 ASCII characters, one after the other: for answers that hold
    /// hundreds.
    public func publicIDs(_ rows: [(kind: PublicIDKind, row: Int64)]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: rows.count * UUIDText.characterCount) { text, filled in
            withUnsafeTemporaryAllocation(byteCount: rows.count * OpaqueBlock.count, alignment: 8) { blocks in
                for (index, row) in rows.enumerated() {
                    let start = index * OpaqueBlock.count
                    OpaqueBlock.write(
                        kind: row.kind.rawValue, row: row.row,
                        to: UnsafeMutableRawBufferPointer(rebasing: blocks[start..<start + OpaqueBlock.count]))
                }
                keys.publicIDKey.encrypt(blocks: blocks)
                for index in rows.indices {
                    let start = index * OpaqueBlock.count
                    blocks[start + 6] = blocks[start + 6] & 0x0F | 0x80
                    blocks[start + 8] = blocks[start + 8] & 0x3F | 0x80
                    UUIDText.write(
                        UnsafeRawBufferPointer(rebasing: blocks[start..<start + OpaqueBlock.count]),
                        to: UnsafeMutableBufferPointer(rebasing: text[(index * UUIDText.characterCount)...]))
                }
            }
            filled = rows.count * UUIDText.characterCount
        }
    }

    /// The row that a public identifier names; nil when it is not one that this vault gave out for that kind. (A random
    /// version 8 UUID passes by chance once in 2^58.) Upper-case digits are read too.
    public func row(of publicID: String, kind: PublicIDKind) -> Int64? {
        let candidates = 64
        return withUnsafeTemporaryAllocation(byteCount: OpaqueBlock.count * candidates, alignment: 8) { blocks in
            let first = UnsafeMutableRawBufferPointer(rebasing: blocks[..<OpaqueBlock.count])
            guard UUIDText.parse(publicID, into: first), first[6] & 0xF0 == 0x80, first[8] & 0xC0 == 0x80 else {
                return nil
            }
            for candidate in (0..<candidates).reversed() {
                let offset = candidate * OpaqueBlock.count
                let block = UnsafeMutableRawBufferPointer(rebasing: blocks[offset..<offset + OpaqueBlock.count])
                if candidate > 0 { block.copyMemory(from: UnsafeRawBufferPointer(first)) }
                block[6] = block[6] & 0x0F | UInt8(candidate >> 2) << 4
                block[8] = block[8] & 0x3F | UInt8(candidate & 3) << 6
            }
            keys.publicIDKey.decrypt(blocks: blocks)
            for candidate in 0..<candidates {
                let offset = candidate * OpaqueBlock.count
                if let row = OpaqueBlock.row(in: blocks, at: offset, kind: kind.rawValue) { return row }
            }
            return nil
        }
    }
}
