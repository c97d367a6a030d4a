// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import AmbientTesting
internal import ClickToPay
internal import Foundation
internal import Testing

@testable internal import IssuerKit

/// One enrollment in a directory of its own.
struct EnrollmentBench {
    let directory: TemporaryDirectory
    var settings: PortfolioEnrollment.Settings
    let clock = ManualClock()

    init(_ lines: [String], batchCards: Int = 10) throws {
        directory = try TemporaryDirectory()
        settings = PortfolioEnrollment.Settings(
            path: try directory.write("p.csv", Array((lines.joined(separator: "\n") + "\n").utf8)))
        settings.cardsPerBatchMax = batchCards
        settings.poll = .local
    }

    func run(_ network: FakeNetwork, stop: StopSignal = StopSignal()) throws -> EnrollmentReport {
        try PortfolioEnrollment(
            network: network, srcClientId: "0a1b2c3d-0000-4000-8000-0123456789ab", serviceId: "ISSUER#TEST#01",
            settings: settings, clock: clock, timer: VirtualTimer(), entropy: SeededEntropy(seed: 1)
        ).run(stop: stop)
    }

    /// The lines of a file, split at commas; good for files without quotes.
    func table(_ name: String) throws -> [[String]] {
        try directory.text(name).split(separator: "\n").map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }
}

extension EnrollmentReport {
    var isSettled: Bool { if case .settled = end { true } else { false } }
}

@Suite("Portfolio enrollment")
struct PortfolioEnrollmentTests {
    @Test("Every card is enrolled once and the results stand in the order of the file")
    func enrollsAll() throws {
        let lines = try SyntheticPortfolio.lines(count: 95)
        let bench = try EnrollmentBench(lines)
        let network = FakeNetwork(cardsMax: 10)
        let report = try bench.run(network)
        #expect(report.isSettled)
        #expect(report.rowCount == 95 && report.enrolledRows == 95 && report.failedRows == 0)
        let effects = network.snapshot.effects
        #expect(effects.count == 95 && effects.values.allSatisfy { $0 == 1 })
        #expect(!network.snapshot.hasOverlap)
        let table = try bench.table("p.results.csv")
        #expect(table[0] == ResultsWriter.headings)
        #expect(table.dropFirst().map { $0[0] } == (1...95).map(String.init))
        for (result, line) in zip(table.dropFirst(), lines.dropFirst()) {
            let row = line.split(separator: ",").map(String.init)
            #expect(result[1] == row[0] && result[2] == row[1] && result[3] == "SUCCESSFUL")
            #expect(result[4] == "C-" + row[0] && result[5] == "D-" + row[1])
            #expect(result[6].hasPrefix("batch-"))
        }
        #expect(!bench.directory.exists("p.results.failed.csv"))
        #expect(try bench.directory.permissions("p.results.csv") == 0o600)
        #expect(try bench.directory.permissions("p.csv.ledger") == 0o600)
    }

    @Test("Neither the ledger nor the results hold a card number or anything personal")
    func keepsNothingPersonal() throws {
        let lines = try SyntheticPortfolio.lines(count: 40)
        let bench = try EnrollmentBench(lines)
        _ = try bench.run(FakeNetwork(cardsMax: 10, refuse: { $0.hasSuffix("7") ? .issuerDeclined : nil }))
        for name in ["p.csv.ledger", "p.results.csv"] {
            let text = String(decoding: try bench.directory.read(name), as: UTF8.self)
            for line in lines.dropFirst() {
                let row = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                for secret in [row[2], row[4], row[9]] { #expect(!text.contains(secret)) }
            }
        }
    }

    @Test("A row that is not valid keeps everything from being sent, and names row, line and column")
    func invalidRowSendsNothing() throws {
        var lines = try SyntheticPortfolio.lines(count: 30)
        lines[20] = lines[20].replacing(",US,", with: ",USA,").replacing(",GB,", with: ",GBR,")
        let bench = try EnrollmentBench(lines)
        let network = FakeNetwork()
        let report = try bench.run(network)
        guard case .invalid = report.end else {
            Issue.record("it was sent")
            return
        }
        #expect(report.faultCount >= 1 && report.firstFaults[0].row == 20 && report.firstFaults[0].line == 21)
        #expect(report.firstFaults[0].column == "countryCode")
        #expect(network.snapshot.calls == 0)
        #expect(!bench.directory.exists("p.csv.ledger"))
    }

    @Test("With skipsInvalid the valid rows are sent, the others are reported, and the failed file can be fed back")
    func skipsInvalid() throws {
        var lines = try SyntheticPortfolio.lines(count: 30)
        let good = lines[20]
        lines[20] = lines[20].replacing("@", with: " at ")
        lines[25] += ",one column more"
        var bench = try EnrollmentBench(lines)
        bench.settings.skipsInvalid = true
        let network = FakeNetwork(cardsMax: 10, refuse: { $0 == "card-000000003" ? .panIneligible : nil })
        let report = try bench.run(network)
        #expect(report.isSettled && report.enrolledRows == 27 && report.failedRows == 3 && report.skippedRows == 2)
        let results = try bench.table("p.results.csv")
        #expect(Array(results[20][7...]) == ["INVALID_FORMAT", "email", "must be an email address"])
        #expect(results[20][3] == "FAILED" && results[25][3] == "FAILED" && results[3][3] == "FAILED")
        let failed = try bench.table("p.results.failed.csv")
        #expect(failed[0].suffix(3) == ["reason", "field", "message"])
        #expect(failed.count == 4)
        #expect(
            Array(failed[1].prefix(19))
                == lines[3].split(separator: ",", omittingEmptySubsequences: false).map(String.init))
        #expect(failed[1].suffix(3) == ["PAN_INELIGIBLE", "primaryAccountNumber", "not enabled"])

        // Mended and fed back as it is, reason columns included.
        let mended = try bench.directory.text("p.results.failed.csv").split(separator: "\n").map(String.init)
        let again = [mended[0], good + ",INVALID_FORMAT,email,must be an email address"]
        let second = try EnrollmentBench(again)
        #expect(try second.run(network).enrolledRows == 1)
        #expect(network.snapshot.effects["card-000000020"] == 1)
    }

