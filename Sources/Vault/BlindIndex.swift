// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public struct BlindIndex: Sendable, Hashable {
    public var word0: UInt64, word1: UInt64, word2: UInt64, word3: UInt64
    public var prefix: Int64 { Int64(bitPattern: word0) }
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        func word(_ at: Int) -> UInt64 { bytes[at..<at + 8].reduce(0) { $0 << 8 | UInt64($1) } }
        word0 = word(0); word1 = word(8); word2 = word(16); word3 = word(24)
    }
    public var bytes: [UInt8] {
        [word0, word1, word2, word3].flatMap { w in (0..<8).map { UInt8(truncatingIfNeeded: w >> (56 - 8 * $0)) } }
    }
}
public enum BlindIndexKind: UInt8, Sendable { case email = 1, mobile = 2, pan = 3 }
