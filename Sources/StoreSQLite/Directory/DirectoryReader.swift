// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store
internal import Vault

/// Reads of the directory on one connection. Not shared between threads.
class DirectoryReader: DirectoryReading {
    let connection: Connection
    let consumerReads: ConsumerReads
    let cardReads: CardReads
    let recordReads: RecordReads
    let stagedReads: StagedReads
    let notificationReads: NotificationReads
    let receiptReads: ReceiptReads
    let cardIssuerReads: CardIssuerReads
    let processorReads: ProcessorReads
    let verificationReads: VerificationReads
    let signInReads: SignInReads
    let checkoutReads: CheckoutReads
    private let beginView: Statement
    private let endView: Statement

    init(_ connection: Connection) throws {
        self.connection = connection
        beginView = try connection.prepare("BEGIN")
        endView = try connection.prepare("COMMIT")
        consumerReads = try ConsumerReads(connection)
        cardReads = try CardReads(connection)
        recordReads = try RecordReads(connection)
        stagedReads = try StagedReads(connection)
        notificationReads = try NotificationReads(connection)
        receiptReads = try ReceiptReads(connection)
        cardIssuerReads = try CardIssuerReads(connection)
        processorReads = try ProcessorReads(connection)
        verificationReads = try VerificationReads(connection)
        signInReads = try SignInReads(connection)
        checkoutReads = try CheckoutReads(connection)
    }

    /// Runs `body` inside one read transaction. When that cannot be ended the reader is of no more use.
    func view<Value>(_ body: (any DirectoryReading) throws -> Value) throws -> Value {
        try mapped { try beginView.run() }
        defer { try? endView.run() }
        return try body(self)
    }

    func consumer(_ id: Int64) throws(StoreError) -> ConsumerRow? {
        try mapped { try consumerReads.consumer(id) }
    }

    func consumers(
        identifiedBy keys: [BlindIndex], kind: BlindIndexKind, directory: Int64
    ) throws(StoreError) -> [ConsumerRow?] {
        try mapped { try consumerReads.consumers(identifiedBy: keys, kind: kind, directory: directory) }
    }

    func consumers(identifiedBy keys: [DirectoryIdentifier]) throws(StoreError) -> [ConsumerRow?] {
        try mapped { try consumerReads.consumers(identifiedBy: keys) }
    }

    func firstConsumer(from id: Int64) throws(StoreError) -> ConsumerRow? {
        try mapped { try consumerReads.firstConsumer(from: id) }
    }

    func consumers(named externalConsumerIds: [String], directory: Int64) throws(StoreError) -> [Int64?] {
        try mapped { try consumerReads.consumers(named: externalConsumerIds, directory: directory) }
    }

    func card(_ id: Int64) throws(StoreError) -> CardRow? {
        try mapped { try cardReads.card(id) }
    }

    func cards(of consumer: Int64) throws(StoreError) -> [CardRow] {
        try mapped { try cardReads.cards(of: consumer) }
    }

    func heldCards(by consumer: Int64) throws(StoreError) -> [HeldCard] {
        try mapped { try cardReads.heldCards(by: consumer) }
    }

    func cards(named externalCardIds: [String], directory: Int64) throws(StoreError) -> [Int64?] {
        try mapped { try cardReads.cards(named: externalCardIds, directory: directory) }
    }

    func token(of card: Int64) throws(StoreError) -> TokenRow? {
        try mapped { try cardReads.token(of: card) }
    }

    func batchResult(_ batch: Int64) throws(StoreError) -> BatchResultRow? {
        try mapped { try recordReads.batchResult(batch) }
    }

    func due(until instant: Timestamp, limit: Int) throws(StoreError) -> [DueRow] {
        try mapped { try recordReads.due(until: instant, limit: limit) }
    }

    func nextDue() throws(StoreError) -> Timestamp? {
        try mapped { try recordReads.earliestDue() }
    }

    func counts(directory: Int64) throws(StoreError) -> DirectoryCounts {
        try mapped { try recordReads.counts(directory: directory) }
    }

    func audit(directory: Int64, limit: Int) throws(StoreError) -> [AuditRow] {
        try mapped { try recordReads.audit(directory: directory, limit: limit) }
    }

    // MARK: Staged cards

    func stagedCard(_ id: Int64) throws(StoreError) -> StagedCardRow? {
        try mapped { try stagedReads.card(id) }
    }

    func stagedCards(of externalConsumerId: String, directory: Int64) throws(StoreError) -> [StagedCardRow] {
        try mapped { try stagedReads.cards(of: externalConsumerId, directory: directory) }
    }

    func stagedCards(
        identifiedBy key: BlindIndex, kind: BlindIndexKind, directory: Int64
    ) throws(StoreError) -> [StagedCardRow] {
        try mapped { try stagedReads.cards(identifiedBy: key, kind: kind, directory: directory) }
    }

    func stagedCards(identifiedBy keys: [DirectoryIdentifier]) throws(StoreError) -> [StagedCardRow] {
        try mapped { try stagedReads.cards(identifiedBy: keys) }
    }

    func firstStagedCard(from id: Int64) throws(StoreError) -> StagedCardRow? {
        try mapped { try stagedReads.firstCard(from: id) }
    }

    func overdueStagedCards(at instant: Timestamp, limit: Int) throws(StoreError) -> [StagedCardRow] {
        try mapped { try stagedReads.overdue(at: instant, limit: limit) }
    }
}
