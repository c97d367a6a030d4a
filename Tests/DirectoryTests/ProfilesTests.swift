// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Directory
import Store
import StoreSQLite
import Testing
import Vault

@Suite("Profiles") struct ProfilesTests {
    private let place: TemporaryDirectory
    private let directory = TemporaryDirectory.directory

    init() throws {
        place = try TemporaryDirectory()
    }

    private func update(_ consumer: Int64, _ patch: ConsumerPatch, _ compliance: ComplianceSettings? = nil) throws
        -> ProfileView
    {
        try place.profiles.update(
            consumer, directory: directory, patch: patch, compliance: compliance, by: TemporaryDirectory.requestor)
    }

    private func patch(email: String? = nil, mobile: String? = nil) throws -> ConsumerPatch {
        var patch = ConsumerPatch()
        if let email { patch.email = .set(try Email(email)) }
        if let mobile { patch.mobile = .set(try TemporaryDirectory.mobile(mobile)) }
        return patch
    }

    @Test("a profile is read with its live cards, oldest first, and their tokens")
    func read() throws {
        let consumer = try place.addProfile(email: "ada@example.test", mobile: "0100", name: "cust-1")
        let first = try place.addCard(to: consumer, name: "a")
        let second = try place.addCard(to: consumer, name: "b", pan: "5555555555554444")
        let view = try place.profiles.read(consumer, directory: directory)
        #expect(view.consumer.email == "ada@example.test" && view.consumer.mobileNumber == "2025550100")
        #expect(view.row.externalConsumerId == "cust-1")
        #expect(view.cards.map(\.row.id) == [first, second])
        #expect(view.cards[0].card.clearPAN == "5186001700009726")
        let token = try #require(view.cards[1].token)
        #expect(token.tokenUniqueReference == place.vault.reference48(.token, of: second))
        #expect(token.bin == "272090" && token.lastFour.utf8.count == 4)
    }

    @Test("a list of identities takes the place of those that were there, each finds the profile from then on")
    func linkedIdentities() throws {
        let second = LinkedIdentity.email(try Email("ada@work.test"))
        let consumer = try place.addProfile(email: "ada@example.test", mobile: "0100", more: [second])
        #expect(try place.find(email: "ada@work.test") == consumer)
        #expect(
            try place.profiles.read(consumer, directory: directory).consumer.identities == [
                .email("ada@example.test"), .mobile(countryCode: "1", number: "2025550100"), .email("ada@work.test"),
            ])
        var change = ConsumerPatch()
        change.identities = .set(
            IdentitySet([
                .mobile(try TemporaryDirectory.mobile("0101")), .mobile(try TemporaryDirectory.mobile("0102")),
            ]))
        let view = try update(consumer, change)
        #expect(view.consumer.email == nil && !view.consumer.isClassic && view.consumer.moreIdentities.count == 1)
        for phone in ["0101", "0102"] { #expect(try place.find(mobile: phone) == consumer) }
        for email in ["ada@example.test", "ada@work.test"] { #expect(try place.find(email: email) == nil) }
        #expect(try place.find(mobile: "0100") == nil)
        let read = try place.profiles.read(consumer, directory: directory)
        #expect(read.consumer == view.consumer && read.row == view.row)
    }

    @Test("a list that has another profile's identity is refused, and so is one that has those of two")
    func linkedTaken() throws {
        let consumer = try place.addProfile(email: "ada@example.test", mobile: "0100")
        _ = try place.addProfile(
            email: "b@example.test", mobile: "0101", more: [.mobile(try TemporaryDirectory.mobile("0109"))])
        _ = try place.addProfile(email: "c@example.test", mobile: "0102")
        func refusal(_ identities: [LinkedIdentity]) -> DirectoryRefusal? {
            var change = ConsumerPatch()
            change.identities = .set(IdentitySet(identities))
            return #expect(throws: DirectoryRefusal.self) { try update(consumer, change) }
        }
        let own = LinkedIdentity.email(try Email("ada@example.test"))
        #expect(refusal([own, .mobile(try TemporaryDirectory.mobile("0109"))]) == .identityTaken)
        #expect(refusal([own, .email(try Email("b@example.test"))]) == .identityTaken)
        #expect(
            refusal([.email(try Email("b@example.test")), .email(try Email("c@example.test"))]) == .ambiguousIdentity)
        #expect(try place.find(mobile: "0100") == consumer)
    }

