// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import Pages
internal import PhoneNumbers
internal import Provisioning
internal import Verification

/// The pages of the provisioning journey.
struct ProvisionViews: Sendable {
    /// What a step's page shows beside the flow.
    enum Step: Sendable {
        case details(ProvisionForm, Set<ProvisionForm.Fault>)
        case channel(CodeNote?)
        case code(CodeNote?)
        /// The masked address of the profile that is there; `isTold`: the consumer went on without agreeing.
        case consent(String?, isTold: Bool)
        /// `isAsked`: the consumer says that it is done, and the issuer has not said so yet.
        case activation([Provisioning.ActivationPlace], isAsked: Bool)
        case done
    }

    /// What is said about the last thing that the consumer did.
    enum CodeNote: Sendable {
        case form
        case wrong(Int)
        case tooSoon
        case failed
    }

    var clock: any WallClock
    /// The settings of the program of a directory.
    var programs: @Sendable (Int64) -> ProgramSettings?
    var termsURL: String
    var privacyURL: String

    private static let stepCount = 4

    // MARK: Steps

    func page(_ flow: ProvisionFlow, _ step: Step, status: Int = 200) -> Page {
        let context = Context(flow, bank: programs(flow.issuer)?.issuerName ?? "", now: clock.now)
        var page: Page
        switch step {
        case .details(let form, let faults): page = details(context, form, faults)
        case .channel(let note): page = channel(context, note)
        case .code(let note): page = code(context, note)
        case .consent(let owner, let isTold): page = consent(context, owner, isTold: isTold)
        case .activation(let places, let isAsked): page = activation(context, places, isAsked: isAsked)
        case .done:
            page = done(context)
            page.footer.insert(Page.Link(AccountText.of(context.language).frame.account, "/account"), at: 0)
        }
        page.status = status
        page.formTargets = [flow.callbackURL?.value].compactMap { $0.flatMap(PageHeaders.policySource) }
        page.footer += PageLanguage.allCases.map {
            Page.Link($0.ownName, "?lang=\($0.rawValue)", language: $0.rawValue, isCurrent: $0 == context.language)
        }
        return page
    }

    /// What every page of a flow needs.
    struct Context {
        var flow: ProvisionFlow
        var bank: String
        var language: PageLanguage
        var text: ProvisionText
        var now: Timestamp

        init(_ flow: ProvisionFlow, bank: String, now: Timestamp) {
            self.flow = flow
            self.bank = bank
            self.now = now
            language = PageLanguage(tag: flow.language.value) ?? .english
            text = ProvisionText.of(language)
        }

        var card: Markup {
            "<div class=\"center\">"
                + PageMarks.card(lastFour: flow.lastFour, label: text.frame.card(flow.lastFour), name: bank) + "</div>"
        }

        /// A form of this page: `action` is what it is for. What is wrong with it the server says, in the page's
        /// language and at its field; a browser would say it in its own.
        func form(_ action: String, _ content: Markup) -> Markup {
            """
            <form method="post" action="/provision/\(flow.id)" novalidate>\
            <input type="hidden" name="do" value="\(action)">\(content)</form>
            """
        }

        /// A form that is one quiet button.
        func button(_ action: String, _ label: String) -> Markup {
            form(action, .button(label, isQuiet: true))
        }

        var cancel: Markup { button("cancel", text.frame.cancel) }

        func steps(_ number: Int) -> Markup {
            let marks = (1...ProvisionViews.stepCount).map { step -> Markup in
                step <= number ? "<span class=\"done\"></span>" : "<span></span>"
            }
            let label = text.frame.step(number, ProvisionViews.stepCount)
            return "<div class=\"steps\" role=\"img\" aria-label=\"\(label)\">\(Markup(marks))</div>"
        }
    }

    func frame(_ context: Context, _ title: String, _ main: Markup) -> Page {
        frame(title, context.language, "<section class=\"panel\">\(main)</section>")
    }

    func frame(_ title: String, _ language: PageLanguage, _ main: Markup) -> Page {
        let frame = ProvisionText.of(language).frame
        var page = Page(title, language: language, brand: .network, brandName: "Click to Pay", skipText: frame.skip)
        page.main = main
        page.footer = [Page.Link(frame.terms, termsURL), Page.Link(frame.privacy, privacyURL)]
        return page
    }

