// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Account
internal import Pages
internal import TokenConnect
internal import Verification

/// The browsers that are remembered.
extension AccountViews {
    func browsers(_ call: AccountCall, _ session: AccountSession, _ list: [AccountBrowsers.Listed]) -> Page {
        let text = call.text.browsers
        let rows = list.map { row(call, session, $0) }
        let forgetAll: Markup? =
            list.count > 1
            ? "<div class=\"actions end\">"
                + Self.form(
                    "forget-all", session, "<button type=\"submit\" class=\"danger\">\(text.forgetAll)</button>")
                + "</div>" : nil
        let code: Markup? = list.isEmpty || session.isProved ? nil : "<p class=\"small\">\(text.code)</p>"
        let body: Markup =
            list.isEmpty
            ? "<p class=\"lead\">\(text.none)</p>"
            : "<p class=\"lead\">\(text.lead)</p>\(code)<ul class=\"rows\">\(Markup(rows))</ul>\(forgetAll)"
        return frame(
            call, text.title, "<h1>\(text.title)</h1>\(note(call))<section class=\"panel\">\(body)</section>")
    }

    private func row(_ call: AccountCall, _ session: AccountSession, _ listed: AccountBrowsers.Listed) -> Markup {
        let text = call.text.browsers
        let place = name(listed.browser, text)
        let this: Markup? = listed.isThis ? " <span class=\"tag\">\(text.this)</span>" : nil
        let form = Self.form(
            "forget", session,
            """
            <input type="hidden" name="browser" value="\(listed.id)">\
            <button type="submit" class="quiet small-button" aria-label="\(text.forgetNamed(place))">\(text.forget)\
            </button>
            """)
        return """
            <li><span class="face"><strong>\(place)</strong>\
            <span class="small">\(text.since(call.text.date(listed.browser.remembered)))</span>\(this)</span>\
            \(form)</li>
            """
    }

    /// The shop's name, or which of the network's own pages it is.
    private func name(_ browser: KnownBrowser, _ text: AccountText.Browsers) -> String {
        switch browser.client {
        case AccountParty.client?: return text.here
        case Receipts.clickToPay?: return text.adding
        case let client?:
            let shops = callers.registry.shops(of: client)
            return shops.isEmpty ? text.shop : shops.joined(separator: ", ")
        case nil: return text.shop
        }
    }
}
