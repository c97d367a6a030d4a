// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing
import WireJSON

/// Goal: what the writer makes is compact JSON that another implementation reads as what was meant.
struct JSONWriterTests {
    @Test("a document of every kind is written to the byte")
    func everyKind() {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("text", "a\"b")
            writer.member("absent", nil as String?)
            writer.member("number", 12 as Int?)
            writer.member("truth", true as Bool?)
            writer.key("nothing")
            writer.null()
            writer.array("list") { list in
                list.int(-1)
                list.object { _ in }
                list.beginArray()
                list.endArray()
                list.string("x")
                list.raw(Array("{\"r\":[0]}".utf8))
                list.double(0.5)
                list.double(.nan)
                list.bool(false)
            }
            writer.member("words", ["p", "q"])
            writer.object("inner") { $0.member("k", "v") }
            writer.key(String("key \"2\""))
            writer.int(Int64.min)
        }
        let expected =
            #"{"text":"a\"b","number":12,"truth":true,"nothing":null,"#
            + #""list":[-1,{},[],"x",{"r":[0]},0.5,null,false],"words":["p","q"],"inner":{"k":"v"},"#
            + #""key \"2\"":-9223372036854775808}"#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test("control characters, quotes and backslashes are escaped wherever they lie in a word of eight bytes")
    func escapes() throws {
        var alphabet = (0..<0x30).map { UInt8($0) }
        alphabet += [0x5B, 0x5C, 0x5D, 0x7F] + Array("é😀\u{2028}".utf8)
        let special = String(decoding: alphabet, as: UTF8.self)
        for lead in 0..<17 {
            for character in special {
                let text = String(repeating: "x", count: lead) + String(character) + "tail of the text"
                var writer = JSONWriter()
                writer.string(text)
                let read = try JSONSerialization.jsonObject(with: Data(writer.bytes), options: .fragmentsAllowed)
                #expect(read as? String == text)
                #expect(try JSONDocument.parse(writer.bytes).root.string == text)
                var fromBytes = JSONWriter()
                fromBytes.string(utf8: Array(text.utf8))
                #expect(fromBytes.bytes == writer.bytes)
            }
        }
    }

    @Test("only what must be escaped is escaped")
    func plain() {
        var writer = JSONWriter()
        writer.string("/ é \u{7F} \u{2028} 😀 <&>'")
        #expect(writer.bytes == Array("\"/ é \u{7F} \u{2028} 😀 <&>'\"".utf8))
    }

    @Test("numbers are written in full", arguments: [0, 1, -1, 9, 10, 99, 100, 1_234_567, Int64.max, Int64.min])
    func integers(_ value: Int64) {
        var writer = JSONWriter()
        writer.int(value)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == String(value))
    }

    @Test("a value written in pieces is the same as one that the writer writes itself, escapes included")
    func pieces() {
        for name in ["plain", "", "with \"quotes\", a tab\t and \u{1}", String(repeating: "\\", count: 40)] {
            var whole = JSONWriter()
            whole.beginArray()
            for _ in 0..<2 { whole.object { $0.member("name", name) } }
            whole.endArray()
            var inPieces = JSONWriter(capacity: 1)
            inPieces.beginArray()
            for _ in 0..<2 {
                inPieces.verbatim(bytesMax: 16 + name.utf8.count * JSONText.escapedBytesMax) { text in
                    text.append("{\"name\":")
                    Array(name.utf8).withUnsafeBufferPointer { text.append(string: $0) }
                    text.append("}")
                }
            }
            inPieces.endArray()
            #expect(inPieces.bytes == whole.bytes)
        }
    }
}
