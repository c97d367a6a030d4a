// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What a directory should hold after a history of calls: the rules of enrollment 13.2 to 13.4 and 17 written a second
/// time, in plain collections, and judged by the text of the rules alone.
struct DirectoryModel {
    struct Card: Equatable {
        var pan: String
        var names: Set<String>
        /// Tells a card from the one that had the same PAN before it.
        var birth: Int
    }

    struct Profile {
        var email: String
        var phone: String
        var name: String
        var cards: [Card] = []
        var birth: Int
    }

    /// What a record should come to.
    enum Outcome: Equatable {
        /// A card, known by the births of its profile and itself.
        case successful(profile: Int, card: Int)
        /// The source of the first finding.
        case failed(String)
    }

    static let cardsMax = 3

    private(set) var profiles: [Profile] = []
    private var births = 0

    private mutating func birth() -> Int {
        births += 1
        return births
    }

    // MARK: Batches

    mutating func enroll(_ person: Person) -> [Outcome] {
        let email = profiles.firstIndex { $0.email == person.email }
        let phone = profiles.firstIndex { $0.phone == person.phone }
        let named = profiles.firstIndex { $0.name == person.name }
        func all(_ source: String) -> [Outcome] { person.cards.map { _ in .failed(source) } }
        if email == nil, phone == nil, named != nil { return all("externalConsumerId") }
        if email != nil, phone == nil { return all("consumerIdentity") }
        if email == nil, phone != nil { return all("mobileNumber") }
        if email != phone { return all("consumer") }
        if let email {
            if let named, named != email { return all("consumer") }
            if profiles[email].name != person.name { return all("externalConsumerId") }
            return person.cards.map { add($0, to: email) }
        }
        return enrollNew(person)
    }

    private mutating func enrollNew(_ person: Person) -> [Outcome] {
        let number = birth()
        profiles.append(Profile(email: person.email, phone: person.phone, name: person.name, birth: number))
        let outcomes = person.cards.map { add($0, to: profiles.count - 1) }
        if profiles[profiles.count - 1].cards.isEmpty { profiles.removeLast() }
        return outcomes
    }

    /// One card by itself. Its places are named as in the call (enrollment 6.6), and in the second generation a card
    /// has one name (17).
    mutating func enrollOne(_ person: Person, isSecondGeneration: Bool) -> Outcome {
        if isSecondGeneration, let card = person.cards.first,
            let profile = profiles.first(where: { $0.email == person.email && $0.phone == person.phone }),
            profile.name == person.name,
            !profiles.contains(where: { $0.cards.contains { $0.names.contains(card.name) } }),
            profile.cards.contains(where: { $0.pan == card.pan })
        {
            return .failed("externalCredentialId")
        }
        let outcome = enroll(person)[0]
        guard case .failed(let source) = outcome else { return outcome }
        let places = [
            "consumerIdentity": "consumer.consumerIdentity", "mobileNumber": "consumer.mobileNumber",
            "cards": "consumer", "externalCardId": isSecondGeneration ? "externalCredentialId" : "externalCardId",
        ]
        return .failed(places[source] ?? source)
    }

    private mutating func add(_ card: Person.Card, to index: Int) -> Outcome {
        let owner = profiles.flatMap { profile in profile.cards.map { (profile.birth, $0) } }
            .first { $0.1.names.contains(card.name) }
        let profile = profiles[index]
        if let place = profile.cards.firstIndex(where: { $0.pan == card.pan }) {
            let existing = profile.cards[place]
            if let owner, owner.1.birth != existing.birth { return .failed("externalCardId") }
            profiles[index].cards[place].names.insert(card.name)
            return .successful(profile: profile.birth, card: existing.birth)
        }
        if owner != nil { return .failed("externalCardId") }
        if profile.cards.count >= Self.cardsMax { return .failed("cards") }
        let new = Card(pan: card.pan, names: [card.name], birth: birth())
        profiles[index].cards.append(new)
        return .successful(profile: profile.birth, card: new.birth)
    }

    // MARK: Life cycle

    /// Nil when it is done, otherwise the member that belongs to somebody else, or `both`.
    mutating func update(_ birth: Int, email: String?, phone: String?) -> String? {
        guard let index = profiles.firstIndex(where: { $0.birth == birth }) else { return "gone" }
        let emailOwner = email.flatMap { email in profiles.first { $0.email == email && $0.birth != birth }?.birth }
        let phoneOwner = phone.flatMap { phone in profiles.first { $0.phone == phone && $0.birth != birth }?.birth }
        if let emailOwner, let phoneOwner, emailOwner != phoneOwner { return "both" }
        if emailOwner != nil { return "email" }
        if phoneOwner != nil { return "mobile" }
        if let email { profiles[index].email = email }
        if let phone { profiles[index].phone = phone }
        return nil
    }

    /// Whether there was such a profile.
    mutating func deleteProfile(_ birth: Int) -> Bool {
        let count = profiles.count
        profiles.removeAll { $0.birth == birth }
        return profiles.count < count
    }

    /// Whether there was such a card. The profile stays without cards.
    mutating func deleteCard(_ birth: Int) -> Bool {
        for index in profiles.indices {
            guard let place = profiles[index].cards.firstIndex(where: { $0.birth == birth }) else { continue }
            profiles[index].cards.remove(at: place)
            return true
        }
        return false
    }
}
