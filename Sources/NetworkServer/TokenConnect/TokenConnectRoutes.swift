// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import HTTPService
internal import RequestSigning
internal import TokenConnect
internal import WireJSON

/// Token Connect: an issuer pushes a card and gets a receipt that its cardholder takes to Click to Pay
/// (token-connect 3 to 5). What a request has wrong stands inside a 200 (token-connect 12).
struct TokenConnectRoutes: Sendable {
    var requestors: EligibleRequestors
    var push: CardPush
    var origins: OriginPolicy
    var jsonLimits: JSONLimits
    var log: Log

    func run(_ call: APICall, _ responder: APIResponder) throws {
        if call.operation == .tokenRequestorAsset { return asset(call, responder) }
        let root = try? RequestJSON.root(call.request.body, limits: jsonLimits)
        let responseId = ResponseID.of(root, fresh: call.freshCorrelationId)
        do {
            guard let root else { throw TokenConnectRefusal([.invalidJSON]) }
            try responder.answer(200, answer(call, root, responseId))
        } catch {
            responder.answer(200, refusal(error, call).json(responseId: responseId))
        }
    }

    private func answer(_ call: APICall, _ root: JSONValue, _ responseId: String) throws -> [UInt8] {
        let head = call.request.head
        // The API has no member for it: a client with several programs may name one in the query.
        let named = head.namedServiceId
        guard let program = call.registry.program(of: call.caller.srcClientId, named: named),
            named == nil || named == program.serviceId
        else { throw TokenConnectRefusal([.notAllowed]) }
        let origin = try origins.origin(scheme: head.isTLS ? .https : .http, host: head.headers["Host"]).description
        if call.operation == .tokenRequestors {
            return try requestors.answer(root, settings: program.settings, origin: origin, responseId: responseId)
        }
        return try push.answer(
            root,
            by: CardPush.Issuer(
                directory: program.directory, settings: program.settings, actor: call.caller.srcClientId),
            origin: origin, responseId: responseId)
    }

    /// An asset never changes: whoever has it need not ask again.
    private func asset(_ call: APICall, _ responder: APIResponder) {
        do throws(TokenConnectRefusal) {
            let json = try Asset.answer(call.parameter("assetId"))
            responder.answer(
                HTTPResponse.json(200, json).adding("Cache-Control", "private, max-age=31536000, immutable"))
        } catch {
            responder.answer(404, error.json(responseId: call.freshCorrelationId))
        }
    }

    /// What went wrong, as the caller may see it. A fault of the server is logged without the caller's data.
    private func refusal(_ error: any Error, _ call: APICall) -> TokenConnectRefusal {
        if let refusal = error as? TokenConnectRefusal { return refusal }
        log.error(
            "an operation failed", .identifier("requestId", "\(call.request.requestID)"),
            .identifier("error", String(describing: type(of: error))))
        return TokenConnectRefusal([.internalFailure])
    }
}
