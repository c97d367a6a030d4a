// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Makes a text that a server wrote fit to be shown and kept: a server must not repeat what it was sent, and one that
/// does must not get it into a log of ours.
enum MessageCleaner {
    static let lengthMax = 300

    /// Replaces runs of six and more digits and everything around an `@`, drops control characters, and cuts at
    /// `lengthMax` characters unless told to keep the length.
    static func clean(_ text: String, keepsLength: Bool = false) -> String {
        var words: [String] = []
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            words.append(word.contains("@") ? "…" : withoutNumbers(word))
        }
        let line = String(
            words.joined(separator: " ").unicodeScalars.map { scalar in
                scalar.value < 0x20 || scalar.value == 0x7F ? " " : Character(scalar)
            })
        return keepsLength || line.count <= lengthMax ? line : String(line.prefix(lengthMax)) + "…"
    }

    private static func withoutNumbers(_ word: Substring) -> String {
        var cleaned = ""
        var digits = ""
        func flush() {
            cleaned += digits.count >= 6 ? "…" : digits
            digits = ""
        }
        for character in word {
            if character.isWholeNumber {
                digits.append(character)
            } else {
                flush()
                cleaned.append(character)
            }
        }
        flush()
        return cleaned
    }
}
