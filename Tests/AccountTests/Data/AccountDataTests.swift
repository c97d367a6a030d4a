// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Directory
import Store
import StoreSQLite
import Testing
import Vault

@testable import Account

/// What is kept of a consumer, and addresses that are taken back (checkout 6.3; enrollment 14).
@Suite("account data") struct AccountDataTests {
    private static let address = StoredAddress(
        name: "Ada Example", line1: "9 Capture Lane", line2: nil, line3: nil, city: "Typedville", state: "CA",
        countryCode: "US", zip: "90009")
    private static let capture = StoredCapture(checkout: 5, consentVersion: "1", consentTime: 9)
    private let place: Place

    init() throws { place = try Place() }

    private func stored(_ card: CardRow) throws -> StoredCard {
        let row = try #require(try place.store.read { try $0.card(card.id) })
        return try StoredCard(encoded: place.vault.open(row.sealed, as: SealedRow(.card, row.id)))
    }

    private func stored(_ consumer: ConsumerRow) throws -> StoredConsumer {
        let row = try #require(try place.store.read { try $0.consumer(consumer.id) })
        return try StoredConsumer(encoded: place.vault.open(row.sealed, as: SealedRow(.consumer, row.id)))
    }

    @Test("addresses are masked but for the country, and it is said which were typed at a checkout")
    func addresses() throws {
        let own = try place.add([Place.email()], directory: 1) { consumer in
            consumer.shippingAddress = Self.address
            consumer.shippingCapture = Self.capture
        }
        try place.addCard(to: own) { $0.billingAddress = Self.address }
        let kept = try #require(try place.data.list(of: place.session()).first)
        #expect(kept.addresses.map(\.kind) == [.billing(lastFour: "9726"), .shipping])
        #expect(kept.addresses.map(\.isCaptured) == [false, true])
        let masked = kept.addresses[0].masked
        #expect(masked.line1 == "9*** C*** L***" && masked.city == "T***" && masked.state == "C***")
        #expect(masked.zip == "9****" && masked.countryCode == "US" && masked.name == "A*** E******")
    }

    @Test("an address that was typed at a checkout is removed, and the issuer told; the bank's own stays")
    func remove() throws {
        let own = try place.add([Place.email()], directory: 1) { consumer in
            consumer.shippingAddress = Self.address
            consumer.shippingCapture = Self.capture
        }
        let typed = try place.addCard(to: own) { card in
            card.billingAddress = Self.address
            card.billingCapture = Self.capture
        }
        let given = try place.addCard(to: own, pan: "5555555555554444") { $0.billingAddress = Self.address }
        let session = try place.session()
        let list = try #require(try place.data.list(of: session).first).addresses
        let fixed = try #require(list.first { !$0.isCaptured })
        #expect(throws: AccountRefusal.notFound) { try place.data.removeAddress(fixed.id, of: session) }
        for address in list where address.isCaptured { try place.data.removeAddress(address.id, of: session) }
        #expect(try stored(typed).billingAddress == nil && stored(typed).billingCapture == nil)
        #expect(try stored(own).shippingAddress == nil && stored(own).shippingCapture == nil)
        #expect(try stored(given).billingAddress == Self.address)
        #expect(try place.audit() == ["account address.delete", "account address.delete"])
        let told = try place.store.read { try $0.notifications(directory: 1, limit: 9) }
        let bodies = told.map { String(decoding: $0.draft.body, as: UTF8.self) }
        #expect(bodies.count == 2 && bodies.allSatisfy { $0.contains("CONSUMER_DATA_UPDATED") })
        #expect(bodies.allSatisfy { !$0.contains("Capture Lane") })
        for address in list {
            #expect(throws: AccountRefusal.notFound) { try place.data.removeAddress(address.id, of: session) }
        }
    }

    @Test("nobody removes the address of somebody else, or of a profile that is stopped")
    func foreign() throws {
        let eve = try place.add([Place.email("eve@example.test")], directory: 1)
        let stopped = try place.add([Place.email()], directory: 2, status: .locked)
        try place.add([Place.email()], directory: 1)
        for consumer in [eve, stopped] {
            let card = try place.addCard(to: consumer) { card in
                card.billingAddress = Self.address
                card.billingCapture = Self.capture
            }
            let id = "billing-" + place.vault.publicID(.card, of: card.id)
            #expect(throws: AccountRefusal.notFound) { try place.data.removeAddress(id, of: place.session()) }
            #expect(try stored(card).billingAddress == Self.address)
        }
        for id in ["", "billing", "billing-", "billing-x", "other-x", "shipping-" + place.vault.publicID(.card, of: 1)]
        {
            #expect(throws: AccountRefusal.notFound) { try place.data.removeAddress(id, of: place.session()) }
        }
    }

    @Test("consents of the profile and of checkouts stand together, the newest first, each once")
    func consents() throws {
        let at = { (day: Int64) in Timestamp(seconds: day * 86_400) }
        var consumer = StoredConsumer(
            email: nil, mobileCountryCode: nil, mobileNumber: nil, firstName: "A", lastName: "B", fullName: nil,
            countryCode: "US", languageCode: "en", compliance: nil, complianceTime: 0)
        func row(_ kind: ConsentRow.Kind, _ version: String, _ day: Int64) -> ConsentRow {
            ConsentRow(
                directory: 1, consumer: 1, kind: kind, version: version, uri: "", channel: "CHECKOUT", at: at(day),
                correlation: "")
        }
        #expect(KeptConsent.all(consumer, []).isEmpty)
        var compliance = ComplianceSettings(
            privacy: Consent(acceptedVersion: "2"), tnc: Consent(acceptedVersion: "2"),
            cookie: Consent(latestVersionUri: "https://x.example"), geoLocation: Consent(latestVersion: "1"))
        compliance.communications = Communications()
        compliance.communications?.communicationsOptIn = true
        consumer.compliance = compliance
        consumer.complianceTime = at(5).milliseconds
        let rows = [row(.rememberMe, "1", 9), row(.terms, "2", 5), row(.terms, "1", 2), row(.storage, "", 7)]
        let all = KeptConsent.all(consumer, rows)
        #expect(all.map(\.kind) == [.rememberMe, .storage, .terms, .privacy, .cookies, .messages, .terms])
        #expect(all.map(\.version) == ["1", nil, "2", "2", nil, nil, "1"])
    }
}