    @Test("Enrolling a finished file again sends nothing and reports the same ids")
    func rerunSendsNothing() throws {
        let bench = try EnrollmentBench(try SyntheticPortfolio.lines(count: 45))
        let network = FakeNetwork(cardsMax: 10)
        _ = try bench.run(network)
        let first = try bench.directory.read("p.results.csv")
        let calls = network.snapshot.calls
        let report = try bench.run(network)
        #expect(report.isSettled && report.submissions == 0 && report.polls == 0 && report.enrolledRows == 45)
        #expect(network.snapshot.calls == calls)
        #expect(try bench.directory.read("p.results.csv") == first)
    }

    @Test("Without its ledger the same file gives the same batches, which the network already has")
    func lostLedger() throws {
        let bench = try EnrollmentBench(try SyntheticPortfolio.lines(count: 45))
        let network = FakeNetwork(cardsMax: 10)
        _ = try bench.run(network)
        let first = try bench.directory.read("p.results.csv")
        for name in ["p.csv.ledger", "p.csv.ledger-wal"] {
            try? FileManager.default.removeItem(atPath: bench.directory.file(name))
        }
        let report = try bench.run(network)
        #expect(report.enrolledRows == 45 && report.submissions == 5)
        #expect(network.snapshot.effects.values.allSatisfy { $0 == 1 })
        #expect(try bench.directory.read("p.results.csv") == first)
    }

    @Test("A changed file, other columns or another batch size make other batches")
    func identity() throws {
        let lines = try SyntheticPortfolio.lines(count: 12)
        let network = FakeNetwork(cardsMax: 12)
        var bench = try EnrollmentBench(lines, batchCards: 12)
        _ = try bench.run(network)
        bench.settings.cardsPerBatchMax = 6
        _ = try bench.run(network)
        try bench.directory.write("p.csv", Array((lines.dropLast().joined(separator: "\n") + "\n").utf8))
        _ = try bench.run(network)
        let ids = Array(network.snapshot.batches.keys)
        #expect(Set(ids.map { $0.dropLast(7) }).count == 3)
        #expect(ids.allSatisfy { (try? ExternalID($0)) != nil })
    }

    @Test("The portfolio is never overwritten by a result of its own")
    func refusesToOverwrite() throws {
        var bench = try EnrollmentBench(try SyntheticPortfolio.lines(count: 3))
        for change in [\PortfolioEnrollment.Settings.resultsPath, \.ledgerPath] {
            bench.settings[keyPath: change] = bench.settings.path
            #expect(throws: PortfolioError.self) { try bench.run(FakeNetwork()) }
            bench.settings[keyPath: change] = nil
        }
    }

    @Test("A file without rows is enrolled with nothing to do")
    func emptyPortfolio() throws {
        let bench = try EnrollmentBench([try SyntheticPortfolio.lines(count: 1)[0]])
        let network = FakeNetwork()
        let report = try bench.run(network)
        #expect(report.isSettled && report.rowCount == 0)
        #expect(network.snapshot.calls == 0)
        #expect(try bench.table("p.results.csv").count == 1)
    }
}
