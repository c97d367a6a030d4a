// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
internal import Directory

/// One change of a card's status (processing 6.3).
public struct StatusChange: Sendable, Equatable {
    public var status: CardStatus
    /// Nil: the card was made.
    public var previous: CardStatus?
    public var changed: Timestamp
    public var reason: String?
    /// The client that asked for it.
    public var officer: String
}

/// A card contract's data as it is sealed. There is no place for a security code.
public struct StoredCardContract: Sendable {
    /// Changes of the status that are kept at most; the oldest go first.
    private static let changesMax = 20

    public var pan: PAN
    public var expiry: Expiry
    public var details: CardDetails
    /// Oldest first; never empty.
    public private(set) var changes: [StatusChange]
    /// Tokens of other requestors.
    var walletTokens: [WalletToken] = []

    init(pan: PAN, expiry: Expiry, details: CardDetails, made: StatusChange) {
        self.pan = pan
        self.expiry = expiry
        self.details = details
        changes = [made]
    }

    mutating func note(_ change: StatusChange) {
        changes.append(change)
        if changes.count > Self.changesMax { changes.removeFirst(changes.count - Self.changesMax) }
    }

    /// First six digits, six underscores, last four (processing 1): all that a caller sees of the PAN.
    public var maskedNumber: String { pan.panBin + "______" + pan.panLastFour }

    private static let texts: [any WritableKeyPath<CardDetails, String?> & Sendable] = [
        \.name, \.branchCode, \.cardSubtypeCode, \.cbsNumber, \.currency, \.productionCode, \.embossedTitle,
        \.embossedFirstName, \.embossedLastName, \.embossedCompanyName, \.customData,
    ]

    /// The plaintext to seal.
    var encoded: [UInt8] {
        var writer = RecordWriter(version: 1, capacity: 256)
        writer.add(pan.revealDigits())
        writer.add(expiry.yymm)
        for text in Self.texts { writer.add(details[keyPath: text]) }
        writer.add(UInt8(changes.count))
        for change in changes {
            writer.add(change.status.rawValue)
            writer.add(change.previous?.rawValue)
            writer.add(change.changed.milliseconds)
            writer.add(change.reason)
            writer.add(change.officer)
        }
        writer.add(UInt8(walletTokens.count))
        for token in walletTokens { token.write(to: &writer) }
        return writer.bytes
    }

    init(encoded: [UInt8]) throws {
        let unknown = RecordError(record: "card contract")
        var reader = try RecordReader(encoded, version: 1, record: "card contract")
        pan = try PAN(try reader.required())
        guard let expiry = Expiry(yymm: try reader.required()) else { throw unknown }
        self.expiry = expiry
        changes = []
        details = CardDetails()
        for text in Self.texts { details[keyPath: text] = try reader.text() }
        for _ in 0..<(try reader.byte()) {
            guard let status = CardStatus(rawValue: try reader.required()) else { throw unknown }
            let previous = try reader.text().flatMap(CardStatus.init(rawValue:))
            changes.append(
                StatusChange(
                    status: status, previous: previous, changed: Timestamp(milliseconds: try reader.number()),
                    reason: try reader.text(), officer: try reader.required()))
        }
        for _ in 0..<(try reader.byte()) { walletTokens.append(try WalletToken(from: &reader)) }
    }
}

extension StoredCardContract: CustomStringConvertible, CustomReflectable {
    /// Never the PAN.
    public var description: String { "StoredCardContract(…)" }

    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
