// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Vault

/// A receipt for a card that its issuer has pushed towards a token requestor (token-connect 10.1). The card and what
/// the issuer said with it are in `sealed`, and go when the receipt has come to its end; the rest of the row stays for
/// a while, so that what became of it can be told.
public struct ReceiptRow: Sendable, Equatable {
    public enum State: Int64, Sendable {
        /// Given to the issuer.
        case created = 1
        /// Its page was shown.
        case opened = 2
        /// Used: its one tokenization has started.
        case consumed = 3
        /// The consumer went away.
        case cancelled = 4
        /// Its time was over.
        case expired = 5
    }

    /// What became of the tokenization of a receipt that was used.
    public enum Outcome: Int64, Sendable {
        case approved = 1
        case declined = 2
        case needsAuthentication = 3
        /// The consumer has the card already.
        case duplicate = 4
        case failed = 5
    }

    public var id: Int64
    public var directory: Int64
    /// Fingerprint of the receipt, which is itself a secret and is not kept.
    public var key: BlindIndex
    public var state: State
    /// The token requestor that may use it, 11 digits.
    public var requestor: String
    /// Empty once the receipt has come to its end.
    public var sealed: [UInt8]
    public var created: Timestamp
    /// From this instant on it cannot be used.
    public var expires: Timestamp
    /// When it was used, left or expired.
    public var ended: Timestamp?
    /// Nil as long as it is not known.
    public var outcome: Outcome?
    /// The row number of the card in a profile, once there is one; 0 before.
    public var card: Int64

    public init(
        id: Int64, directory: Int64, key: BlindIndex, state: State = .created, requestor: String, sealed: [UInt8],
        created: Timestamp, expires: Timestamp, ended: Timestamp? = nil, outcome: Outcome? = nil, card: Int64 = 0
    ) {
        self.id = id
        self.directory = directory
        self.key = key
        self.state = state
        self.requestor = requestor
        self.sealed = sealed
        self.created = created
        self.expires = expires
        self.ended = ended
        self.outcome = outcome
        self.card = card
    }

    /// Whether it has not come to its end, as far as the row knows.
    public var isOpen: Bool { state == .created || state == .opened }

    /// The row once the receipt has come to its end: what the issuer sent is gone.
    public func ended(as state: State, at now: Timestamp) -> ReceiptRow {
        var row = self
        row.state = state
        row.sealed = []
        row.ended = now
        return row
    }
}
