// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Vault

/// A batch that was accepted: what identifies it for ever, without its payload.
public struct BatchHeader: Sendable, Equatable {
    /// The batch's row number; `batchId` on the wire is its opaque form.
    public var batch: Int64
    public var directory: Int64
    public var srcClientId: String
    public var externalBatchId: String
    /// Keyed hash of the canonical plaintext: tells a repeat from a reuse of the id (enrollment 17).
    public var content: BlindIndex
    public var cardCount: Int
    public var accepted: Timestamp

    public init(
        batch: Int64, directory: Int64, srcClientId: String, externalBatchId: String, content: BlindIndex,
        cardCount: Int, accepted: Timestamp
    ) {
        self.batch = batch
        self.directory = directory
        self.srcClientId = srcClientId
        self.externalBatchId = externalBatchId
        self.content = content
        self.cardCount = cardCount
        self.accepted = accepted
    }
}

/// What became of a batch that was offered to the inbox.
public enum InboxAnswer: Sendable, Equatable {
    /// It is on disk under this number.
    case accepted(BatchHeader)
    /// The same client sent the same content under the same id before: here is that batch.
    case repeated(BatchHeader)
    /// The id was used before with other content.
    case conflicting(BatchHeader)
}

/// Accepted batches, still encrypted, apart from the directory so that accepting never waits for processing.
///
/// A header stays for ever (an `externalBatchId` is never free again); a payload goes once the batch is final.
public protocol InboxStore: AnyObject, Sendable {
    /// Stores a batch and its payload, then calls `completion`, from another thread: an answer means that it is on
    /// disk. Batches that are offered at the same time share one transaction. `header.batch` is ignored.
    ///
    /// A `nil` payload stores the header alone: the batch is final already. When the store takes no batch, the
    /// completion is called at once, from this thread, with `.full` or `.closed`.
    func offer(
        _ header: BatchHeader, payload: [UInt8]?,
        completion: @escaping @Sendable (Result<InboxAnswer, StoreError>) -> Void)

    /// The header of a batch, nil when there is none.
    func header(of batch: Int64) throws(StoreError) -> BatchHeader?

    /// The payload of a batch that is not final yet.
    func payload(of batch: Int64) throws(StoreError) -> [UInt8]?

    /// Whether the payload of a batch is still here: it is not final, or has only just become so.
    func isPending(_ batch: Int64) throws(StoreError) -> Bool

    /// The batches whose payload is still here, oldest first, after `batch`; at most `limit`.
    func pending(after batch: Int64, limit: Int) throws(StoreError) -> [BatchHeader]

    /// How many batches of each directory still have their payload.
    func pendingCounts() throws(StoreError) -> [Int64: Int]

    /// Forgets the payloads of batches that are final. Lazy: it is done some time soon, and a crash before that only
    /// means that they are found again at the next start.
    func dropPayloads(of batches: [Int64])

    /// Forgets every batch of a directory, headers too, and waits until that is on disk. Their row numbers are never
    /// given again. Only a sandbox does that.
    func forget(directory: Int64) throws(StoreError)

    /// Finishes what was offered, waits for the reads that run, and closes the files.
    func close()
}
