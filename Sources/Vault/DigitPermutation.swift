// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography

/// A keyed permutation of the numbers 0 ..< 1,000,000,000, so that consecutive sequences give numbers without order
/// and no two sequences the same one.
///
/// It is a Feistel network over 30 bits (two halves of 15) whose round function is AES-128; ten rounds, as in format
/// preserving encryption (NIST SP 800-38G, FF1). A result of 10^9 or more goes through again until it fits: cycle
/// walking, 1.07 turns on average. The BIN is part of every round, so that each BIN has a permutation of its own.
struct DigitPermutation: Sendable {
    /// How many numbers are permuted.
    static let count: Int64 = 1_000_000_000

    private static let rounds: UInt8 = 10
    private static let halfBits: UInt32 = 15
    private static let halfMask: UInt32 = 0x7FFF

    private let key: AESBlockKey

    init(_ key: AESBlockKey) {
        self.key = key
    }

    /// The number at `index`; both are 0 ..< 1,000,000,000.
    func forward(_ index: UInt32, bin: UInt32) -> UInt32 {
        walk(index) { left, right, block in
            for round in 0..<Self.rounds {
                let next = left ^ mix(right, round, bin, block)
                left = right
                right = next
            }
        }
    }

    /// The index of `number`: undoes `forward`.
    func backward(_ number: UInt32, bin: UInt32) -> UInt32 {
        walk(number) { left, right, block in
            for round in (0..<Self.rounds).reversed() {
                let previous = right ^ mix(left, round, bin, block)
                right = left
                left = previous
            }
        }
    }

    /// Applies `network` until the result is in the range.
    @inline(__always)
    private func walk(
        _ start: UInt32, _ network: (inout UInt32, inout UInt32, UnsafeMutableRawBufferPointer) -> Void
    ) -> UInt32 {
        precondition(Int64(start) < Self.count, "only numbers of the range are permuted")
        return withUnsafeTemporaryAllocation(byteCount: 16, alignment: 16) { block in
            var value = start
            repeat {
                var left = value >> Self.halfBits
                var right = value & Self.halfMask
                network(&left, &right, block)
                value = left << Self.halfBits | right
            } while Int64(value) >= Self.count
            return value
        }
    }

    /// The round function: the first bits of AES over the round, the BIN and a half.
    @inline(__always)
    private func mix(_ half: UInt32, _ round: UInt8, _ bin: UInt32, _ block: UnsafeMutableRawBufferPointer) -> UInt32 {
        block.storeBytes(of: UInt64(round), toByteOffset: 0, as: UInt64.self)
        block.storeBytes(of: bin, toByteOffset: 8, as: UInt32.self)
        block.storeBytes(of: half, toByteOffset: 12, as: UInt32.self)
        key.encrypt(blocks: block)
        return block.load(as: UInt32.self) & Self.halfMask
    }
}
