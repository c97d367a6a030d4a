// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Directory
import Enrollment
import Foundation
import PhoneNumbers
import SignIn
import Store
import StoreSQLite
import Synchronization
import Testing
import Vault
import Verification

@testable import Account

/// Consumers in two directories and their account, over a real store in a temporary folder, with a clock that is moved
/// by hand.
final class Place {
    /// The general directory comes first, though its number is the greater.
    static let directories: [Int64] = [2, 1]
    static let ada = "ada@example.test"

    let clock = ManualClock()
    let vault: Vault
    let path: String
    let store: SQLiteDirectoryStore
    let outbox = Outbox()
    let recognition: Recognition
    let claims: CardClaims
    let sessions: AccountSessions
    let signIn: AccountSignIn
    let removal: CardRemoval
    let browsers: AccountBrowsers
    let data: AccountData
    let optOut: OptOut

    /// - Parameter isStrict: nobody can tell who is known before a code was proved.
    init(isStrict: Bool = false) throws {
        path = NSTemporaryDirectory() + "muster-account-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        vault = try SharedVault.shared.get().vault
        store = try SQLiteDirectoryStore(path: path + "/directory.db", cacheBytes: 1 << 20)
        let entropy = SeededEntropy(seed: 7)
        let codes = OneTimeCodes(
            store: store, vault: vault, clock: clock, entropy: SeededEntropy(seed: 5), delivery: outbox)
        let lookUp = ConsumerLookUp(
            store: store, vault: vault, clock: clock, codes: codes, directories: { Self.directories })
        recognition = Recognition(store: store, vault: vault, clock: clock)
        let tokens = IdTokens(store: store, vault: vault, clock: clock, directories: { Self.directories })
        let notifications = Notifications(vault: vault, clock: clock, isWanted: { _ in true }, wake: {})
        claims = CardClaims(
            store: store,
            claim: StagedClaim(
                directory: store, vault: vault,
                enrollment: CardEnrollment(directory: store, vault: vault, clock: clock, isSandbox: true),
                clock: clock), vault: vault, directories: { Self.directories },
            programs: { _ in ProgramSettings() })
        sessions = AccountSessions(
            store: store, vault: vault, clock: clock, entropy: entropy, lookUp: lookUp, recognition: recognition)
        signIn = AccountSignIn(
            store: store,
            validation: IdentityValidation(
                store: store, vault: vault, clock: clock, lookUp: lookUp, codes: codes, tokens: tokens,
                recognition: recognition, entropy: SeededEntropy(seed: 6), isStrict: isStrict),
            lookUp: lookUp,
            browsers: BrowserRecognition(store: store, vault: vault, tokens: tokens, recognition: recognition),
            recognition: recognition, sessions: sessions, clock: clock, entropy: entropy)
        removal = CardRemoval(
            store: store, vault: vault,
            cards: Cards(store: store, vault: vault, clock: clock, notifications: notifications), entropy: entropy,
            programs: { _ in ProgramSettings() })
        browsers = AccountBrowsers(vault: vault, recognition: recognition, entropy: entropy)
        data = AccountData(
            store: store, vault: vault, clock: clock, entropy: entropy, notifications: notifications)
        optOut = OptOut(
            store: store, clock: clock, entropy: entropy,
            profiles: Profiles(store: store, vault: vault, clock: clock, notifications: notifications),
            claims: claims, sessions: sessions)
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(atPath: path)
    }

    static func email(_ text: String = Place.ada) throws -> LinkedIdentity { .email(try Email(text)) }

    static func mobile(_ number: String = "2025550100") throws -> LinkedIdentity {
        .mobile(try PhoneNumberRules.normalise(countryCode: "1", phoneNumber: number))
    }

    // MARK: Signing in

    func begin(
        _ identity: LinkedIdentity, entry: AccountEntry? = nil, goal: AccountGoal = .cards, isAgain: Bool = false
    ) throws -> AccountEntry {
        let answer = Mutex<Result<AccountEntry, any Error>?>(nil)
        signIn.begin(identity, entry: entry, goal: goal, isAgain: isAgain) { result in answer.withLock { $0 = result } }
        return try #require(answer.withLock { $0 }).get()
    }

