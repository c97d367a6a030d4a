// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing
import WireJSON

/// Goal: a document's values are read exactly as the text says them.
struct JSONValueTests {
    private func parse(_ text: String) throws -> JSONValue {
        try JSONDocument.parse(Array(text.utf8)).root
    }

    @Test("each kind gives its own value and nil for the others")
    func kinds() throws {
        let root = try parse("{\"o\":{},\"a\":[],\"s\":\"x\",\"n\":1,\"t\":true,\"f\":false,\"z\":null}")
        #expect(root.kind == .object)
        #expect(root["o"]?.kind == .object)
        #expect(root["a"]?.kind == .array)
        #expect(root["s"]?.kind == .string)
        #expect(root["n"]?.kind == .number)
        #expect(root["t"]?.boolean == true)
        #expect(root["f"]?.boolean == false)
        #expect(root["z"]?.isNull == true)
        #expect(root["z"]?.string == nil && root["z"]?.boolean == nil && root["z"]?.double == nil)
        #expect(root["n"]?.string == nil && root["s"]?.int64 == nil && root["s"]?.count == 0)
        #expect(root["missing"] == nil)
        #expect(root["s"]?["s"] == nil)
        #expect(root[String("s")]?.string == "x")
    }

    @Test(
        "numbers keep their value, and only integers are integers",
        arguments: [
            ("0", 0, 0.0), ("-0", 0, 0.0), ("9223372036854775807", Int64.max, 9.223372036854775807e18),
            ("-9223372036854775808", Int64.min, -9.223372036854775808e18),
            ("18446744073709551615", nil, 1.8446744073709551615e19), ("1.0", nil, 1.0), ("1e2", nil, 100.0),
            ("2.2250738585072014e-308", nil, 2.2250738585072014e-308), ("-12.5E-1", nil, -1.25),
        ] as [(String, Int64?, Double)])
    func numbers(text: String, integer: Int64?, double: Double) throws {
        let value = try parse("[\(text)]").elements.first { _ in true }
        #expect(value?.int64 == integer)
        #expect(value?.double == double)
    }

    @Test("escapes come out as the characters they stand for, in names too")
    func escapes() throws {
        let root = try parse(#"{"\u006eame":"\"\\/\b\f\n\r\t\u0000\u00e9\ud83d\ude00é😀"}"#)
        #expect(root["name"]?.string == "\"\\/\u{8}\u{C}\n\r\t\0é😀é😀")
        #expect(root["name"]?.withUTF8 { Array($0) } == Array("\"\\/\u{8}\u{C}\n\r\t\0é😀é😀".utf8))
    }

    @Test("members and elements come in the order of the text, nested values are stepped over")
    func walk() throws {
        let root = try parse("{\"a\":[1,[2,{\"x\":[]}],3.5],\"b\":{\"c\":{\"d\":[]}},\"e\":\"f\"}")
        var names: [String] = []
        root.forEachMember { name, _ in names.append(String(decoding: name, as: UTF8.self)) }
        #expect(names == ["a", "b", "e"])
        #expect(root["a"]?.count == 3)
        #expect(root["a"]?.elements.map(\.kind) == [.number, .array, .number])
        #expect(root["a"]?.elements.compactMap(\.double) == [1, 3.5])
        #expect(root["b"]?["c"]?["d"]?.kind == .array)
        #expect(Array(root["e"]!.elements).isEmpty)
        #expect(try parse("[]").elements.underestimatedCount == 0)
    }

    @Test("many members are looked up in one walk, whatever their order")
    func namedMembers() throws {
        let names = JSONNames("a", "b", "c", "d")
        for text in ["{\"a\":1,\"b\":2,\"d\":4}", "{\"x\":[1],\"d\":4,\"y\":{},\"b\":2,\"a\":1}"] {
            try parse(text).withMembers(names) { members in
                #expect(members[0]?.int64 == 1)
                #expect(members[1]?.int64 == 2)
                #expect(members[2] == nil)
                #expect(members[3]?.int64 == 4)
            }
        }
        try parse("[1]").withMembers(names) { #expect($0[0] == nil) }
    }

    @Test("texts that say the same have one canonical form, and others have another")
    func canonical() throws {
        let first = try parse("{\"b\":[1, 2.50,{\"z\":null,\"a\":\"\\u00e9\"}],\"a\":true}").canonicalBytes()
        let second = try parse(" {\"a\":true,\n\"b\":[1,25e-1,{\"a\":\"é\",\"z\":null}]}").canonicalBytes()
        #expect(first == second)
        #expect(first == Array("{\"a\":true,\"b\":[1,2.5,{\"a\":\"é\",\"z\":null}]}".utf8))
        #expect(try parse("{\"a\":true,\"b\":[2.5,1,{\"a\":\"é\",\"z\":null}]}").canonicalBytes() != first)
        #expect(try parse("{\"a\":[]}").canonicalBytes() != parse("{\"a\":{}}").canonicalBytes())
    }

    @Test("an array of more than 2^24 elements is counted right")
    func manyElements() throws {
        let count = 0xFFFFFF + 3
        var text = [UInt8](repeating: UInt8(ascii: ","), count: count * 2 + 1)
        for index in 0..<count { text[index * 2 + 1] = UInt8(ascii: "1") }
        text[0] = UInt8(ascii: "[")
        text[count * 2] = UInt8(ascii: "]")
        #expect(try JSONDocument.parse(text).root.count == count)
    }

    @Test("a value outlives the parse of the next text, and the document's own reference")
    func valuesStay() throws {
        let reader = try JSONReader()
        let first = try reader.parse(Array("[\"first text\"]".utf8)).root
        let second = try reader.parse(Array("[\"other text\"]".utf8)).root
        _ = try reader.parse(Array("[\"third\"]".utf8))
        #expect(first.elements.map(\.string) == ["first text"])
        #expect(second.elements.map(\.string) == ["other text"])
    }

    @Test("threads parse and read beside each other")
    func threads() async throws {
        let shared = try parse("{\"n\":[1,2,3]}")
        try await withThrowingTaskGroup(of: Int64.self) { group in
            for task in 0..<8 {
                group.addTask {
                    var sum: Int64 = 0
                    for round in 0..<200 {
                        let text = "{\"v\":\(task * 1000 + round)}"
                        let value = try JSONDocument.parse(Array(text.utf8)).root["v"]?.int64 ?? 0
                        sum += value - Int64(task * 1000 + round) + Int64(shared["n"]?.count ?? 0)
                    }
                    return sum
                }
            }
            for try await sum in group { #expect(sum == 600) }
        }
    }

    @Test("integers up to 64 bits without a sign keep every digit, read, written and in the canonical form")
    func unsigned() throws {
        let text = "[0,9223372036854775807,9223372036854775808,18446744073709551615,-1,1.0]"
        let root = try JSONDocument.parse(Array(text.utf8)).root
        #expect(
            root.elements.map(\.uint64) == [0, 9_223_372_036_854_775_807, 9_223_372_036_854_775_808, .max, nil, nil])
        var writer = JSONWriter()
        writer.beginArray()
        for value in root.elements.compactMap(\.uint64) { writer.int(value) }
        writer.endArray()
        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == "[0,9223372036854775807,9223372036854775808,18446744073709551615]")
        #expect(
            String(decoding: root.canonicalBytes(), as: UTF8.self).contains("9223372036854775808,18446744073709551615"))
    }
}
