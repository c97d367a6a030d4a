// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import HTTPService
internal import RequestSigning
internal import WireJSON

/// Answers the calls under `/__admin`.
struct AdminRoutes: Sendable {
    private static let secondsMax: Int64 = 10 * 366 * 86_400
    private static let journalDefault = 100

    let sandbox: Sandbox
    let work: SandboxWork
    let callers: CallerDirectory
    let origins: OriginPolicy
    let outbox: OutboxRoutes
    let codes: CodeRoutes
    let confirmations: ConfirmationRoutes
    let delegation: DelegationRoutes
    let seed: SeedRoutes

    /// - Parameter id: what the path names; empty where it names nothing.
    func answer(_ operation: AdminOperation, _ request: HTTPRequest, id: String) throws -> HTTPResponse {
        let query = try query(request, operation.parameters)
        let body = try AdminBody(request.body, members: operation.members)
        switch operation {
        case .clock: return clock()
        case .freezeClock, .setClock, .advanceClock, .resumeClock: return try move(operation, body)
        case .faults: return .json(200, sandbox.faults.json)
        case .addFault:
            var writer = JSONWriter()
            try sandbox.faults.add(Fault(body)).write(to: &writer)
            return .json(201, writer.bytes)
        case .removeFaults: sandbox.faults.removeAll()
        case .reset:
            let serviceId = try body.string("serviceId")
            if let identity = try body.string("identity") {
                try work.reset(identity: identity, serviceId: serviceId)
            } else {
                try work.reset(serviceId: serviceId)
            }
        case .journal:
            return .json(
                200,
                Journal.json(sandbox.journal.newest(try limit(query["limit"], Self.journalDefault, Journal.countMax))))
        case .emptyJournal: sandbox.journal.removeAll()
        case .lastRefusedSignature, .lastAuthFailure:
            guard let json = sandbox.refused.json(origins: origins, keys: callers) else {
                throw ServiceError(.notFound, "No signature was refused since the start.")
            }
            return .json(200, json)
        case .outbox:
            return try outbox.list(
                serviceId: query["serviceId"],
                limit: try limit(query["limit"], OutboxRoutes.limitDefault, OutboxRoutes.limitMax))
        case .replayOutbox:
            return try outbox.replay(serviceId: body.string("serviceId"), since: try Self.instant(body, "since"))
        case .confirmations: return try confirmations.report(srcCorrelationId: query["srcCorrelationId"])
        case .delegate: return try delegation.set(body, issuer: id)
        case .seed: return try seed.load(body)
        case .lastCode: return try codes.last(identity: query["identity"])
        case .fixCodes: try codes.fix(body)
        case .passkeys: try sandbox.passkeys.seed(body)
        case .messages:
            return codes.messages(limit: try limit(query["limit"], CodeRoutes.limitDefault, CodeOutbox.countMax))
        }
        return .empty(204)
    }

    private func clock() -> HTTPResponse {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("now", sandbox.clock.now.iso8601)
            writer.member("frozen", sandbox.clock.isFrozen)
        }
        return .json(200, writer.bytes)
    }

    /// What falls due by the new time has happened when the answer is given.
    private func move(_ operation: AdminOperation, _ body: AdminBody) throws -> HTTPResponse {
        let now = try Self.instant(body, "now")
        switch operation {
        case .freezeClock: sandbox.clock.freeze(at: now)
        case .setClock: sandbox.clock.set(try AdminBody.required(now, "now"))
        case .advanceClock:
            let seconds = try AdminBody.required(body.int("seconds", in: 0...Self.secondsMax), "seconds")
            sandbox.clock.advance(by: .seconds(seconds))
        default: sandbox.clock.resume()
        }
        try work.catchUp()
        return clock()
    }

    private static func instant(_ body: AdminBody, _ name: String) throws(ServiceError) -> Timestamp? {
        try body.string(name).map { (text) throws(ServiceError) in
            try AdminBody.required(
                Timestamp(iso8601: text), name, reason: .invalidFormat, "must look like 2026-11-20T12:00:00Z")
        }
    }

    private func query(_ request: HTTPRequest, _ known: Set<String>) throws(ServiceError) -> [String: String] {
        guard let query = try? request.head.queryString() else { throw Self.badQuery("query", "is not well-formed") }
        var values: [String: String] = [:]
        for field in query.fields {
            guard known.contains(field.name), values.updateValue(field.value, forKey: field.name) == nil else {
                throw Self.badQuery("query", "has a parameter that is not known here, or one twice")
            }
        }
        return values
    }

    private func limit(_ text: String?, _ standard: Int, _ most: Int) throws(ServiceError) -> Int {
        guard let text else { return standard }
        guard let limit = Int(text), (1...most).contains(limit) else {
            throw Self.badQuery("limit", "must be a whole number from 1 to \(most)")
        }
        return limit
    }

    private static func badQuery(_ name: String, _ message: String) -> ServiceError {
        ServiceError(.invalidArgument, details: [ErrorDetail(.invalidValue, .query, name, message)])
    }
}
