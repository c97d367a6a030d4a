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
/// Every directory is asked everything at once. Where nobody may learn who is known, the work is the same whether there
/// is one or not, down to the rows that the store reads (checkout 7, "Limit the oracle").
public struct ConsumerLookUp: Sendable {
    /// Who has an identity.
    public struct Found: Sendable {
        /// The live profiles, the general directory's first.
        public var profiles: [ConsumerRow]
        /// Whether cards are staged for whoever has it (enrollment 9.4).
        public var hasStaged: Bool
        /// Whether too much was guessed for it.
        public var isLocked: Bool
        /// Strict mode: some other consumer, to do the work with that there would be for a known one.
        var stranger: ConsumerRow?

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
    private let isStrict: Bool

    /// - Parameters:
    ///   - directories: every directory, the general one first.
    ///   - isStrict: the work must not tell who is known.
    public init(
        store: any DirectoryStore, vault: Vault, clock: any WallClock, codes: OneTimeCodes, isStrict: Bool = false,
        directories: @escaping @Sendable () -> [Int64]
    ) {
        self.store = store
        self.vault = vault
        self.clock = clock
        self.codes = codes
        self.isStrict = isStrict
        self.directories = directories
    }

    public func find(_ identity: LinkedIdentity) throws -> Found {
        let isLocked = try codes.lockedUntil(CodeChannel(identity)) != nil
        let keys = vault.identifiers(of: [identity], in: directories())
        let now = clock.now
        let start = isStrict ? startOfDecoys(identity) : 0
        return try store.read { reading in
            let rows = try reading.consumers(identifiedBy: keys).compactMap { $0 }
            let staged = try reading.stagedCards(identifiedBy: keys)
            var seen = Set<Int64>()
            var found = Found(
                profiles: rows.filter { seen.insert($0.id).inserted },
                hasStaged: staged.contains { $0.expires > now }, isLocked: isLocked)
            if isStrict {
                let decoys = LookUpDecoys(start: start, keys: keys)
                found.stranger = try decoys.read(insteadOf: rows.count, in: reading)
                try decoys.readStaged(insteadOf: staged.count, in: reading)
            }
            return found
        }
    }

    /// A row to begin the search for decoys at: the same for the same identity, and any of all rows.
    private func startOfDecoys(_ identity: LinkedIdentity) -> Int64 {
        let newest = store.reserveConsumerIDs(0).lowerBound
        let word = fingerprint(identity).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int64(word % UInt64(max(1, newest)))
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
