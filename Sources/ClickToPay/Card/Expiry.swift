// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The last month in which a card is good (enrollment 5.4).
public struct Expiry: Sendable, Hashable {
    /// 1 to 12.
    public let month: Int
    /// Four digits.
    public let year: Int

    /// `month` from 1 to 12 and `year` of four digits, as the two readers below give them.
    public init?(month: Int, year: Int) {
        guard (1...12).contains(month), (1000...9999).contains(year) else { return nil }
        self.month = month
        self.year = year
    }

    /// Two digits, 01 to 12.
    package static func month(_ utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault) -> Int {
        guard utf8.count == 2, utf8.areAll(\.isDigit) else { throw .format("must be two digits") }
        let month = number(utf8)
        guard (1...12).contains(month) else { throw .value("must be from 01 to 12") }
        return month
    }

    /// Four digits.
    package static func year(_ utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault) -> Int {
        guard utf8.count == 4, utf8.areAll(\.isDigit) else { throw .format("must be four digits") }
        let year = number(utf8)
        guard year >= 1000 else { throw .value("is not a year") }
        return year
    }

    private static func number(_ utf8: UnsafeBufferPointer<UInt8>) -> Int {
        utf8.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// Whether the card is no longer good; it is in its last month.
    public func isPast(at today: CalendarMonth) -> Bool {
        (year, month) < (today.year, today.month)
    }

    /// Two digits.
    public var monthText: String { month < 10 ? "0\(month)" : "\(month)" }
    /// Four digits.
    public var yearText: String { "\(year)" }
}
