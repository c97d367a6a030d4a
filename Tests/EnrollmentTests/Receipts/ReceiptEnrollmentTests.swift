// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Directory
import Foundation
import PhoneNumbers
import Store
import StoreSQLite
import Testing
import Vault

@testable import Enrollment
@testable import TokenConnect

/// Pushed cards that go into the general directory (token-connect 10.1, 10.2, 10.4), over the real store.
@Suite("Enrollment by receipt") struct ReceiptEnrollmentTests {
    private static let general: Int64 = 9
    private static let ordinary = "5186000000000005"
    private let network: Network
    private let receipts: Receipts
    private let enrollment: ReceiptEnrollment

    init() throws {
        var settings = ProgramSettings()
        settings.notificationURL = "https://bank.test/events"
        let bank = settings
        network = try Network(settings: settings)
        receipts = Receipts(
            store: network.store, vault: network.vault, clock: network.clock, entropy: SeededEntropy(seed: 3),
            isSandbox: true)
        enrollment = ReceiptEnrollment(
            enrollment: network.singles, receipts: receipts, store: network.store, vault: network.vault,
            programs: { $0 <= 2 ? bank : nil },
            general: { OrderProgram(directory: Self.general, settings: ProgramSettings()) })
    }

    private func push(
        _ pan: String = Self.ordinary, minutes: Int = 15, directory: Int64 = Network.directory
    ) throws -> String {
        let card = PushedCard(
            clearPAN: pan, expirationMonth: "12", expirationYear: "2031", holder: nil, settings: PushSettings(),
            authenticationCode: nil)
        let draft = receipts.draft(card, .debit)
        try receipts.keep(
            [draft], for: Receipts.clickToPay, minutes: minutes, directory: directory,
            by: Requestor(actor: "bank", srcCorrelationId: "push"))
        return draft.receipt
    }

    private func consumer(_ name: String = "ada", phone: String = "2025550101") throws -> Consumer {
        Consumer(
            email: try Email(name + "@mail.example"),
            mobile: try PhoneNumberRules.normalise(countryCode: "1", phoneNumber: phone), firstName: "Ada",
            lastName: "Example", countryCode: try CountryCode("US"), languageCode: try LanguageCode("en"))
    }

    private func order(
        _ receipt: String, _ consumer: Consumer? = nil, profile: Int64? = nil, issuers: Set<Int64>? = nil
    ) throws -> ReceiptEnrollment.Order {
        ReceiptEnrollment.Order(
            receipt: receipt, consumer: try consumer ?? self.consumer(), profile: profile,
            requestor: Requestor(actor: "page", srcCorrelationId: "call"), issuers: issuers)
    }

    private func enroll(_ order: ReceiptEnrollment.Order) throws -> ReceiptEnrollment.Outcome {
        let answer = Network.Waiting<ReceiptEnrollment.Outcome>()
        enrollment.enroll(order, completion: answer.give)
        return try answer.wait()
    }

    private func row(_ receipt: String) throws -> ReceiptRow {
        try #require(try receipts.row(of: receipt, directory: Network.directory))
    }

