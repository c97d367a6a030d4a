// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import ClickToPay
import Directory
import Processing
import Store
import Testing
import Vault

/// Clients, accounts and cards as they are made (processing 6.1, 6.2) and read (6.3, 6.4).
@Suite("card management: creation") struct CreationTests {
    private let place: ProcessorPlace

    init() throws {
        place = try ProcessorPlace()
    }

    @Test(
        "a card has a number of its product, the holder of its account and an expiry; its PAN is only masked and sealed"
    )
    func card() throws {
        let account = try place.makeAccount()
        let number = try place.management.create(place.request(account), place.call())
        let view = try place.management.card(number, place.call())
        let pan = view.card.pan.revealDigits()
        #expect(pan.hasPrefix("518600") && pan.utf8.count == 16 && view.row.productCode == "DEMO_DEBIT")
        #expect(view.card.maskedNumber == "518600______" + pan.suffix(4))
        #expect(view.row.account == account && view.row.statusCode == "00")
        #expect(view.card.expiry == Expiry(month: 11, year: 2030), "four years from the month of the call")
        let text = "\(view) \(view.card) \(view.row)"
        #expect(!text.contains(pan), "a description shows the PAN")
        #expect(!view.row.sealed.contains(Array(pan.utf8)))
        let index = place.vault.panIndex(view.card.pan, directory: ProcessorPlace.directory)
        #expect(view.row.pan == index)
    }

    @Test("every card has a number of its own")
    func numbers() throws {
        let account = try place.makeAccount()
        let cards = try (0..<50).map { _ in try place.management.create(place.request(account), place.call()) }
        let pans = try cards.map { try place.management.card($0, place.call()).card.pan.revealDigits() }
        #expect(Set(pans).count == 50 && Set(cards).count == 50)
        #expect(try place.management.cards(ofAccount: account, AccountCardsQuery(), place.call()).total == 50)
    }

    @Test("what a call refers to must be there, in the same program; products must be the program's")
    func references() throws {
        let account = try place.makeAccount()
        let elsewhere = try place.call(4)
        func refused(_ body: () throws -> Void) throws -> String? { try place.refusal(body)?.description }
        #expect(
            try refused { _ = try place.management.create(place.request(account), elsewhere) }
                == "Account contract with id \(account) not found.")
        #expect(
            try refused {
                _ = try place.management.create(place.request(account, #""productCode":"OTHER""#), place.call())
            }
                == "cardContract.productCode is not a card product of the program.")
        let orphan = try AccountRequest(
            ProcessorPlace.json(#"{"accountContractNumber":"a","clientId":99999,"productCode":"C"}"#))
        #expect(
            try refused { _ = try place.management.create(orphan, place.call()) } == "Client with id 99999 not found.")
        let holder = try CardRequest(
            ProcessorPlace.json(
                #"{"accountContractId":\#(account),"clientId":"99999","cardContract":{"productCode":"DEMO_DEBIT"}}"#),
            today: ProcessorPlace.today)
        let error = try place.refusal { _ = try place.management.create(holder, place.call()) }
        #expect(error?.reasonCode == "CLIENT_DOES_NOT_EXIST" && error?.status == 404)
    }

    @Test("a call with a key that is repeated gets the first one's number; with other content it is refused, for a day")
    func idempotency() throws {
        let account = try place.makeAccount()
        let key = "0f8fad5b-d9cb-469f-a165-70867728950e"
        func create(_ content: String, _ key: String = key, directory: Int64 = ProcessorPlace.directory) throws -> Int64
        {
            try place.management.create(place.request(account), place.call(directory, key: key, content: content))
        }
        let first = try create("one")
        #expect(try create("one") == first && create("one", key.uppercased()) == first)
        #expect(try place.refusal { _ = try create("two") } == .keyUsed)
        #expect(try place.management.cards(ofAccount: account, AccountCardsQuery(), place.call()).total == 1)
        place.clock.advance(by: .seconds(24 * 3600))
        #expect(try create("two") != first, "a day later the key is free")
        #expect(try place.refusal { _ = try place.call(key: "no uuid") }?.reasonCode == "REQUEST_VALIDATION")
    }

    @Test("a call that failed leaves its key free")
    func failed() throws {
        let key = "0f8fad5b-d9cb-469f-a165-70867728950e"
        let account = try place.makeAccount()
        let call = try place.call(key: key, content: "one")
        #expect(try place.refusal { _ = try place.management.create(place.request(99_999), call) } != nil)
        #expect(try place.refusal { _ = try place.management.create(place.request(account), call) } == nil)
    }

    @Test("a card is found by its PAN and its core banking number, in its program alone")
    func finding() throws {
        let number = try place.makeCard(#""productCode":"DEMO_DEBIT","cbsNumber":"CBS-1""#)
        let pan = try place.management.card(number, place.call()).card.pan.revealDigits()
        func find(_ identifier: String, _ kind: String, _ directory: Int64 = ProcessorPlace.directory) throws -> Int64 {
            let request = try CardSearchRequest(
                ProcessorPlace.json(
                    #"{"cardContractIdentifier":"\#(identifier)","cardContractIdentifierType":"\#(kind)"}"#))
            return try place.management.find(request, place.call(directory))
        }
        #expect(try find(pan, "CARD_CONTRACT_NUMBER") == number)
        #expect(try find("CBS-1", "CBS_NUMBER") == number)
        for (identifier, kind, directory) in [
            (pan, "CBS_NUMBER", Int64(3)), ("CBS-1", "CARD_CONTRACT_NUMBER", 3), (pan, "CARD_CONTRACT_NUMBER", 4),
            ("1234567890123456", "CARD_CONTRACT_NUMBER", 3),
        ] {
            let error = try place.refusal { _ = try find(identifier, kind, directory) }
            #expect(error?.reasonCode == "CARD_CONTRACT_DOES_NOT_EXIST")
            #expect(error?.description.contains(identifier) == false, "a number is echoed")
        }
    }

    @Test("the cards of an account come in pages, by status and day; those of a client all at once")
    func lists() throws {
        let account = try place.makeAccount()
        var cards: [Int64] = []
        for day in 0..<5 {
            if day > 0 { place.clock.advance(by: .seconds(86_400)) }
            cards.append(try place.management.create(place.request(account), place.call()))
        }
        try place.management.setStatus(
            StatusRequest(ProcessorPlace.json(#"{"statusCode":"41"}"#)), ofCard: cards[1], place.call())
        func list(_ change: (inout AccountCardsQuery) -> Void) throws -> ([Int64], Int) {
            var query = AccountCardsQuery()
            change(&query)
            let found = try place.management.cards(ofAccount: account, query, place.call())
            return (found.cards.map(\.row.number), found.total)
        }
        #expect(try list { $0.limit = 2 } == (Array(cards[..<2]), 5))
        #expect(try list { ($0.offset, $0.limit) = (4, 2) } == ([cards[4]], 5))
        #expect(try list { $0.offset = 9 } == ([], 5))
        #expect(try list { $0.statuses = [.lost] } == ([cards[1]], 1))
        let third = try place.management.card(cards[2], place.call()).row.created
        #expect(try list { $0.createdFrom = third } == (Array(cards[2...]), 3))
        let client = try place.management.card(cards[0], place.call()).row.client
        #expect(try place.management.cards(ofClient: client, place.call()).map(\.row.number) == cards)
        #expect(
            try place.refusal { _ = try place.management.cards(ofClient: 99_999, place.call()) }?.reasonCode
                == "CLIENT_DOES_NOT_EXIST")
    }
}
