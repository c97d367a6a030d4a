// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography

/// Tells which other bytes, or which other form, a wrong `oauth_body_hash` belongs to.
enum BodyHashGuess {
    /// The longest body that is altered to guess with, in bytes.
    private static let bodyBytesMax = 4 << 20

    /// A sentence about the likely mistake; nil when no guess fits.
    static func hint(received: String, body: [UInt8]) -> String? {
        let digest = SHA256.hash(body)
        let standard = text(Base64.encode(digest))
        if received == standard { return nil }
        let forms: [(String, String)] = [
            (hex(digest), "oauth_body_hash is written in hexadecimal; it must be base64."),
            (
                standard.map { $0 == "+" ? "-" : $0 == "/" ? "_" : String($0) }.joined(),
                "oauth_body_hash is written in the URL alphabet of base64; it must be the standard one."
            ),
            (
                text(Base64.encode(Array(hex(digest).utf8))),
                "oauth_body_hash is base64 of the hexadecimal digits; it must be base64 of the 32 bytes."
            ),
            (
                text(Base64.encode(SHA1.hash(body))),
                "oauth_body_hash is the SHA-1 hash of the body; it must be SHA-256."
            ),
        ]
        for (form, hint) in forms where trimmed(received) == trimmed(form) { return hint }
        guard body.count <= bodyBytesMax else { return nil }
        for (bytes, hint) in otherBodies(body) where text(Base64.encode(SHA256.hash(bytes))) == received {
            return hint
        }
        return nil
    }

    /// Bodies that are easily hashed in place of the one that was sent.
    private static func otherBodies(_ body: [UInt8]) -> [([UInt8], String)] {
        let newline = UInt8(ascii: "\n")
        let unixLines = body.split(separator: UInt8(ascii: "\r"), omittingEmptySubsequences: false).joined()
        let dosLines = unixLines.flatMap { $0 == newline ? [UInt8(ascii: "\r"), newline] : [$0] }
        return [
            ([], "oauth_body_hash is the hash of an empty body, but a body was sent."),
            (
                body + [newline],
                "oauth_body_hash was made with a line feed at the end of the body that was not sent."
            ),
            (
                body + [UInt8(ascii: "\r"), newline],
                "oauth_body_hash was made with a line end at the end of the body that was not sent."
            ),
            (
                trimmingBlanks(body),
                "oauth_body_hash was made without the blanks or line ends around the body that was sent."
            ),
            (Array(unixLines), "oauth_body_hash was made with line feeds; the body was sent with CR LF line ends."),
            (dosLines, "oauth_body_hash was made with CR LF line ends; the body was sent with line feeds."),
            (
                compactJSON(body),
                "oauth_body_hash was made over compact JSON; the body was sent with blanks or line breaks in it."
            ),
            ([0xEF, 0xBB, 0xBF] + body, "oauth_body_hash was made with a byte order mark that was not sent."),
            (Array("{}".utf8), "oauth_body_hash is the hash of {}, another body than the one that was sent."),
            (Array("null".utf8), "oauth_body_hash is the hash of null, another body than the one that was sent."),
        ]
    }

    private static func trimmingBlanks(_ body: [UInt8]) -> [UInt8] {
        let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
        guard let first = body.firstIndex(where: { !blanks.contains($0) }),
            let last = body.lastIndex(where: { !blanks.contains($0) })
        else { return [] }
        return Array(body[first...last])
    }

    /// The body without the blanks that JSON allows between its parts.
    private static func compactJSON(_ body: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var isInString = false
        var isEscaped = false
        for byte in body {
            if isInString {
                out.append(byte)
                if !isEscaped, byte == UInt8(ascii: "\"") { isInString = false }
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
            } else if byte != 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D {
                out.append(byte)
                isInString = byte == UInt8(ascii: "\"")
            }
        }
        return out
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return text(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func trimmed(_ text: String) -> String {
        String(text.reversed().drop { $0 == "=" }.reversed())
    }
}
