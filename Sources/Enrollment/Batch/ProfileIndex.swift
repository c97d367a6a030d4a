// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import Store
internal import Vault

/// What a group of batches has to look up in one directory.
struct LookUpKeys {
    private(set) var emails: [BlindIndex] = []
    private(set) var mobiles: [BlindIndex] = []
    private(set) var consumerNames: [String] = []
    private(set) var cardNames: [String] = []

    mutating func add(_ row: ConsumerRow, _ consumer: PreparedConsumer) {
        if let email = row.email { emails.append(email) }
        if let mobile = row.mobile { mobiles.append(mobile) }
        for identifier in row.moreIdentifiers {
            if identifier.kind == .email { emails.append(identifier.index) } else { mobiles.append(identifier.index) }
        }
        if let name = row.externalConsumerId { consumerNames.append(name) }
        for card in consumer.cards where card.fault == nil { cardNames.append(card.externalCardId) }
    }
}

/// The profiles that a transaction concerns: those found in the directory and those it makes, by each of their keys.
/// Later records of the transaction see what earlier ones did.
struct ProfileIndex {
    private struct Name: Hashable {
        var directory: Int64
        var value: String
    }

    private struct Profile {
        /// The row as it stands in the directory; nil for a profile that this transaction makes.
        var stored: ConsumerRow?
        var row: ConsumerRow
        /// Nil until somebody asks.
        var cards: [CardReference]?
        /// It has lost a card: what becomes of it should that have been the last.
        var policy: EmptyProfilePolicy?
    }

    private let writing: any DirectoryWriting
    private var profiles: [Profile] = []
    private var byID: [Int64: Int] = [:]
    /// An index is of one directory and of one kind: both are part of what it is made of.
    private var byIdentifier: [BlindIndex: Int] = [:]
    private var byName: [Name: Int] = [:]

    init(_ writing: any DirectoryWriting) {
        self.writing = writing
    }

    subscript(position: Int) -> ConsumerRow { profiles[position].row }

    func position(of id: Int64) -> Int? { byID[id] }

    // MARK: Finding

    mutating func load(_ keys: LookUpKeys, directory: Int64) throws {
        // Nearly all of them are found here or made in a moment.
        profiles.reserveCapacity(profiles.count + keys.emails.count)
        byIdentifier.reserveCapacity(byIdentifier.count + keys.emails.count + keys.mobiles.count)
        byID.reserveCapacity(byID.count + keys.emails.count)
        byName.reserveCapacity(byName.count + keys.consumerNames.count)
        for row in try writing.consumers(identifiedBy: keys.emails, kind: .email, directory: directory) {
            if let row { register(row) }
        }
        for row in try writing.consumers(identifiedBy: keys.mobiles, kind: .mobile, directory: directory) {
            if let row { register(row) }
        }
        for id in try writing.consumers(named: keys.consumerNames, directory: directory) {
            if let id, byID[id] == nil, let row = try writing.consumer(id) { register(row) }
        }
    }

    private mutating func register(_ row: ConsumerRow) {
        if byID[row.id] == nil { enter(Profile(stored: row, row: row, cards: nil)) }
    }

    private mutating func enter(_ profile: Profile) {
        let position = profiles.count
        profiles.append(profile)
        byID[profile.row.id] = position
        profile.row.forEachIdentifier { byIdentifier[$0.index] = position }
        if let name = profile.row.externalConsumerId {
            byName[Name(directory: profile.row.directory, value: name)] = position
        }
    }

    /// Which profile a record with these identifiers belongs to (enrollment 13.3).
    ///
    /// - Parameter attaching: whether some identifiers of a profile are enough.
    func resolve(_ row: ConsumerRow, attaching: Bool) -> ProfileResolution {
        func reference(_ position: Int?) -> ProfileReference? { position.map { ProfileReference(profiles[$0].row) } }
        var matches = ProfileResolution.Matches()
        row.forEachIdentifier { matches.add($0.kind, reference(byIdentifier[$0.index])) }
        return matches.resolve(
            named: reference(
                row.externalConsumerId.flatMap { byName[Name(directory: row.directory, value: $0)] }),
            externalConsumerId: row.externalConsumerId, attaching: attaching)
    }

