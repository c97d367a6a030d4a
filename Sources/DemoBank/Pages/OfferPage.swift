// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import HTTPService
internal import IssuerKit
internal import Pages
internal import PhoneNumbers

extension BankPages {
    /// What is shared, and the two ways: by the page of Click to Pay, or by the bank itself (token-connect 1.1).
    func offer(_ call: BankCall) throws -> HTTPResponse {
        let (customer, card) = try call.card()
        let standing = try desk.standing(of: card, customer)
        guard standing.isOffered else { return PageHeaders.seeOther("/bank/cards/" + card.id) }
        return try offer(call, customer, card, standing, isMissing: [])
    }

    private func offer(
        _ call: BankCall, _ customer: DemoCustomer, _ card: DemoCard, _ standing: CardStanding, isMissing: Set<String>
    ) throws -> HTTPResponse {
        guard let face = standing.face, let requestor = standing.requestor else { throw BankRefusal.notFound }
        let texts = call.texts.offer
        let name = Self.name(requestor)
        let path = "/bank/cards/" + card.id
        var page = frame(texts.title(name), call, address: path + "/add")
        page.isNarrow = false
        page.status = isMissing.isEmpty ? 200 : 422
        // The answer to the form leads there, which the page's own policy has to allow.
        page.formTargets = formTargets(requestor)
        let alert: Markup? = isMissing.isEmpty ? nil : .alert(texts.tick)
        page.main = """
            <p><a href="/bank/cards">\(call.texts.frame.back)</a></p>\
            <h1 class="with-logo">\(Self.logo(requestor))<span>\(texts.title(name))</span></h1>\
            <p class="lead">\(texts.lead(name))</p>\(alert)\
            <div class="split"><section><div class="center">\(Self.picture(card, face, call.texts))</div>\
            <div class="panel"><h2 class="first">\(texts.shared)</h2><p class="lead">\(texts.sharedLead(name))</p>\
            \(shared(customer, face, texts))</div></section>\
            <section><div class="panel"><h2 class="first">\(texts.go)</h2><p>\(texts.goText(name))</p>\
            <form method="post" action="\(path)/push"><div class="actions">\(Markup.button(texts.goButton(name)))</div>\
            </form></div>\
            <div class="panel"><h2 class="first">\(texts.here)</h2><p>\(texts.hereText)</p>\
            <form method="post" action="\(path)/enroll">\(boxes(texts, isMissing))\
            <div class="actions"><button type="submit" class="quiet">\(texts.hereButton)</button></div></form></div>\
            <p class="center"><a href="/bank/cards">\(texts.notNow)</a></p></section></div>
            """
        return page.response
    }

    private func shared(_ customer: DemoCustomer, _ face: CardFace, _ texts: BankTexts.Offer) -> Markup {
        let address = Markup(customer.addressLines.map { "<bdi>\($0)</bdi><br>" as Markup })
        return """
            <dl class="facts"><dt>\(texts.name)</dt><dd><bdi>\(customer.fullName)</bdi></dd>\
            <dt>\(texts.email)</dt><dd><bdi>\(customer.email.original)</bdi></dd>\
            <dt>\(texts.mobile)</dt><dd><bdi dir="ltr">+\(customer.mobile.e164)</bdi></dd>\
            <dt>\(texts.address)</dt><dd>\(address)\(customer.address.countryCode.value)</dd>\
            <dt>\(texts.card)</dt><dd>\(texts.cardText(face.lastFour))</dd></dl>
            """
    }

    private func boxes(_ texts: BankTexts.Offer, _ isMissing: Set<String>) -> Markup {
        let documents = ComplianceSettings.publishedDocuments
        func box(
            _ name: String, _ sentence: BankTexts.Filled, _ link: String, _ consent: Consent?
        ) -> Markup {
            // The sentence is cut where its link goes in: word order is the language's own.
            let parts = sentence("\u{0}").split(separator: "\u{0}", omittingEmptySubsequences: false)
            let anchor: Markup = """
                <a href="\(consent?.latestVersionUri ?? "")" rel="noopener noreferrer" target="_blank">\(link)</a>
                """
            let label: Markup = "\(String(parts.first ?? ""))\(anchor)\(String(parts.dropFirst().first ?? ""))"
            return .checkbox(name, label, error: isMissing.contains(name) ? texts.tick : nil)
        }
        return box("terms", texts.terms, texts.termsLink, documents.tnc)
            + box("privacy", texts.privacy, texts.privacyLink, documents.privacy)
    }

    private func formTargets(_ requestor: TokenRequestor) -> [String] {
        let pages = requestor.availablePushMethods?.filter { $0.type == .web }.map(\.uri) ?? []
        return Set((pages + desk.networkURLs()).compactMap(PageHeaders.policySource)).sorted()
    }

    // MARK: The two ways

    /// Pushes the card and leads the browser to Click to Pay (token-connect 8.2).
    func push(_ call: BankCall) throws -> HTTPResponse {
        let (customer, card) = try call.card()
        _ = try call.form()
        guard let face = try desk.face(of: card, customer), try desk.requestor(for: face) != nil else {
            return PageHeaders.seeOther("/bank/cards/" + card.id)
        }
        do {
            return PageHeaders.seeOther(
                try desk.push(card, face, of: customer, in: customer.locale(call.language)))
        } catch let error as IssuerClientError where error.reason == "ACCOUNT_INELIGIBLE" {
            return PageHeaders.seeOther("/bank/cards/" + card.id)
        }
    }

    /// Enrolls the card with the consent that was given here (token-connect 10.4).
    func enroll(_ call: BankCall) throws -> HTTPResponse {
        let (customer, card) = try call.card()
        let form = try call.form()
        let missing = Set(["terms", "privacy"].filter { !form.isTicked($0) })
        let standing = try desk.standing(of: card, customer)
        guard standing.isOffered, let face = standing.face, let consumer = customer.consumer(call.language) else {
            return PageHeaders.seeOther("/bank/cards/" + card.id)
        }
        guard missing.isEmpty else { return try offer(call, customer, card, standing, isMissing: missing) }
        let attempt = try desk.enrollHere(card, face, of: customer, consumer, in: customer.locale(call.language))
        return PageHeaders.seeOther("/bank/results/\(attempt)")
    }
}
