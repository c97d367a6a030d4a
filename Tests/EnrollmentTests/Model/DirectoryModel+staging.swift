// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Cards that wait for their cardholders (enrollment 9.4).
extension DirectoryModel {
    struct Staged {
        enum State: String {
            case staged = "STAGED"
            case provisioned = "PROVISIONED"
            case withdrawn = "WITHDRAWN"
            case declined = "DECLINED"
            case expired = "EXPIRED"
        }

        var birth: Int
        /// What the issuer sent, with this card alone.
        var person: Person
        var pan: String
        var name: String
        /// The day on which it is not staged any more.
        var expires: Int
        var state = State.staged
        /// The births of profile and card, once provisioned.
        var profile: Int?
        var card: Int?

        var isStaged: Bool { state == .staged }
    }

    /// What a cardholder has proved to be theirs.
    enum Verified {
        case email(String)
        case phone(String)
    }

    static let stagedDays = 20

    /// A consumer of a batch for pre-provisioning. Profiles get no cards from it.
    mutating func stage(_ person: Person, _ call: Call = Call()) -> [Outcome] {
        let outcomes: [Outcome]
        switch resolve(person) {
        case .refused(let source): outcomes = person.cards.map { _ in .failed(source) }
        case .profile(let index):
            outcomes = person.cards.map { stage($0, of: person, in: index, call) }
            name(index, person, outcomes)
        case .new: outcomes = person.cards.map { stage($0, of: person, in: nil, call) }
        }
        return outcomes.map(call.named)
    }

    private mutating func stage(
        _ card: Person.Card, of person: Person, in index: Int?, _ call: Call
    ) -> Outcome {
        // A card that is live is not staged.
        if let index, let known = known(card, in: index, call) { return known }
        if let obstacle = obstacle(to: card, in: index) { return obstacle }
        let own = staged.indices.filter { staged[$0].isStaged && staged[$0].person.name == person.name }
        if own.contains(where: { staged[$0].name == card.name && staged[$0].pan != card.pan }) {
            return .failed("externalCardId")
        }
        // The key is the consumer's name and the PAN: the newest wins, and its time begins.
        let place = own.first { staged[$0].pan == card.pan }
        var alone = person
        alone.cards = [card]
        let new = Staged(
            birth: place.map { staged[$0].birth } ?? birth(), person: alone, pan: card.pan, name: card.name,
            expires: day + Self.stagedDays)
        if let place { staged[place] = new } else { staged.append(new) }
        return .staged(new.birth)
    }

    /// What is staged for whoever has this identifier.
    func offered(_ verified: Verified) -> [Staged] {
        staged.filter { staged in
            switch verified {
            case .email(let email): staged.isStaged && staged.person.email == email
            case .phone(let phone): staged.isStaged && staged.person.phone == phone
            }
        }
    }

    /// The cardholder takes a card: an ordinary enrollment. Nil when there is no such card for them; one that is
    /// refused stays staged.
    mutating func claim(_ birth: Int, _ verified: Verified) -> Outcome? {
        guard let record = offered(verified).first(where: { $0.birth == birth }) else { return nil }
        let outcome = enrollOne(record.person, isSecondGeneration: false)
        if case .successful(let profile, let card) = outcome {
            end(birth, as: .provisioned)
            for index in staged.indices where staged[index].birth == birth {
                (staged[index].profile, staged[index].card) = (profile, card)
            }
        }
        return outcome
    }

    /// Whether there was such a card for this cardholder.
    mutating func decline(_ birth: Int, _ verified: Verified) -> Bool {
        guard offered(verified).contains(where: { $0.birth == birth }) else { return false }
        end(birth, as: .declined)
        return true
    }

    /// The issuer takes back what it has staged for a consumer. Whether there was any.
    mutating func withdraw(_ consumer: String, where isMeant: (Staged) -> Bool) -> Bool {
        let meant = staged.filter { $0.isStaged && $0.person.name == consumer && isMeant($0) }
        for record in meant { end(record.birth, as: .withdrawn) }
        return !meant.isEmpty
    }

    private mutating func end(_ birth: Int, as state: Staged.State) {
        for index in staged.indices where staged[index].birth == birth { staged[index].state = state }
    }
}
