// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// An email address (enrollment 5.3). Two addresses are the same when they are in lower case; dots and plus tags in the
/// local part make different ones, as they do to an identity look-up.
public struct Email: WireText, Confidential {
    public static let charactersMax = 255
    static let localCharactersMax = 64

    /// As it was given, without white space around it.
    public let original: String
    /// In lower case: what look-ups compare.
    public let matching: String

    public init(utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault) {
        let address = utf8.trimmed
        guard address.hasAtMost(Self.charactersMax) else { throw .format("is too long") }
        guard let at = address.firstIndex(of: UInt8(ascii: "@")), Self.areParts(address, at) else {
            throw .format("must be an email address")
        }
        guard address.slice(0..<at).hasAtMost(Self.localCharactersMax) else {
            throw .format("has more than 64 characters before the @")
        }
        original = address.text
        matching = Self.lowercased(address, original)
    }

    /// Something before the one @, and behind it words with a dot between them.
    private static func areParts(_ address: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
        guard at > 0, address.areAll({ $0 > 0x20 && $0 != 0x7F }) else { return false }
        var wordLength = 0
        var dots = 0
        for byte in address[(at + 1)...] {
            if byte == UInt8(ascii: "@") { return false }
            if byte == UInt8(ascii: ".") {
                if wordLength == 0 { return false }
                dots += 1
                wordLength = 0
            } else {
                wordLength += 1
            }
        }
        return dots > 0 && wordLength > 0
    }

    private static func lowercased(_ utf8: UnsafeBufferPointer<UInt8>, _ text: String) -> String {
        if utf8.areAll({ $0 < 0x80 && !$0.isUpperLetter }) { return text }
        return text.lowercased()
    }

    public var maskedText: String { Masking.email(original) }
}

extension Email: Hashable {
    public static func == (left: Email, right: Email) -> Bool { left.matching == right.matching }

    public func hash(into hasher: inout Hasher) { hasher.combine(matching) }
}
