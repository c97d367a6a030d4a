// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import HTTPService
internal import IssuerKit
internal import Pages

extension BankPages {
    /// All cards of the customer, each with where it stands.
    func cards(_ call: BankCall) throws -> HTTPResponse {
        let customer = try call.signedIn()
        let texts = call.texts.cards
        let standings = try customer.cards.map { ($0, try desk.standing(of: $0, customer)) }
        var page = frame(call.texts.frame.cards, call)
        page.isNarrow = false
        let stale: Markup? =
            standings.contains { $0.1.isStale } ? "<p class=\"notice\" role=\"status\">\(texts.unreachable)</p>" : nil
        let items = standings.map { item($0, $1, call.texts) }
        page.main = """
            <h1>\(texts.greeting(customer.firstName))</h1><p class="lead">\(texts.lead)</p>\(stale)\
            <ul class="cards">\(Markup(items))</ul>
            """
        return page.response
    }

    private func item(_ card: DemoCard, _ standing: CardStanding, _ texts: BankTexts) -> Markup {
        let unseen: Markup? = card.pan == nil ? "<p class=\"small\">\(texts.cards.unseen)</p>" : nil
        return """
            <li>\(Self.picture(card, standing.face, texts))<div class="row"><strong>\
            \(Self.name(of: card.kind, texts))</strong>\(Self.tag(standing.state, texts))</div>\(unseen)\
            \(offerLine(card, standing, texts))\(action(card, standing, texts))</li>
            """
    }

    /// What Click to Pay would be good for, with its sign.
    private func offerLine(_ card: DemoCard, _ standing: CardStanding, _ texts: BankTexts) -> Markup? {
        if standing.state == .notMade { return "<p class=\"small\">\(texts.cards.notMade)</p>" }
        guard standing.state == .notAdded, let requestor = standing.requestor else { return nil }
        return """
            <p class="pitch">\(Self.logo(requestor))<span>\(texts.cards.pitch(Self.name(requestor)))</span></p>
            """
    }

    private func action(_ card: DemoCard, _ standing: CardStanding, _ texts: BankTexts) -> Markup? {
        let here = "/bank/cards/" + card.id
        switch standing.state {
        case .notMade, .ineligible: return nil
        case .notAdded, .declined:
            guard standing.isOffered, let requestor = standing.requestor else { return nil }
            let kind = standing.state == .notAdded ? "main" : "quiet"
            return "<a class=\"button \(kind)\" href=\"\(here)/add\">\(texts.cards.add(Self.name(requestor)))</a>"
        case .processing, .elsewhere:
            return "<a class=\"button quiet\" href=\"\(here)\">\(texts.cards.look)</a>"
        case .needsAuthentication:
            return "<a class=\"button main\" href=\"\(confirmation(card, standing))\">\(texts.cards.authenticate)</a>"
        case .active, .suspended:
            return "<a class=\"button quiet\" href=\"\(here)\">\(texts.cards.manage)</a>"
        }
    }

    /// Where the customer confirms a card that waits for it.
    func confirmation(_ card: DemoCard, _ standing: CardStanding) -> String {
        if let attempt = standing.attempt, let face = standing.face,
            attempt.outcome(face, at: clock.now) == .authenticate
        {
            return "/bank/results/\(attempt.id)"
        }
        return "/bank/activate?card=" + card.id
    }

    // MARK: Pieces

    static func tag(_ state: CardStanding.State, _ texts: BankTexts) -> Markup? {
        let (kind, text): (String, String)
        switch state {
        case .notMade: return nil
        case .ineligible: (kind, text) = ("plain", texts.cards.ineligible)
        case .notAdded: (kind, text) = ("plain", texts.cards.notAdded)
        case .processing: (kind, text) = ("note", texts.cards.processing)
        case .active: (kind, text) = ("good", texts.cards.active)
        case .suspended: (kind, text) = ("bad", texts.cards.suspended)
        case .needsAuthentication: (kind, text) = ("note", texts.cards.needsAuthentication)
        case .declined: (kind, text) = ("bad", texts.cards.declined)
        case .elsewhere: (kind, text) = ("good", texts.cards.elsewhere)
        }
        return "<span class=\"tag \(kind)\">\(text)</span>"
    }

    /// The network's own text: on one line, and of bounded length.
    static func name(_ requestor: TokenRequestor) -> String {
        DisplayText.line(requestor.consumerFacingEntityName, scalarsMax: 100)
    }

    /// The picture comes from this server: pages ask nobody else.
    static func logo(_ requestor: TokenRequestor) -> Markup? {
        requestor.imageAssetId.map {
            "<img class=\"logo\" src=\"/bank/logos/\($0)\" alt=\"\" width=\"40\" height=\"40\">"
        }
    }

    /// The picture of a token requestor that the network names.
    func logo(_ call: BankCall) throws -> HTTPResponse {
        guard let id = call.request.parameter("asset"), let content = try knownLogo(id), let bytes = content.bytes
        else {
            throw BankRefusal.notFound
        }
        return HTTPResponse(
            status: 200,
            headers: [
                HTTPField("Content-Type", content.type), HTTPField("Cache-Control", "private, max-age=86400"),
                // A drawing that is opened by itself can do nothing.
                HTTPField("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox"),
                HTTPField("X-Content-Type-Options", "nosniff"),
                HTTPField("Cross-Origin-Resource-Policy", "same-origin"),
            ], body: bytes)
    }

    /// Only what the network names for the bank's own cards is fetched for a browser.
    private func knownLogo(_ id: String) throws -> TokenRequestorAsset.Content? {
        for range in ClickToPayDesk.ranges {
            let firstSix = String(range.start.value.prefix(6))
            if try desk.requestor(forCardsOf: firstSix)?.imageAssetId == id { return try desk.logo(id) }
        }
        return nil
    }
}
