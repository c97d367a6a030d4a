// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import HTTPService
internal import WireJSON

/// Finds out who makes a call of the browser's side, and refuses whoever may not (checkout 4.1, 7): before anything is
/// looked up for it.
struct BrowserAdmission: Sendable {
    private static let idBytesMax = 255

    /// Whether a call without an `Origin` is refused: pages always send one, programs do not.
    let requiresOrigin: Bool
    let quotas: BrowserQuotas
    let entropy: any EntropySource

    /// - Parameter layouts: follow the shop as soon as it is known.
    func call(
        _ request: HTTPRequest, _ operation: Operation, _ registry: CallerRegistry, _ layouts: ErrorLayouts
    ) throws -> BrowserCall {
        let body = operation.hasBody ? try Self.body(request) : nil
        let query = operation.hasBody ? [:] : try Self.query(request.head)
        func text(_ name: String) throws(BrowserError) -> String? {
            guard operation.hasBody else { return query[name] }
            guard let value = body?.root[name], !value.isNull else { return nil }
            guard let text = value.string else { throw .field(name, .invalidFormat, "must be a text") }
            return text
        }
        guard let clientId = try text("srcClientId"), !clientId.isEmpty else {
            throw BrowserError(.srciIdMissing, "The srcClientId is missing.")
        }
        guard let dpaId = try text("srcDpaId"), !dpaId.isEmpty else {
            throw BrowserError(.dpaIdMissing, "The srcDpaId is missing.")
        }
        let (client, dpa) = try Self.parties(clientId, dpaId, registry)
        layouts.follow(dpa)
        let origin = try origin(request.head, dpa)
        try quotas.count(client: client.srcClientId, dpa: dpa.srcDpaId, request)
        let given = try text("srcCorrelationId")
        if let given, (try? CorrelationID(given)) == nil {
            throw BrowserError.field("srcCorrelationId", .invalidFormat, "must be a UUID")
        }
        return BrowserCall(
            request: request, operation: operation, client: client, dpa: dpa, registry: registry, body: body,
            srcCorrelationId: given ?? entropy.uuid(), origin: origin)
    }

    /// One answer for all: whether there is such a client or shop is not told to who has not both.
    private static func parties(
        _ clientId: String, _ dpaId: String, _ registry: CallerRegistry
    ) throws(BrowserError) -> (Caller, DigitalPaymentApplication) {
        guard clientId.utf8.count <= idBytesMax, dpaId.utf8.count <= idBytesMax,
            let client = registry.callers[clientId.lowercased()], !client.isLocked, let dpa = registry.dpa(dpaId),
            dpa.srcClientId == client.srcClientId
        else {
            throw BrowserError(.permissionDenied, "The srcClientId and the srcDpaId are not known together.")
        }
        return (client, dpa)
    }

    private func origin(
        _ head: HTTPRequestHead, _ dpa: DigitalPaymentApplication
    ) throws(BrowserError) -> String? {
        guard let origin = head.headers["Origin"] else {
            guard !requiresOrigin else {
                throw BrowserError(.permissionDenied, "The call must come from a page of the shop.")
            }
            return nil
        }
        guard head.headers.count(of: "Origin") == 1, dpa.origins.contains(origin) else {
            throw BrowserError(.permissionDenied, "The call does not come from an origin of the shop.")
        }
        return origin
    }

    private static func body(_ request: HTTPRequest) throws(BrowserError) -> JSONDocument {
        // A page can send anything but this type without asking first.
        let type = request.headers["Content-Type"]?.split(separator: ";").first?.lowercased() ?? ""
        guard type.trimmingSpaces == "application/json" else {
            throw BrowserError(.invalidRequest, "The Content-Type must be application/json.", status: 415)
        }
        guard
            let document = try? JSONDocument.parse(
                request.body, limits: JSONLimits(depth: 16, bytes: Operation.browserBytesMax)),
            document.root.kind == .object
        else { throw BrowserError(.invalidRequest, "The body must be a JSON object.") }
        return document
    }

    private static func query(_ head: HTTPRequestHead) throws(BrowserError) -> [String: String] {
        guard let query = try? head.queryString() else {
            throw BrowserError(.invalidRequest, "The query is not well-formed.")
        }
        return Dictionary(query.fields.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
}

extension String {
    fileprivate var trimmingSpaces: Substring {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        while text.first == " " { text.removeFirst() }
        return text
    }
}
