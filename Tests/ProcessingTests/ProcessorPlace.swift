// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Directory
import Foundation
import Processing
import Store
import StoreSQLite
import Testing
import Tokenization
import Vault
import WireJSON

/// Card management over a store and a vault in a temporary folder.
final class ProcessorPlace: Sendable {
    static let directory: Int64 = 3
    static let products = [
        CardProductSetting(code: "DEMO_DEBIT", prefix: "518600"),
        CardProductSetting(code: "DEMO_GIFT", prefix: "518601", isTokenizable: false),
    ]

    let clock = ManualClock()
    let vault: Vault
    let store: SQLiteDirectoryStore
    let management: CardManagement
    private let path: String

    init(isSandbox: Bool = false) throws {
        path = NSTemporaryDirectory() + "muster-processing-" + UUID().uuidString
        vault = try Vault.open(
            directory: path, rootKey: .file(path: path + "/root.key", createIfMissing: true), create: true,
            clock: clock)
        store = try SQLiteDirectoryStore(path: path + "/directory.db", cacheBytes: 4 << 20)
        management = CardManagement(
            store: store, vault: vault, clock: clock, entropy: SeededEntropy(seed: 1), isSandbox: isSandbox)
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(atPath: path)
    }

    static func json(_ text: String) throws -> JSONValue { try JSONDocument.parse(Array(text.utf8)).root }

    static let today = CalendarMonth(year: 2026, month: 11)

    func call(_ directory: Int64 = directory, key: String? = nil, content: String = "") throws -> ProcessingCall {
        ProcessingCall(
            directory: directory, products: Self.products,
            requestor: Requestor(actor: "client-1", srcCorrelationId: "call-1"), today: Self.today,
            idempotency: try key.map { try ProcessingCall.Idempotency(key: $0, content: Array(content.utf8)) })
    }

    // MARK: Making

    func makeClient(_ directory: Int64 = directory) throws -> Int64 {
        try management.create(
            ClientRequest(
                Self.json(#"{"clientNumber":"p-1","clientType":"PR","firstName":"Ada","lastName":"Example"}"#)),
            call(directory))
    }

    func makeAccount(_ directory: Int64 = directory) throws -> Int64 {
        let client = try makeClient(directory)
        return try management.create(
            AccountRequest(
                Self.json(#"{"accountContractNumber":"a-1","clientId":\#(client),"productCode":"CURRENT"}"#)),
            call(directory))
    }

    func request(_ account: Int64, _ members: String = #""productCode":"DEMO_DEBIT""#) throws -> CardRequest {
        try CardRequest(
            Self.json(#"{"accountContractId":\#(account),"cardContract":{\#(members)}}"#), today: Self.today)
    }

    /// A virtual card of an account of its own, unless the members say otherwise.
    func makeCard(
        _ members: String = #""productCode":"DEMO_DEBIT","productionCode":"NWOPIN_NOPROD","cardExpiryDate":"2912""#,
        _ directory: Int64 = directory
    ) throws -> Int64 {
        try management.create(request(makeAccount(directory), members), call(directory))
    }

    // MARK: Tokens

    /// Enrolls the PAN of a card contract: a card of the directory with a token, and what card management was asked.
    func enroll(_ number: Int64, state: TokenRow.State = .active) throws -> Int64 {
        let pan = try management.card(number, call()).card.pan
        let contract = try management.card(number, call()).row
        let id = store.reserveCardIDs(1).lowerBound
        let stored = StoredCard(
            clearPAN: pan.revealDigits(), panExpirationMonth: "12", panExpirationYear: "2029", cardholderFullName: nil,
            cardholderFirstName: "Ada", cardholderLastName: "Example", billingAddress: nil,
            pendingEvents: state == .inactive ? "PENDING_SCA" : nil)
        let row = CardRow(
            id: id, directory: Self.directory, consumer: 1, externalCardId: nil,
            pan: vault.panIndex(pan, directory: Self.directory), bin: 518_600, lastFour: Int64(pan.panLastFour) ?? 0,
            sealed: vault.seal(stored.encoded, as: SealedRow(.card, id)), created: clock.now)
        let token = try TokenMint(vault: vault).mint(
            card: id, directory: Self.directory, panDigits: Array(pan.revealDigits().utf8), state: state,
            now: clock.now)
        let attempt = TokenAttemptRow(
            card: id, directory: Self.directory, contract: contract.id, responseCode: "00", asked: clock.now)
        try store.write { writing in
            try writing.insert(cards: [row])
            try writing.insert(tokens: [token])
            try writing.put(attempt: attempt)
        }
        return id
    }

    func token(_ card: Int64) throws -> TokenRow? { try store.read { try $0.token(of: card) } }
    func status(_ card: Int64) throws -> CardRow.Status? { try store.read { try $0.card(card)?.status } }

    /// The refusal of a call; nil when it was not refused.
    func refusal(_ body: () throws -> Void) throws -> ProcessingError? {
        do {
            try body()
            return nil
        } catch let error as ProcessingError {
            return error
        }
    }
}
