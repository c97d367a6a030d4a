// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import IssuerKit
internal import Pages
internal import WireJSON

/// Click to Pay in the checkout page: everything that it may show is here, in the reader's language; the page's script
/// shows one part at a time.
struct WalletMarkup {
    let pages: ShopPages
    let call: ShopCall

    private var texts: ShopTexts.Wallet { call.texts.wallet }

    var markup: Markup {
        guard let session = call.session else { return "" }
        let profile = pages.till.client.profile
        let preferences = session.preferences
        let amount = ShopPages.price(session.basket.total, call.language)
        return """
            <section class="panel wallet" id="wallet" data-sdk="\(pages.network)/sdk.js" \
            data-client="\(profile.srcClientId)" \
            data-dpa="\(profile.srcDpaId)" data-transaction="\(session.transaction)" \
            data-locale="\(preferences.locale(call.language))" data-amount="\(session.basket.total.number)" \
            data-currency="\(Money.currency)" data-shipping="\(preferences.shipping.rawValue)" \
            data-billing="\(preferences.billing.rawValue)" data-confirm="\(preferences.confirmPayment ? "yes" : "no")" \
            data-texts="\(String(decoding: words, as: UTF8.self))">\
            <h2>\(PageMarks.clickToPay)\(texts.title)</h2>\
            <noscript><p class="notice">\(call.texts.checkout.noScript)</p></noscript>\
            <div id="wallet-alert" class="alert" role="alert" hidden></div>\
            <p id="wallet-status" class="lead waiting" role="status">\(texts.looking)</p>\
            \(lookUp)\(code)\(cards(amount))\(newCard(amount))\(window)\(template)\
            <form id="order" method="post" action="/shop/orders" hidden>\
            <input type="hidden" name="checkout"><input type="hidden" name="flow"></form></section>
            """
    }

    private var lookUp: Markup {
        let field = PageField(
            "identity", texts.identity, kind: .text, hint: texts.identityHint, autocomplete: "username",
            charactersMax: 255)
        return """
            <form id="look-up" hidden novalidate><p class="lead">\(texts.lead)</p>\(field.markup)<div class="actions">\
            <button type="submit" class="main">\(texts.go)</button>\
            <button type="button" class="quiet" data-go="new">\(texts.enterCard)</button></div></form>
            """
    }

    private var code: Markup {
        let field = PageField("code", texts.code, kind: .code, autocomplete: "one-time-code", charactersMax: 8)
        return """
            <form id="enter-code" hidden novalidate><h3 tabindex="-1">\(texts.codeTitle)</h3>\
            <p id="code-sent"></p>\(field.markup)\(Markup.checkbox("remember", "\(texts.remember)"))\
            <div class="actions"><button type="submit" class="main">\(texts.verify)</button>\
            <button type="button" class="quiet" id="resend">\(texts.resend)</button></div>\
            <div class="actions" id="channels"></div>\
            <p class="center"><button type="button" class="bare link" data-go="switch">\(texts.switchIdentity)\
            </button></p></form>
            """
    }

    private func cards(_ amount: String) -> Markup {
        """
        <form id="choose-card" hidden novalidate><p class="who"><span id="who"></span> \
        <button type="button" class="bare link" data-go="sign-out">\(texts.notYou)</button></p>\
        <p id="no-cards" hidden>\(texts.noCards)</p>\
        <fieldset id="card-list"><legend tabindex="-1">\(texts.cardsTitle)</legend></fieldset>\
        <section id="claims" hidden><h3>\(texts.claimTitle)</h3><p class="small">\(texts.claimLead)</p>\
        <div id="claim-list"></div>\(acceptance("claim-accept"))</section>\
        <div class="actions"><button type="submit" class="main" id="pay">\(texts.pay.filled(amount))</button>\
        <button type="button" class="quiet" data-go="new">\(texts.useNew)</button></div></form>
        """
    }

