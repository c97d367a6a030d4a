// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Processing
import Store
import StoreSQLite
import Testing
import Tokenization
import Vault

/// The tokens of card contracts: what is listed, and what an issuer makes of them (processing 9).
@Suite("tokens of card contracts") struct CardTokensTests {
    private let place: ProcessorPlace
    private let tokens: CardTokens

    init() throws {
        place = try ProcessorPlace(isSandbox: true)
        tokens = CardTokens(store: place.store, vault: place.vault, clock: place.clock, management: place.management)
    }

    private func set(_ status: String, _ card: Int64, _ number: String? = nil) throws {
        let more = number.map { #","tokenNumber":"\#($0)""# } ?? ""
        try tokens.set(
            TokenStatusRequest(ProcessorPlace.json(#"{"tokenStatus":"\#(status)"\#(more)}"#)), ofCard: card,
            place.call())
    }

    private func states(_ card: Int64) throws -> [String] {
        try tokens.tokens(ofCard: card, .all, place.call()).map(\.status.rawValue)
    }

    @Test("a token of Click to Pay is listed by card, by client and by its number, in its program alone")
    func lists() throws {
        let card = try place.makeCard()
        let enrolled = try place.enroll(card)
        let token = try #require(try tokens.tokens(ofCard: card, .all, place.call()).first)
        #expect(token.cardContractId == card && token.cardContractNumber.hasPrefix("518600______"))
        #expect(token.clientShortName == "Ada Example" && token.requestorId == "50123197928")
        #expect(token.walletName == "MDES for Merchants" && token.type == "F" && token.status == .active)
        #expect(token.uniqueReference == place.vault.reference48(.token, of: enrolled))
        let row = try #require(try place.token(enrolled))
        let record = try #require(try TokenMint(vault: place.vault).open(row))
        #expect(token.clearNumber == record.tokenNumber)
        #expect(!"\(token)".contains(token.clearNumber))
        #expect(
            try tokens.tokens(ofClient: token.clientId, .all, place.call()).map(\.clearNumber) == [token.clearNumber])
        #expect(try tokens.token(clearNumber: token.clearNumber, place.call()).uniqueReference == token.uniqueReference)
        for (number, directory) in [(token.clearNumber, Int64(4)), ("2720900000000003", 3), ("5186001700009726", 3)] {
            #expect(try place.refusal { _ = try tokens.token(clearNumber: number, place.call(directory)) } == .noToken)
        }
        #expect(try place.refusal { _ = try tokens.tokens(ofCard: card, .all, place.call(4)) } == .noCard(card))
    }

    @Test("the sandbox's client has three tokens in three statuses, and its documented token is found by number")
    func documented() throws {
        let call = try place.call()
        func statuses(_ filter: TokenFilter) throws -> [String] {
            try tokens.tokens(ofClient: 40_000, filter, call).map(\.status.rawValue)
        }
        #expect(try statuses(.all) == ["Active", "Suspended", "Inactive"])
        #expect(try statuses(.active) == ["Active"] && statuses(.inactive) == ["Suspended", "Inactive"])
        let token = try tokens.token(clearNumber: "5598765432109876", call)
        #expect(token.walletName == "Google Pay" && token.requestorId == "50120834693")
        #expect(token.cardContractId == 70_001 && token.uniqueReference.utf8.count == 48)
        try set("SUSPEND", 70_001)
        #expect(try states(70_001) == ["Suspended", "Suspended", "Inactive"])
        try set("RESUME", 70_001, "5598765432109876")
        #expect(try states(70_001) == ["Active", "Suspended", "Inactive"])
        #expect(
            try place.refusal { try set("RESUME", 70_001, "5598765432109878") }?.reasonCode == "REQUEST_VALIDATION")
        try set("DEACTIVATE", 70_001)
        #expect(try states(70_001) == ["Deactivated", "Deactivated", "Deactivated"])
        #expect(try place.refusal { try set("RESUME", 70_001) } == .noToken, "deactivated is for good")
        #expect(try place.refusal { try set("RESUME", 90_001) } == .noToken)
        #expect(try place.refusal { try set("RESUME", 99_999) } == .noCard(99_999))
    }

    @Test("one token or all of a card follow, together with the directory's card; synonyms are taken")
    func changes() throws {
        let card = try place.makeCard()
        let (first, second) = (try place.enroll(card), try place.enroll(card))
        let number = try tokens.tokens(ofCard: card, .all, place.call())[1].clearNumber
        try set("suspend", card, number)
        #expect(try states(card) == ["Active", "Suspended"])
        #expect(try place.status(first) == .active && place.status(second) == .suspended)
        #expect(try place.token(second)?.suspenders == .issuer)
        try set("SUSPENDED", card)
        #expect(try states(card) == ["Suspended", "Suspended"])
        try set("RESUMED", card)
        #expect(try states(card) == ["Active", "Active"])
        try set("DELETE", card, number)
        #expect(try states(card) == ["Active"], "a deleted token is gone")
        #expect(try place.status(second) == .cancelled)
        #expect(try place.refusal { try set("RESUME", card, number) } == .noToken)
        let other = try place.makeCard()
        #expect(try place.refusal { try set("SUSPEND", other, number) } == .noToken, "another card's token")
    }

    @Test("a token that waits for authentication is neither suspended nor resumed; of all tokens it is left alone")
    func inactive() throws {
        let card = try place.makeCard()
        _ = try place.enroll(card, state: .inactive)
        #expect(try place.refusal { try set("SUSPEND", card) }?.reasonCode == "REQUEST_VALIDATION")
        _ = try place.enroll(card)
        try set("SUSPEND", card)
        #expect(try states(card) == ["Inactive", "Suspended"])
    }

    @Test("words and numbers that are none are refused and not echoed")
    func requests() throws {
        for text in [
            #"{}"#, #"{"tokenStatus":"ACTIVATE"}"#, #"{"tokenStatus":"RESUME","tokenNumber":"12345"}"#,
            #"{"tokenStatus":"RESUME","tokenNumber":5598765432109876}"#,
        ] {
            let error = try place.refusal { _ = try TokenStatusRequest(ProcessorPlace.json(text)) }
            #expect(error?.reasonCode == "REQUEST_VALIDATION" && error?.description.contains("12345") == false)
        }
        #expect(try place.refusal { _ = try TokenFilter(word: "DELETED") }?.reasonCode == "REQUEST_VALIDATION")
        #expect(try place.refusal { _ = try TokenFilter(word: "active") } == nil)
    }
}
