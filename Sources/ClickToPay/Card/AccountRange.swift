// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A range of card numbers by their first six digits, and the scheme that it belongs to.
public struct AccountRange: Sendable, Hashable {
    /// Nil for numbers inside another range that belong to a scheme we do not enroll.
    public let scheme: CardScheme?
    /// First six digits, both ends included.
    public let bins: ClosedRange<Int>
    /// Digits of the whole number.
    public let lengths: ClosedRange<Int>

    private init(_ scheme: CardScheme?, _ bins: ClosedRange<Int>, _ lengths: ClosedRange<Int>) {
        self.scheme = scheme
        self.bins = bins
        self.lengths = lengths
    }

    /// Mastercard, then what other schemes own inside Maestro's part of the numbers, then Maestro. The first range
    /// that holds a number decides.
    public static let all: [AccountRange] = [
        AccountRange(.mastercard, 510_000...559_999, 16...16),
        AccountRange(.mastercard, 222_100...272_099, 16...16),
        // Dankort.
        AccountRange(nil, 501_900...501_999, 12...19),
        // Elo.
        AccountRange(nil, 504_175...504_175, 12...19),
        AccountRange(nil, 506_699...506_778, 12...19),
        AccountRange(nil, 509_000...509_999, 12...19),
        AccountRange(nil, 627_780...627_780, 12...19),
        AccountRange(nil, 636_297...636_297, 12...19),
        AccountRange(nil, 636_368...636_368, 12...19),
        // Verve.
        AccountRange(nil, 506_099...506_198, 12...19),
        AccountRange(nil, 507_865...507_964, 12...19),
        // RuPay.
        AccountRange(nil, 508_000...508_999, 12...19),
        AccountRange(nil, 606_985...607_984, 12...19),
        AccountRange(nil, 608_001...608_500, 12...19),
        // Discover, Hipercard, UnionPay, InterPayment, InstaPayment.
        AccountRange(nil, 601_100...601_199, 12...19),
        AccountRange(nil, 644_000...659_999, 12...19),
        AccountRange(nil, 606_282...606_282, 12...19),
        AccountRange(nil, 620_000...629_999, 12...19),
        AccountRange(nil, 636_000...636_000, 12...19),
        AccountRange(nil, 637_000...639_999, 12...19),
        AccountRange(.maestro, 500_000...509_999, 12...19),
        AccountRange(.maestro, 560_000...699_999, 12...19),
    ]

    /// The scheme of each BIN by its first four digits where all of them agree; the others are looked up in the table.
    private static let byFirstFour: [Entry] = (0..<10_000).map { firstFour in
        let bins = (firstFour * 100)...(firstFour * 100 + 99)
        let touching = all.filter { $0.bins.overlaps(bins) }
        guard let first = touching.first else { return .none }
        let holdsAll = first.bins.lowerBound <= bins.lowerBound && first.bins.upperBound >= bins.upperBound
        return holdsAll ? .one(first) : .several
    }

    private enum Entry: Sendable {
        case none
        case one(AccountRange)
        case several
    }

    /// The range of a card number: nil when no scheme we enroll owns it, or when it has a wrong number of digits.
    static func of(digits: UnsafeBufferPointer<UInt8>) -> AccountRange? {
        guard digits.count >= 6 else { return nil }
        var bin = 0
        for byte in digits.prefix(6) { bin = bin * 10 + Int(byte &- UInt8(ascii: "0")) }
        guard bin < 1_000_000, let range = of(bin: bin), range.lengths.contains(digits.count) else { return nil }
        return range
    }

    /// The range that holds a six-digit BIN, nil when no scheme we enroll owns it.
    public static func of(bin: Int) -> AccountRange? {
        guard (0..<1_000_000).contains(bin) else { return nil }
        switch byFirstFour[bin / 100] {
        case .none: return nil
        case .one(let range): return range.scheme == nil ? nil : range
        case .several: return all.first { $0.bins.contains(bin) }.flatMap { $0.scheme == nil ? nil : $0 }
        }
    }
}
