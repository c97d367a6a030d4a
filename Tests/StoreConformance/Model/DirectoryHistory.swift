// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Store
internal import Vault

/// Makes up random operations that fit what a model holds: small pools of names and of colliding identifiers, so that
/// rows meet one another all the time, and now and then an operation that must be refused.
struct DirectoryHistory {
    var random: SeededGenerator
    /// Twelve identifiers with three prefixes.
    let identifiers: [BlindIndex]
    private var nextID: Int64 = 1
    private var nextEnd: Int64 = 0

    static let directories: [Int64] = [1, 2]
    static let names = (0..<8).map { "name-\($0)" }
    static let batches: [Int64] = Array(1...6)

    init(seed: UInt64) throws {
        random = SeededGenerator(state: seed)
        identifiers = try [0, 0x8000_0000_0000_0001, UInt64.max].flatMap { prefix in
            try (0..<4).map { try blindIndex(prefix, $0) }
        }
    }

    mutating func chance(_ one: Int, in many: Int) -> Bool {
        Int.random(in: 0..<many, using: &random) < one
    }

    private mutating func pick<Value>(_ values: [Value]) -> Value? {
        values.randomElement(using: &random)
    }

    mutating func operation(on model: DirectoryModel) throws -> DirectoryOperation {
        let consumers = model.consumers.values.sorted { $0.id < $1.id }
        let cards = model.cards.values.sorted { $0.id < $1.id }
        let kind = Int.random(in: 0..<16, using: &random)
        switch kind {
        case 0, 1: return .insertConsumers(try newConsumers(model))
        case 2: if let row = pick(consumers) { return .replaceConsumer(row, try changed(row, model)) }
        case 3: if let row = pick(consumers) { return .deleteConsumer(row) }
        case 4, 5: if !consumers.isEmpty { return .insertCards(try newCards(consumers, cards)) }
        case 6: if let row = pick(cards) { return .replaceCard(row, try changed(row, consumers)) }
        case 7: if let row = pick(cards) { return .deleteCard(row) }
        case 8:
            if let row = pick(cards) {
                let card = chance(1, in: 12) ? 9999 : row.id
                return .alias(card: card, name: pick(Self.names) ?? "", directory: row.directory)
            }
        case 9: if let row = pick(cards) { return .insertTokens([newToken(row)]) }
        case 10:
            if let row = pick(cards), model.tokens[row.id] != nil || chance(1, in: 8) {
                return .replaceToken(newToken(row))
            }
        case 11: return .putResults([newResult()])
        case 12: return .deleteResults(endedBefore: instant(), limit: Int.random(in: 0..<3, using: &random))
        case 13: return .insertDue(newDue())
        case 14: return .deleteDue(pick(model.due) ?? newDue())
        default: break
        }
        return .appendAudit(
            AuditRow(
                at: instant(), directory: pick(Self.directories) ?? 1, actor: "model", action: "test",
                subject: Int64(kind), correlation: ""))
    }

    // MARK: Rows

    private mutating func instant() -> Timestamp {
        noon.advanced(by: .seconds(Int64.random(in: 0..<20, using: &random)))
    }

    private mutating func sealed() -> [UInt8] {
        let count = chance(1, in: 10) ? 20_000 : Int.random(in: 0..<40, using: &random)
        return [UInt8](repeating: UInt8.random(in: 0...255, using: &random), count: count)
    }

    private mutating func newID(taken: Int64?) -> Int64 {
        // Sometimes an id that is taken: to be refused.
        if let taken, chance(1, in: 15) { return taken }
        nextID += 1
        return nextID
    }

    /// An identifier that no other consumer of the directory has: the callers of the store see to that.
    private mutating func freeIdentifier(
        _ kind: BlindIndexKind, _ others: [ConsumerRow], _ own: [Identifier] = []
    ) -> BlindIndex? {
        let used = Set(others.flatMap(\.identifiers) + own)
        return pick(identifiers.filter { !used.contains(Identifier(kind, $0)) })
    }

