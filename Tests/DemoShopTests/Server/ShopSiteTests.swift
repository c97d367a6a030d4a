// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Foundation
import HTTPClient
import Pages
import Testing

@testable import DemoShop

/// The shop over HTTP, as a browser without script sees it.
@Suite final class ShopSiteTests {
    private let network: StandInNetwork
    private let shop: DemoShop
    private let client = HTTPClient(configuration: HTTPClientConfiguration(totalTimeout: .seconds(30)))
    private var cookies: [String: String] = [:]

    init() throws {
        network = try StandInNetwork()
        var configuration = DemoShop.Configuration(dataDirectory: network.folder)
        configuration.port = 0
        shop = try DemoShop(
            configuration, client: try network.client(), clock: ManualClock(), entropy: SeededEntropy(seed: 3),
            log: Log(level: .error))
    }

    deinit { shop.stop(draining: .seconds(1)) }

    private func get(_ path: String) throws -> HTTPClientResponse { try send("GET", path, []) }

    private func post(
        _ path: String, _ fields: [(String, String)] = [], site: String = "same-origin"
    ) throws -> HTTPClientResponse { try send("POST", path, fields, site: site) }

    private func send(
        _ method: String, _ path: String, _ fields: [(String, String)], site: String = "same-origin"
    ) throws -> HTTPClientResponse {
        var headers = [HTTPClientHeader("Sec-Fetch-Site", site)]
        if !cookies.isEmpty {
            headers.append(HTTPClientHeader("Cookie", cookies.map { $0.key + "=" + $0.value }.joined(separator: "; ")))
        }
        if method == "POST" {
            headers.append(HTTPClientHeader("Content-Type", "application/x-www-form-urlencoded"))
        }
        let body = fields.map { $0.0 + "=" + $0.1 }.joined(separator: "&")
        let response = try client.send(
            HTTPClientRequest(method: method, url: shop.url + path, headers: headers, body: Array(body.utf8)))
        for header in response.headers where header.name.lowercased() == "set-cookie" {
            let pair = header.value.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
            if pair.count == 2 { cookies[String(pair[0])] = String(pair[1]) }
        }
        return response
    }

    private func fill() throws { _ = try post("/shop/basket", [("product", "olive")]) }

    private func transaction(_ page: String) throws -> String {
        let start = try #require(page.range(of: "data-transaction=\"")).upperBound
        return String(page[start...].prefix { $0 != "\"" })
    }

    @Test("The shop begins with its plants, and what is put into the basket is there.")
    func basket() throws {
        #expect(try get("/").header("Location") == "/shop")
        #expect(try get("/shop").text.contains("Boston fern"))
        #expect(try get("/shop/basket").text.contains("Your basket is empty."))
        #expect(try get("/shop/checkout").header("Location") == "/shop/basket")
        let added = try post("/shop/basket", [("product", "fern")])
        #expect(added.status == 303 && added.header("Location") == "/shop/basket")
        #expect(added.header("Set-Cookie")?.contains("HttpOnly; SameSite=Lax") == true)
        _ = try post("/shop/basket", [("product", "fern"), ("change", "more")])
        #expect(try get("/shop/basket").text.contains("€36.00"))
        _ = try post("/shop/basket", [("product", "fern"), ("change", "none")])
        #expect(try get("/shop/basket").text.contains("Your basket is empty."))
        #expect(try post("/shop/basket", [("product", "rose")]).status == 400)
        #expect(try post("/shop/basket", [("product", "fern")], site: "cross-site").status == 403)
        #expect(try get("/healthz").status == 200 && get("/nothing").status == 404)
    }

    @Test("The checkout alone may run the network's script and call it, and nobody else's; nothing stands inline.")
    func policy() throws {
        try fill()
        let page = try get("/shop/checkout")
        let policy = try #require(page.header("Content-Security-Policy"))
        #expect(policy.contains("script-src 'self' http://127.0.0.1:1; "))
        #expect(policy.contains("connect-src 'self' http://127.0.0.1:1; ") && !policy.contains("unsafe"))
        #expect(!page.text.contains("style=\"") && !page.text.contains("onclick"))
        #expect(page.text.contains("<noscript>") && page.text.contains("not part of this demo"))
        for path in ["/shop", "/shop/basket", "/shop/orders"] {
            #expect(try get(path).header("Content-Security-Policy")?.contains("127.0.0.1") == false)
        }
        let start = try #require(page.text.range(of: "/assets/shop-")).lowerBound
        let script = try get(String(page.text[start...].prefix { $0 != "\"" }))
        #expect(script.status == 200 && script.header("Cache-Control")?.contains("immutable") == true)
    }

