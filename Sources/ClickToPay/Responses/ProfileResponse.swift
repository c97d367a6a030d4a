// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// A profile, with its cards when it was read (enrollment 10.1) and without when it was changed (10.2).
public struct ProfileResponse: Sendable, Hashable {
    public var srcCorrelationId: String
    public var maskedConsumer: MaskedConsumer
    /// Nil in the answer to a change.
    public var maskedCards: [MaskedCard]?
    /// Only in the second generation.
    public var directoryId: String?

    public init(
        srcCorrelationId: String, maskedConsumer: MaskedConsumer, maskedCards: [MaskedCard]?,
        directoryId: String? = nil
    ) {
        self.srcCorrelationId = srcCorrelationId
        self.maskedConsumer = maskedConsumer
        self.maskedCards = maskedCards
        self.directoryId = directoryId
    }

    /// The body of the answer. The second generation names its parts `consumer` and `credentials`.
    public func json(generation: APIGeneration = .v1) -> [UInt8] {
        var writer = JSONWriter(capacity: 1024 + (maskedCards?.count ?? 0) * 1024)
        writer.object { writer in
            writer.member("srcCorrelationId", srcCorrelationId)
            writer.member("directoryId", directoryId)
            writer.key(generation == .v1 ? "maskedConsumer" : "consumer")
            maskedConsumer.write(to: &writer)
            guard let maskedCards else { return }
            writer.array(generation == .v1 ? "maskedCards" : "credentials") { writer in
                for card in maskedCards { card.write(to: &writer) }
            }
        }
        return writer.bytes
    }

    /// Reads the answer of either generation; nil when it has no consumer, at its own place or in a card.
    public init?(_ value: JSONValue) {
        let cards = value["maskedCards"] ?? value["credentials"]
        let inCard = cards?.elements.lazy.compactMap { $0["maskedConsumer"] }.first { _ in true }
        guard let object = value["maskedConsumer"] ?? value["consumer"] ?? inCard,
            let consumer = MaskedConsumer(object)
        else { return nil }
        self.init(
            srcCorrelationId: value["srcCorrelationId"]?.string ?? "", maskedConsumer: consumer,
            maskedCards: cards?.elements.compactMap(MaskedCard.init), directoryId: value["directoryId"]?.string)
    }
}
