// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography

/// One AES block over (kind, seven zero bytes, row id): what an opaque identifier is before it is written out. The
/// zeros are what tells our own blocks from others.
enum OpaqueBlock {
    static let count = 16

    @inline(__always)
    static func write(kind: UInt8, row: Int64, to block: UnsafeMutableRawBufferPointer) {
        block.storeBytes(of: (UInt64(kind) << 56).bigEndian, toByteOffset: 0, as: UInt64.self)
        block.storeBytes(of: row.bigEndian, toByteOffset: 8, as: Int64.self)
    }

    /// The row id in the decrypted block at `offset`; nil when it is not a block of that kind.
    @inline(__always)
    static func row(in blocks: UnsafeMutableRawBufferPointer, at offset: Int, kind: UInt8) -> Int64? {
        let head = UInt64(bigEndian: blocks.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        guard head == UInt64(kind) << 56 else { return nil }
        return Int64(bigEndian: blocks.loadUnaligned(fromByteOffset: offset + 8, as: Int64.self))
    }
}
