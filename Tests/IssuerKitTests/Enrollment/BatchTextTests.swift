// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Foundation
internal import Testing
internal import WireJSON

@testable internal import IssuerKit

@Suite("Batch text")
struct BatchTextTests {
    /// A portfolio that is read in one block.
    private struct Sample {
        let directory: TemporaryDirectory
        let file: PortfolioFile
        let columns: PortfolioColumns
        let block: CSVBlock

        init(_ text: [UInt8]) throws {
            directory = try TemporaryDirectory()
            file = try PortfolioFile(path: directory.write("p.csv", text))
            var reader = CSVReader(file.source())
            columns = try PortfolioCheck.columns(&reader, [:]).columns
            var block = CSVBlock()
            while try reader.read(into: &block, countMax: 10_000) > 0 {}
            self.block = block
        }

        /// The rows as typed values; every one must be good.
        func rows() throws -> [PortfolioRow] {
            let reader = RowReader(columns: columns, today: CalendarMonth(year: 2026, month: 11))
            var faults: [RowFault] = []
            var rows: [PortfolioRow] = []
            RowView.forEach(in: block, columns) { record in
                if case .row(let view, _) = record, let row = reader.read(view, into: &faults) { rows.append(row) }
            }
            #expect(faults == [])
            return rows
        }

        func manifest(_ rows: [PortfolioRow]) -> BatchManifest {
            BatchManifest(
                entries: rows.enumerated().map { index, row in
                    BatchManifest.Entry(
                        row: index + 1, externalConsumerId: row.externalConsumerId.value,
                        externalCardId: row.externalCardId.value)
                })
        }

        var range: Range<Int> { block.entries[0].offset..<block.entries[block.count - 1].end }
    }

    @Test("The text written straight from the file is the text written from typed rows, byte for byte")
    func agreesWithTypedRows() throws {
        var text = String(decoding: try SyntheticPortfolio.bytes(count: 300), as: UTF8.self)
        // White space around an email, phone numbers as people write them, quotes, no address, a part of one, and a
        // second card of a consumer further up.
        text += """
            x1,y1, Ada@Example.test ,+1,(202) 555-0123,"A""da","Ex,ample",US,en,5555555555554444,08,2031,,,,,,,
            x2,y2,bo@example.test,44,07400 123456,Bo,B,GB,en,5555555555554444,08,2031,1 Road,,,Leeds,,,GB
            x1,y3, Ada@Example.test ,+1,(202) 555-0123,"A""da","Ex,ample",US,en,2223000048400011,12,2030,,,,,,,

            """
        let sample = try Sample(Array(text.utf8))
        let rows = try sample.rows()
        #expect(rows.count == 303)
        let plaintext = try BatchText(file: sample.file, columns: sample.columns)
            .plaintext(of: sample.manifest(rows), in: sample.range)
        #expect(plaintext == BatchPlaintext.write(rows))
        let document = try JSONDocument.parse(plaintext)
        let consumers = try #require(document.root["consumers"])
        let ada = try #require(consumers.elements.first { $0["externalConsumerId"]?.string == "x1" })
        #expect(ada["cards"]?.count == 2)
        #expect(ada["consumerIdentity"]?["identityValue"]?.string == "Ada@Example.test")
        #expect(ada["mobileNumber"]?["phoneNumber"]?.string == "2025550123")
        #expect(ada["cards"]?.elements.first { _ in true }?["billingAddress"] == nil)
    }

    @Test("A file that was written to since it was opened gives no text any more")
    func changedFile() throws {
        let bytes = try SyntheticPortfolio.bytes(count: 20)
        let sample = try Sample(bytes)
        let manifest = sample.manifest(try sample.rows())
        let text = BatchText(file: sample.file, columns: sample.columns)
        #expect(try !text.plaintext(of: manifest, in: sample.range).isEmpty)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: sample.file.path))
        try handle.seek(toOffset: UInt64(bytes.count - 10))
        try handle.write(contentsOf: [UInt8(ascii: "X")])
        try handle.close()
        let error = #expect(throws: PortfolioError.self) { try text.plaintext(of: manifest, in: sample.range) }
        #expect(error?.code == .changed)
    }

    @Test("A manifest that does not fit the rows gives no text")
    func wrongManifest() throws {
        let sample = try Sample(try SyntheticPortfolio.bytes(count: 20))
        var manifest = sample.manifest(try sample.rows())
        manifest.entries[19].row = 25
        #expect(throws: PortfolioError.self) {
            try BatchText(file: sample.file, columns: sample.columns).plaintext(of: manifest, in: sample.range)
        }
    }
}
