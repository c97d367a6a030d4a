// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Account
internal import Checkout
internal import ClickToPay
internal import HTTPService
internal import Pages
internal import SignIn

/// The forms of who is signed in. A form that is too late, or of another session, changes nothing.
extension AccountRoutes {
    /// `POST /account`
    func take(_ request: HTTPRequest, _ responder: HTTPResponder) {
        var call = bare(request)
        answer(call, responder) {
            try quotas.count(request)
            let form = try PageForm(request)
            call.session = try session(request)
            switch form["do"] {
            case "sign-in": return try begin(form, call, responder)
            case "send": return try send(form, call, responder)
            case "code": return try enter(form, call)
            case "restart": return PageHeaders.seeOther("/account", headers: [cookies.withoutEntry])
            case "sign-out": return try signOut(form, call)
            case "again", "claim", "remove", "forget", "forget-all", "remove-address", "leave":
                guard let session = call.session else { return home(request, .ended) }
                guard session.isMarked(form["mark"]) else { throw PageForm.Fault.foreign }
                if let refusal = try refusal(call, session) { return refusal }
                return try change(form, call, session, responder)
            default: throw PageForm.Fault.malformed
            }
        }
    }

    private func change(
        _ form: PageForm, _ call: AccountCall, _ session: AccountSession, _ responder: HTTPResponder
    ) throws -> HTTPResponse? {
        do {
            switch form["do"] {
            case "again": return try beginAgain(form, call, session, responder)
            case "claim": return try claim(form, call, session, responder)
            case "remove":
                try services.removal.remove(form["card"] ?? "", of: session)
                return home(call.request, .removed)
            case "forget":
                let isThis = try services.browsers.forget(form["browser"] ?? "", of: session)
                return forgotten(.forgotten, isThis: isThis)
            case "forget-all":
                try services.browsers.forgetAll(of: session)
                return forgotten(.forgottenAll, isThis: true)
            case "remove-address":
                try services.data.removeAddress(form["address"] ?? "", of: session)
                return PageHeaders.seeOther("/account/data", headers: [cookies.set(.addressRemoved)])
            default:
                let blocked = try services.optOut.leave(session)
                return views.left(call, blocked: blocked).response.adding(
                    [cookies.withoutSession, cookies.withoutToken, cookies.withoutEntry])
            }
        } catch AccountRefusal.proofNeeded {
            return views.again(call, session, goal(form)).response
        } catch AccountRefusal.notFound {
            return home(call.request, .stale)
        }
    }

    /// Where the form goes on once a code was entered.
    private func goal(_ form: PageForm) -> AccountGoal {
        switch form["do"] {
        case "remove": AccountGoal(text: "cards/" + (form["card"] ?? "")) ?? .cards
        case "forget", "forget-all": .browsers
        default: .leaving
        }
    }

    private func forgotten(_ note: AccountNote, isThis: Bool) -> HTTPResponse {
        PageHeaders.seeOther(
            "/account/browsers", headers: [cookies.set(note)] + (isThis ? [cookies.withoutToken] : []))
    }

    private func claim(
        _ form: PageForm, _ call: AccountCall, _ session: AccountSession, _ responder: HTTPResponder
    ) throws -> HTTPResponse? {
        let waiting = try services.consumerCards.listing(of: session.signedIn).staged
        let all = waiting.prefix(AccountClaims.cardsMax).map(views.cards.claims.id)
        let chosen = all.filter { form.isTicked("card-" + $0) }
        var notes = AccountViews.ClaimNotes()
        notes.chosen = Set(chosen)
        notes.isTold = !form.isTicked("accept")
        notes.isNothingChosen = chosen.isEmpty
        if notes.isTold || notes.isNothingChosen { return try overview(call, session, notes, status: 422) }
        let documents = try documents.current(call.request)
        let compliance = ComplianceSettings(
            privacy: Consent(acceptedVersion: documents.version, latestVersionUri: documents.privacyURL),
            tnc: Consent(acceptedVersion: documents.version, latestVersionUri: documents.termsURL))
        services.claims.claim(chosen, of: session, compliance: compliance) { [notes] result in
            later(call, responder) {
                let refusals = try result.get()
                if refusals.isEmpty { return home(call.request, .added) }
                // The session as it is now has the profile that the first card may have made.
                guard let session = try self.session(call.request) else { return home(call.request, .ended) }
                var call = call
                call.session = session
                var notes = notes
                notes.refusals = refusals
                return try overview(call, session, notes, status: 422)
            }
        }
        return nil
    }

    private func signOut(_ form: PageForm, _ call: AccountCall) throws -> HTTPResponse {
        // Without a session there is none to protect: what the browser remembers is given up all the same.
        if let session = call.session, !session.isMarked(form["mark"]) { throw PageForm.Fault.foreign }
        try services.signIn.signOut(call.session, recognitionToken: cookies.token(in: call.request))
        return home(
            call.request, .signedOut,
            headers: [cookies.withoutSession, cookies.withoutToken, cookies.withoutEntry])
    }
}
