// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Base64 with the standard alphabet and padding (RFC 4648 section 4), for body hashes and signatures.
enum Base64 {
    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity((bytes.count + 2) / 3 * 4)
        let span = bytes.span
        var index = 0
        while index < span.count {
            let left = span.count - index
            let group =
                UInt32(span[index]) << 16 | (left > 1 ? UInt32(span[index + 1]) << 8 : 0)
                | (left > 2 ? UInt32(span[index + 2]) : 0)
            out.append(digit(group >> 18))
            out.append(digit(group >> 12 & 63))
            out.append(left > 1 ? digit(group >> 6 & 63) : UInt8(ascii: "="))
            out.append(left > 2 ? digit(group & 63) : UInt8(ascii: "="))
            index += 3
        }
        return out
    }

    /// Nil unless `text` is exactly what `encode` would have written.
    static func decode(_ text: [UInt8]) -> [UInt8]? {
        let span = text.span
        guard span.count % 4 == 0 else { return nil }
        var out: [UInt8] = []
        out.reserveCapacity(span.count / 4 * 3)
        var index = 0
        while index < span.count {
            let isLast = index + 4 == span.count
            let padding =
                isLast && span[index + 3] == UInt8(ascii: "=") ? (span[index + 2] == UInt8(ascii: "=") ? 2 : 1) : 0
            var group: UInt32 = 0
            for offset in 0..<4 - padding {
                guard let value = value(of: span[index + offset]) else { return nil }
                group |= value << UInt32(18 - 6 * offset)
            }
            // Bits that the padding leaves over must be zero, or two texts would stand for the same bytes.
            if padding == 1, group & 0xFF != 0 { return nil }
            if padding == 2, group & 0xFFFF != 0 { return nil }
            out.append(UInt8(truncatingIfNeeded: group >> 16))
            if padding < 2 { out.append(UInt8(truncatingIfNeeded: group >> 8)) }
            if padding < 1 { out.append(UInt8(truncatingIfNeeded: group)) }
            index += 4
        }
        return out
    }

    @inline(__always)
    private static func digit(_ value: UInt32) -> UInt8 {
        let value = UInt8(truncatingIfNeeded: value)
        switch value {
        case 0..<26: return UInt8(ascii: "A") + value
        case 26..<52: return UInt8(ascii: "a") + value - 26
        case 52..<62: return UInt8(ascii: "0") + value - 52
        case 62: return UInt8(ascii: "+")
        default: return UInt8(ascii: "/")
        }
    }

    @inline(__always)
    private static func value(of digit: UInt8) -> UInt32? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
