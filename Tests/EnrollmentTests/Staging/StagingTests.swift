// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Directory
import Enrollment
import PhoneNumbers
import Store
import StoreSQLite
import Testing
import Vault

/// Cards that wait for their cardholders (enrollment 9.4), over the real store.
@Suite("pre-provisioning") struct StagingTests {
    private let network: Network
    private let staged = BatchKind(isPreProvisioning: true)
    private let requestor = Requestor(actor: "client", srcCorrelationId: "call")
    private let ada = Person("ada", phone: "0100", cards: [("a-1", Person.pan(1)), ("a-2", Person.pan(2))])

    init() throws {
        network = try Network()
    }

    private var claim: StagedClaim { network.claim }

    private func stage(_ id: String, _ people: [Person], in network: Network? = nil) throws -> BatchHeader {
        let network = network ?? self.network
        let payload = EncryptedPayload.one(try network.encrypt(Person.plaintext(people)))
        let header = try network.offer(id, payload: payload, kind: staged).get()
        network.processor.waitUntilIdle()
        return header
    }

    private func states(_ header: BatchHeader) throws -> [String?] {
        try network.status(header).items.map(\.preProvisioningStatus?.rawValue)
    }

    private func counts() throws -> DirectoryCounts {
        try network.store.read { try $0.counts(directory: Network.directory) }
    }

    private func offered(_ verified: StagedClaim.Verified) throws -> [String] {
        try claim.cards(of: verified, directory: Network.directory).map(\.row.externalCardId)
    }

    private func email(_ name: String) throws -> StagedClaim.Verified { .email(try Email(name + "@example.test")) }

