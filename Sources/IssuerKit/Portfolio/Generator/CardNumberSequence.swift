// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Sixteen-digit card numbers, each Luhn-valid and never given twice.
struct CardNumberSequence {
    /// Endings that make a sandbox refuse, delay or suspend (enrollment 18.2).
    static let reservedEndings: [Int] = [10, 28, 36, 44, 51, 69, 77, 85]
    /// The account part of a number has nine digits; a few of a thousand are passed over.
    static let countMax = 990_000_000

    private let permutation: NumberPermutation
    private var used = 0

    init(seed: UInt64) {
        permutation = NumberPermutation(count: 1_000_000_000, seed: seed)
    }

    /// The next number of a BIN of six digits. The account part differs from all others, whatever their BIN.
    mutating func next(bin: [UInt8]) -> [UInt8] {
        while true {
            var digits = bin
            digits.appendDecimal(permutation(used % permutation.count), width: 9)
            used += 1
            digits.append(Self.checkDigit(digits))
            let ending = digits.suffix(4).reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
            if !Self.reservedEndings.contains(ending) { return digits }
        }
    }

    /// The Luhn digit that completes `digits` (ISO/IEC 7812-1, annex B).
    static func checkDigit(_ digits: [UInt8]) -> UInt8 {
        var sum = 0
        for (index, digit) in digits.reversed().enumerated() {
            let value = Int(digit - UInt8(ascii: "0"))
            let doubled = value * 2
            sum += index.isMultiple(of: 2) ? (doubled > 9 ? doubled - 9 : doubled) : value
        }
        return UInt8(ascii: "0") + UInt8((10 - sum % 10) % 10)
    }
}
