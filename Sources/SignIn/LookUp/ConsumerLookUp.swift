// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
internal import Directory
internal import PhoneNumbers
public import Store
public import Vault
public import Verification

/// Looks for a consumer in every directory, by an email address or a mobile number (checkout 4.2, 5.5).
///
/// The work is the same whether there is one or not: every directory is asked everything, and nothing ends early
/// (checkout 7, "Limit the oracle").
public struct ConsumerLookUp: Sendable {
    /// Who has an identity.
    public struct Found: Sendable {
        /// The live profiles, the general directory's first.
        public var profiles: [ConsumerRow]
        /// Whether cards are staged for whoever has it (enrollment 9.4).
        public var hasStaged: Bool
        /// Whether too much was guessed for it.
        public var isLocked: Bool

        public var isPresent: Bool { !profiles.isEmpty || hasStaged }

        /// What keeps a consumer who is present from signing in; nil: nothing.
        public var refusal: BrowserError? {
            guard isPresent else { return nil }
            if !profiles.isEmpty, profiles.allSatisfy({ $0.status != .active }) {
                return profiles.contains { $0.status == .locked }
                    ? BrowserError(.fraud, "The account is locked.")
                    : BrowserError(.accountInaccessible, "The account cannot be used.")
            }
            return isLocked ? .lockedIdentity : nil
        }

        /// The same once a code is asked for: one word for all of it (checkout 4.3).
        public var refusalToSignIn: BrowserError? {
            refusal.map { $0.reason == .fraud ? BrowserError(.accountInaccessible, $0.message) : $0 }
        }
    }

    private let store: any DirectoryStore
    private let vault: Vault
    private let clock: any WallClock
    private let codes: OneTimeCodes
    private let directories: @Sendable () -> [Int64]

    /// - Parameter directories: every directory, the general one first.
    public init(
        store: any DirectoryStore, vault: Vault, clock: any WallClock, codes: OneTimeCodes,
        directories: @escaping @Sendable () -> [Int64]
    ) {
        self.store = store
        self.vault = vault
        self.clock = clock
        self.codes = codes
        self.directories = directories
    }

    public func find(_ identity: LinkedIdentity) throws -> Found {
        let isLocked = try codes.lockedUntil(CodeChannel(identity)) != nil
        let all = directories()
        let now = clock.now
        return try store.read { reading in
            var found = Found(profiles: [], hasStaged: false, isLocked: isLocked)
            for directory in all {
                found.profiles += try vault.profiles(of: [identity], directory: directory, reading)
                let staged = try reading.stagedCards(identifiedBy: identity, directory: directory, vault)
                if staged.contains(where: { $0.expires > now }) { found.hasStaged = true }
            }
            return found
        }
    }

    /// A fingerprint to count questions about an identity by.
    public func fingerprint(_ identity: LinkedIdentity) -> [UInt8] {
        let value =
            switch identity {
            case .email(let email): "e" + email.matching
            case .mobile(let mobile): "m" + mobile.e164
            }
        return vault.blindIndex(.subject, directory: 0, value: [0] + Array(value.utf8)).bytes
    }
}

extension BrowserError {
    static var lockedIdentity: BrowserError {
        BrowserError(.accountInaccessible, "Too much was tried; the account cannot be reached for a while.")
    }

    static var invalidToken: BrowserError { BrowserError(.authInvalid, "The token is not valid.") }
}

extension StagedCardReading {
    func stagedCards(
        identifiedBy identity: LinkedIdentity, directory: Int64, _ vault: Vault
    ) throws -> [StagedCardRow] {
        switch identity {
        case .email(let email):
            try stagedCards(
                identifiedBy: vault.emailIndex(email, directory: directory), kind: .email, directory: directory)
        case .mobile(let mobile):
            try stagedCards(
                identifiedBy: vault.mobileIndex(mobile, directory: directory), kind: .mobile, directory: directory)
        }
    }
}

extension Vault {
    /// What a profile of a directory is found by.
    func identifier(of identity: LinkedIdentity, directory: Int64) -> Identifier {
        switch identity {
        case .email(let email): Identifier(.email, emailIndex(email, directory: directory))
        case .mobile(let mobile): Identifier(.mobile, mobileIndex(mobile, directory: directory))
        }
    }

    /// Everything that the consumer of a row is known by.
    func identities(of row: ConsumerRow) throws -> [LinkedIdentity] {
        try StoredConsumer(encoded: open(row.sealed, as: SealedRow(.consumer, row.id))).identitySet().all
    }
}
