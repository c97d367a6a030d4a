// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Account
internal import ClickToPay
internal import Directory
internal import Pages
internal import Store

/// What is kept of a consumer, and the way out.
extension AccountViews {
    func data(_ call: AccountCall, _ session: AccountSession, _ kept: [AccountData.Kept]) -> Page {
        let text = call.text.data
        let panels =
            kept.isEmpty
            ? ["<section class=\"panel\"><p class=\"lead\">\(text.none)</p></section>" as Markup]
            : kept.map { panel(call, session, $0) }
        return frame(
            call, text.title,
            """
            <h1>\(text.title)</h1><p class="lead">\(text.lead)</p>\(note(call))\(Markup(panels))\
            <section class="panel"><h2 class="first">\(text.leave.title)</h2><p class="lead">\(text.leave.lead)</p>\
            <div class="actions"><a class="button quiet danger" href="/account/leave">\(text.leave.title)</a></div>\
            </section>
            """)
    }

    private func panel(_ call: AccountCall, _ session: AccountSession, _ kept: AccountData.Kept) -> Markup {
        let text = call.text.data
        let registry = callers.registry
        let directory = kept.profile.row.directory
        let bank =
            directory == registry.general?.directory
            ? "Click to Pay" : registry.programsByDirectory[directory]?.settings.issuerName ?? "Click to Pay"
        return """
            <section class="panel"><h2 class="first">\(text.at(bank))</h2>\(facts(call, kept.profile))\
            \(consents(call, kept.consents))\(addresses(call, session, kept.addresses))</section>
            """
    }

    private func facts(_ call: AccountCall, _ profile: ProfileView) -> Markup {
        let text = call.text.data
        let consumer = profile.consumer
        func row(_ name: String, _ value: Markup) -> Markup { "<dt>\(name)</dt><dd>\(value)</dd>" }
        let name = [consumer.firstName, consumer.lastName].map(Masking.name).joined(separator: " ")
        let identities = consumer.identities.map { identity -> Markup in
            switch identity {
            case .email(let email): row(text.email, "<bdi dir=\"ltr\">\(Masking.email(email))</bdi>")
            case .mobile(let code, let number):
                row(text.mobile, "<bdi dir=\"ltr\">+\(code) \(Masking.phone(number))</bdi>")
            }
        }
        let language = PageLanguage(tag: consumer.languageCode)?.ownName ?? consumer.languageCode
        return """
            <dl class="facts">\(row(text.name, "<bdi>\(consumer.fullName.map(Masking.fullName) ?? name)</bdi>"))\
            \(Markup(identities))\(row(text.country, "\(consumer.countryCode)"))\(row(text.language, "\(language)"))\
            \(row(text.since, Self.time(profile.row.created, call.text)))</dl>
            """
    }

    private func consents(_ call: AccountCall, _ consents: [KeptConsent]) -> Markup? {
        guard !consents.isEmpty else { return nil }
        let text = call.text.data
        let rows = consents.map { consent -> Markup in
            let says =
                switch consent.kind {
                case .terms: text.terms
                case .privacy: text.privacy
                case .cookies: text.cookies
                case .location: text.location
                case .messages: text.messages
                case .storage: text.storage
                case .rememberMe: text.rememberMe
                }
            let version: Markup? = consent.version.map { $0 == "LATEST" ? "" : "\(text.version($0)), " }
            return """
                <li><span class="face"><strong>\(says)</strong>\
                <span class="small">\(version)\(Self.time(consent.at, call.text))</span></span></li>
                """
        }
        return "<h3>\(text.consents)</h3><ul class=\"rows\">\(Markup(rows))</ul>"
    }

    private func addresses(_ call: AccountCall, _ session: AccountSession, _ addresses: [KeptAddress]) -> Markup? {
        guard !addresses.isEmpty else { return nil }
        let text = call.text.data
        let rows = addresses.map { address -> Markup in
            let title =
                switch address.kind {
                case .billing(let lastFour): text.billing(lastFour)
                case .shipping: text.shipping
                }
            let masked = address.masked
            let lines = [
                masked.name, masked.line1, masked.line2, masked.line3, masked.city, masked.state, masked.zip,
                masked.countryCode,
            ].compactMap { $0 }.joined(separator: ", ")
            let remove: Markup? =
                address.isCaptured
                ? Self.form(
                    "remove-address", session,
                    """
                    <input type="hidden" name="address" value="\(address.id)">\
                    <button type="submit" class="quiet small-button" aria-label="\(text.removeAddress): \(title)">\
                    \(text.removeAddress)</button>
                    """) : nil
            return """
                <li><span class="face"><strong>\(title)</strong><bdi>\(lines)</bdi>\
                <span class="small">\(address.isCaptured ? text.typed : text.given)</span></span>\(remove)</li>
                """
        }
        return "<h3>\(text.addresses)</h3><ul class=\"rows\">\(Markup(rows))</ul>"
    }

    // MARK: Leaving

    func leaving(_ call: AccountCall, _ session: AccountSession) -> Page {
        let text = call.text.leaving
        let points = text.points.map { "<li>\($0)</li>" as Markup }
        let form = Self.form(
            "leave", session,
            """
            <div class="actions"><button type="submit" class="danger">\(text.confirm)</button>\
            <a class="button quiet" href="/account">\(text.stay)</a></div>
            """)
        return frame(
            call, text.title,
            """
            <section class="panel"><h1>\(text.title)</h1><ul class="points">\(Markup(points))\
            </ul><p class="notice">\(text.back)</p>\(form)</section>
            """)
    }

    /// - Parameter blocked: how many profiles have stayed.
    func left(_ call: AccountCall, blocked: Int) -> Page {
        let text = call.text.leaving
        let more: Markup? = blocked == 0 ? nil : "<p class=\"notice\">\(text.blocked)</p>"
        return plain(call, .good, text.left, more: more, status: 200)
    }
}
