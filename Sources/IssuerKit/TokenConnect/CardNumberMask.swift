// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay

/// Makes a text fit to be shown that may hold a card number where none belongs.
enum CardNumberMask {
    /// Hides each run of digits that may be a card number: 12 to 19 of them, in one piece or in groups of four with a
    /// blank, a dash or the like between, that begin as card numbers do and have a right check digit; and each run of
    /// more than 19, which may hold one.
    static func mask(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var masked: [UInt8] = []
        masked.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard isDigit(bytes[index]) else {
                masked.append(bytes[index])
                index += 1
                continue
            }
            let end = groupsEnd(bytes, from: index) ?? runEnd(bytes, from: index)
            let piece = bytes[index..<end]
            masked += mayBeCardNumber(piece.filter(isDigit)) ? Array("…".utf8) : Array(piece)
            index = end
        }
        return String(decoding: masked, as: UTF8.self)
    }

    /// A receipt or token reference in its usual form is opaque and shown whole, though its digits look like anything.
    static func isReference(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let isToken = bytes.count == 48 && text.hasPrefix("D") && bytes[4...5].elementsEqual("MC".utf8)
        return isReceipt(text) || isToken && bytes.dropFirst(16).allSatisfy(isHexDigit)
    }

    /// `MCC-STL-` and a UUID (token-connect 5.3).
    private static func isReceipt(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count == 7 && parts[0].utf8.count == 3 && parts[1] == "STL"
            && parts[2...].map(\.utf8.count) == [8, 4, 4, 4, 12]
            && parts[2...].allSatisfy { $0.utf8.allSatisfy(isHexDigit) }
    }

    private static let separators = Array(" -+._".utf8)

    private static func runEnd(_ bytes: [UInt8], from start: Int) -> Int {
        bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
    }

    /// The end of at least three groups of four digits, the last one of one to four, with a mark between them. A longer
    /// group behind them is none of theirs.
    private static func groupsEnd(_ bytes: [UInt8], from start: Int) -> Int? {
        var end = start
        var groups = 0
        var next = start
        while true {
            let last = runEnd(bytes, from: next)
            guard (1...4).contains(last - next) else { break }
            groups += 1
            end = last
            guard last - next == 4, end + 1 < bytes.count, separators.contains(bytes[end]), isDigit(bytes[end + 1])
            else { break }
            next = end + 1
        }
        return groups >= 3 ? end : nil
    }

    private static func mayBeCardNumber(_ digits: [UInt8]) -> Bool {
        if digits.count > 19 { return true }
        guard digits.count >= 12, let first = digits.first, (UInt8(ascii: "2")...UInt8(ascii: "6")).contains(first)
        else {
            return false
        }
        return digits.withUnsafeBufferPointer { Luhn.isValid($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte | 0x20) &- UInt8(ascii: "a") < 6
    }
}
