// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import HTTPService
internal import Pages

/// What the shop answers.
enum ShopRoute: Sendable {
    case root
    case health
    case asset
    case plants
    case basket
    case changeBasket
    case checkout
    case preferences
    case order
    case makeOrder
    case orders
    case cancel
    case refund

    static let router = Router<ShopRoute>([
        ("GET", "/", .root),
        ("GET", "/healthz", .health),
        ("GET", PageAssets.route, .asset),
        ("GET", "/shop", .plants),
        ("GET", "/shop/basket", .basket),
        ("POST", "/shop/basket", .changeBasket),
        ("GET", "/shop/checkout", .checkout),
        ("POST", "/shop/preferences", .preferences),
        ("GET", "/shop/orders", .orders),
        ("POST", "/shop/orders", .makeOrder),
        ("GET", "/shop/orders/{order}", .order),
        ("POST", "/shop/orders/{order}/cancel", .cancel),
        ("POST", "/shop/orders/{order}/refund", .refund),
    ])
}
