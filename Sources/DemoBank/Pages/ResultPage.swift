// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import HTTPService
internal import IssuerKit
internal import Pages

extension BankPages {
    /// Takes a return from Click to Pay, and leads to the page that shows what it came to: the link with the receipt
    /// does not stay in the browser's address (token-connect 9.2).
    func comeBack(_ call: BankCall) throws -> HTTPResponse {
        let customer = try call.signedIn()
        guard let query = try? call.request.head.queryString(),
            let binding = call.parameter(PushSession.bindingParameter),
            let attempt = try desk.records.attempt(binding: binding), attempt.user == customer.userName,
            let card = customer.card(attempt.card), let face = try desk.face(of: card, customer)
        else { throw BankRefusal.refusedReturn }
        do {
            try desk.take(query.fields.map { ($0.name, $0.value) }, for: attempt, face)
        } catch let refusal as PushSession.Refusal {
            // What came too late is shown as what is not known; all else is nobody's return.
            guard refusal == .tooLate else { throw BankRefusal.refusedReturn }
        }
        return PageHeaders.seeOther("/bank/results/\(attempt.id)")
    }

    /// What an attempt came to.
    func result(_ call: BankCall) throws -> HTTPResponse { try result(call, fault: nil) }

    private func result(_ call: BankCall, fault: String?) throws -> HTTPResponse {
        let (attempt, card, face) = try attempt(call)
        let outcome = attempt.outcome(face, at: clock.now)
        let says = call.texts.results.says(outcome)
        var page = frame(says.title, call)
        page.status = fault == nil ? 200 : 422
        // The script looks again by itself, until it has waited long enough.
        let poll: Markup? = outcome == .processing ? " data-poll=\"2\"" : nil
        page.main = """
            <section class="panel result"\(poll)>\(PageMarks.sign(outcome.sign))<h1>\(says.title)</h1>\
            <p class="lead" role="status">\(says.text)</p>\
            <div class="center">\(Self.picture(card, face, call.texts))</div>\
            \(actions(outcome, attempt, card, fault, call))</section>
            """
        return page.response
    }

    private func actions(
        _ outcome: Attempt.Outcome, _ attempt: Attempt, _ card: DemoCard, _ fault: String?, _ call: BankCall
    ) -> Markup {
        let texts = call.texts.results
        let path = "/bank/cards/" + card.id
        let cards: Markup = "<a class=\"button quiet\" href=\"/bank/cards\">\(texts.toCards)</a>"
        let main: Markup
        switch outcome {
        case .added: main = "<a class=\"button main\" href=\"\(path)\">\(texts.manage)</a>"
        case .processing, .stillProcessing, .waiting:
            main = "<a class=\"button main\" href=\"/bank/results/\(Int(attempt.id))\">\(texts.lookAgain)</a>"
        case .cancelled, .failed, .unknown:
            main = "<a class=\"button main\" href=\"\(path)/add\">\(texts.again)</a>"
        case .duplicate, .declined: main = ""
        case .authenticate:
            let field = PageField(
                "password", texts.password, kind: .password, error: fault, autocomplete: "current-password",
                charactersMax: 128, isFirst: true)
            return """
                <form method="post" action="/bank/results/\(Int(attempt.id))" class="start">\(field.markup)\
                <div class="actions">\(Markup.button(texts.confirm))\(cards)</div></form>
                """
        }
        return "<div class=\"actions\">\(main)\(cards)</div>"
    }

    /// The cardholder confirms: the bank switches the token on (token-connect 9.1, processing 10.3).
    func confirm(_ call: BankCall) throws -> HTTPResponse {
        let form = try call.form()
        guard Self.isPassword(form["password"]) else {
            if let session = call.session { sessions.noteFault(in: session) }
            return try result(call, fault: call.texts.results.wrongPassword)
        }
        let (attempt, card, face) = try attempt(call)
        if attempt.outcome(face, at: clock.now) == .authenticate {
            let isActive = try desk.activate(attempt.claim?.tokenUniqueReference, ofCard: card.id, face)
            guard isActive else { return try result(call, fault: call.texts.results.notActivated) }
            try desk.records.confirm(attempt.id, at: clock.now)
        }
        return PageHeaders.seeOther("/bank/results/\(attempt.id)")
    }

    /// The customer's own attempt that the path names, as it is now.
    private func attempt(_ call: BankCall) throws -> (Attempt, DemoCard, CardFace) {
        let customer = try call.signedIn()
        guard let id = call.request.parameter("attempt").flatMap({ Int64($0) }),
            let attempt = try desk.records.attempt(id, of: customer.userName),
            let card = customer.card(attempt.card), let face = try desk.face(of: card, customer)
        else { throw BankRefusal.notFound }
        return (try desk.refreshed(attempt, face), card, face)
    }

    /// Takes what the network tells of a token (processing 7.5).
    func notification(_ call: BankCall) throws -> HTTPResponse {
        guard let receiver else { throw BankRefusal.notFound }
        let values = call.request.headers.values(NotificationReceiver.signatureHeader)
        do {
            let received = try receiver.receive(
                signature: values.count == 1 ? values[0] : nil, body: call.request.body)
            if !received.isRepeated {
                try desk.take(received.event)
                receiver.handled(received.event)
            }
            return .empty(204)
        } catch let refusal as NotificationRefusal {
            return .text(refusal.status, refusal.description + "\n")
        }
    }
}

extension Attempt.Outcome {
    var sign: PageMarks.Sign {
        switch self {
        case .added, .duplicate: .good
        case .processing, .stillProcessing, .waiting: .waiting
        case .cancelled, .authenticate, .unknown: .note
        case .declined, .failed: .bad
        }
    }
}

extension BankTexts.Results {
    func says(_ outcome: Attempt.Outcome) -> BankTexts.Result {
        switch outcome {
        case .added: added
        case .processing: processing
        case .stillProcessing: stillProcessing
        case .duplicate: duplicate
        case .cancelled: cancelled
        case .declined: declined
        case .authenticate: authenticate
        case .failed: failed
        case .waiting: waiting
        case .unknown: unknown
        }
    }
}
