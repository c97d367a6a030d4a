// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Account
internal import ClickToPay
internal import Directory
internal import Enrollment
internal import Pages
internal import SignIn
internal import Store

/// The cards of a consumer, and those that wait.
extension AccountViews {
    /// What is said about the last claim.
    struct ClaimNotes: Sendable {
        /// What was refused, by the card's id.
        var refusals: [String: BrowserError] = [:]
        /// The consumer went on without agreeing.
        var isTold = false
        /// And without choosing a card.
        var isNothingChosen = false
        /// What was chosen; nil: all of it.
        var chosen: Set<String>?
    }

    func overview(
        _ call: AccountCall, _ session: AccountSession, _ listing: ConsumerCards.Listing,
        _ notes: ClaimNotes = ClaimNotes(), status: Int = 200
    ) -> Page {
        let text = call.text.cards
        let registry = callers.registry
        let shown = listing.cards.compactMap { listed in
            cards.card(listed, registry).map { card(call, listed, $0) }
        }
        let list: Markup =
            shown.isEmpty
            ? "<section class=\"panel result\">\(PageMarks.sign(.note))<h2>\(text.none.title)</h2>"
                + "<p class=\"lead\">\(text.none.lead)</p></section>"
            : "<ul class=\"cards\">\(Markup(shown))</ul>"
        let isEmpty = shown.isEmpty && !listing.staged.isEmpty
        return frame(
            call, text.title,
            """
            <h1>\(text.title)</h1><p class="lead">\(text.lead(Self.isolated(session.identity.masked)))</p>\
            \(note(call))\(claims(call, session, listing.staged, notes))\(isEmpty ? nil : list)
            """, isNarrow: false, status: status)
    }

    private func card(_ call: AccountCall, _ listed: ConsumerCards.Listed, _ card: MaskedCard) -> Markup {
        let text = call.text.cards
        let (tag, says): (Markup, String) =
            switch listed.eligibility {
            case .usable: (Self.tag("good", text.ready.title), text.ready.lead)
            case .pending(let events):
                (
                    Self.tag("note", text.pending.title),
                    events == ["PENDING_AVS"] ? text.pendingAddress : text.pending.lead
                )
            case .suspended, .cancelled: (Self.tag("bad", text.suspended.title), text.suspended.lead)
            case .expired: (Self.tag("bad", text.expired.title), text.expired.lead)
            }
        let href = "/account/cards/\(card.srcDigitalCardId)/remove"
        return """
            <li class="\(listed.eligibility.canBegin ? "on" : "off")">\(picture(call, card, issuer: listed.issuer))\
            <div class="row"><strong>\(card.digitalCardData.descriptorName)</strong>\(tag)</div>\
            <p class="small">\(says)</p>\(expiry(card, text))\
            <a class="button quiet" href="\(href)" aria-label="\(text.removeNamed(card.panLastFour))">\(text.remove)\
            </a></li>
            """
    }

    private static func tag(_ kind: String, _ text: String) -> Markup { "<span class=\"tag \(kind)\">\(text)</span>" }

    private func expiry(_ card: MaskedCard, _ text: AccountText.Cards) -> Markup? {
        guard let month = card.panExpirationMonth, let year = card.panExpirationYear else { return nil }
        return "<p class=\"small\">\(text.expires) <bdi dir=\"ltr\">\(month)/\(String(year.suffix(2)))</bdi></p>"
    }

    /// The picture is drawn: the issuer's own is another server's, whom no page asks.
    func picture(_ call: AccountCall, _ card: MaskedCard, issuer: Int64) -> Markup {
        let brand = card.paymentCardDescriptor == "maestro" ? "Maestro" : "Mastercard"
        let name = card.digitalCardData.issuerName ?? ""
        return PageMarks.card(
            lastFour: card.panLastFour,
            label: "\(name), \(brand), " + ProvisionText.of(call.language).frame.card(card.panLastFour), name: name,
            brand: brand, style: Self.style(issuer))
    }

    /// Each issuer's cards have a colour of their own, of four.
    private static func style(_ issuer: Int64) -> Int { Int((issuer + 2) & 3) }

    // MARK: Waiting

    private func claims(
        _ call: AccountCall, _ session: AccountSession, _ staged: [StagedCardView], _ notes: ClaimNotes
    ) -> Markup? {
        let registry = callers.registry
        let text = call.text.claims
        let choices = staged.prefix(AccountClaims.cardsMax).compactMap { card -> Markup? in
            guard let program = registry.programsByDirectory[card.row.directory] else { return nil }
            let id = cards.claims.id(of: card)
            // What may be shown of a card's number.
            let lastFour = String(card.card.clearPAN.suffix(4))
            let ticked: Markup? = notes.chosen?.contains(id) ?? true ? " checked" : nil
            let fault = notes.refusals[id].map { refusal -> Markup in
                "<span class=\"fault\" id=\"fault-\(id)\">\(Self.says(refusal, text))</span>"
            }
            let described: Markup? = fault == nil ? nil : " aria-invalid=\"true\" aria-describedby=\"fault-\(id)\""
            return """
                <label class="choice card-choice"><input type="checkbox" name="card-\(id)" value="yes"\(ticked)\
                \(described)><span class="mini style-\(Self.style(card.row.directory))"></span>\
                <span class="face"><strong>\(program.settings.issuerName)</strong>\
                <span class="small">\(ProvisionText.of(call.language).frame.card(lastFour))</span>\
                \(fault)</span></label>
                """
        }
        guard !choices.isEmpty else { return nil }
        let consent = ProvisionText.of(call.language).consent
        let frame = ProvisionText.of(call.language).frame
        let (before, between, after) = consent.accept
        let accept: Markup = """
            \(before)<a href="\(termsURL)" target="_blank">\(frame.terms)</a>\(between)\
            <a href="\(privacyURL)" target="_blank">\(frame.privacy)</a>\(after)
            """
        let form = Self.form(
            "claim", session,
            """
            <fieldset><legend>\(text.cards)</legend>\(notes.isNothingChosen ? Markup.alert(text.choose) : nil)\
            <div class="choices">\(Markup(choices))</div></fieldset>\
            \(Markup.checkbox("accept", accept, error: notes.isTold ? consent.acceptFault : nil))\
            <div class="actions">\(Markup.button(text.add))</div>
            """)
        return """
            <section class="panel waiting-cards"><h2 class="first">\(text.title)</h2><p class="lead">\(text.lead)</p>\
            \(form)</section>
            """
    }

    private static func says(_ refusal: BrowserError, _ text: AccountText.Claims) -> String {
        switch refusal.reason {
        case .issuerDeclined: text.declined
        case .panIneligible, .tokenizationIneligible: text.ineligible
        default: text.failed
        }
    }

    // MARK: Taking out

    func removal(
        _ call: AccountCall, _ session: AccountSession, _ listed: ConsumerCards.Listed, _ card: MaskedCard
    ) -> Page {
        let text = call.text.removal
        let form = Self.form(
            "remove", session,
            """
            <input type="hidden" name="card" value="\(card.srcDigitalCardId)"><div class="actions">\
            <button type="submit" class="danger">\(text.confirm)</button>\
            <a class="button quiet" href="/account">\(text.keep)</a></div>
            """)
        return frame(
            call, text.title,
            """
            <section class="panel"><h1>\(text.title)</h1><p class="lead">\(text.lead)</p>\
            <div class="center">\(picture(call, card, issuer: listed.issuer))</div>\(form)</section>
            """)
    }
}
