// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Directory
public import Store
public import Vault

/// The receipts for pushed cards: given to issuers, shown by consumers' browsers, used once (token-connect 10.1).
///
/// A receipt is a bearer secret. The store has a keyed hash of it, and the card behind it sealed, until it comes to its
/// end.
public struct Receipts: Sendable {
    /// Characters of a receipt at most.
    private static let charactersMax = 64

    /// A receipt that nobody has seen yet.
    struct Draft {
        var receipt: String
        var card: PushedCard
    }

    private let store: any DirectoryStore
    private let vault: Vault
    private let clock: any WallClock
    private let entropy: any EntropySource
    private let isSandbox: Bool

    /// - Parameter entropy: must not be foreseeable, since a receipt is as good as the card behind it.
    public init(
        store: any DirectoryStore, vault: Vault, clock: any WallClock, entropy: any EntropySource, isSandbox: Bool
    ) {
        self.store = store
        self.vault = vault
        self.clock = clock
        self.entropy = entropy
        self.isSandbox = isSandbox
    }

    // MARK: Giving

    func draft(_ card: PushedCard, _ product: PushProduct) -> Draft {
        Draft(receipt: product.rawValue + "-STL-" + entropy.uuid().uppercased(), card: card)
    }

    /// Keeps receipts from now on for so many minutes.
    func keep(
        _ drafts: [Draft], for tokenRequestor: String, minutes: Int, directory: Int64, by requestor: Requestor
    ) throws {
        if drafts.isEmpty { return }
        let now = clock.now
        let ids = store.reserveReceiptIDs(drafts.count)
        let rows = zip(ids, drafts).map { id, draft in
            ReceiptRow(
                id: id, directory: directory, key: key(draft.receipt), requestor: tokenRequestor,
                sealed: vault.seal(draft.card.encoded, as: SealedRow(.receipt, id)), created: now,
                expires: now.advanced(by: .seconds(minutes * 60)))
        }
        try store.write { writing in
            try writing.insert(receipts: rows)
            for row in rows { try audit("receipt.create", row, now, by: requestor, in: writing) }
        }
    }

    // MARK: Using

    /// The card behind a receipt that can still be used. Nothing changes.
    ///
    /// - Parameters:
    ///   - tokenRequestor: who wants to use it.
    ///   - directory: the issuer that must have pushed it; nil: any.
    /// - Throws: `ReceiptRefusal`.
    public func find(
        _ receipt: String, for tokenRequestor: String = clickToPay, of directory: Int64? = nil
    ) throws -> PushedReceipt {
        try store.read { try usable(receipt, for: tokenRequestor, of: directory, in: $0) }
    }

    /// Its page is shown, for the first time or again.
    ///
    /// - Throws: `ReceiptRefusal`.
    public func open(_ receipt: String, for tokenRequestor: String = clickToPay) throws -> PushedReceipt {
        try store.write { writing in
            var found = try usable(receipt, for: tokenRequestor, of: nil, in: writing)
            if found.row.state == .created {
                found.row.state = .opened
                try writing.update(receipt: found.row)
            }
            return found
        }
    }

    /// The consumer goes away: the receipt cannot be used any more, and its card is gone.
    ///
    /// - Throws: `ReceiptRefusal`.
    public func cancel(_ receipt: String, for tokenRequestor: String = clickToPay, by requestor: Requestor) throws {
        try store.write { writing in
            let found = try usable(receipt, for: tokenRequestor, of: nil, in: writing)
            let now = clock.now
            try writing.update(receipt: found.row.ended(as: .cancelled, at: now))
            try audit("receipt.cancel", found.row, now, by: requestor, in: writing)
        }
    }

    /// Uses a receipt, inside a job of the store: of all that try, one gets the card. When the job fails, the receipt
    /// is as it was.
    ///
    /// - Parameter directory: the issuer that must have pushed it; nil: any.
    /// - Returns: the row as it is now, and the card, which the store does not have any more.
    /// - Throws: `ReceiptRefusal`, before anything was written.
    public func consume(
        _ receipt: String, for tokenRequestor: String = clickToPay, of directory: Int64? = nil,
        by requestor: Requestor, in writing: any DirectoryWriting
    ) throws -> PushedReceipt {
        var found = try usable(receipt, for: tokenRequestor, of: directory, in: writing)
        let now = clock.now
        found.row = found.row.ended(as: .consumed, at: now)
        try writing.update(receipt: found.row)
        try audit("receipt.consume", found.row, now, by: requestor, in: writing)
        return found
    }

    /// Keeps what became of a receipt that was used, in the job that used it or in a later one.
    ///
    /// - Parameters:
    ///   - row: as `consume` gave it.
    ///   - card: the row number of the card in a profile; 0: there is none.
    public func settle(
        _ row: ReceiptRow, as outcome: ReceiptRow.Outcome, card: Int64 = 0, in writing: any DirectoryWriting
    ) throws {
        var settled = row
        settled.outcome = outcome
        settled.card = card
        try writing.update(receipt: settled)
    }

    /// The row of a receipt in any state and of any issuer and requestor, as long as it is kept.
    public func row(of receipt: String) throws -> ReceiptRow? {
        guard Self.isWellFormed(receipt) else { return nil }
        return try store.read { try $0.receipt(of: key(receipt)) }
    }

    /// The same; nil when it is not the issuer's.
    public func row(of receipt: String, directory: Int64) throws -> ReceiptRow? {
        let row = try row(of: receipt)
        return row?.directory == directory ? row : nil
    }

    /// The requestor that receipts are for when nothing else is said.
    public static var clickToPay: String { TokenRequestor.clickToPay.id }

    private func usable(
        _ receipt: String, for tokenRequestor: String, of directory: Int64?, in reading: any DirectoryReading
    ) throws -> PushedReceipt {
        guard Self.isWellFormed(receipt), let row = try reading.receipt(of: key(receipt)),
            row.requestor == tokenRequestor, directory.map({ $0 == row.directory }) ?? true
        else { throw ReceiptRefusal.unknown }
        switch row.state {
        case .consumed: throw ReceiptRefusal.used
        case .cancelled: throw ReceiptRefusal.cancelled
        case .expired: throw ReceiptRefusal.expired
        case .created, .opened:
            // Its end may not have been written down yet.
            guard row.expires > clock.now else { throw ReceiptRefusal.expired }
        }
        let card = try PushedCard(encoded: vault.open(row.sealed, as: SealedRow(.receipt, row.id)))
        return PushedReceipt(
            row: row, card: card, prescribedOutcome: isSandbox ? SandboxPush.outcomes[card.clearPAN] : nil)
    }

    private func key(_ receipt: String) -> BlindIndex {
        vault.blindIndex(.receipt, directory: 0, value: Array(receipt.utf8))
    }

    private func audit(
        _ action: String, _ row: ReceiptRow, _ now: Timestamp, by requestor: Requestor, in writing: any DirectoryWriting
    ) throws {
        try writing.append(
            audit: AuditRow(
                at: now, directory: row.directory, actor: requestor.actor, action: action, subject: row.id,
                correlation: requestor.srcCorrelationId))
    }

    private static func isWellFormed(_ receipt: String) -> Bool {
        (1...charactersMax).contains(receipt.utf8.count)
            && receipt.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
