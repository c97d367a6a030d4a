// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import COpenSSL

/// The address of a literal, which ends in a zero byte and stays where it is. Where libcrypto keeps an address after a
/// call, a Swift string will not do: its bytes may be a copy for that call alone.
func cString(_ literal: StaticString) -> UnsafePointer<CChar> {
    UnsafeRawPointer(literal.utf8Start).assumingMemoryBound(to: CChar.self)
}

/// What an `i2d_…` function encodes; nil when it fails.
func encodedDER(_ encode: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32) -> [UInt8]? {
    var start: UnsafeMutablePointer<UInt8>?
    let count = encode(&start)
    guard count > 0, let start else {
        ERR_clear_error()
        return nil
    }
    defer { CRYPTO_clear_free(start, Int(count), #file, #line) }
    return [UInt8](UnsafeBufferPointer(start: start, count: Int(count)))
}

/// What a `d2i_…` function reads, if it reads all of `bytes` and not only a beginning.
func decodedDER(
    _ bytes: [UInt8], decode: (UnsafeMutablePointer<UnsafePointer<UInt8>?>?, Int) -> OpaquePointer?,
    free: (OpaquePointer) -> Void
) -> OpaquePointer? {
    bytes.withUnsafeBufferPointer { buffer in
        guard var cursor = buffer.baseAddress, bytes.count > 0 else { return nil }
        let end = cursor + bytes.count
        var moving: UnsafePointer<UInt8>? = cursor
        let object = decode(&moving, bytes.count)
        if let moving { cursor = moving }
        ERR_clear_error()
        guard let object else { return nil }
        guard cursor == end else {
            free(object)
            return nil
        }
        return object
    }
}

/// Runs `body` with a memory BIO over `bytes`; nil when there is none.
func withReadBIO<Result>(_ bytes: [UInt8], _ body: (OpaquePointer) -> Result?) -> Result? {
    guard bytes.count <= Int32.max, let bio = BIO_new_mem_buf(bytes, Int32(bytes.count)) else { return nil }
    defer { BIO_free(bio) }
    return body(bio)
}

/// Everything written to a memory BIO, which is wiped and freed.
func drainBIO(_ write: (OpaquePointer) -> Bool) -> [UInt8]? {
    guard let bio = BIO_new(BIO_s_secmem()) else { return nil }
    defer { BIO_free(bio) }
    guard write(bio) else {
        ERR_clear_error()
        return nil
    }
    let count = BIO_ctrl_pending(bio)
    var result = [UInt8](repeating: 0, count: count)
    let read = BIO_read(bio, &result, Int32(count))
    return read == Int32(count) ? result : nil
}

/// An unsigned number as big-endian bytes without leading zeros.
func bytesOfNumber(_ number: OpaquePointer) -> [UInt8] {
    let count = Int(BN_num_bits(number) + 7) / 8
    return [UInt8](unsafeUninitializedCapacity: count) { result, filled in
        if count > 0 { BN_bn2bin(number, result.baseAddress) }
        filled = count
    }
}
