// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Store
public import Vault

/// What the rules need to know of a card that a profile holds, or that a name belongs to.
public struct CardReference: Sendable, Equatable {
    public var id: Int64
    public var consumer: Int64
    public var pan: BlindIndex
    public var externalCardId: String?
    /// Its token is no more: the card is shown and stands in nobody's way.
    public var isCancelled: Bool

    public init(
        id: Int64, consumer: Int64, pan: BlindIndex, externalCardId: String?, isCancelled: Bool = false
    ) {
        self.id = id
        self.consumer = consumer
        self.pan = pan
        self.externalCardId = externalCardId
        self.isCancelled = isCancelled
    }

    public init(_ row: CardRow) {
        self.init(
            id: row.id, consumer: row.consumer, pan: row.pan, externalCardId: row.externalCardId,
            isCancelled: row.status == .cancelled)
    }
}

/// What adding a card to a profile comes to (enrollment 13.4, 17).
public enum CardAddition: Sendable, Equatable {
    /// A new card.
    case add
    /// The profile has this PAN: the answer carries the existing ids, and the new name is kept as told.
    case existing(card: Int64, Naming)
    case refuse(Refusal)

    public enum Naming: Sendable, Equatable {
        /// The card has this name, or none was given.
        case keep
        /// The card had no name yet.
        case first
        /// The card keeps its first name; this one leads to it too.
        case alias
    }

    public enum Refusal: Sendable, Equatable {
        /// The `externalCardId` belongs to another live card.
        case nameTaken
        /// The card is there under another name, where a card has one.
        case hasOtherName
        /// The profile has as many live cards as it may.
        case tooManyCards
    }

    /// Applies the rules.
    ///
    /// - Parameters:
    ///   - pan: fingerprint of the PAN to add.
    ///   - externalCardId: the issuer's name for it, if it gave one.
    ///   - profileCards: the cards of the profile; those that are cancelled do not count.
    ///   - named: the card of the directory that already has this name, if any; a cancelled one gives it up.
    ///   - cardsMax: how many live cards a profile may have.
    ///   - isNameKey: whether a card has one name, as in the second generation of the API.
    public static func decide(
        pan: BlindIndex, externalCardId: String?, profileCards: [CardReference], named: CardReference?, cardsMax: Int,
        isNameKey: Bool = false
    ) -> CardAddition {
        let profileCards = profileCards.filter { !$0.isCancelled }
        let named = named.flatMap { $0.isCancelled ? nil : $0 }
        let existing = profileCards.first { $0.pan == pan }
        if let named, named.id != existing?.id { return .refuse(.nameTaken) }
        if let existing {
            guard externalCardId != nil, named == nil else { return .existing(card: existing.id, .keep) }
            if existing.externalCardId == nil { return .existing(card: existing.id, .first) }
            return isNameKey ? .refuse(.hasOtherName) : .existing(card: existing.id, .alias)
        }
        return profileCards.count < cardsMax ? .add : .refuse(.tooManyCards)
    }
}
