// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Hexadecimal text.
public enum Hex {
    /// The text of `bytes` in lower-case digits.
    public static func encode(_ bytes: [UInt8]) -> String {
        let digits: StaticString = "0123456789abcdef"
        return String(unsafeUninitializedCapacity: bytes.count * 2) { text in
            for (index, byte) in bytes.enumerated() {
                text[2 * index] = digits.utf8Start[Int(byte >> 4)]
                text[2 * index + 1] = digits.utf8Start[Int(byte & 15)]
            }
            return bytes.count * 2
        }
    }

    /// The bytes of a text of hexadecimal digits in either case; nil when it is none or has an odd length.
    public static func decode(_ text: String) -> [UInt8]? {
        var text = text
        return text.withUTF8 { decode(UnsafeRawBufferPointer($0)) }
    }

    /// The bytes of a text of hexadecimal digits in either case; nil when it is none or has an odd length.
    public static func decode(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        guard text.count % 2 == 0 else { return nil }
        var isRight = true
        let bytes = [UInt8](unsafeUninitializedCapacity: text.count / 2) { bytes, filled in
            for index in 0..<text.count / 2 {
                guard let high = value(text[2 * index]), let low = value(text[2 * index + 1]) else {
                    isRight = false
                    return
                }
                bytes[index] = high << 4 | low
            }
            filled = text.count / 2
        }
        return isRight ? bytes : nil
    }

    @inline(__always)
    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
