// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import HTTPService
internal import RequestSigning

/// Answers every request of the server, in the order of enrollment 19.1: signature, client-id header, media type, then
/// the operation. What needs no body is refused before the body is read.
final class APIHandler: HTTPHandler {
    /// What one call needs besides itself.
    struct Services: Sendable {
        var verifier: RequestVerifier
        var callers: CallerDirectory
        var enroll: EnrollRoutes
        var batches: BatchRoutes
        var profiles: ProfileRoutes
        var cards: CardRoutes
        var credentials: CredentialRoutes
        var tokens: TokenRoutes
        var tokenConnect: TokenConnectRoutes
        var processing: ProcessingRoutes
        var browser: BrowserRoutes
        var transactions: TransactionRoutes
        var operations: OperationsRoutes
        var requests: RateLimiter
        var work: WorkQueue<@Sendable () -> Void>
        var clock: any WallClock
        var entropy: any EntropySource
        var log: Log
        /// Told of refused signatures; sandbox only.
        var refused: RefusedSignature?
    }

    private final class Signed: Sendable {
        let operation: Operation
        let head: HeadChecked?

        init(_ operation: Operation, _ head: HeadChecked?) {
            self.operation = operation
            self.head = head
        }
    }

    private let router: Router<Operation>
    private let services: Services
    private let bodyBytesMax: Int
    private let answers = Answers()

    init(router: Router<Operation>, services: Services, bodyBytesMax: Int) {
        self.router = router
        self.services = services
        self.bodyBytesMax = bodyBytesMax
    }

    /// Of whoever says that they have signed a call that was admitted; nil when it needs no signature.
    static func claimedConsumerKey(_ context: HTTPContext?) -> String? {
        (context as? Signed)?.head?.claimedConsumerKey
    }

    // MARK: Before the body

    func admit(_ head: HTTPRequestHead) -> HTTPAdmission {
        switch router.match(head) {
        case .found(let operation, let route): admit(head, operation, route)
        case .notFound: .refuse(unrouted(head, ServiceError(.notFound, "There is nothing at this path.")))
        case .methodNotAllowed(let allow):
            .refuse(
                unrouted(
                    head, ServiceError(.invalidArgument, "This path has other methods: \(allow).", status: 405)
                )
                .adding("Allow", allow))
        case .options(let allow):
            .refuse(
                Operation.isBrowserSide(path: head.path)
                    ? CrossOrigin.preflight(head, services.callers, allow: allow)
                    : .empty(204, headers: [HTTPField("Allow", allow)]))
        case .malformed: .refuse(unrouted(head, ServiceError(.invalidArgument, "The path is not well-formed.")))
        }
    }

    /// For a request that no operation takes: the shape of the family that its path belongs to.
    private func unrouted(_ head: HTTPRequestHead, _ error: ServiceError) -> HTTPResponse {
        let layouts = ErrorLayouts(of: head)
        let response = Answers(layouts: layouts, isProcessing: head.target.hasPrefix(Operation.processingBase))
            .error(error)
        return layouts.isBrowserSide
            ? response.adding(CrossOrigin.headers(head, services.callers)) : response
    }

    private func admit(_ head: HTTPRequestHead, _ operation: Operation, _ route: RouteMatch) -> HTTPAdmission {
        let bodyMax =
            operation.hasBody
            ? operation.isBrowserSide ? min(bodyBytesMax, Operation.browserBytesMax) : bodyBytesMax : 0
        guard operation.isSigned else {
            return .accept(bodyBytesMax: bodyMax, route: route, context: Signed(operation, nil))
        }
        do {
            let checked = try services.verifier.checkHead(
                RequestHead(
                    method: head.method, target: head.target, scheme: head.isTLS ? .https : .http,
                    host: head.headers["Host"], authorizationHeaders: head.headers.values("Authorization")))
            return .accept(bodyBytesMax: bodyMax, route: route, context: Signed(operation, checked))
        } catch {
            services.refused?.note(error, head, body: nil)
            return .refuse(Answers(layouts: layouts(head)).refusal(error), route: route)
        }
    }

    func errorResponse(_ refusal: HTTPRefusal, requestID: HTTPRequestID) -> HTTPResponse {
        answers.refusal(refusal)
    }

    /// A page must be able to read why: in its family's shape, for its own origin alone.
    func errorResponse(_ refusal: HTTPRefusal, to head: HTTPRequestHead) -> HTTPResponse {
        guard Operation.isBrowserSide(path: head.path) else {
            return errorResponse(refusal, requestID: head.requestID)
        }
        return Answers(layouts: ErrorLayouts(of: head)).refusal(refusal)
            .adding("Cache-Control", "no-store").adding(CrossOrigin.headers(head, services.callers))
    }

