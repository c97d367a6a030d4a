// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import HTTPService
internal import IssuerKit
internal import Pages

/// Where a cardholder is authenticated whose token waits for it: sent here by the network, which was told that the
/// bank's web site does it (token-connect 5.4, 10.3 number 8), or from the bank's own pages.
///
/// The network is told nothing by the browser: the bank switches the token on by its own call, and then lets the
/// browser go back.
extension BankPages {
    /// What the request is about. `card` is the bank's own; `tokenUniqueReference` is the network's, and is believed
    /// only when the network says that one of this customer's cards stands behind it.
    private struct Wish {
        var card: DemoCard
        var face: CardFace
        var reference: String?
    }

    func activation(_ call: BankCall) throws -> HTTPResponse {
        try activation(
            call, card: call.parameter("card"), reference: call.parameter("tokenUniqueReference"),
            back: call.parameter("return"), fault: nil)
    }

    private func activation(
        _ call: BankCall, card: String?, reference: String?, back: String?, fault: String?
    ) throws -> HTTPResponse {
        let texts = call.texts.activation
        guard let wish = try wish(call, card: card, reference: reference) else {
            var nothing = call.texts.faults.notFound
            nothing.text = texts.nothing
            nothing.title = texts.title
            return fault404(nothing, call)
        }
        let field = PageField(
            "password", call.texts.results.password, kind: .password, error: fault,
            autocomplete: "current-password", charactersMax: 128, isFirst: true)
        let hidden = [("card", wish.card.id), ("tokenUniqueReference", wish.reference ?? ""), ("return", back ?? "")]
            .map { "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">" as Markup }
        var page = frame(texts.title, call, address: "/bank/activate?card=" + wish.card.id)
        page.status = fault == nil ? 200 : 422
        page.formTargets = allowed(back).map { [$0] } ?? []
        page.main = """
            <section class="panel result">\(PageMarks.sign(.note))<h1>\(texts.title)</h1>\
            <p class="lead">\(texts.text)</p>\
            <div class="center">\(Self.picture(wish.card, wish.face, call.texts))</div>\
            <form method="post" action="/bank/activate" class="start">\(Markup(hidden))\(field.markup)\
            <div class="actions">\(Markup.button(call.texts.results.confirm))</div></form></section>
            """
        return page.response
    }

    private func fault404(_ says: BankTexts.Result, _ call: BankCall) -> HTTPResponse { fault(says, 404, call) }

    func activate(_ call: BankCall) throws -> HTTPResponse {
        let form = try call.form()
        let (card, reference, back) = (form["card"], form["tokenUniqueReference"], form["return"])
        guard Self.isPassword(form["password"]) else {
            if let session = call.session { sessions.noteFault(in: session) }
            return try activation(
                call, card: card, reference: reference, back: back, fault: call.texts.results.wrongPassword)
        }
        guard let wish = try wish(call, card: card, reference: reference) else { throw BankRefusal.notFound }
        guard try desk.activate(wish.reference, ofCard: wish.card.id, wish.face) else {
            return try activation(
                call, card: card, reference: reference, back: back, fault: call.texts.results.notActivated)
        }
        if let back, allowed(back) != nil {
            return PageHeaders.seeOther(LinkParts.adding([("activation", "completed")], to: back))
        }
        return PageHeaders.seeOther("/bank/cards/" + wish.card.id)
    }

    private func wish(_ call: BankCall, card id: String?, reference: String?) throws -> Wish? {
        let customer = try call.signedIn()
        let reference = reference.flatMap { text in
            (1...64).contains(text.utf8.count) && text.utf8.allSatisfy(Self.isLetterOrDigit) ? text : nil
        }
        for card in customer.cards where id == nil || id == card.id {
            guard let face = try desk.face(of: card, customer) else { continue }
            if let reference {
                if try desk.found(reference, ofCard: card.id, face) != nil {
                    return Wish(card: card, face: face, reference: reference)
                }
            } else if try desk.standing(of: card, customer).state == .needsAuthentication {
                return Wish(card: card, face: face)
            }
        }
        return nil
    }

    /// The origin of an address of the network's own; nil for all others, where nobody is sent on.
    private func allowed(_ back: String?) -> String? {
        guard let back, back.utf8.count <= 2048, back.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            let origin = PageHeaders.policySource(of: back), origin.hasPrefix("http")
        else { return nil }
        return desk.networkURLs().contains { PageHeaders.policySource(of: $0) == origin } ? origin : nil
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }
}
