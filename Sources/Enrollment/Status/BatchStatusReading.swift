// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
public import ClickToPay
public import Store
public import Vault
internal import WireJSON

/// Reads what became of a batch (enrollment 8).
public struct BatchStatusReading: Sendable {
    private let vault: Vault
    private let inbox: any InboxStore
    private let directory: any DirectoryStore

    public init(vault: Vault, inbox: any InboxStore, directory: any DirectoryStore) {
        self.vault = vault
        self.inbox = inbox
        self.directory = directory
    }

    /// The header of a batch of this client in this directory; nil for every other batch, so that nobody learns of
    /// another's.
    public func header(batchId: String, srcClientId: String, directory: Int64) throws -> BatchHeader? {
        guard let batch = vault.row(of: batchId, kind: .batch), let header = try inbox.header(of: batch),
            header.directory == directory, header.srcClientId == srcClientId
        else { return nil }
        return header
    }

    /// The status of a batch; nil when its results are no longer kept.
    public func status(of header: BatchHeader, srcCorrelationId: String) throws -> BatchStatus? {
        if let row = try result(of: header) { return try status(header, row, srcCorrelationId) }
        if try inbox.isPending(header.batch) { return try status(header, nil, srcCorrelationId) }
        // It may have become final between the two reads.
        return try result(of: header).map { try status(header, $0, srcCorrelationId) }
    }

    /// The body of the answer to a call for the status; nil when the batch's results are no longer kept.
    public func json(
        of header: BatchHeader, srcCorrelationId: String, generation: APIGeneration
    ) throws -> [UInt8]? {
        if let row = try result(of: header), row.state != .failed, let text = BatchStatusText(row.items, vault) {
            var writer = JSONWriter(capacity: 512 + header.cardCount * 256)
            head(header, row, srcCorrelationId).write(to: &writer) { text.write(to: &$0, generation) }
            return writer.bytes
        }
        return try status(of: header, srcCorrelationId: srcCorrelationId)?.json(generation: generation)
    }

    private func result(of header: BatchHeader) throws -> BatchResultRow? {
        try directory.read { try $0.batchResult(header.batch) }
    }

    private func status(_ header: BatchHeader, _ row: BatchResultRow?, _ srcCorrelationId: String) throws -> BatchStatus
    {
        let isFailed = row?.state == .failed
        let items = isFailed ? [] : BatchRecordCoding.decode(row?.items ?? BatchRecordCoding.encode([]))
        guard let items else { throw StoreError(.engine, "the results of batch \(header.batch) are not readable") }
        let staged = try stagedCards(items)
        var status = head(header, row, srcCorrelationId)
        if isFailed { status.errorMessage = row.map { String(decoding: $0.items, as: UTF8.self) } }
        status.items = items.map { item($0, staged) }
        return status
    }

    /// The status but for its records.
    private func head(_ header: BatchHeader, _ row: BatchResultRow?, _ srcCorrelationId: String) -> BatchStatus {
        BatchStatus(
            srcCorrelationId: srcCorrelationId, batchId: vault.publicID(.batch, of: header.batch),
            externalBatchId: header.externalBatchId, batchStatus: Self.word(row?.state),
            batchStartTime: (row?.started ?? header.accepted).iso8601, batchEndTime: row?.ended?.iso8601)
    }

    /// The staged cards of the records, as they are now: the issuer learns from here what its cardholders did with them
    /// (enrollment 9.3).
    private func stagedCards(_ items: [BatchRecord]) throws -> [Int64: StagedCardRow] {
        let ids = items.filter { $0.state == .staged }.map(\.staged)
        if ids.isEmpty { return [:] }
        let rows = try directory.read { reading in try ids.compactMap { try reading.stagedCard($0) } }
        return Dictionary(rows.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private func item(_ item: BatchRecord, _ staged: [Int64: StagedCardRow]) -> BatchItem {
        switch item.state {
        case .inProgress:
            BatchItem(
                externalConsumerId: item.externalConsumerId, externalCardId: item.externalCardId, status: .inProgress)
        case .successful:
            BatchItem(
                externalConsumerId: item.externalConsumerId, externalCardId: item.externalCardId, status: .successful,
                srcConsumerId: vault.publicID(.consumer, of: item.consumer),
                srcDigitalCardId: vault.publicID(.card, of: item.card))
        case .staged: stagedItem(item, staged[item.staged])
        case .failed:
            BatchItem(
                externalConsumerId: item.externalConsumerId, externalCardId: item.externalCardId, status: .failed,
                error: item.error ?? .internalFault)
        }
    }

    /// A record stays successful whatever becomes of the staged card; ids are there once it is in a profile.
    private func stagedItem(_ item: BatchRecord, _ row: StagedCardRow?) -> BatchItem {
        let isProvisioned = row?.state == .provisioned
        return BatchItem(
            externalConsumerId: item.externalConsumerId, externalCardId: item.externalCardId, status: .successful,
            srcConsumerId: isProvisioned ? row.map { vault.publicID(.consumer, of: $0.consumer) } : nil,
            srcDigitalCardId: isProvisioned ? row.map { vault.publicID(.card, of: $0.card) } : nil,
            preProvisioningStatus: row?.state.word)
    }

    private static func word(_ state: BatchResultRow.State?) -> BatchStatus.Word {
        switch state {
        case nil, .inProgress: .inProgress
        case .completedSuccessfully: .completedSuccessfully
        case .completedWithErrors: .completedWithErrors
        case .failed: .failed
        }
    }
}

extension StagedCardRow.State {
    fileprivate var word: BatchItem.PreProvisioning {
        switch self {
        case .staged: .staged
        case .provisioned: .provisioned
        case .withdrawn: .withdrawn
        case .declined: .declined
        case .expired: .expired
        }
    }
}
