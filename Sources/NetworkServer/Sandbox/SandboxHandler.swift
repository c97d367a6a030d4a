// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import HTTPService

/// Stands in front of the API in sandbox mode: answers `/__admin`, makes calls go wrong, and writes the journal.
final class SandboxHandler: HTTPHandler {
    private final class AdminContext: Sendable {
        let operation: AdminOperation
        /// What the path names.
        let id: String

        init(_ operation: AdminOperation, id: String) {
            self.operation = operation
            self.id = id
        }
    }

    private final class CallContext: Sendable {
        let operation: Operation
        /// The API's own.
        let inner: HTTPContext?

        init(_ operation: Operation, _ inner: HTTPContext?) {
            self.operation = operation
            self.inner = inner
        }
    }

    private let api: APIHandler
    private let admin: AdminRoutes
    private let notes: JournalNotes
    private let services: APIHandler.Services
    /// Whether other machines may use `/__admin`.
    private let allowsRemote: Bool
    /// Behind a proxy every peer looks near.
    private let seesPeers: Bool
    private let router = AdminOperation.router()
    private let answers = Answers()

    init(_ api: APIHandler, _ admin: AdminRoutes, _ services: APIHandler.Services, _ configuration: ServerConfiguration)
    {
        self.api = api
        self.admin = admin
        self.services = services
        notes = JournalNotes(journal: admin.sandbox.journal, callers: admin.callers, clock: admin.sandbox.clock)
        allowsRemote = configuration.isAdminRemote
        seesPeers = !configuration.isBehindProxy
    }

    // MARK: Before the body

    func admit(_ head: HTTPRequestHead) -> HTTPAdmission {
        switch router.match(head) {
        case .found(let operation, let match): admit(head, operation, id: match.parameter("id", of: head) ?? "")
        case .methodNotAllowed(let allow):
            .refuse(
                answers.error(ServiceError(.invalidArgument, "This path has other methods: \(allow).", status: 405))
                    .adding("Allow", allow))
        case .options(let allow): .refuse(.empty(204, headers: [HTTPField("Allow", allow)]))
        case .notFound, .malformed: admitCall(head)
        }
    }

    private func admit(_ head: HTTPRequestHead, _ operation: AdminOperation, id: String) -> HTTPAdmission {
        guard allowsRemote || seesPeers && head.remoteAddress.isLoopback else {
            return .refuse(
                answers.error(ServiceError(.permissionDenied, "Only this machine may do that; see --admin-remote.")))
        }
        // A page in a browser on this machine can send anything but this type without asking first.
        let type = head.headers["Content-Type"]?.lowercased() ?? ""
        guard !["POST", "PUT"].contains(operation.method.description) || type.hasPrefix("application/json") else {
            return .refuse(
                answers.error(ServiceError(.invalidArgument, "The Content-Type must be application/json.", status: 415))
            )
        }
        return .accept(bodyBytesMax: AdminBody.bytesMax, context: AdminContext(operation, id: id))
    }

    private func admitCall(_ head: HTTPRequestHead) -> HTTPAdmission {
        switch api.admit(head) {
        case .refuse(let response, let route):
            notes.add(head, Operation(route), response)
            return .refuse(response, route: route)
        case .accept(let bodyBytesMax, let route, let inner):
            guard let operation = Operation(route) else {
                return .accept(bodyBytesMax: bodyBytesMax, route: route, context: inner)
            }
            return .accept(bodyBytesMax: bodyBytesMax, route: route, context: CallContext(operation, inner))
        }
    }

    func errorResponse(_ refusal: HTTPRefusal, requestID: HTTPRequestID) -> HTTPResponse {
        api.errorResponse(refusal, requestID: requestID)
    }

    func errorResponse(_ refusal: HTTPRefusal, to head: HTTPRequestHead) -> HTTPResponse {
        api.errorResponse(refusal, to: head)
    }

    // MARK: With the body

    func handle(_ request: HTTPRequest, context: HTTPContext?, _ responder: HTTPResponder) {
        if let context = context as? AdminContext {
            let isTaken = services.work.submit { [self] in responder.answer(answer(context, request)) }
            if !isTaken { responder.answer(answers.overloaded()) }
        } else if let context = context as? CallContext {
            run(request, context, admin.sandbox.faults.fault(for: context.operation), responder)
        } else {
            api.handle(request, context: context, responder)
        }
    }

    private func answer(_ context: AdminContext, _ request: HTTPRequest) -> HTTPResponse {
        do {
            return try admin.answer(context.operation, request, id: context.id)
        } catch {
            return answers.failure(error, log: services.log, requestID: "\(request.requestID)")
        }
    }

    private func run(_ request: HTTPRequest, _ context: CallContext, _ fault: Fault?, _ responder: HTTPResponder) {
        let consumerKey = APIHandler.claimedConsumerKey(context.inner)
        let finish: @Sendable (HTTPResponse) -> Void = { [notes] response in
            notes.add(
                request.head, context.operation, response, body: request.body, consumerKey: consumerKey,
                fault: fault?.id)
            responder.answer(response)
        }
        switch fault?.moment {
        case nil:
            pass(request, context, finish)
        case .before:
            later(fault?.latency) { [self] in
                if let response = replacement(fault, for: request.head) {
                    finish(response)
                } else {
                    pass(request, context, finish)
                }
            }
        case .after:
            pass(request, context) { [self] response in
                later(fault?.latency) { [self] in finish(replacement(fault, for: request.head) ?? response) }
            }
        }
    }

    private func pass(
        _ request: HTTPRequest, _ context: CallContext, _ finish: @escaping @Sendable (HTTPResponse) -> Void
    ) {
        api.handle(request, context: context.inner, HTTPResponder(recorder: finish))
    }

    private func later(_ delay: Duration?, _ work: @escaping @Sendable () -> Void) {
        guard let delay else { return work() }
        admin.sandbox.timer.after(delay, work)
    }

    /// In the layout that the call's program has.
    private func replacement(_ fault: Fault?, for head: HTTPRequestHead) -> HTTPResponse? {
        switch fault?.replacement {
        case .error(let error):
            let registry = services.callers.registry
            let layouts = ErrorLayouts(of: head, consumerKey: nil, in: registry)
            let response = Answers(layouts: layouts, isProcessing: head.target.hasPrefix(Operation.processingBase))
                .injected(error)
            return layouts.isBrowserSide ? response.adding(CrossOrigin.headers(head, services.callers)) : response
        case .reset: return .reset
        case .malformed:
            let broken = HTTPResponse.json(200, Array(#"{"srcCorrelationId":""#.utf8))
            return head.headers["Origin"] == nil
                ? broken : broken.adding(CrossOrigin.headers(head, services.callers))
        case nil: return nil
        }
    }
}

extension Operation {
    private static let byRoute = Dictionary(
        uniqueKeysWithValues: allCases.map { ("\($0.method) \($0.path)", $0) })

    /// The operation of a route of the API.
    init?(_ route: RouteMatch?) {
        guard let template = route?.template, let operation = Self.byRoute["\(template.method) \(template.path)"] else {
            return nil
        }
        self = operation
    }
}
