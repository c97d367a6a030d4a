// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient

/// A checkout: one card, one shop, one correlation (checkout 4.7 to 4.10). What belongs to this checkout alone is in
/// `sealed`, and goes as soon as it is not needed any more; the rest of the row stays for a while, so that
/// confirmations find it.
public struct CheckoutRow: Sendable, Equatable {
    public enum State: Int64, Sendable {
        /// Its window has something left to do.
        case open = 1
        /// Credentials may be asked for.
        case complete = 2
        /// Cancelled, failed, superseded or too late.
        case ended = 3
    }

    /// What the checkout has put into the directory, and takes away again when it is not completed.
    public enum Made: Int64, Sendable {
        case nothing = 0
        case card = 1
        case profile = 2
        /// A consumer that nobody finds, for a guest's card: goes with the checkout's data in any case.
        case guest = 3
    }

    public var id: Int64
    /// `srcCorrelationId`
    public var correlation: String
    /// `srcClientId`
    public var client: String
    /// `srcDpaId`
    public var dpa: String
    /// Of the card.
    public var directory: Int64
    public var consumer: Int64
    public var card: Int64
    public var state: State
    public var made: Made
    /// A final cancellation was confirmed: no credentials any more (checkout 4.9).
    public var isClosed: Bool
    /// Empty once its time is over.
    public var sealed: [UInt8]
    public var created: Timestamp
    /// From this instant on it cannot be used.
    public var expires: Timestamp
    /// When it was completed or ended.
    public var settled: Timestamp?

    public init(
        id: Int64, correlation: String, client: String, dpa: String, directory: Int64, consumer: Int64, card: Int64,
        state: State = .open, made: Made = .nothing, isClosed: Bool = false, sealed: [UInt8], created: Timestamp,
        expires: Timestamp, settled: Timestamp? = nil
    ) {
        self.id = id
        self.correlation = correlation
        self.client = client
        self.dpa = dpa
        self.directory = directory
        self.consumer = consumer
        self.card = card
        self.state = state
        self.made = made
        self.isClosed = isClosed
        self.sealed = sealed
        self.created = created
        self.expires = expires
        self.settled = settled
    }
}

/// How a card was used at checkouts.
public struct CardUseRow: Sendable, Equatable {
    public var card: Int64
    public var directory: Int64
    /// Cryptograms that were made for it: only ever up.
    public var counter: Int64
    /// Checkouts that were completed with it.
    public var uses: Int64
    public var lastUsed: Timestamp?

    public init(card: Int64, directory: Int64, counter: Int64 = 0, uses: Int64 = 0, lastUsed: Timestamp? = nil) {
        self.card = card
        self.directory = directory
        self.counter = counter
        self.uses = uses
        self.lastUsed = lastUsed
    }
}

/// That a consumer has agreed to something (checkout 2.8, 6.3). Like an audit row it outlives what it speaks of.
public struct ConsentRow: Sendable, Equatable {
    public enum Kind: Int64, Sendable {
        case terms = 1
        case privacy = 2
        /// That data of a checkout is kept with the issuer.
        case storage = 3
        case rememberMe = 4
    }

    public var directory: Int64
    public var consumer: Int64
    public var kind: Kind
    /// The fields that it is about, for `storage`.
    public var fields: [String]
    /// Of the text that was agreed to.
    public var version: String
    public var uri: String
    /// Where it was said, for example `CHECKOUT`.
    public var channel: String
    public var at: Timestamp
    public var correlation: String

    public init(
        directory: Int64, consumer: Int64, kind: Kind, fields: [String] = [], version: String, uri: String,
        channel: String, at: Timestamp, correlation: String
    ) {
        self.directory = directory
        self.consumer = consumer
        self.kind = kind
        self.fields = fields
        self.version = version
        self.uri = uri
        self.channel = channel
        self.at = at
        self.correlation = correlation
    }
}

/// What a shop has told of a checkout afterwards (checkout 4.10).
public struct ConfirmationRow: Sendable, Equatable {
    public var checkout: Int64
    public var received: Timestamp
    /// `checkoutEventType`, two digits.
    public var type: String
    /// `checkoutEventStatus`, two digits.
    public var status: String
    /// `confirmationStatus`, two digits.
    public var result: String?
    /// `confirmationTimestamp`
    public var at: Timestamp
    /// The other members as JSON. No personal data.
    public var details: [UInt8]

    public init(
        checkout: Int64, received: Timestamp, type: String, status: String, result: String?, at: Timestamp,
        details: [UInt8]
    ) {
        self.checkout = checkout
        self.received = received
        self.type = type
        self.status = status
        self.result = result
        self.at = at
        self.details = details
    }
}
