// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Cryptography
import Dispatch
import Enrollment
import JOSE
import Store
import Synchronization
import Vault

extension Network {
    /// Encrypts a plaintext to the network's key.
    func encrypt(_ plaintext: String) throws -> [UInt8] {
        let key = try vault.networkKeys.encryptionKey
        return try JWE.encrypt(Array(plaintext.utf8), to: key.publicKey, keyID: key.id)
    }

    func envelope(_ externalBatchId: String, _ payload: EncryptedPayload) throws -> BatchEnvelope {
        BatchEnvelope(
            srcClientId: try SrcClientID(Self.client), serviceId: try ServiceID(Self.service),
            externalBatchId: try ExternalID(externalBatchId), payload: payload)
    }

    /// Offers a batch and waits for the answer.
    func offer(
        _ externalBatchId: String, payload: EncryptedPayload, client: String = client, directory: Int64 = directory,
        cardsMax: Int = 250, kind: BatchKind = BatchKind()
    ) throws -> Result<BatchHeader, ServiceError> {
        let answer = Answer()
        acceptance.accept(
            try envelope(externalBatchId, payload),
            to: BatchAcceptance.Destination(
                srcClientId: client, directory: directory, settings: settings, cardsMax: cardsMax, kind: kind)
        ) { answer.give($0) }
        return answer.wait()
    }

    /// Accepts many batches, each in a directory of its own, and waits for all answers.
    func acceptAll(
        _ batches: [(directory: Int64, id: String, plaintext: String, kind: BatchKind)]
    ) throws -> [BatchHeader] {
        let answers = try batches.map { batch in
            let answer = Answer()
            acceptance.accept(
                try envelope(batch.id, .one(try encrypt(batch.plaintext))),
                to: BatchAcceptance.Destination(
                    srcClientId: Self.client, directory: batch.directory, settings: settings, cardsMax: 250,
                    kind: batch.kind)
            ) { answer.give($0) }
            return answer
        }
        return try answers.map { try $0.wait().get() }
    }

    /// Accepts a batch in clear text and answers its header.
    func accept(
        _ externalBatchId: String, _ plaintext: String, client: String = client, directory: Int64 = directory
    ) throws -> BatchHeader {
        try offer(externalBatchId, payload: .one(try encrypt(plaintext)), client: client, directory: directory).get()
    }

    /// Why a batch in clear text is refused; nil when it is not.
    func refusal(_ externalBatchId: String, _ plaintext: String, cardsMax: Int = 250) throws -> ServiceError? {
        refusal(try offer(externalBatchId, payload: .one(try encrypt(plaintext)), cardsMax: cardsMax))
    }

    func refusal(_ result: Result<BatchHeader, ServiceError>) -> ServiceError? {
        if case .failure(let error) = result { error } else { nil }
    }

    /// Accepts a batch, waits until it was processed, and reads its status.
    func enroll(_ externalBatchId: String, _ consumers: [Person]) throws -> BatchStatus {
        let header = try accept(externalBatchId, Person.plaintext(consumers))
        processor.waitUntilIdle()
        return try status(header)
    }

    func status(_ header: BatchHeader) throws -> BatchStatus {
        guard let status = try reading.status(of: header, srcCorrelationId: "call") else { throw Missing() }
        return status
    }

    struct Missing: Error {}

    /// An answer that comes from another thread.
    private final class Answer: Sendable {
        private let result = Mutex<Result<BatchHeader, ServiceError>?>(nil)
        private let semaphore = DispatchSemaphore(value: 0)

        func give(_ answer: Result<BatchHeader, ServiceError>) {
            result.withLock { $0 = answer }
            semaphore.signal()
        }

        func wait() -> Result<BatchHeader, ServiceError> {
            semaphore.wait()
            return result.withLock { $0 ?? .failure(ServiceError(.internal)) }
        }
    }
}

extension Network {
    /// The row behind an id of the wire.
    func consumer(_ item: BatchItem) throws -> Int64 {
        guard let row = item.srcConsumerId.flatMap({ vault.row(of: $0, kind: .consumer) }) else { throw Missing() }
        return row
    }

    func card(_ item: BatchItem) throws -> Int64 {
        guard let row = item.srcDigitalCardId.flatMap({ vault.row(of: $0, kind: .card) }) else { throw Missing() }
        return row
    }
}

extension Network {
    /// A token for a key that the network never had.
    static func strangerToken(_ plaintext: String) throws -> [UInt8] {
        let key = try RSAPrivateKey.generate()
        return try JWE.encrypt(Array(plaintext.utf8), to: key.publicKey, keyID: "stranger")
    }
}