    private func provision(_ name: String, _ verified: StagedClaim.Verified) throws -> Result<CardOutcome, any Error> {
        let card = try claim.cards(of: verified, directory: Network.directory).first { $0.row.externalCardId == name }
        return provision(try #require(card).row.id, verified)
    }

    private func provision(_ row: Int64, _ verified: StagedClaim.Verified) -> Result<CardOutcome, any Error> {
        network.provision(row, of: verified)
    }

    @Test("staging makes no profile, card or token; the records are SUCCESSFUL and STAGED without ids (9.3)")
    func stage() throws {
        let header = try stage("b-1", [ada])
        let status = try network.status(header)
        #expect(status.batchStatus == .completedSuccessfully)
        #expect(status.items.map(\.status) == [.successful, .successful])
        #expect(status.items.allSatisfy { $0.srcConsumerId == nil && $0.srcDigitalCardId == nil && $0.error == nil })
        #expect(try states(header) == ["STAGED", "STAGED"])
        #expect(try counts() == DirectoryCounts(consumers: 0, cards: 0, tokens: 0))
        #expect(network.processor.currentProgress.recordsSucceeded == 2)
    }

    @Test("a card is found by its verified email or its verified mobile number alone")
    func match() throws {
        _ = try stage("b-1", [ada, Person("bob", phone: "0101", cards: [("b-1", Person.pan(3))])])
        #expect(try offered(email("ada")) == ["a-1", "a-2"])
        #expect(try offered(email("ADA")) == ["a-1", "a-2"])
        #expect(try offered(.mobile(e164: "12025550101")) == ["b-1"])
        #expect(try offered(email("eve")) == [])
        #expect(try offered(.mobile(e164: "12025550199")) == [])
        let elsewhere = try claim.cards(of: try email("ada"), directory: 2)
        #expect(elsewhere.isEmpty, "another directory's cards are another's")
    }

    @Test("a claimed card is an ordinary card of an ordinary profile, and the batch says so with its ids")
    func provision() throws {
        let header = try stage("b-1", [ada])
        let outcome = try provision("a-1", try email("ada")).get()
        #expect(try counts() == DirectoryCounts(consumers: 1, cards: 1, tokens: 1))
        #expect(try states(header) == ["PROVISIONED", "STAGED"])
        let items = try network.status(header).items
        #expect(items.map(\.status) == [.successful, .successful])
        #expect(try network.card(items[0]) == outcome.card.id && network.consumer(items[0]) == outcome.consumer.id)
        let view = try network.profiles.read(outcome.consumer.id, directory: Network.directory)
        #expect(view.row.externalConsumerId == "ada" && view.cards.map(\.card.clearPAN) == [Person.pan(1)])
        #expect(view.cards.map(\.row.externalCardId) == ["a-1"])
        // The PAN at rest is gone with the claim, and the card is not offered again.
        let row = try network.store.read { reading in
            try (1...9).compactMap { try reading.stagedCard($0) }.first { $0.state == .provisioned }
        }
        #expect(try #require(row).sealed.isEmpty)
        #expect(try offered(.mobile(e164: "12025550100")) == ["a-2"])
        // The other card joins the profile.
        #expect(try provision("a-2", .mobile(e164: "12025550100")).get().consumer.id == outcome.consumer.id)
    }

    @Test("a card that the issuer declines at the claim stays staged, and no empty profile is left")
    func declinedByIssuer() throws {
        let header = try stage("b-1", [Person("ada", phone: "0100", cards: [("a-1", Person.pan(ending: "0044"))])])
        #expect(try states(header) == ["STAGED"], "nobody is asked before the claim")
        let result = try provision("a-1", try email("ada"))
        #expect(throws: ServiceError.self) { try result.get() }
        #expect(try states(header) == ["STAGED"])
        #expect(try counts() == DirectoryCounts(consumers: 0, cards: 0, tokens: 0))
    }

    @Test("cheap checks happen at staging: a card that is not eligible fails its record")
    func ineligible() throws {
        let header = try stage(
            "b-1", [Person("ada", phone: "0100", cards: [("a-1", Person.pan(ending: "0028")), ("a-2", Person.pan(2))])])
        let items = try network.status(header).items
        #expect(items.map(\.status) == [.failed, .successful])
        #expect(items[0].error?.details.map(\.reason?.rawValue) == ["PAN_INELIGIBLE"])
    }

    @Test("staged anew, the newest counts: one card is offered, and each batch says what became of it")
    func restage() throws {
        let first = try stage("b-1", [ada])
        var moved = Person("ada", email: "new@example.test", phone: "0100", cards: [("a-9", Person.pan(1))])
        moved.cards[0].year = "2033"
        let second = try stage("b-2", [moved])
        #expect(try offered(email("new")) == ["a-9"])
        #expect(try offered(email("ada")) == ["a-2"])
        _ = try provision("a-9", try email("new")).get()
        #expect(try states(first) == ["PROVISIONED", "STAGED"] && states(second) == ["PROVISIONED"])
        // One name for two cards of a consumer is refused, as in a profile.
        let third = try stage("b-3", [Person("ada", phone: "0100", cards: [("a-2", Person.pan(7))])])
        #expect(try network.status(third).items.first?.error?.details.first?.reason?.rawValue == "ALREADY_EXISTS")
    }

    @Test("a card that is live already is not staged: the record has its ids")
    func live() throws {
        let enrolled = try network.enroll("b-1", [ada])
        let header = try stage("b-2", [ada])
        #expect(try network.status(header).items.map(\.srcDigitalCardId) == enrolled.items.map(\.srcDigitalCardId))
        #expect(try states(header) == [nil, nil])
        #expect(try offered(email("ada")).isEmpty)
    }

    @Test("the same content is another batch when it is to be staged instead of enrolled")
    func otherKind() throws {
        _ = try stage("b-1", [ada])
        let payload = EncryptedPayload.one(try network.encrypt(Person.plaintext([ada])))
        let refusal = network.refusal(try network.offer("b-1", payload: payload))
        #expect(refusal?.errorClass == .alreadyExists)
        _ = try network.offer("b-1", payload: payload, kind: staged).get()
    }

    @Test("a batch that waits in the inbox at a restart is staged and not enrolled")
    func restart() throws {
        let network = try Network(isProcessing: false)
        let payload = EncryptedPayload.one(try network.encrypt(Person.plaintext([ada])))
        let header = try network.offer("b-1", payload: payload, kind: staged).get()
        try network.restart()
        network.processor.waitUntilIdle()
        #expect(try network.status(header).items.map(\.preProvisioningStatus) == [.staged, .staged])
    }

    @Test("the issuer takes back one card or all of a consumer; what is taken back cannot be claimed")
    func withdraw() throws {
        let header = try stage("b-1", [ada])
        let staging = network.staging
        func withdraw(_ card: String?, _ consumer: String = "ada", directory: Int64 = Network.directory) throws {
            try staging.withdraw(
                externalConsumerId: consumer, externalCardId: card, directory: directory, by: requestor)
        }
        let row = try #require(try claim.cards(of: try email("ada"), directory: Network.directory).first).row.id
        try withdraw("a-1")
        #expect(try states(header) == ["WITHDRAWN", "STAGED"])
        #expect(throws: DirectoryRefusal.noCard) { try withdraw("a-1") }
        #expect(throws: DirectoryRefusal.noProfile) { try withdraw(nil, "bob") }
        #expect(throws: DirectoryRefusal.noProfile) { try withdraw(nil, directory: 2) }
        let late = provision(row, try email("ada"))
        #expect(throws: DirectoryRefusal.noCard) { try late.get() }
        try withdraw(nil)
        #expect(try states(header) == ["WITHDRAWN", "WITHDRAWN"])
        // The key is free again.
        #expect(try states(stage("b-2", [ada])) == ["STAGED", "STAGED"])
    }

    @Test("an opt-out takes back what is staged: a profile's deletion all of it, a card's that card")
    func optOut() throws {
        let header = try stage("b-1", [ada])
        let profile = try provision("a-1", try email("ada")).get().consumer.id
        try network.profiles.delete(profile, directory: Network.directory, by: requestor)
        #expect(try states(header) == ["PROVISIONED", "WITHDRAWN"])
        // A card that is staged and enrolled as well goes from both.
        let second = try stage("b-2", [ada])
        let enrolled = try network.enroll("b-3", [ada])
        try network.cards.delete(
            try network.card(enrolled.items[1]), directory: Network.directory, emptyProfiles: .keep, by: requestor)
        #expect(try states(second) == ["STAGED", "WITHDRAWN"])
    }

    @Test("a card that its cardholder does not want is not offered again, until the issuer stages it anew")
    func decline() throws {
        let header = try stage("b-1", [ada])
        let row = try #require(try claim.cards(of: try email("ada"), directory: Network.directory).first).row.id
        #expect(throws: DirectoryRefusal.noCard) {
            try claim.decline(row, of: try email("eve"), directory: Network.directory, by: requestor)
        }
        try claim.decline(row, of: try email("ada"), directory: Network.directory, by: requestor)
        #expect(try states(header) == ["DECLINED", "STAGED"] && offered(email("ada")) == ["a-2"])
        _ = try stage("b-2", [ada])
        #expect(try offered(email("ada")) == ["a-2", "a-1"] || offered(email("ada")) == ["a-1", "a-2"])
    }

