// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import Dispatch
internal import Enrollment
internal import HTTPService
internal import JOSE
internal import Store
internal import Synchronization
internal import Vault
internal import WireJSON

/// Loads a named scenario into a program's directory (checkout 4.14) by the operations that an issuer has: a batch,
/// encrypted to the network's key, and the suspension of a token. Loading one again makes what is missing of it.
struct SeedRoutes: Sendable {
    let acceptance: BatchAcceptance
    let reading: BatchStatusReading
    let processor: BatchProcessor
    let tokens: TokenLifeCycle
    let cards: Cards
    let vault: Vault
    let callers: CallerDirectory
    let entropy: any EntropySource
    let jsonLimits: JSONLimits

    /// - Throws: INVALID_ARGUMENT on `scenario` or `serviceId`; INVALID_STATE when a card could not be had.
    func load(_ body: AdminBody) throws -> HTTPResponse {
        let words = Scenario.allCases.map(\.rawValue).joined(separator: ", ")
        let word = try AdminBody.required(body.string("scenario"), "scenario", "must be one of \(words)")
        let scenario = try AdminBody.required(
            Scenario(rawValue: word), "scenario", reason: .invalidValue, "must be one of \(words)")
        let program = try program(body.string("serviceId"))
        let isEnabled = scenario.isStaged ? program.settings.preProvisioning : program.settings.batchEnrollment
        guard isEnabled else {
            throw AdminBody.error(.notSupported, "scenario", "needs an operation that the program is not enabled for")
        }
        let items = try enroll(scenario, program)
        for (card, item) in try items.map({ (try card(of: $0, scenario), $0) }) where card.isSuspended {
            try suspend(item, program)
        }
        return .json(200, try json(scenario, program, items))
    }

    /// The one that is named; without a name the only one that an issuer has.
    private func program(_ serviceId: String?) throws(ServiceError) -> Program {
        let programs = callers.newest.programs.values.filter {
            $0.serviceId != GeneralDirectory.serviceId && (serviceId == nil || $0.serviceId == serviceId)
        }
        guard let program = programs.first else {
            throw AdminBody.error(.notFound, "serviceId", "there is no such program of an issuer")
        }
        guard programs.count == 1 else {
            throw AdminBody.error(.multipleFound, "serviceId", "must be given: there are several programs")
        }
        return program
    }

    // MARK: The issuer's calls

    private func enroll(_ scenario: Scenario, _ program: Program) throws -> [BatchItem] {
        let key = try vault.networkKeys.encryptionKey
        let payload = try JWE.encryptToString(scenario.plaintext(), to: key.publicKey, keyID: key.id)
        var writer = JSONWriter(capacity: payload.utf8.count + 256)
        writer.object { writer in
            writer.member("srcClientId", program.srcClientId)
            writer.member("serviceId", program.serviceId)
            writer.member("externalBatchId", "seed-" + entropy.uuid())
            writer.member("enrollmentData", payload)
        }
        let envelope = try BatchEnvelope.decode(RequestJSON.root(writer.bytes, limits: jsonLimits))
        let destination = BatchAcceptance.Destination(
            srcClientId: program.srcClientId, directory: program.directory, settings: program.settings,
            cardsMax: scenario.cards.count, kind: BatchKind(isPreProvisioning: scenario.isStaged))
        let header = try accept(envelope, destination)
        processor.waitUntilIdle()
        guard let status = try reading.status(of: header, srcCorrelationId: entropy.uuid()),
            status.items.count == scenario.cards.count
        else { throw ServiceError(.unavailable, "The server is busy; try again.") }
        for item in status.items where item.status != .successful {
            throw ServiceError(
                .invalidState, "A card of the scenario could not be had.", details: item.error?.details ?? [])
        }
        return status.items
    }

    private func accept(
        _ envelope: BatchEnvelope, _ destination: BatchAcceptance.Destination
    ) throws -> BatchHeader {
        let accepted = Mutex<Result<BatchHeader, ServiceError>?>(nil)
        let isKept = DispatchSemaphore(value: 0)
        acceptance.accept(envelope, to: destination) { result in
            accepted.withLock { $0 = result }
            isKept.signal()
        }
        isKept.wait()
        guard let result = accepted.withLock({ $0 }) else { throw ServiceError(.internal) }
        return try result.get()
    }

    private func suspend(_ item: BatchItem, _ program: Program) throws {
        guard let card = item.srcDigitalCardId.flatMap({ vault.row(of: $0, kind: .card) }) else { return }
        do {
            try tokens.apply(
                .suspend, toTokenOf: card, directory: program.directory, as: .issuer,
                by: Requestor(actor: program.srcClientId, srcCorrelationId: entropy.uuid()))
        } catch is TokenRefusal {
            throw ServiceError(.invalidState, "The token of a card of the scenario cannot be suspended.")
        }
    }

    private func card(of item: BatchItem, _ scenario: Scenario) throws(ServiceError) -> Scenario.Card {
        guard let card = scenario.cards.first(where: { scenario.externalCardId($0) == item.externalCardId }) else {
            throw ServiceError(.internal)
        }
        return card
    }

    // MARK: The answer

    private func json(_ scenario: Scenario, _ program: Program, _ items: [BatchItem]) throws -> [UInt8] {
        var shown: [(ending: String, item: BatchItem, view: CardView?)] = []
        for item in items {
            let row = item.srcDigitalCardId.flatMap { vault.row(of: $0, kind: .card) }
            let view = try row.map { try cards.read($0, issuedBy: program.directory) }
            shown.append((try card(of: item, scenario).ending, item, view))
        }
        let views = MaskedViews(vault: vault)
        var writer = JSONWriter(capacity: 1024)
        writer.object { writer in
            writer.member("scenario", scenario.rawValue)
            writer.member("serviceId", program.serviceId)
            writer.member("emailAddress", scenario.emailAddress)
            writer.member("mobileNumber", Scenario.callingCode + scenario.phoneNumber)
            writer.member("externalConsumerId", scenario.rawValue)
            writer.member("srcConsumerId", items.first?.srcConsumerId)
            writer.array("cards") { writer in
                for (ending, item, view) in shown {
                    let look = view.map { views.card($0, program).digitalCardData }
                    writer.object { writer in
                        writer.member("panLastFour", ending)
                        writer.member("externalCardId", item.externalCardId)
                        writer.member("srcDigitalCardId", item.srcDigitalCardId)
                        writer.member("status", look?.status.rawValue)
                        writer.member("preProvisioningStatus", item.preProvisioningStatus?.rawValue)
                        if let look { writer.member("pendingEvents", look.pendingEvents) }
                    }
                }
            }
        }
        return writer.bytes
    }
}
