// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Pages
internal import SignIn
internal import WireJSON

/// The network's own sign-in page (checkout 5.4). It works without script: each step is a form. Only its last word to
/// the shop's page, that it is over, needs one.
struct AuthenticationViews: Sendable {
    let clock: any WallClock
    let termsURL: String
    let privacyURL: String

    /// What was wrong with a step.
    enum Fault: Sendable {
        case wrong
        case used
        case old
        case tooSoon
        case failed
        case passkey
    }

    /// What a page shows beside the authentication.
    struct Notes: Sendable {
        var fault: Fault?
        /// Whether the box was ticked in the form that comes back.
        var isRemembered = false
        /// Whether the shop's page shows it inside of its own: browsers let no field take the focus there unasked.
        var isFramed = false
    }

    private struct Context {
        var view: HostedAuthentication.View
        var shop: String
        var language: PageLanguage
        var notes: Notes

        var text: AuthenticationText { AuthenticationText.of(language) }
        var common: ProvisionText { ProvisionText.of(language) }

        /// A form of this page: `action` is what it is for.
        func form(_ action: String, _ content: Markup) -> Markup {
            """
            <form method="post" action="\(AuthenticationPages.formAddress(view.page, language))">\
            <input type="hidden" name="do" value="\(action)">\(content)</form>
            """
        }

        /// A form that is one quiet button.
        func button(_ action: String, _ label: String) -> Markup { form(action, .button(label, isQuiet: true)) }

        /// Both ways out.
        var exits: Markup {
            button("switch-consumer", common.consent.notMe) + button("cancel", common.frame.cancel)
        }

        /// Unticked until the consumer ticks it (checkout 7).
        var memory: Markup? {
            guard view.offersMemory else { return nil }
            let consent = common.consent
            return .checkbox(
                "remember", "\(consent.remember)<br><small>\(consent.rememberHint)</small>",
                isTicked: notes.isRemembered)
        }

        func label(_ channel: ValidationChannel) -> Markup {
            let word = channel.identityType == .emailAddress ? common.code.byEmail : common.code.byMessage
            return "\(word) <bdi dir=\"ltr\">\(channel.masked)</bdi>"
        }
    }

    func page(
        _ view: HostedAuthentication.View, _ shop: String, _ language: PageLanguage, _ notes: Notes = Notes(),
        status: Int = 200
    ) -> Page {
        let context = Context(view: view, shop: shop, language: language, notes: notes)
        var page: Page
        switch (view.status, view.sentTo) {
        case (.open, let sentTo?): page = code(context, sentTo)
        case (.open, nil): page = start(context)
        default: page = ended(context)
        }
        page.status = status
        page.framer = view.origin
        page.footer += PageLanguage.allCases.map {
            Page.Link(
                $0.ownName, AuthenticationPages.address(view.page) + "&lang=" + $0.rawValue, language: $0.rawValue,
                isCurrent: $0 == language)
        }
        return page
    }

    // MARK: Steps

    /// A passkey where there is one; otherwise, or instead, where the code goes.
    private func start(_ context: Context) -> Page {
        let text = context.common.code
        let passkey: Markup? =
            context.view.offersPasskey
            ? context.form(
                "passkey",
                "\(context.memory)<div class=\"actions\">\(Markup.button(context.text.passkey))</div>") : nil
        let choices = context.view.channels.enumerated().map { index, channel -> Markup in
            let checked: Markup? = index == 0 ? " checked" : nil
            return """
                <label class="choice"><input type="radio" name="channel" value="\(channel.id)"\(checked)>\
                <span>\(context.label(channel))</span></label>
                """
        }
        // With a passkey on the page a code is the second choice.
        let send = Markup.button(text.send, isQuiet: context.view.offersPasskey)
        let form = context.form(
            "send",
            """
            <fieldset><legend>\(text.choose.lead)</legend>\(Markup(choices))</fieldset>\
            <div class="actions">\(send)</div>
            """)
        return frame(
            text.choose.title, context.language,
            """
            <section class="panel"><h1>\(text.choose.title)</h1><p class="lead">\(context.text.lead(context.shop))</p>\
            \(alert(context))\(passkey)\(form)<div class="actions">\(context.exits)</div></section>
            """)
    }

