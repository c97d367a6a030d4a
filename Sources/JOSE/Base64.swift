// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Plain base64 (RFC 4648, section 4) with padding and without line breaks.
public enum Base64 {
    /// The text of `bytes`.
    public static func encode(_ bytes: [UInt8]) -> String {
        let count = (bytes.count + 2) / 3 * 4
        return String(unsafeUninitializedCapacity: count) { text in
            let characters = UnsafeMutableRawBufferPointer(text)
            let bare = Base64Codec.encodedCount(bytes.count)
            bytes.withUnsafeBytes {
                Base64Codec.encode(
                    $0, Base64Codec.standardEncoding,
                    into: UnsafeMutableRawBufferPointer(rebasing: characters[..<bare]))
            }
            for index in bare..<count { characters[index] = UInt8(ascii: "=") }
            return count
        }
    }

    /// The bytes of a padded text; nil when it is none. Unused bits at the end must be zero.
    public static func decode(_ text: String) -> [UInt8]? {
        var text = text
        return text.withUTF8 { decode(UnsafeRawBufferPointer($0)) }
    }

    /// The bytes of a padded text; nil when it is none. Unused bits at the end must be zero.
    public static func decode(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        guard let characters = withoutPadding(text, required: true),
            let count = Base64Codec.decodedCount(characters.count)
        else { return nil }
        var isRight = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { bytes, filled in
            isRight = Base64Codec.decode(
                characters, Base64Codec.standardDecoding, into: UnsafeMutableRawBufferPointer(bytes))
            filled = isRight ? count : 0
        }
        return isRight ? bytes : nil
    }

    /// The text without its padding; nil when padding is missing or is not what the length wants.
    static func withoutPadding(_ text: UnsafeRawBufferPointer, required: Bool) -> UnsafeRawBufferPointer? {
        var count = text.count
        while count > 0, text.count - count < 3, text[count - 1] == UInt8(ascii: "=") { count -= 1 }
        let padCount = text.count - count
        guard padCount > 0 || required else { return text }
        guard text.count % 4 == 0, padCount < 3 else { return nil }
        return UnsafeRawBufferPointer(rebasing: text[..<count])
    }
}
