// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import IssuerKit
internal import WireJSON

/// Says how an enrollment ended, to a person or to a script.
struct EnrollmentSummary {
    private let report: EnrollmentReport

    init(_ report: EnrollmentReport) {
        self.report = report
    }

    /// Shows the report and gives the exit code that goes with it.
    func show(_ invocation: Invocation) throws -> ExitCode {
        if invocation.isJSON {
            try invocation.console.write(line: String(decoding: json, as: UTF8.self))
        } else if case .invalid = report.end {
            sayFaults(invocation.console)
        } else {
            say(invocation.console)
        }
        if case .stopped(let error) = report.end {
            var failure = error.commandFailure
            failure.message = "stopped: " + failure.message
            failure.details.append("run the same command again to go on")
            throw failure
        }
        return exitCode
    }

    private var exitCode: ExitCode {
        switch report.end {
        case .invalid: .usage
        case .interrupted: .failedRecords
        case .stopped(let error): error.commandFailure.exitCode
        case .settled: report.failedRows + report.unknownRows == 0 ? .done : .failedRecords
        }
    }

    private func sayFaults(_ console: Console) {
        for fault in report.firstFaults { console.say("\(fault)") }
        let more = report.faultCount - report.firstFaults.count
        if more > 0 { console.say("… and \(Figures.grouped(more)) more") }
        console.say(
            "\(Figures.grouped(report.faultCount)) faults in \(Figures.grouped(report.rowCount)) rows; nothing was "
                + "sent. Mend the file, or send the valid rows with --skip-invalid.")
    }

    private func say(_ console: Console) {
        let seconds = report.time / .seconds(1)
        let sending = report.sendingTime / .seconds(1)
        let rate = report.rowsSettled > 0 && sending > 0 ? Int(Double(report.rowsSettled) / sending) : 0
        console.say(
            "\(Figures.grouped(report.rowCount)) rows: \(Figures.grouped(report.enrolledRows)) enrolled, "
                + "\(Figures.grouped(report.failedRows)) failed"
                + (report.skippedRows == 0 ? "" : " (\(Figures.grouped(report.skippedRows)) not valid)")
                + (report.unknownRows == 0 ? "" : ", \(Figures.grouped(report.unknownRows)) unknown")
                + ", in \(Figures.time(seconds))" + (rate == 0 ? "" : " (\(Figures.grouped(rate))/s while sending)"))
        for reason in report.reasons { console.say("  \(reason.reason): \(Figures.grouped(reason.rows))") }
        if case .settled = report.end, report.submissions + report.polls == 0, report.rowCount > 0 {
            console.say("everything was enrolled before; nothing was sent")
        }
        if case .interrupted = report.end { console.say("interrupted; run the same command again to go on") }
        if let path = report.resultsPath { console.say("results: \(path)") }
        if let path = report.failedPath { console.say("failed rows: \(path)") }
        if let path = report.ledgerPath { console.say("ledger: \(path)") }
    }

    private var json: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("status", word)
            writer.member("rows", report.rowCount)
            writer.member("enrolled", report.enrolledRows)
            writer.member("failed", report.failedRows)
            writer.member("unknown", report.unknownRows)
            writer.member("skipped", report.skippedRows)
            writer.object("reasons") { writer in
                for reason in report.reasons {
                    writer.key(reason.reason)
                    writer.int(reason.rows)
                }
            }
            writer.member("faults", report.faultCount)
            writer.array("firstFaults") { writer in
                for fault in report.firstFaults { fault.write(to: &writer) }
            }
            writer.member("submissions", report.submissions)
            writer.member("polls", report.polls)
            writer.member("rowsSettled", report.rowsSettled)
            writer.key("seconds")
            writer.double(report.time / .seconds(1))
            writer.key("sendingSeconds")
            writer.double(report.sendingTime / .seconds(1))
            writer.member("results", report.resultsPath)
            writer.member("failedRows", report.failedPath)
            writer.member("ledger", report.ledgerPath)
        }
        return writer.bytes
    }

    private var word: String {
        switch report.end {
        case .settled: "settled"
        case .invalid: "invalid"
        case .stopped: "stopped"
        case .interrupted: "interrupted"
        }
    }
}