    func code() throws -> String { try #require(outbox.messages.last).code.revealDigits() }

    func enter(
        _ identity: LinkedIdentity, isRemembered: Bool = false, current: AccountSession? = nil
    ) throws -> AccountSignIn.Entered {
        let entry = try begin(identity)
        return try signIn.enter(code(), entry, isRemembered: isRemembered, current: current)
    }

    /// Somebody who has entered a code just now.
    func session(_ identity: LinkedIdentity? = nil) throws -> AccountSession {
        try sessions.open(try identity ?? Self.email(), isProved: true, browser: nil)
    }

    /// The same session as another page reads it.
    func again(_ session: AccountSession) throws -> AccountSession? { try sessions.read(session.text) }

    // MARK: What there is

    @discardableResult
    func add(
        _ identities: [LinkedIdentity], directory: Int64, status: ConsumerRow.Status = .active, name: String? = nil,
        change: (inout StoredConsumer) -> Void = { _ in }
    ) throws -> ConsumerRow {
        let id = store.reserveConsumerIDs(1).lowerBound
        let set = IdentitySet(identities)
        let (email, mobile, more) = vault.identifiers(of: set, directory: directory)
        var consumer = Self.consumer(set)
        change(&consumer)
        let row = ConsumerRow(
            id: id, directory: directory, status: status, externalConsumerId: name, email: email, mobile: mobile,
            moreIdentifiers: more, sealed: vault.seal(consumer.encoded, as: SealedRow(.consumer, id)),
            created: clock.now)
        try store.write { try $0.insert(consumers: [row]) }
        return row
    }

    private static func consumer(_ set: IdentitySet) -> StoredConsumer {
        StoredConsumer(
            email: set.email?.original, mobileCountryCode: set.mobile?.countryCode,
            mobileNumber: set.mobile?.nationalNumber, firstName: "Ada", lastName: "Example", fullName: nil,
            countryCode: "US", languageCode: "en", compliance: nil, complianceTime: 0)
    }

    private static func card(_ pan: String) -> StoredCard {
        StoredCard(
            clearPAN: pan, panExpirationMonth: "08", panExpirationYear: "2041", cardholderFullName: nil,
            cardholderFirstName: nil, cardholderLastName: nil, billingAddress: nil, pendingEvents: nil)
    }

    /// Adds a card without a token.
    @discardableResult
    func addCard(
        to consumer: ConsumerRow, pan: String = "5186001700009726", change: (inout StoredCard) -> Void = { _ in }
    ) throws -> CardRow {
        let id = store.reserveCardIDs(1).lowerBound
        var card = Self.card(pan)
        change(&card)
        let row = CardRow(
            id: id, directory: consumer.directory, consumer: consumer.id, externalCardId: nil,
            pan: vault.panIndex(try PAN(pan), directory: consumer.directory), bin: Int64(pan.prefix(6)) ?? 0,
            lastFour: Int64(pan.suffix(4)) ?? 0, sealed: vault.seal(card.encoded, as: SealedRow(.card, id)),
            created: clock.now)
        try store.write { try $0.insert(cards: [row]) }
        return row
    }

    /// Stages a card for somebody.
    @discardableResult
    func stage(_ email: String = Place.ada, directory: Int64 = 1, pan: String = "5186001700009734") throws -> Int64 {
        let id = store.reserveStagedIDs(1).lowerBound
        let set = IdentitySet([try Self.email(email)])
        let stored = StoredStagedCard(consumer: Self.consumer(set), card: Self.card(pan))
        let row = StagedCardRow(
            id: id, directory: directory, state: .staged, externalConsumerId: email, externalCardId: "card-\(id)",
            email: vault.emailIndex(try Email(email), directory: directory), mobile: nil,
            pan: vault.panIndex(try PAN(pan), directory: directory),
            sealed: vault.seal(stored.encoded, as: SealedRow(.staged, id)), created: clock.now,
            expires: clock.now.advanced(by: .seconds(86_400 * 30)))
        try store.write { try $0.insert(staged: [row]) }
        return id
    }

    func cards(of consumer: ConsumerRow) throws -> [Int64] {
        try store.read { try $0.cards(of: consumer.id) }.map(\.id)
    }

    func audit(_ directory: Int64 = 1) throws -> [String] {
        try store.read { try $0.audit(directory: directory, limit: 20) }.map { "\($0.actor) \($0.action)" }
    }
}

/// Keeps what is sent.
final class Outbox: CodeDelivery {
    let reach: Set<IdentityType> = [.emailAddress, .mobilePhoneNumber]
    private let state = Mutex<[CodeMessage]>([])

    var messages: [CodeMessage] { state.withLock { $0 } }

    func deliver(_ message: CodeMessage, completion: @escaping @Sendable (Bool) -> Void) {
        state.withLock { $0.append(message) }
        completion(true)
    }
}

/// A key ring for all tests: its RSA keys take their time to make.
struct SharedVault: Sendable {
    static let shared = Result { try SharedVault() }

    let vault: Vault

    init() throws {
        let path = NSTemporaryDirectory() + "muster-account-vault-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        vault = try Vault.open(
            directory: path, rootKey: .file(path: path + "/root.key", createIfMissing: true), create: true,
            environment: .sandbox, clock: SystemClock())
        _ = try vault.networkKeys
    }
}
