// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import Store
internal import Vault

/// Puts prepared batches into the directory, many at once, inside one transaction: finds or makes each profile, adds
/// each card, and writes each batch's results. A batch is final in the same transaction that holds its cards, so that a
/// record is never reported both ways (enrollment 7.8).
struct BatchCommit {
    /// What follows from a commit, once it is on disk.
    struct Outcome: Sendable {
        /// Batches whose payload is not needed any more.
        var finished: [Int64] = []
        /// How many batches and records became final in this commit.
        var batchesEnded = 0
        var succeeded = 0
        var failed = 0
    }

    private let writing: any DirectoryWriting
    private let now: Timestamp
    private var profiles: ProfileIndex
    private var cardNames = CardNameIndex()
    private var staged: StagedIndex
    private let vault: Vault
    private var outcome = Outcome()
    /// The batches of this transaction: one that was queued twice runs once.
    private var seen: Set<Int64> = []
    private var newConsumers: [ConsumerRow] = []
    private var newCards: [CardRow] = []
    private var newTokens: [TokenRow] = []
    private var aliases: [(card: Int64, name: String, directory: Int64)] = []
    private var dues: [DueRow] = []
    private var notifications: [NotificationDraft] = []

    private init(_ writing: any DirectoryWriting, now: Timestamp, vault: Vault) {
        self.writing = writing
        self.now = now
        self.vault = vault
        staged = StagedIndex(vault: vault)
        profiles = ProfileIndex(writing)
    }

    static func apply(
        _ batches: [PreparedBatch], now: Timestamp, vault: Vault, to writing: any DirectoryWriting
    ) throws -> Outcome {
        var commit = BatchCommit(writing, now: now, vault: vault)
        try commit.lookUp(batches)
        var results: [BatchResultRow] = []
        results.reserveCapacity(batches.count)
        for batch in batches {
            if let result = try commit.run(batch) { results.append(result) }
        }
        try commit.write(results)
        return commit.outcome
    }

    /// Finds everything that exists already in as few sorted look-ups as possible.
    private mutating func lookUp(_ batches: [PreparedBatch]) throws {
        var keys: [Int64: LookUpKeys] = [:]
        for batch in batches where batch.failure == nil {
            for consumer in batch.consumers where consumer.fault == nil {
                guard let row = consumer.row else { continue }
                keys[row.directory, default: LookUpKeys()].add(row, consumer)
            }
        }
        for (directory, keys) in keys {
            try profiles.load(keys, directory: directory)
            try cardNames.load(keys.cardNames, directory: directory, from: writing)
        }
    }

    /// Runs one batch; nil when it was final before.
    private mutating func run(_ batch: PreparedBatch) throws -> BatchResultRow? {
        guard seen.insert(batch.header.batch).inserted else { return nil }
        let earlier = try writing.batchResult(batch.header.batch)
        if let earlier, earlier.state != .inProgress {
            outcome.finished.append(batch.header.batch)
            return nil
        }
        let started = earlier?.started ?? now
        if let failure = batch.failure {
            outcome.finished.append(batch.header.batch)
            outcome.batchesEnded += 1
            return result(of: batch, .failed, started: started, items: Array(failure.utf8))
        }
        // A batch that waited for delayed records keeps what was final.
        let before = earlier.flatMap { BatchRecordCoding.decode($0.items) }
        var items: [BatchRecord] = []
        items.reserveCapacity(batch.header.cardCount)
        for consumer in batch.consumers {
            let range = items.count..<items.count + consumer.cards.count
            let known = before.flatMap { range.upperBound <= $0.count ? Array($0[range]) : nil }
            items += try run(consumer, of: batch, known: known)
        }
        count(items, before: before)
        let waits = items.contains { $0.state == .inProgress }
        if waits {
            scheduleResumption(of: batch)
        } else {
            outcome.finished.append(batch.header.batch)
            outcome.batchesEnded += 1
        }
        let failed = items.contains { $0.state == .failed }
        let state: BatchResultRow.State =
            waits ? .inProgress : failed ? .completedWithErrors : .completedSuccessfully
        return result(of: batch, state, started: started, items: BatchRecordCoding.encode(items))
    }

    /// Counts the records that became final now: those of a batch that waited were counted when they did.
    private mutating func count(_ items: [BatchRecord], before: [BatchRecord]?) {
        for (index, item) in items.enumerated() where item.state != .inProgress {
            if let before, index < before.count, before[index].state != .inProgress { continue }
            if item.state == .failed { outcome.failed += 1 } else { outcome.succeeded += 1 }
        }
    }

    private func result(
        of batch: PreparedBatch, _ state: BatchResultRow.State, started: Timestamp, items: [UInt8]
    ) -> BatchResultRow {
        BatchResultRow(
            batch: batch.header.batch, directory: batch.header.directory, state: state, started: started,
            ended: state == .inProgress ? nil : now, items: items)
    }

    private mutating func scheduleResumption(of batch: PreparedBatch) {
        let delay = batch.consumers.flatMap(\.cards).compactMap(\.delay).max() ?? .zero
        dues.append(
            DueRow(
                kind: DueKind.resumeBatch.rawValue, subject: batch.header.batch, directory: batch.header.directory,
                due: batch.header.accepted.advanced(by: delay)))
    }

    // MARK: One consumer

