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

@testable import SignIn

/// Consumers in two directories over a real store in a temporary folder, with a clock that is moved by hand.
final class Place {
    static let client = "11111111-2222-4333-8444-555555555555"
    static let dpa = "11111111-2222-4333-8444-555555555555_dpa0"
    /// The general directory comes first, though its number is the greater.
    static let directories: [Int64] = [2, 1]

    let clock = ManualClock()
    let vault: Vault
    let path: String
    let store: SQLiteDirectoryStore
    let tokens: IdTokens

    init() throws {
        path = NSTemporaryDirectory() + "muster-signin-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        vault = try SharedVault.shared.get().vault
        store = try SQLiteDirectoryStore(path: path + "/directory.db", cacheBytes: 1 << 20)
        tokens = IdTokens(store: store, vault: vault, clock: clock, directories: { Self.directories })
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(atPath: path)
    }

    static func email(_ text: String = "ada@example.test") throws -> LinkedIdentity { .email(try Email(text)) }

    static func mobile(_ number: String = "2025550100") throws -> LinkedIdentity {
        .mobile(try PhoneNumberRules.normalise(countryCode: "1", phoneNumber: number))
    }

    /// Adds a profile.
    @discardableResult
    func add(_ identities: [LinkedIdentity], directory: Int64, status: ConsumerRow.Status = .active) throws
        -> ConsumerRow
    {
        let row = try row(identities, directory: directory, status: status)
        try store.write { try $0.insert(consumers: [row]) }
        return row
    }

    /// A profile that is not in the store yet.
    func row(_ identities: [LinkedIdentity], directory: Int64, status: ConsumerRow.Status = .active) throws
        -> ConsumerRow
    {
        let id = store.reserveConsumerIDs(1).lowerBound
        let set = IdentitySet(identities)
        let (email, mobile, more) = vault.identifiers(of: set, directory: directory)
        var consumer = StoredConsumer(
            email: set.email?.original, mobileCountryCode: set.mobile?.countryCode,
            mobileNumber: set.mobile?.nationalNumber, firstName: "Ada", lastName: "Example", fullName: nil,
            countryCode: "US", languageCode: "en", compliance: nil, complianceTime: 0)
        consumer.set(set)
        return ConsumerRow(
            id: id, directory: directory, status: status, externalConsumerId: nil, email: email, mobile: mobile,
            moreIdentifiers: more, sealed: vault.seal(consumer.encoded, as: SealedRow(.consumer, id)),
            created: clock.now)
    }
}

/// A key ring for all tests: its RSA keys take their time to make.
struct SharedVault: Sendable {
    static let shared = Result { try SharedVault() }

    let vault: Vault

    init() throws {
        let path = NSTemporaryDirectory() + "muster-signin-vault-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        vault = try Vault.open(
            directory: path, rootKey: .file(path: path + "/root.key", createIfMissing: true), create: true,
            environment: .sandbox, clock: SystemClock())
        _ = try vault.networkKeys
    }
}
