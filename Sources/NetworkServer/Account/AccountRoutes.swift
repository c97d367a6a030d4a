// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Account
internal import Ambient
internal import ClickToPay
internal import HTTPService
internal import Pages
internal import SignIn
internal import Vault

/// The account's pages over HTTP (checkout 5.6, 5.8): what a browser sends, who that is, and what it gets. Every form
/// goes to one address, and says what it is for.
struct AccountRoutes: Sendable {
    /// The use cases behind the pages.
    struct Services: Sendable {
        var sessions: AccountSessions
        var signIn: AccountSignIn
        var consumerCards: ConsumerCards
        var claims: AccountClaims
        var removal: CardRemoval
        var browsers: AccountBrowsers
        var data: AccountData
        var optOut: OptOut
    }

    let services: Services
    let views: AccountViews
    let cookies: AccountCookies
    let documents: CheckoutDocuments
    let quotas: BrowserQuotas
    let work: WorkQueue<@Sendable () -> Void>
    let log: Log

    // MARK: Pages

    /// `GET /account` and what is below it.
    ///
    /// - Parameters:
    ///   - page: the last part of the path; nil: the account itself.
    ///   - card: the card that the page is about.
    func show(_ request: HTTPRequest, page: String?, card: String?, _ responder: HTTPResponder) {
        var call = bare(request)
        answer(call, responder) {
            if let language = request.chosenLanguage {
                return PageHeaders.seeOther(request.pageAddress, headers: [cookies.set(language)])
            }
            try quotas.count(request)
            call.note = cookies.note(in: request)
            call.session = try session(request)
            let response = try self.page(call, page, card)
            guard call.note != nil, response.status < 300 else { return response }
            return response.adding([cookies.withoutNote])
        }
    }

    private func page(_ call: AccountCall, _ page: String?, _ card: String?) throws -> HTTPResponse {
        if page == "code" { return try codePage(call) }
        guard let session = call.session else {
            return page == nil && card == nil ? try entrance(call) : home(call.request, .ended)
        }
        if let refusal = try refusal(call, session) { return refusal }
        if let card { return try removalPage(call, session, card) }
        switch page {
        case nil: return try overview(call, session)
        case "browsers":
            return views.browsers(call, session, try services.browsers.list(of: session)).response
        case "data": return views.data(call, session, try services.data.list(of: session)).response
        case "leave":
            return session.isProved
                ? views.leaving(call, session).response : views.again(call, session, .leaving).response
        default: return views.missing(call).response
        }
    }

    func overview(
        _ call: AccountCall, _ session: AccountSession, _ notes: AccountViews.ClaimNotes = AccountViews.ClaimNotes(),
        status: Int = 200
    ) throws -> HTTPResponse {
        let listing = try services.consumerCards.listing(of: session.signedIn)
        return views.overview(call, session, listing, notes, status: status).response
    }

    private func removalPage(_ call: AccountCall, _ session: AccountSession, _ id: String) throws -> HTTPResponse {
        let listing = try services.consumerCards.listing(of: session.signedIn)
        let registry = views.callers.registry
        for listed in listing.cards {
            guard let card = views.cards.card(listed, registry), card.srcDigitalCardId == id else { continue }
            return session.isProved
                ? views.removal(call, session, listed, card).response
                : views.again(call, session, .removal(card: id)).response
        }
        return views.missing(call).response
    }

    /// Nobody is signed in: a remembered browser is at once, the others sign in.
    private func entrance(_ call: AccountCall) throws -> HTTPResponse {
        let request = call.request
        guard let token = cookies.token(in: request) else { return views.signIn(call).response }
        guard let entered = try services.signIn.recognize(token) else {
            return views.signIn(call).response.adding([cookies.withoutToken])
        }
        var call = call
        call.session = entered.session
        if let refusal = try refusal(call, entered.session) { return refusal }
        return try overview(call, entered.session).adding(set(entered))
    }

    // MARK: Who it is

    func bare(_ request: HTTPRequest) -> AccountCall {
        let language =
            cookies.language(in: request)
            ?? request.headers["Accept-Language"].flatMap(PageLanguage.init(accepting:)) ?? .english
        return AccountCall(request: request, language: language)
    }

    func session(_ request: HTTPRequest) throws -> AccountSession? {
        try cookies.session(in: request).flatMap { try services.sessions.read($0) }
    }

    /// What a consumer is told who was deleted or stopped while signed in; nil: neither. The session is over then.
    func refusal(_ call: AccountCall, _ session: AccountSession) throws -> HTTPResponse? {
        let page: Page
        if !session.isPresent {
            page = views.gone(call)
        } else if session.signedIn.isInaccessible {
            page = views.inaccessible(call)
        } else {
            return nil
        }
        try services.sessions.end(session.text)
        return page.response.adding([cookies.withoutSession])
    }

    func set(_ entered: AccountSignIn.Entered) -> [HTTPField] {
        [cookies.set(entered.session)] + (entered.recognitionToken.map { [cookies.set(token: $0)] } ?? [])
    }

    // MARK: Answers

    /// Back to the account, with a word about what was done.
    func home(_ request: HTTPRequest, _ note: AccountNote, headers: [HTTPField] = []) -> HTTPResponse {
        // Who never was here was not signed out.
        let isStranger = note == .ended && cookies.session(in: request) == nil
        let word = isStranger ? [] : [cookies.set(note)]
        let session = note == .ended && !isStranger ? [cookies.withoutSession] : []
        return PageHeaders.seeOther("/account", headers: word + session + headers)
    }

    func go(_ goal: AccountGoal, headers: [HTTPField] = []) -> HTTPResponse {
        PageHeaders.seeOther(goal.path, headers: headers)
    }

    func busy(_ request: HTTPRequest) -> HTTPResponse {
        views.busy(bare(request), status: 503).response.adding("Retry-After", "1")
    }

    /// - Parameter make: nil: the answer comes later.
    func answer(_ call: AccountCall, _ responder: HTTPResponder, _ make: () throws -> HTTPResponse?) {
        do {
            if let response = try make() { responder.answer(response) }
        } catch is PageForm.Fault {
            responder.answer(views.foreign(call).response)
        } catch let refusal as BrowserError where refusal.reason == .rateLimitExceeded {
            responder.answer(
                views.busy(call, status: 429).response.adding("Retry-After", String(refusal.retryAfter ?? 1)))
        } catch let refusal as BrowserError where refusal.reason == .accountInaccessible {
            responder.answer(views.inaccessible(call).response.adding([cookies.withoutSession]))
        } catch {
            log.error(
                "a page could not be made", .identifier("requestId", "\(call.request.requestID)"),
                .identifier("error", String(describing: type(of: error))))
            responder.answer(views.failed(call).response)
        }
    }

    /// Answers on a worker: completions are on threads that have other things to do.
    func later(
        _ call: AccountCall, _ responder: HTTPResponder, _ make: @escaping @Sendable () throws -> HTTPResponse
    ) {
        let job: @Sendable () -> Void = { answer(call, responder, make) }
        if !work.submit(job) { job() }
    }
}

extension AccountGoal {
    /// Of its page.
    var path: String {
        switch self {
        case .cards: "/account"
        case .removal(let card): "/account/cards/\(card)/remove"
        case .browsers: "/account/browsers"
        case .leaving: "/account/leave"
        }
    }
}