    private func details(
        _ context: Context, _ form: ProvisionForm, _ faults: Set<ProvisionForm.Fault>
    ) -> Page {
        let text = context.text.details
        func fault(_ fault: ProvisionForm.Fault, _ message: String) -> String? {
            faults.contains(fault) ? message : nil
        }
        let order: [ProvisionForm.Fault] = [.firstName, .lastName, .email, .dialCode, .mobile]
        let first = order.first(where: faults.contains)
        let fields = [
            PageField(
                "firstName", text.firstName, value: form.firstName, error: fault(.firstName, text.nameFault),
                autocomplete: "given-name", isFirst: first == .firstName),
            PageField(
                "lastName", text.lastName, value: form.lastName, error: fault(.lastName, text.nameFault),
                autocomplete: "family-name", isFirst: first == .lastName),
            PageField(
                "email", text.email, kind: .email, value: form.email, hint: text.emailHint,
                error: fault(.email, text.emailFault), autocomplete: "email", isFirst: first == .email),
            PageField(
                "dialCode", text.dialCode, kind: .telephone, value: form.dialCode,
                error: fault(.dialCode, text.dialCodeFault), autocomplete: "tel-country-code",
                isFirst: first == .dialCode),
            PageField(
                "mobile", text.mobile, kind: .telephone, value: form.mobile,
                error: fault(.mobile, text.mobileFault), autocomplete: "tel-national", isFirst: first == .mobile),
        ]
        let names: Markup = "<div class=\"pair\">\(fields[0].markup)\(fields[1].markup)</div>"
        let phone: Markup = "<div class=\"pair short\">\(fields[3].markup)\(fields[4].markup)</div>"
        let form = context.form(
            "details",
            "\(names)\(fields[2].markup)\(phone)<div class=\"actions\">\(Markup.button(text.next))</div>")
        return frame(
            context, text.title,
            """
            \(context.steps(1))<h1>\(text.title)</h1><p class="lead">\(text.lead(context.bank))</p>\(context.card)\
            \(form)<div class="actions">\(context.cancel)</div>
            """)
    }

    private func channel(_ context: Context, _ note: CodeNote?) -> Page {
        let text = context.text.code
        let restart: Markup = """
            <div class="actions">\(context.button("restart", context.text.frame.change))\(context.cancel)</div>
            """
        guard !context.flow.channels.isEmpty else {
            return frame(
                context, text.choose.title,
                "\(context.steps(2))<h1>\(text.choose.title)</h1>\(Markup.alert(text.noChannel))\(restart)")
        }
        let choices = context.flow.channels.enumerated().map { index, channel -> Markup in
            let (label, address) = describe(channel, text)
            let checked: Markup? = index == 0 ? " checked" : nil
            return """
                <label class="choice"><input type="radio" name="channel" value="\(index)"\(checked)>\
                <span>\(label)<br>\(address)</span></label>
                """
        }
        let alert = note.map { _ in Markup.alert(text.failed) }
        let form = context.form(
            "send",
            """
            <fieldset><legend>\(text.choose.lead)</legend>\(Markup(choices))</fieldset>\
            <div class="actions">\(Markup.button(text.send))</div>
            """)
        return frame(
            context, text.choose.title, "\(context.steps(2))<h1>\(text.choose.title)</h1>\(alert)\(form)\(restart)")
    }

    private func describe(_ channel: CodeChannel, _ text: ProvisionText.Code) -> (label: String, address: Markup) {
        switch channel {
        case .email: (text.byEmail, "<bdi>\(masked(channel))</bdi>")
        case .mobile: (text.byMessage, "<bdi dir=\"ltr\">\(masked(channel))</bdi>")
        }
    }

    private func masked(_ channel: CodeChannel) -> String {
        switch channel {
        case .email(let email): Masking.email(email.original)
        case .mobile(let mobile): "+\(mobile.countryCode) " + Masking.phone(mobile.nationalNumber)
        }
    }

    /// An address or a number within a sentence, which runs from left to right in every language.
    private func isolated(_ address: String) -> String { "\u{2066}\(address)\u{2069}" }

    private func code(_ context: Context, _ note: CodeNote?) -> Page {
        let text = context.text.code
        let flow = context.flow
        let address = flow.sentTo.map { isolated(masked($0)) } ?? ""
        var fault: String?
        var alert: Markup?
        switch note {
        case .form: fault = text.formFault
        case .wrong(let left): fault = text.wrong(left)
        case .tooSoon: alert = "<div class=\"notice\" role=\"status\">\(text.tooSoon)</div>"
        case .failed: alert = .alert(text.failed)
        case nil: break
        }
        let field = PageField(
            "code", text.label, kind: .code, error: fault, autocomplete: "one-time-code", charactersMax: 7,
            isFirst: true)
        let form = context.form("code", "\(field.markup)<div class=\"actions\">\(Markup.button(text.confirm))</div>")
        let index = flow.sentTo.flatMap(flow.channels.firstIndex) ?? 0
        // The end of the wait is counted down by the page's script; without it an early wish is answered in words.
        let wait = max(0, ((flow.nextSend?.milliseconds ?? 0) - context.now.milliseconds + 999) / 1000)
        let again = context.form(
            "send",
            """
            <input type="hidden" name="channel" value="\(index)"><button type="submit" class="quiet" \
            data-wait="\(Int(wait))">\(text.again)</button>
            """)
        let others = flow.channels.enumerated().filter { $0.offset != index }.map { offset, channel -> Markup in
            let (label, address) = describe(channel, text)
            return context.form(
                "send",
                """
                <input type="hidden" name="channel" value="\(offset)">\
                <button type="submit" class="quiet">\(label) \(address)</button>
                """)
        }
        return frame(
            context, text.enterTitle,
            """
            \(context.steps(2))<h1>\(text.enterTitle)</h1><p class="lead">\(text.enterLead(address))</p>\(alert)\(form)\
            <div class="actions">\(again)\(Markup(others))\(context.cancel)</div>
            """)
    }

