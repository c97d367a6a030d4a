// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Directory
import Processing
import Store
import StoreSQLite
import Testing
import Tokenization

/// The decision table (processing 7.3), row by row, and what is kept of a question.
@Suite("token authorization") struct TokenAuthorizationTests {
    private let place: ProcessorPlace
    private let authorization: TokenAuthorization

    init() throws {
        place = try ProcessorPlace(isSandbox: true)
        authorization = TokenAuthorization(
            store: place.store, vault: place.vault, clock: place.clock, management: place.management)
    }

    private func decide(
        _ card: Int64, expiry: String? = nil, as row: Int64? = nil,
        products: [CardProductSetting] = ProcessorPlace.products
    ) throws -> TokenizationDecision {
        let view = try place.management.card(card, place.call())
        return try authorization.decide(
            card: row ?? place.store.reserveCardIDs(1).lowerBound, pan: view.card.pan,
            expiry: expiry.flatMap(Expiry.init(yymm:)) ?? view.card.expiry, directory: ProcessorPlace.directory,
            products: products)
    }

    private func classify(_ card: Int64, _ word: String, _ days: String = "") throws {
        try place.management.classify(
            ClassifierRequest(ProcessorPlace.json(#"{"classifierValue":"\#(word)"\#(days)}"#)), contract: card,
            place.call())
    }

    private func set(_ status: String, _ card: Int64) throws {
        try place.management.setStatus(
            StatusRequest(ProcessorPlace.json(#"{"statusCode":"\#(status)"}"#)), ofCard: card, place.call())
    }

    @Test(
        "the documented cards of the sandbox are answered as documented",
        arguments: [
            (70_001, TokenizationDecision.approve, "00"), (70_002, .approve, "00"),
            (70_005, .refuse(.declinedFor(.cardStatus)), "05"), (70_041, .refuse(.declinedFor(.cardStatus)), "05"),
            (70_054, .refuse(.declinedFor(.cardExpired)), "54"), (70_085, .approvePending(event: "PENDING_SCA"), "85"),
            (70_090, .refuse(.declinedFor(.blacklisted)), "05"),
        ] as [(Int64, TokenizationDecision, String)])
    func documented(_ card: Int64, _ wanted: TokenizationDecision, _ code: String) throws {
        #expect(try decide(card, as: 500) == wanted)
        let attempt = try #require(try place.store.read { try $0.tokenAttempt(ofCard: 500) })
        #expect(attempt.responseCode == code)
        let names = try ContractNames.of(card: 500, directory: ProcessorPlace.directory, in: place.store)
        #expect(names == ContractNames(cardContractId: card, clientId: 40_000))
        #expect(try ContractNames.of(card: 500, directory: 4, in: place.store) == nil)
    }

    @Test("nobody answers for the silent card, and a PAN that was never made is unknown")
    func unknown() throws {
        #expect(try decide(70_091) == .refuse(.noResponse))
        let stranger = try authorization.decide(
            card: 500, pan: PAN("5186000000000112"), expiry: try #require(Expiry(yymm: "2912")),
            directory: ProcessorPlace.directory, products: ProcessorPlace.products)
        #expect(stranger == .refuse(.invalidPAN))
        #expect(try place.store.read { try $0.tokenAttempt(ofCard: 500) } == nil)
    }

    @Test("of several reasons the first of the table counts, and a whitelist stands above none")
    func order() throws {
        let card = try place.makeCard()
        let gone = [CardProductSetting(code: "DEMO_DEBIT", prefix: "518600", isTokenizable: false)]
        #expect(try decide(card, expiry: "3001") == .refuse(.declinedFor(.otherExpiry)))
        try classify(card, "WHITELIST")
        #expect(try decide(card, expiry: "3001") == .refuse(.declinedFor(.otherExpiry)))
        place.clock.set(Timestamp(startOfMonth: 1, year: 2030))
        #expect(try decide(card, expiry: "3001") == .refuse(.declinedFor(.cardExpired)))
        try set("05", card)
        #expect(try decide(card) == .refuse(.declinedFor(.cardStatus)))
        #expect(try decide(card, products: gone) == .refuse(.notTokenizable))
        #expect(try decide(card, products: []) == .refuse(.notTokenizable), "a product that is no more")
        try classify(card, "BLACKLIST")
        #expect(try decide(card, products: gone) == .refuse(.declinedFor(.blacklisted)))
    }

    @Test("a card is good to the end of its month; one whose plastic is not activated is not")
    func edges() throws {
        let card = try place.makeCard()
        place.clock.set(Timestamp(startOfMonth: 1, year: 2030).advanced(by: .seconds(-1)))
        #expect(try decide(card) == .approve)
        let plastic = try place.makeCard(
            #""productCode":"DEMO_DEBIT","productionCode":"NWOPIN","cardExpiryDate":"3912""#)
        #expect(try decide(plastic) == .refuse(.declinedFor(.cardStatus)))
        try place.management.activate(card: plastic, place.call())
        #expect(try decide(plastic) == .approve)
    }

    @Test("a classifier counts on its days alone")
    func days() throws {
        let card = try place.makeCard()
        try classify(card, "BLACKLIST", #","startDate":"2027-01-02","endDate":"2027-01-03""#)
        for (day, wanted) in [
            ("2027-01-01", TokenizationDecision.approve), ("2027-01-02", .refuse(.declinedFor(.blacklisted))),
            ("2027-01-03", .refuse(.declinedFor(.blacklisted))), ("2027-01-04", .approve),
        ] {
            place.clock.set(try #require(Timestamp(day: day)))
            #expect(try decide(card) == wanted, "\(day)")
        }
    }

    @Test("a card has ten tokens at most; one that was deleted makes room")
    func limit() throws {
        let card = try place.makeCard()
        let rows = try (0..<10).map { _ in try place.enroll(card) }
        #expect(try decide(card) == .refuse(.declinedFor(.tokenLimit)))
        try place.store.write { try $0.deleteToken(of: rows[3]) }
        #expect(try decide(card) == .approve)
    }

    @Test("an attempt that came to nothing is forgotten after a day")
    func abandoned() throws {
        let card = try place.makeCard()
        #expect(try decide(card, as: 900) == .approve)
        place.clock.advance(by: .seconds(24 * 3600))
        #expect(try decide(card, as: 901) == .approve)
        let left = try place.store.read { reading in
            try [900, 901].filter { try reading.tokenAttempt(ofCard: $0) != nil }
        }
        #expect(left == [901])
    }

    @Test("card management decides about the PANs of the program's products alone")
    func ranges() throws {
        func decides(_ pan: String) throws -> Bool {
            TokenAuthorization.decides(about: try PAN(pan), ProcessorPlace.products)
        }
        #expect(try decides("5186001700009726") && !decides("5555555555554444"))
        #expect(try !TokenAuthorization.decides(about: PAN("5186001700009726"), []))
    }
}
