// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import HTTPService
internal import Pages
internal import SignIn

/// The network's own sign-in page over HTTP: what the browser sends, which step that is, and what it gets (checkout
/// 5.4). Whoever has the page's address may act in it; the tokens go to the shop's session alone.
struct AuthenticationPages: Sendable {
    static let path: StaticString = "/src/api/authenticate"
    /// Where its forms go.
    static let formPath: StaticString = "/src/api/authenticate/page"
    private static let sessionName = "session"

    var authentication: HostedAuthentication
    var views: AuthenticationViews
    var callers: CallerDirectory
    var work: WorkQueue<@Sendable () -> Void>
    var log: Log

    /// The page's address without its origin.
    static func address(_ page: String) -> String { "\(path)?\(sessionName)=\(page)" }

    static func formAddress(_ page: String, _ language: PageLanguage) -> String {
        "\(formPath)?\(sessionName)=\(page)&lang=\(language.rawValue)"
    }

    /// `GET`: the page of the step that was reached. It changes nothing: no code goes out because somebody looks.
    func show(_ request: HTTPRequest, _ responder: HTTPResponder) {
        answer(request, responder) { try page(try authentication.view(session(request)), request) }
    }

    /// `POST`: the form of a step. A form of a step that is over changes nothing.
    func take(_ request: HTTPRequest, _ responder: HTTPResponder) {
        answer(request, responder) {
            let form = try PageForm(request)
            let session = session(request)
            let isRemembered = form.isTicked("remember")
            switch form["do"] {
            case "send":
                authentication.send(to: form["channel"], session) { result in
                    // Completions are on threads that have other things to do.
                    let job: @Sendable () -> Void = {
                        answer(request, responder) { try step(request, session, isRemembered) { try result.get() } }
                    }
                    if !work.submit(job) { job() }
                }
                return nil
            case "code":
                return try step(request, session, isRemembered) {
                    // Codes are often typed with a gap in the middle.
                    let code = (form["code"] ?? "").filter { $0 != " " }
                    return try authentication.enter(code, isRemembered: isRemembered, session)
                }
            case "passkey":
                return try step(request, session, isRemembered) {
                    try authentication.usePasskey(isRemembered: isRemembered, session)
                }
            case "cancel": return try go(try authentication.leave(.closed, session), request)
            case "switch-consumer": return try go(try authentication.leave(.switchConsumer, session), request)
            default: throw PageForm.Fault.malformed
            }
        }
    }

    /// On to what a step came to; or the same page again with what was wrong.
    private func step(
        _ request: HTTPRequest, _ session: String, _ isRemembered: Bool,
        _ act: () throws -> HostedAuthentication.View?
    ) throws -> HTTPResponse {
        do {
            return try go(try act(), request)
        } catch let error as BrowserError {
            let notes = AuthenticationViews.Notes(fault: Self.fault(error), isRemembered: isRemembered)
            return try page(try authentication.view(session), request, notes, status: 422)
        }
    }

    private static func fault(_ error: BrowserError) -> AuthenticationViews.Fault {
        switch error.reason {
        case .codeInvalid, .codeMissing: .wrong
        case .codeExpired: .old
        case .retriesExceeded: error.retryAfter == nil ? .used : .tooSoon
        case .authInvalid: .passkey
        default: .failed
        }
    }

    // MARK: Answers

    private func go(_ view: HostedAuthentication.View?, _ request: HTTPRequest) throws -> HTTPResponse {
        guard let view else { return views.lost(language(request)).response }
        return PageHeaders.seeOther(Self.address(view.page) + "&lang=" + language(request, view).rawValue)
    }

    private func page(
        _ view: HostedAuthentication.View?, _ request: HTTPRequest,
        _ notes: AuthenticationViews.Notes = AuthenticationViews.Notes(), status: Int = 200
    ) throws -> HTTPResponse {
        guard let view else { return views.lost(language(request)).response }
        var notes = notes
        notes.isFramed = request.headers["Sec-Fetch-Dest"] == "iframe"
        let shop = callers.registry.dpa(view.dpa)?.presentationName ?? "Click to Pay"
        return views.page(view, shop, language(request, view), notes, status: status).response
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
        } catch {
            log.error(
                "a page could not be made", .identifier("requestId", "\(request.requestID)"),
                .identifier("error", String(describing: type(of: error))))
            responder.answer(views.failed(language(request)).response)
        }
    }

    private func session(_ request: HTTPRequest) -> String { request.pageParameter(Self.sessionName) ?? "" }

    private func language(_ request: HTTPRequest, _ view: HostedAuthentication.View) -> PageLanguage {
        request.chosenLanguage ?? view.language.flatMap(PageLanguage.init(rawValue:)) ?? language(request)
    }

    private func language(_ request: HTTPRequest) -> PageLanguage {
        request.chosenLanguage ?? request.headers["Accept-Language"].flatMap(PageLanguage.init(accepting:)) ?? .english
    }
}
