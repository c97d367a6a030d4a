// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Foundation
internal import Testing

@testable internal import IssuerKit

/// What is left on disk when the process is killed: copies of the ledger's files, taken while it is in use.
private final class LedgerCopy: Sendable {
    let source: String
    let target: String

    init(of bench: EnrollmentBench) {
        source = bench.settings.path + ".ledger"
        target = bench.directory.file("killed.ledger")
    }

    func take() {
        for suffix in ["", "-wal"] {
            try? FileManager.default.removeItem(atPath: target + suffix)
            try? FileManager.default.copyItem(atPath: source + suffix, toPath: target + suffix)
        }
    }
}

@Suite("Enrollment after a crash")
struct EnrollmentCrashTests {
    private static let forbidden = IssuerClientError.service(403, .permissionDenied)

    /// Runs until the call `crash`, keeps the ledger as it is then, and goes on from that copy with a new process.
    private func killAndGoOn(atCall crash: Int, afterEffect: Bool, lines: [String]) throws -> EnrollmentBench {
        var bench = try EnrollmentBench(lines)
        let copy = LedgerCopy(of: bench)
        let first = FakeNetwork(cardsMax: 10) { call, _ in
            if call < crash { return nil }
            if call == crash { copy.take() }
            // From here on the process is dead: nothing more has an effect.
            return call == crash && afterEffect ? .after(Self.forbidden) : .before(Self.forbidden)
        }
        _ = try bench.run(first)
        bench.settings.ledgerPath = copy.target
        let second = FakeNetwork(continuing: first, cardsMax: 10)
        let report = try bench.run(second)
        #expect(report.isSettled && report.enrolledRows == lines.count - 1, "killed at call \(crash)")
        let effects = second.snapshot.effects
        #expect(effects.count == lines.count - 1 && effects.values.allSatisfy { $0 == 1 }, "killed at call \(crash)")
        return bench
    }

    @Test(
        "Killed before or after any call, the next run enrolls nothing twice, loses nothing and gives the same results")
    func everyCall() throws {
        let lines = try SyntheticPortfolio.lines(count: 26)
        let undisturbed = try EnrollmentBench(lines)
        let network = FakeNetwork(cardsMax: 10)
        _ = try undisturbed.run(network)
        let results = try undisturbed.table("p.results.csv").map { Array($0[..<6]) }
        let batches = Set(network.snapshot.batches.keys)
        for call in 1...network.snapshot.calls {
            for afterEffect in [false, true] {
                let bench = try killAndGoOn(atCall: call, afterEffect: afterEffect, lines: lines)
                #expect(try bench.table("p.results.csv").map { Array($0[..<6]) } == results)
            }
        }
        #expect(batches.count >= 3)
    }

    @Test("Answers that never arrive are made up for by sending the same batch again")
    func lostAnswers() throws {
        let lines = try SyntheticPortfolio.lines(count: 60)
        let bench = try EnrollmentBench(lines)
        let network = FakeNetwork(cardsMax: 10) { call, _ in
            call.isMultiple(of: 3) ? .after(.timeout) : call.isMultiple(of: 5) ? .before(.timeout) : nil
        }
        let report = try bench.run(network)
        #expect(report.isSettled && report.enrolledRows == 60)
        #expect(network.snapshot.effects.values.allSatisfy { $0 == 1 })
        #expect(network.snapshot.submissions > network.snapshot.batches.count)
    }

    @Test("A run that was interrupted goes on where it stopped")
    func interrupted() throws {
        let lines = try SyntheticPortfolio.lines(count: 120)
        let bench = try EnrollmentBench(lines)
        let stop = StopSignal()
        let first = FakeNetwork(cardsMax: 10) { call, _ in
            if call == 7 { stop.raise() }
            return nil
        }
        guard case .interrupted = try bench.run(first, stop: stop).end else {
            Issue.record("it was not interrupted")
            return
        }
        #expect(!bench.directory.exists("p.results.csv"))
        let second = FakeNetwork(continuing: first, cardsMax: 10)
        #expect(try bench.run(second).enrolledRows == 120)
        #expect(second.snapshot.effects.values.allSatisfy { $0 == 1 })
    }

    @Test("A ledger in use is not used by a second run")
    func ledgerInUse() throws {
        let bench = try EnrollmentBench(try SyntheticPortfolio.lines(count: 3))
        let held = try EnrollmentLedger(path: bench.settings.path + ".ledger")
        withExtendedLifetime(held) {
            let error = #expect(throws: LedgerError.self) { try bench.run(FakeNetwork()) }
            #expect(error?.code == .inUse)
        }
    }

    @Test("A file that is no ledger is left alone")
    func foreignFile() throws {
        let bench = try EnrollmentBench(try SyntheticPortfolio.lines(count: 3))
        try bench.directory.write(
            "p.csv.ledger", Array("a letter to a friend, longer than a header of a database".utf8))
        let error = #expect(throws: LedgerError.self) { try bench.run(FakeNetwork()) }
        #expect(error?.code == .unusable)
        #expect(try bench.directory.text("p.csv.ledger").hasPrefix("a letter"))
    }
}
