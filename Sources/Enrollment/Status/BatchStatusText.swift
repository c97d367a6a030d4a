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
        let rows: [(kind: PublicIDKind, row: Int64)]? = items.withUnsafeBufferPointer { bytes in
            guard var cursor = BatchRecordCoding.Cursor(bytes) else { return nil }
            var rows: [(kind: PublicIDKind, row: Int64)] = []
            rows.reserveCapacity(2 * cursor.count)
            while let view = cursor.next() {
                if view.state == .staged { return nil }
                guard view.state == .successful else { continue }
                rows.append((.consumer, view.consumer))
                rows.append((.card, view.card))
            }
            return cursor.isAtEnd ? rows : nil
        }
        guard let rows else { return nil }
        self.items = items
        ids = vault.publicIDs(rows)
    }

    func write(to writer: inout JSONWriter, _ generation: APIGeneration) {
        let card: StaticString = generation == .v1 ? ",\"externalCardId\":" : ",\"externalCredentialId\":"
        items.withUnsafeBufferPointer { items in
            ids.withUnsafeBufferPointer { ids in
                guard var cursor = BatchRecordCoding.Cursor(items) else { return }
                var at = 0
                while let view = cursor.next() {
                    guard view.state == .successful else {
                        Self.item(view).write(to: &writer, generation: generation)
                        continue
                    }
                    let consumer = UnsafeBufferPointer(rebasing: ids[at..<at + Self.idLength])
                    let digitalCard = UnsafeBufferPointer(rebasing: ids[at + Self.idLength..<at + 2 * Self.idLength])
                    at += 2 * Self.idLength
                    let names = view.externalConsumerId.count + view.externalCardId.count
                    writer.verbatim(bytesMax: Self.shapeBytesMax + names * JSONText.escapedBytesMax) { text in
                        text.append("{\"externalConsumerId\":")
                        text.append(string: view.externalConsumerId)
                        text.append(card)
                        text.append(string: view.externalCardId)
                        text.append(",\"status\":\"SUCCESSFUL\",\"srcConsumerId\":\"")
                        text.append(utf8: consumer)
                        text.append("\",\"srcDigitalCardId\":\"")
                        text.append(utf8: digitalCard)
                        text.append("\"}")
                    }
                }
            }
        }
    }

    /// What a record takes beside its names: the ids, the quotes and the longest words.
    private static let shapeBytesMax = 256

    private static func item(_ view: BatchRecordCoding.View) -> BatchItem {
        BatchItem(
            externalConsumerId: String(decoding: view.externalConsumerId, as: UTF8.self),
            externalCardId: String(decoding: view.externalCardId, as: UTF8.self),
            status: view.state == .failed ? .failed : .inProgress,
            error: view.state == .failed ? view.error ?? .internalFault : nil)
    }
}
