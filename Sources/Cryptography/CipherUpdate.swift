// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import COpenSSL

/// Feeding a cipher context. libcrypto counts in 32 bits, so long messages go in pieces.
enum CipherUpdate {
    private static let pieceCountMax = 1 << 30

    static func authenticate(_ context: OpaquePointer, _ bytes: UnsafeRawBufferPointer) {
        feed(context, bytes, into: nil)
    }

    static func process(
        _ context: OpaquePointer, _ bytes: UnsafeRawBufferPointer, into result: UnsafeMutableRawPointer?
    ) {
        feed(context, bytes, into: result)
    }

    private static func feed(
        _ context: OpaquePointer, _ bytes: UnsafeRawBufferPointer, into result: UnsafeMutableRawPointer?
    ) {
        var offset = 0
        while offset < bytes.count {
            let count = min(pieceCountMax, bytes.count - offset)
            let source = bytes.baseAddress?.advanced(by: offset).assumingMemoryBound(to: UInt8.self)
            let target = result?.advanced(by: offset).assumingMemoryBound(to: UInt8.self)
            var written: Int32 = 0
            require(EVP_CipherUpdate(context, target, &written, source, Int32(count)) == 1, "cipher update")
            offset += count
        }
    }
}
