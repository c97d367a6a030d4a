// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import COpenSSL

/// libcrypto's random generator: for keys, nonces and salts.
public enum Random {
    /// `count` random bytes.
    public static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { result, filled in
            fill(UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(result)[..<count]))
            filled = count
        }
    }

    /// Fills `buffer` with random bytes.
    public static func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        guard buffer.count > 0 else { return }
        precondition(buffer.count <= Int32.max, "fewer than 2 GiB of random bytes at a time")
        let start = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        require(RAND_bytes(start, Int32(buffer.count)) == 1, "no random bytes")
    }
}
