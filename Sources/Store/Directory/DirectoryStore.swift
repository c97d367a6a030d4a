// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Vault

/// Reads of the directories, all seeing the same moment.
///
/// Bulk reads answer in the order of their keys; a key that finds nothing answers nil.
public protocol DirectoryReading: StagedCardReading, NotificationReading, ReceiptReading, ProcessorReading,
    CardIssuerReading, VerificationReading, SignInReading, CheckoutReading
{
    func consumer(_ id: Int64) throws(StoreError) -> ConsumerRow?

    /// The live consumers that have one of these identifiers, email or mobile. An identifier belongs to one consumer at
    /// most: the caller sees to that, in the job that inserts.
    func consumers(identifiedBy keys: [BlindIndex], kind: BlindIndexKind, directory: Int64)
        throws(StoreError) -> [ConsumerRow?]

    /// The same over several directories at once.
    func consumers(identifiedBy keys: [DirectoryIdentifier]) throws(StoreError) -> [ConsumerRow?]

    /// The live consumer with this id, or else the one with the next greater one; nil: there is none of either.
    func firstConsumer(from id: Int64) throws(StoreError) -> ConsumerRow?

    /// The live consumers that the issuer gave these names.
    func consumers(named externalConsumerIds: [String], directory: Int64) throws(StoreError) -> [Int64?]

    func card(_ id: Int64) throws(StoreError) -> CardRow?

    /// The live cards of a consumer, oldest first.
    func cards(of consumer: Int64) throws(StoreError) -> [CardRow]

    /// The same, each with its token, its issuer and its last use.
    func heldCards(by consumer: Int64) throws(StoreError) -> [HeldCard]

    /// The live cards that the issuer gave these names, first names and aliases.
    func cards(named externalCardIds: [String], directory: Int64) throws(StoreError) -> [Int64?]

    func token(of card: Int64) throws(StoreError) -> TokenRow?

    func batchResult(_ batch: Int64) throws(StoreError) -> BatchResultRow?

    /// What falls due at `instant` or before, earliest first, and by kind and subject within the same instant.
    func due(until instant: Timestamp, limit: Int) throws(StoreError) -> [DueRow]

    /// When the next thing falls due.
    func nextDue() throws(StoreError) -> Timestamp?

    func counts(directory: Int64) throws(StoreError) -> DirectoryCounts

    /// The newest audit rows of a directory, newest first.
    func audit(directory: Int64, limit: Int) throws(StoreError) -> [AuditRow]
}

/// Writes of the directories, inside one transaction that also sees what it has written itself.
///
/// A write that throws loses the whole job: it may have stopped half way, so the job leaves nothing even if it catches
/// the error and goes on, and each later write of the job throws the same error. Look first, then write.
public protocol DirectoryWriting: DirectoryReading, StagedCardWriting, NotificationWriting, ReceiptWriting,
    ProcessorWriting, CardIssuerWriting, VerificationWriting, SignInWriting, CheckoutWriting
{
    /// Adds rows. Ids come from `DirectoryStore.reserveConsumerIDs` and `reserveCardIDs`; look-ups are kept by the
    /// store.
    ///
    /// - Throws: `.conflict` when an id, or a name in its directory, is taken.
    func insert(consumers: [ConsumerRow]) throws(StoreError)
    func insert(cards: [CardRow]) throws(StoreError)
    func insert(tokens: [TokenRow]) throws(StoreError)

    /// Replaces a row by another with the same id and directory, and moves its look-ups. `old` is the row as this job
    /// has read it. A card whose new first name is one of its aliases loses the alias.
    ///
    /// - Throws: `.conflict` when there is no such row, when id or directory differ, or when a new name is taken.
    func replace(_ old: ConsumerRow, by new: ConsumerRow) throws(StoreError)
    func replace(_ old: CardRow, by new: CardRow) throws(StoreError)
    func replace(token: TokenRow) throws(StoreError)

    /// Removes the token of a card, which stays; nothing happens when there is none.
    func deleteToken(of card: Int64) throws(StoreError)

    /// Removes a consumer with its cards, tokens, look-ups and recognized browsers; nothing happens when it is gone.
    /// The row is as this job has read it.
    func delete(consumer: ConsumerRow) throws(StoreError)
    /// Removes a card with its token and look-ups; nothing happens when it is gone.
    func delete(card: CardRow) throws(StoreError)

    /// Gives a card another name beside its first one.
    ///
    /// - Throws: `.conflict` when the name is taken, by the same card too, or when there is no such card.
    func alias(card: Int64, externalCardId: String, directory: Int64) throws(StoreError)

    /// Adds or replaces the results of batches.
    func put(results: [BatchResultRow]) throws(StoreError)
    /// Removes results of batches that ended before `instant`; at most `limit`. Returns how many went.
    func deleteResults(endedBefore instant: Timestamp, limit: Int) throws(StoreError) -> Int

    /// Adds something that is to happen; nothing changes when the same thing falls due at the same instant already.
    func insert(due: DueRow) throws(StoreError)
    /// Removes it; nothing happens when it is gone.
    func delete(due: DueRow) throws(StoreError)

    func append(audit: AuditRow) throws(StoreError)

    /// Removes everything that a directory holds but its audit rows.
    func deleteAll(directory: Int64) throws(StoreError)
}

/// The directories: consumers, cards, tokens, results.
///
/// One writer applies jobs in the order they were submitted and takes everything that is ready into one transaction.
/// A job that throws leaves nothing behind and does not disturb its neighbours. Reads run beside the writer and see
/// what was committed.
///
/// **A job may run more than once**, for example when a neighbour of its transaction failed: only its last run counts,
/// so what it hands out of its closure must be assigned anew in each run and not added to.
public protocol DirectoryStore: AnyObject, Sendable {
    /// Reserves `count` ids in a row, never used before, also after a restart: each id is handed out once among the
    /// rows that were committed.
    func reserveConsumerIDs(_ count: Int) -> Range<Int64>
    func reserveCardIDs(_ count: Int) -> Range<Int64>
    func reserveStagedIDs(_ count: Int) -> Range<Int64>
    func reserveReceiptIDs(_ count: Int) -> Range<Int64>
    func reserveProcessorIDs(_ count: Int) -> Range<Int64>
    func reserveRecognitionIDs(_ count: Int) -> Range<Int64>
    func reserveSignInIDs(_ count: Int) -> Range<Int64>
    func reserveCheckoutIDs(_ count: Int) -> Range<Int64>

    /// Runs `body` on one consistent view, on the caller's thread. A view that is held for long keeps the engine from
    /// tidying up: read, then work.
    ///
    /// - Throws: what `body` throws; `.closed` after `close`.
    func read<Value>(_ body: (any DirectoryReading) throws -> Value) throws -> Value

    /// Queues a job. `completion` is called from the writer's thread once the job is on disk (or has failed); it must
    /// be short. When the store takes no job, the completion is called at once, from this thread, with `.full` or
    /// `.closed`.
    func submit(
        _ job: @escaping @Sendable (any DirectoryWriting) throws -> Void,
        completion: @escaping @Sendable (Result<Void, any Error>) -> Void)

    /// Finishes the jobs that were submitted, waits for the reads that run, and closes the files. Not to be called from
    /// inside a read.
    func close()
}

extension DirectoryStore {
    /// Runs a job and waits until it is on disk.
    public func write<Value: Sendable>(_ job: @escaping @Sendable (any DirectoryWriting) throws -> Value) throws
        -> Value
    {
        let outcome = Outcome<Value>()
        submit({ writing in outcome.value = try job(writing) }, completion: { outcome.finish($0) })
        return try outcome.wait()
    }
}
