// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// A profile, with its cards when it was read (enrollment 10.1) and without when it was changed (10.2).
public struct ProfileResponse: Sendable, Hashable {
    public var srcCorrelationId: String
    public var maskedConsumer: MaskedConsumer
    /// Nil in the answer to a change.
    public var maskedCards: [MaskedCard]?

    public init(srcCorrelationId: String, maskedConsumer: MaskedConsumer, maskedCards: [MaskedCard]?) {
        self.srcCorrelationId = srcCorrelationId
        self.maskedConsumer = maskedConsumer
        self.maskedCards = maskedCards
    }

    public func json() -> [UInt8] {
        var writer = JSONWriter(capacity: 1024 + (maskedCards?.count ?? 0) * 1024)
        writer.beginObject()
        writer.member("srcCorrelationId", srcCorrelationId)
        writer.key("maskedConsumer")
        maskedConsumer.write(to: &writer)
        if let maskedCards {
            writer.key("maskedCards")
            writer.beginArray()
            for card in maskedCards { card.write(to: &writer) }
            writer.endArray()
        }
        writer.endObject()
        return writer.bytes
    }

    /// Reads the answer; nil when it has no consumer.
    public init?(_ value: JSONValue) {
        guard let consumer = value["maskedConsumer"].flatMap(MaskedConsumer.init) else { return nil }
        self.init(
            srcCorrelationId: value["srcCorrelationId"]?.string ?? "", maskedConsumer: consumer,
            maskedCards: value["maskedCards"]?.elements.compactMap(MaskedCard.init))
    }
}

/// A card, read (enrollment 10.4) or changed (10.5).
public struct CardResponse: Sendable, Hashable {
    public var srcCorrelationId: String
    public var maskedCard: MaskedCard

    public init(srcCorrelationId: String, maskedCard: MaskedCard) {
        self.srcCorrelationId = srcCorrelationId
        self.maskedCard = maskedCard
    }

    public func json() -> [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.beginObject()
        writer.member("srcCorrelationId", srcCorrelationId)
        writer.key("maskedCard")
        maskedCard.write(to: &writer)
        writer.endObject()
        return writer.bytes
    }

    /// Reads the answer; nil when it has no card.
    public init?(_ value: JSONValue) {
        guard let card = value["maskedCard"].flatMap(MaskedCard.init) else { return nil }
        self.init(srcCorrelationId: value["srcCorrelationId"]?.string ?? "", maskedCard: card)
    }
}
