// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Directory
internal import Store
internal import TokenConnect

/// The receipt that stands for a card: of all that try to use it, one gets the card (token-connect 10.1).
struct ReceiptUse: Sendable {
    var receipts: Receipts
    var receipt: String
    var requestor: Requestor

    /// Uses it, in the job that makes the card. Throws `ReceiptRefusal` when somebody else was first.
    func take(in writing: any DirectoryWriting) throws -> ReceiptRow {
        try receipts.consume(receipt, by: requestor, in: writing).row
    }

    func settle(_ row: ReceiptRow, _ outcome: CardOutcome, in writing: any DirectoryWriting) throws {
        try receipts.settle(
            row, as: ReceiptEnrollment.outcome(of: outcome), card: outcome.card.id, in: writing)
    }

    /// Uses it although there will be no card.
    func spend(as outcome: ReceiptRow.Outcome, in writing: any DirectoryWriting) throws {
        try receipts.settle(take(in: writing), as: outcome, in: writing)
    }
}