    // MARK: With the body

    func handle(_ request: HTTPRequest, context: HTTPContext?, _ responder: HTTPResponder) {
        guard let signed = context as? Signed else { return responder.answer(answers.refusal(HTTPRefusal.noAnswer)) }
        if signed.operation.isBrowserSide { return browse(request, signed.operation, responder) }
        guard let head = signed.head else {
            return responder.answer(services.operations.answer(signed.operation, request))
        }
        if signed.operation.isQuick {
            run(request, signed.operation, head, responder)
        } else if !services.work.submit({ [self] in run(request, signed.operation, head, responder) }) {
            responder.answer(
                Answers(
                    layouts: layouts(request.head, head.claimedConsumerKey), isProcessing: signed.operation.isProcessing
                )
                .overloaded())
        }
    }

    /// The calls of pages read and write the store: not on a thread that reads requests.
    private func browse(_ request: HTTPRequest, _ operation: Operation, _ responder: HTTPResponder) {
        let isTaken = services.work.submit { [self] in services.browser.answer(operation, request, responder) }
        guard !isTaken else { return }
        responder.answer(
            Answers(layouts: ErrorLayouts(of: request.head)).overloaded()
                .adding(CrossOrigin.headers(request.head, services.callers)))
    }

    private func run(
        _ request: HTTPRequest, _ operation: Operation, _ head: HeadChecked, _ responder: HTTPResponder
    ) {
        let layouts = layouts(request.head, head.claimedConsumerKey)
        let answers = Answers(layouts: layouts, isProcessing: operation.isProcessing)
        let responder = APIResponder(
            responder, request, answers: answers,
            correlationId: operation.isProcessing ? correlation(request) : nil, log: services.log)
        do {
            var call = try call(request, operation, head)
            call.layouts = layouts
            if let seconds = wait(call) {
                return responder.answer(answers.tooMany("Too many requests.", retryAfter: seconds))
            }
            try dispatch(call, responder)
        } catch let refusal as SigningRefusal {
            services.refused?.note(refusal, request.head, body: request.body)
            responder.answer(answers.refusal(refusal))
        } catch {
            responder.fail(error)
        }
    }

    /// What a processing call and its answer are tied together by: the caller's own id, or a new one (processing 2).
    private func correlation(_ request: HTTPRequest) -> String {
        let given = request.headers["Correlation-ID"].flatMap { try? CorrelationID($0) }
        return given?.value ?? services.entropy.uuid()
    }

    /// Seconds that the caller must wait, by the rates of the program that the call is about (enrollment 16).
    private func wait(_ call: APICall) -> Int? {
        let caller = call.caller.srcClientId
        let program = call.registry.program(of: caller, named: call.request.head.namedServiceId)
        guard let program, program.settings.hasRequestRate else {
            return services.requests.take(caller)
        }
        return services.requests.take(
            program.serviceId, perSecond: program.settings.requestsPerSecond, burst: program.settings.requestBurst)
    }

    private func layouts(_ head: HTTPRequestHead, _ consumerKey: String? = nil) -> ErrorLayouts {
        ErrorLayouts(of: head, consumerKey: consumerKey, in: services.callers.registry)
    }

    /// Finishes the verification and finds out who calls.
    private func call(_ request: HTTPRequest, _ operation: Operation, _ head: HeadChecked) throws -> APICall {
        let verified = try services.verifier.finish(head, body: request.body)
        guard let caller = services.callers.caller(consumerKey: verified.consumerKey) else {
            throw SigningRefusal.notEntitled
        }
        if caller.isLocked { throw ServiceError(.locked, "The client is locked.") }
        try checkClientHeader(request, verified.consumerKey)
        if operation.hasBody { try checkMediaType(request) }
        let query: QueryString
        do {
            query = try request.head.queryString()
        } catch {
            throw ServiceError(
                .invalidArgument,
                details: [ErrorDetail(.invalidFormat, .query, "query", "The query is not well-formed.")])
        }
        let day = services.clock.now.day
        return APICall(
            request: request, operation: operation, caller: caller, registry: services.callers.registry,
            query: QueryItems(query.fields.map { ($0.name, $0.value) }), freshCorrelationId: services.entropy.uuid(),
            today: CalendarMonth(year: day.year, month: day.month))
    }

    /// The gateway can derive this header from the key: a missing one is, a different one is refused (enrollment 2.4).
    private func checkClientHeader(_ request: HTTPRequest, _ consumerKey: String) throws {
        guard let given = request.headers["x-openapi-clientid"] else { return }
        guard consumerKey.split(separator: "!").first.map(String.init) == given else {
            throw APICall.error(
                .permissionDenied, .header, "X_OPEN_API_CLIENT_ID", "The client id is not the one of the consumer key.")
        }
    }

