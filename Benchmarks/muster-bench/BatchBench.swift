// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import IssuerKit
internal import SQLite

/// Batch enrollment over HTTP, server side, against a bare writer of the same rows.
enum BatchBench {
    static func run(cards: Int) throws {
        Report.heading("Batch enrollment over HTTP, \(cards) cards, against a bare SQLite writer of the same rows")
        for (perBatch, target) in [(250, 0.4), (10_000, nil)] as [(Int, Double?)] {
            try withDirectory { directory in
                let server = try ServerProcess(
                    directory: directory, arguments: ["--cards-per-batch-max", "10000", "--body-max", "33554432"])
                defer { server.stop() }
                let profile = try IssuerProfile(path: server.onboard(cardsPerBatch: perBatch))
                let batches = try PreparedBatches(cards: cards, perBatch: perBatch, first: 0, profile: profile)
                let usedBefore = server.processorSeconds()
                let taken = try seconds {
                    try batches.send(connections: 8)
                    try server.waitUntilFinal(records: cards)
                }
                let used = (server.processorSeconds() - usedBefore) / Double(cards) * 1_000_000
                let sizes = try check(directory + "/data/directory.db", cards: cards)
                let bare = try BareWriter.run(
                    cards: cards, cardsPerBatch: perBatch, sizes: sizes, path: directory + "/bare.db")
                Report.line(
                    Figure(
                        name: "batches of \(perBatch)", rate: Double(cards) / taken, unit: "cards/s", ceiling: bare,
                        ceilingName: "bare writer", target: target,
                        remark: "\(Report.twoDigits(used)) µs CPU a card, peak \(server.peakMemoryMiB()) MiB"))
            }
        }
    }

    /// Counts what is in the directory, from outside, and measures the rows for the bare writer.
    private static func check(_ path: String, cards: Int) throws -> BareWriter.Sizes {
        let connection = try Connection(path: path, mode: .readOnly)
        func number(_ sql: String) throws -> Int {
            let statement = try connection.prepare(sql)
            _ = try statement.step()
            return Int(statement.int64(0))
        }
        for table in ["consumer", "card", "token"] {
            let count = try number("SELECT count(*) FROM \(table)")
            guard count == cards else { throw BenchFailure("\(count) rows in \(table) instead of \(cards)") }
        }
        func average(_ column: String, _ table: String) throws -> Int {
            try number(
                "SELECT CAST(avg(length(\(column))) AS INTEGER) FROM (SELECT \(column) FROM \(table) LIMIT 5000)")
        }
        return BareWriter.Sizes(
            consumer: try average("sealed", "consumer"), card: try average("sealed", "card"),
            token: try average("sealed", "token"), results: try average("items", "batch_result"))
    }
}
