// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Directory
import Processing
import Store
import Testing

/// A card's status, activation and classifier (processing 6.3), and what they make of its tokens (10.2).
@Suite("card management: state") struct CardStateTests {
    private let place: ProcessorPlace

    init() throws {
        place = try ProcessorPlace()
    }

    private func set(_ status: String, _ card: Int64, reason: String? = nil) throws {
        let more = reason.map { #","reason":"\#($0)""# } ?? ""
        try place.management.setStatus(
            StatusRequest(ProcessorPlace.json(#"{"statusCode":"\#(status)"\#(more)}"#)), ofCard: card, place.call())
    }

    @Test("a block suspends the card's tokens, its end resumes them, and the history says what happened")
    func block() throws {
        let card = try place.makeCard()
        let enrolled = try [place.enroll(card), place.enroll(card)]
        try set("05", card, reason: "at sea")
        for id in enrolled {
            #expect(try place.token(id)?.state == .suspended && place.token(id)?.suspenders == .cardManagement)
            #expect(try place.status(id) == .suspended)
        }
        try set("05", card)
        try set("00", card)
        for id in enrolled { #expect(try place.token(id)?.state == .active && place.status(id) == .active) }
        let changes = try place.management.card(card, place.call()).card.changes
        #expect(changes.map(\.status) == [.ok, .temporaryBlock, .ok])
        #expect(changes.map(\.previous) == [nil, .ok, .temporaryBlock])
        #expect(changes[1].reason == "at sea" && changes[1].officer == "client-1")
    }

    @Test("a token that its issuer suspended itself stays so when the card's block ends")
    func twoParties() throws {
        let card = try place.makeCard()
        let enrolled = try place.enroll(card)
        var token = try #require(try place.token(enrolled))
        (token.state, token.suspenders) = (.suspended, .issuer)
        let suspended = token
        try place.store.write { try $0.replace(token: suspended) }
        try set("05", card)
        #expect(try place.token(enrolled)?.suspenders == [.issuer, .cardManagement])
        try set("00", card)
        #expect(try place.token(enrolled)?.state == .suspended && place.token(enrolled)?.suspenders == .issuer)
    }

    @Test("a token that waits for authentication is suspended as soon as it is activated while the card is blocked")
    func inactive() throws {
        let card = try place.makeCard()
        let enrolled = try place.enroll(card, state: .inactive)
        try set("05", card)
        #expect(try place.token(enrolled)?.state == .inactive)
        let tokens = TokenLifeCycle(store: place.store, vault: place.vault, clock: place.clock)
        let call = try place.call()
        try tokens.apply(
            .activate, toTokenOf: enrolled, directory: ProcessorPlace.directory, as: .issuer, by: call.requestor)
        #expect(try place.token(enrolled)?.state == .suspended && place.status(enrolled) == .suspended)
        try set("00", card)
        #expect(try place.token(enrolled)?.state == .active && place.status(enrolled) == .active)
    }

    @Test("lost and stolen are for good and leave tokens as they are", arguments: ["41", "43"])
    func permanent(_ status: String) throws {
        let card = try place.makeCard()
        let enrolled = try place.enroll(card)
        try set(status, card)
        #expect(try place.token(enrolled)?.state == .active)
        for other in ["00", "05", "41", "43"] where other != status {
            #expect(try place.refusal { try set(other, card) }?.reasonCode == "REQUEST_VALIDATION")
        }
        try set(status, card)
        #expect(try place.management.card(card, place.call()).card.changes.count == 2, "the same again is no change")
        #expect(try place.refusal { try set(status, 99_999) } == .noCard(99_999))
    }

    @Test("the history of a status is bounded; the newest changes stay")
    func history() throws {
        let card = try place.makeCard()
        for turn in 0..<15 {
            try set("05", card, reason: "turn \(turn)")
            try set("00", card)
        }
        let changes = try place.management.card(card, place.call()).card.changes
        #expect(changes.count == 20 && changes.suffix(2).first?.reason == "turn 14")
    }

    @Test("plastic is activated once it is made; a virtual card is active; without production there is none")
    func activation() throws {
        func isActivated(_ card: Int64) throws -> Bool { try place.management.card(card, place.call()).row.isActivated }
        let virtual = try place.makeCard()
        #expect(try isActivated(virtual))
        try place.management.activate(card: virtual, place.call())
        let plastic = try place.makeCard(#""productCode":"DEMO_DEBIT","productionCode":"NWOPIN""#)
        #expect(try !isActivated(plastic))
        try place.management.activate(card: plastic, place.call())
        #expect(try isActivated(plastic))
        let none = try place.makeCard(#""productCode":"DEMO_DEBIT""#)
        #expect(try place.refusal { try place.management.activate(card: none, place.call()) } == .plasticIsMissing)
        #expect(try !isActivated(none))
    }

    @Test("a classifier is kept with its days; a contract that is not there has its own error")
    func classifier() throws {
        let card = try place.makeCard()
        let request = try ClassifierRequest(
            ProcessorPlace.json(
                #"{"classifierValue":"BLACKLIST","startDate":"2026-01-01","endDate":"2026-12-31"}"#))
        try place.management.classify(request, contract: card, place.call())
        let row = try place.management.card(card, place.call()).row
        #expect(row.classifier == .blacklist)
        #expect(row.classifierStart?.iso8601 == "2026-01-01T00:00:00.000Z")
        #expect(row.classifierEnd?.iso8601 == "2027-01-01T00:00:00.000Z", "the last day counts")
        let refused = try place.refusal { try place.management.classify(request, contract: 99_999, place.call()) }
        #expect(refused == .noContract(99_999))
    }
}
