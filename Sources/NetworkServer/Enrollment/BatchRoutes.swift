// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import Enrollment
internal import HTTPService
internal import Store
internal import Vault
internal import WireJSON

/// `POST /cards/batch` and the batch status (enrollment 7, 8), and the same of the second generation (12).
struct BatchRoutes: Sendable {
    var acceptance: BatchAcceptance
    var reading: BatchStatusReading
    var vault: Vault
    var inbox: any InboxStore
    var submissions: RateLimiter
    var statusInterval: AskInterval
    var cardsMax: Int
    var batchesInProgressMax: Int
    var jsonLimits: JSONLimits
    var work: WorkQueue<@Sendable () -> Void>

    func enroll(_ call: APICall, _ responder: APIResponder) throws {
        let generation = call.operation.generation
        let envelope = try BatchEnvelope.decode(
            RequestJSON.root(call.request.body, limits: jsonLimits), generation: generation)
        let program = try call.destination(
            srcClientId: envelope.srcClientId, serviceId: envelope.serviceId, from: .body)
        let kind = try kind(call, program.settings)
        let rate = program.settings.batchesPerSecond
        let payer = rate == nil ? call.caller.srcClientId : program.serviceId
        if let seconds = submissions.take(payer, perSecond: rate, burst: rate.map { $0 * 2 }) {
            return responder.tooMany("Too many batches.", retryAfter: seconds)
        }
        if batchesInProgressMax > 0, try inbox.pendingCounts()[program.directory] ?? 0 >= batchesInProgressMax {
            return responder.tooMany("Too many batches of this directory are in progress.", retryAfter: 5)
        }
        let correlation = call.correlation(envelope.srcCorrelationId)
        let destination = BatchAcceptance.Destination(
            srcClientId: call.caller.srcClientId, directory: program.directory, settings: program.settings,
            cardsMax: cardsMax, kind: kind)
        acceptance.accept(envelope, to: destination) { result in
            switch result {
            case .success(let header):
                let accepted = BatchAccepted(
                    srcCorrelationId: correlation, batchId: vault.publicID(.batch, of: header.batch),
                    externalBatchId: header.externalBatchId)
                responder.answer(202, accepted.json())
            case .failure(let error): responder.fail(error)
            }
        }
    }

    /// What becomes of the batch; `POST /cards/batch` may be set to pre-provision too (enrollment 9.2).
    private func kind(_ call: APICall, _ settings: ProgramSettings) throws(ServiceError) -> BatchKind {
        let isPreProvisioning = call.operation == .stageBatch || settings.batchIsPreProvisioning
        let isEnabled = isPreProvisioning ? settings.preProvisioning : settings.batchEnrollment
        guard isEnabled else {
            let message =
                isPreProvisioning
                ? "The program is not enabled for pre-provisioning." : "The program is not enabled for batches."
            throw call.operation.generation == .v1
                ? APICall.error(.permissionDenied, .body, "serviceId", message)
                : APICall.error(.permissionDenied, .path, "directoryId", message)
        }
        return BatchKind(generation: call.operation.generation, isPreProvisioning: isPreProvisioning)
    }

    func status(_ call: APICall, _ responder: APIResponder) throws {
        let query = try BatchStatusQuery.decode(call.query, generation: call.operation.generation)
        let program = try call.destination(
            srcClientId: query.common.srcClientId, serviceId: query.common.serviceId, from: .query)
        let header = try reading.header(
            batchId: call.parameter("batchId"), srcClientId: call.caller.srcClientId, directory: program.directory)
        guard let header else { throw Self.noBatch }
        if let seconds = statusInterval.ask(header.batch) {
            return responder.tooMany("The status of this batch was asked for a moment ago.", retryAfter: seconds)
        }
        let correlation = call.correlation(query.common.srcCorrelationId)
        guard header.cardCount > Self.quickCardsMax else { return try answer(call, header, correlation, responder) }
        let isQueued = work.submit {
            do {
                try answer(call, header, correlation, responder)
            } catch {
                responder.fail(error)
            }
        }
        if !isQueued { throw ServiceError(.unavailable, "The server is busy; try again.") }
    }

    private func answer(
        _ call: APICall, _ header: BatchHeader, _ srcCorrelationId: String, _ responder: APIResponder
    ) throws {
        let body = try reading.json(
            of: header, srcCorrelationId: srcCorrelationId, generation: call.operation.generation)
        guard let body else { throw Self.noBatch }
        responder.answer(200, body)
    }

    /// The status of a larger batch takes more time than an I/O thread should give to one connection.
    private static let quickCardsMax = 1000

    private static let noBatch = ServiceError(
        .notFound, "There is no such batch.",
        details: [ErrorDetail(.notFound, .path, "batchId", "There is no such batch.")])
}

/// Reads the JSON body of a request.
enum RequestJSON {
    static func root(_ body: [UInt8], limits: JSONLimits) throws(ServiceError) -> JSONValue {
        let document: JSONDocument
        do {
            document = try JSONDocument.parse(body, limits: limits)
        } catch {
            throw ServiceError(
                .invalidArgument, details: [ErrorDetail(.invalidFormat, .body, "Request body", message(error.code))])
        }
        guard document.root.kind == .object else {
            throw ServiceError(
                .invalidArgument, details: [ErrorDetail(.invalidFormat, .body, "Request body", "must be a JSON object")]
            )
        }
        return document.root
    }

    private static func message(_ code: JSONError.Code) -> String {
        switch code {
        case .duplicateName: "a member name occurs twice in one object"
        case .tooDeep: "the JSON is nested too deeply"
        case .tooLarge: "the JSON is too large"
        case .notUTF8: "must be UTF-8"
        case .trailingBytes: "there is something after the JSON object"
        default: "must be JSON"
        }
    }
}
