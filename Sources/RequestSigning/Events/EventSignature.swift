// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import Cryptography

/// Signs the notifications that go to an issuer, and checks them there (processing 7.5):
/// `X-Event-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`.
public struct EventSignature: Sendable {
    public static let header = "X-Event-Signature"
    /// How far the time of signing may be from the receiver's own.
    public static let tolerance = Duration.seconds(300)

    /// Why a signature is not taken.
    public enum Refusal: String, Error, Sendable, CaseIterable, CustomStringConvertible {
        case missing = "the X-Event-Signature header is missing"
        case malformed = "the X-Event-Signature header is not t=<unix seconds>,v1=<64 hexadecimal digits>"
        case tooOld = "the event was signed too long ago"
        case fromTheFuture = "the event was signed in the future: compare the clocks"
        case wrong = "the signature does not match: the event was changed, or signed with another key"

        public var description: String { rawValue }
    }

    private static let headerBytesMax = 1024
    private static let digits = Array("0123456789abcdef".utf8)

    private let key: HMACKey

    /// - Parameter secret: 32 bytes that the issuer and the network share.
    public init(secret: [UInt8]) {
        key = HMACKey(secret)
    }

    /// The header's value for a body that is sent now.
    public func value(for body: [UInt8], at now: Timestamp) -> String {
        let time = String(now.seconds)
        let digits = code(time, body).flatMap { [Self.digits[Int($0 >> 4)], Self.digits[Int($0 & 15)]] }
        return "t=\(time),v1=" + String(decoding: digits, as: UTF8.self)
    }

    /// Checks what came with a body. Parts of other names are passed over, so that another scheme can be added, and one
    /// of several `v1` is enough, so that a key can be changed.
    public func check(_ value: String?, _ body: [UInt8], now: Timestamp) throws(Refusal) {
        guard let value else { throw .missing }
        guard value.utf8.count <= Self.headerBytesMax else { throw .malformed }
        var time: (text: String, seconds: Int64)?
        var codes: [[UInt8]] = []
        for part in value.split(separator: ",", omittingEmptySubsequences: false) {
            if part.hasPrefix("t=") {
                let text = String(part.dropFirst(2))
                guard time == nil, (1...12).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
                    let seconds = Int64(text)
                else { throw .malformed }
                time = (text, seconds)
            } else if part.hasPrefix("v1=") {
                guard let code = Self.bytes(part.dropFirst(3).utf8) else { throw .malformed }
                codes.append(code)
            }
        }
        guard let time, !codes.isEmpty else { throw .malformed }
        let wanted = code(time.text, body)
        // The code first: who does not know the key learns nothing about the clock.
        guard codes.contains(where: { constantTimeEqual($0, wanted) }) else { throw .wrong }
        let tolerance = Self.tolerance.components.seconds
        if now.seconds - time.seconds > tolerance { throw .tooOld }
        if time.seconds - now.seconds > tolerance { throw .fromTheFuture }
    }

    private func code(_ time: String, _ body: [UInt8]) -> [UInt8] {
        let head = Array((time + ".").utf8)
        return head.withUnsafeBytes { head in
            body.withUnsafeBytes { body in key.code(forParts: [head, body]) }
        }
    }

    /// 64 hexadecimal digits.
    private static func bytes(_ digits: Substring.UTF8View) -> [UInt8]? {
        let digits = Array(digits)
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: 64, by: 2) {
            guard let high = PercentEncoding.hexValue(digits[index]),
                let low = PercentEncoding.hexValue(digits[index + 1])
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }
}
