// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
public import Directory
public import Store
public import Vault

/// Accepts batches: everything that can refuse a batch as a whole happens here, before the answer; everything about a
/// single record happens later (enrollment 7.6).
public struct BatchAcceptance: Sendable {
    /// Who sends the batch, and where to.
    public struct Destination: Sendable {
        public var srcClientId: String
        public var directory: Int64
        public var settings: ProgramSettings
        /// Cards in one batch at most, whatever the program says.
        public var cardsMax: Int
        public var kind: BatchKind

        public init(
            srcClientId: String, directory: Int64, settings: ProgramSettings, cardsMax: Int,
            kind: BatchKind = BatchKind()
        ) {
            self.srcClientId = srcClientId
            self.directory = directory
            self.settings = settings
            self.cardsMax = cardsMax
            self.kind = kind
        }
    }

    private let vault: Vault
    private let inbox: any InboxStore
    private let opening: BatchOpening
    private let preparation: BatchPreparation
    private let processor: BatchProcessor
    private let clock: any WallClock

    public init(
        vault: Vault, inbox: any InboxStore, opening: BatchOpening, preparation: BatchPreparation,
        processor: BatchProcessor, clock: any WallClock
    ) {
        self.vault = vault
        self.inbox = inbox
        self.opening = opening
        self.preparation = preparation
        self.processor = processor
        self.clock = clock
    }

    /// Accepts a batch and hands it to the processor. `completion` is called once the batch is on disk, from another
    /// thread: with its header, which is the original one when the same content came under the same id before
    /// (enrollment 17).
    public func accept(
        _ envelope: BatchEnvelope, to destination: Destination,
        completion: @escaping @Sendable (Result<BatchHeader, ServiceError>) -> Void
    ) {
        let opened: BatchOpening.Opened
        do {
            opened = try opening.open(
                envelope.payload, cardsMax: min(destination.cardsMax, destination.settings.cardsPerBatchMax),
                kind: destination.kind, rule: destination.settings.identityRule)
        } catch {
            return completion(.failure(error))
        }
        let header = BatchHeader(
            batch: 0, directory: destination.directory, srcClientId: destination.srcClientId,
            externalBatchId: envelope.externalBatchId.value,
            content: vault.blindIndex(.batchContent, directory: destination.directory, value: opened.content),
            cardCount: opened.data.cardCount, accepted: clock.now)
        // Prepared before the answer, by the thread that has the clear data at hand: they go no further. Who has to be
        // asked about the cards is asked after it.
        let isAsked = processor.asksIssuer(of: header.directory)
        let prepared = isAsked ? nil : preparation.prepare(header, opened.data, destination.kind)
        inbox.offer(header, payload: StoredPayload.encode(envelope.payload, destination.kind)) {
            [processor] result in
            switch result {
            case .success(.accepted(let accepted)):
                if var prepared {
                    prepared.header = accepted
                    processor.enqueue(prepared)
                } else {
                    processor.resume(accepted)
                }
                completion(.success(accepted))
            case .success(.repeated(let original)): completion(.success(original))
            case .success(.conflicting): completion(.failure(Self.reused))
            case .failure(let error): completion(.failure(Self.notStored(error)))
            }
        }
    }

    private static let reused = ServiceError(
        .alreadyExists, "The externalBatchId was used before with other content.",
        details: [
            ErrorDetail(.alreadyExists, .body, "externalBatchId", "was used before with other content: take a new one")
        ])

    private static func notStored(_ error: StoreError) -> ServiceError {
        switch error.code {
        case .closed:
            ServiceError(.unavailable, "The server is stopping; send the batch again with the same externalBatchId.")
        case .full:
            ServiceError(.unavailable, "The server is busy; send the batch again with the same externalBatchId.")
        default:
            ServiceError(.internal, "The batch could not be stored; send it again with the same externalBatchId.")
        }
    }
}
