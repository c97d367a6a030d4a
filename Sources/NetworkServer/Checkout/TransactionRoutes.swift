// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Checkout
internal import ClickToPay
internal import HTTPService
internal import Vault
internal import WireJSON

/// What shops' servers call: credentials and confirmations (checkout 4.9, 4.10).
struct TransactionRoutes: Sendable {
    var credentials: TransactionCredentials
    var confirmations: Confirmations
    var signing: CheckoutSigning
    var vault: Vault
    var jsonLimits: JSONLimits

    func run(_ call: APICall, _ responder: APIResponder) throws {
        let body = try RequestJSON.root(call.request.body, limits: jsonLimits)
        if call.operation == .confirmations { return try confirm(body, call, responder) }
        let request = try CredentialsRequest.decode(body)
        let shop = try shop(request, call)
        let key = try signing.key(call.registry, client: call.caller.srcClientId, request.keyFingerprintId)
        var given = try credentials.give(
            request, client: call.caller.srcClientId, card: vault.row(of: request.srcDigitalCardId, kind: .card))
        if let transaction = request.srciTransactionId { given.session.srciTransactionId = transaction.value }
        let signed = try signing.sign(
            srcCorrelationId: request.srcCorrelationId.value, given.session, given.facts, call.registry,
            payload: (given.payload, key, shop.settings.payloadEncryption))
        var writer = JSONWriter(capacity: signed.utf8.count + 32)
        writer.object { $0.member("checkoutResponseJWS", signed) }
        responder.answer(HTTPResponse.json(200, writer.bytes).adding("Cache-Control", "no-store"))
    }

    private func shop(_ request: CredentialsRequest, _ call: APICall) throws -> DigitalPaymentApplication {
        guard request.srcClientId.value == call.caller.srcClientId else {
            throw APICall.error(.permissionDenied, .body, "srcClientId", "The srcClientId is not the caller's.")
        }
        guard let shop = call.registry.dpa(request.srcDpaId), shop.srcClientId == call.caller.srcClientId else {
            throw APICall.error(.permissionDenied, .body, "srcDpaId", "The srcDpaId is not this client's.")
        }
        try shop.requireUnbarred()
        return shop
    }

    private func confirm(_ body: JSONValue, _ call: APICall, _ responder: APIResponder) throws {
        let request = try ConfirmationRequest.decode(body) { Timestamp(iso8601: $0) != nil }
        guard request.srcClientId.value == call.caller.srcClientId else {
            throw APICall.error(.permissionDenied, .body, "srcClientId", "The srcClientId is not the caller's.")
        }
        try confirmations.take(request, client: call.caller.srcClientId)
        responder.answer(.empty(204))
    }
}
