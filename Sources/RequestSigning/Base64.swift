// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Base64 with the standard alphabet and padding (RFC 4648 section 4), for body hashes and signatures.
enum Base64 {
    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](capacity: (bytes.count + 2) / 3 * 4) { encode(bytes.span, to: &$0) }
    }

    /// Nil unless `text` is exactly what `encode` would have written.
    static func decode(_ text: [UInt8]) -> [UInt8]? {
        let span = text.span
        guard span.count % 4 == 0 else { return nil }
        var isWellFormed = true
        let decoded = [UInt8](capacity: span.count / 4 * 3) { isWellFormed = decode(span, to: &$0) }
        return isWellFormed ? decoded : nil
    }

    private static func encode(_ span: borrowing Span<UInt8>, to out: inout OutputSpan<UInt8>) {
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
    }

    /// False when the text is not well formed (what was appended is then useless).
    private static func decode(_ span: borrowing Span<UInt8>, to out: inout OutputSpan<UInt8>) -> Bool {
        guard span.count > 0 else { return true }
        let table = values
        let values = table.span
        let last = span.count - 4
        var seen: UInt8 = 0
        var index = 0
        while index < last {
            let (a, b) = (values[Int(span[index])], values[Int(span[index + 1])])
            let (c, d) = (values[Int(span[index + 2])], values[Int(span[index + 3])])
            seen |= a | b | c | d
            out.append(a << 2 | b >> 4)
            out.append(b << 4 | c >> 2)
            out.append(c << 6 | d)
            index += 4
        }
        let padding =
            span[last + 3] != UInt8(ascii: "=") ? 0 : span[last + 2] == UInt8(ascii: "=") ? 2 : 1
        let (a, b) = (values[Int(span[last])], values[Int(span[last + 1])])
        let c = padding < 2 ? values[Int(span[last + 2])] : 0
        let d = padding < 1 ? values[Int(span[last + 3])] : 0
        seen |= a | b | c | d
        out.append(a << 2 | b >> 4)
        if padding < 2 { out.append(b << 4 | c >> 2) }
        if padding < 1 { out.append(c << 6 | d) }
        // Bits that the padding leaves over must be zero, or two texts would stand for the same bytes.
        let rest = padding == 2 ? b & 0x0F : padding == 1 ? c & 0x03 : 0
        return seen < 64 && rest == 0
    }

    /// The value of each digit; a number above 63 for bytes that are none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 0xFF, count: 256)
        for value in 0..<64 as Range<UInt32> { values[Int(digit(value))] = UInt8(value) }
        return values
    }()

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
}
