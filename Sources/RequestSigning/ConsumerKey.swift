// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient

/// A consumer key in its two parts: `<clientId>!<keyId>`, 97 characters (security 1).
///
/// Verification does not insist on this form, it looks the whole text up; this type is for those who hand keys out and
/// who need the client behind one.
public struct ConsumerKey: Sendable, Hashable, CustomStringConvertible {
    private static let partBytes = 48

    /// 48 characters of `A-Z a-z 0-9 - _`: the project.
    public let clientID: String
    /// 32 lower-case hexadecimal digits and 16 zeros: one signing key of the project.
    public let keyID: String

    /// Nil when the text does not have the form.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        let middle = Self.partBytes
        guard bytes.count == 2 * middle + 1, bytes[middle] == UInt8(ascii: "!"),
            bytes[..<middle].allSatisfy(Self.isClientByte), Self.isKeyID(bytes[(middle + 1)...])
        else { return nil }
        clientID = String(decoding: bytes[..<middle], as: UTF8.self)
        keyID = String(decoding: bytes[(middle + 1)...], as: UTF8.self)
    }

    /// A new project with its first key.
    public init(entropy: any EntropySource) {
        clientID = String(decoding: entropy.bytes(Self.partBytes).map { Self.alphabet[Int($0 & 63)] }, as: UTF8.self)
        keyID = Self.drawKeyID(entropy)
    }

    /// A further key of the same project.
    public func withNewKeyID(entropy: any EntropySource) -> ConsumerKey {
        ConsumerKey(clientID: clientID, keyID: Self.drawKeyID(entropy))
    }

    private init(clientID: String, keyID: String) {
        self.clientID = clientID
        self.keyID = keyID
    }

    public var description: String { clientID + "!" + keyID }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    private static func drawKeyID(_ entropy: any EntropySource) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let hex = entropy.bytes(16).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: hex, as: UTF8.self) + String(repeating: "0", count: 16)
    }

    private static func isClientByte(_ byte: UInt8) -> Bool {
        PercentEncoding.isUnreserved(byte) && byte != UInt8(ascii: ".") && byte != UInt8(ascii: "~")
    }

    private static func isKeyID(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.prefix(32).allSatisfy { PercentEncoding.hexValue($0) != nil && !(0x41...0x46 ~= $0) }
            && bytes.dropFirst(32).allSatisfy { $0 == UInt8(ascii: "0") }
    }
}