    private func code(_ context: Context, _ sentTo: Int) -> Page {
        let text = context.common.code
        let fault = context.notes.fault == .wrong ? context.text.wrong : nil
        let field = PageField(
            "code", text.label, kind: .code, error: fault, autocomplete: "one-time-code", charactersMax: 7,
            isFirst: !context.notes.isFramed)
        let form = context.form(
            "code",
            "\(field.markup)\(context.memory)<div class=\"actions\">\(Markup.button(text.confirm))</div>")
        // The end of the wait is counted down by the page's script; without it an early wish is answered in words.
        let wait = max(0, ((context.view.nextSend?.milliseconds ?? 0) - clock.now.milliseconds + 999) / 1000)
        let others = context.view.channels.enumerated().map { index, channel -> Markup in
            let isSame = index == sentTo
            let pause: Markup? = isSame ? " data-wait=\"\(Int(wait))\"" : nil
            let label = isSame ? "\(text.again)" : context.label(channel)
            return context.form(
                "send",
                """
                <input type="hidden" name="channel" value="\(channel.id)">\
                <button type="submit" class="quiet"\(pause)>\(label)</button>
                """)
        }
        // An address runs from left to right in every language.
        let address = "\u{2066}\(context.view.channels[sentTo].masked)\u{2069}"
        return frame(
            text.enterTitle, context.language,
            """
            <section class="panel"><h1>\(text.enterTitle)</h1><p class="lead">\(text.enterLead(address))</p>\
            \(alert(context))\(form)<div class="actions">\(Markup(others))\(context.exits)</div></section>
            """)
    }

    private func alert(_ context: Context) -> Markup? {
        switch context.notes.fault {
        case .failed?: .alert(context.common.code.failed)
        case .used?: .alert(context.text.used)
        case .old?: .alert(context.text.old)
        case .passkey?: .alert(context.text.passkeyFault)
        case .tooSoon?: "<div class=\"notice\" role=\"status\">\(context.common.code.tooSoon)</div>"
        case .wrong?, nil: nil
        }
    }

    private func ended(_ context: Context) -> Page {
        let results = CheckoutText.of(context.language).results
        let (sign, message): (PageMarks.Sign, ProvisionText.Message) =
            switch context.view.status {
            case .authenticated: (.good, results.complete)
            case .closed: (.note, context.text.closed)
            case .switchConsumer: (.note, results.elsewhere)
            case .inaccessible, .open: (.bad, context.text.inaccessible)
            }
        var page = plain(sign, message, context.language)
        if let origin = context.view.origin { page.main += Self.word(context.view, origin) }
        return page
    }

    /// What the page tells the one that has opened it or shows it, and nobody but its origin: that it is over. What it
    /// came to is not in the page; the shop's page asks for it.
    private static func word(_ view: HostedAuthentication.View, _ origin: String) -> Markup {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("type", "muster.authentication.over")
            writer.member("session", view.page)
            writer.member(
                "authenticationStatus",
                // A shop learns why when it asks; the page has closed without a sign-in.
                (view.status == .inaccessible ? .closed : view.status).rawValue)
        }
        return .word(String(decoding: writer.bytes, as: UTF8.self), toOpener: origin)
    }

    // MARK: Without an authentication

    func lost(_ language: PageLanguage) -> Page {
        plain(.note, CheckoutText.of(language).results.lost, language, status: 404)
    }

    func foreign(_ language: PageLanguage) -> Page {
        plain(.bad, CheckoutText.of(language).results.form, language, status: 400)
    }

    func busy(_ language: PageLanguage) -> Page {
        plain(.waiting, CheckoutText.of(language).results.busy, language, status: 503)
    }

    func failed(_ language: PageLanguage) -> Page {
        plain(.bad, AuthenticationText.of(language).failed, language, status: 500)
    }

    private func plain(
        _ sign: PageMarks.Sign, _ message: ProvisionText.Message, _ language: PageLanguage, status: Int = 200
    ) -> Page {
        var page = frame(
            message.title, language,
            """
            <section class="panel"><div class="result">\(PageMarks.sign(sign))<h1>\(message.title)</h1>\
            <p class="lead">\(message.lead)</p></div></section>
            """)
        page.status = status
        return page
    }

    private func frame(_ title: String, _ language: PageLanguage, _ main: Markup) -> Page {
        let frame = ProvisionText.of(language).frame
        var page = Page(title, language: language, brand: .network, brandName: "Click to Pay", skipText: frame.skip)
        page.main = main
        page.footer = [Page.Link(frame.terms, termsURL), Page.Link(frame.privacy, privacyURL)]
        return page
    }
}
