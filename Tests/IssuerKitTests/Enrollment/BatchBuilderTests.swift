// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import AmbientTesting
internal import Testing

@testable internal import IssuerKit

@Suite("Batch builder")
struct BatchBuilderTests {
    /// A checked file whose rows belong to consumers as given.
    private struct Bench {
        let directory: TemporaryDirectory
        let file: EnrollmentFile

        init(consumers: [String]) throws {
            directory = try TemporaryDirectory()
            var writer = CSVWriter()
            for field in PortfolioField.allCases { writer.field(field.heading) }
            writer.endRecord()
            for (index, consumer) in consumers.enumerated() {
                for field in PortfolioField.allCases {
                    switch field {
                    case .externalConsumerId: writer.field(consumer)
                    case .externalCardId: writer.field("k\(index + 1)")
                    // A line end inside quotes, so that rows and lines are different things.
                    case .addressLine1: writer.field(index.isMultiple(of: 3) ? "a\nb" : "a")
                    default: writer.field("x")
                    }
                }
                writer.endRecord()
            }
            let portfolio = try PortfolioFile(path: directory.write("p.csv", writer.bytes))
            var reader = CSVReader(portfolio.source())
            let (columns, first) = try PortfolioCheck.columns(&reader, [:])
            let ledger = try EnrollmentLedger(path: directory.file("l"))
            let run = LedgerRun(id: 1, batchPrefix: "p-", rowCount: consumers.count, skippedRows: 0, isPlanned: false)
            file = EnrollmentFile(
                file: portfolio, columns: columns, firstRowOffset: first, run: run, ledger: ledger)
        }

        func batches(_ cardsMax: Int, after last: LedgerBatch? = nil) throws -> [BatchDraft] {
            var builder = BatchBuilder(file, cardsPerBatchMax: cardsMax, after: last)
            var drafts: [BatchDraft] = []
            while let draft = try builder.next() { drafts.append(draft) }
            return drafts
        }
    }

    @Test(
        "Rows of one consumer stay together unless they alone are too many",
        arguments: [
            ("aabbcc", 4, ["aabb", "cc"]), ("aabbbc", 4, ["aa", "bbbc"]), ("aaaaaab", 4, ["aaaa", "aab"]),
            ("abbbbbbc", 4, ["a", "bbbb", "bbc"]), ("abc", 1, ["a", "b", "c"]), ("aa", 1, ["a", "a"]),
            ("abcd", 10, ["abcd"]), ("abab", 2, ["ab", "ab"]), ("", 3, []),
        ])
    func cuts(consumers: String, cardsMax: Int, expected: [String]) throws {
        let bench = try Bench(consumers: consumers.map(String.init))
        let found = try bench.batches(cardsMax).map { draft in
            draft.manifest.entries.map(\.externalConsumerId).joined()
        }
        #expect(found == expected)
    }

    @Test("Batches cover every row once and in order, can be read again, and are the same from any point on (seeded)")
    func coverAndResume() throws {
        let entropy = SeededEntropy(seed: 5)
        for cardsMax in [3, 7, 50] {
            var consumers: [String] = []
            while consumers.count < 400 {
                let run = Int(entropy.word() % 12) + 1
                consumers += Array(repeating: "c\(entropy.word() % 60)", count: run)
            }
            let bench = try Bench(consumers: consumers)
            let drafts = try bench.batches(cardsMax)
            #expect(drafts.flatMap { $0.manifest.entries.map(\.row) } == Array(1...consumers.count))
            #expect(drafts.map(\.batch.number) == Array(1...drafts.count))
            #expect(
                drafts.allSatisfy { $0.batch.cardCount <= cardsMax && $0.batch.cardCount == $0.manifest.entries.count })
            for (index, draft) in drafts.enumerated() where index.isMultiple(of: 9) {
                #expect(try BatchBuilder.reload(draft.batch, of: bench.file).manifest.entries == draft.manifest.entries)
                let rest = try bench.batches(cardsMax, after: draft.batch)
                #expect(rest.map(\.batch) == drafts.dropFirst(index + 1).map(\.batch))
            }
        }
    }

    @Test("A batch whose place in the file is wrong is not read")
    func wrongPlace() throws {
        let bench = try Bench(consumers: ["a", "b", "c", "d"])
        let good = try bench.batches(2)[0].batch
        let wrong = LedgerBatch(number: 1, rows: 1...3, cardCount: 3, bytes: good.bytes)
        #expect(throws: PortfolioError.self) { try BatchBuilder.reload(wrong, of: bench.file) }
    }
}
