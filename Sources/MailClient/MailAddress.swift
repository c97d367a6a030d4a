// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// An address that can stand in a command and in a header as it is: `Dot-string "@" Domain` of RFC 5321, 4.1.2, in
/// ASCII. Quoted local parts, address literals and addresses outside ASCII (RFC 6531) are not taken. Printing one does
/// not show it.
public struct MailAddress: Sendable, Hashable {
    static let bytesMax = 254
    static let localBytesMax = 64
    private static let labelBytesMax = 63

    /// In clear.
    public let text: String

    /// Nil when it is not such an address.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.bytesMax else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count <= Self.localBytesMax, Self.areWords(parts[0], of: isAtomByte) else {
            return nil
        }
        let labels = parts[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let areLabels = labels.allSatisfy { label in
            (1...Self.labelBytesMax).contains(label.count) && label.first != UInt8(ascii: "-")
                && label.last != UInt8(ascii: "-")
        }
        guard labels.count > 1, areLabels, parts[1].allSatisfy(isDomainByte) else { return nil }
        self.text = text
    }

    /// What stands behind the @.
    public var domain: String { String(text.drop { $0 != "@" }.dropFirst()) }

    /// Words with one dot between them.
    private static func areWords(_ bytes: Substring.UTF8View, of isIn: (UInt8) -> Bool) -> Bool {
        bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.allSatisfy(isIn) }
    }
}

extension MailAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "address (hidden)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

/// Whether a byte may stand in an atom (RFC 5322, 3.2.3).
func isAtomByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
    case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"),
        UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "/"),
        UInt8(ascii: "="), UInt8(ascii: "?"), UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "`"),
        UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"), UInt8(ascii: "~"):
        true
    default:
        false
    }
}
