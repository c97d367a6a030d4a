// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Vault
internal import WireJSON

/// Writes the records of a batch's status straight from where they are stored: the same bytes as `BatchItem` writes, at
/// a fraction of the cost, because a status has hundreds and is asked for often.
struct BatchStatusText {
    private let items: [UInt8]
    /// The public ids of the successful records, two each.
    private let ids: [UInt8]
    private static let idLength = 36

    /// Nil when something else than finding names and ids is to be done for a record, or when the bytes do not have the
    /// layout that they should.
    init?(_ items: [UInt8], _ vault: Vault) {
        var rows: [(kind: PublicIDKind, row: Int64)] = []
        var isPlain = true
        let isRead = BatchRecordCoding.forEach(in: items) { view in
            if view.state == .staged { isPlain = false }
            guard view.state == .successful else { return }
            rows.append((.consumer, view.consumer))
            rows.append((.card, view.card))
        }
        guard isRead, isPlain else { return nil }
        self.items = items
        ids = vault.publicIDs(rows)
    }

    func write(to writer: inout JSONWriter, _ generation: APIGeneration) {
        ids.withUnsafeBufferPointer { ids in
            var next = 0
            func id() -> UnsafeBufferPointer<UInt8> {
                defer { next += Self.idLength }
                return UnsafeBufferPointer(rebasing: ids[next..<next + Self.idLength])
            }
            let card: StaticString =
                generation == .v1 ? ",\"externalCardId\":" : ",\"externalCredentialId\":"
            _ = BatchRecordCoding.forEach(in: items) { view in
                guard view.state == .successful else {
                    return Self.item(view).write(to: &writer, generation: generation)
                }
                writer.beginVerbatim()
                writer.verbatim("{\"externalConsumerId\":")
                writer.verbatimString(utf8: view.externalConsumerId)
                writer.verbatim(card)
                writer.verbatimString(utf8: view.externalCardId)
                writer.verbatim(",\"status\":\"SUCCESSFUL\",\"srcConsumerId\":\"")
                writer.verbatim(utf8: id())
                writer.verbatim("\",\"srcDigitalCardId\":\"")
                writer.verbatim(utf8: id())
                writer.verbatim("\"}")
            }
        }
    }

    private static func item(_ view: borrowing BatchRecordCoding.View) -> BatchItem {
        BatchItem(
            externalConsumerId: String(decoding: view.externalConsumerId, as: UTF8.self),
            externalCardId: String(decoding: view.externalCardId, as: UTF8.self),
            status: view.state == .failed ? .failed : .inProgress,
            error: view.state == .failed ? view.error ?? .internalFault : nil)
    }
}