    /// Most consumers have an email and a mobile number; some have more, some lack one.
    private mutating func identify(_ row: inout ConsumerRow, _ others: [ConsumerRow]) -> Bool {
        (row.email, row.mobile, row.moreIdentifiers) = (nil, nil, [])
        let shape = Int.random(in: 0..<8, using: &random)
        if shape != 0 {
            row.email = freeIdentifier(.email, others)
            if row.email == nil { return false }
        }
        if shape != 1 {
            row.mobile = freeIdentifier(.mobile, others)
            if row.mobile == nil { return false }
        }
        for kind in [BlindIndexKind.email, .mobile] where shape == 2 || shape == 3 && kind == .mobile {
            if let more = freeIdentifier(kind, others, row.identifiers) {
                row.moreIdentifiers.append(Identifier(kind, more))
            }
        }
        return true
    }

    private mutating func newConsumers(_ model: DirectoryModel) throws -> [ConsumerRow] {
        var rows: [ConsumerRow] = []
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let directory = pick(Self.directories) ?? 1
            let others = (Array(model.consumers.values) + rows).filter { $0.directory == directory }
            var row = ConsumerRow(
                id: newID(taken: model.consumers.keys.min()), directory: directory,
                externalConsumerId: chance(1, in: 2) ? pick(Self.names) : nil, email: nil, mobile: nil,
                sealed: sealed(), created: instant())
            if identify(&row, others) { rows.append(row) }
        }
        return rows
    }

    private mutating func changed(_ row: ConsumerRow, _ model: DirectoryModel) throws -> ConsumerRow {
        var row = row
        let others = model.consumers.values.filter { $0.directory == row.directory && $0.id != row.id }
        if chance(2, in: 3) {
            let before = row
            if !identify(&row, Array(others)) { row = before }
        }
        if chance(1, in: 2) { row.externalConsumerId = chance(1, in: 3) ? nil : pick(Self.names) }
        if chance(1, in: 2) { row.sealed = sealed() }
        if chance(1, in: 3) { row.emptySince = chance(1, in: 2) ? instant() : nil }
        row.status = pick([.active, .suspended, .locked]) ?? .active
        if chance(1, in: 20) { row.directory = 3 }
        return row
    }

    private mutating func newCards(_ consumers: [ConsumerRow], _ cards: [CardRow]) throws -> [CardRow] {
        var rows: [CardRow] = []
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            guard let consumer = pick(consumers) else { break }
            var row = try card(
                newID(taken: cards.first?.id), of: consumer.id, directory: consumer.directory,
                name: chance(2, in: 3) ? pick(Self.names) : nil)
            (row.sealed, row.created) = (sealed(), instant())
            rows.append(row)
        }
        return rows
    }

    private mutating func changed(_ row: CardRow, _ consumers: [ConsumerRow]) throws -> CardRow {
        var row = row
        if chance(1, in: 2) { row.externalCardId = chance(1, in: 4) ? nil : pick(Self.names) }
        if chance(1, in: 4), let consumer = pick(consumers.filter { $0.directory == row.directory }) {
            row.consumer = consumer.id
        }
        row.status = pick([.active, .suspended, .cancelled]) ?? .active
        row.pan = pick(identifiers) ?? row.pan
        row.sealed = sealed()
        return row
    }

    private mutating func newToken(_ card: CardRow) -> TokenRow {
        TokenRow(
            card: card.id, directory: card.directory, state: pick([.inactive, .active, .suspended]) ?? .active,
            sealed: sealed(), created: instant())
    }

    private mutating func newResult() -> BatchResultRow {
        // No two end at the same instant: which of them is the older one would be left open.
        nextEnd += 1
        let ended = Timestamp(milliseconds: instant().milliseconds + nextEnd)
        let isOver = chance(2, in: 3)
        return BatchResultRow(
            batch: pick(Self.batches) ?? 1, directory: pick(Self.directories) ?? 1,
            state: isOver ? .completedSuccessfully : .inProgress, started: noon, ended: isOver ? ended : nil,
            items: sealed())
    }

    private mutating func newDue() -> DueRow {
        let (kind, subject) = (Int64.random(in: 1...2, using: &random), Int64.random(in: 1...3, using: &random))
        return DueRow(kind: kind, subject: subject, directory: 1, due: instant())
    }
}
