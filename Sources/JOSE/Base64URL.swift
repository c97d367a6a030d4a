// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// base64url (RFC 4648, section 5) without padding, as JOSE uses it.
public enum Base64URL {
    /// What a decoder lets pass.
    public enum Mode: Sendable {
        /// The URL alphabet and no padding.
        case strict
        /// Also `+` for `-`, `/` for `_`, and the right number of `=` at the end: some libraries of the field write
        /// tokens so (security 3.2).
        case tolerant
    }

    /// The text of `bytes`.
    public static func encode(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: encodedCount(bytes.count)) { text in
            let count = encodedCount(bytes.count)
            bytes.withUnsafeBytes { bytes in
                encode(
                    bytes, into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(text)[..<count]))
            }
            return count
        }
    }

    /// How many characters so many bytes take.
    public static func encodedCount(_ count: Int) -> Int {
        Base64Codec.encodedCount(count)
    }

    /// Writes the text of `bytes` to `target`, which has exactly `encodedCount(bytes.count)` bytes. The bytes may lie
    /// at the very end of that same memory.
    public static func encode(_ bytes: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) {
        Base64Codec.encode(bytes, Base64Codec.urlEncoding, into: target)
    }

    /// The bytes of a text; nil when it is none. Unused bits at the end must be zero.
    public static func decode(_ text: String, _ mode: Mode = .strict) -> [UInt8]? {
        var text = text
        return text.withUTF8 { decode(UnsafeRawBufferPointer($0), mode) }
    }

    /// The bytes of a text; nil when it is none. Unused bits at the end must be zero.
    public static func decode(_ text: [UInt8], _ mode: Mode = .strict) -> [UInt8]? {
        text.withUnsafeBytes { decode($0, mode) }
    }

    /// The bytes of a text; nil when it is none. Unused bits at the end must be zero.
    public static func decode(_ text: UnsafeRawBufferPointer, _ mode: Mode = .strict) -> [UInt8]? {
        guard let count = decodedCount(text, mode) else { return nil }
        var isRight = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { bytes, filled in
            isRight = decode(text, mode, into: UnsafeMutableRawBufferPointer(bytes)) != nil
            filled = isRight ? count : 0
        }
        return isRight ? bytes : nil
    }

    /// How many bytes a text stands for, judged by its length and padding alone; nil when no text has that length.
    public static func decodedCount(_ text: UnsafeRawBufferPointer, _ mode: Mode) -> Int? {
        unpadded(text, mode).flatMap { Base64Codec.decodedCount($0.count) }
    }

    /// Decodes to `target`, which has at least `decodedCount` bytes and may begin at the text's own first byte.
    ///
    /// - Returns: how many bytes were written; nil when the text is wrong, and then `target` holds rubbish.
    public static func decode(
        _ text: UnsafeRawBufferPointer, _ mode: Mode, into target: UnsafeMutableRawBufferPointer
    ) -> Int? {
        guard let characters = unpadded(text, mode) else { return nil }
        let table = mode == .strict ? Base64Codec.urlDecoding : Base64Codec.anyDecoding
        return Base64Codec.decode(characters, table, into: target) ? Base64Codec.decodedCount(characters.count) : nil
    }

    private static func unpadded(_ text: UnsafeRawBufferPointer, _ mode: Mode) -> UnsafeRawBufferPointer? {
        mode == .strict ? text : Base64.withoutPadding(text, required: false)
    }
}
