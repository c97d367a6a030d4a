// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Checkout
internal import ClickToPay
internal import Directory
internal import Pages
internal import Store
internal import Verification
internal import WireJSON

/// The pages of a checkout's window (checkout 4.8). They work without script: each step is a form.
struct WindowViews: Sendable {
    let clock: any WallClock
    let checkouts: Checkouts
    let programs: @Sendable (Int64) -> ProgramSettings?
    let termsURL: String
    let privacyURL: String

    /// What a page shows beside the checkout.
    struct Notes: Sendable {
        var isTold = false
        var form = WindowForm()
        var code: CodeNote?
    }

    enum CodeNote: Sendable, Equatable {
        case form
        case wrong
        case tooSoon
        case failed
    }

    func page(
        _ view: CheckoutView, _ shop: String, _ language: PageLanguage, _ notes: Notes = Notes(), status: Int = 200
    ) -> Page {
        let context = Context(
            view: view, id: checkouts.session(of: view.row), shop: shop, language: language,
            text: CheckoutText.of(language), common: ProvisionText.of(language),
            bank: view.facts.flatMap { programs($0.issuer)?.issuerName } ?? "Click to Pay")
        var page: Page
        switch view.steps.first {
        case .terms?: page = terms(context, notes)
        case .dataCapture?: page = data(context, notes)
        case .authentication?: page = authentication(context, notes)
        case .securityCode?: page = securityCode(context, notes)
        case .confirm?: page = confirm(context)
        case nil: page = settled(context)
        }
        page.status = status
        page.footer += PageLanguage.allCases.map {
            Page.Link($0.ownName, "?lang=\($0.rawValue)", language: $0.rawValue, isCurrent: $0 == language)
        }
        return page
    }

    /// What every page of a window needs.
    struct Context {
        var view: CheckoutView
        var id: String
        var shop: String
        var language: PageLanguage
        var text: CheckoutText
        var common: ProvisionText
        var bank: String

        var card: Markup? {
            view.facts.map { facts in
                let digits = String(facts.data.clearPAN.suffix(4))
                return "<div class=\"center\">"
                    + PageMarks.card(lastFour: digits, label: common.frame.card(digits), name: bank) + "</div>"
            }
        }

        /// A form of this page: `action` is what it is for.
        func form(_ action: String, _ content: Markup) -> Markup {
            """
            <form method="post" action="/dcf/\(id)?lang=\(language.rawValue)">\
            <input type="hidden" name="do" value="\(action)">\(content)</form>
            """
        }

        /// A form that is one quiet button.
        func button(_ action: String, _ label: String) -> Markup { form(action, .button(label, isQuiet: true)) }

        var cancel: Markup { button("cancel", common.frame.cancel) }
    }

    private func frame(_ context: Context, _ title: String, _ main: Markup) -> Page {
        frame(title, context.language, "<section class=\"panel\">\(main)</section>")
    }

    private func frame(_ title: String, _ language: PageLanguage, _ main: Markup) -> Page {
        let frame = ProvisionText.of(language).frame
        var page = Page(title, language: language, brand: .network, brandName: "Click to Pay", skipText: frame.skip)
        page.main = main
        page.footer = [Page.Link(frame.terms, termsURL), Page.Link(frame.privacy, privacyURL)]
        return page
    }

    // MARK: Steps

    private func terms(_ context: Context, _ notes: Notes) -> Page {
        let text = context.text.terms
        let consent = context.common.consent
        let frame = context.common.frame
        let (before, between, after) = consent.accept
        let accept: Markup = """
            \(before)<a href="\(termsURL)" target="_blank">\(frame.terms)</a>\(between)\
            <a href="\(privacyURL)" target="_blank">\(frame.privacy)</a>\(after)
            """
        let form = context.form(
            "terms",
            """
            \(Markup.checkbox("accept", accept, error: notes.isTold ? consent.acceptFault : nil))\
            <div class="actions">\(Markup.button(text.next))</div>
            """)
        return self.frame(
            context, text.title,
            """
            <h1>\(text.title)</h1><p class="lead">\(text.lead(context.shop))</p>\(context.card)\(form)\
            <div class="actions">\(context.cancel)</div>
            """)
    }

    private func data(_ context: Context, _ notes: Notes) -> Page {
        let text = context.text.data
        let session = context.view.session
        let fields = WindowFields(text, context.common.details, notes.form)
        let sections = session.requested.filter(session.missing.contains).map { field -> Markup in
            fields.section(field, session.options)
        }
        let consent: Markup? =
            session.offersStorage
            ? .checkbox("consent", "\(text.consent(context.bank))<br><small>\(text.consentHint)</small>") : nil
        let form = context.form(
            "data", "\(Markup(sections))\(consent)<div class=\"actions\">\(Markup.button(text.next))</div>")
        return frame(
            context, text.title,
            """
            <h1>\(text.title)</h1><p class="lead">\(text.lead(context.shop))</p>\(form)\
            <div class="actions">\(context.cancel)</div>
            """)
    }

