// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc

/// Gives random bytes. Keys and OpenSSL's own padding never come from here: this is for identifiers, nonces that must
/// only be unique, jitter and samples, so that a test can repeat a run.
public protocol EntropySource: Sendable {
    /// Fills `buffer` with random bytes.
    func fill(_ buffer: UnsafeMutableRawBufferPointer)
}

extension EntropySource {
    /// `count` random bytes.
    public func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            fill(UnsafeMutableRawBufferPointer(buffer))
            filled = count
        }
    }

    /// A random 64-bit number.
    public func word() -> UInt64 {
        var word: UInt64 = 0
        withUnsafeMutableBytes(of: &word) { fill($0) }
        return word
    }

    /// A random (version 4) UUID as 36 lower-case characters.
    public func uuid() -> String {
        var bytes = bytes(16)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        return formatUUID(bytes)
    }
}

/// 16 bytes as a UUID: 36 lower-case characters.
public func formatUUID(_ bytes: [UInt8]) -> String {
    precondition(bytes.count == 16, "a UUID has 16 bytes")
    let digits: StaticString = "0123456789abcdef"
    return String(unsafeUninitializedCapacity: 36) { text in
        var at = 0
        for (index, byte) in bytes.enumerated() {
            if index == 4 || index == 6 || index == 8 || index == 10 {
                text[at] = UInt8(ascii: "-")
                at += 1
            }
            text[at] = digits.utf8Start[Int(byte >> 4)]
            text[at + 1] = digits.utf8Start[Int(byte & 15)]
            at += 2
        }
        return at
    }
}

/// The operating system's random number generator.
public struct SystemEntropy: EntropySource {
    public init() {}

    public func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        var offset = 0
        while offset < buffer.count {
            // The call gives at most 256 bytes at a time. It can only fail on a kernel that can not run this program.
            let part = UnsafeMutableRawBufferPointer(rebasing: buffer[offset..<min(offset + 256, buffer.count)])
            guard let start = part.baseAddress else { return }
            precondition(getentropy(start, part.count) == 0, "the system gives no random bytes")
            offset += part.count
        }
    }
}
