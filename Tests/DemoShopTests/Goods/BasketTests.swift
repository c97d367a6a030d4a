// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Pages
import Testing

@testable import DemoShop

/// Counting plants and money.
@Suite struct BasketTests {
    @Test("A basket counts what is put in, keeps the catalogue's order, and has limits on both sides.")
    func counts() throws {
        let fern = try #require(Product.named("fern"))
        let olive = try #require(Product.named("olive"))
        var basket = Basket()
        basket.change(olive, by: 1)
        basket.change(fern, by: 1)
        basket.change(fern, by: 1)
        #expect(basket.lines.map(\.product.id) == ["fern", "olive"] && basket.count == 3)
        #expect(basket.total == Money(cents: 2 * 1_800 + 5_450))
        for _ in 0..<20 { basket.change(fern, by: 1) }
        #expect(basket.lines.first?.count == Basket.countMax)
        basket.remove(fern)
        basket.change(olive, by: -1)
        basket.change(olive, by: -1)
        #expect(basket.isEmpty && basket.total.cents == 0)
        #expect(Product.named("rose") == nil)
    }

    @Test(
        "An amount goes over the wire with both digits behind the point.",
        arguments: [(1_800, "18.00"), (5, "0.05"), (5_450, "54.50"), (100_001, "1000.01")])
    func amounts(cents: Int, number: String) { #expect(Money(cents: cents).number == number) }

    @Test("People read amounts in the way of their language.")
    func prices() {
        let money = Money(cents: 5_450)
        #expect(ShopPages.price(money, .english) == "€54.50")
        #expect(ShopPages.price(money, .german) == "54,50\u{A0}€")
        #expect(ShopPages.price(money, .arabic) == "54.50 €")
    }
}
