// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Vault

/// A consumer's profile in one directory (enrollment 13). Personal data is in `sealed`.
public struct ConsumerRow: Sendable, Equatable, IdentifiedRow {
    public enum Status: Int64, Sendable {
        case active = 1
        case suspended = 2
        case locked = 3
    }

    public var id: Int64
    public var directory: Int64
    public var status: Status
    /// The issuer's name for the consumer, when it gave one. Unique among the live profiles of a directory.
    public var externalConsumerId: String?
    public var email: BlindIndex?
    public var mobile: BlindIndex?
    /// Beside the first of each kind.
    public var moreIdentifiers: [Identifier]
    public var sealed: [UInt8]
    public var created: Timestamp
    /// When the last card went, nil while there is one (enrollment 13.5).
    public var emptySince: Timestamp?

    public init(
        id: Int64, directory: Int64, status: Status = .active, externalConsumerId: String?, email: BlindIndex?,
        mobile: BlindIndex?, moreIdentifiers: [Identifier] = [], sealed: [UInt8], created: Timestamp,
        emptySince: Timestamp? = nil
    ) {
        self.id = id
        self.directory = directory
        self.status = status
        self.externalConsumerId = externalConsumerId
        self.email = email
        self.mobile = mobile
        self.moreIdentifiers = moreIdentifiers
        self.sealed = sealed
        self.created = created
        self.emptySince = emptySince
    }
}

/// A card of a consumer. The PAN, its expiry, the cardholder's name and the billing address are in `sealed`; BIN and
/// last four, which may be shown, stand beside it.
public struct CardRow: Sendable, Equatable {
    public enum Status: Int64, Sendable {
        case active = 1
        case suspended = 2
        case cancelled = 3
    }

    public var id: Int64
    public var directory: Int64
    public var consumer: Int64
    public var status: Status
    /// The first name that the issuer gave the card; later ones are aliases (enrollment 17).
    public var externalCardId: String?
    /// Fingerprint of the PAN.
    public var pan: BlindIndex
    /// The first six digits, as a number.
    public var bin: Int64
    /// The last four digits, as a number.
    public var lastFour: Int64
    public var sealed: [UInt8]
    public var created: Timestamp

    public init(
        id: Int64, directory: Int64, consumer: Int64, status: Status = .active, externalCardId: String?,
        pan: BlindIndex, bin: Int64, lastFour: Int64, sealed: [UInt8], created: Timestamp
    ) {
        self.id = id
        self.directory = directory
        self.consumer = consumer
        self.status = status
        self.externalCardId = externalCardId
        self.pan = pan
        self.bin = bin
        self.lastFour = lastFour
        self.sealed = sealed
        self.created = created
    }
}

/// The token of a card. It has the card's row number: a card has one token, and a card that is enrolled again is
/// another card. The token number and its expiry are in `sealed`.
public struct TokenRow: Sendable, Equatable {
    public enum State: Int64, Sendable {
        case inactive = 1
        case active = 2
        case suspended = 3
    }

    /// Who has suspended a token: it is active again when none of them is left (processing 10.1).
    public struct Suspenders: OptionSet, Sendable, Hashable {
        public let rawValue: Int64

        public init(rawValue: Int64) {
            self.rawValue = rawValue
        }

        public static let issuer = Suspenders(rawValue: 1)
        /// Click to Pay, which is the requestor of the token.
        public static let requestor = Suspenders(rawValue: 2)
        /// The issuer's card management, as long as the card is blocked (processing 10.2).
        public static let cardManagement = Suspenders(rawValue: 4)
    }

    public var card: Int64
    public var directory: Int64
    public var state: State
    public var suspenders: Suspenders
    public var sealed: [UInt8]
    public var created: Timestamp

    public init(
        card: Int64, directory: Int64, state: State, suspenders: Suspenders = [], sealed: [UInt8], created: Timestamp
    ) {
        self.suspenders = suspenders
        self.card = card
        self.directory = directory
        self.state = state
        self.sealed = sealed
        self.created = created
    }
}

/// What became of a batch, all its records in one row: they are written at once and read at once.
public struct BatchResultRow: Sendable, Equatable {
    public enum State: Int64, Sendable {
        case inProgress = 1
        case completedSuccessfully = 2
        case completedWithErrors = 3
        case failed = 4
    }

    public var batch: Int64
    public var directory: Int64
    public var state: State
    public var started: Timestamp
    public var ended: Timestamp?
    /// The records, as the module Enrollment encodes them. No personal data.
    public var items: [UInt8]

    public init(
        batch: Int64, directory: Int64, state: State, started: Timestamp, ended: Timestamp?, items: [UInt8]
    ) {
        self.batch = batch
        self.directory = directory
        self.state = state
        self.started = started
        self.ended = ended
        self.items = items
    }
}

/// Something that is to happen at a time: it survives a restart.
public struct DueRow: Sendable, Equatable {
    /// Kinds are numbered by the modules that set them.
    public var kind: Int64
    /// What it is about: the row number of a batch, card or consumer.
    public var subject: Int64
    public var directory: Int64
    public var due: Timestamp

    public init(kind: Int64, subject: Int64, directory: Int64, due: Timestamp) {
        self.kind = kind
        self.subject = subject
        self.directory = directory
        self.due = due
    }
}

/// Who did what. Never a PAN or personal data; it outlives the rows that it speaks of.
public struct AuditRow: Sendable, Equatable {
    public var at: Timestamp
    public var directory: Int64
    /// The client that asked, or the name of the server's own job.
    public var actor: String
    /// For example `profile.delete`.
    public var action: String
    public var subject: Int64
    public var correlation: String

    public init(
        at: Timestamp, directory: Int64, actor: String, action: String, subject: Int64, correlation: String
    ) {
        self.at = at
        self.directory = directory
        self.actor = actor
        self.action = action
        self.subject = subject
        self.correlation = correlation
    }
}

/// How much a directory holds.
public struct DirectoryCounts: Sendable, Equatable {
    public var consumers: Int
    public var cards: Int
    public var tokens: Int

    public init(consumers: Int, cards: Int, tokens: Int) {
        self.consumers = consumers
        self.cards = cards
        self.tokens = tokens
    }
}
