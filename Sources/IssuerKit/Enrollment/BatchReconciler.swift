// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay

/// Finds the result of every card that was sent (enrollment 8.7).
enum BatchReconciler {
    struct Outcome: Equatable {
        /// Results of the rows, those of `missing` left out.
        var results: [LedgerResult] = []
        /// Rows that the status says nothing final about.
        var missing: [BatchManifest.Entry] = []
    }

    /// Matches the items of a final status with what was sent. Items may come in any order; one without a card id
    /// speaks for all cards of its consumer.
    static func match(_ status: BatchStatus, _ manifest: BatchManifest) -> Outcome {
        var outcome = Outcome()
        outcome.results.reserveCapacity(manifest.entries.count)
        let isInOrder =
            status.items.count == manifest.entries.count
            && zip(status.items, manifest.entries).allSatisfy { $0.externalCardId == $1.externalCardId }
        var cards: [String: Int] = [:]
        var consumers: [String: Int] = [:]
        if !isInOrder {
            for (index, item) in status.items.enumerated() {
                if let card = item.externalCardId {
                    cards[card] = cards[card] ?? index
                } else {
                    consumers[item.externalConsumerId] = consumers[item.externalConsumerId] ?? index
                }
            }
        }
        for (index, entry) in manifest.entries.enumerated() {
            let found = isInOrder ? index : cards[entry.externalCardId] ?? consumers[entry.externalConsumerId]
            let item = found.map { status.items[$0] }
            if let item, item.externalConsumerId == entry.externalConsumerId, item.status.isFinal {
                outcome.results.append(result(item, entry))
            } else if status.batchStatus == .failed {
                outcome.results.append(failed(entry, status.errorMessage))
            } else {
                outcome.missing.append(entry)
            }
        }
        return outcome
    }

    /// The result of a row that two final statuses said nothing about.
    static func unknown(_ entry: BatchManifest.Entry) -> LedgerResult {
        var result = LedgerResult(
            row: entry.row, status: .unknown, externalConsumerId: entry.externalConsumerId,
            externalCardId: entry.externalCardId)
        result.reason = LedgerReason(
            reason: "MISSING_RESULT", message: "the batch is final, but its status does not mention this card")
        return result
    }

    private static func result(_ item: BatchItem, _ entry: BatchManifest.Entry) -> LedgerResult {
        var result = LedgerResult(
            row: entry.row, status: item.status == .successful ? .successful : .failed,
            externalConsumerId: entry.externalConsumerId, externalCardId: entry.externalCardId)
        result.srcConsumerId = item.srcConsumerId
        result.srcDigitalCardId = item.srcDigitalCardId
        if item.status != .successful { result.reason = reason(item.error) }
        return result
    }

    /// A batch that could not be run at all (enrollment 8.4).
    private static func failed(_ entry: BatchManifest.Entry, _ message: String?) -> LedgerResult {
        var result = LedgerResult(
            row: entry.row, status: .failed, externalConsumerId: entry.externalConsumerId,
            externalCardId: entry.externalCardId)
        result.reason = LedgerReason(
            reason: "BATCH_FAILED", message: MessageCleaner.clean(message ?? "the network could not run the batch"))
        return result
    }

    /// The first detail speaks for the error; without one its class does.
    private static func reason(_ error: ServiceError?) -> LedgerReason {
        guard let error else { return LedgerReason(reason: "UNSPECIFIED") }
        let detail = error.details.first { $0.reason != nil } ?? error.details.first
        return LedgerReason(
            reason: detail?.reason?.rawValue ?? error.errorClass.rawValue, field: detail?.source,
            message: MessageCleaner.clean(detail?.message ?? error.message))
    }
}
