// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Store

/// One write of the directory, as a value.
enum DirectoryOperation: Sendable {
    case insertConsumers([ConsumerRow])
    case replaceConsumer(ConsumerRow, ConsumerRow)
    case deleteConsumer(ConsumerRow)
    case insertCards([CardRow])
    case replaceCard(CardRow, CardRow)
    case deleteCard(CardRow)
    case alias(card: Int64, name: String, directory: Int64)
    case insertTokens([TokenRow])
    case replaceToken(TokenRow)
    case putResults([BatchResultRow])
    case deleteResults(endedBefore: Timestamp, limit: Int)
    case insertDue(DueRow)
    case deleteDue(DueRow)
    case appendAudit(AuditRow)

    /// Does it on a store; for `deleteResults`, answers how many went.
    func run(on writing: any DirectoryWriting) throws -> Int {
        switch self {
        case .insertConsumers(let rows): try writing.insert(consumers: rows)
        case .replaceConsumer(let old, let new): try writing.replace(old, by: new)
        case .deleteConsumer(let row): try writing.delete(consumer: row)
        case .insertCards(let rows): try writing.insert(cards: rows)
        case .replaceCard(let old, let new): try writing.replace(old, by: new)
        case .deleteCard(let row): try writing.delete(card: row)
        case .alias(let card, let name, let directory):
            try writing.alias(card: card, externalCardId: name, directory: directory)
        case .insertTokens(let rows): try writing.insert(tokens: rows)
        case .replaceToken(let row): try writing.replace(token: row)
        case .putResults(let rows): try writing.put(results: rows)
        case .deleteResults(let instant, let limit):
            return try writing.deleteResults(endedBefore: instant, limit: limit)
        case .insertDue(let row): try writing.insert(due: row)
        case .deleteDue(let row): try writing.delete(due: row)
        case .appendAudit(let row): try writing.append(audit: row)
        }
        return 0
    }
}
