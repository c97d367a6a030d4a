// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension [UInt8] {
    /// Appends a string between quotes, escaping what RFC 8259 section 7 wants escaped and nothing else.
    mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        append(UInt8(ascii: "\""))
        var start = 0
        while true {
            let end = text.endOfPlainRun(from: start)
            append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<end]))
            guard end < text.count else { break }
            appendEscape(of: text[end])
            start = end + 1
        }
        append(UInt8(ascii: "\""))
    }

    /// Appends a text between quotes as it is.
    mutating func appendQuoted(_ text: UnsafeBufferPointer<UInt8>) {
        append(UInt8(ascii: "\""))
        append(contentsOf: text)
        append(UInt8(ascii: "\""))
    }

    mutating func appendDecimal(_ value: Int64) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var at = 20
            var rest = value.magnitude
            repeat {
                at -= 1
                digits[at] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            if value < 0 { append(UInt8(ascii: "-")) }
            append(contentsOf: UnsafeBufferPointer(rebasing: UnsafeBufferPointer(digits)[at..<20]))
        }
    }

    private mutating func appendEscape(of byte: UInt8) {
        append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
        case 0x08: append(UInt8(ascii: "b"))
        case 0x09: append(UInt8(ascii: "t"))
        case 0x0A: append(UInt8(ascii: "n"))
        case 0x0C: append(UInt8(ascii: "f"))
        case 0x0D: append(UInt8(ascii: "r"))
        default:
            append(contentsOf: "u00".utf8)
            append(UInt8(ascii: "0") + byte >> 4)
            let low = byte & 15
            append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether a string of these bytes has nothing to escape.
    var isPlain: Bool { endOfPlainRun(from: 0) == count }

    /// The first position from `start` on whose byte must be escaped: a quote, a backslash or a control character.
    /// Eight bytes at a time, as one number.
    fileprivate func endOfPlainRun(from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        var at = start
        let raw = UnsafeRawBufferPointer(self)
        while at + 8 <= count {
            let word = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            let quote = word ^ (ones &* 0x22)
            let backslash = word ^ (ones &* 0x5C)
            // The high bit of each byte that is below 0x20, or zero after the exclusive or. A byte with its own high
            // bit set is text. A borrow can only mark a byte above a true hit, so "none" is always right.
            let hits =
                ((word &- (ones &* 0x20)) & ~word) | ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)
            if hits & highs != 0 { break }
            at += 8
        }
        while at < count, self[at] >= 0x20, self[at] != UInt8(ascii: "\""), self[at] != UInt8(ascii: "\\") {
            at += 1
        }
        return at
    }
}
