// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Questions about bytes that the rules of several values ask.
extension UInt8 {
    var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
    var isLowerHexDigit: Bool { isDigit || self &- UInt8(ascii: "a") < 6 }
    var isHexDigit: Bool { isDigit || (self | 0x20) &- UInt8(ascii: "a") < 6 }
    var isUpperLetter: Bool { self &- UInt8(ascii: "A") < 26 }
    var isLowerLetter: Bool { self &- UInt8(ascii: "a") < 26 }
    var isLetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }
    /// A letter or a digit.
    var isAlphanumeric: Bool { isLetter || isDigit }
    /// ASCII without space and control characters.
    var isVisible: Bool { self > 0x20 && self < 0x7F }
}

extension UnsafeBufferPointer<UInt8> {
    /// Unicode scalars of valid UTF-8: what JSON schema calls length.
    var scalarCount: Int {
        var count = 0
        for byte in self where byte & 0xC0 != 0x80 { count += 1 }
        return count
    }

    /// Whether valid UTF-8 has at most `limit` Unicode scalars.
    func hasAtMost(_ limit: Int) -> Bool {
        count <= limit || (count <= limit * 4 && scalarCount <= limit)
    }

    /// Whether every byte meets `rule`.
    func areAll(_ rule: (UInt8) -> Bool) -> Bool {
        for byte in self where !rule(byte) { return false }
        return true
    }

    func slice(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: self[range])
    }

    /// Without the ASCII white space at both ends.
    var trimmed: UnsafeBufferPointer<UInt8> {
        var low = 0
        var high = count
        while low < high, self[low] == 0x20 || (self[low] >= 0x09 && self[low] <= 0x0D) { low += 1 }
        while high > low, self[high - 1] == 0x20 || (self[high - 1] >= 0x09 && self[high - 1] <= 0x0D) { high -= 1 }
        return slice(low..<high)
    }

    var text: String { String(decoding: self, as: UTF8.self) }
}
