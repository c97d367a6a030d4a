// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Visits every number from 0 to `count` − 1 once, in an order that looks random: index times a step, modulo count.
struct NumberPermutation {
    let count: Int
    private let step: Int
    private let start: Int

    /// - Parameter count: from 1 to 2 000 000 000.
    init(count: Int, seed: UInt64) {
        precondition(count >= 1 && count <= 2_000_000_000, "a product of two such numbers fits")
        self.count = count
        var step = Int(seed >> 32) % count | 1
        while Self.greatestCommonDivisor(step, count) != 1 { step += 2 }
        self.step = step % count
        start = Int(seed & 0xFFFF_FFFF) % count
    }

    /// The number in the place `index`, from 0 to `count` − 1.
    func callAsFunction(_ index: Int) -> Int {
        (index * step + start) % count
    }

    private static func greatestCommonDivisor(_ left: Int, _ right: Int) -> Int {
        var (left, right) = (left, right)
        while right != 0 { (left, right) = (right, left % right) }
        return left
    }
}
