// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The 36-character text of a UUID, in either case.
public enum UUIDText {
    public static func isUUID(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        guard utf8.count == 36 else { return false }
        for (index, byte) in utf8.enumerated() {
            switch index {
            case 8, 13, 18, 23: if byte != UInt8(ascii: "-") { return false }
            default: if !byte.isHexDigit { return false }
            }
        }
        return true
    }

    public static func isUUID(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { isUUID($0) }
    }
}
