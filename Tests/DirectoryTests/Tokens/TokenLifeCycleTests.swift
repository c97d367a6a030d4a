// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Directory
import Store
import StoreSQLite
import Testing
import Vault

/// Every change in every state (processing 10.1), and what it makes of the card (enrollment 13.6).
@Suite("token life cycle") struct TokenLifeCycleTests {
    private let place: TemporaryDirectory
    private let card: Int64
    private let tokens: TokenLifeCycle

    init() throws {
        place = try TemporaryDirectory()
        card = try place.addCard(to: place.addProfile(email: "ada@example.test", mobile: "0100"), name: "c-1")
        tokens = TokenLifeCycle(store: place.store, vault: place.vault, clock: place.clock)
    }

    private func put(_ state: TokenRow.State, _ suspenders: TokenRow.Suspenders = []) throws {
        let card = card
        try place.store.write { writing in
            guard var token = try writing.token(of: card), let row = try writing.card(card) else { return }
            token.state = state
            token.suspenders = suspenders
            try writing.replace(token: token)
            var new = row
            new.status = state == .suspended ? .suspended : .active
            try writing.replace(row, by: new)
        }
    }

    private func apply(_ change: TokenChange, as party: TokenRow.Suspenders = .issuer) throws {
        try tokens.apply(
            change, toTokenOf: card, directory: TemporaryDirectory.directory, as: party,
            by: TemporaryDirectory.requestor)
    }

    private var token: TokenRow? { get throws { try place.store.read { try $0.token(of: card) } } }
    private var status: CardRow.Status? { get throws { try place.store.read { try $0.card(card)?.status } } }

    /// From, change, to; nil: refused.
    private static let transitions: [(TokenRow.State, TokenChange, TokenRow.State?)] = [
        (.inactive, .activate, .active), (.inactive, .suspend, nil), (.inactive, .resume, nil),
        (.active, .activate, .active), (.active, .suspend, .suspended), (.active, .resume, .active),
        (.suspended, .activate, nil), (.suspended, .suspend, .suspended), (.suspended, .resume, .active),
    ]

    @Test("each change in each state comes to what the table says, and the card follows", arguments: 0..<9)
    func transitions(_ index: Int) throws {
        let (from, change, to) = Self.transitions[index]
        try put(from, from == .suspended ? .issuer : [])
        let before = try token
        if let to {
            try apply(change)
            #expect(try token?.state == to)
            #expect(try status == (to == .suspended ? .suspended : .active))
        } else {
            #expect(throws: TokenRefusal.notInThisState) { try apply(change) }
            #expect(try token == before)
        }
    }

    @Test("a token that two have suspended is active when both have taken it back")
    func suspenders() throws {
        try apply(.suspend, as: .requestor)
        try apply(.suspend, as: .issuer)
        try apply(.resume, as: .requestor)
        #expect(try token?.state == .suspended && status == .suspended)
        try apply(.resume, as: .requestor)
        #expect(try token?.state == .suspended, "one cannot take back for the other")
        try apply(.resume, as: .issuer)
        #expect(try token?.state == .active && status == .active)
    }

    @Test("deletion is for good in every state: the card is CANCELLED and has no token", arguments: 1...3)
    func deletion(_ state: Int64) throws {
        try put(try #require(TokenRow.State(rawValue: state)), state == 3 ? .issuer : [])
        try apply(.delete)
        #expect(try token == nil && status == .cancelled)
        for change in [TokenChange.activate, .suspend, .resume, .delete] {
            #expect(throws: TokenRefusal.noToken) { try apply(change) }
        }
    }

    @Test("a replaced card keeps its token and its ids; number, last four and expiry are the new ones")
    func replacement() throws {
        let before = try #require(try token)
        let pan = try PAN("5555555555554444")
        try apply(.replaceCard(pan: pan, expiry: Expiry(month: 3, year: 2033)))
        let view = try place.cards.read(card, directory: TemporaryDirectory.directory)
        #expect(view.card.clearPAN == "5555555555554444" && view.row.lastFour == 4444 && view.row.bin == 555_555)
        #expect(view.card.panExpirationMonth == "03" && view.card.panExpirationYear == "2033")
        #expect(view.row.externalCardId == "c-1")
        #expect(try token == before)
        // The profile is found by the new number from now on: a second card of it is refused.
        let other = try place.addCard(to: view.row.consumer, pan: "5186001700009726")
        #expect(throws: TokenRefusal.panTaken) {
            try tokens.apply(
                .replaceCard(pan: pan, expiry: nil), toTokenOf: other, directory: TemporaryDirectory.directory,
                as: .issuer, by: TemporaryDirectory.requestor)
        }
    }

    @Test("the card behind a token that waits for authentication is not replaced; behind a suspended one it is")
    func replacementInState() throws {
        let change = TokenChange.replaceCard(pan: try PAN("5555555555554444"), expiry: nil)
        try put(.inactive)
        #expect(throws: TokenRefusal.notInThisState) { try apply(change) }
        #expect(try place.cards.read(card, directory: TemporaryDirectory.directory).row.lastFour != 4444)
        try put(.suspended, .issuer)
        try apply(change)
        #expect(try place.cards.read(card, directory: TemporaryDirectory.directory).row.lastFour == 4444)
        #expect(try token?.state == .suspended && status == .suspended)
    }

    @Test("another directory's token is not there")
    func strangers() throws {
        #expect(throws: TokenRefusal.noToken) {
            try tokens.apply(
                .suspend, toTokenOf: card, directory: 99, as: .issuer, by: TemporaryDirectory.requestor)
        }
        #expect(try token?.state == .active)
    }
}
