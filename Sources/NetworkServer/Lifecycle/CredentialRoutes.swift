// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory
internal import Enrollment
internal import HTTPService
internal import WireJSON

/// Profiles and cards by the issuer's own names: the life cycle of the second generation, over the same directory
/// (enrollment 12).
struct CredentialRoutes: Sendable {
    var profiles: Profiles
    var cards: Cards
    var staging: Staging
    var views: MaskedViews
    var opening: PayloadOpening
    var jsonLimits: JSONLimits

    func run(_ call: APICall, _ responder: APIResponder) throws {
        do {
            switch call.operation {
            case .getConsumer, .getCredential: try read(call, responder)
            case .updateConsumer: try updateConsumer(call, responder)
            case .updateCredential: try updateCredential(call, responder)
            default: try delete(call, responder)
            }
        } catch DirectoryRefusal.noProfile {
            throw Self.notFound("externalConsumerId", "There is no such consumer.")
        } catch DirectoryRefusal.noCard {
            throw Self.notFound("externalCredentialId", "There is no such credential.")
        }
    }

    private func read(_ call: APICall, _ responder: APIResponder) throws {
        let query = try CommonQuery.decode(call.query, generation: .v2)
        let program = try call.directory(srcClientId: query.srcClientId, serviceId: query.serviceId, from: .query)
        let consumer = try consumer(call, program)
        let profile = try profiles.read(consumer, directory: program.directory)
        let shown =
            call.operation == .getConsumer
            ? profile.cards : [try cards.read(credential(call, consumer, program), directory: program.directory)]
        let correlation = call.correlation(query.srcCorrelationId)
        responder.answer(200, views.credentials(shown, of: profile, program, srcCorrelationId: correlation))
    }

    private func updateConsumer(_ call: APICall, _ responder: APIResponder) throws {
        let body = try RequestJSON.root(call.request.body, limits: jsonLimits)
        let request = try UpdateProfileRequest.decode(body, query: call.query, generation: .v2)
        let program = try call.directory(
            srcClientId: request.common.srcClientId, serviceId: request.common.serviceId, from: .body)
        let patch =
            switch request.change {
            case .plain(let patch): patch
            case .encrypted(let token):
                try opening.open(token, source: "encryptedConsumer", ConsumerPatch.decode)
            }
        try APICall.refuseLinked(patch.isLinked, program)
        let requestor = requestor(call, request.common)
        let profile = try profiles.update(
            consumer(call, program), directory: program.directory, patch: patch, compliance: request.compliance,
            by: requestor)
        responder.answer(
            200, views.credentials(nil, of: profile, program, srcCorrelationId: requestor.srcCorrelationId))
    }

    private func updateCredential(_ call: APICall, _ responder: APIResponder) throws {
        let body = try RequestJSON.root(call.request.body, limits: jsonLimits)
        let request = try UpdateCardRequest.decode(body, query: call.query, today: call.today, generation: .v2)
        let program = try call.directory(
            srcClientId: request.common.srcClientId, serviceId: request.common.serviceId, from: .body)
        let changes =
            switch request.change {
            case .plain(let changes): changes
            case .encrypted(let token):
                try opening.open(token, source: "encryptedCredential") { (plaintext) throws(ServiceError) in
                    try CardChanges.decode(plaintext, today: call.today, generation: .v2)
                }
            }
        let requestor = requestor(call, request.common)
        let consumer = try consumer(call, program)
        let card = try cards.update(
            credential(call, consumer, program), directory: program.directory, billingAddress: changes.billingAddress,
            expiry: changes.expiry, by: requestor)
        let profile = try profiles.read(consumer, directory: program.directory)
        responder.answer(
            200, views.credentials([card], of: profile, program, srcCorrelationId: requestor.srcCorrelationId))
    }

    private func delete(_ call: APICall, _ responder: APIResponder) throws {
        let query = try DeleteQuery.decode(call.query, generation: .v2).common
        let program = try call.directory(srcClientId: query.srcClientId, serviceId: query.serviceId, from: .query)
        let requestor = requestor(call, query)
        do {
            let consumer = try consumer(call, program)
            if call.operation == .deleteConsumer {
                try profiles.delete(consumer, directory: program.directory, by: requestor)
            } else {
                try cards.delete(
                    credential(call, consumer, program), directory: program.directory,
                    emptyProfiles: program.settings.emptyProfiles, by: requestor)
            }
        } catch is DirectoryRefusal {
            // What is not in a profile may wait to be claimed: an opt-out takes that back too (enrollment 9.4).
            try staging.withdraw(
                externalConsumerId: call.parameter("externalConsumerId"),
                externalCardId: call.operation == .deleteConsumer ? nil : call.parameter("externalCredentialId"),
                directory: program.directory, by: requestor)
        }
        responder.answer(200, CorrelationResponse(srcCorrelationId: requestor.srcCorrelationId).json())
    }

    private func requestor(_ call: APICall, _ common: CommonQuery) -> Requestor {
        Requestor(
            actor: call.caller.srcClientId, srcCorrelationId: call.correlation(common.srcCorrelationId))
    }

    private func consumer(_ call: APICall, _ program: Program) throws -> Int64 {
        try profiles.id(named: call.parameter("externalConsumerId"), directory: program.directory)
    }

    private func credential(_ call: APICall, _ consumer: Int64, _ program: Program) throws -> Int64 {
        try cards.id(named: call.parameter("externalCredentialId"), of: consumer, directory: program.directory)
    }

    private static func notFound(_ source: String, _ message: String) -> ServiceError {
        ServiceError(.notFound, message, details: [ErrorDetail(.notFound, .path, source, message)])
    }
}