    private func checkMediaType(_ request: HTTPRequest) throws {
        let type = request.headers["Content-Type"]?.split(separator: ";").first?.lowercased() ?? ""
        guard type.trimming(" ") == "application/json" else {
            throw ServiceError(.invalidArgument, "The Content-Type must be application/json.", status: 415)
        }
    }

    private func dispatch(_ call: APICall, _ responder: APIResponder) throws {
        switch call.operation {
        case .enrollCard, .enableCredential: try services.enroll.enroll(call, responder)
        case .enrollBatch, .stageBatch, .enableBatch: try services.batches.enroll(call, responder)
        case .batchStatus, .batchStatusAlias, .enablementStatus: try services.batches.status(call, responder)
        case .getProfile: try services.profiles.read(call, responder)
        case .updateProfile: try services.profiles.update(call, responder)
        case .deleteProfile, .deleteProfileByPath: try services.profiles.delete(call, responder)
        case .getCard: try services.cards.read(call, responder)
        case .updateCard: try services.cards.update(call, responder)
        case .deleteCard: try services.cards.delete(call, responder)
        case .getConsumer, .updateConsumer, .deleteConsumer, .getCredential, .updateCredential, .deleteCredential:
            try services.credentials.run(call, responder)
        case .tokenSearch, .tokenActivate, .tokenSuspend, .tokenUnsuspend, .tokenDelete, .tokenUpdate:
            try services.tokens.run(call, responder)
        case .tokenRequestors, .tokenRequestorAsset, .pushAccounts: try services.tokenConnect.run(call, responder)
        case .transactionCredentials, .confirmations: try services.transactions.run(call, responder)
        case _ where call.operation.isProcessing: try services.processing.run(call, responder)
        default: throw ServiceError(.notImplemented)
        }
    }
}

extension Substring {
    fileprivate func trimming(_ character: Character) -> Substring {
        var text = self
        while text.last == character { text.removeLast() }
        while text.first == character { text.removeFirst() }
        return text
    }
}

extension String {
    fileprivate func trimming(_ character: Character) -> Substring { Substring(self).trimming(character) }
}

/// Who makes a call, and what ties it to others: for the journal, which would have to read the body again.
struct CallParties: Sendable {
    var srcClientId: String
    var srcCorrelationId: String
}

/// Answers one API call: adds the headers that every answer of the API has.
struct APIResponder: Sendable {
    private let responder: HTTPResponder
    private let flowId: String?
    private let requestID: String
    /// The `X-MC-Correlation-ID` of a processing call.
    private let correlationId: String?
    private let answers: Answers
    /// What else the answer has: of the browser's side.
    private let headers: [HTTPField]?
    private let parties: CallParties?
    private let log: Log

    /// - Parameters:
    ///   - headers: of an answer to a page, which nobody is to keep.
    ///   - parties: who calls, where it is known by now.
    init(
        _ responder: HTTPResponder, _ request: HTTPRequest, answers: Answers, correlationId: String? = nil,
        headers: [HTTPField]? = nil, parties: CallParties? = nil, log: Log
    ) {
        self.parties = parties
        self.correlationId = correlationId
        self.headers = headers
        self.responder = responder
        self.answers = answers
        self.log = log
        requestID = "\(request.requestID)"
        // A client takes the flow id from one answer to the next call; this server is one site and hands it on.
        flowId = request.headers["X-Src-Cx-Flow-Id"].flatMap(Self.checked)
    }

    private static func checked(_ flowId: String) -> String? {
        guard flowId.utf8.count <= 255, !flowId.isEmpty else { return nil }
        let isPlain = flowId.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "#"),
                UInt8(ascii: "."):
                true
            default: false
            }
        }
        return isPlain ? flowId : nil
    }

    func answer(_ response: HTTPResponse) {
        var response = response.adding("X-Src-Cx-Flow-Id", flowId ?? requestID)
        response.note = parties
        if let headers {
            return responder.answer(response.adding("Cache-Control", "no-store").adding(headers))
        }
        guard let correlationId else { return responder.answer(response) }
        // Card data and token numbers are nobody's to keep on the way.
        responder.answer(
            response.adding("X-MC-Correlation-ID", correlationId).adding("Cache-Control", "no-store"))
    }

    func answer(_ status: Int, _ json: [UInt8]) {
        answer(.json(status, json))
    }

    func fail(_ error: any Error) {
        answer(answers.failure(error, log: log, requestID: requestID))
    }

    func tooMany(_ message: String, retryAfter seconds: Int) {
        answer(answers.tooMany(message, retryAfter: seconds))
    }
}
