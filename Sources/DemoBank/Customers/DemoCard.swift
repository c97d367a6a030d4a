// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay

/// A card of a demo customer.
struct DemoCard: Sendable {
    enum Kind: Sendable {
        case credit
        case debit
        /// One whose number the bank never sees: the processor makes it and keeps it (processing 1.1).
        case virtual
    }

    /// Names the card in links. It tells nothing of its number.
    let id: String
    let kind: Kind
    /// Nil for a card whose number the processor alone knows.
    let pan: PAN?
    /// The picture's colours.
    let style: Int

    /// - Parameter digits: without the check digit, which is found; or whole.
    init(_ id: String, _ kind: Kind, _ digits: String? = nil, style: Int) {
        self.id = id
        self.kind = kind
        self.style = style
        pan = digits.flatMap { digits in
            (try? PAN(digits)) ?? (0...9).lazy.compactMap { try? PAN(digits + String($0)) }.first
        }
    }
}

/// What can be shown of a card, whoever knows its number.
struct CardFace: Sendable, Equatable {
    /// The first six digits.
    var firstSix: String
    var lastFour: String
    var expiry: Expiry
    /// The processor's number of the card, where it alone knows the card's own.
    var contract: CardContractID?
}

extension CardFace {
    /// When the cards of the demo expire.
    static let expiryOfAll = Expiry(month: 12, year: 2031)

    /// Of a card whose number is known.
    init?(_ pan: PAN) {
        guard let expiry = Self.expiryOfAll else { return nil }
        self.init(firstSix: String(pan.panBin.prefix(6)), lastFour: pan.panLastFour, expiry: expiry)
    }
}