    private func newCard(_ amount: String) -> Markup {
        let words = call.texts.newCard
        let number = PageField(
            "number", words.number, kind: .telephone, autocomplete: "cc-number", charactersMax: 24)
        let expiry = PageField(
            "expiry", words.expiry, kind: .telephone, hint: words.expiryHint, autocomplete: "cc-exp", charactersMax: 7)
        let security = PageField(
            "security-code", words.securityCode, kind: .telephone, autocomplete: "cc-csc", charactersMax: 4)
        let name = PageField("holder", words.name, autocomplete: "cc-name", charactersMax: 100)
        let email = PageField("email", words.email, kind: .email, autocomplete: "email", charactersMax: 255)
        return """
            <form id="new-card" hidden novalidate><h3 tabindex="-1">\(words.title)</h3>\
            <p class="small">\(words.lead)</p>\(number.markup)\
            <div class="pair">\(expiry.markup)\(security.markup)</div>\
            \(name.markup)<div id="guest">\(email.markup)</div>\(acceptance("card-accept"))\
            \(Markup.checkbox("new-remember", "\(texts.remember)"))<div class="actions">\
            <button type="submit" class="main">\(texts.pay.filled(amount))</button>\
            <button type="button" class="quiet" data-go="back">\(words.back)</button></div></form>
            """
    }

    private var window: Markup {
        """
        <div id="in-window" hidden><h3 tabindex="-1">\(texts.windowTitle)</h3><p>\(texts.windowText)</p>\
        <div class="actions"><button type="button" class="main" id="show-window">\(texts.windowShow)\
        </button></div></div>
        """
    }

    /// A card of the list, for the script to fill.
    private var template: Markup {
        """
        <template id="card-template"><label class="choice card-choice"><input type="radio" name="card">\
        <span class="mini" aria-hidden="true"></span><span class="face"><span><bdi class="card-name"></bdi></span>\
        <span class="small card-facts"></span></span></label></template>
        """
    }

    /// Never ticked beforehand (checkout 5.1).
    private func acceptance(_ name: String) -> Markup {
        let links: [String: Markup] = [
            "{terms}": link("/terms", texts.terms), "{privacy}": link("/privacy", texts.privacy),
        ]
        var label: Markup = ""
        var rest = texts.accept[...]
        while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
            label += "\(String(rest[..<start]))" + (links[String(rest[start...end])] ?? "")
            rest = rest[rest.index(after: end)...]
        }
        return Markup.checkbox(name, label + "\(String(rest))")
    }

    private func link(_ path: String, _ text: String) -> Markup {
        "<a href=\"\(pages.network + path)\" target=\"_blank\" rel=\"noopener\">\(text)</a>"
    }

    /// What the script says itself, as JSON.
    private var words: [UInt8] {
        let problems = call.texts.problems
        var writer = JSONWriter(capacity: 4096)
        writer.object { writer in
            writer.member("looking", texts.looking)
            writer.member("codeLead", texts.codeLead)
            writer.member("otherChannel", texts.otherChannel)
            writer.member("signedIn", texts.signedIn)
            writer.member("ending", texts.ending)
            writer.member("expires", texts.expires)
            writer.member("expired", texts.expired)
            writer.member("suspended", texts.suspended)
            writer.member("claim", texts.claim)
            writer.member("claimed", texts.claimed)
            writer.member("finishing", texts.finishing)
            writer.member("unreachable", problems.unreachable)
            writer.member("tooOften", problems.tooOften)
            writer.member("locked", problems.locked)
            writer.member("codeWrong", problems.codeWrong)
            writer.member("codeOld", problems.codeOld)
            writer.member("notSent", problems.notSent)
            writer.member("identity", problems.identity)
            writer.member("unknown", problems.unknown)
            writer.member("card", problems.card)
            writer.member("expiry", problems.expiry)
            writer.member("securityCode", problems.securityCode)
            writer.member("refused", problems.refused)
            writer.member("terms", problems.terms)
            writer.member("signedOut", problems.signedOut)
            writer.member("window", problems.window)
            writer.member("closed", problems.closed)
            writer.member("other", problems.other)
        }
        return writer.bytes
    }
}
