// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Vault

/// A card that its issuer has staged: it waits, outside every profile, until its cardholder claims it (enrollment 9.4).
/// What the issuer sent is in `sealed`, and goes when the card is no longer staged; the rest of the row stays for a
/// while, so that the batch's status can say what became of it.
public struct StagedCardRow: Sendable, Equatable, IdentifiedRow {
    public enum State: Int64, Sendable {
        case staged = 1
        /// In a profile, by its cardholder's wish.
        case provisioned = 2
        /// Taken back by the issuer.
        case withdrawn = 3
        /// Not wanted by its cardholder.
        case declined = 4
        /// Its time was over.
        case expired = 5
    }

    public var id: Int64
    public var directory: Int64
    public var state: State
    public var externalConsumerId: String
    public var externalCardId: String
    public var email: BlindIndex?
    public var mobile: BlindIndex?
    /// Beside the first of each kind.
    public var moreIdentifiers: [Identifier]
    /// Fingerprint of the PAN. A consumer's name and a PAN have one staged card at most.
    public var pan: BlindIndex
    /// Empty once the card is not staged any more.
    public var sealed: [UInt8]
    public var created: Timestamp
    /// When it stops being staged by itself.
    public var expires: Timestamp
    /// When it stopped being staged.
    public var ended: Timestamp?
    /// The profile's and the card's row numbers, once provisioned; 0 before.
    public var consumer: Int64
    public var card: Int64

    public init(
        id: Int64, directory: Int64, state: State = .staged, externalConsumerId: String, externalCardId: String,
        email: BlindIndex?, mobile: BlindIndex?, moreIdentifiers: [Identifier] = [], pan: BlindIndex,
        sealed: [UInt8], created: Timestamp, expires: Timestamp, ended: Timestamp? = nil, consumer: Int64 = 0,
        card: Int64 = 0
    ) {
        self.id = id
        self.directory = directory
        self.state = state
        self.externalConsumerId = externalConsumerId
        self.externalCardId = externalCardId
        self.email = email
        self.mobile = mobile
        self.moreIdentifiers = moreIdentifiers
        self.pan = pan
        self.sealed = sealed
        self.created = created
        self.expires = expires
        self.ended = ended
        self.consumer = consumer
        self.card = card
    }

    /// The row once the card is not staged any more: what the issuer sent is gone.
    public func ended(as state: State, at now: Timestamp, consumer: Int64 = 0, card: Int64 = 0) -> StagedCardRow {
        var row = self
        row.state = state
        row.sealed = []
        row.ended = now
        row.consumer = consumer
        row.card = card
        return row
    }
}
