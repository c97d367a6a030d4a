// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import COpenSSL

/// Overwrites `bytes` with zeros in a way that the compiler does not remove, and empties the array.
///
/// An array that shares its storage is copied first, and then the other holder keeps the bytes: wipe where the last
/// owner is.
public func wipe(_ bytes: inout [UInt8]) {
    bytes.withUnsafeMutableBytes { wipe($0) }
    bytes.removeAll(keepingCapacity: false)
}

/// Overwrites `bytes` with zeros in a way that the compiler does not remove.
public func wipe(_ bytes: UnsafeMutableRawBufferPointer) {
    guard let start = bytes.baseAddress, bytes.count > 0 else { return }
    OPENSSL_cleanse(start, bytes.count)
}

/// Key bytes that are wiped when their last owner goes.
final class SecretBytes: @unchecked Sendable {
    let bytes: UnsafeRawBufferPointer
    private let storage: UnsafeMutableRawBufferPointer

    init(_ source: [UInt8]) {
        // One byte at least, so that an empty key still has an address: libcrypto reads a null key as "keep the old".
        storage = .allocate(byteCount: max(source.count, 1), alignment: 16)
        storage.copyBytes(from: source)
        bytes = UnsafeRawBufferPointer(rebasing: storage[..<source.count])
    }

    deinit {
        wipe(storage)
        storage.deallocate()
    }

    /// The first byte of the key.
    var start: UnsafePointer<UInt8>? {
        storage.baseAddress.map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) }
    }
}