    private func authentication(_ context: Context, _ notes: Notes) -> Page {
        let text = context.common.code
        let session = context.view.session
        let channels = context.view.channels
        func label(_ channel: CodeChannel) -> String {
            if case .email = channel { text.byEmail } else { text.byMessage }
        }
        let failed: Markup? = notes.code == .failed ? .alert(text.failed) : nil
        guard let sent = session.sentTo, channels.indices.contains(sent) else {
            let choices = channels.enumerated().map { index, channel -> Markup in
                let checked: Markup? = index == 0 ? " checked" : nil
                return """
                    <label class="choice"><input type="radio" name="channel" value="\(index)"\(checked)>\
                    <span>\(label(channel)) <bdi>\(channel.masked)</bdi></span></label>
                    """
            }
            let form = context.form(
                "send",
                """
                <fieldset><legend>\(text.choose.lead)</legend>\(Markup(choices))</fieldset>\
                <div class="actions">\(Markup.button(text.send))</div>
                """)
            return frame(
                context, text.choose.title,
                "<h1>\(text.choose.title)</h1>\(failed)\(form)<div class=\"actions\">\(context.cancel)</div>")
        }
        let fault = notes.code == .form ? text.formFault : notes.code == .wrong ? text.wrong(1) : nil
        let field = PageField(
            "code", text.label, kind: .code, error: fault, autocomplete: "one-time-code", charactersMax: 7,
            isFirst: true)
        let form = context.form("code", "\(field.markup)<div class=\"actions\">\(Markup.button(text.confirm))</div>")
        let wait = max(0, ((session.nextSend?.milliseconds ?? 0) - clock.now.milliseconds + 999) / 1000)
        let others = channels.enumerated().map { index, channel -> Markup in
            let isSame = index == sent
            let pause: Markup? = isSame ? " data-wait=\"\(Int(wait))\"" : nil
            let address: Markup? = isSame ? nil : " <bdi>\(channel.masked)</bdi>"
            return context.form(
                "send",
                """
                <input type="hidden" name="channel" value="\(index)"><button type="submit" class="quiet"\(pause)>\
                \(isSame ? text.again : label(channel))\(address)</button>
                """)
        }
        let soon: Markup? =
            notes.code == .tooSoon ? "<div class=\"notice\" role=\"status\">\(text.tooSoon)</div>" : nil
        return frame(
            context, text.enterTitle,
            """
            <h1>\(text.enterTitle)</h1><p class="lead">\(text.enterLead(channels[sent].masked))</p>\(failed)\(soon)\
            \(form)<div class="actions">\(Markup(others))\(context.cancel)</div>
            """)
    }

    private func securityCode(_ context: Context, _ notes: Notes) -> Page {
        let text = context.text.securityCode
        let field = PageField(
            "securityCode", text.label, kind: .password, error: notes.isTold ? text.fault : nil,
            autocomplete: "cc-csc", charactersMax: 6, isFirst: true)
        let next = context.text.data.next
        let form = context.form("cvc", "\(field.markup)<div class=\"actions\">\(Markup.button(next))</div>")
        return frame(
            context, text.title,
            """
            <h1>\(text.title)</h1><p class="lead">\(text.lead)</p>\(context.card)\(form)\
            <div class="actions">\(context.cancel)</div>
            """)
    }

    private func confirm(_ context: Context) -> Page {
        let text = context.text.confirm
        let amount = context.view.session.options.amount.map { "\($0.number) \($0.currency)" }
        let form = context.form("confirm", .button(amount.map(text.payAmount) ?? text.pay))
        let others: Markup? =
            context.view.session.isGuest
            ? nil : context.button("change-card", text.otherCard) + context.button("switch-consumer", text.notMe)
        return frame(
            context, text.title,
            """
            <h1>\(text.title)</h1><p class="lead">\(text.lead(context.shop))</p>\(context.card)\
            <div class="actions">\(form)\(others)\(context.cancel)</div>
            """)
    }

    private func settled(_ context: Context) -> Page {
        let results = context.text.results
        let (sign, message): (PageMarks.Sign, CheckoutText.Message) =
            switch context.view.session.action {
            case .complete?: (.good, results.complete)
            case .cancel?: (.note, results.cancelled)
            case .changeCard?, .addCard?, .switchConsumer?: (.note, results.elsewhere)
            case .error?, nil: (.bad, results.error)
            }
        var page = plain(sign, message, context.language)
        if let origin = context.view.session.shopOrigin { page.main += Self.word(context, origin) }
        return page
    }

    /// What the window tells the page that has opened it, and nobody but its origin: that it is over, and how. What the
    /// checkout came to is not in the window; the shop's page asks for it (checkout 4.8).
    private static func word(_ context: Context, _ origin: String) -> Markup {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("type", "muster.checkout.over")
            writer.member("dcfSessionId", context.id)
            writer.member("dcfActionCode", (context.view.session.action ?? .error).rawValue)
        }
        return .word(String(decoding: writer.bytes, as: UTF8.self), toOpener: origin)
    }

    // MARK: Without a checkout

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
        plain(.bad, CheckoutText.of(language).results.error, language, status: 500)
    }

    private func plain(
        _ sign: PageMarks.Sign, _ message: CheckoutText.Message, _ language: PageLanguage, status: Int = 200
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
}
