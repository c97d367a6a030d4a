// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory
internal import Enrollment
internal import HTTPService
internal import Vault
internal import WireJSON

/// The profiles of a directory (enrollment 10.1 to 10.3).
struct ProfileRoutes: Sendable {
    var profiles: Profiles
    var views: MaskedViews
    var vault: Vault
    var opening: PayloadOpening
    var jsonLimits: JSONLimits

    func read(_ call: APICall, _ responder: APIResponder) throws {
        let query = try CommonQuery.decode(call.query)
        let program = try call.program(query, from: .query)
        let view = try profiles.read(consumer(call.parameter("consumerId")), directory: program.directory)
        let response = ProfileResponse(
            srcCorrelationId: call.correlation(query.srcCorrelationId), maskedConsumer: views.consumer(view, program),
            maskedCards: view.cards.map { views.card($0, program, of: view.consumer) })
        responder.answer(200, response.json())
    }

    func update(_ call: APICall, _ responder: APIResponder) throws {
        let body = try RequestJSON.root(call.request.body, limits: jsonLimits)
        let request = try UpdateProfileRequest.decode(body, query: call.query)
        let program = try call.program(request.common, from: .body)
        let patch =
            switch request.change {
            case .plain(let patch): patch
            case .encrypted(let token):
                try opening.open(token, source: "encryptedConsumer", ConsumerPatch.decode)
            }
        try APICall.refuseLinked(patch.isLinked, program)
        let correlation = call.correlation(request.common.srcCorrelationId)
        let view = try profiles.update(
            consumer(call.parameter("consumerId")), directory: program.directory, patch: patch,
            compliance: request.compliance,
            by: Requestor(actor: call.caller.srcClientId, srcCorrelationId: correlation))
        let response = ProfileResponse(
            srcCorrelationId: correlation, maskedConsumer: views.consumer(view, program), maskedCards: nil)
        responder.answer(200, response.json())
    }

    /// The id rides in the query (`consumerId`, or `srcConsumerId`), or in the path. A call without one is refused:
    /// never a deletion of a whole directory.
    func delete(_ call: APICall, _ responder: APIResponder) throws {
        let isInPath = call.operation == .deleteProfileByPath
        let query = try DeleteQuery.decode(call.query, needsConsumerId: !isInPath)
        let program = try call.program(query.common, from: .query)
        let id = isInPath ? call.parameter("consumerId") : query.consumerId ?? ""
        let correlation = call.correlation(query.common.srcCorrelationId)
        try profiles.delete(
            consumer(id), directory: program.directory,
            by: Requestor(actor: call.caller.srcClientId, srcCorrelationId: correlation))
        responder.answer(200, CorrelationResponse(srcCorrelationId: correlation).json())
    }

    private func consumer(_ id: String) throws -> Int64 {
        guard let row = vault.row(of: id, kind: .consumer) else { throw DirectoryRefusal.noProfile }
        return row
    }
}
