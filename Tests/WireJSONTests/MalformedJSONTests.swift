// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing
import WireJSON

/// Goal: everything that is not exactly one well-formed JSON value is refused, with the code that names the reason.
struct MalformedJSONTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let bytes: [UInt8]
        let code: JSONError.Code
        let testDescription: String

        init(_ text: String, _ code: JSONError.Code = .notJSON) {
            self.init(Array(text.utf8), code, text)
        }

        init(_ bytes: [UInt8], _ code: JSONError.Code, _ name: String) {
            self.bytes = bytes
            self.code = code
            testDescription = String(name.prefix(40))
        }
    }

    static let cases: [Case] = [
        // Nothing, and parts of something.
        Case(""), Case(" \n\t"), Case("{"), Case("["), Case("\""), Case("{\"a\""), Case("{\"a\":"), Case("{\"a\":1"),
        Case("[1,2"), Case("\"abc"), Case("tru"), Case("nul"), Case("-"),
        // Punctuation.
        Case("[1,]"), Case("{\"a\":1,}"), Case("[,1]"), Case("[1 2]"), Case("{\"a\" 1}"), Case("{1:2}"), Case("{a:1}"),
        Case("{'a':1}"), Case("[1,{]}"), Case("{\"a\":1]"), Case("[1}"), Case("/* a */ 1"), Case("{\"a\":,}"),
        // Numbers.
        Case("NaN"), Case("Infinity"), Case("-Infinity"), Case("01"), Case("-01"), Case("[00]"), Case("+1"), Case("1."),
        Case(".5"), Case("1e"), Case("1e+"), Case("0x1F"), Case("[1.2.3]"), Case("[-]"), Case("1e999"),
        Case("[18446744073709551616]"),
        // Escapes and what must be escaped.
        Case("\"\\x41\""), Case("\"\\u12\""), Case("\"\\u12G4\""), Case("\"\\\""), Case("\"\\'\""),
        Case("\"\\uD800\""), Case("\"\\uDC00\""), Case("\"\\uD800\\u0041\""), Case("\"\\uD800x\""),
        Case("\"a\nb\""), Case("\"a\tb\""), Case([0x22, 0x00, 0x22], .notJSON, "NUL in a string"),
        Case("True"), Case("nULL"), Case("truefalse"),
        // More than one.
        Case("{}{}", .trailingBytes), Case("{} {}", .trailingBytes), Case("1 2", .trailingBytes),
        Case("[1]x", .trailingBytes), Case("\"a\"\"b\"", .trailingBytes), Case("null,", .trailingBytes),
        Case("{\"a\":1}]", .trailingBytes), Case([0x31, 0x00], .trailingBytes, "NUL behind"),
        // Bytes that are not UTF-8, and a byte order mark.
        Case([0x22, 0xC0, 0xAF, 0x22], .notUTF8, "overlong slash, two bytes"),
        Case([0x22, 0xE0, 0x80, 0xAF, 0x22], .notUTF8, "overlong slash, three bytes"),
        Case([0x22, 0xF0, 0x80, 0x80, 0xAF, 0x22], .notUTF8, "overlong slash, four bytes"),
        Case([0x22, 0xED, 0xA0, 0x80, 0x22], .notUTF8, "surrogate in UTF-8"),
        Case([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], .notUTF8, "beyond U+10FFFF"),
        Case([0x22, 0xFF, 0x22], .notUTF8, "no UTF-8 byte"),
        Case([0x22, 0xC3, 0x22], .notUTF8, "cut short"),
        Case([0x22, 0x80, 0x22], .notUTF8, "continuation alone"),
        Case([0xEF, 0xBB, 0xBF, 0x7B, 0x7D], .notJSON, "byte order mark"),
        Case([0xFF, 0xFE, 0x7B, 0x00], .notUTF8, "UTF-16"),
        // One name twice.
        Case("{\"a\":1,\"a\":1}", .duplicateName), Case("{\"a\":1,\"b\":2,\"a\":3}", .duplicateName),
        Case("{\"a\":1,\"\\u0061\":2}", .duplicateName), Case("{\"é\":1,\"\\u00e9\":2}", .duplicateName),
        Case("{\"\":1,\"\":2}", .duplicateName), Case("[{\"x\":{\"y\":[{\"z\":1,\"z\":2}]}}]", .duplicateName),
        Case("{\"a\":{\"b\":1},\"c\":[{}],\"a\":null}", .duplicateName),
        Case("{\"a\\u0000\":1,\"a\\u0000\":2}", .duplicateName),
        // Depth.
        Case(String(repeating: "[", count: 100_000), .tooDeep),
        Case(String(repeating: "[", count: 17) + String(repeating: "]", count: 17), .tooDeep),
        Case(String(repeating: "{\"a\":", count: 17) + "1" + String(repeating: "}", count: 17), .tooDeep),
    ]

    @Test("a malformed text is refused with the code of its fault", arguments: cases)
    func refused(_ malformed: Case) {
        #expect(throws: JSONError(malformed.code)) { try JSONDocument.parse(malformed.bytes) }
    }

    @Test("a reader that has refused a text reads the next one")
    func readerGoesOn() throws {
        let reader = try JSONReader()
        for malformed in Self.cases {
            #expect(throws: JSONError(malformed.code)) { try reader.parse(malformed.bytes) }
            #expect(try reader.parse(Array("{\"a\":7}".utf8)).root["a"]?.int64 == 7)
        }
    }

    @Test("a name is found twice among many, at any distance", arguments: [2, 31, 32, 33, 34, 500])
    func duplicateAmongMany(count: Int) throws {
        func text(_ names: [String]) -> [UInt8] {
            Array(("{" + names.map { "\"\($0)\":{\"n\":[1,2]}" }.joined(separator: ",") + "}").utf8)
        }
        let names = (0..<count).map { "name\($0)" }
        #expect(try JSONDocument.parse(text(names)).root.count == count)
        for position in [0, count / 2, count - 1] {
            #expect(throws: JSONError(.duplicateName)) { try JSONDocument.parse(text(names + ["name\(position)"])) }
        }
    }

    @Test("names that agree in length and ends are different names")
    func similarNames() throws {
        let text = "{\"aXbYc\":1,\"aYbXc\":2,\"aZbZc\":3,\"abc\":4,\"a\":5,\"c\":6,\"\":7}"
        #expect(try JSONDocument.parse(Array(text.utf8)).root.count == 7)
    }

    @Test("depth and length are allowed up to their limit and no further")
    func limits() throws {
        let four = Array("[{\"a\":[[1]]},[[[]]]]".utf8)
        #expect(try JSONDocument.parse(four, limits: JSONLimits(depth: 4)).root.count == 2)
        #expect(throws: JSONError(.tooDeep)) { try JSONDocument.parse(four, limits: JSONLimits(depth: 3)) }
        let limit = JSONLimits(bytes: four.count)
        #expect(try JSONDocument.parse(four, limits: limit).root.count == 2)
        #expect(throws: JSONError(.tooLarge)) { try JSONDocument.parse(four + [0x20], limits: limit) }
        let deep = String(repeating: "[", count: 1024) + String(repeating: "]", count: 1024)
        #expect(try JSONDocument.parse(Array(deep.utf8), limits: JSONLimits(depth: 1024)).root.count == 1)
    }
}
