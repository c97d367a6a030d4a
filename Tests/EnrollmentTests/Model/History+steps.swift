// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Directory
import Enrollment
import PhoneNumbers
import Store
import Testing
import Vault

/// What happens between batches: the issuer's life-cycle calls, and what becomes of tokens.
extension History {
    func step() throws {
        switch random.below(11) {
        case 0: try update()
        case 1: if random.below(2) == 0 { try deleteProfile() }
        case 2, 3: try deleteCard()
        case 4, 5: try claim()
        case 6: try declineStaged()
        case 7: try withdraw()
        default: try changeToken()
        }
    }

    /// The issuer decides itself.
    func obey(round: Int) {
        model.decide = { [seed] in SeededIssuer.decision(seed: seed, round: round, pan: $0) }
    }

    /// Time passes for all; the housekeeping came by.
    func wait(days: Int) {
        let profiles = model.profiles.count
        let staged = model.staged.count(where: \.isStaged)
        model.wait(days: days)
        steps.append("\(days) days")
        if model.profiles.count < profiles { reached.insert("purged") }
        if model.staged.count(where: \.isStaged) < staged { reached.insert("expired") }
    }

    private func update() throws {
        guard let birth = pick(consumers), let row = consumers[birth] else { return }
        let email = random.below(2) == 0 ? email() : nil
        let phone = random.below(2) == 0 ? phone() : nil
        steps.append("update \(birth) \(email ?? "-") \(phone ?? "-")")
        var patch = ConsumerPatch()
        if let email { patch.email = .set(try Email(email)) }
        if let phone {
            patch.mobile = .set(try PhoneNumberRules.normalise(countryCode: "1", phoneNumber: "202555" + phone))
        }
        let expected: DirectoryRefusal? =
            switch model.update(birth, email: email, phone: phone) {
            case "gone": .noProfile
            case "both": .ambiguousIdentity
            case "email": .emailTaken
            case "mobile": .mobileTaken
            default: nil
            }
        let refusal = refusal {
            _ = try network.profiles.update(row, directory: directory, patch: patch, compliance: nil, by: requestor)
        }
        #expect(refusal == expected, "\(story)")
        try checkProfile(birth)
    }

    private func deleteProfile() throws {
        guard let birth = pick(consumers), let row = consumers[birth] else { return }
        steps.append("delete profile \(birth)")
        let isThere = model.deleteProfile(birth)
        let refusal = refusal { try network.profiles.delete(row, directory: directory, by: requestor) }
        #expect(refusal == (isThere ? nil : .noProfile), "\(story)")
        if isThere { reached.insert("profile deleted") }
    }

    private func deleteCard() throws {
        guard let birth = pick(cards), let row = cards[birth] else { return }
        steps.append("delete card \(birth)")
        let isThere = model.deleteCard(birth)
        let refusal = refusal {
            try network.cards.delete(
                row, directory: directory, emptyProfiles: network.settings.emptyProfiles, by: requestor)
        }
        #expect(refusal == (isThere ? nil : .noCard), "\(story)")
        if isThere { reached.insert("card deleted") }
    }

    /// Several changes in a row: what one party does means something to the next alone.
    private func changeToken() throws {
        // Mostly of a card that is there.
        let known = random.below(5) > 0 ? cards.filter { card($0.key) != nil } : cards
        guard let birth = pick(known), let row = cards[birth] else { return }
        for _ in 0..<1 + random.below(4) {
            let party = DirectoryModel.Party.allCases[random.below(2)]
            // The last of them is rare, since nothing comes after it.
            let choice = random.below(2 * DirectoryModel.Change.allCases.count + 1)
            if choice == 0 {
                let pan = Person.pan(random.below(5))
                try apply(.replaceCard(pan: try PAN(pan), expiry: nil), "replace", birth, row, .issuer) {
                    model.replaceCard(birth, pan: pan)
                }
            } else {
                let change = DirectoryModel.Change.allCases[(choice - 1) / 2]
                if change == .delete, random.below(2) == 0 { continue }
                try apply(change.order, change.rawValue, birth, row, party) { model.change(birth, change, by: party) }
            }
        }
        try checkCard(birth)
    }

    private func apply(
        _ change: TokenChange, _ word: String, _ birth: Int, _ row: Int64, _ party: DirectoryModel.Party,
        _ outcome: () -> DirectoryModel.TokenOutcome
    ) throws {
        steps.append("\(word) \(birth) by \(party)")
        let before = card(birth)?.token?.status ?? "no"
        let expected: TokenRefusal? =
            switch outcome() {
            case .done, .unchanged: nil
            case .noToken: .noToken
            case .notInThisState: .notInThisState
            case .panTaken: .panTaken
            }
        let tokens = TokenLifeCycle(
            store: network.store, vault: network.vault, clock: network.clock, notifications: network.notifications)
        let refusal = refusal(TokenRefusal.self) {
            try tokens.apply(
                change, toTokenOf: row, directory: directory, as: party == .issuer ? .issuer : .requestor,
                by: requestor)
        }
        #expect(refusal == expected, "\(story)")
        reached.insert("\(word) of \(before) token\(expected == nil ? "" : " refused")")
    }

    func card(_ birth: Int) -> DirectoryModel.Card? {
        for profile in model.profiles {
            if let card = profile.cards.first(where: { $0.birth == birth }) { return card }
        }
        return nil
    }
}

extension DirectoryModel.Change {
    fileprivate var order: TokenChange {
        switch self {
        case .activate: .activate
        case .suspend: .suspend
        case .resume: .resume
        case .delete: .delete
        }
    }
}
