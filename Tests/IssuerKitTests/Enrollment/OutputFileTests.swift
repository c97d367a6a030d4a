// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Foundation
internal import Testing

@testable internal import IssuerKit

@Suite("Output file")
struct OutputFileTests {
    @Test("A file is there whole or not at all, for its owner alone, and what stood there before stays until then")
    func atomic() throws {
        let directory = try TemporaryDirectory()
        try directory.write("out.csv", Array("old".utf8))
        do {
            let abandoned = try OutputFile(path: directory.file("out.csv"))
            try abandoned.write(Array("half".utf8))
        }
        #expect(try directory.text("out.csv") == "old")
        let file = try OutputFile(path: directory.file("out.csv"))
        for _ in 0..<100 { try file.write([UInt8](repeating: UInt8(ascii: "n"), count: 10_000)) }
        #expect(try directory.text("out.csv") == "old")
        try file.finish()
        #expect(try directory.read("out.csv").count == 1_000_000)
        #expect(try directory.permissions("out.csv") == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["out.csv"])
        #expect(throws: PortfolioError.self) { try OutputFile(path: "/nowhere/out.csv") }
    }
}