    @Test("What the shop asks for can be changed, and the page's script is told so.")
    func preferences() throws {
        try fill()
        let before = try get("/shop/checkout").text
        #expect(before.contains("data-shipping=\"FULL\"") && before.contains("data-locale=\"en_US\""))
        let set = try post(
            "/shop/preferences",
            [("shipping", "NONE"), ("billing", "FULL"), ("locale", "de"), ("confirm", "yes"), ("declined", "yes")])
        #expect(set.header("Location") == "/shop/checkout")
        let after = try get("/shop/checkout").text
        for value in [
            "data-shipping=\"NONE\"", "data-billing=\"FULL\"", "data-locale=\"de_DE\"", "data-confirm=\"yes\"",
        ] { #expect(after.contains(value)) }
        #expect(try transaction(before) == transaction(after))
        _ = try post("/shop/preferences", [("shipping", "POSTAL_COUNTRY"), ("billing", "POSTAL_COUNTRY")])
        let place = try get("/shop/checkout").text
        for value in ["data-shipping=\"POSTAL_COUNTRY\"", "data-billing=\"POSTAL_COUNTRY\"", "data-locale=\"en_US\""] {
            #expect(place.contains(value))
        }
        #expect(place.contains("postal code and country"))
    }

    @Test("A checkout that is complete becomes an order, which can be refunded once; the basket is empty then.")
    func order() throws {
        try fill()
        let transaction = try transaction(get("/shop/checkout").text)
        let token = try network.response(transaction: transaction)
        let made = try post("/shop/orders", [("checkout", token), ("flow", "flow-1")])
        let path = try #require(made.header("Location"))
        #expect(made.status == 303 && path.hasPrefix("/shop/orders/"))
        let page = try get(path).text
        #expect(page.contains("Thank you") && page.contains("•••• 0001") && page.contains("Canary Street 1"))
        #expect(page.contains("Harbour &lt;Gold&gt;") && page.contains("a***a@example.test"))
        #expect(!page.contains(StandInNetwork.token))
        // The form of a page that was left open leads to the same order.
        #expect(try post("/shop/orders", [("checkout", token)]).header("Location") == path)
        #expect(try get("/shop/basket").text.contains("Your basket is empty."))
        #expect(try get("/shop/orders").text.contains("FF-1001"))
        #expect(try post(path + "/refund", site: "cross-site").status == 403)
        #expect(try post(path + "/refund").header("Location") == path)
        #expect(try get(path).text.contains("The order is refunded"))
        #expect(try !get(path).text.contains("/cancel\""))
        #expect(network.bodies("/src/api/confirmations").count == 2)
        #expect(try get("/shop/orders/" + String(repeating: "0", count: 32)).status == 404)
    }

    @Test("A checkout of another purchase pays for nothing.")
    func foreign() throws {
        try fill()
        let token = try network.response(transaction: "another")
        let refused = try post("/shop/orders", [("checkout", token)])
        #expect(refused.status == 403 && refused.text.contains("not for this basket"))
        #expect(try get("/shop/basket").text.contains("€54.50"))
    }

    @Test("A checkout of what was in the basket before pays for nothing that was put in or taken out meanwhile.")
    func changedBasket() throws {
        try fill()
        let before = try transaction(try get("/shop/checkout").text)
        let token = try network.response(transaction: before)
        try fill()
        let refused = try post("/shop/orders", [("checkout", token)])
        #expect(refused.status == 403, "\(refused.text)")
        #expect(try post("/shop/basket", [("product", "olive"), ("change", "less")]).status == 303)
        #expect(try post("/shop/orders", [("checkout", token)]).status == 403)
        #expect(network.bodies("/transaction/credentials").isEmpty)
        let now = try transaction(try get("/shop/checkout").text)
        #expect(now != before)
        #expect(try post("/shop/orders", [("checkout", try network.response(transaction: now))]).status == 303)
    }

    @Test("Every page speaks each language, from right to left where it does.", arguments: PageLanguage.allCases)
    func languages(language: PageLanguage) throws {
        try fill()
        #expect(try get("/shop?lang=\(language.rawValue)").header("Location") == "/shop")
        let direction = language == .arabic ? " dir=\"rtl\"" : ""
        for path in ["/shop", "/shop/basket", "/shop/checkout", "/shop/orders", "/shop/nothing"] {
            #expect(try get(path).text.contains("<html lang=\"\(language.rawValue)\"\(direction)>"), "\(path)")
        }
    }

    @Test("An address that browsers could not use, and a folder that cannot be, are refused.")
    func settings() throws {
        var configuration = DemoShop.Configuration(dataDirectory: network.folder + "/more")
        configuration.port = 0
        for url in ["shop.example", "ftp://shop.example", "https://shop.example/somewhere"] {
            configuration.publicURL = url
            #expect(throws: ShopError.self) { _ = try DemoShop(configuration, client: try network.client()) }
        }
        configuration.publicURL = nil
        configuration.dataDirectory = "/nowhere/at/all"
        #expect(throws: ShopError.self) { _ = try DemoShop(configuration, client: try network.client()) }
    }
}

extension HTTPClientResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
}
