// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import IssuerKit

/// `muster batch status`: what has become of a batch.
enum BatchStatusCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["batch", "status"], summary: "ask what has become of a batch", operands: ["ID"],
            options: OptionDeclaration.issuerOptions + [
                .flag("wait", "ask again until the batch is done"),
                .value(
                    "poll-interval", "TIME",
                    "first wait between two questions, doubling up to 15m (default: 30s; 50ms on this machine)"),
            ],
            notes: ["Exits with 1 when records failed, and when the batch is not done and --wait was not given."])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let client = try invocation.issuerClient()
        let status = try status(invocation, client)
        try invocation.show(json: status.json(generation: invocation.generation)) { text(status) }
        let isGood = status.batchStatus == .completedSuccessfully
        return isGood ? .done : .failedRecords
    }

    private static func status(_ invocation: Invocation, _ client: IssuerClient) throws -> BatchStatus {
        let policy: PollPolicy = client.profile.isLocal ? .local : .network
        var wait = try invocation.duration("poll-interval") ?? policy.first
        let stop = InterruptSignal.stopSignal()
        while true {
            let status = try client.batchStatus(batchId: invocation.operands[0])
            guard try invocation.flag("wait"), !status.batchStatus.isFinal, !stop.isRaised else { return status }
            client.options.sleeper.sleep(for: wait)
            wait = min(wait * 2, policy.max)
        }
    }

    private static func text(_ status: BatchStatus) -> String {
        var lines = LabelledLines()
        lines.add("batch", status.batchId)
        lines.add("external id", status.externalBatchId)
        lines.add("status", status.batchStatus.rawValue)
        lines.add("started", status.batchStartTime)
        lines.add("ended", status.batchEndTime)
        lines.add("error", status.errorMessage)
        let words = Dictionary(grouping: status.items, by: \.status.rawValue).mapValues(\.count)
        lines.add("records", words.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))
        let failed = status.items.filter { $0.status == .failed }.map { item in
            let detail = item.error?.details.first
            let reason = detail?.reason?.rawValue ?? item.error?.errorClass.rawValue ?? "FAILED"
            return "  \(item.externalConsumerId) \(item.externalCardId ?? "-"): \(reason)"
                + (detail?.source.map { " (\($0))" } ?? "") + "\n"
        }
        return lines.text + failed.joined()
    }
}
