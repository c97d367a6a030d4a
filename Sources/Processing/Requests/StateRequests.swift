// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Store
public import WireJSON

/// A card's new status (processing 6.3).
public struct StatusRequest: Sendable, Equatable {
    public var status: CardStatus
    /// At most 255 characters.
    public var reason: String?

    public init(_ root: JSONValue) throws(ProcessingError) {
        let fields = FieldReader(root)
        guard let status = CardStatus(rawValue: try fields.text("statusCode", 1...3)) else {
            throw fields.fault("statusCode", "is not a status of a card")
        }
        self.status = status
        reason = try fields.optionalText("reason", 1...255)
    }
}

/// The rule about a card's tokens (processing 6.3, `TKN_PAN_AC`).
public struct ClassifierRequest: Sendable, Equatable {
    public var classifier: CardContractRow.Classifier
    public var start: Timestamp?
    /// The first instant after the last day.
    public var end: Timestamp?

    public init(_ root: JSONValue) throws(ProcessingError) {
        let fields = FieldReader(root)
        guard let value = CardContractRow.Classifier(word: try fields.text("classifierValue", 1...32)) else {
            throw fields.fault("classifierValue", "must be BLACKLIST, NORMAL, YELLOWLIST or WHITELIST")
        }
        classifier = value
        start = try Self.day(fields, "startDate")
        end = try Self.day(fields, "endDate")?.advanced(by: .seconds(86_400))
        if let start, let end, end <= start { throw fields.fault("endDate", "is before startDate") }
    }

    private static func day(_ fields: FieldReader, _ name: String) throws(ProcessingError) -> Timestamp? {
        guard let text = try fields.optionalText(name, 10...10) else { return nil }
        guard let day = Timestamp(day: text) else { throw fields.fault(name, "must be a date such as 2026-01-31") }
        return day
    }
}

extension Timestamp {
    /// The first instant of `YYYY-MM-DD` in UTC; nil when there is no such day.
    public init?(day text: String) {
        guard text.utf8.count == 10 else { return nil }
        self.init(iso8601: text + "T00:00:00Z")
    }
}

extension CardContractRow.Classifier {
    /// From the word on the wire.
    init?(word: String) {
        switch word {
        case "NORMAL": self = .normal
        case "WHITELIST": self = .whitelist
        case "YELLOWLIST": self = .yellowlist
        case "BLACKLIST": self = .blacklist
        default: return nil
        }
    }
}

/// How a card is looked for (processing 6.4).
public struct CardSearchRequest: Sendable {
    enum Kind: String {
        case number = "CARD_CONTRACT_NUMBER"
        case cbs = "CBS_NUMBER"
    }

    var kind: Kind
    var identifier: String

    public init(_ root: JSONValue) throws(ProcessingError) {
        let fields = FieldReader(root)
        guard let kind = Kind(rawValue: try fields.text("cardContractIdentifierType", 1...64)) else {
            throw fields.fault("cardContractIdentifierType", "must be CARD_CONTRACT_NUMBER or CBS_NUMBER")
        }
        self.kind = kind
        identifier = try fields.text("cardContractIdentifier", 1...64)
    }
}
