// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What a directory should hold after a history of calls: the rules of enrollment 9.4, 13.2 to 13.5 and 17 and of
/// processing 10 written a second time, in plain collections, and judged by the text of the rules alone.
struct DirectoryModel {
    struct Card {
        var pan: String
        /// The first one is what it is called by, the others lead to it as well; none when it was given none.
        var names: [String]
        /// Tells a card from the one that had the same PAN before it.
        var birth: Int
        /// Nil: deleted. The card is CANCELLED then, and stands in nobody's way (enrollment 13.6).
        var token: Token?
    }

    struct Profile {
        var email: String
        var phone: String
        /// Empty until the issuer gives it one.
        var name: String
        var cards: [Card] = []
        var birth: Int
        /// The day on which its last card went.
        var emptySince: Int?
    }

    /// What a record should come to.
    enum Outcome: Equatable {
        /// A card, known by the births of its profile and itself.
        case successful(profile: Int, card: Int)
        /// A staged card, known by its birth.
        case staged(Int)
        /// The source of the first finding.
        case failed(String)
    }

    /// What an issuer says to a new token (processing 7.3).
    enum Decision {
        case approve, authenticate, decline, noAnswer
    }

    static let cardsMax = 3
    /// An empty profile is kept for so many days.
    static let emptyDays = 12

    var profiles: [Profile] = []
    var staged: [Staged] = []
    var day = 0
    /// Who decides about a PAN's token; without one, everything is approved.
    var decide: (String) -> Decision = { _ in .approve }
    /// What the issuer is told of each card that it has, oldest first.
    var told: [Int: [String]] = [:]
    /// What it is told of cards that it declined, by its own names for them.
    private(set) var toldDeclined: [String] = []
    private var births = 0

    mutating func birth() -> Int {
        births += 1
        return births
    }

    // MARK: Enrollment

    /// Which profile a consumer has (13.3).
    enum Resolution {
        case new
        case profile(Int)
        case refused(String)
    }

    func resolve(_ person: Person) -> Resolution {
        let email = profiles.firstIndex { $0.email == person.email }
        let phone = profiles.firstIndex { $0.phone == person.phone }
        let named = person.name.isEmpty ? nil : profiles.firstIndex { $0.name == person.name }
        if email == nil, phone == nil { return named == nil ? .new : .refused("externalConsumerId") }
        if phone == nil { return .refused("consumerIdentity") }
        guard let email else { return .refused("mobileNumber") }
        if email != phone { return .refused("consumer") }
        if let named, named != email { return .refused("consumer") }
        let names = Set([profiles[email].name, person.name]).subtracting([""])
        return names.count <= 1 ? .profile(email) : .refused("externalConsumerId")
    }

    /// How a card comes.
    struct Call {
        /// The issuer is asked before a batch is run, so that its no comes before the rules for names and numbers of
        /// cards; a single call looks at those first.
        var isBatch = true
        /// A card has one name then (17), and the name is called otherwise.
        var isSecondGeneration = false

        func named(_ outcome: Outcome) -> Outcome {
            guard case .failed(let source) = outcome else { return outcome }
            // A single call's places are those of the call (6.6).
            let places =
                isBatch
                ? [:]
                : [
                    "consumerIdentity": "consumer.consumerIdentity", "mobileNumber": "consumer.mobileNumber",
                    "cards": "consumer", "primaryAccountNumber": "Card",
                ]
            if isSecondGeneration, source == "externalCardId" { return .failed("externalCredentialId") }
            return .failed(places[source] ?? source)
        }
    }

    /// What each card of a consumer comes to.
    mutating func enroll(_ person: Person, _ call: Call = Call()) -> [Outcome] {
        let outcomes: [Outcome]
        switch resolve(person) {
        case .refused(let source): outcomes = person.cards.map { _ in .failed(source) }
        case .profile(let index):
            outcomes = person.cards.map { add($0, of: person, to: index, call) }
            name(index, person, outcomes)
        case .new:
            profiles.append(
                Profile(email: person.email, phone: person.phone, name: person.name, birth: birth()))
            let index = profiles.count - 1
            outcomes = person.cards.map { add($0, of: person, to: index, call) }
            if profiles[index].cards.isEmpty { profiles.removeLast() }
        }
        return outcomes.map(call.named)
    }

    /// A profile without a name gets the issuer's with the first card that comes to it (13.3).
    mutating func name(_ index: Int, _ person: Person, _ outcomes: [Outcome]) {
        let isInIt = outcomes.contains { if case .successful = $0 { true } else { false } }
        if isInIt, profiles[index].name.isEmpty { profiles[index].name = person.name }
    }

    /// One card by itself.
    mutating func enrollOne(_ person: Person, isSecondGeneration: Bool) -> Outcome {
        enroll(person, Call(isBatch: false, isSecondGeneration: isSecondGeneration))[0]
    }

