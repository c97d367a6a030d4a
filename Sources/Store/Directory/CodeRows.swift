// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Vault

/// A one-time code that was sent (checkout 7). Nothing of it is here in clear.
public struct CodeRow: Sendable, Equatable {
    /// Fingerprint of session, client, purpose and identity together: one code is good for one of these.
    public var binding: BlindIndex
    /// Fingerprint of the code in its place.
    public var code: BlindIndex
    /// From this instant on it cannot be used.
    public var expires: Timestamp
    /// Wrong guesses so far.
    public var misses: Int

    public init(binding: BlindIndex, code: BlindIndex, expires: Timestamp, misses: Int = 0) {
        self.binding = binding
        self.code = code
        self.expires = expires
        self.misses = misses
    }
}

/// What was sent and guessed for one identity of late, over all its codes. The lists are short: they are limited by
/// what they count.
public struct CodeTallyRow: Sendable, Equatable {
    /// Fingerprint of the email address or mobile number.
    public var identity: BlindIndex
    public var sends: [Timestamp]
    /// Wrong guesses.
    public var misses: [Timestamp]
    /// When wrong guesses have made a code void.
    public var voids: [Timestamp]
    /// Nothing is sent or compared before; nil: it was never locked.
    public var lockedUntil: Timestamp?
    /// From this instant on nothing in the row counts.
    public var rests: Timestamp

    public init(
        identity: BlindIndex, sends: [Timestamp] = [], misses: [Timestamp] = [], voids: [Timestamp] = [],
        lockedUntil: Timestamp? = nil, rests: Timestamp
    ) {
        self.identity = identity
        self.sends = sends
        self.misses = misses
        self.voids = voids
        self.lockedUntil = lockedUntil
        self.rests = rests
    }
}

/// A browser that is recognized (checkout 3.4): the network's side of a token that the browser has.
public struct RecognitionRow: Sendable, Equatable {
    /// The token's id.
    public var id: Int64
    /// The id of the first token of this browser; the others were given in exchange.
    public var family: Int64
    public var directory: Int64
    public var consumer: Int64
    public var created: Timestamp
    /// From this instant on it is not good any more.
    public var expires: Timestamp
    /// The id of the token that it was exchanged for; nil as long as it was not.
    public var successor: Int64?
    /// What the consumer had proved when the browser was remembered, as the profile's directory has it: being
    /// recognized shows no more than that. Nil: the profile alone.
    public var identity: Identifier?
    /// The client that alone may use the token; nil in rows from before it was kept.
    public var client: String?
    /// When the browser was remembered: the token itself may be younger.
    public var remembered: Timestamp

    /// - Parameter remembered: nil: when the token was made.
    public init(
        id: Int64, family: Int64, directory: Int64, consumer: Int64, created: Timestamp, expires: Timestamp,
        successor: Int64? = nil, identity: Identifier? = nil, client: String? = nil, remembered: Timestamp? = nil
    ) {
        self.id = id
        self.family = family
        self.directory = directory
        self.consumer = consumer
        self.created = created
        self.expires = expires
        self.successor = successor
        self.identity = identity
        self.client = client
        self.remembered = remembered ?? created
    }
}
