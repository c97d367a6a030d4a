// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import IssuerKit
internal import WireJSON

/// `muster enroll`: a whole portfolio, from CSV to the results of every row.
enum EnrollCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["enroll"], summary: "enroll a portfolio: check, encrypt, send, wait, report",
            operands: ["FILE.csv"],
            options: OptionDeclaration.issuerOptions + [
                .flag("sync", "enroll card by card, each with a call that waits for it, instead of in batches"),
                .flag("pre-provision", "stage the cards until their cardholders claim them, instead of enrolling"),
                .linkedIdentities,
                .value("batch-cards", "N", standard: "250", "cards in a batch at most"),
                .value("results", "OUT.csv", "where the results go (default: FILE.results.csv)"),
                .columnMapping,
                .flag("dry-run", "check every row and send nothing"),
                .flag("skip-invalid", "send the valid rows and report the others as failed"),
                .value("parallel", "N", standard: "4", "calls in flight at once"),
                .value("ledger", "PATH", "where the state is kept (default: FILE.csv.ledger)"),
                .value(
                    "poll-interval", "TIME",
                    "wait before a batch is first asked for (default: 30s, doubling to 15m; here from 50ms)"
                ),
            ],
            notes: [
                "Every row is checked before anything is sent. Run the same command again after any end, a power cut "
                    + "included: what is done stays done, and nothing is enrolled twice.",
                "Failed rows go to OUT.failed.csv with all their columns, to be mended and enrolled again.",
            ])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        var settings = try settings(invocation)
        let report = ProgressReport(console: invocation.console)
        if try invocation.flag("dry-run") {
            // The profile is read all the same: what is checked is what would be sent.
            let client = try invocation.issuerClient()
            let outcome = try PortfolioEnrollment(client: client, settings: settings).dryRun {
                report.show(.enrolling($0))
            }
            report.clear()
            try PortfolioCheckCommand.show(outcome, invocation)
            return outcome.faultCount == 0 ? .done : .usage
        }
        let client = try invocation.issuerClient()
        if settings.isOneByOne { settings.poll = PollPolicy(first: .milliseconds(1), max: .milliseconds(1)) }
        if settings.poll == nil { settings.poll = client.profile.isLocal ? .local : .network }
        let stop = InterruptSignal.stopSignal()
        let outcome = try PortfolioEnrollment(client: client, settings: settings).run(stop: stop) {
            report.show(.enrolling($0))
        }
        report.clear()
        return try EnrollmentSummary(outcome).show(invocation)
    }

    /// How many cards one thread enrolls before it writes down what became of them.
    private static let cardsAHandful = 10

    private static func settings(_ invocation: Invocation) throws -> PortfolioEnrollment.Settings {
        var settings = PortfolioEnrollment.Settings(path: invocation.operands[0])
        settings.mapping = try invocation.columnMapping()
        settings.resultsPath = invocation.text("results")
        settings.ledgerPath = invocation.text("ledger")
        settings.skipsInvalid = try invocation.flag("skip-invalid")
        settings.parallel = try invocation.number("parallel", in: 1...64) ?? settings.parallel
        settings.isOneByOne = try invocation.flag("sync")
        settings.isPreProvisioning = try invocation.flag("pre-provision")
        settings.identityRule = try invocation.identityRule()
        if settings.isPreProvisioning {
            guard !settings.isOneByOne else {
                throw CommandFailure.usage("--pre-provision cannot be used together with --sync")
            }
            guard try invocation.generation == .v1 else {
                throw CommandFailure.usage("--pre-provision is an operation of --api v1")
            }
        }
        let cards = try invocation.number("batch-cards", in: 1...PortfolioEnrollment.cardsPerBatchLimit)
        settings.cardsPerBatchMax = settings.isOneByOne ? cardsAHandful : cards ?? settings.cardsPerBatchMax
        if let first = try invocation.duration("poll-interval") {
            settings.poll = PollPolicy(first: max(first, .milliseconds(1)), max: max(first, .seconds(15 * 60)))
        }
        return settings
    }
}

extension ProgressReport.Reading {
    static func enrolling(_ progress: PortfolioEnrollment.Progress) -> ProgressReport.Reading {
        let phase =
            switch progress.phase {
            case .checking: "checking"
            case .sending: "enrolling"
            case .reporting: "reporting"
            }
        return ProgressReport.Reading(
            phase: phase, done: progress.rows, fraction: progress.fraction,
            remark: progress.faults == 0 ? "" : "\(Figures.grouped(progress.faults)) faults")
    }
}
