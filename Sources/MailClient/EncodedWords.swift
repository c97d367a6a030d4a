// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Encoded words of a header (RFC 2047), in UTF-8 and the Q encoding.
enum EncodedWords {
    private static let prefix = "=?utf-8?Q?"
    private static let suffix = "?="
    /// Of one word (RFC 2047, 2), and less, so that the first one has room behind the header's name.
    private static let wordBytesMax = 60

    /// Words with a line break and a space between them, which readers take away. No character is cut in two.
    static func encode(_ text: String) -> String {
        var words: [String] = []
        var word = ""
        for scalar in text.unicodeScalars {
            let encoded = Self.encoded(scalar)
            if prefix.utf8.count + word.utf8.count + encoded.utf8.count + suffix.utf8.count > wordBytesMax {
                words.append(prefix + word + suffix)
                word = ""
            }
            word += encoded
        }
        words.append(prefix + word + suffix)
        return words.joined(separator: "\r\n ")
    }

    /// What may stand in a word of every kind of header (RFC 2047, 5, rule 3): letters and digits as they are.
    private static func encoded(_ scalar: Unicode.Scalar) -> String {
        if scalar == " " { return "_" }
        let isPlain = scalar.isASCII && scalar.utf8.allSatisfy { isDomainByte($0) && $0 != UInt8(ascii: ".") }
        return isPlain ? String(scalar) : scalar.utf8.map(QuotedPrintable.escaped).joined()
    }
}
