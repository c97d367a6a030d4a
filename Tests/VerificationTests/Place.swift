// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Foundation
import PhoneNumbers
import Store
import StoreSQLite
import Synchronization
import Testing
import Vault

@testable import Verification

/// Codes and recognized browsers over a real store in a temporary folder, with a clock that is moved by hand.
final class Place {
    let clock = ManualClock()
    let vault: Vault
    let outbox = Outbox()
    let path: String
    private(set) var store: SQLiteDirectoryStore
    private(set) var codes: OneTimeCodes
    private(set) var recognition: Recognition
    private let limits: CodeLimits

    init(_ change: (inout CodeLimits) -> Void = { _ in }) throws {
        path = NSTemporaryDirectory() + "muster-codes-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        vault = try SharedVault.shared.get().vault
        var limits = CodeLimits()
        change(&limits)
        self.limits = limits
        store = try SQLiteDirectoryStore(path: path + "/directory.db", cacheBytes: 1 << 20)
        codes = OneTimeCodes(
            store: store, vault: vault, clock: clock, entropy: SeededEntropy(seed: 3), delivery: outbox,
            limits: limits)
        recognition = Recognition(store: store, vault: vault, clock: clock)
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Closes the store and opens the files again.
    func restart() throws {
        store.close()
        store = try SQLiteDirectoryStore(path: path + "/directory.db", cacheBytes: 1 << 20)
        codes = OneTimeCodes(
            store: store, vault: vault, clock: clock, entropy: SeededEntropy(seed: 4), delivery: outbox,
            limits: limits)
        recognition = Recognition(store: store, vault: vault, clock: clock)
    }

    // MARK: Codes

    static func binding(
        _ session: UInt8 = 1, client: String = "page", _ purpose: CodePurpose = .provisioning
    ) -> CodeBinding {
        CodeBinding(session: [session], client: client, purpose: purpose)
    }

    static func email(_ text: String = "Ada@Example.test") throws -> CodeChannel { .email(try Email(text)) }

    static func mobile() throws -> CodeChannel {
        .mobile(try PhoneNumberRules.normalise(countryCode: "1", phoneNumber: "2025550123"))
    }

    func send(to channel: CodeChannel? = nil, _ binding: CodeBinding = Place.binding()) throws -> CodeSending {
        try Self.send(codes, try channel ?? Self.email(), binding, try LanguageCode("en"))
    }

    /// The delivery of these tests answers at once.
    static func send(
        _ codes: OneTimeCodes, _ channel: CodeChannel, _ binding: CodeBinding, _ language: LanguageCode
    ) throws -> CodeSending {
        let answer = Mutex<Result<CodeSending, any Error>?>(nil)
        codes.send(to: channel, for: binding, language: language) { result in answer.withLock { $0 = result } }
        return try #require(answer.withLock { $0 }).get()
    }

    func check(
        _ code: OneTimeCode, _ channel: CodeChannel? = nil, _ binding: CodeBinding = Place.binding()
    ) throws -> CodeCheck {
        try codes.check(code, sentTo: try channel ?? Self.email(), for: binding)
    }

    /// The code that was sent last, and one that it is not.
    func last() throws -> (right: OneTimeCode, wrong: OneTimeCode) {
        let right = try #require(outbox.messages.last).code
        return (right, try Self.other(than: right))
    }

    static func other(than code: OneTimeCode) throws -> OneTimeCode {
        try OneTimeCode(code.revealDigits() == "000000" ? "000001" : "000000")
    }

    func after(_ seconds: Int64) -> Timestamp { clock.now.advanced(by: .seconds(seconds)) }
}

/// Keeps what is sent.
final class Outbox: CodeDelivery {
    private let state = Mutex<(messages: [CodeMessage], fails: Bool)>(([], false))
    let reach: Set<IdentityType> = [.emailAddress, .mobilePhoneNumber]

    var messages: [CodeMessage] { state.withLock { $0.messages } }

    func fail(_ fails: Bool) {
        state.withLock { $0.fails = fails }
    }

    func deliver(_ message: CodeMessage, completion: @escaping @Sendable (Bool) -> Void) {
        let fails = state.withLock { state in
            state.messages.append(message)
            return state.fails
        }
        completion(!fails)
    }
}

/// A vault with the network's keys, made once: RSA keys take their time.
final class SharedVault: Sendable {
    static let shared = Result { try SharedVault() }

    let vault: Vault

    init() throws {
        let path = NSTemporaryDirectory() + "muster-codes-vault-" + UUID().uuidString
        vault = try Vault.open(
            directory: path, rootKey: .file(path: path + "/root.key", createIfMissing: true), create: true,
            environment: .sandbox, clock: SystemClock())
        _ = try vault.networkKeys
        // The keys are in memory, and nobody changes the ring.
        try FileManager.default.removeItem(atPath: path)
    }
}