    @Test("a staged card expires after the program's days, or when the card does; nothing of it stays but its name")
    func expire() throws {
        var settings = ProgramSettings()
        settings.stagedDays = 10
        let network = try Network(settings: settings)
        let header = try stage("b-1", [ada], in: network)
        let claim = network.claim
        network.clock.advance(by: .seconds(10 * 86_400 - 1))
        try network.runDue()
        #expect(try network.status(header).items.map(\.preProvisioningStatus) == [.staged, .staged])
        network.clock.advance(by: .seconds(1))
        // Not offered though the housekeeping has not come by yet.
        #expect(try claim.cards(of: try email("ada"), directory: Network.directory).isEmpty)
        try network.runDue()
        #expect(try network.status(header).items.map(\.preProvisioningStatus) == [.expired, .expired])
        // Rows without a use go when no batch result can speak of them any more.
        network.clock.advance(by: .seconds(91 * 86_400))
        try network.runDue()
        let left = try network.store.read { reading in try (1...9).filter { try reading.stagedCard($0) != nil } }
        #expect(left.isEmpty)
    }

    @Test("a card whose last month is near is staged until that month ends")
    func expiryMonth() throws {
        _ = try stage("b-1", [Person("ada", phone: "0100", cards: [("a-1", Person.pan(1))])])
        let rows = try network.store.read { try $0.stagedCards(of: "ada", directory: Network.directory) }
        // The people of these tests have cards until August 2031: far beyond 180 days.
        let created = try #require(rows.first).created
        #expect(try #require(rows.first).expires == created.advanced(by: .seconds(180 * 86_400)))
        network.settings.stagedDays = 3650
        try network.restart()
        _ = try stage("b-2", [Person("bob", phone: "0101", cards: [("b-1", Person.pan(2))])])
        let later = try network.store.read { try $0.stagedCards(of: "bob", directory: Network.directory) }
        #expect(try #require(later.first).expires.iso8601 == "2031-09-01T00:00:00.000Z")
    }
}
