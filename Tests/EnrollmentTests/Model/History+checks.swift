// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Directory
import Foundation
import PhoneNumbers
import Store
import StoreSQLite
import Testing
import Vault

/// Reads beside the model.
extension History {
    /// Compares everything that the directory holds with the model.
    func checkAll() throws {
        let counts = try network.store.read { try $0.counts(directory: directory) }
        let known = model.profiles.flatMap(\.cards)
        #expect(
            counts
                == DirectoryCounts(
                    consumers: model.profiles.count, cards: known.count, tokens: known.count { $0.token != nil }),
            "\(story)")
        for birth in consumers.keys { try checkProfile(birth) }
        try checkNames()
        try checkStagings()
    }

    /// A profile and its cards by the ids of the first generation and by the names of the second.
    func checkProfile(_ birth: Int) throws {
        let row = try #require(consumers[birth], "\(story)")
        guard let profile = model.profiles.first(where: { $0.birth == birth }) else {
            #expect(refusal { _ = try network.profiles.read(row, directory: directory) } == .noProfile, "\(story)")
            return
        }
        let view = try network.profiles.read(row, directory: directory)
        #expect(view.consumer.email == profile.email, "\(story)")
        #expect(view.consumer.mobileNumber == "202555" + profile.phone, "\(story)")
        #expect(view.row.externalConsumerId ?? "" == profile.name, "\(story)")
        #expect((view.row.emptySince != nil) == profile.cards.isEmpty, "\(story)")
        if !profile.name.isEmpty {
            #expect(try network.profiles.id(named: profile.name, directory: directory) == row, "\(story)")
        }
        // Of cards enrolled at once, the one that came first has not always the lower number.
        let known = profile.cards.sorted { cards[$0.birth] ?? 0 < cards[$1.birth] ?? 0 }
        #expect(view.cards.map(\.row.id) == known.map { cards[$0.birth] }, "\(story)")
        for (view, card) in zip(view.cards, known) {
            expect(view, card)
            #expect(view.row.externalCardId == card.names.first, "\(story)")
            for name in card.names {
                var found: Int64?
                let refusal = refusal {
                    found = try network.cards.id(named: name, of: row, directory: directory)
                }
                #expect(refusal == nil && found == view.row.id, "\(story)")
            }
        }
    }

    func checkCard(_ birth: Int) throws {
        let row = try #require(cards[birth], "\(story)")
        guard let card = card(birth) else {
            #expect(refusal { _ = try network.cards.read(row, directory: directory) } == .noCard, "\(story)")
            return
        }
        expect(try network.cards.read(row, directory: directory), card)
    }

    /// The card's state follows its token's (enrollment 13.6).
    private func expect(_ view: CardView, _ card: DirectoryModel.Card) {
        #expect(view.card.clearPAN == card.pan, "\(story)")
        let (status, state): (CardRow.Status, TokenRow.State?) =
            switch card.token?.status {
            case "Suspended": (.suspended, .suspended)
            case "Inactive": (.active, .inactive)
            case nil: (.cancelled, nil)
            default: (.active, .active)
            }
        #expect(view.row.status == status && view.token?.state == state, "\(story)")
        if card.token != nil { #expect((view.card.pendingEvents != nil) == (state == .inactive), "\(story)") }
    }

    /// Every name and identifier that there may be leads where the model says, and else nowhere.
    func checkNames() throws {
        let names = (0..<9).map { "c\($0)" }
        let found = try network.store.read { try $0.cards(named: names, directory: directory) }
        let known = model.profiles.flatMap(\.cards)
        #expect(
            found == names.map { name in known.first { $0.names.contains(name) }.flatMap { cards[$0.birth] } },
            "\(story)")
        for number in 0..<4 {
            try checkNames(
                of: Person("n\(number)", email: "e\(number)@example.test", phone: "010\(number)", cards: []))
        }
    }

    /// Name, email and mobile number lead to the profiles that have them.
    func checkNames(of person: Person) throws {
        let email = network.vault.emailIndex(try Email(person.email), directory: directory)
        let mobile = network.vault.mobileIndex(
            try PhoneNumberRules.normalise(countryCode: "1", phoneNumber: "202555" + person.phone),
            directory: directory)
        let found = try network.store.read { reading in
            try [
                reading.consumers(identifiedBy: [email], kind: .email, directory: directory).map { $0?.id },
                reading.consumers(identifiedBy: [mobile], kind: .mobile, directory: directory).map { $0?.id },
                person.name.isEmpty ? [nil] : reading.consumers(named: [person.name], directory: directory),
            ]
        }
        func row(_ isMeant: (DirectoryModel.Profile) -> Bool) -> [Int64?] {
            [model.profiles.first(where: isMeant).flatMap { consumers[$0.birth] }]
        }
        #expect(
            found == [
                row { $0.email == person.email }, row { $0.phone == person.phone },
                row { !$0.name.isEmpty && $0.name == person.name },
            ], "\(story)")
    }

    /// The issuer is told of each token's changes in their order, and of nothing else.
    func checkTold(_ events: [KeptEvent]) {
        let births = Dictionary(uniqueKeysWithValues: cards.map { ($1, $0) })
        var told: [Int: [String]] = [:]
        var declined: [String] = []
        for event in events {
            if let birth = births[event.subject] {
                told[birth, default: []].append(event.words)
            } else {
                #expect(event.words == "TAR DECLINED", "\(story)")
                declined.append(event.names)
            }
        }
        #expect(told == model.told, "\(story)")
        #expect(declined.sorted() == model.toldDeclined.sorted(), "\(story)")
        for words in model.told.values.flatMap(\.self) { reached.insert(words) }
        if !declined.isEmpty { reached.insert("TAR DECLINED") }
    }
}
