// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Strict decoding of `%XX`: each escape has two hexadecimal digits, and the outcome is UTF-8.
enum PercentDecoding {
    /// A path segment: nil for a broken escape, for text that is not UTF-8, and for control characters.
    static func path(_ bytes: UnsafeRawBufferPointer) -> String? {
        guard let decoded = decode(bytes, plusIsSpace: false), !decoded.contains(where: { $0 < 0x20 || $0 == 0x7F })
        else { return nil }
        return String(validating: decoded, as: UTF8.self)
    }

    /// A name or value of a form: nil for a broken escape, for text that is not UTF-8, and for NUL.
    static func form(_ bytes: UnsafeRawBufferPointer) -> String? {
        guard let decoded = decode(bytes, plusIsSpace: true), !decoded.contains(0) else { return nil }
        return String(validating: decoded, as: UTF8.self)
    }

    /// Whether `path` would accept the bytes; it allocates only when there is an escape.
    static func isPath(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var hasEscape = false
        for byte in bytes {
            if byte == UInt8(ascii: "%") { hasEscape = true }
            if byte < 0x20 || byte >= 0x7F { return false }
        }
        return !hasEscape || path(bytes) != nil
    }

    private static func decode(_ bytes: UnsafeRawBufferPointer, plusIsSpace: Bool) -> [UInt8]? {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%") {
                guard index + 2 < bytes.count, let high = digit(bytes[index + 1]), let low = digit(bytes[index + 2])
                else { return nil }
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(plusIsSpace && byte == UInt8(ascii: "+") ? 0x20 : byte)
                index += 1
            }
        }
        return decoded
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
