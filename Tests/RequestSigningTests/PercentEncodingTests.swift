// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

@testable import RequestSigning

@Suite struct PercentEncodingTests {
    @Test("Every byte is encoded as Foundation encodes it with the unreserved set of RFC 3986")
    func encodesEveryByte() throws {
        let unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
        for byte in UInt8.min...UInt8.max {
            let character = Unicode.Scalar(byte)
            let expected =
                unreserved.unicodeScalars.contains(character)
                ? String(Character(character)) : String(format: "%%%02X", byte)
            #expect(PercentEncoding.encode([byte]) == Array(expected.utf8))
            #expect(PercentEncoding.decode(Array(expected.utf8)) == [byte])
        }
    }

    @Test("Decoding leaves + alone unless told that it is a blank")
    func plus() {
        #expect(PercentEncoding.decode(Array("a+b%2B%2b".utf8)) == Array("a+b++".utf8))
        #expect(PercentEncoding.decode(Array("a+b%2B".utf8), plusIsSpace: true) == Array("a b+".utf8))
    }

    @Test(
        "A percent sign without two hexadecimal digits is not decoded", arguments: ["%", "a%4", "%4G", "%G4", "%%41"])
    func malformed(_ text: String) {
        #expect(PercentEncoding.decode(Array(text.utf8)) == nil)
    }

    @Test("Text is encoded as UTF-8, digits in upper case")
    func text() {
        #expect(PercentEncoding.encode("☃ ü*") == "%E2%98%83%20%C3%BC%2A")
    }

    @Test("Base64 agrees with Foundation for each length and gives the bytes back")
    func base64() {
        for count in 0...67 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ count) }
            let expected = Data(bytes).base64EncodedString()
            #expect(Base64.encode(bytes) == Array(expected.utf8))
            #expect(Base64.decode(Array(expected.utf8)) == bytes)
        }
    }

    @Test(
        "Base64 that is not exactly what an encoder writes is refused",
        arguments: ["A", "AA", "AAA", "AA=A", "=AAA", "AB==", "AAB=", "AA==AAAA", "AA-_", "A===", "====", "AAA\n"])
    func strictBase64(_ text: String) {
        #expect(Base64.decode(Array(text.utf8)) == nil)
    }
}
