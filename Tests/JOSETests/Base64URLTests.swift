// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import JOSE
import Testing

@Suite struct Base64URLTests {
    static func pattern(_ count: Int, _ factor: Int = 167) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: ($0 &* factor) >> 1 ^ $0) }
    }

    static func oracle(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacingOccurrences(of: "=", with: "")
            .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
    }

    @Test("The texts of RFC 4648, section 10")
    func published() {
        for (bytes, text) in [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            let bare = text.replacingOccurrences(of: "=", with: "")
            #expect(Base64.encode(Array(bytes.utf8)) == text)
            #expect(Base64.decode(text) == Array(bytes.utf8))
            #expect(Base64URL.encode(Array(bytes.utf8)) == bare)
            #expect(Base64URL.decode(bare) == Array(bytes.utf8))
        }
    }

    @Test("Every length encodes as Foundation does and decodes to what it was, in place too")
    func lengths() {
        for count in Array(0...130) + [1000, 4095, 4096, 4097] {
            let bytes = Self.pattern(count)
            let text = Base64URL.encode(bytes)
            #expect(text == Self.oracle(bytes))
            #expect(Base64.encode(bytes) == Data(bytes).base64EncodedString())
            #expect(Base64URL.decode(text) == bytes)
            #expect(Base64URL.decode(text, .tolerant) == bytes)
            #expect(Base64.decode(Data(bytes).base64EncodedString()) == bytes)
            var buffer = Array(text.utf8)
            let written = buffer.withUnsafeMutableBytes {
                Base64URL.decode(UnsafeRawBufferPointer($0), .strict, into: $0)
            }
            #expect(written == count)
            #expect(Array(buffer.prefix(count)) == bytes)
        }
    }

    @Test("All 64 characters of both alphabets have their value at every place")
    func alphabets() {
        let bytes = (0..<48).map { UInt8(truncatingIfNeeded: $0 &* 37) } + [0xFB, 0xFF, 0xBF, 0xFF, 0xFE, 0xFF]
        for shift in 0..<8 {
            let rotated = Array(bytes[shift...] + bytes[..<shift])
            #expect(Base64URL.decode(Self.oracle(rotated)) == rotated)
        }
        #expect(Base64URL.decode("-_-_") == [0xFB, 0xFF, 0xBF])
        #expect(Base64URL.decode("+/+/", .tolerant) == [0xFB, 0xFF, 0xBF])
        #expect(Base64URL.decode("-/+_", .tolerant) == [0xFB, 0xFF, 0xBF])
        #expect(Base64.decode("+/+/") == [0xFB, 0xFF, 0xBF])
    }

    @Test("Encoding works from the end of its own room")
    func inPlaceEncoding() {
        for count in Array(0...100) + [999, 1000, 1001] {
            let bytes = Self.pattern(count)
            let total = Base64URL.encodedCount(count)
            var buffer = [UInt8](repeating: 0, count: total - count) + bytes
            buffer.withUnsafeMutableBytes { room in
                Base64URL.encode(UnsafeRawBufferPointer(rebasing: room[(total - count)...]), into: room)
            }
            #expect(String(decoding: buffer, as: UTF8.self) == Self.oracle(bytes))
        }
    }

    @Test("Any character outside the alphabet is refused, wherever it stands")
    func wrongCharacters() {
        for count in [1, 2, 3, 5, 6, 7, 8, 9, 12, 30] {
            let text = Array(Base64URL.encode(Self.pattern(count)).utf8)
            for index in text.indices {
                for character in [0, 10, 32, 43, 46, 47, 61, 64, 91, 96, 123, 127, 128, 255] as [UInt8] {
                    var other = text
                    other[index] = character
                    #expect(Base64URL.decode(other) == nil)
                    let isTolerated = character == UInt8(ascii: "+") || character == UInt8(ascii: "/")
                    if !isTolerated, index < text.count - 2 { #expect(Base64URL.decode(other, .tolerant) == nil) }
                }
            }
        }
    }

    @Test("Lengths that no bytes have, and bits that no byte takes, are refused in both modes")
    func notCanonical() {
        for text in ["A", "AAAAA", "AB", "Zh", "AAB", "Zm9", "Zm8B", "ZmB"] {
            let isRight = text == "Zm8B" || text == "Zm8"
            #expect((Base64URL.decode(text) != nil) == isRight)
            #expect((Base64URL.decode(text, .tolerant) != nil) == isRight)
        }
    }

    @Test("Padding is refused by the strict mode, and by the tolerant one unless it is the right one")
    func padding() {
        for text in ["Zg==", "Zm8=", "Zm9vYg=="] { #expect(Base64URL.decode(text) == nil) }
        #expect(Base64URL.decode("Zg==", .tolerant) == Array("f".utf8))
        #expect(Base64URL.decode("Zm8=", .tolerant) == Array("fo".utf8))
        #expect(Base64URL.decode("", .tolerant) == [])
        for text in ["Zg=", "Zg===", "Zm8==", "Zm9v=", "Zm9v====", "=", "==", "====", "Z===", "Zg==Zg=="] {
            #expect(Base64URL.decode(text, .tolerant) == nil, "\(text)")
            #expect(Base64.decode(text) == nil, "\(text)")
        }
        #expect(Base64.decode("Zg") == nil)
        #expect(Base64.decode("Zm8") == nil)
        #expect(Base64.decode("-_-_") == nil)
    }

    @Test("The count is known before decoding")
    func counts() {
        func count(_ text: String, _ mode: Base64URL.Mode) -> Int? {
            Array(text.utf8).withUnsafeBytes { Base64URL.decodedCount($0, mode) }
        }
        #expect(count("Zm9vYg", .strict) == 4)
        #expect(count("Zm9vYg==", .tolerant) == 4)
        #expect(count("Zm9vY", .strict) == nil)
        #expect(count("", .strict) == 0)
    }

    @Test("Hexadecimal digits of both cases are read, lower case is written, and anything else is refused")
    func hex() {
        let all = (0...255).map { UInt8($0) }
        let text = all.map { String(format: "%02x", $0) }.joined()
        #expect(Hex.encode(all) == text)
        #expect(Hex.decode(text) == all)
        #expect(Hex.decode(text.uppercased()) == all)
        #expect(Hex.decode("") == [])
        for text in ["0", "0g", "g0", "0x", " 0", "00 ", "é"] { #expect(Hex.decode(text) == nil) }
    }
}
