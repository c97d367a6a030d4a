// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// An amount in cents of the shop's one currency.
struct Money: Sendable, Hashable {
    /// ISO 4217.
    static let currency = "EUR"

    var cents: Int

    init(cents: Int) {
        self.cents = cents
    }

    /// As it goes over the wire: `18.00`.
    var number: String {
        let rest = cents % 100
        return "\(cents / 100)." + (rest < 10 ? "0" : "") + "\(rest)"
    }

    static func + (left: Money, right: Money) -> Money { Money(cents: left.cents + right.cents) }
    static func * (price: Money, count: Int) -> Money { Money(cents: price.cents * count) }
}
