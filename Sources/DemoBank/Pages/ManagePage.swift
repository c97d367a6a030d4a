// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import HTTPService
internal import IssuerKit
internal import Pages

extension BankPages {
    /// One card, and what can be done about it in Click to Pay.
    func card(_ call: BankCall) throws -> HTTPResponse {
        let (customer, card) = try call.card()
        let standing = try desk.standing(of: card, customer)
        let texts = call.texts
        var page = frame(Self.name(of: card.kind, texts), call, address: "/bank/cards/" + card.id)
        page.main = """
            <p><a href="/bank/cards">\(texts.frame.back)</a></p><h1>\(Self.name(of: card.kind, texts))</h1>\
            \(done(call))<div class="center">\(Self.picture(card, standing.face, texts))</div>\
            <section class="panel">\(facts(standing, texts))\(actions(card, standing, texts))</section>
            """
        return page.response
    }

    /// What was just done, in words of the bank's own.
    private func done(_ call: BankCall) -> Markup? {
        let texts = call.texts.manage
        let says: String
        switch call.parameter("done") {
        case "suspended": says = texts.suspended
        case "resumed": says = texts.resumed
        case "removed": says = texts.removed
        case "failed": return .alert(texts.failed)
        default: return nil
        }
        return "<p class=\"success\" role=\"status\">\(says)</p>"
    }

    private func facts(_ standing: CardStanding, _ texts: BankTexts) -> Markup {
        var rows: Markup = "<dt>\(texts.manage.state)</dt><dd>\(Self.tag(standing.state, texts))</dd>"
        if let found = standing.found {
            rows += "<dt>\(texts.manage.token)</dt><dd>\(texts.manage.tokenText(found.tokenSuffix))</dd>"
        }
        if let face = standing.face {
            let text = face.expiry.monthText + "/" + face.expiry.yearText
            rows += "<dt>\(texts.manage.expires)</dt><dd><bdi dir=\"ltr\">\(text)</bdi></dd>"
        }
        if let token = standing.token {
            rows += "<dt>\(texts.manage.asOf)</dt><dd>\(Self.time(token.checked))</dd>"
        }
        let stale: Markup? =
            standing.isStale ? "<p class=\"notice\" role=\"status\">\(texts.cards.unreachable)</p>" : nil
        return "\(stale)<dl class=\"facts\">\(rows)</dl>"
    }

    private func actions(_ card: DemoCard, _ standing: CardStanding, _ texts: BankTexts) -> Markup? {
        let path = "/bank/cards/" + card.id
        let remove: Markup = "<a class=\"button quiet danger\" href=\"\(path)/remove\">\(texts.manage.remove)</a>"
        switch standing.state {
        case .active:
            return """
                <p class="small">\(texts.manage.suspendText)</p><form method="post" action="\(path)/suspend">\
                <div class="actions"><button type="submit" class="quiet">\(texts.manage.suspend)</button>\
                \(remove)</div>\
                </form>
                """
        case .suspended:
            return """
                <p class="small">\(texts.manage.suspendText)</p><form method="post" action="\(path)/resume">\
                <div class="actions">\(Markup.button(texts.manage.resume))\(remove)</div></form>
                """
        case .needsAuthentication:
            let target = confirmation(card, standing)
            let removal: Markup? = standing.token == nil ? nil : remove
            return """
                <div class="actions"><a class="button main" href="\(target)">\(texts.cards.authenticate)</a>\
                \(removal)</div>
                """
        case .notMade, .ineligible: return nil
        case .elsewhere, .notAdded, .declined, .processing:
            let note: Markup? =
                standing.state == .elsewhere ? "<p class=\"small\">\(texts.manage.elsewhereText)</p>" : nil
            let attempt: Markup? =
                standing.state == .processing
                ? standing.attempt.map {
                    "<a class=\"button main\" href=\"/bank/results/\(Int($0.id))\">\(texts.cards.look)</a>"
                } : nil
            guard standing.isOffered, let requestor = standing.requestor else { return note }
            let kind = standing.state == .notAdded ? "main" : "quiet"
            let word =
                standing.state == .notAdded ? texts.cards.add(Self.name(requestor)) : texts.results.again
            return """
                \(note)<div class="actions">\(attempt)<a class="button \(kind)" href="\(path)/add">\(word)</a></div>
                """
        }
    }

    /// Asks before a card is taken out of Click to Pay.
    func removal(_ call: BankCall) throws -> HTTPResponse {
        let (customer, card) = try call.card()
        let standing = try desk.standing(of: card, customer)
        guard standing.token != nil else { return PageHeaders.seeOther("/bank/cards/" + card.id) }
        let texts = call.texts.manage
        let path = "/bank/cards/" + card.id
        var page = frame(texts.removeTitle, call)
        page.main = """
            <section class="panel result"><h1>\(texts.removeTitle)</h1><p class="lead">\(texts.removeText)</p>\
            <div class="center">\(Self.picture(card, standing.face, call.texts))</div>\
            <form method="post" action="\(path)/remove"><div class="actions">\
            <button type="submit" class="danger">\(texts.removeConfirm)</button>\
            <a class="button quiet" href="\(path)">\(texts.keep)</a></div></form></section>
            """
        return page.response
    }

    /// Changes the card's token, and shows the card as it is then.
    func change(
        _ call: BankCall, _ operation: IssuerClient.TokenOperation, done: String
    ) throws -> HTTPResponse {
        let (_, card) = try call.card()
        _ = try call.form()
        let path = "/bank/cards/" + card.id
        guard let token = try desk.records.token(ofCard: card.id) else { return PageHeaders.seeOther(path) }
        do throws(IssuerClientError) {
            try desk.client.changeToken(token.reference, operation)
        } catch {
            // What is gone needs no removing.
            guard error.status == 404, operation == .delete else {
                desk.note(error, "a token was not changed")
                return PageHeaders.seeOther(path + "?done=failed")
            }
        }
        if operation == .delete { try desk.records.forgetToken(ofCard: card.id) }
        return PageHeaders.seeOther(path + "?done=" + done)
    }
}