    private func events(_ directory: Int64) throws -> [String] {
        try network.store.read { try $0.notifications(directory: directory, limit: 100) }.reversed().map { row in
            let body = NotificationMessage(row, vault: network.vault).body
            let event = try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: String])
            return (event["eventType"] ?? "") + " " + (event["decision"] ?? event["updateReason"] ?? "")
        }
    }

    private func counts() throws -> DirectoryCounts {
        try network.store.read { try $0.counts(directory: Self.general) }
    }

    @Test("the card stands in the general directory, its issuer is told and manages the token, nobody else does")
    func issuerInTheLoop() throws {
        let receipt = try push()
        let outcome = try enroll(try order(receipt))
        let card = try #require(outcome.card?.card)
        #expect(outcome.outcome == .approved && outcome.issuer == Network.directory)
        #expect(card.directory == Self.general && outcome.tokenUniqueReference?.utf8.count == 48)
        let used = try row(receipt)
        #expect(used.state == .consumed && used.outcome == .approved && used.card == card.id && used.sealed.isEmpty)
        #expect(try events(Network.directory) == ["TAR APPROVED", "TCN APPROVED"])
        #expect(try events(Self.general).isEmpty)

        let requestor = Requestor(actor: "bank", srcCorrelationId: "call")
        let tokens = TokenLifeCycle(
            store: network.store, vault: network.vault, clock: network.clock, notifications: network.notifications)
        #expect(throws: TokenRefusal.noToken) {
            try tokens.apply(.suspend, toTokenOf: card.id, directory: 2, as: .issuer, by: requestor)
        }
        try tokens.apply(.suspend, toTokenOf: card.id, directory: Network.directory, as: .issuer, by: requestor)
        let view = try network.cards.read(card.id, issuedBy: Network.directory)
        #expect(view.row.status == .suspended && view.token?.state == .suspended)
        #expect(throws: DirectoryRefusal.noCard) { try network.cards.read(card.id, issuedBy: 2) }
        // The issuer is not told what it did itself, but what others do.
        #expect(try events(Network.directory).count == 2)
        try network.profiles.delete(card.consumer, directory: Self.general, by: requestor)
        #expect(try events(Network.directory).last == "TVN DEACTIVATED")
        #expect(try network.store.read { try $0.issuer(ofCard: card.id) } == nil)
    }

    @Test("of sixteen that use a receipt at once, one gets the card")
    func onceOnly() throws {
        let receipt = try push()
        let answers = try (0..<16).map { number in
            let answer = Network.Waiting<ReceiptEnrollment.Outcome>()
            let person = try consumer("p\(number)", phone: "20255501\(10 + number)")
            enrollment.enroll(try order(receipt, person), completion: answer.give)
            return answer
        }
        var taken = 0
        for answer in answers {
            do {
                #expect(try answer.wait().outcome == .approved)
                taken += 1
            } catch {
                #expect(error as? ReceiptRefusal == .used)
            }
        }
        #expect(taken == 1)
        #expect(try counts() == DirectoryCounts(consumers: 1, cards: 1, tokens: 1))
    }

    @Test(
        "the numbers of the sandbox end as they say (token-connect 13.2), and the receipt is used up",
        arguments: [
            ("5120340000000004", ReceiptRow.Outcome.approved, 1), ("5120340000000053", .declined, 0),
            ("5120340000000855", .needsAuthentication, 1), ("5120340000000947", .duplicate, 0),
            ("5120340000000962", .failed, 0),
        ])
    func prescribed(_ pan: String, _ wanted: ReceiptRow.Outcome, cards: Int) throws {
        let receipt = try push(pan)
        let outcome = try enroll(try order(receipt))
        #expect(outcome.outcome == wanted && (outcome.card == nil) == (cards == 0))
        #expect((outcome.error == nil) == (cards == 1))
        #expect(try row(receipt).outcome == wanted && row(receipt).state == .consumed)
        #expect(try counts() == DirectoryCounts(consumers: cards, cards: cards, tokens: cards))
    }

    @Test("a card that the profile has already is a duplicate, and keeps its token")
    func duplicate() throws {
        let first = try enroll(try order(try push()))
        let again = try enroll(try order(try push()))
        #expect(again.outcome == .duplicate && again.tokenUniqueReference == first.tokenUniqueReference)
        #expect(try events(Network.directory).count == 2)
    }

    @Test("a card that another program pushed is neither shown to nor changed by whoever knows its number")
    func otherIssuer() throws {
        let first = try #require(try enroll(try order(try push())).card)
        let receipt = try push(directory: 2)
        let outcome = try enroll(try order(receipt))
        #expect(outcome.outcome == .duplicate && outcome.card == nil && outcome.error != nil)
        #expect(try network.store.read { try $0.card(first.card.id) } == first.card)
        #expect(try network.store.read { try $0.issuer(ofCard: first.card.id) } == Network.directory)
    }

    @Test("a consumer who cannot be placed, another bank and a late one leave the receipt as it was")
    func untouched() throws {
        _ = try enroll(try order(try push()))
        let receipt = try push("5186000000000013")
        // Ada's address with a number of nobody.
        let other = try consumer("ada", phone: "2025550199")
        #expect(throws: ServiceError.self) { try enroll(try order(receipt, other)) }
        #expect(throws: ReceiptRefusal.unknown) { try enroll(try order(receipt, issuers: [2])) }
        #expect(try row(receipt).state == .created)
        // She has shown that she owns the profile: her number may be another.
        let profile = try #require(try enrollment.profile(email: try Email("ADA@mail.example")))
        #expect(try enrollment.profile(mobile: try #require(consumer().mobile)) == profile)
        #expect(try enroll(try order(receipt, other, profile: profile)).consumer == profile)
        let late = try push("5186000000000021", minutes: 5)
        network.clock.advance(by: .seconds(300))
        #expect(throws: ReceiptRefusal.expired) { try enroll(try order(late)) }
        let gone = try push("5186000000000039")
        try network.profiles.delete(
            profile, directory: Self.general, by: Requestor(actor: "c", srcCorrelationId: "c"))
        #expect(throws: DirectoryRefusal.noProfile) { try enroll(try order(gone, profile: profile)) }
        #expect(try row(gone).state == .created)
    }
}
