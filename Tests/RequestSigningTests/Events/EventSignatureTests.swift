// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import RequestSigning
import Testing

@Suite("EventSignature")
struct EventSignatureTests {
    private static let now = Timestamp(seconds: 1_795_176_000)
    private static let body = Array(#"{"eventId":"e"}"#.utf8)
    /// Worked out by `openssl dgst -sha256 -mac HMAC`.
    private static let code = "df405200386725c2dae85e8b28f5cef824f9820d0bf9cb11948a5944c74fc929"
    private static let value = "t=1795176000,v1=" + code

    private let signature = EventSignature(secret: (0..<32).map { UInt8($0) })

    private func refusal(
        _ value: String?, body: [UInt8] = Self.body, now: Timestamp = Self.now
    ) -> EventSignature.Refusal? {
        do {
            try signature.check(value, body, now: now)
            return nil
        } catch {
            return error
        }
    }

    @Test("It is what libcrypto's command works out over time, dot and body")
    func vector() {
        #expect(signature.value(for: Self.body, at: Self.now) == Self.value)
        #expect(refusal(Self.value) == nil)
    }

    @Test("Upper-case digits, other parts, and one right code of several are taken")
    func lenient() {
        let wrong = String(repeating: "0", count: 64)
        for value in [
            "t=1795176000,v1=" + Self.code.uppercased(), "v1=\(Self.code),t=1795176000",
            "t=1795176000,v0=x,v1=\(wrong),v1=\(Self.code)", "t=1795176000,,v1=\(Self.code),v2=",
        ] {
            #expect(refusal(value) == nil, "\(value)")
        }
    }

    @Test("Five minutes either way are taken, a second more is not")
    func tolerance() {
        for seconds in [-300, 300] as [Int64] {
            #expect(refusal(Self.value, now: Self.now.advanced(by: .seconds(seconds))) == nil)
        }
        #expect(refusal(Self.value, now: Self.now.advanced(by: .seconds(301))) == .tooOld)
        #expect(refusal(Self.value, now: Self.now.advanced(by: .seconds(-301))) == .fromTheFuture)
    }

    @Test("A changed body, time, code or key does not match, whatever the time is")
    func wrong() {
        #expect(refusal(Self.value, body: Self.body + [0x20]) == .wrong)
        #expect(refusal(Self.value.replacing("t=1795176000", with: "t=1795176001")) == .wrong)
        #expect(refusal(String(Self.value.dropLast()) + "8") == .wrong)
        let other = EventSignature(secret: [UInt8](repeating: 1, count: 32))
        #expect(refusal(other.value(for: Self.body, at: Self.now)) == .wrong)
        #expect(refusal(other.value(for: Self.body, at: Timestamp(seconds: 5))) == .wrong)
    }

    @Test("A header of another form is refused for that")
    func malformed() {
        #expect(refusal(nil) == .missing)
        for value in [
            "", "t=1795176000", "v1=" + Self.code, "t=,v1=" + Self.code, "t=-5,v1=" + Self.code,
            "t=1795176000,t=1795176000,v1=" + Self.code, "t=1795176000,v1=" + Self.code.dropLast(),
            "t=1795176000,v1=" + Self.code + "0", "t=1795176000,v1=" + Self.code.dropLast() + "g",
            "t=1795176000 ,v1=" + Self.code, "t=9999999999999,v1=" + Self.code,
            Self.value + "," + String(repeating: "x", count: 1024),
        ] {
            #expect(refusal(value) == .malformed, "\(value)")
        }
    }
}
