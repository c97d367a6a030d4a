// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The quoted-printable encoding of a text (RFC 2045, 6.7).
enum QuotedPrintable {
    /// Of a line without its end.
    private static let lineBytesMax = 76
    private static let digits = Array("0123456789ABCDEF")

    /// Lines that end in CR LF, also the last one.
    static func encode(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let last = line.utf8.count - 1
            var length = 0
            for (index, byte) in line.utf8.enumerated() {
                var encoded = isPlain(byte) || isSpace(byte) && index < last ? [byte] : Array(escaped(byte).utf8)
                // One place is kept for the sign of a line that goes on.
                if length + encoded.count >= lineBytesMax {
                    bytes.append(contentsOf: "=\r\n".utf8)
                    length = 0
                }
                // A line of a dot ends a message on its way (RFC 5321, 4.5.2).
                if length == 0, byte == UInt8(ascii: ".") { encoded = Array(escaped(byte).utf8) }
                bytes.append(contentsOf: encoded)
                length += encoded.count
            }
            bytes.append(contentsOf: [0x0D, 0x0A])
        }
        return bytes
    }

    /// `=` and two digits.
    static func escaped(_ byte: UInt8) -> String {
        "=" + String(digits[Int(byte >> 4)]) + String(digits[Int(byte & 15)])
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=")
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 }
}
