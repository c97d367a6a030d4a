// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// 16 bytes as the text of a UUID: 36 characters, five groups of hexadecimal digits with hyphens between.
enum UUIDText {
    static let characterCount = 36

    static func format(_ bytes: UnsafeRawBufferPointer) -> String {
        String(unsafeUninitializedCapacity: characterCount) { text in
            write(bytes, to: text)
            return characterCount
        }
    }

    /// Writes 36 characters, eight digits at a time: a batch status has hundreds of ids.
    @inline(__always)
    static func write(_ bytes: UnsafeRawBufferPointer, to text: UnsafeMutableBufferPointer<UInt8>) {
        precondition(bytes.count >= 16 && text.count >= characterCount)
        let out = UnsafeMutableRawBufferPointer(text)
        let second = digits(of: bytes, at: 4)
        let third = digits(of: bytes, at: 8)
        out.storeBytes(of: digits(of: bytes, at: 0), toByteOffset: 0, as: UInt64.self)
        out.storeBytes(of: UInt32(truncatingIfNeeded: second), toByteOffset: 9, as: UInt32.self)
        out.storeBytes(of: UInt32(truncatingIfNeeded: second >> 32), toByteOffset: 14, as: UInt32.self)
        out.storeBytes(of: UInt32(truncatingIfNeeded: third), toByteOffset: 19, as: UInt32.self)
        out.storeBytes(of: UInt32(truncatingIfNeeded: third >> 32), toByteOffset: 24, as: UInt32.self)
        out.storeBytes(of: digits(of: bytes, at: 12), toByteOffset: 28, as: UInt64.self)
        out[8] = UInt8(ascii: "-")
        out[13] = UInt8(ascii: "-")
        out[18] = UInt8(ascii: "-")
        out[23] = UInt8(ascii: "-")
    }

    /// The eight hexadecimal digits of four bytes, the first in the lowest byte.
    @inline(__always)
    private static func digits(of bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt64 {
        // One nibble a byte, by halves; then '0' to each, and what lies between '9' and 'a' to those above nine.
        var nibbles = UInt64(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
        nibbles = (nibbles | nibbles << 16) & 0x0000_FFFF_0000_FFFF
        nibbles = (nibbles | nibbles << 8) & 0x00FF_00FF_00FF_00FF
        nibbles = (nibbles | nibbles << 4) & 0x0F0F_0F0F_0F0F_0F0F
        let letters = (nibbles &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return (nibbles &+ 0x3030_3030_3030_3030 &+ letters &* 39).bigEndian
    }

    /// Writes the 16 bytes that `text` stands for; false when it is not the text of a UUID (digits in either case).
    static func parse(_ text: String, into bytes: UnsafeMutableRawBufferPointer) -> Bool {
        var text = text
        return text.withUTF8 { text in
            guard text.count == characterCount else { return false }
            var at = 0
            for index in 0..<16 {
                if isGroupStart(index) {
                    guard text[at] == UInt8(ascii: "-") else { return false }
                    at += 1
                }
                guard let high = Hex.value(of: text[at]), let low = Hex.value(of: text[at + 1]) else { return false }
                bytes[index] = high << 4 | low
                at += 2
            }
            return true
        }
    }

    @inline(__always)
    private static func isGroupStart(_ index: Int) -> Bool {
        index == 4 || index == 6 || index == 8 || index == 10
    }
}
