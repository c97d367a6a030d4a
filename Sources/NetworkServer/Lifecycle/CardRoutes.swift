// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory
internal import Enrollment
internal import HTTPService
internal import Store
internal import Vault
internal import WireJSON

/// The cards of a directory (enrollment 10.4 to 10.6).
struct CardRoutes: Sendable {
    var cards: Cards
    var paymentData: PaymentData
    var views: MaskedViews
    var vault: Vault
    var opening: PayloadOpening
    var jsonLimits: JSONLimits

    func read(_ call: APICall, _ responder: APIResponder) throws {
        let query = try CardQuery.decode(call.query)
        let program = try call.program(query.common, from: .query)
        let key = query.tokenRequested ? try paymentData.key(call, program, query.keyFingerprintId) : nil
        if query.tokenRequested, key == nil {
            throw APICall.error(.permissionDenied, .query, "serviceId", "The program does not get token data.")
        }
        let view = try cards.read(card(call), directory: program.directory)
        var response = CardResponse(
            srcCorrelationId: call.correlation(query.common.srcCorrelationId), maskedCard: views.card(view, program))
        if let key { try paymentData.add(to: &response, card: view.row.id, for: key) }
        responder.answer(200, response.json())
    }

    func update(_ call: APICall, _ responder: APIResponder) throws {
        let body = try RequestJSON.root(call.request.body, limits: jsonLimits)
        let request = try UpdateCardRequest.decode(body, query: call.query, today: call.today)
        let program = try call.program(request.common, from: .body)
        let changes =
            switch request.change {
            case .plain(let changes): changes
            case .encrypted(let token):
                try opening.open(token, source: "encryptedCard") { (plaintext) throws(ServiceError) in
                    try CardChanges.decode(plaintext, today: call.today)
                }
            }
        guard let billingAddress = changes.billingAddress else {
            throw ServiceError(
                .invalidArgument, details: [ErrorDetail(.cannotBeNull, .body, "billingAddress", "must not be null")])
        }
        let correlation = call.correlation(request.common.srcCorrelationId)
        let view = try cards.update(
            card(call), directory: program.directory, billingAddress: billingAddress,
            by: Requestor(actor: call.caller.srcClientId, srcCorrelationId: correlation))
        let response = CardResponse(srcCorrelationId: correlation, maskedCard: views.card(view, program))
        responder.answer(200, response.json())
    }

    func delete(_ call: APICall, _ responder: APIResponder) throws {
        let query = try DeleteQuery.decode(call.query, needsConsumerId: false)
        let program = try call.program(query.common, from: .query)
        let correlation = call.correlation(query.common.srcCorrelationId)
        try cards.delete(
            card(call), directory: program.directory, emptyProfiles: program.settings.emptyProfiles,
            by: Requestor(actor: call.caller.srcClientId, srcCorrelationId: correlation))
        responder.answer(200, CorrelationResponse(srcCorrelationId: correlation).json())
    }

    private func card(_ call: APICall) throws -> Int64 {
        guard let row = vault.row(of: call.parameter("cardId"), kind: .card) else { throw DirectoryRefusal.noCard }
        return row
    }
}
