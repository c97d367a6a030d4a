// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Processing
import Testing
import WireJSON

/// The account that the processor pushes in its issuer's place (processing 8).
@Suite("card management: push") struct CardPushDataTests {
    private let place: ProcessorPlace

    init() throws {
        place = try ProcessorPlace()
    }

    private func account(_ body: String, card: Int64, directory: Int64 = ProcessorPlace.directory) throws -> JSONValue {
        let bytes = try CardPushData(management: place.management).clearAccount(
            ProcessorPlace.json(body), card: card, place.call(directory))
        return try JSONDocument.parse(bytes).root
    }

    private func refusal(
        _ body: String = #"{"pushAccountId":"a"}"#, card: Int64, directory: Int64 = ProcessorPlace.directory
    ) -> ProcessingError? {
        #expect(throws: ProcessingError.self) { try account(body, card: card, directory: directory) }
    }

    @Test("a card in order is an account with its number and end, and the holder's data as they came")
    func account() throws {
        let card = try place.makeCard()
        let made = try account(
            #"{"pushAccountId":"CA-1","accountHolderData":{"accountHolderName":"ADA EXAMPLE"},"locale":1}"#, card: card)
        let data = try #require(made["fundingAccountData"])
        let pan = try place.management.card(card, place.call()).card.pan
        #expect(made["pushAccountId"]?.string == "CA-1")
        #expect(data["cardAccountData"]?["accountNumber"]?.string == pan.revealDigits())
        #expect(data["cardAccountData"]?["expiryMonth"]?.string == "12")
        #expect(data["cardAccountData"]?["expiryYear"]?.string == "29")
        #expect(data["accountHolderData"]?["accountHolderName"]?.string == "ADA EXAMPLE")
        #expect(made.count == 2 && data.count == 2)
    }

    @Test("a card that is blocked, or not activated, is not pushed: other than for an enrollment")
    func status() throws {
        let card = try place.makeCard()
        try place.management.setStatus(
            StatusRequest(ProcessorPlace.json(#"{"statusCode":"05"}"#)), ofCard: card, place.call())
        #expect(refusal(card: card)?.reasonCode == "OPERATION_DENIED")
        let waiting = try place.makeCard(#""productCode":"DEMO_DEBIT","productionCode":"NWOPIN""#)
        #expect(refusal(card: waiting)?.reasonCode == "OPERATION_DENIED")
    }

    @Test("another issuer's card does not exist; what must not be sent is refused, and its value not repeated")
    func refused() throws {
        let card = try place.makeCard()
        let foreign = refusal(card: card, directory: ProcessorPlace.directory + 1)
        #expect(foreign?.reasonCode == "CARD_CONTRACT_DOES_NOT_EXIST" && foreign?.status == 404)
        for body in [
            #"{}"#, #"{"pushAccountId":""}"#, #"{"pushAccountId":7}"#,
            #"{"pushAccountId":"a","accountNumber":"5186001700009726"}"#,
            #"{"pushAccountId":"a","accountHolderData":"5186001700009726"}"#,
        ] {
            let error = refusal(body, card: card)
            #expect(error?.reasonCode == "REQUEST_VALIDATION" && error?.status == 400)
            #expect(error?.description.contains("5186") == false)
        }
    }
}
