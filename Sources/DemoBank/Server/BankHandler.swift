// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import HTTPService
internal import IssuerKit
internal import Pages

/// Answers the requests of browsers. Pages may ask the network, so that each is made on a thread of its own queue.
final class BankHandler: HTTPHandler {
    private final class Found: Sendable {
        let route: BankRoute
        init(_ route: BankRoute) { self.route = route }
    }

    private static let workers = 4
    private static let waitingMax = 256
    private static let languageSeconds = 180 * 24 * 3600

    let pages: BankPages
    private let sessionCookie: PageCookie
    private let languageCookie: PageCookie
    private let log: Log
    private let work: WorkQueue<@Sendable () -> Void>

    init(pages: BankPages, isSecure: Bool, log: Log) {
        self.pages = pages
        self.log = log
        sessionCookie = PageCookie("harbour-session", isSecure: isSecure)
        languageCookie = PageCookie("harbour-language", isSecure: isSecure)
        work = WorkQueue(name: "bank", workers: Self.workers, capacity: Self.waitingMax) { jobs in
            for job in jobs { job() }
        }
    }

    func stop(draining: Duration) { _ = work.stop(draining: draining) }

    // MARK: Before the body

    func admit(_ head: HTTPRequestHead) -> HTTPAdmission {
        switch BankRoute.router.match(head) {
        case .found(let route, let match):
            let bodyMax =
                head.isMethod("POST") ? (route == .notification ? 64 << 10 : PageForm.bytesMax) : 0
            return .accept(bodyBytesMax: bodyMax, route: match, context: Found(route))
        case .methodNotAllowed(let allow): return .refuse(.text(405, "Not this way.\n").adding("Allow", allow))
        case .options(let allow): return .refuse(.empty(204, headers: [HTTPField("Allow", allow)]))
        case .notFound, .malformed:
            var call = call(HTTPRequest(head: head), nil)
            call.customer = nil
            return .refuse(pages.fault(call.texts.faults.notFound, 404, call))
        }
    }

    func errorResponse(_ refusal: HTTPRefusal, requestID: HTTPRequestID) -> HTTPResponse {
        .text(refusal.status, "This request cannot be answered.\n")
    }

    // MARK: With the body

    func handle(_ request: HTTPRequest, context: HTTPContext?, _ responder: HTTPResponder) {
        guard let route = (context as? Found)?.route else { return responder.answer(.empty(500)) }
        switch route {
        case .health: return responder.answer(.json(200, Array(#"{"status":"up"}"#.utf8)))
        case .asset: return responder.answer(PageAssets.answer(path: request.path) ?? .text(404, "No such file.\n"))
        default: break
        }
        let job: @Sendable () -> Void = { [self] in responder.answer(answer(route, request)) }
        if !work.submit(job) {
            responder.answer(.text(503, "Too many requests.\n").adding("Retry-After", "1"))
        }
    }

    private func call(_ request: HTTPRequest, _ session: String?) -> BankCall {
        let customer = session.flatMap(pages.sessions.user(of:)).flatMap(DemoCustomers.named)
        let language =
            languageCookie.value(in: request).flatMap { PageLanguage(rawValue: $0) } ?? customer?.language
            ?? request.headers["Accept-Language"].flatMap { PageLanguage(accepting: $0) } ?? .english
        return BankCall(
            request: request, language: language, texts: .of(language), customer: customer,
            session: customer == nil ? nil : session)
    }

    private func answer(_ route: BankRoute, _ request: HTTPRequest) -> HTTPResponse {
        let call = call(request, sessionCookie.value(in: request))
        if request.head.isMethod("GET"), route != .logo, let wanted = call.parameter("lang") {
            guard let language = PageLanguage(rawValue: wanted) else { return PageHeaders.seeOther(call.address) }
            return PageHeaders.seeOther(
                call.address, headers: [languageCookie.set(language.rawValue, seconds: Self.languageSeconds)])
        }
        do {
            if !route.isOpen { _ = try call.signedIn() }
            return try answer(route, call)
        } catch let refusal as BankRefusal {
            return refused(refusal, call)
        } catch let error as IssuerClientError {
            pages.desk.note(error, "the network did not do what a customer asked for")
            return pages.fault(call.texts.faults.unreachable, 502, call)
        } catch {
            log.error(
                "a page cannot be given", .identifier("requestId", "\(request.requestID)"),
                .identifier("error", String(describing: type(of: error))))
            return pages.fault(call.texts.faults.inside, 500, call)
        }
    }

    private func refused(_ refusal: BankRefusal, _ call: BankCall) -> HTTPResponse {
        switch refusal {
        case .signedOut:
            // A form that came too late is not kept: what it wanted is asked for again.
            let next = call.request.head.isMethod("GET") ? call.address : "/bank/cards"
            return pages.signIn(call, next: next, status: 200)
        case .notFound: return pages.fault(call.texts.faults.notFound, 404, call)
        case .foreign: return pages.fault(call.texts.faults.foreign, 403, call)
        case .malformed: return pages.fault(call.texts.faults.malformed, 400, call)
        case .refusedReturn: return pages.fault(call.texts.results.refused, 403, call)
        }
    }

    private func answer(_ route: BankRoute, _ call: BankCall) throws -> HTTPResponse {
        switch route {
        case .root: return PageHeaders.seeOther("/bank")
        case .home: return PageHeaders.seeOther(call.customer == nil ? "/bank/sign-in" : "/bank/cards")
        case .signInPage: return pages.signIn(call, next: nil, status: 200)
        case .signIn: return try signIn(call)
        case .signOut:
            _ = try call.form()
            if let session = call.session { pages.sessions.close(session) }
            return PageHeaders.seeOther("/bank/sign-in", headers: [sessionCookie.clearing])
        case .logo: return try pages.logo(call)
        case .cards: return try pages.cards(call)
        case .card: return try pages.card(call)
        case .offer: return try pages.offer(call)
        case .push: return try pages.push(call)
        case .enroll: return try pages.enroll(call)
        case .suspend: return try pages.change(call, .suspend(reason: "Z"), done: "suspended")
        case .resume: return try pages.change(call, .unsuspend(reason: "Z"), done: "resumed")
        case .removal: return try pages.removal(call)
        case .remove: return try pages.change(call, .delete, done: "removed")
        case .comeBack: return try pages.comeBack(call)
        case .result: return try pages.result(call)
        case .confirm: return try pages.confirm(call)
        case .activity: return try pages.activity(call)
        case .profile: return try pages.profile(call)
        case .activation: return try pages.activation(call)
        case .activate: return try pages.activate(call)
        case .notification: return try pages.notification(call)
        case .health, .asset: return .empty(404)
        }
    }

    /// A session that the browser had before ends: nobody can have planted the new one.
    private func signIn(_ call: BankCall) throws -> HTTPResponse {
        let form = try call.form()
        let next = form["next"].flatMap { BankPages.isLocal($0) ? $0 : nil }
        guard let customer = form["user"].flatMap({ DemoCustomers.named($0.lowercased()) }),
            BankPages.isPassword(form["password"])
        else { return pages.signIn(call, next: next, status: 422, isRefused: true, userName: form["user"]) }
        if let session = call.session { pages.sessions.close(session) }
        let session = pages.sessions.open(user: customer.userName)
        return PageHeaders.seeOther(
            next ?? "/bank/cards", headers: [sessionCookie.set(session, seconds: 24 * 3600)])
    }
}
