// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import HTTPService
internal import IssuerKit
internal import Pages

/// Answers the requests of browsers. Some ask the network, so that each is made on a thread of its own queue.
final class ShopHandler: HTTPHandler {
    private final class Found: Sendable {
        let route: ShopRoute
        init(_ route: ShopRoute) { self.route = route }
    }

    private static let workers = 4
    private static let waitingMax = 256
    private static let languageSeconds = 180 * 24 * 3600

    let pages: ShopPages
    private let sessionCookie: PageCookie
    private let languageCookie: PageCookie
    private let log: Log
    private let work: WorkQueue<@Sendable () -> Void>

    init(pages: ShopPages, isSecure: Bool, log: Log) {
        self.pages = pages
        self.log = log
        sessionCookie = PageCookie("fern-session", isSecure: isSecure)
        languageCookie = PageCookie("fern-language", isSecure: isSecure)
        work = WorkQueue(name: "shop", workers: Self.workers, capacity: Self.waitingMax) { jobs in
            for job in jobs { job() }
        }
    }

    func stop(draining: Duration) { _ = work.stop(draining: draining) }

    // MARK: Before the body

    func admit(_ head: HTTPRequestHead) -> HTTPAdmission {
        switch ShopRoute.router.match(head) {
        case .found(let route, let match):
            return .accept(
                bodyBytesMax: head.isMethod("POST") ? PageForm.bytesMax : 0, route: match, context: Found(route))
        case .methodNotAllowed(let allow): return .refuse(.text(405, "Not this way.\n").adding("Allow", allow))
        case .options(let allow): return .refuse(.empty(204, headers: [HTTPField("Allow", allow)]))
        case .notFound, .malformed:
            let call = call(HTTPRequest(head: head), nil)
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
        case .asset:
            return responder.answer(
                ShopScript.answer(path: request.path) ?? PageAssets.answer(path: request.path)
                    ?? .text(404, "No such file.\n"))
        default: break
        }
        let job: @Sendable () -> Void = { [self] in responder.answer(answer(route, request)) }
        if !work.submit(job) {
            responder.answer(.text(503, "Too many requests.\n").adding("Retry-After", "1"))
        }
    }

    private func call(_ request: HTTPRequest, _ sessionID: String?) -> ShopCall {
        let session = sessionID.flatMap(pages.sessions.session)
        let language =
            languageCookie.value(in: request).flatMap { PageLanguage(rawValue: $0) }
            ?? request.headers["Accept-Language"].flatMap { PageLanguage(accepting: $0) } ?? .english
        return ShopCall(
            request: request, language: language, texts: .of(language), session: session,
            sessionID: session == nil ? nil : sessionID)
    }

    private func answer(_ route: ShopRoute, _ request: HTTPRequest) -> HTTPResponse {
        let call = call(request, sessionCookie.value(in: request))
        if request.head.isMethod("GET"), let wanted = call.parameter("lang") {
            guard let language = PageLanguage(rawValue: wanted) else { return PageHeaders.seeOther(call.address) }
            return PageHeaders.seeOther(
                call.address, headers: [languageCookie.set(language.rawValue, seconds: Self.languageSeconds)])
        }
        do {
            return try answer(route, call)
        } catch let refusal as ShopRefusal {
            return refused(refusal, call)
        } catch let error as IssuerClientError {
            log.warning("the network cannot be asked", .identifier("reason", error.reason))
            return pages.fault(call.texts.faults.unreachable, 502, call)
        } catch {
            log.error(
                "a page cannot be given", .identifier("requestId", "\(request.requestID)"),
                .identifier("error", String(describing: type(of: error))))
            return pages.fault(call.texts.faults.inside, 500, call)
        }
    }

    private func refused(_ refusal: ShopRefusal, _ call: ShopCall) -> HTTPResponse {
        switch refusal {
        case .notFound: pages.fault(call.texts.faults.notFound, 404, call)
        case .foreign: pages.fault(call.texts.faults.foreign, 403, call)
        case .malformed: pages.fault(call.texts.faults.malformed, 400, call)
        case .foreignCheckout: pages.fault(call.texts.faults.foreignCheckout, 403, call)
        }
    }

    private func answer(_ route: ShopRoute, _ call: ShopCall) throws -> HTTPResponse {
        switch route {
        case .root: PageHeaders.seeOther("/shop")
        case .plants: pages.plants(call)
        case .basket: pages.basket(call)
        case .changeBasket: try changeBasket(call)
        case .checkout: pages.checkout(call)
        case .preferences: try pages.setPreferences(call)
        case .orders: try pages.orders(call)
        case .makeOrder: try pages.makeOrder(call)
        case .order: try pages.order(call)
        case .cancel: try pages.undo(call, as: .cancelled)
        case .refund: try pages.undo(call, as: .refunded)
        case .health, .asset: .empty(404)
        }
    }

    /// The first plant in a basket begins a session.
    private func changeBasket(_ call: ShopCall) throws -> HTTPResponse {
        let form = try call.form()
        guard let product = form["product"].flatMap(Product.named) else { throw ShopRefusal.malformed }
        var headers: [HTTPField] = []
        let id: String
        if let known = call.sessionID {
            id = known
        } else {
            id = pages.sessions.open()
            headers = [sessionCookie.set(id, seconds: 24 * 3600)]
        }
        let change = form["change"] ?? "more"
        let next = pages.entropy.uuid()
        pages.sessions.change(id) { session in
            session.change(next: next) { basket in
                switch change {
                case "less": basket.change(product, by: -1)
                case "none": basket.remove(product)
                default: basket.change(product, by: 1)
                }
            }
        }
        return PageHeaders.seeOther("/shop/basket", headers: headers)
    }
}
