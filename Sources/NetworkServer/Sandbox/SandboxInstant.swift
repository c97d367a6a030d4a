// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient

/// Reads the instants that a user of the sandbox types.
enum SandboxInstant {
    /// The years that a clock can be set to.
    private static let years = 2000...2099

    /// `YYYY-MM-DDTHH:MM:SSZ`, with milliseconds or without, as answers write it; nil for everything else.
    static func read(_ text: String) -> Timestamp? {
        let isShort = text.utf8.count == 20
        let full = isShort ? String(text.dropLast()) + ".000Z" : text
        let bytes = Array(full.utf8)
        guard bytes.count == 24 else { return nil }
        func number(_ range: Range<Int>) -> Int64? {
            bytes[range].reduce(Optional(Int64(0))) { sum, byte in
                guard let sum, (0x30...0x39).contains(byte) else { return nil }
                return sum * 10 + Int64(byte - 0x30)
            }
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            let millisecond = number(20..<23), years.contains(Int(year)), (1...12).contains(month)
        else { return nil }
        let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
        let instant = Timestamp(milliseconds: seconds * 1000 + millisecond)
        // Written again, only what was a day, an hour and so on is the same.
        return instant.iso8601 == full ? instant : nil
    }

    /// Days from 1970-01-01 to a day of the Gregorian calendar.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shiftedYear = month > 2 ? year : year - 1
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return shiftedYear * 365 + shiftedYear / 4 - shiftedYear / 100 + shiftedYear / 400 + dayOfYear - 719_468
    }
}