    private mutating func add(_ card: Person.Card, of person: Person, to index: Int, _ call: Call) -> Outcome {
        if let known = known(card, in: index, call) { return known }
        let refusal = [.decline, .noAnswer].contains(decide(card.pan)) ? Outcome.failed("primaryAccountNumber") : nil
        let obstacle = obstacle(to: card, in: index)
        if !call.isBatch, let obstacle { return obstacle }
        if let refusal {
            // An issuer that did not answer was told nothing, and is told nothing.
            if decide(card.pan) == .decline {
                toldDeclined.append([person.name, card.name].filter { !$0.isEmpty }.joined(separator: " "))
            }
            return refusal
        }
        if let obstacle { return obstacle }
        release(card.name)
        let isActive = decide(card.pan) == .approve
        let new = Card(
            pan: card.pan, names: card.name.isEmpty ? [] : [card.name], birth: birth(),
            token: Token(isActivated: isActive))
        profiles[index].cards.append(new)
        profiles[index].emptySince = nil
        told[new.birth] = [
            isActive ? "TAR APPROVED" : "TAR REQUIRE_ADDITIONAL_AUTHENTICATION",
            isActive ? "TCN APPROVED Active" : "TCN REQUIRE_ADDITIONAL_AUTHENTICATION Inactive",
        ]
        return .successful(profile: profiles[index].birth, card: new.birth)
    }

    /// The profile has the PAN: its card's ids, and the name leads to it from now on (17).
    mutating func known(_ card: Person.Card, in index: Int, _ call: Call) -> Outcome? {
        guard let existing = live(card.pan, in: index) else { return nil }
        let owner = owner(of: card.name)
        if let owner, owner != existing { return .failed("externalCardId") }
        if owner == nil, !card.name.isEmpty {
            let isNamed = profiles[index].cards.contains { $0.birth == existing && !$0.names.isEmpty }
            if isNamed, call.isSecondGeneration { return .failed("externalCardId") }
            release(card.name)
            for place in profiles[index].cards.indices where profiles[index].cards[place].birth == existing {
                profiles[index].cards[place].names.append(card.name)
            }
        }
        return .successful(profile: profiles[index].birth, card: existing)
    }

    /// What keeps a PAN that the profile has not from getting into it (13.4, 16, 17).
    func obstacle(to card: Person.Card, in index: Int?) -> Outcome? {
        if owner(of: card.name) != nil { return .failed("externalCardId") }
        let count = index.map { profiles[$0].cards.filter { $0.token != nil }.count } ?? 0
        return count < Self.cardsMax ? nil : .failed("cards")
    }

    func live(_ pan: String, in index: Int) -> Int? {
        profiles[index].cards.first { $0.pan == pan && $0.token != nil }?.birth
    }

    private func owner(of name: String) -> Int? {
        profiles.flatMap(\.cards).first { $0.names.contains(name) && $0.token != nil }?.birth
    }

    /// A cancelled card goes when another gets one of its names.
    private mutating func release(_ name: String) {
        for index in profiles.indices {
            let count = profiles[index].cards.count
            profiles[index].cards.removeAll { $0.token == nil && $0.names.contains(name) }
            if profiles[index].cards.count < count { markEmpty(index) }
        }
    }

    private mutating func markEmpty(_ index: Int) {
        profiles[index].emptySince = profiles[index].cards.isEmpty ? day : nil
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

    /// Whether there was such a profile. An opt-out takes back what is staged as well (9.4).
    mutating func deleteProfile(_ birth: Int) -> Bool {
        guard let index = profiles.firstIndex(where: { $0.birth == birth }) else { return false }
        let profile = profiles.remove(at: index)
        for card in profile.cards where card.token != nil { tellDeactivated(card.birth) }
        _ = withdraw(profile.name) { _ in true }
        return true
    }

    /// Whether there was such a card. The profile stays without cards.
    mutating func deleteCard(_ birth: Int) -> Bool {
        for index in profiles.indices {
            guard let place = profiles[index].cards.firstIndex(where: { $0.birth == birth }) else { continue }
            let card = profiles[index].cards.remove(at: place)
            markEmpty(index)
            if card.token != nil { tellDeactivated(birth) }
            _ = withdraw(profiles[index].name) { $0.pan == card.pan }
            return true
        }
        return false
    }

    /// Time passes: empty profiles and staged cards have an end (13.5, 9.4).
    mutating func wait(days: Int) {
        day += days
        profiles.removeAll { profile in profile.emptySince.map { $0 + Self.emptyDays <= day } ?? false }
        for index in staged.indices where staged[index].isStaged && staged[index].expires <= day {
            staged[index].state = .expired
        }
    }
}
