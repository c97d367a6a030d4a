// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The kind of value behind a blind index. The number is part of what is hashed: never reuse one, never use 0.
public enum BlindIndexKind: UInt8, Sendable {
    case email = 1
    case mobile = 2
    case pan = 3
    case identity = 4
    /// A batch's whole content, to tell a repeat from a reuse of its id.
    case batchContent = 5
    /// A receipt for a pushed card; of no directory (0), because whoever brings it names none.
    case receipt = 6
    /// The number of a card in an issuer's core banking system.
    case cbsNumber = 7
    /// A call's whole content, to tell a repeat from another use of its idempotency key.
    case callContent = 8
    /// An email address or mobile number that codes are sent to; of no directory (0), as the two below.
    case codeIdentity = 9
    /// What a one-time code is good for.
    case codeBinding = 10
    /// A one-time code in its place.
    case oneTimeCode = 11
    /// Who a consumer is to one client: `sub` of an ID token; of no directory (0).
    case subject = 12
}

/// The 256 bits by which a secret value is found again without being kept: HMAC-SHA-256 under the index key.
public struct BlindIndex: Sendable, Hashable {
    // Four words rather than an array, so that millions of indexes cost no allocation. Each is read big-endian, so
    // that comparing words in order is comparing bytes in order.
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Reads 32 bytes; nil when there are more or fewer.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self = bytes.withUnsafeBytes { BlindIndex(code: $0) }
    }

    init(code: UnsafeRawBufferPointer) {
        precondition(code.count == 32, "a blind index has 32 bytes")
        func word(_ at: Int) -> UInt64 { UInt64(bigEndian: code.loadUnaligned(fromByteOffset: at, as: UInt64.self)) }
        words = (word(0), word(8), word(16), word(24))
    }

    /// The first 64 bits (big-endian) as a signed number with the same bit pattern: the key of an index table. Two
    /// values may share it, so that a hit is confirmed with the whole index.
    public var prefix: Int64 { Int64(bitPattern: words.0) }

    /// All 32 bytes.
    public var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { buffer, filled in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            raw.storeBytes(of: words.0.bigEndian, toByteOffset: 0, as: UInt64.self)
            raw.storeBytes(of: words.1.bigEndian, toByteOffset: 8, as: UInt64.self)
            raw.storeBytes(of: words.2.bigEndian, toByteOffset: 16, as: UInt64.self)
            raw.storeBytes(of: words.3.bigEndian, toByteOffset: 24, as: UInt64.self)
            filled = 32
        }
    }

    public static func == (left: BlindIndex, right: BlindIndex) -> Bool { left.words == right.words }

    // The value is already uniformly random under a secret key: one word of it is a hash.
    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
