// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import HTTPService
internal import Pages

/// Stands in front of the API and answers the paths of pages.
final class PageHandler: HTTPHandler {
    private final class PageContext: Sendable {
        let operation: PageOperation
        let route: RouteMatch

        init(_ operation: PageOperation, _ route: RouteMatch) {
            self.operation = operation
            self.route = route
        }
    }

    private let inner: any HTTPHandler
    private let provision: ProvisionRoutes
    private let window: WindowRoutes
    private let account: AccountRoutes
    private let authentication: AuthenticationPages
    private let documents: DocumentPages
    private let work: WorkQueue<@Sendable () -> Void>
    private let router = PageOperation.router()

    init(
        _ inner: any HTTPHandler, provision: ProvisionRoutes, window: WindowRoutes, account: AccountRoutes,
        authentication: AuthenticationPages, documents: DocumentPages, work: WorkQueue<@Sendable () -> Void>
    ) {
        self.inner = inner
        self.provision = provision
        self.window = window
        self.account = account
        self.authentication = authentication
        self.documents = documents
        self.work = work
    }

    func admit(_ head: HTTPRequestHead) -> HTTPAdmission {
        switch router.match(head) {
        case .found(let operation, let route):
            .accept(
                bodyBytesMax: operation.isForm ? PageForm.bytesMax : 0, context: PageContext(operation, route))
        case .methodNotAllowed where Self.isShared(head) && head.method == "POST", .options where Self.isShared(head):
            inner.admit(head)
        case .methodNotAllowed(let own):
            .refuse(
                HTTPResponse.text(405, "This page has other methods: \(Self.allowed(head, own)).")
                    .adding("Allow", Self.allowed(head, own)))
        case .options(let allow): .refuse(.empty(204, headers: [HTTPField("Allow", allow)]))
        case .notFound, .malformed: inner.admit(head)
        }
    }

    /// Whether a path is a page to a browser that looks at it and an operation of the API to everybody else.
    private static func isShared(_ head: HTTPRequestHead) -> Bool { head.path == AuthenticationPages.path.description }

    private static func allowed(_ head: HTTPRequestHead, _ own: String) -> String {
        isShared(head) ? own + ", POST" : own
    }

    func errorResponse(_ refusal: HTTPRefusal, requestID: HTTPRequestID) -> HTTPResponse {
        inner.errorResponse(refusal, requestID: requestID)
    }

    func errorResponse(_ refusal: HTTPRefusal, to head: HTTPRequestHead) -> HTTPResponse {
        inner.errorResponse(refusal, to: head)
    }

    func handle(_ request: HTTPRequest, context: HTTPContext?, _ responder: HTTPResponder) {
        guard let page = context as? PageContext else {
            return inner.handle(request, context: context, responder)
        }
        switch page.operation {
        case .asset: responder.answer(PageAssets.answer(path: request.path) ?? .text(404, "There is no such file."))
        case .browserScript, .browserTypes, .browserFile: responder.answer(BrowserScript.answer(request))
        case .terms: responder.answer(documents.terms(request))
        case .privacy: responder.answer(documents.privacy(request))
        case .provision: submit(request, responder) { [provision] in provision.enter(request, responder) }
        case .window, .windowForm:
            let session = page.route.parameter("dcfSessionId", of: request.head) ?? ""
            let isTaken = work.submit { [window] in
                if page.operation == .windowForm {
                    window.take(request, session: session, responder)
                } else {
                    window.show(request, session: session, responder)
                }
            }
            if !isTaken { responder.answer(window.busy(request)) }
        case .account, .accountPage, .accountCard, .accountForm:
            let isTaken = work.submit { [account] in
                if page.operation == .accountForm { return account.take(request, responder) }
                account.show(
                    request, page: page.route.parameter("page", of: request.head),
                    card: page.route.parameter("card", of: request.head), responder)
            }
            if !isTaken { responder.answer(account.busy(request)) }
        case .authentication, .authenticationForm:
            let isTaken = work.submit { [authentication] in
                if page.operation == .authenticationForm {
                    authentication.take(request, responder)
                } else {
                    authentication.show(request, responder)
                }
            }
            if !isTaken { responder.answer(authentication.busy(request)) }
        case .provisionStep, .provisionForm:
            let flow = page.route.parameter("flow", of: request.head) ?? ""
            submit(request, responder) { [provision] in
                if page.operation == .provisionForm {
                    provision.take(request, flow: flow, responder)
                } else {
                    provision.show(request, flow: flow, responder)
                }
            }
        }
    }

    /// Pages read and write the store: not on a thread that reads requests.
    private func submit(_ request: HTTPRequest, _ responder: HTTPResponder, _ job: @escaping @Sendable () -> Void) {
        if !work.submit(job) { responder.answer(provision.busy(request)) }
    }
}
