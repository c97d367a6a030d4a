// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Glibc
internal import IssuerKit
internal import WireJSON

/// `muster portfolio check`: every row checked by the rules that enrollment applies, without an issuer or a network.
enum PortfolioCheckCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["portfolio", "check"], summary: "check every row of a portfolio and name what is wrong",
            operands: ["FILE.csv"],
            options: [
                .columnMapping, .linkedIdentities,
                .value("faults", "N", standard: "20", "how many faults to print"),
                .value("parallel", "N", standard: "2", "threads that check"),
            ],
            notes: ["- stands for standard input. Faults name row, line and column, never a value."])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let check = PortfolioCheck(
            mapping: try invocation.columnMapping(), now: invocation.clock.now,
            threads: try invocation.number("parallel", in: 1...64) ?? 2,
            faultsShown: try invocation.number("faults", in: 0...100_000) ?? 20,
            rule: try invocation.identityRule())
        let report = ProgressReport(console: invocation.console)
        let path = invocation.operands[0]
        let outcome: PortfolioCheck.Outcome
        if path == "-" {
            outcome = try check.run(
                DescriptorSource(STDIN_FILENO), onProgress: { report.show(.checking($0, size: nil)) })
        } else {
            let file = try PortfolioFile(path: path)
            outcome = try check.run(file.source(), onProgress: { report.show(.checking($0, size: file.size)) })
        }
        report.clear()
        try show(outcome, invocation)
        return outcome.faultCount == 0 ? .done : .usage
    }

    /// Says what a check has found; faults and JSON are the result.
    static func show(_ outcome: PortfolioCheck.Outcome, _ invocation: Invocation) throws {
        if invocation.isJSON {
            var writer = JSONWriter()
            writer.object { writer in
                writer.member("rows", outcome.rowCount)
                writer.member("faults", outcome.faultCount)
                writer.array("firstFaults") { writer in
                    for fault in outcome.firstFaults { fault.write(to: &writer) }
                }
            }
            try invocation.console.write(line: String(decoding: writer.bytes, as: UTF8.self))
            return
        }
        for fault in outcome.firstFaults { try invocation.console.write(line: "\(fault)") }
        let rows = Figures.grouped(outcome.rowCount)
        invocation.console.say(
            outcome.faultCount == 0
                ? "\(rows) rows, all good"
                : "\(rows) rows, \(Figures.grouped(outcome.faultCount)) faults")
    }
}

extension ProgressReport.Reading {
    /// - Parameter size: bytes of the file; nil when that is not known.
    static func checking(_ progress: PortfolioCheck.Progress, size: Int?) -> ProgressReport.Reading {
        ProgressReport.Reading(
            phase: "checking", done: progress.rows,
            fraction: size.map { $0 == 0 ? 1 : Double(progress.bytes) / Double($0) },
            remark: progress.faults == 0 ? "" : "\(Figures.grouped(progress.faults)) faults")
    }
}

extension RowFault {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("row", row)
            writer.member("line", line)
            writer.member("column", column)
            writer.member("reason", reason)
            writer.member("message", message)
        }
    }
}
