// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Pages

/// What the shop sells.
struct Product: Sendable, Hashable {
    var id: String
    var price: Money

    static let all = [
        Product(id: "fern", price: Money(cents: 1_800)),
        Product(id: "monstera", price: Money(cents: 3_200)),
        Product(id: "olive", price: Money(cents: 5_450)),
    ]

    static func named(_ id: String) -> Product? { all.first { $0.id == id } }

    func name(_ texts: ShopTexts) -> String { says(texts).name }

    func says(_ texts: ShopTexts) -> ShopTexts.Plant {
        switch id {
        case "fern": texts.goods.fern
        case "monstera": texts.goods.monstera
        default: texts.goods.olive
        }
    }
}

/// How many of each product somebody wants.
struct Basket: Sendable, Hashable {
    static let countMax = 9

    struct Line: Sendable, Hashable {
        var product: Product
        var count: Int
        var amount: Money { product.price * count }
    }

    private var counts: [String: Int] = [:]

    /// In the order of the catalogue.
    var lines: [Line] {
        Product.all.compactMap { product in counts[product.id].map { Line(product: product, count: $0) } }
    }

    var isEmpty: Bool { counts.isEmpty }
    var count: Int { counts.values.reduce(0, +) }
    var total: Money { lines.reduce(Money(cents: 0)) { $0 + $1.amount } }

    /// One more or one less; nothing is left of a product of which none is wanted.
    mutating func change(_ product: Product, by difference: Int) {
        let count = min(max(0, (counts[product.id] ?? 0) + difference), Self.countMax)
        counts[product.id] = count == 0 ? nil : count
    }

    mutating func remove(_ product: Product) { counts[product.id] = nil }
}
