// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import Cryptography
internal import JOSE
public import Vault

/// The dynamic data of a token for one transaction, and how the token service tests it again.
///
/// Its form is this project's own and no DSRP cryptogram that a card network has certified; it has the name, length and
/// alphabet of one, so that shops handle it alike (checkout 2.10). 20 bytes in base64, 28 characters:
///
///     1 byte   version, 1
///     3 bytes  the card's transaction counter, big-endian: kept durably, only ever up
///     4 bytes  an unpredictable number
///     4 bytes  the end of its life, minutes since 1970, big-endian
///     8 bytes  MAC: the first of HMAC-SHA-256 over label, token number, token expiry and the 12 bytes before, under a
///              key that is derived for the token alone
///
/// So the token service needs the token number and the value, and no table, to say whether it is genuine and in time.
/// That it was not used before is for whoever authorizes to see to, by the counter.
public struct Cryptograms: Sendable {
    public struct Cryptogram: Sendable, Equatable {
        /// 28 characters.
        public var value: String
        public var expires: Timestamp
        /// 8 upper-case hexadecimal digits.
        public var unpredictableNumber: String
        /// The three digits in place of a security code (checkout 2.10, `NONE` in token-only markets).
        public var dynamicCode: String
    }

    public enum Verdict: Sendable, Equatable {
        case genuine(counter: Int64)
        case expired
        case forged
    }

    /// A card has no more cryptograms than this.
    public static let counterMax: Int64 = 0xFF_FFFF

    private static let version: UInt8 = 1
    private static let label = Array("muster checkout cryptogram 1".utf8)

    private let vault: Vault

    public init(vault: Vault) {
        self.vault = vault
    }

    /// Makes one.
    ///
    /// - Parameters:
    ///   - card: the card's row number.
    ///   - tokenExpiry: `YYYYMM`.
    ///   - counter: 1 to `counterMax`, never used for this card before.
    ///   - expires: rounded down to the minute.
    public func make(
        card: Int64, tokenNumber: String, tokenExpiry: String, counter: Int64, unpredictable: [UInt8],
        expires: Timestamp
    ) -> Cryptogram {
        precondition((1...Self.counterMax).contains(counter) && unpredictable.count == 4, "three and four bytes")
        let minutes = UInt32(truncatingIfNeeded: expires.seconds / 60)
        var bytes: [UInt8] = [Self.version]
        bytes += [16, 8, 0].map { UInt8(truncatingIfNeeded: counter >> $0) }
        bytes += unpredictable
        bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: minutes >> $0) }
        let mac = mac(bytes, card, tokenNumber, tokenExpiry)
        let code = mac[8..<12].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } % 1000
        let digits = String(code)
        let hex = unpredictable.map { byte in
            let text = String(byte, radix: 16, uppercase: true)
            return text.utf8.count == 1 ? "0" + text : text
        }
        return Cryptogram(
            value: Self.base64(bytes + mac[..<8]), expires: Timestamp(seconds: Int64(minutes) * 60),
            unpredictableNumber: hex.joined(),
            dynamicCode: String(repeating: "0", count: 3 - digits.utf8.count) + digits)
    }

    /// Tests one.
    public func verify(
        _ value: [UInt8], card: Int64, tokenNumber: String, tokenExpiry: String, now: Timestamp
    ) -> Verdict {
        guard value.count == 20, value[0] == Self.version else { return .forged }
        let mac = mac(Array(value[..<12]), card, tokenNumber, tokenExpiry)
        guard constantTimeEqual(Array(mac[..<8]), Array(value[12...])) else { return .forged }
        let minutes = value[8..<12].reduce(Int64(0)) { $0 << 8 | Int64($1) }
        guard Timestamp(seconds: minutes * 60) > now else { return .expired }
        return .genuine(counter: value[1..<4].reduce(Int64(0)) { $0 << 8 | Int64($1) })
    }

    private func mac(_ head: [UInt8], _ card: Int64, _ tokenNumber: String, _ tokenExpiry: String) -> [UInt8] {
        var secret = vault.cryptogramSecret(card: card)
        defer { wipe(&secret) }
        // Label, token number and expiry have fixed lengths.
        return HMACKey(secret).code(for: Self.label + Array(tokenNumber.utf8) + Array(tokenExpiry.utf8) + head)
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        Base64.encode(bytes)
    }
}
