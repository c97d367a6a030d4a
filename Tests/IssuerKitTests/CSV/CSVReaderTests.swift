// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import AmbientTesting
internal import Testing

@testable internal import IssuerKit

/// All records of `text`, or their fault codes.
func records(_ text: [UInt8], limits: CSVLimits = CSVLimits(), chunk: Int = .max) throws -> [Result<[String], CSVFault>]
{
    var reader = CSVReader(ChunkedSource(text, chunk: chunk), limits: limits)
    var found: [Result<[String], CSVFault>] = []
    var block = CSVBlock()
    while try reader.read(into: &block, countMax: 3) > 0 {
        for record in 0..<block.count {
            if let fault = block.fault(ofRecord: record) {
                found.append(.failure(fault))
            } else {
                found.append(
                    .success((0..<block.fieldCount(ofRecord: record)).map { block.text($0, ofRecord: record) }))
            }
        }
        block.removeAll()
    }
    return found
}

/// Gives bytes in small pieces, as a pipe does.
struct ChunkedSource: ByteSource {
    private let bytes: [UInt8]
    private let chunk: Int
    private var position = 0

    init(_ bytes: [UInt8], chunk: Int) {
        self.bytes = bytes
        self.chunk = chunk
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(PortfolioError) -> Int {
        let count = min(buffer.count, bytes.count - position, chunk)
        for index in 0..<count { buffer[index] = bytes[position + index] }
        position += count
        return count
    }
}

/// A record, or why it was refused.
enum Outcome: Equatable, Sendable {
    case read([String])
    case refused(CSVFault.Code)

