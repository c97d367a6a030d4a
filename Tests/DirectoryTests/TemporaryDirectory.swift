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
import Tokenization
import Vault

/// A directory store and a vault in a temporary folder, with shortcuts to fill and read it; all of it goes with it.
final class TemporaryDirectory: Sendable {
    static let directory: Int64 = 3
    static let requestor = Requestor(actor: "client-1", srcCorrelationId: "call-1")

    let clock = ManualClock()
    let vault: Vault
    let store: SQLiteDirectoryStore
    private let path: String

    var profiles: Profiles { Profiles(store: store, vault: vault, clock: clock) }
    var cards: Cards { Cards(store: store, vault: vault, clock: clock) }

    init() throws {
        path = NSTemporaryDirectory() + "muster-directory-" + UUID().uuidString
        vault = try Vault.open(
            directory: path, rootKey: .file(path: path + "/root.key", createIfMissing: true), create: true,
            clock: clock)
        store = try SQLiteDirectoryStore(path: path + "/directory.db", cacheBytes: 4 << 20)
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(atPath: path)
    }

    // MARK: Filling

    static func mobile(_ lastFour: String) throws -> MobileNumber {
        try PhoneNumberRules.normalise(countryCode: "1", phoneNumber: "202555" + lastFour)
    }

    /// Adds a profile with these identifiers and answers its row number.
    func addProfile(
        email: String, mobile: String, more: [LinkedIdentity] = [], name: String? = nil,
        directory: Int64 = directory, compliance: ComplianceSettings? = nil
    ) throws -> Int64 {
        let id = store.reserveConsumerIDs(1).lowerBound
        var consumer = Consumer(
            email: try Email(email), mobile: try Self.mobile(mobile), firstName: "Ada", lastName: "Example",
            fullName: "Ada B. Example", countryCode: try CountryCode("US"), languageCode: try LanguageCode("en"),
            compliance: compliance)
        consumer.identities.more = more
        let found = vault.identifiers(of: consumer.identities, directory: directory)
        let row = ConsumerRow(
            id: id, directory: directory, externalConsumerId: name, email: found.email, mobile: found.mobile,
            moreIdentifiers: found.more,
            sealed: vault.seal(StoredConsumer(consumer, now: clock.now).encoded, as: SealedRow(.consumer, id)),
            created: clock.now)
        try store.write { try $0.insert(consumers: [row]) }
        return id
    }

    /// Adds a card with an active token to a profile and answers its row number.
    func addCard(to consumer: Int64, name: String? = nil, pan: String = "5186001700009726") throws -> Int64 {
        let id = store.reserveCardIDs(1).lowerBound
        let directory = try #require(try row(consumer)).directory
        let pan = try PAN(pan)
        let stored = StoredCard(
            clearPAN: pan.revealDigits(), panExpirationMonth: "08", panExpirationYear: "2031", cardholderFullName: nil,
            cardholderFirstName: "Ada", cardholderLastName: "Example", billingAddress: nil, pendingEvents: nil)
        let row = CardRow(
            id: id, directory: directory, consumer: consumer, externalCardId: name,
            pan: vault.panIndex(pan, directory: directory), bin: 518600, lastFour: 9726,
            sealed: vault.seal(stored.encoded, as: SealedRow(.card, id)), created: clock.now)
        let token = try TokenMint(vault: vault).mint(
            card: id, directory: directory, panDigits: Array(pan.revealDigits().utf8), state: .active, now: clock.now)
        try store.write { writing in
            try writing.insert(cards: [row])
            try writing.insert(tokens: [token])
        }
        return id
    }

    // MARK: Looking

    func row(_ consumer: Int64) throws -> ConsumerRow? { try store.read { try $0.consumer(consumer) } }

    /// The profile that an email leads to.
    func find(email: String, directory: Int64 = directory) throws -> Int64? {
        let key = vault.emailIndex(try Email(email), directory: directory)
        return try store.read { try $0.consumers(identifiedBy: [key], kind: .email, directory: directory) }[0]?.id
    }

    /// The profile that a mobile number leads to.
    func find(mobile: String, directory: Int64 = directory) throws -> Int64? {
        let key = vault.mobileIndex(try Self.mobile(mobile), directory: directory)
        return try store.read { try $0.consumers(identifiedBy: [key], kind: .mobile, directory: directory) }[0]?.id
    }

    func counts(_ directory: Int64 = directory) throws -> DirectoryCounts {
        try store.read { try $0.counts(directory: directory) }
    }

    func audit(_ directory: Int64 = directory) throws -> [AuditRow] {
        try store.read { try $0.audit(directory: directory, limit: 100) }
    }

    func dues() throws -> [DueRow] {
        try store.read { try $0.due(until: Timestamp(seconds: 1 << 40), limit: 100) }
    }
}
