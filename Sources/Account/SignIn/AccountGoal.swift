// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Where a consumer goes on once a code was entered.
public enum AccountGoal: Sendable, Equatable {
    case cards
    /// The page that takes this card out, by its `srcDigitalCardId`.
    case removal(card: String)
    case browsers
    case leaving

    private static let removalPrefix = "cards/"
    private static let idCount = 36

    /// As it stands in a form and in a path below `/account`.
    public var text: String {
        switch self {
        case .cards: "cards"
        case .removal(let card): Self.removalPrefix + card
        case .browsers: "browsers"
        case .leaving: "leave"
        }
    }

    /// Nil for every other text: it comes from a form.
    public init?(text: String) {
        switch text {
        case "cards": self = .cards
        case "browsers": self = .browsers
        case "leave": self = .leaving
        default:
            guard text.hasPrefix(Self.removalPrefix) else { return nil }
            let card = text.dropFirst(Self.removalPrefix.count)
            guard card.utf8.count == Self.idCount, card.utf8.allSatisfy(Self.isIdByte) else { return nil }
            self = .removal(card: String(card))
        }
    }

    private static func isIdByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) || byte == UInt8(ascii: "-")
    }
}
