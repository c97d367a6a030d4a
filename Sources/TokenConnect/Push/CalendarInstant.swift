// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient

/// An instant as issuers write it (token-connect 5.2).
enum CalendarInstant {
    static let lengths = 20...29

    /// Reads ISO 8601 with seconds, up to nine digits of a fraction, and `Z` or an offset such as `+01:00` or `+0100`;
    /// nil for everything else.
    static func read(_ text: String) -> Timestamp? {
        let bytes = Array(text.utf8)
        guard bytes.count >= lengths.lowerBound, bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
        let head = String(decoding: bytes[..<19], as: UTF8.self)
        var rest = bytes[19...]
        var fraction = ""
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
            guard (1...9).contains(digits.count) else { return nil }
            rest = rest.dropFirst(1 + digits.count)
            fraction = String(decoding: digits.prefix(3), as: UTF8.self)
        }
        fraction += String(repeating: "0", count: 3 - fraction.utf8.count)
        guard let local = Timestamp(iso8601: head + "." + fraction + "Z"), let minutes = offset(rest) else {
            return nil
        }
        return local.advanced(by: .seconds(-60 * minutes))
    }

    /// Minutes ahead of UTC.
    private static func offset(_ zone: ArraySlice<UInt8>) -> Int? {
        var text = String(decoding: zone, as: UTF8.self)
        if text == "Z" { return 0 }
        guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
        text.removeFirst()
        if text.utf8.count == 5, text.dropFirst(2).first == ":" { text = String(text.prefix(2) + text.suffix(2)) }
        guard text.utf8.count == 4, FieldForm.isDigits(text), let hours = Int(text.prefix(2)),
            let minutes = Int(text.suffix(2)), hours < 24, minutes < 60
        else { return nil }
        return (sign == "+" ? 1 : -1) * (hours * 60 + minutes)
    }
}