    private func consent(_ context: Context, _ owner: String?, isTold: Bool) -> Page {
        let text = context.text.consent
        let frame = context.text.frame
        let (before, between, after) = text.accept
        let accept: Markup = """
            \(before)<a href="\(termsURL)" target="_blank">\(frame.terms)</a>\(between)\
            <a href="\(privacyURL)" target="_blank">\(frame.privacy)</a>\(after)
            """
        let remember: Markup? =
            context.flow.extFlow
            ? .checkbox("remember", "\(text.remember)<br><small>\(text.rememberHint)</small>") : nil
        let form = context.form(
            "agree",
            """
            \(Markup.checkbox("accept", accept, error: isTold ? text.acceptFault : nil))\(remember)\
            <div class="actions">\(Markup.button(text.add))</div>
            """)
        let profile = owner.map { text.known(isolated($0)) } ?? text.new
        let notMe: Markup? = context.flow.isRecognized ? context.button("restart", text.notMe) : nil
        return self.frame(
            context, text.title,
            """
            \(context.steps(3))<h1>\(text.title)</h1><p class="lead">\(profile)</p>\(context.card)\(form)\
            <div class="actions">\(notMe)\(context.cancel)</div>
            """)
    }

    private func activation(
        _ context: Context, _ places: [Provisioning.ActivationPlace], isAsked: Bool
    ) -> Page {
        let text = context.text.activation
        let links = places.map { place -> Markup in
            let label = place.kind == .app ? text.app : text.website
            return "<a class=\"button main\" href=\"\(place.url)\" rel=\"noreferrer\">\(label)</a>"
        }
        let waiting: Markup? = isAsked ? "<div class=\"notice\" role=\"status\">\(text.waiting)</div>" : nil
        return frame(
            context, text.title,
            """
            \(context.steps(4))<div class="result">\(PageMarks.sign(.note))<h1>\(text.title)</h1>\
            <p class="lead">\(text.lead(context.bank))</p></div>\(waiting)<div class="actions">\(Markup(links))\
            \(context.button("activated", text.done))\(context.button("cancel", text.later))</div>
            """)
    }

    private func done(_ context: Context) -> Page {
        let results = context.text.results
        let (sign, message): (PageMarks.Sign, ProvisionText.Message) =
            switch context.flow.result {
            case .approved?: (.good, results.approved)
            case .duplicateRequest?: (.good, results.duplicate)
            case .declined?: (.bad, results.declined)
            case .cancelled?: (.note, results.cancelled)
            case .requireAdditionalAuthentication?: (.waiting, results.authenticate)
            default: (.bad, results.error)
            }
        let hasCard = context.flow.result == .approved || context.flow.result == .duplicateRequest
        return frame(
            context, message.title,
            result(
                sign, message, hasCard ? context.card : nil, back(context.flow.returnURL, context.bank, context.text)))
    }

    func plain(
        _ sign: PageMarks.Sign, _ message: ProvisionText.Message, _ language: PageLanguage, _ end: Markup?,
        status: Int = 200
    ) -> Page {
        var page = frame(
            message.title, language, "<section class=\"panel\">\(result(sign, message, nil, end))</section>")
        page.status = status
        return page
    }

    func result(
        _ sign: PageMarks.Sign, _ message: ProvisionText.Message, _ card: Markup?, _ end: Markup?
    ) -> Markup {
        """
        <div class="result">\(PageMarks.sign(sign))<h1>\(message.title)</h1><p class="lead">\(message.lead)</p>\(card)\
        \(end)</div>
        """
    }

    func back(_ url: String?, _ bank: String, _ text: ProvisionText) -> Markup? {
        url.map { url in
            """
            <div class="actions"><a class="button main" href="\(url)" rel="noreferrer">\(text.frame.backTo(bank))</a>\
            </div>
            """
        }
    }
}
