// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Store

/// The directories as plain dictionaries: what the store must hold, written down as simply as can be.
struct DirectoryModel: Equatable {
    struct Name: Hashable {
        var directory: Int64
        var external: String
    }

    var consumers: [Int64: ConsumerRow] = [:]
    var cards: [Int64: CardRow] = [:]
    var tokens: [Int64: TokenRow] = [:]
    /// Names beside a card's first one.
    var aliases: [Name: Int64] = [:]
    var results: [Int64: BatchResultRow] = [:]
    var due: [DueRow] = []
    /// Oldest first.
    var audit: [AuditRow] = []

    /// The store must refuse the operation as a conflict.
    struct Conflict: Error {}

    func consumer(named name: String, directory: Int64) -> Int64? {
        consumers.values.first { $0.directory == directory && $0.externalConsumerId == name }?.id
    }

    func card(named name: String, directory: Int64) -> Int64? {
        aliases[Name(directory: directory, external: name)]
            ?? cards.values.first { $0.directory == directory && $0.externalCardId == name }?.id
    }

    /// Does `operation`; for `deleteResults`, answers how many went.
    mutating func apply(_ operation: DirectoryOperation) throws(Conflict) -> Int {
        switch operation {
        case .insertConsumers(let rows): for row in rows { try insert(row) }
        case .replaceConsumer(let old, let new): try replace(old, by: new)
        case .deleteConsumer(let row):
            for card in cards.values where card.consumer == row.id { remove(card) }
            consumers[row.id] = nil
        case .insertCards(let rows): for row in rows { try insert(row) }
        case .replaceCard(let old, let new): try replace(old, by: new)
        case .deleteCard(let row): remove(row)
        case .alias(let card, let name, let directory):
            if cards[card]?.directory != directory { throw Conflict() }
            if self.card(named: name, directory: directory) != nil { throw Conflict() }
            aliases[Name(directory: directory, external: name)] = card
        case .insertTokens(let rows):
            for row in rows {
                if tokens.updateValue(row, forKey: row.card) != nil { throw Conflict() }
            }
        case .replaceToken(let row):
            if tokens[row.card]?.directory != row.directory { throw Conflict() }
            tokens[row.card] = row
        case .putResults(let rows): for row in rows { results[row.batch] = row }
        case .deleteResults(let instant, let limit): return deleteResults(instant, limit)
        case .insertDue(let row): if !due.contains(row) { due.append(row) }
        case .deleteDue(let row): due.removeAll { $0 == row }
        case .appendAudit(let row): audit.append(row)
        }
        return 0
    }

    private mutating func insert(_ row: ConsumerRow) throws(Conflict) {
        if consumers[row.id] != nil { throw Conflict() }
        if let name = row.externalConsumerId, consumer(named: name, directory: row.directory) != nil {
            throw Conflict()
        }
        consumers[row.id] = row
    }

    private mutating func replace(_ old: ConsumerRow, by new: ConsumerRow) throws(Conflict) {
        if consumers[old.id] == nil || old.id != new.id || old.directory != new.directory { throw Conflict() }
        consumers[old.id] = nil
        try insert(new)
    }

    private mutating func insert(_ row: CardRow) throws(Conflict) {
        if cards[row.id] != nil { throw Conflict() }
        if let name = row.externalCardId, card(named: name, directory: row.directory) != nil { throw Conflict() }
        cards[row.id] = row
    }

    private mutating func replace(_ old: CardRow, by new: CardRow) throws(Conflict) {
        if cards[old.id] == nil || old.id != new.id || old.directory != new.directory { throw Conflict() }
        cards[old.id] = nil
        if let name = new.externalCardId, old.externalCardId != name {
            // An alias of the card itself becomes its first name.
            let key = Name(directory: new.directory, external: name)
            if aliases[key] == new.id { aliases[key] = nil }
        }
        try insert(new)
    }

    private mutating func remove(_ card: CardRow) {
        cards[card.id] = nil
        tokens[card.id] = nil
        aliases = aliases.filter { $0.value != card.id }
    }

    private mutating func deleteResults(_ instant: Timestamp, _ limit: Int) -> Int {
        let old = results.values.compactMap { row in row.ended.map { (ended: $0, batch: row.batch) } }
            .filter { $0.ended < instant }.sorted { $0.ended < $1.ended }.prefix(limit)
        for row in old { results[row.batch] = nil }
        return old.count
    }
}
