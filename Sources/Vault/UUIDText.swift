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

    /// Writes 36 characters.
    @inline(__always)
    static func write(_ bytes: UnsafeRawBufferPointer, to text: UnsafeMutableBufferPointer<UInt8>) {
        var at = 0
        for index in 0..<16 {
            if isGroupStart(index) {
                text[at] = UInt8(ascii: "-")
                at += 1
            }
            text[at] = Hex.digit(bytes[index] >> 4)
            text[at + 1] = Hex.digit(bytes[index] & 15)
            at += 2
        }
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
