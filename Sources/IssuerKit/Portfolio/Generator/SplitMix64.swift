// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Repeatable random numbers (Steele, Lea and Flood, 2014): the same seed gives the same numbers on every machine.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// A number from 0 to `bound` − 1. The bias of taking the high half is below 2⁻³² and does no harm here.
    mutating func below(_ bound: Int) -> Int {
        Int(((next() >> 32) &* UInt64(bound)) >> 32)
    }

    /// One of some values, of which there is at least one.
    mutating func pick<Element>(_ values: [Element]) -> Element {
        values[below(values.count)]
    }
}
