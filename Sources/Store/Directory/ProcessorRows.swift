// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Vault

/// A client of a program's card management (processing 6.1). What is known of the person is in `sealed`.
///
/// Rows of card management have two numbers: `id` is the store's, `number` is the one that the issuer knows, unique in
/// a directory among the rows of one kind.
public struct ProcessorClientRow: Sendable, Equatable {
    public var id: Int64
    public var directory: Int64
    /// The `clientId` on the wire.
    public var number: Int64
    public var sealed: [UInt8]
    public var created: Timestamp

    public init(id: Int64, directory: Int64, number: Int64, sealed: [UInt8], created: Timestamp) {
        self.id = id
        self.directory = directory
        self.number = number
        self.sealed = sealed
        self.created = created
    }
}

/// An account of a client (processing 6.1).
public struct ProcessorAccountRow: Sendable, Equatable {
    public var id: Int64
    public var directory: Int64
    /// The `accountContractId` on the wire.
    public var number: Int64
    /// The client's number.
    public var client: Int64
    public var productCode: String
    /// The account's own number at the issuer.
    public var sealed: [UInt8]
    public var created: Timestamp

    public init(
        id: Int64, directory: Int64, number: Int64, client: Int64, productCode: String, sealed: [UInt8],
        created: Timestamp
    ) {
        self.id = id
        self.directory = directory
        self.number = number
        self.client = client
        self.productCode = productCode
        self.sealed = sealed
        self.created = created
    }
}

/// A card of card management (processing 6.2). PAN, expiry, names and the history of its status are in `sealed`.
public struct CardContractRow: Sendable, Equatable {
    /// Whether tokens of the card are allowed (processing 6.3, `TKN_PAN_AC`).
    public enum Classifier: Int64, Sendable {
        case normal = 1
        case whitelist = 2
        case yellowlist = 3
        case blacklist = 4
    }

    public var id: Int64
    public var directory: Int64
    /// The `cardContractId` on the wire.
    public var number: Int64
    /// The account's number.
    public var account: Int64
    /// The number of the client who holds the card.
    public var client: Int64
    public var productCode: String
    /// Two digits: `00` OK, `05` temporary block, `41` lost, `43` stolen.
    public var statusCode: String
    public var isActivated: Bool
    public var classifier: Classifier
    /// From when the classifier counts and when it has ended; outside of that the card is NORMAL. Nil: no bound.
    public var classifierStart: Timestamp?
    public var classifierEnd: Timestamp?
    /// Fingerprint of the PAN.
    public var pan: BlindIndex
    /// Fingerprint of the number in the issuer's core banking system, when there is one.
    public var cbs: BlindIndex?
    public var sealed: [UInt8]
    public var created: Timestamp

    public init(
        id: Int64, directory: Int64, number: Int64, account: Int64, client: Int64, productCode: String,
        statusCode: String = "00", isActivated: Bool, classifier: Classifier = .normal,
        classifierStart: Timestamp? = nil, classifierEnd: Timestamp? = nil, pan: BlindIndex, cbs: BlindIndex? = nil,
        sealed: [UInt8], created: Timestamp
    ) {
        self.id = id
        self.directory = directory
        self.number = number
        self.account = account
        self.client = client
        self.productCode = productCode
        self.statusCode = statusCode
        self.isActivated = isActivated
        self.classifier = classifier
        self.classifierStart = classifierStart
        self.classifierEnd = classifierEnd
        self.pan = pan
        self.cbs = cbs
        self.sealed = sealed
        self.created = created
    }
}

/// A tokenization that card management was asked about (processing 7.3). Once there is a token, this is what ties it to
/// its card contract.
public struct TokenAttemptRow: Sendable, Equatable {
    /// The row number of the directory's card, which is its token's too.
    public var card: Int64
    public var directory: Int64
    /// The row number of the card contract.
    public var contract: Int64
    /// `00`, `05`, `54` or `85` (processing 7.3).
    public var responseCode: String
    public var asked: Timestamp

    public init(card: Int64, directory: Int64, contract: Int64, responseCode: String, asked: Timestamp) {
        self.card = card
        self.directory = directory
        self.contract = contract
        self.responseCode = responseCode
        self.asked = asked
    }
}

/// What a call with an idempotency key has made (processing 2).
public struct IdempotencyRow: Sendable, Equatable {
    public var directory: Int64
    public var key: String
    /// Keyed hash of operation and content: tells a repeat from another use of the key.
    public var content: BlindIndex
    /// The number that the first call was answered with.
    public var number: Int64
    public var expires: Timestamp

    public init(directory: Int64, key: String, content: BlindIndex, number: Int64, expires: Timestamp) {
        self.directory = directory
        self.key = key
        self.content = content
        self.number = number
        self.expires = expires
    }
}
