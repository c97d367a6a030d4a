// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay

/// The plaintext of a batch: consumers in the order of their first row, each with its cards in the order of theirs
/// (enrollment 7.4). The same rows give the same bytes.
enum BatchPlaintext {
    static func write(_ rows: [PortfolioRow], _ generation: APIGeneration = .v1) -> [UInt8] {
        var places: [ExternalID: Int] = [:]
        var consumers: [(row: PortfolioRow, cards: [(id: ExternalID, card: EnrolledCard)])] = []
        for row in rows {
            // Rows of one consumer mostly follow each other.
            let last = consumers.count - 1
            if last >= 0, consumers[last].row.externalConsumerId == row.externalConsumerId {
                consumers[last].cards.append((row.externalCardId, row.card))
            } else if let place = places[row.externalConsumerId] {
                consumers[place].cards.append((row.externalCardId, row.card))
            } else {
                places[row.externalConsumerId] = consumers.count
                consumers.append((row, [(row.externalCardId, row.card)]))
            }
        }
        var writer = EnrollmentDataWriter(generation: generation, capacity: 64 + rows.count * 640)
        for consumer in consumers {
            writer.add(consumer.row.externalConsumerId, consumer.row.consumer, cards: consumer.cards)
        }
        return writer.finish()
    }
}
