// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Percent-encoding of RFC 3986 as OAuth 1.0a uses it: everything outside `A-Z a-z 0-9 - . _ ~` becomes `%XX` with
/// upper-case digits (security 2.3).
public enum PercentEncoding {
    /// Encodes bytes.
    public static func encode(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](capacity: bytes.count * 3) { append(bytes.span, to: &$0) }
    }

    /// Encodes the UTF-8 form of a text.
    public static func encode(_ text: String) -> String {
        String(decoding: encode(Array(text.utf8)), as: UTF8.self)
    }

    /// Decodes `%XX` and nothing else; with `plusIsSpace` also `+`, as HTML forms do. The case of the digits is free.
    ///
    /// - Returns: nil when a `%` is not followed by two hexadecimal digits.
    public static func decode(_ bytes: [UInt8], plusIsSpace: Bool = false) -> [UInt8]? {
        decode(bytes.span, plusIsSpace: plusIsSpace)
    }

    static func decode(_ bytes: borrowing Span<UInt8>, plusIsSpace: Bool = false) -> [UInt8]? {
        var isWellFormed = true
        let decoded = [UInt8](capacity: bytes.count) { out in
            isWellFormed = append(decoding: bytes, plusIsSpace: plusIsSpace, to: &out)
        }
        return isWellFormed ? decoded : nil
    }

    /// Appends the encoded form of `bytes`, for which there must be room: three times their number suffices.
    static func append(_ bytes: borrowing Span<UInt8>, to out: inout OutputSpan<UInt8>) {
        let unreserved = ByteSet.unreserved
        for index in bytes.indices {
            let byte = bytes[index]
            if unreserved.contains(byte) {
                out.append(byte)
            } else {
                out.append(UInt8(ascii: "%"))
                out.append(hexDigit(byte >> 4))
                out.append(hexDigit(byte & 15))
            }
        }
    }

    /// Appends the decoded form of `bytes`; false when an escape is malformed (what was appended is then useless).
    private static func append(
        decoding bytes: borrowing Span<UInt8>, plusIsSpace: Bool, to out: inout OutputSpan<UInt8>
    ) -> Bool {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%") {
                guard index + 2 < bytes.count, let high = hexValue(bytes[index + 1]),
                    let low = hexValue(bytes[index + 2])
                else { return false }
                out.append(high << 4 | low)
                index += 3
            } else {
                out.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                index += 1
            }
        }
        return true
    }

    /// Whether a byte stands for itself in every encoding.
    @inline(__always)
    static func isUnreserved(_ byte: UInt8) -> Bool { ByteSet.unreserved.contains(byte) }

    @inline(__always)
    static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    @inline(__always)
    static func hexValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
