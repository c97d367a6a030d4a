// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Foundation
import Testing

@Suite struct TimestampTests {
    /// Foundation's own text of an instant in UTC.
    private func oracle(_ milliseconds: Int64) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "UTC")
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = formatter.timeZone
        formatter.calendar = calendar
        formatter.dateFormat = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'"
        return formatter.string(from: Date(timeIntervalSince1970: Double(milliseconds) / 1000))
    }

    @Test("Any instant from 1900 to 2100 is written as Foundation writes it")
    func random() {
        let entropy = SeededEntropy(seed: 1)
        let range: Int64 = 4_102_444_800_000 + 2_208_988_800_000
        for _ in 0..<500 {
            let milliseconds = Int64(entropy.word() % UInt64(range)) - 2_208_988_800_000
            #expect(Timestamp(milliseconds: milliseconds).iso8601 == oracle(milliseconds))
        }
    }

    @Test("Leap days, ends of years and centuries and the epoch are written as Foundation writes them")
    func edges() {
        let days: [Int64] = [
            0, -1, 951_782_400, 951_868_799, 951_868_800, 1_709_164_800, 4_107_542_399, 4_107_542_400, -2_203_891_200,
            1_735_689_599, 1_735_689_600,
        ]
        for seconds in days {
            for offset: Int64 in [-1, 0, 1, 999] {
                #expect(Timestamp(milliseconds: seconds * 1000 + offset).iso8601 == oracle(seconds * 1000 + offset))
            }
        }
    }

    @Test("Whole seconds round down on both sides of the epoch, and durations move an instant by milliseconds")
    func arithmetic() {
        #expect(Timestamp(milliseconds: -1).seconds == -1)
        #expect(Timestamp(milliseconds: 1999).seconds == 1)
        #expect(Timestamp(seconds: 10).advanced(by: .milliseconds(-10_001)).milliseconds == -1)
        #expect(Timestamp(seconds: 1).advanced(by: .seconds(86_400)).seconds == 86_401)
    }

    @Test("The first instant of every month from 1896 to 2104 is written as Foundation writes it")
    func months() {
        for year in 1896...2104 {
            for month in 1...12 {
                let text = String(format: "%04d-%02d-01T00:00:00.000Z", year, month)
                #expect(oracle(Timestamp(startOfMonth: month, year: year).milliseconds) == text)
            }
        }
        #expect(Timestamp(startOfMonth: 13, year: 2030) == Timestamp(startOfMonth: 1, year: 2031))
    }
}
