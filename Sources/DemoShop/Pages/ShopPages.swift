// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import HTTPService
internal import Pages

/// The shop's pages, and what their forms do. Each file beside this one holds a part of them.
struct ShopPages: Sendable {
    static let shopName = "Fern & Field"

    let till: Till
    let sessions: ShopSessions
    let entropy: any EntropySource
    /// The network's origin: the only other one whose script runs in the checkout page and that it calls.
    let network: String

    /// An empty page with everything around it.
    ///
    /// - Parameter address: what the links to other languages lead to; this page when nil.
    func frame(_ title: String, _ call: ShopCall, address: String? = nil) -> Page {
        let texts = call.texts.frame
        var page = Page(
            title + " · " + Self.shopName, language: call.language, brand: .shop, brandName: Self.shopName,
            skipText: texts.skip)
        page.isNarrow = false
        let path = call.request.path
        let count = call.basket.count
        page.navigation = [
            Page.Link(texts.plants, "/shop", isCurrent: path == "/shop", icon: .leaf),
            Page.Link(
                count == 0 ? texts.basket : texts.basket + " (\(count))", "/shop/basket",
                isCurrent: path == "/shop/basket", icon: .basket),
            Page.Link(texts.orders, "/shop/orders", isCurrent: path == "/shop/orders", icon: .list),
        ]
        let base = address ?? call.address
        let joint = base.contains("?") ? "&" : "?"
        page.footer = [Page.Link(texts.account, network + "/account")]
        page.footer += PageLanguage.allCases.map { language in
            Page.Link(
                language.ownName, base + joint + "lang=" + language.rawValue, language: language.rawValue,
                isCurrent: language == call.language)
        }
        page.footerText = "<p>\(texts.notice)</p>"
        return page
    }

    /// A page that only says something.
    func fault(_ says: ShopTexts.Result, _ status: Int, _ call: ShopCall) -> HTTPResponse {
        var page = frame(says.title, call, address: "/shop")
        page.status = status
        page.isNarrow = true
        page.main = """
            <section class="panel result">\(PageMarks.sign(.note))<h1>\(says.title)</h1>\
            <p class="lead">\(says.text)</p><div class="actions">\
            <a class="button main" href="/shop/basket">\(call.texts.basket.title)</a></div></section>
            """
        return page.response
    }

    // MARK: What pages share

    /// An amount as the reader writes it.
    static func price(_ money: Money, _ language: PageLanguage) -> String {
        switch language {
        case .english: "€" + money.number
        case .arabic: money.number + " €"
        case .german, .spanish, .french: money.number.map { $0 == "." ? "," : String($0) }.joined() + "\u{A0}€"
        }
    }

    static func priceMarkup(_ money: Money, _ call: ShopCall) -> Markup {
        "<bdi>\(price(money, call.language))</bdi>"
    }
}
