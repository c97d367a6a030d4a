// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Checkout
internal import ClickToPay
internal import HTTPService
internal import Pages
internal import Store

/// The window of a checkout over HTTP: what the browser sends, which step that is, and what it gets (checkout 4.8).
/// Whoever has the window's address may act in it, as the consumer whose shop has opened it.
struct WindowRoutes: Sendable {
    var checkouts: Checkouts
    var views: WindowViews
    var documents: CheckoutDocuments
    var callers: CallerDirectory
    var work: WorkQueue<@Sendable () -> Void>
    var log: Log

    /// `GET /dcf/{dcfSessionId}`: the page of the step that the checkout waits for.
    func show(_ request: HTTPRequest, session: String, _ responder: HTTPResponder) {
        answer(request, responder) {
            let view = try checkouts.view(try row(session))
            return views.page(view, shop(view), language(request, view)).response
        }
    }

    /// `POST /dcf/{dcfSessionId}`: the form of a step. A form of a step that is over changes nothing.
    func take(_ request: HTTPRequest, session: String, _ responder: HTTPResponder) {
        answer(request, responder) {
            let id = try row(session)
            let form = try PageForm(request)
            let view = try checkouts.view(id)
            if view.row.state != .open { return go(view, request) }
            if form["do"] == "send" {
                send(form, view, request, responder)
                return nil
            }
            return try step(form, view, request)
        }
    }

    private func step(_ form: PageForm, _ view: CheckoutView, _ request: HTTPRequest) throws -> HTTPResponse {
        var notes = WindowViews.Notes()
        switch form["do"] {
        case "terms":
            notes.isTold = true
            guard form.isTicked("accept") else { return again(view, notes, request) }
            return try act(.acceptTerms, view, request)
        case "data": return try data(form, view, request)
        case "code":
            guard view.steps.first == .authentication else { return go(view, request) }
            // Codes are often typed with a gap in the middle.
            guard let code = try? OneTimeCode((form["code"] ?? "").filter { $0 != " " }) else {
                notes.code = .form
                return again(view, notes, request)
            }
            return try enter(code, view, request)
        case "cvc":
            guard view.steps.first == .securityCode else { return go(view, request) }
            var data = CapturedData()
            data.securityCode = try? CardSecurityCode(form["securityCode"] ?? "")
            notes.isTold = true
            guard data.securityCode != nil else { return again(view, notes, request) }
            return try act(.submit(data, consent: nil), view, request)
        case "confirm": return try act(.confirm, view, request)
        case "cancel": return try act(.leave(.cancel), view, request)
        case "change-card": return try act(.leave(.changeCard), view, request)
        case "switch-consumer": return try act(.leave(.switchConsumer), view, request)
        default: throw PageForm.Fault.malformed
        }
    }

    private func data(_ form: PageForm, _ view: CheckoutView, _ request: HTTPRequest) throws -> HTTPResponse {
        guard view.steps.first == .dataCapture else { return go(view, request) }
        var notes = WindowViews.Notes()
        notes.form = WindowForm(form, view.session)
        do {
            let consent = view.session.offersStorage ? form.isTicked("consent") : nil
            return try act(.submit(notes.form.data(), consent: consent), view, request)
        } catch let error as ServiceError {
            notes.form.mark(error.details)
        } catch let refusal as CheckoutRefusal
            where [.invalidParameter, .billingAddressRequired].contains(refusal.reason)
        {
            notes.form.mark(refusal.details)
        }
        return again(view, notes, request)
    }

    private func enter(_ code: OneTimeCode, _ view: CheckoutView, _ request: HTTPRequest) throws -> HTTPResponse {
        do {
            return go(try checkouts.enterCode(code, view.row.id), request)
        } catch let refusal as CheckoutRefusal {
            var notes = WindowViews.Notes()
            notes.code = refusal.reason == .codeInvalid ? .wrong : .failed
            return again(try checkouts.view(view.row.id), notes, request)
        }
    }

    private func send(
        _ form: PageForm, _ view: CheckoutView, _ request: HTTPRequest, _ responder: HTTPResponder
    ) {
        checkouts.sendCode(to: form["channel"].flatMap(Int.init) ?? 0, view.row.id) { result in
            answer(request, responder) {
                do {
                    return go(try result.get(), request)
                } catch let refusal as CheckoutRefusal where refusal.reason != .notFound {
                    var notes = WindowViews.Notes()
                    notes.code = refusal.reason == .retriesExceeded && view.session.sentTo != nil ? .tooSoon : .failed
                    return again(try checkouts.view(view.row.id), notes, request)
                }
            }
        }
    }

    private func act(_ action: WindowAction, _ view: CheckoutView, _ request: HTTPRequest) throws -> HTTPResponse {
        do {
            return go(try checkouts.act(action, view.row.id, documents: try documents.current(request)), request)
        } catch let refusal as CheckoutRefusal where refusal.reason == .invalidRequest {
            // Another form of this window was faster.
            return go(try checkouts.view(view.row.id), request)
        }
    }

    // MARK: Answers

    private func go(_ view: CheckoutView, _ request: HTTPRequest) -> HTTPResponse {
        let language = language(request, view)
        return PageHeaders.seeOther("/dcf/\(checkouts.session(of: view.row))?lang=\(language.rawValue)")
    }

    private func again(_ view: CheckoutView, _ notes: WindowViews.Notes, _ request: HTTPRequest) -> HTTPResponse {
        views.page(view, shop(view), language(request, view), notes, status: 422).response
    }

    func busy(_ request: HTTPRequest) -> HTTPResponse {
        views.busy(language(request)).response.adding("Retry-After", "1")
    }

    /// - Parameter make: nil: the answer comes later.
    private func answer(_ request: HTTPRequest, _ responder: HTTPResponder, _ make: () throws -> HTTPResponse?) {
        do {
            if let response = try make() { responder.answer(response) }
        } catch is PageForm.Fault {
            responder.answer(views.foreign(language(request)).response)
        } catch let refusal as CheckoutRefusal where refusal.reason == .notFound {
            responder.answer(views.lost(language(request)).response)
        } catch {
            log.error(
                "a page could not be made", .identifier("requestId", "\(request.requestID)"),
                .identifier("error", String(describing: type(of: error))))
            responder.answer(views.failed(language(request)).response)
        }
    }

    private func row(_ session: String) throws -> Int64 {
        guard let row = checkouts.row(ofSession: session) else {
            throw CheckoutRefusal(.notFound, "There is no such checkout.")
        }
        return row
    }

    private func shop(_ view: CheckoutView) -> String {
        callers.registry.dpa(view.row.dpa)?.presentationName ?? "Click to Pay"
    }

    private func language(_ request: HTTPRequest, _ view: CheckoutView) -> PageLanguage {
        asked(request) ?? PageLanguage(tag: view.session.language.value) ?? .english
    }

    private func language(_ request: HTTPRequest) -> PageLanguage {
        asked(request) ?? request.headers["Accept-Language"].flatMap(PageLanguage.init(accepting:)) ?? .english
    }

    private func asked(_ request: HTTPRequest) -> PageLanguage? {
        request.chosenLanguage
    }
}