    init(_ result: Result<[String], CSVFault>) {
        switch result {
        case .success(let fields): self = .read(fields)
        case .failure(let fault): self = .refused(fault.code)
        }
    }
}

@Suite("CSV reader")
struct CSVReaderTests {
    static let wellFormedTexts: [(text: String, records: [[String]])] = [
        ("", []),
        ("a,b\n", [["a", "b"]]),
        ("a,b", [["a", "b"]]),
        ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
        ("\u{FEFF}a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("\u{FEFF}", []),
        ("\n\na\n\r\n\nb\n", [["a"], ["b"]]),
        (",\n", [["", ""]]),
        (",,x,\n", [["", "", "x", ""]]),
        ("\"\"\n", [[""]]),
        ("\"a\",\"b,c\"\n", [["a", "b,c"]]),
        ("\"say \"\"hello\"\"\",x\n", [["say \"hello\"", "x"]]),
        ("\"line one\nline two\",x\ny,z\n", [["line one\nline two", "x"], ["y", "z"]]),
        ("\"line one\r\nline two\"\r\ny\r\n", [["line one\r\nline two"], ["y"]]),
        ("\"a\"", [["a"]]),
        ("\"\"\"\"", [["\""]]),
        ("x,\"\"", [["x", ""]]),
        (" a , b \n", [[" a ", " b "]]),
        ("Zoë,Łukasz,日本,😀\n", [["Zoë", "Łukasz", "日本", "😀"]]),
    ]

    @Test(
        "Well-formed text gives exactly its fields, however small the pieces it comes in",
        arguments: CSVReaderTests.wellFormedTexts)
    func wellFormed(text: String, expected: [[String]]) throws {
        for chunk in [1, 2, 3, 7, 1000] {
            let found = try records([UInt8](text.utf8), chunk: chunk)
            #expect(try found.map { try $0.get() } == expected, "in pieces of \(chunk)")
        }
    }

    static let malformedTexts: [(text: [UInt8], expected: [Outcome])] = [
        ([UInt8]("a,b\"c,d\nx,y\n".utf8), [.refused(.strayQuote), .read(["x", "y"])]),
        ([UInt8]("a, \"b\"\nx\n".utf8), [.refused(.strayQuote), .read(["x"])]),
        ([UInt8]("\"a\"b,c\nx\n".utf8), [.refused(.textAfterQuote), .read(["x"])]),
        ([UInt8]("x\n\"a,b\nc\n".utf8), [.read(["x"]), .refused(.unclosedQuote)]),
        ([UInt8]("a\rb\nx\n".utf8), [.refused(.loneCarriageReturn), .read(["x"])]),
        ([UInt8]("a,b\r".utf8), [.refused(.loneCarriageReturn)]),
        ([0x61, 0xC3, 0x28, 0x0A, 0x62, 0x0A], [.refused(.notUTF8), .read(["b"])]),
        ([0x61, 0xFF, 0x0A], [.refused(.notUTF8)]),
        ([0xED, 0xA0, 0x80, 0x0A], [.refused(.notUTF8)]),
        ([0x61, 0x00, 0x62, 0x0A, 0x63, 0x0A], [.refused(.nul), .read(["c"])]),
        ([0x22, 0x00, 0x22, 0x0A], [.refused(.nul)]),
    ]

    @Test(
        "A malformed record is named for what it is and the next line is read again",
        arguments: CSVReaderTests.malformedTexts)
    func malformed(text: [UInt8], expected: [Outcome]) throws {
        for chunk in [1, 2, 5, 1000] {
            let found = try records(text, chunk: chunk).map(Outcome.init)
            #expect(found.count == expected.count)
            for (one, other) in zip(found, expected) { #expect(one == other, "in pieces of \(chunk)") }
        }
    }

    @Test("Each limit holds at its value and is refused one above it")
    func limits() throws {
        var limits = CSVLimits()
        limits.fieldBytesMax = 10
        limits.recordBytesMax = 40
        limits.columnsMax = 4
        func codes(_ text: String) throws -> [CSVFault.Code?] {
            try records([UInt8](text.utf8), limits: limits).map {
                if case .failure(let fault) = $0 { fault.code } else { nil }
            }
        }
        let ten = String(repeating: "x", count: 10)
        #expect(try codes("\(ten),y\n") == [nil])
        #expect(try codes("\(ten)x,y\nz\n") == [.fieldTooLong, nil])
        #expect(try codes("\"\(ten)\",y\n") == [nil])
        #expect(try codes("\"\(ten)x\",y\nz\n") == [.fieldTooLong, nil])
        #expect(try codes("a,b,c,d\n") == [nil])
        #expect(try codes("a,b,c,d,e\nz\n") == [.tooManyColumns, nil])
        #expect(try codes("\"a\",b,c,d\n") == [nil])
        #expect(try codes("\"a\",b,c,d,e\nz\n") == [.tooManyColumns, nil])
        limits.fieldBytesMax = 100
        #expect(try codes(String(repeating: "y", count: 40) + "\n") == [nil])
        #expect(try codes(String(repeating: "y", count: 41) + "\nz\n") == [.recordTooLong, nil])
    }

    @Test("A field of 64 KiB passes and a quote that is never closed costs no more memory than the record limit")
    func hugeField() throws {
        let huge = [UInt8](repeating: UInt8(ascii: "h"), count: 64 << 10)
        let passed = try records([UInt8(ascii: "\"")] + huge + [UInt8(ascii: "\""), UInt8(ascii: "\n")], chunk: 4096)
        #expect(try passed.map { try $0.get()[0].utf8.count } == [64 << 10])
        // 3 MiB of lines behind an open quote: one fault, and reading resumes at some line after it.
        let line = [UInt8]("some,more,text\n".utf8)
        let text = [UInt8]("ok\n\"open,".utf8) + Array(repeating: line, count: 200_000).flatMap { $0 }
        let found = try records(text, chunk: 100_000)
        #expect(found[1] == .failure(CSVFault(.fieldTooLong, column: 1)))
        #expect(try found.last?.get() == ["some", "more", "text"])
    }

    @Test("Records know their number and the line they begin on, also after quoted line ends and empty lines")
    func numbersAndLines() throws {
        let text = "h1,h2\n\n\"a\nb\nc\",x\ny,\"z\"\n\n\nlast,\"1\r\n2\"\n!\n"
        var reader = CSVReader(MemorySource([UInt8](text.utf8)))
        var block = CSVBlock()
        while try reader.read(into: &block, countMax: 100) > 0 {}
        #expect((0..<block.count).map { block.number(ofRecord: $0) } == [0, 1, 2, 3, 4])
        #expect((0..<block.count).map { block.line(ofRecord: $0) } == [1, 3, 6, 9, 11])
    }

    @Test("What the writer writes the reader reads, for any text")
    func writerAgrees() throws {
        let fields = ["plain", "", "com,ma", "quo\"te", "li\nne", "c\r\nr", "\"", " space ", "Ünï"]
        var writer = CSVWriter()
        for _ in 0..<2 {
            for field in fields { writer.field(field) }
            writer.endRecord()
        }
        #expect(try records(writer.bytes).map { try $0.get() } == [fields, fields])
    }

    @Test("Any bytes at all give the same records in any pieces, each record once and in order (seeded)")
    func fuzz() throws {
        let entropy = SeededEntropy(seed: 20_261_120)
        let alphabet: [UInt8] = [UInt8]("ab,,,\"\"\n\n\r".utf8) + [0xC3, 0xA9, 0x00]
        var limits = CSVLimits()
        limits.fieldBytesMax = 12
        limits.recordBytesMax = 48
        limits.columnsMax = 6
        for round in 0..<2000 {
            let length = Int(entropy.word() % 120)
            let text = (0..<length).map { _ in alphabet[Int(entropy.word() % UInt64(alphabet.count))] }
            let whole = try records(text, limits: limits)
            for chunk in [1, 2, 13] {
                #expect(try records(text, limits: limits, chunk: chunk) == whole, "round \(round), pieces of \(chunk)")
            }
            #expect(whole.count <= text.count)
        }
    }

    @Test("Reading agrees with Python's csv module wherever that is strict enough to compare (seeded)")
    func pythonAgrees() throws {
        let entropy = SeededEntropy(seed: 7)
        let pieces = ["a", "b", ",", ",", "\n", "\"\"", "\"x,y\"", "\"li\nne\"", "\"q\"\"q\"", "é"]
        var texts: [String] = []
        for _ in 0..<300 {
            var text = ""
            for _ in 0..<Int(entropy.word() % 12) {
                // A quoted piece may stand only where a field begins and ends.
                let piece = pieces[Int(entropy.word() % UInt64(pieces.count))]
                if piece.hasPrefix("\"") {
                    text += (text.isEmpty || text.hasSuffix(",") || text.hasSuffix("\n") ? "" : ",") + piece + ","
                } else {
                    text += piece
                }
            }
            texts.append(text)
        }
        let expected = try PythonOracle.csvRecords(texts)
        for (text, rows) in zip(texts, expected) {
            #expect(try records([UInt8](text.utf8)).map { try $0.get() } == rows, "\(text.debugDescription)")
        }
    }
}
