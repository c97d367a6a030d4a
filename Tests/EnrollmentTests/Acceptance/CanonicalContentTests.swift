// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing
import WireJSON

@testable import Enrollment

@Suite("CanonicalContent") struct CanonicalContentTests {
    private func content(_ text: String) throws -> [UInt8] {
        CanonicalContent(of: try JSONDocument.parse(Array(text.utf8)).root, capacity: text.utf8.count).bytes
    }

    @Test(
        "texts that say the same have the same content: member order, white space, escapes, number spelling",
        arguments: [
            [#"{"a":"1","b":"2"}"#, #"{"b":"2","a":"1"}"#, " { \"a\" : \"1\" ,\n\t\"b\":\"2\"}\r\n"],
            [#"{"a":"Aé/\n"}"#, #"{"\u0061":"\u0041\u00e9\/\u000a"}"#],
            [#"{"x":{"a":[{"c":1,"b":2}],"":null}}"#, #"{"x":{"":null,"a":[{"b":2,"c":1}]}}"#],
            ["[1,-2,0.5,1e3]", "[ 1.0, -2, 5e-1, 1000 ]"], [#""😀""#, #""\ud83d\ude00""#],
        ])
    func same(texts: [String]) throws {
        for text in texts { #expect(try content(text) == content(texts[0]), "\(text)") }
    }

    @Test("texts that say different things have different content, pair by pair")
    func different() throws {
        let texts = [
            "{}", "[]", "null", "true", "false", "0", "1", "-1", #""""#, #""0""#, #""null""#, "[null]", "[[]]", "[{}]",
            "[[],[]]", #"["a","b"]"#, #"["b","a"]"#, #"["ab"]"#, #"["a","b",""]"#, #"[["a"],"b"]"#, #"["a",["b"]]"#,
            #"{"a":"b"}"#, #"{"b":"a"}"#, #"{"a":null}"#, #"{"a":{}}"#, #"{"a":[]}"#, #"{"a":"b","c":"d"}"#,
            #"{"a":{"b":"c"},"d":"e"}"#, #"{"a":{"b":"c","d":"e"}}"#, #"[{"a":"b"},{"c":"d"}]"#,
            #"[{"a":"b","c":"d"}]"#,
            #"{"A":"b"}"#, #"{"a":"B"}"#, #"{"a":" b"}"#, #"{"a":"é"}"#, "{\"a\":\"e\u{301}\"}", "0.1", "1e300",
            "9007199254740992", "9007199254740993", "9223372036854775807", "9223372036854775806",
            "18446744073709551615", #""\u0000""#, #""\u0000\u0000""#,
        ]
        var seen: [[UInt8]: String] = [:]
        for text in texts {
            let other = seen.updateValue(text, forKey: try content(text))
            #expect(other == nil, "\(text) and \(other ?? "")")
        }
    }

    @Test("any single character of a value that changes changes the content")
    func everyValue() throws {
        let text = Person.plaintext([Person("ada", phone: "0100", cards: [("c-1", Person.pan(1))])])
        let original = try content(text)
        var changes = 0
        for (index, byte) in text.utf8.enumerated() where (0x30...0x39).contains(byte) {
            var bytes = Array(text.utf8)
            bytes[index] = byte == 0x39 ? 0x30 : byte + 1
            #expect(try content(String(decoding: bytes, as: UTF8.self)) != original)
            changes += 1
        }
        #expect(changes > 30)
    }
}
