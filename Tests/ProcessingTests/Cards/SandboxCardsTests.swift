// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Processing
import Store
import Testing

/// The documented clients, accounts and cards of the sandbox (processing 12).
@Suite("card management: sandbox") struct SandboxCardsTests {
    @Test("the documented numbers are there for every program, once, with the documented state")
    func documented() throws {
        let place = try ProcessorPlace(isSandbox: true)
        for directory: Int64 in [3, 4, 3] {
            let call = try place.call(directory)
            let first = try place.management.card(70_001, call)
            #expect(first.card.pan.revealDigits() == "5186001700009726" && first.card.expiry.yymm == "2912")
            #expect(first.card.maskedNumber == "518600______9726" && first.row.statusCode == "00")
            #expect(try place.management.card(70_002, call).card.pan.revealDigits() == "5186000000000005")
            #expect(try place.management.card(70_005, call).card.pan.revealDigits() == "5186000000000054")
            #expect(try place.management.card(70_005, call).row.statusCode == "05")
            #expect(try place.management.cards(ofClient: 40_000, call).count == 10)
            for identifier in [("1234567890123456", "CARD_CONTRACT_NUMBER"), ("CBS83863371812034", "CBS_NUMBER")] {
                let request = try CardSearchRequest(
                    ProcessorPlace.json(
                        #"{"cardContractIdentifier":"\#(identifier.0)","#
                            + #""cardContractIdentifierType":"\#(identifier.1)"}"#
                    ))
                #expect(try place.management.find(request, call) == 70_001)
            }
            #expect(
                try place.refusal { try place.management.activate(card: 10_102, call) } == .plasticIsMissing)
            #expect(try place.refusal { _ = try place.management.card(99_999, call) } == .noCard(99_999))
            #expect(try place.management.create(place.request(60_001), call) > 100_000)
            #expect(try place.management.cards(ofAccount: 60_001, AccountCardsQuery(), call).total >= 10)
            try place.store.write { try $0.deleteAll(directory: directory) }
            #expect(try place.management.cards(ofClient: 40_000, call).count == 10, "a reset brings them back")
        }
    }

    @Test("outside a sandbox none of them exists")
    func production() throws {
        let place = try ProcessorPlace()
        let call = try place.call()
        #expect(try place.refusal { _ = try place.management.card(70_001, call) } == .noCard(70_001))
        #expect(try place.refusal { _ = try place.management.cards(ofClient: 40_000, call) } == .noClient(40_000))
        let request = try CardSearchRequest(
            ProcessorPlace.json(
                #"{"cardContractIdentifier":"1234567890123456","cardContractIdentifierType":"CARD_CONTRACT_NUMBER"}"#))
        #expect(try place.refusal { _ = try place.management.find(request, call) } == .noSuchCard)
    }
}
