// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation

/// Random moments. The seed is printed when a test fails; MUSTER_KILL_SEED brings it back.
struct Chance {
    let seed: UInt64
    private var state: UInt64

    init() {
        let given = ProcessInfo.processInfo.environment["MUSTER_KILL_SEED"].flatMap { UInt64($0) }
        seed = given ?? UInt64.random(in: 0..<1_000_000)
        state = seed
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func milliseconds(_ range: ClosedRange<Int>) -> Duration {
        .milliseconds(range.lowerBound + Int(next() % UInt64(range.count)))
    }

    /// How often to kill: the small form of a test, or the number in MUSTER_KILLS.
    static func kills(small: Int) -> Int {
        ProcessInfo.processInfo.environment["MUSTER_KILLS"].flatMap { Int($0) } ?? small
    }
}
