// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import HTTPService
internal import Pages
internal import PhoneNumbers

extension BankPages {
    /// What the bank knows of the customer, and the language.
    func profile(_ call: BankCall) throws -> HTTPResponse {
        let customer = try call.signedIn()
        let (texts, names) = (call.texts.profile, call.texts.offer)
        var page = frame(texts.title, call)
        let address = Markup(customer.addressLines.map { "<bdi>\($0)</bdi><br>" as Markup })
        let languages = PageLanguage.allCases.map { language -> Markup in
            let current: Markup? = language == call.language ? " aria-current=\"true\"" : nil
            return """
                <a class="button quiet" lang="\(language.rawValue)" hreflang="\(language.rawValue)"\(current) \
                href="/bank/profile?lang=\(language.rawValue)">\(language.ownName)</a>
                """
        }
        page.main = """
            <h1>\(texts.title)</h1><p class="lead">\(texts.lead)</p><section class="panel"><dl class="facts">\
            <dt>\(names.name)</dt><dd><bdi>\(customer.fullName)</bdi></dd>\
            <dt>\(names.email)</dt><dd><bdi>\(customer.email.original)</bdi></dd>\
            <dt>\(names.mobile)</dt><dd><bdi dir="ltr">+\(customer.mobile.e164)</bdi></dd>\
            <dt>\(names.address)</dt><dd>\(address)\(customer.address.countryCode.value)</dd></dl></section>\
            <section class="panel"><h2 class="first">\(texts.language)</h2><div class="row">\(Markup(languages))</div>\
            </section>
            """
        return page.response
    }

    /// Everything that the customer has tried, the newest first.
    func activity(_ call: BankCall) throws -> HTTPResponse {
        let customer = try call.signedIn()
        let texts = call.texts.profile
        var page = frame(texts.activityTitle, call)
        page.isNarrow = false
        var rows: [Markup] = []
        for attempt in try desk.records.attempts(of: customer.userName, limit: 50) {
            guard let card = customer.card(attempt.card), let face = try desk.face(of: card, customer) else { continue }
            let outcome = attempt.outcome(face, at: clock.now)
            rows.append(
                """
                <tr><td>\(Self.time(attempt.created))</td><td>\(Self.name(of: card.kind, call.texts))<br>\
                <bdi class="small" dir="ltr">•••• \(face.lastFour)</bdi></td>\
                <td><a href="/bank/results/\(Int(attempt.id))">\(call.texts.results.says(outcome).word)</a></td></tr>
                """)
        }
        let list: Markup =
            rows.isEmpty
            ? "<p class=\"lead\">\(texts.activityEmpty)</p>"
            : """
            <section class="panel scroll"><table><thead><tr><th scope="col">\(texts.when)</th>\
            <th scope="col">\(texts.card)</th><th scope="col">\(texts.result)</th></tr></thead>\
            <tbody>\(Markup(rows))</tbody></table></section>
            """
        page.main = "<h1>\(texts.activityTitle)</h1>\(list)"
        return page.response
    }
}
