// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A month of a year, in UTC. "Now" is always handed in.
public struct CalendarMonth: Sendable, Hashable, Comparable {
    public let year: Int
    /// 1 to 12.
    public let month: Int

    public init(year: Int, month: Int) {
        precondition((1...12).contains(month), "a month from 1 to 12")
        self.year = year
        self.month = month
    }

    public static func < (left: CalendarMonth, right: CalendarMonth) -> Bool {
        (left.year, left.month) < (right.year, right.month)
    }
}
