// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory
internal import Enrollment
internal import HTTPService
internal import Store
internal import WireJSON

/// `POST /cards`: one card, enrolled while the caller waits (enrollment 6).
struct EnrollRoutes: Sendable {
    var enrollment: CardEnrollment
    var profiles: Profiles
    var cards: Cards
    var paymentData: PaymentData
    var views: MaskedViews
    var opening: PayloadOpening
    var jsonLimits: JSONLimits
    var work: WorkQueue<@Sendable () -> Void>

    func enroll(_ call: APICall, _ responder: APIResponder) throws {
        let generation: APIGeneration = call.operation == .enrollCard ? .v1 : .v2
        let body = try RequestJSON.root(call.request.body, limits: jsonLimits)
        let request = try EnrollCardRequest.decode(
            body, generation: generation, rule: call.identityRule(serviceId: body["serviceId"]?.string))
        let program =
            generation == .v1
            ? try call.program(srcClientId: request.srcClientId, serviceId: request.serviceId, from: .body)
            : try call.directory(srcClientId: request.srcClientId, serviceId: request.serviceId, from: .body)
        let token = try encryptedCard(of: request)
        let key = try paymentData.key(call, program, request.keyFingerprintId)
        try APICall.refuseLinked(request.consumer.isLinked, program)
        let source = generation == .v1 ? "encryptedCard" : "encryptedCredential"
        let card = try opening.open(token, source: source) { (plaintext) throws(ServiceError) in
            try EnrolledCard.decode(plaintext, today: call.today, generation: generation)
        }
        var consumer = request.consumer
        consumer.compliance = request.compliance
        let correlation = call.correlation(request.srcCorrelationId)
        let order = CardOrder(
            directory: program.directory, settings: program.settings, consumer: consumer, card: card,
            externalConsumerId: request.externalConsumerId, externalCardId: request.externalCardId,
            generation: generation, requestor: Requestor(actor: call.caller.srcClientId, srcCorrelationId: correlation))
        let reply = Reply(program: program, srcCorrelationId: correlation, generation: generation, key: key)
        enrollment.enroll(order) { result in
            // The completion is on the writer's thread, which has other cards to write.
            let isQueued = work.submit { answer(result, reply, responder) }
            if !isQueued { answer(result, reply, responder) }
        }
    }

    /// The PAN route. A directory of an issuer takes no reference in a card's place (enrollment 6.1, 6.4).
    private func encryptedCard(of request: EnrollCardRequest) throws(ServiceError) -> [UInt8] {
        switch request.route {
        case .encryptedCard(let token): return token
        case .reference:
            throw APICall.error(
                .permissionDenied, .body, "enrolmentReferenceType", "The program does not take this reference type.")
        }
    }

    /// What the answer needs besides the outcome.
    private struct Reply: Sendable {
        var program: Program
        var srcCorrelationId: String
        var generation: APIGeneration
        /// For token data, where the program gets it.
        var key: PayloadKey?
    }

    private func answer(_ result: Result<CardOutcome, any Error>, _ reply: Reply, _ responder: APIResponder) {
        do {
            let outcome = try result.get()
            let card = try cards.view(outcome.card, token: outcome.token)
            let profile = try profiles.view(outcome.consumer)
            if reply.generation == .v2 {
                return responder.answer(
                    200,
                    views.credentials([card], of: profile, reply.program, srcCorrelationId: reply.srcCorrelationId))
            }
            var response = CardResponse(
                srcCorrelationId: reply.srcCorrelationId, maskedCard: views.card(card, reply.program),
                maskedConsumer: views.consumer(profile, reply.program))
            if let key = reply.key { try paymentData.add(to: &response, card: outcome.card.id, for: key) }
            responder.answer(200, response.json())
        } catch {
            responder.fail(error)
        }
    }
}
