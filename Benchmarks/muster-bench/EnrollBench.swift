// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Foundation
internal import Glibc
internal import IssuerKit
internal import SQLite

/// `muster enroll` from a CSV file to reconciled results, client and server on the same machine.
enum EnrollBench {
    static func run(rows: Int) throws {
        Report.heading("muster enroll, \(rows) rows from CSV, client and server on the same cores")
        try withDirectory { directory in
            let server = try ServerProcess(directory: directory)
            defer { server.stop() }
            let profile = try server.onboard(cardsPerBatch: 250)
            let portfolio = directory + "/portfolio.csv"
            let generating = try seconds {
                try ServerProcess.muster(
                    ["portfolio", "generate", "--count", String(rows), "--seed", "7"], output: portfolio)
            }
            Report.line(Figure(name: "muster portfolio generate", rate: Double(rows) / generating, unit: "rows/s"))
            let results = directory + "/results.csv"
            let taken = try seconds {
                try ServerProcess.muster(["enroll", portfolio, "--issuer", profile, "--results", results])
            }
            var usage = rusage()
            getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
            try check(results, rows: rows)
            let bare = try BareWriter.run(
                cards: rows, cardsPerBatch: 250, sizes: BareWriter.Sizes(), path: directory + "/bare.db")
            Report.line(
                Figure(
                    name: "muster enroll", rate: Double(rows) / taken, unit: "rows/s", ceiling: bare,
                    ceilingName: "bare writer", target: 0.25,
                    remark: "server peak \(server.peakMemoryMiB()) MiB, client peak \(usage.ru_maxrss / 1024) MiB"))
        }
    }

    /// Every row of the file has a line that says SUCCESSFUL.
    private static func check(_ path: String, rows: Int) throws {
        guard let file = fopen(path, "r") else { throw BenchFailure("there are no results") }
        defer { fclose(file) }
        var line: UnsafeMutablePointer<CChar>?
        var room = 0
        defer { free(line) }
        var successful = 0
        while getline(&line, &room, file) > 0 {
            if let line, strstr(line, ",SUCCESSFUL,") != nil { successful += 1 }
        }
        guard successful == rows else { throw BenchFailure("\(successful) of \(rows) rows are SUCCESSFUL") }
    }
}

/// From the start of the process to its ready line.
enum StartBench {
    static func run(cards: Int) throws {
        Report.heading("Start, from the process to its ready line")
        try withDirectory { directory in
            var taken: [Double] = []
            for round in 0..<5 {
                taken.append(
                    try seconds {
                        let server = try ServerProcess(directory: directory + "/empty-\(round)")
                        server.stop()
                    })
            }
            let sorted = taken.sorted()
            Report.value(
                "empty, start and stop",
                "median \(Int(sorted[2] * 1000)) ms (\(Int(sorted[0] * 1000)) to \(Int(sorted[4] * 1000))), target 200")
            let server = try ServerProcess(directory: directory)
            let profile = try IssuerProfile(path: server.onboard(cardsPerBatch: 250))
            try PreparedBatches(cards: cards, perBatch: 250, first: 0, profile: profile).send(connections: 8)
            try server.waitUntilFinal(records: cards)
            server.stop()
            let again = try seconds { try ServerProcess(directory: directory).stop() }
            Report.value("with \(cards) cards, start and stop", "\(Int(again * 1000)) ms, target 2000")
        }
    }
}
