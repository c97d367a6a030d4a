// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import HTTPService
internal import Pages
internal import Verification

/// The network's own cookie of a browser that is remembered: the recognition token of one client (checkout 7). Nothing
/// depends on it: browsers that keep no cookies of others lose nothing but the shop's own token being asked for.
enum ShopCookie {
    private static func cookie(_ client: String) -> PageCookie {
        PageCookie("rec-" + client, path: "/src/api", isSecure: false, isCrossSite: true)
    }

    static func token(in request: HTTPRequest, client: String) -> String? {
        cookie(client).value(in: request).flatMap { $0.utf8.count <= SignOutRoutes.tokenBytesMax ? $0 : nil }
    }

    static func set(_ token: String, client: String) -> HTTPField {
        cookie(client).set(token, seconds: Int(Recognition.lifetime.components.seconds))
    }

    static func clearing(client: String) -> HTTPField { cookie(client).clearing }
}