    @Test("a profile of another directory, and one that nobody has, are not found for any operation")
    func foreign() throws {
        let foreign = try place.addProfile(email: "ada@example.test", mobile: "0100", directory: directory + 1)
        for id in [foreign, foreign + 1000, 0, -1] {
            #expect(throws: DirectoryRefusal.noProfile) { try place.profiles.read(id, directory: directory) }
            #expect(throws: DirectoryRefusal.noProfile) { try update(id, try patch(email: "new@example.test")) }
            #expect(throws: DirectoryRefusal.noProfile) {
                try place.profiles.delete(id, directory: directory, by: TemporaryDirectory.requestor)
            }
        }
        #expect(try place.row(foreign) != nil)
        #expect(try place.find(email: "new@example.test") == nil)
    }

    @Test("a new email and mobile number take the profile along, and the old ones lead nowhere at once")
    func rekeying() throws {
        let consumer = try place.addProfile(email: "old@example.test", mobile: "0100", name: "cust-1")
        let card = try place.addCard(to: consumer)
        let view = try update(consumer, try patch(email: "New@Example.test", mobile: "0199"))
        #expect(view.consumer.email == "New@Example.test" && view.consumer.mobileNumber == "2025550199")
        #expect(try place.find(email: "old@example.test") == nil)
        #expect(try place.find(mobile: "0100") == nil)
        #expect(try place.find(email: "new@example.test") == consumer)
        #expect(try place.find(mobile: "0199") == consumer)
        let read = try place.profiles.read(consumer, directory: directory)
        #expect(read.consumer == view.consumer && read.cards.map(\.row.id) == [card])
        #expect(read.row.externalConsumerId == "cust-1")
        // What was given up is free for somebody else.
        let other = try place.addProfile(email: "old@example.test", mobile: "0100")
        #expect(try place.find(email: "old@example.test") == other)
    }

    @Test("an update changes the members that it names and no others; null clears an optional one")
    func merge() throws {
        let consumer = try place.addProfile(email: "ada@example.test", mobile: "0100")
        let before = try place.profiles.read(consumer, directory: directory).consumer
        var patch = ConsumerPatch()
        patch.lastName = .set("Sample")
        patch.fullName = .clear
        patch.countryCode = .set(try CountryCode("NL"))
        var expected = before
        expected.lastName = "Sample"
        expected.fullName = nil
        expected.countryCode = "NL"
        #expect(try update(consumer, patch).consumer == expected)
        // Repeated, it comes to the same (enrollment 17).
        #expect(try update(consumer, patch).consumer == expected)
        #expect(try place.profiles.read(consumer, directory: directory).consumer == expected)
        #expect(try place.find(email: "ada@example.test") == consumer)
    }

    @Test("consents replace those of their own kind, beside the consumer or inside it", arguments: [false, true])
    func consents(isInside: Bool) throws {
        let old = ComplianceSettings(privacy: Consent(acceptedVersion: "1"), tnc: Consent(acceptedVersion: "1"))
        let consumer = try place.addProfile(email: "ada@example.test", mobile: "0100", compliance: old)
        place.clock.advance(by: .seconds(60))
        let newer = ComplianceSettings(tnc: Consent(acceptedVersion: "2"))
        var patch = ConsumerPatch()
        if isInside { patch.compliance = newer }
        let view = try update(consumer, patch, isInside ? nil : newer)
        #expect(view.consumer.compliance?.privacy?.acceptedVersion == "1")
        #expect(view.consumer.compliance?.tnc?.acceptedVersion == "2")
        #expect(view.consumer.complianceTime == place.clock.now.milliseconds)
    }

    @Test("identifiers of other profiles are refused, each by its name, and nothing changes")
    func conflicts() throws {
        let consumer = try place.addProfile(email: "ada@example.test", mobile: "0100")
        _ = try place.addProfile(email: "p@example.test", mobile: "0101")
        _ = try place.addProfile(email: "q@example.test", mobile: "0102")
        let cases: [(String?, String?, DirectoryRefusal)] = [
            ("p@example.test", nil, .emailTaken), (nil, "0101", .mobileTaken),
            ("p@example.test", "0101", .emailTaken), ("p@example.test", "0102", .ambiguousIdentity),
            ("p@example.test", "0177", .emailTaken), ("free@example.test", "0102", .mobileTaken),
        ]
        for (email, mobile, refusal) in cases {
            #expect(throws: refusal) { try update(consumer, try patch(email: email, mobile: mobile)) }
        }
        #expect(try place.find(email: "ada@example.test") == consumer)
        #expect(try place.find(mobile: "0100") == consumer)
        #expect(try place.find(email: "free@example.test") == nil)
        #expect(try place.audit().isEmpty)
    }

    @Test("a profile may keep its own identifiers, and take those of another directory")
    func noConflict() throws {
        let consumer = try place.addProfile(email: "ada@example.test", mobile: "0100")
        _ = try place.addProfile(email: "b@example.test", mobile: "0101", directory: directory + 1)
        _ = try update(consumer, try patch(email: "ADA@example.test", mobile: "0100"))
        _ = try update(consumer, try patch(email: "b@example.test", mobile: "0101"))
        #expect(try place.find(email: "b@example.test") == consumer)
        #expect(try place.find(email: "b@example.test", directory: directory + 1) != consumer)
    }

    @Test("a deleted profile is gone with its cards and tokens; an audit row without personal data stays")
    func delete() throws {
        let consumer = try place.addProfile(email: "ada@example.test", mobile: "0100", name: "cust-1")
        let card = try place.addCard(to: consumer, name: "card-1")
        let other = try place.addProfile(email: "b@example.test", mobile: "0101")
        _ = try place.addCard(to: other)
        try place.profiles.delete(consumer, directory: directory, by: TemporaryDirectory.requestor)
        #expect(try place.counts() == DirectoryCounts(consumers: 1, cards: 1, tokens: 1))
        #expect(try place.find(email: "ada@example.test") == nil && place.find(mobile: "0100") == nil)
        #expect(try place.store.read { try $0.consumers(named: ["cust-1"], directory: directory) } == [nil])
        #expect(try place.store.read { try $0.cards(named: ["card-1"], directory: directory) } == [nil])
        #expect(try place.store.read { try $0.token(of: card) } == nil)
        #expect(throws: DirectoryRefusal.noCard) { try place.cards.read(card, directory: directory) }
        #expect(throws: DirectoryRefusal.noProfile) {
            try place.profiles.delete(consumer, directory: directory, by: TemporaryDirectory.requestor)
        }
        let rows = try place.audit()
        #expect(
            rows == [
                AuditRow(
                    at: place.clock.now, directory: directory, actor: "client-1", action: "profile.delete",
                    subject: consumer, correlation: "call-1")
            ])
    }
}
