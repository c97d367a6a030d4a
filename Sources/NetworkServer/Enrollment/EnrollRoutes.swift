// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory
internal import Enrollment
internal import HTTPService
internal import Store
internal import TokenConnect
internal import WireJSON

/// `POST /cards`: one card, enrolled while the caller waits (enrollment 6).
struct EnrollRoutes: Sendable {
    var enrollment: CardEnrollment
    var receipts: ReceiptEnrollment
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
        if generation == .v1, request.serviceId == .general { return try push(call, request, responder) }
        let program =
            generation == .v1
            ? try call.program(srcClientId: request.srcClientId, serviceId: request.serviceId, from: .body)
            : try call.directory(srcClientId: request.srcClientId, serviceId: request.serviceId, from: .body)
        guard case .encryptedCard(let token) = request.route else { throw Self.otherReference }
        let key = try paymentData.key(call, program, request.keyFingerprintId)
        try APICall.refuseLinked(request.consumer.isLinked, program)
        let card = try card(in: token, call, generation)
        var consumer = request.consumer
        consumer.compliance = request.compliance
        let correlation = call.correlation(request.srcCorrelationId)
        let order = CardOrder(
            directory: program.directory, settings: program.settings, consumer: consumer, card: card,
            externalConsumerId: request.externalConsumerId, externalCardId: request.externalCardId,
            generation: generation, requestor: Requestor(actor: call.caller.srcClientId, srcCorrelationId: correlation))
        let reply = Reply(program: program, srcCorrelationId: correlation, generation: generation, key: key)
        enrollment.enroll(order) { result in
            later(responder) { try (result.get(), reply) }
        }
    }

    /// A card for the general directory, by receipt or by number (enrollment 6.1, 6.4).
    private func push(_ call: APICall, _ request: EnrollCardRequest, _ responder: APIResponder) throws {
        let (general, issuer) = try call.general(srcClientId: request.srcClientId)
        let key = try paymentData.key(call, issuer, request.keyFingerprintId)
        try APICall.refuseLinked(request.consumer.isLinked, general)
        var consumer = request.consumer
        consumer.compliance = request.compliance
        let correlation = call.correlation(request.srcCorrelationId)
        let requestor = Requestor(actor: call.caller.srcClientId, srcCorrelationId: correlation)
        let registry = call.registry
        let reply = Reply(program: general, srcCorrelationId: correlation, generation: .v1, key: key)
        switch request.route {
        case .encryptedCard(let token):
            // No issuer's names: they would meet those of others.
            var order = CardOrder(
                directory: general.directory, settings: general.settings, consumer: consumer,
                card: try card(in: token, call, .v1), externalConsumerId: nil, externalCardId: nil, generation: .v1,
                requestor: requestor)
            order.issuer = OrderProgram(directory: issuer.directory, settings: issuer.settings)
            enrollment.enroll(order) { result in
                later(responder) { try (result.get(), reply.showing(issuer)) }
            }
        case .reference(let reference):
            guard reference.enrolmentReferenceType == .pushAccountReceipt else { throw Self.otherReference }
            let order = ReceiptEnrollment.Order(
                receipt: reference.enrolmentReferenceId, consumer: consumer, requestor: requestor,
                issuers: Set(registry.programs(of: call.caller.srcClientId).map(\.directory)))
            receipts.enroll(order) { result in
                later(responder) {
                    let outcome = try Self.placed { try result.get() }
                    guard let card = outcome.card else { throw outcome.error ?? ServiceError(.internal) }
                    return (card, reply.showing(registry.programsByDirectory[outcome.issuer] ?? issuer))
                }
            }
        }
    }

    private func card(
        in token: [UInt8], _ call: APICall, _ generation: APIGeneration
    ) throws -> EnrolledCard {
        let source = generation == .v1 ? "encryptedCard" : "encryptedCredential"
        return try opening.open(token, source: source) { (plaintext) throws(ServiceError) in
            try EnrolledCard.decode(plaintext, today: call.today, generation: generation)
        }
    }

    /// A directory of an issuer takes no reference in a card's place, the general one takes receipts alone
    /// (enrollment 6.1, 6.4).
    private static let otherReference = APICall.error(
        .permissionDenied, .body, "enrolmentReferenceType", "The program does not take this reference type.")

    /// A receipt that cannot be used, in the contract's words. One of another client's is not known.
    private static func placed<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let refusal as ReceiptRefusal {
            let (reason, message): (DetailReason, String) =
                switch refusal {
                case .unknown: (.notFound, "There is no such receipt.")
                case .expired: (.expired, "The receipt is expired.")
                case .used: (.invalidState, "The receipt was used.")
                case .cancelled: (.invalidState, "The receipt was cancelled.")
                }
            throw ServiceError(
                refusal == .unknown ? .notFound : .invalidState, message,
                details: [ErrorDetail(reason, .body, "enrolmentReferenceData.enrolmentReferenceId", message)])
        }
    }

    /// Answers on a worker: completions are on the writer's thread, which has other cards to write.
    private func later(
        _ responder: APIResponder, _ outcome: @escaping @Sendable () throws -> (CardOutcome, Reply)
    ) {
        let job: @Sendable () -> Void = {
            do {
                let (card, reply) = try outcome()
                answer(.success(card), reply, responder)
            } catch {
                responder.fail(error)
            }
        }
        if !work.submit(job) { job() }
    }

    /// What the answer needs besides the outcome.
    private struct Reply: Sendable {
        var program: Program
        var srcCorrelationId: String
        var generation: APIGeneration
        /// For token data, where the program gets it.
        var key: PayloadKey?

        /// With the names and the art of the program that issued the card.
        func showing(_ issuer: Program) -> Reply {
            var reply = self
            reply.program.settings = issuer.settings
            return reply
        }
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
