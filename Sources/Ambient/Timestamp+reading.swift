// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension Timestamp {
    /// Reads `YYYY-MM-DDTHH:MM:SSZ`, with milliseconds or without, as answers write it; nil for everything else. Years
    /// from 2000 to 2099.
    public init?(iso8601 text: String) {
        let isShort = text.utf8.count == 20
        let full = isShort ? String(text.dropLast()) + ".000Z" : text
        let bytes = Array(full.utf8)
        guard bytes.count == 24 else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            bytes[range].reduce(Optional(0)) { sum, byte in
                guard let sum, (0x30...0x39).contains(byte) else { return nil }
                return sum * 10 + Int(byte - 0x30)
            }
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            let millisecond = number(20..<23), (2000...2099).contains(year), (1...12).contains(month)
        else { return nil }
        let start = Timestamp(startOfMonth: month, year: year).milliseconds
        let seconds = ((day - 1) * 24 + hour) * 3600 + minute * 60 + second
        self.init(milliseconds: start + Int64(seconds) * 1000 + Int64(millisecond))
        // Written again, only what was a day, an hour and so on is the same.
        guard iso8601 == full else { return nil }
    }
}
