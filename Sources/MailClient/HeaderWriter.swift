// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Writes the header of a message. Values were checked: none has a control character.
struct HeaderWriter {
    /// What a line should not pass (RFC 5322, 2.1.1). An address may be longer, and cannot be folded.
    private static let lineBytesMax = 78

    private(set) var bytes: [UInt8] = []

    /// A value of ASCII as it is.
    mutating func add(_ name: String, _ value: String) {
        bytes.append(contentsOf: (name + ": " + value + "\r\n").utf8)
    }

    /// A name for people, then an address on a line of its own (RFC 5322, 3.4).
    mutating func add(_ name: String, phrase: String, _ address: MailAddress) {
        let isWords = phrase.utf8.allSatisfy { isAtomByte($0) || $0 == 0x20 }
        add(name, (isWords ? text(phrase, after: name) : EncodedWords.encode(phrase)) + "\r\n <" + address.text + ">")
    }

    /// Text for people.
    mutating func add(_ name: String, unstructured text: String) {
        add(name, self.text(text, after: name))
    }

    /// The text as it is when it is short and plain, otherwise in encoded words.
    private func text(_ text: String, after name: String) -> String {
        let isShort = name.utf8.count + 2 + text.utf8.count <= Self.lineBytesMax
        return isShort && isPlain(text) ? text : EncodedWords.encode(text)
    }

    /// ASCII without spaces at its ends or two in a row, which readers may drop, and without what looks like an encoded
    /// word and is none.
    private func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.hasPrefix(" ") && !text.hasSuffix(" ")
            && !text.contains("  ") && !text.contains("=?")
    }
}