    private mutating func run(
        _ consumer: PreparedConsumer, of batch: PreparedBatch, known: [BatchRecord]?
    ) throws -> [BatchRecord] {
        var items =
            known
            ?? consumer.cards.map {
                BatchRecord(externalConsumerId: consumer.externalConsumerId, externalCardId: $0.externalCardId)
            }
        guard let row = consumer.row, consumer.fault == nil else {
            for index in items.indices { items[index].fail(consumer.fault ?? .internalFault) }
            return items
        }
        let resolution = profiles.resolve(row, attaching: batch.attaches)
        if case .refuse(let refusal) = resolution {
            let error = RecordFaults.error(for: refusal, isLinked: consumer.isLinked)
            for index in items.indices where items[index].state == .inProgress { items[index].fail(error) }
            return items
        }
        var profile: Int?
        if case .add(let id, _) = resolution { profile = profiles.position(of: id) }
        for (index, card) in consumer.cards.enumerated() where items[index].state == .inProgress {
            if let fault = card.fault {
                items[index].fail(fault)
                if let declined = card.declined, let writer = batch.notifications {
                    notifications.append(try writer.declined(declined))
                }
                continue
            }
            if let delay = card.delay, now < batch.header.accepted.advanced(by: delay) { continue }
            guard let cardRow = card.row else { continue }
            items[index] = try add(card, cardRow, for: row, to: &profile, of: batch, items[index])
        }
        // A profile gets the issuer's name for it, and identifiers, only when a card of this record is in it.
        if case .add(_, let naming) = resolution, let profile, items.contains(where: { $0.state == .successful }) {
            if naming { profiles.name(profile, row.externalConsumerId) }
            if batch.attaches { try profiles.attach(row, to: profile, vault) }
        }
        return items
    }

    /// Adds one card, making the profile when this is its first card that succeeds.
    private mutating func add(
        _ card: PreparedCard, _ cardRow: CardRow, for consumer: ConsumerRow, to profile: inout Int?,
        of batch: PreparedBatch, _ item: BatchRecord
    ) throws -> BatchRecord {
        var item = item
        let addition = CardAddition.decide(
            pan: cardRow.pan, externalCardId: cardRow.externalCardId,
            profileCards: try profile.map { try profiles.cards(of: $0) } ?? [],
            named: cardNames[cardRow.externalCardId, cardRow.directory], cardsMax: batch.cardsPerProfileMax,
            isNameKey: batch.kind.generation == .v2)
        switch addition {
        case .refuse(let refusal):
            item.fail(RecordFaults.error(for: refusal, batch.kind.generation))
        case .existing(let id, let naming):
            if let profile { try keep(naming, of: id, in: profile, cardRow.externalCardId, batch) }
            item.succeed(consumer: profile.map { profiles[$0].id } ?? 0, card: id)
        case .add where batch.kind.isPreProvisioning:
            guard let row = card.staged else { break }
            if let id = try staged.stage(row, in: writing) {
                item.stage(id)
            } else {
                item.fail(RecordFaults.error(for: CardAddition.Refusal.nameTaken, batch.kind.generation))
            }
        case .add where card.isUndecided:
            // The card was there when its issuer could have been asked. The record waits: the batch comes again.
            break
        case .add:
            let position = profile ?? profiles.insert(consumer)
            if profile == nil { newConsumers.append(consumer) }
            profile = position
            try takeName(cardRow.externalCardId, in: cardRow.directory, of: batch)
            var row = cardRow
            row.consumer = profiles[position].id
            newCards.append(row)
            if let token = card.token {
                newTokens.append(token)
                if let writer = batch.notifications {
                    notifications += try writer.enrolled(
                        row, token: token, externalConsumerId: consumer.externalConsumerId)
                }
            }
            if batch.tellsCardholders {
                dues += [DueActions.tellDue(of: row, token: card.token, at: now)].compactMap(\.self)
            }
            let reference = CardReference(row)
            try profiles.add(reference, to: position)
            cardNames[row.externalCardId, row.directory] = reference
            if let wait = card.suspendAfter {
                dues.append(
                    DueRow(
                        kind: DueKind.suspendToken.rawValue, subject: row.id, directory: row.directory,
                        due: now.advanced(by: wait)))
            }
            item.succeed(consumer: row.consumer, card: row.id)
        }
        return item
    }

    private mutating func keep(
        _ naming: CardAddition.Naming, of card: Int64, in profile: Int, _ name: String?, _ batch: PreparedBatch
    ) throws {
        guard naming != .keep, let name else { return }
        let directory = profiles[profile].directory
        try takeName(name, in: directory, of: batch)
        if naming == .first, let old = try writing.card(card) {
            var new = old
            new.externalCardId = name
            try writing.replace(old, by: new)
        } else {
            aliases.append((card, name, directory))
        }
        let reference = try profiles.rename(card, in: profile, firstName: naming == .first ? name : nil)
        cardNames[name, directory] = reference
    }

    /// A cancelled card that has the name goes: it gives the name up to the one that follows it.
    private mutating func takeName(_ name: String?, in directory: Int64, of batch: PreparedBatch) throws {
        guard let holder = cardNames[name, directory], holder.isCancelled, let row = try writing.card(holder.id) else {
            return
        }
        try writing.delete(card: row)
        try profiles.remove(row, policy: batch.emptyProfiles)
    }

    // MARK: Writing

    private mutating func write(_ results: [BatchResultRow]) throws {
        // Ids were reserved by several threads; in ascending order the rows append to their tables.
        newConsumers.sort { $0.id < $1.id }
        newCards.sort { $0.id < $1.id }
        newTokens.sort { $0.card < $1.card }
        try writing.insert(consumers: newConsumers)
        try writing.insert(cards: newCards)
        try writing.insert(tokens: newTokens)
        dues += try profiles.writeChanges(now: now)
        for alias in aliases {
            try writing.alias(card: alias.card, externalCardId: alias.name, directory: alias.directory)
        }
        for due in dues { try writing.insert(due: due) }
        if !notifications.isEmpty { try writing.insert(notifications: notifications) }
        try writing.put(results: results)
    }
}
