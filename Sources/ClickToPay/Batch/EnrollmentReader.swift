// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// Reads the plaintexts of one batch, keeping apart what refuses the whole batch and what fails a record.
struct EnrollmentReader {
    let today: CalendarMonth
    let cardsMax: Int
    let generation: APIGeneration
    let rule: IdentityRule

    private var records: [ConsumerRecord] = []
    /// Where each consumer is in `records`.
    private var consumers: [ExternalID: Int] = [:]
    private var cards: Set<ExternalID> = []
    private var cardCount = 0
    private var consumerCount = 0
    private var flatCount = 0
    private var usesLinkedIdentities = false
    /// Faults of the record that is being read.
    private var faults = FaultCollector()
    /// Faults of the whole batch.
    private var refusals: [ErrorDetail] = []

    init(today: CalendarMonth, cardsMax: Int, generation: APIGeneration, rule: IdentityRule) {
        self.today = today
        self.cardsMax = cardsMax
        self.generation = generation
        self.rule = rule
    }

    private var cardsName: StaticString { generation == .v1 ? "cards" : "credentials" }
    private var cardIdName: StaticString { generation == .v1 ? "externalCardId" : "externalCredentialId" }
    /// The object of a flat record that holds the card, when there is one.
    private var cardName: StaticString { generation == .v1 ? "card" : "credential" }

    mutating func read(_ plaintext: JSONValue) {
        guard plaintext.kind == .object else {
            refusals += ServiceError.corruptData("enrollmentData").details
            return
        }
        if let list = plaintext["consumers"], !list.isNull {
            readConsumers(list)
        } else if let list = plaintext["records"], !list.isNull {
            readFlat(list)
        } else if plaintext["externalConsumerId"] != nil || plaintext["cards"] != nil
            || plaintext["credentials"] != nil || plaintext["consumerIdentity"] != nil
        {
            // One consumer by itself, as in a batch that is encrypted for each consumer.
            if admits(plaintext[cardsName]?.count ?? 0) { readConsumer(plaintext) }
        } else {
            refuse(.cannotBeNull, "consumers", "must not be null")
        }
    }

    func finish() throws(ServiceError) -> EnrollmentData {
        var refusals = refusals
        if refusals.isEmpty, records.isEmpty {
            refusals = [ErrorDetail(.cannotBeNull, .body, "consumers", "must not be empty")]
        }
        if !refusals.isEmpty {
            throw ServiceError(.invalidArgument, details: Array(refusals.prefix(FaultCollector.detailsMax)))
        }
        return EnrollmentData(records: records, cardCount: cardCount, usesLinkedIdentities: usesLinkedIdentities)
    }

    // MARK: Consumers with their cards

    private mutating func readConsumers(_ list: JSONValue) {
        guard list.kind == .array else { return refuse(.invalidValue, "consumers", "must be an array") }
        guard list.count > 0 else { return refuse(.invalidValue, "consumers", "must not be empty") }
        var count = 0
        for consumer in list.elements {
            count += max(1, consumer[cardsName]?.count ?? 0)
        }
        guard admits(count) else { return }
        records.reserveCapacity(records.count + list.count)
        consumers.reserveCapacity(consumers.count + list.count)
        cards.reserveCapacity(cardCount + count)
        for consumer in list.elements { readConsumer(consumer) }
    }

    private mutating func readConsumer(_ value: JSONValue) {
        faults.enter("consumers", consumerCount)
        defer { faults.leave() }
        consumerCount += 1
        guard value.kind == .object else { return refuse(.invalidValue, nil, "must be an object") }
        value.withMembers(ConsumerMembers.names(generation)) { members in
            let members = ConsumerMembers(members: members)
            let id = newID(members.externalConsumerId, "externalConsumerId")
            if let id, consumers.updateValue(records.count, forKey: id) != nil { refuseDuplicate("externalConsumerId") }
            let consumer = readPerson(members)
            let personFaults = faults.take()
            let cards = readCards(members.cards)
            guard let id else { return }
            records.append(
                ConsumerRecord(externalConsumerId: id, consumer: consumer, faults: personFaults, cards: cards))
        }
    }

    private mutating func readPerson(_ members: ConsumerMembers) -> Consumer? {
        if let linked = members.linkedIdentities, !linked.isNull { usesLinkedIdentities = true }
        return faults.consumer(members, rule)
    }

