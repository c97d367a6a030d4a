// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import HTTPService
internal import Pages
internal import WireJSON

extension ShopPages {
    /// The checkout: the order, Click to Pay, and what the shop asks for.
    func checkout(_ call: ShopCall) -> HTTPResponse {
        guard let session = call.session, !session.basket.isEmpty else { return PageHeaders.seeOther("/shop/basket") }
        let texts = call.texts
        var page = frame(texts.checkout.title, call)
        page.partners = [network]
        page.scripts = [ShopScript.path]
        let lines = session.basket.lines.map { line -> Markup in
            """
            <li>\(PlantDrawing.of(line.product))<span>\(line.count) × \(line.product.name(texts))</span>\
            <span class="price">\(Self.priceMarkup(line.amount, call))</span></li>
            """
        }
        page.main = """
            <h1>\(texts.checkout.title)</h1><div class="till"><div>\(WalletMarkup(pages: self, call: call).markup)\
            <section class="panel other"><h2>\(texts.checkout.byCard)</h2>\
            <p id="by-card">\(texts.checkout.byCardText)</p>\
            <button type="button" class="quiet" disabled aria-describedby="by-card">\(texts.checkout.byCard)\
            </button></section></div>\
            <div><section class="panel summary"><h2>\(texts.checkout.summary)</h2>\
            <ul class="short">\(Markup(lines))</ul>\(sums(call))</section>\
            \(preferences(session.preferences, call))</div>\
            </div>
            """
        return page.response
    }

    // MARK: Preferences

    private func preferences(_ preferences: Preferences, _ call: ShopCall) -> Markup {
        let texts = call.texts.preferences
        func address(_ name: String, _ label: String, _ chosen: Preferences.Address) -> Markup {
            let options = Preferences.Address.allCases.map { wish -> Markup in
                let text =
                    switch wish {
                    case .none: texts.none
                    case .full: texts.full
                    case .postal: texts.postal
                    }
                return Self.option(wish.rawValue, text, isChosen: wish == chosen)
            }
            return Self.select(name, label, options)
        }
        let languages =
            [Self.option("", texts.asPage, isChosen: preferences.language == nil)]
            + PageLanguage.allCases.map {
                Self.option($0.rawValue, $0.ownName, isChosen: preferences.language == $0, language: $0.rawValue)
            }
        return """
            <details class="panel preferences"><summary>\(texts.title)</summary><p class="small">\(texts.lead)</p>\
            <form method="post" action="/shop/preferences">\
            \(address("shipping", texts.shipping, preferences.shipping))\
            \(address("billing", texts.billing, preferences.billing))\
            \(Self.select("locale", texts.locale, languages))\
            \(Markup.checkbox("confirm", "\(texts.confirm)", isTicked: preferences.confirmPayment))\
            \(Markup.checkbox("declined", "\(texts.declined)", isTicked: preferences.isDeclined))\
            \(Markup.button(texts.save, isQuiet: true))</form></details>
            """
    }

    private static func select(_ name: String, _ label: String, _ options: [Markup]) -> Markup {
        """
        <div class="field"><label for="\(name)">\(label)</label><select id="\(name)" name="\(name)">\(Markup(options))\
        </select></div>
        """
    }

    private static func option(
        _ value: String, _ text: String, isChosen: Bool, language: String? = nil
    ) -> Markup {
        let chosen: Markup? = isChosen ? " selected" : nil
        let tag: Markup? = language.map { " lang=\"\($0)\"" }
        return "<option value=\"\(value)\"\(chosen)\(tag)>\(text)</option>"
    }

    func setPreferences(_ call: ShopCall) throws -> HTTPResponse {
        let preferences = Preferences(try call.form())
        if let id = call.sessionID { sessions.change(id) { $0.preferences = preferences } }
        return PageHeaders.seeOther("/shop/checkout")
    }
}
