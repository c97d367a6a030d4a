// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Store

/// Counts what happened to an identity, and says what it may do at an instant.
struct CodeTally {
    private(set) var row: CodeTallyRow
    private let limits: CodeLimits
    private let now: Timestamp

    /// - Parameter row: as it is kept. What is too old to count goes.
    init(_ row: CodeTallyRow, _ limits: CodeLimits, at now: Timestamp) {
        self.row = row
        self.limits = limits
        self.now = now
        let oldest = now.advanced(by: .zero - CodeLimits.day)
        self.row.sends.removeAll { $0 <= oldest }
        self.row.misses.removeAll { $0 <= oldest }
        self.row.voids.removeAll { $0 <= oldest }
    }

    /// Until when nothing is sent and nothing is compared; nil: the identity is not locked.
    ///
    /// The counts rule beside the lock that was set, so that a lock shorter than a day gives no guesses back.
    var lockedUntil: Timestamp? {
        let until = [
            row.lockedUntil, Self.freeAgain(row.misses, limits.missesPerDay, CodeLimits.day),
            Self.freeAgain(row.voids, limits.voidsPerDay, CodeLimits.day),
        ].compactMap { $0 }.max()
        return until.flatMap { $0 > now ? $0 : nil }
    }

    /// From when on a code may be sent; not after `now`: at once.
    var nextSend: Timestamp {
        let quarter = now.advanced(by: .zero - CodeLimits.quarterHour)
        return [
            now, row.sends.max()?.advanced(by: limits.sendInterval),
            Self.freeAgain(row.sends.filter { $0 > quarter }, limits.sendsPerQuarterHour, CodeLimits.quarterHour),
            Self.freeAgain(row.sends, limits.sendsPerDay, CodeLimits.day),
        ].compactMap { $0 }.max() ?? now
    }

    /// Wrong guesses that the identity has before it is locked.
    var missesLeft: Int { max(0, limits.missesPerDay - row.misses.count) }

    mutating func countSend() {
        row.sends.append(now)
        settle()
    }

    /// - Parameter isVoid: whether its code takes no more guesses.
    mutating func countMiss(isVoid: Bool) {
        row.misses.append(now)
        if isVoid { row.voids.append(now) }
        if row.misses.count >= limits.missesPerDay || row.voids.count >= limits.voidsPerDay {
            row.lockedUntil = max(row.lockedUntil ?? now, now.advanced(by: limits.lock))
        }
        settle()
    }

    /// From when on nothing in the row counts any more.
    private mutating func settle() {
        let last = (row.sends + row.misses + row.voids).max()?.advanced(by: CodeLimits.day)
        row.rests = max(last ?? now, row.lockedUntil ?? now)
    }

    /// When fewer than `most` of these instants lie within `window` again; nil when that is so now.
    private static func freeAgain(_ instants: [Timestamp], _ most: Int, _ window: Duration) -> Timestamp? {
        guard instants.count >= most, most > 0 else { return nil }
        return instants.sorted()[instants.count - most].advanced(by: window)
    }
}