    private mutating func readCards(_ list: JSONValue?) -> [CardRecord] {
        guard let list, !list.isNull else {
            refuse(.cannotBeNull, cardsName, "must not be null")
            return []
        }
        guard list.kind == .array else {
            refuse(.invalidValue, cardsName, "must be an array")
            return []
        }
        if list.count == 0 { refuse(.invalidValue, cardsName, "must not be empty") }
        var read: [CardRecord] = []
        read.reserveCapacity(list.count)
        for (index, card) in list.elements.enumerated() {
            faults.enter(cardsName, index)
            if let record = readCard(card) { read.append(record) }
            faults.leave()
        }
        return read
    }

    private mutating func readCard(_ value: JSONValue, idFrom holder: JSONValue? = nil) -> CardRecord? {
        guard value.kind == .object else {
            refuse(.invalidValue, nil, "must be an object")
            return nil
        }
        return value.withMembers(CardMembers.names(generation)) { members in
            let members = CardMembers(members: members, generation: generation)
            let idMember = members.externalId ?? holder?[cardIdName]
            let id = newID(idMember, cardIdName)
            if let id, !cards.insert(id).inserted { refuseDuplicate(cardIdName) }
            let card = faults.card(members, today: today, allowsSecurityCode: false)
            let found = faults.take()
            guard let id else { return nil }
            cardCount += 1
            return CardRecord(externalCardId: id, card: card, faults: found)
        }
    }

    // MARK: Flat records

    private mutating func readFlat(_ list: JSONValue) {
        guard list.kind == .array else { return refuse(.invalidValue, "records", "must be an array") }
        guard list.count > 0 else { return refuse(.invalidValue, "records", "must not be empty") }
        guard admits(list.count) else { return }
        for record in list.elements {
            faults.enter("records", flatCount)
            flatCount += 1
            readFlatRecord(record)
            faults.leave()
        }
    }

    /// One consumer and one card side by side, or each in an object of its own.
    private mutating func readFlatRecord(_ value: JSONValue) {
        guard value.kind == .object else { return refuse(.invalidValue, nil, "must be an object") }
        let person = value["consumer"].flatMap { $0.kind == .object ? $0 : nil }
        let card = value[cardName].flatMap { $0.kind == .object ? $0 : nil }
        (person ?? value).withMembers(ConsumerMembers.names(generation)) { members in
            let members = ConsumerMembers(members: members)
            let id = newID(members.externalConsumerId ?? value["externalConsumerId"], "externalConsumerId")
            if person != nil { faults.enter("consumer") }
            let consumer = readPerson(members)
            if person != nil { faults.leave() }
            let personFaults = faults.take()
            if card != nil { faults.enter(cardName) }
            let record = readCard(card ?? value, idFrom: value)
            if card != nil { faults.leave() }
            guard let id, let record else { return }
            add(record, of: id, consumer, personFaults)
        }
    }

    /// Puts a flat record with the others of its consumer. The consumer must be the same in all of them.
    private mutating func add(
        _ record: CardRecord, of id: ExternalID, _ consumer: Consumer?, _ personFaults: [ErrorDetail]
    ) {
        guard let index = consumers[id] else {
            consumers[id] = records.count
            records.append(
                ConsumerRecord(externalConsumerId: id, consumer: consumer, faults: personFaults, cards: [record]))
            return
        }
        var record = record
        record.faults += personFaults
        if personFaults.isEmpty, let first = records[index].consumer, first != consumer {
            faults.add(.invalidValue, nil, "describes its consumer otherwise than an earlier record")
            record.faults += faults.take()
        }
        if !record.faults.isEmpty { record.card = nil }
        records[index].cards.append(record)
    }

    // MARK: What refuses the whole batch

    /// Whether that many more cards fit into the batch.
    private mutating func admits(_ count: Int) -> Bool {
        if cardCount + count <= cardsMax { return true }
        if !refusals.contains(where: { $0.reason == .limitExceed }) {
            refusals.append(ErrorDetail(.limitExceed, .body, "consumers", "has too many cards"))
        }
        return false
    }

    /// An external id. Without a good one no result can be reported, so its faults are the batch's.
    private mutating func newID(_ member: JSONValue?, _ name: StaticString) -> ExternalID? {
        let held = faults.take()
        let id: ExternalID? = faults.required(member, name)
        if !faults.isEmpty { refusals += faults.take() }
        faults.add(held)
        return id
    }

    private mutating func refuse(_ reason: DetailReason, _ name: StaticString?, _ message: StaticString) {
        let held = faults.take()
        faults.add(reason, name, message)
        refusals += faults.take()
        faults.add(held)
    }

    private mutating func refuseDuplicate(_ name: StaticString) {
        refuse(.cannotBeDuplicateOrNull, name, "occurs more than once in the batch")
    }
}
