// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store
internal import Vault

/// Writes of the directory on the one write connection, inside the committer's transaction.
final class DirectoryWriter: DirectoryReader, DirectoryWriting, JobWriter {
    var failure: StoreError?
    private let consumerWrites: ConsumerWrites
    private let cardWrites: CardWrites
    private let recordWrites: RecordWrites
    private let stagedWrites: StagedWrites
    let notificationWrites: NotificationWrites
    let receiptWrites: ReceiptWrites
    let cardIssuerWrites: CardIssuerWrites
    let processorWrites: ProcessorWrites
    let codeWrites: CodeWrites
    let recognitionWrites: RecognitionWrites
    let signInWrites: SignInWrites
    let checkoutWrites: CheckoutWrites
    private let saveIDs: () throws -> Void

    /// - Parameter saveIDs: writes the next free ids down; runs last in every transaction.
    init(_ connection: Connection, saveIDs: @escaping () throws -> Void) throws {
        consumerWrites = try ConsumerWrites(connection)
        cardWrites = try CardWrites(connection)
        recordWrites = try RecordWrites(connection)
        stagedWrites = try StagedWrites(connection)
        notificationWrites = try NotificationWrites(connection)
        receiptWrites = try ReceiptWrites(connection)
        cardIssuerWrites = try CardIssuerWrites(connection)
        processorWrites = try ProcessorWrites(connection)
        codeWrites = try CodeWrites(connection)
        recognitionWrites = try RecognitionWrites(connection)
        signInWrites = try SignInWrites(connection)
        checkoutWrites = try CheckoutWrites(connection)
        self.saveIDs = saveIDs
        try super.init(connection)
    }

    func finishTransaction() throws {
        try saveIDs()
    }

    /// Runs one write. After one that failed, and after the engine has given up the transaction, no other is let
    /// through: outside the transaction it would be kept although the job fails.
    func write<Value>(_ body: () throws -> Value) throws(StoreError) -> Value {
        if let failure { throw failure }
        do {
            guard connection.isInTransaction else {
                throw StoreError(.engine, "the engine gave the transaction up: the disk is full or failing")
            }
            return try body()
        } catch {
            let error = storeError(error)
            failure = error
            throw error
        }
    }

    // MARK: Consumers

    func insert(consumers: [ConsumerRow]) throws(StoreError) {
        try write { try consumerWrites.insert(consumers) }
    }

    func replace(_ old: ConsumerRow, by new: ConsumerRow) throws(StoreError) {
        try write { try consumerWrites.replace(old, by: new) }
    }

    func delete(consumer: ConsumerRow) throws(StoreError) {
        try write {
            for card in try cardReads.cards(of: consumer.id) { try remove(card) }
            try recognitionWrites.delete(consumer: consumer.id)
            try consumerWrites.delete(consumer)
        }
    }

    // MARK: Cards and tokens

    func insert(cards: [CardRow]) throws(StoreError) {
        try write { try cardWrites.insert(cards) }
    }

    func replace(_ old: CardRow, by new: CardRow) throws(StoreError) {
        try write { try cardWrites.replace(old, by: new) }
    }

    func delete(card: CardRow) throws(StoreError) {
        try write { try remove(card) }
    }

    private func remove(_ card: CardRow) throws {
        try cardIssuerWrites.delete(card.id)
        try checkoutWrites.deleteUse(of: card.id)
        try cardWrites.delete(card)
    }

    func alias(card: Int64, externalCardId: String, directory: Int64) throws(StoreError) {
        try write { try cardWrites.alias(card: card, externalCardId: externalCardId, directory: directory) }
    }

    func insert(tokens: [TokenRow]) throws(StoreError) {
        try write { try cardWrites.insert(tokens) }
    }

    func replace(token: TokenRow) throws(StoreError) {
        try write { try cardWrites.replace(token) }
    }

    func deleteToken(of card: Int64) throws(StoreError) {
        try write { try cardWrites.deleteToken(of: card) }
    }

    // MARK: Staged cards

    func insert(staged: [StagedCardRow]) throws(StoreError) {
        try write { try stagedWrites.insert(staged) }
    }

    func replace(_ old: StagedCardRow, by new: StagedCardRow) throws(StoreError) {
        try write { try stagedWrites.replace(old, by: new) }
    }

    func deleteStaged(endedBefore instant: Timestamp, limit: Int) throws(StoreError) -> Int {
        try write { try stagedWrites.delete(endedBefore: instant, limit: limit) }
    }

    // MARK: Batches, due things, audit

    func put(results: [BatchResultRow]) throws(StoreError) {
        try write { try recordWrites.put(results) }
    }

    func deleteResults(endedBefore instant: Timestamp, limit: Int) throws(StoreError) -> Int {
        try write { try recordWrites.deleteResults(endedBefore: instant, limit: limit) }
    }

    func insert(due: DueRow) throws(StoreError) {
        try write { try recordWrites.insert(due) }
    }

    func delete(due: DueRow) throws(StoreError) {
        try write { try recordWrites.delete(due) }
    }

    func append(audit: AuditRow) throws(StoreError) {
        try write { try recordWrites.append(audit) }
    }

    func deleteAll(directory: Int64) throws(StoreError) {
        try write { try DirectoryRemoval.run(directory, on: connection) }
    }
}