    mutating func cards(of position: Int) throws -> [CardReference] {
        if let cards = profiles[position].cards { return cards }
        let cards = try writing.cards(of: profiles[position].row.id).map { row in
            CardReference(row)
        }
        profiles[position].cards = cards
        return cards
    }

    // MARK: Changing

    /// Enters a profile that this transaction makes.
    mutating func insert(_ row: ConsumerRow) -> Int {
        enter(Profile(stored: nil, row: row, cards: []))
        return profiles.count - 1
    }

    mutating func add(_ card: CardReference, to position: Int) throws {
        _ = try cards(of: position)
        profiles[position].cards?.append(card)
        profiles[position].row.emptySince = nil
    }

    /// Notes that a card is gone, of whichever profile of the directory it was.
    mutating func remove(_ card: CardRow, policy: EmptyProfilePolicy) throws {
        if byID[card.consumer] == nil, let row = try writing.consumer(card.consumer) { register(row) }
        guard let position = byID[card.consumer] else { return }
        _ = try cards(of: position)
        profiles[position].cards?.removeAll { $0.id == card.id }
        profiles[position].policy = policy
    }

    /// Gives a profile the issuer's name for it.
    mutating func name(_ position: Int, _ externalConsumerId: String?) {
        guard let externalConsumerId else { return }
        profiles[position].row.externalConsumerId = externalConsumerId
        byName[Name(directory: profiles[position].row.directory, value: externalConsumerId)] = position
    }

    /// Gives a profile the identifiers of a consumer that it did not have.
    mutating func attach(_ consumer: ConsumerRow, to position: Int, _ vault: Vault) throws {
        let row = try ProfileAttachment.attach(consumer, to: profiles[position].row, vault)
        profiles[position].row = row
        row.forEachIdentifier { byIdentifier[$0.index] = position }
    }

    /// Notes a card's first name, when it got one, and answers what names now lead to.
    mutating func rename(_ card: Int64, in position: Int, firstName: String?) throws -> CardReference? {
        _ = try cards(of: position)
        guard let index = profiles[position].cards?.firstIndex(where: { $0.id == card }) else { return nil }
        if let firstName { profiles[position].cards?[index].externalCardId = firstName }
        return profiles[position].cards?[index]
    }

    /// Writes the changes of profiles that were in the directory before. Returns what falls due for those that have
    /// lost their last card (enrollment 13.5).
    func writeChanges(now: Timestamp) throws -> [DueRow] {
        var dues: [DueRow] = []
        for profile in profiles {
            guard let stored = profile.stored else { continue }
            var row = profile.row
            if let policy = profile.policy, profile.cards?.isEmpty == true {
                row.emptySince = now
                dues += [DueActions.purgeDue(of: row, emptySince: now, policy: policy)].compactMap(\.self)
            }
            if stored != row { try writing.replace(stored, by: row) }
        }
        return dues
    }
}

/// The cards that the issuer's names lead to, as the transaction sees them.
struct CardNameIndex {
    private struct Name: Hashable {
        var directory: Int64
        var value: String
    }

    private var cards: [Name: CardReference] = [:]

    mutating func load(_ names: [String], directory: Int64, from reading: any DirectoryReading) throws {
        for (name, id) in zip(names, try reading.cards(named: names, directory: directory)) {
            guard let id, let row = try reading.card(id) else { continue }
            cards[Name(directory: directory, value: name)] = CardReference(row)
        }
    }

    subscript(name: String?, directory: Int64) -> CardReference? {
        get { name.flatMap { cards[Name(directory: directory, value: $0)] } }
        set { if let name { cards[Name(directory: directory, value: name)] = newValue } }
    }
}
