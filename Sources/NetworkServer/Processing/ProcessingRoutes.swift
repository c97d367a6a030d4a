// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Cryptography
internal import Directory
internal import Enrollment
internal import HTTPService
internal import Processing
internal import RequestSigning
internal import TokenConnect
internal import Vault
internal import WireJSON

/// Card management and the digital API over HTTP, for issuers that may not see PANs (processing 3 to 6, 9).
struct ProcessingRoutes: Sendable {
    var management: CardManagement
    var tokens: CardTokens
    var search: CardDataSearch
    var pushData: CardPushData
    var push: CardPush
    var origins: OriginPolicy
    var vault: Vault
    var opening: PayloadOpening
    var clock: any WallClock
    var jsonLimits: JSONLimits
    var isSandbox: Bool
    var log: Log

    func run(_ call: APICall, _ responder: APIResponder) throws {
        let program = try program(of: call)
        guard !program.settings.cardProducts.isEmpty else {
            throw ProcessingError.disabled(call.operation.rawValue)
        }
        let body = try ProcessingBody(call, opening: opening, limits: jsonLimits)
        let context = ProcessingCall(
            directory: program.directory, products: program.settings.cardProducts,
            requestor: Requestor(actor: call.caller.srcClientId, srcCorrelationId: call.freshCorrelationId),
            today: call.today, idempotency: try idempotency(call, body))
        if let root = body.root {
            if let json = try change(call, root, program, context) {
                return responder.answer(call.operation.isCreation ? 201 : 200, try body.answer(json))
            }
            return responder.answer(.empty(204))
        }
        responder.answer(200, try body.answer(read(call, context)))
    }

    /// The program that a call is about: the one that its query names, else the caller's first. The published paths
    /// name none.
    private func program(of call: APICall) throws(ProcessingError) -> Program {
        let named = call.request.head.namedServiceId
        guard let program = call.registry.program(of: call.caller.srcClientId, named: named),
            named == nil || program.serviceId == named
        else { throw .denied("The serviceId is not this client's.") }
        return program
    }

    private func idempotency(
        _ call: APICall, _ body: ProcessingBody
    ) throws(ProcessingError) -> ProcessingCall.Idempotency? {
        guard call.operation.isCreation, let root = body.root,
            let key = call.request.headers["Idempotency-Key"]
        else { return nil }
        return try ProcessingCall.Idempotency(
            key: key, content: Array(call.operation.rawValue.utf8) + [0] + root.canonicalBytes())
    }

    // MARK: Calls with a body

    /// Nil: there is nothing to say.
    private func change(
        _ call: APICall, _ root: JSONValue, _ program: Program, _ context: ProcessingCall
    ) throws -> [UInt8]? {
        switch call.operation {
        case .createClient:
            return id("clientId", try management.create(ClientRequest(root), context))
        case .createAccount:
            return id("accountContractId", try management.create(AccountRequest(root), context))
        case .createCardContract:
            return id("cardContractId", try management.create(CardRequest(root, today: call.today), context))
        case .getCardContract:
            return id("cardContractId", try management.find(CardSearchRequest(root), context))
        case .setCardContractStatus:
            try management.setStatus(StatusRequest(root), ofCard: card(call), context)
        case .activateCardContract:
            let fields = FieldReader(root)
            guard try fields.flag("activated") else { throw fields.fault("activated", "must be true") }
            try management.activate(card: card(call), context)
        case .setTokenizationRule:
            try management.classify(
                ClassifierRequest(root), contract: number(call, "contractId"), context)
        case .setTokenStatus:
            try tokens.set(TokenStatusRequest(root), ofCard: card(call), context)
        case .pushCardContract:
            return try push(call, root, program, context)
        default:
            return try cardData(call, root, program, context)
        }
        return nil
    }

    /// What Token Connect answers, unchanged: what it refuses stands inside (processing 8).
    private func push(
        _ call: APICall, _ root: JSONValue, _ program: Program, _ context: ProcessingCall
    ) throws -> [UInt8] {
        var account = try pushData.clearAccount(root, card: card(call), context)
        defer { wipe(&account) }
        let head = call.request.head
        let origin = try origins.origin(scheme: head.isTLS ? .https : .http, host: head.headers["Host"]).description
        do {
            return try push.answer(
                root, account: account,
                by: CardPush.Issuer(
                    directory: program.directory, settings: program.settings, actor: call.caller.srcClientId),
                origin: origin, responseId: call.freshCorrelationId)
        } catch let refusal as TokenConnectRefusal {
            return refusal.json(responseId: call.freshCorrelationId)
        } catch {
            log.error(
                "a card could not be pushed", .identifier("requestId", "\(call.request.requestID)"),
                .identifier("error", String(describing: type(of: error))))
            throw ProcessingError.pushFailed
        }
    }

    private func cardData(
        _ call: APICall, _ root: JSONValue, _ program: Program, _ context: ProcessingCall
    ) throws -> [UInt8] {
        let key = try EnrollKey(headerValue: call.request.headers[EnrollKey.header])
        try key.check(
            allowed: program.settings.enrollKeys,
            network: try vault.networkKeys.fpanEncryption.map { $0.privateKey.publicKey }, isSandbox: isSandbox,
            now: clock.now)
        let data = try search.search(CardDataRequest(root), to: key, context)
        var writer = JSONWriter(capacity: data.utf8.count + 32)
        writer.object { $0.member("cardData", data) }
        return writer.bytes
    }

    private func id(_ name: StaticString, _ number: Int64) -> [UInt8] {
        var writer = JSONWriter(capacity: 64)
        writer.object { writer in
            writer.key(name)
            writer.int(number)
        }
        return writer.bytes
    }

    // MARK: Reads

    private func read(_ call: APICall, _ context: ProcessingCall) throws -> [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        switch call.operation {
        case .readCardContract: try writer.write(management.card(card(call), context))
        case .getCardContractStatuses: try writer.write(changesOf: management.card(card(call), context))
        case .getClientCardContracts:
            let cards = try management.cards(ofClient: client(call), context)
            writer.object { writer in
                writer.array("clientCardContracts") { writer in for card in cards { writer.write(card) } }
            }
        case .getAccountCardContracts:
            let account = try number(call, "accountContractId")
            try writer.write(management.cards(ofAccount: account, accountQuery(call), context))
        case .getTokensByClient:
            try writer.write(tokens.tokens(ofClient: client(call), filter(call), context), as: "clientTokens")
        case .getTokensByCardContract:
            try writer.write(tokens.tokens(ofCard: card(call), filter(call), context), as: "cardContractTokens")
        default: try writer.write(tokens.token(clearNumber: call.parameter("tokenNumber"), context))
        }
        return writer.bytes
    }

    private func accountQuery(_ call: APICall) throws -> AccountCardsQuery {
        var query = AccountCardsQuery()
        if let text = try value(call, "offset") {
            guard let offset = Self.whole(text, 0...1_000_000_000) else {
                throw ProcessingError.validation("offset", "must be a whole number from 0 to 1000000000")
            }
            query.offset = offset
        }
        if let text = try value(call, "limit") {
            guard let limit = Self.whole(text, 1...AccountCardsQuery.limitMax) else {
                throw ProcessingError.validation("limit", "must be a whole number from 1 to 100")
            }
            query.limit = limit
        }
        if let text = try value(call, "statuses") {
            query.statuses = try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
                guard let status = CardStatus(rawValue: String(word)) else {
                    throw ProcessingError.validation("statuses", "must be statuses of cards, joined by commas")
                }
                return status
            }
        }
        if let text = try value(call, "creation_date_from") {
            guard let day = Timestamp(day: text) else {
                throw ProcessingError.validation("creation_date_from", "must be a date such as 2026-01-31")
            }
            query.createdFrom = day
        }
        return query
    }

    private func filter(_ call: APICall) throws -> TokenFilter { try TokenFilter(word: value(call, "status")) }

    /// The one value of a parameter of the query.
    private func value(_ call: APICall, _ name: String) throws -> String? {
        let values = try call.request.head.queryString().fields.filter { $0.name == name }.map(\.value)
        guard values.count < 2 else { throw ProcessingError.validation(name, "must not be repeated") }
        return values.first
    }

    private static func whole(_ text: String, _ range: ClosedRange<Int>) -> Int? {
        guard (1...10).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
            let number = Int(text), range.contains(number)
        else { return nil }
        return number
    }

    // MARK: Paths

    private func card(_ call: APICall) throws -> Int64 { try number(call, "cardContractId") }

    private func client(_ call: APICall) throws -> Int64 { try number(call, "clientId") }

    /// What is no id is a fault of the request; an id that nobody has is not found, elsewhere.
    private func number(_ call: APICall, _ name: String) throws(ProcessingError) -> Int64 {
        guard let number = FieldReader.id(call.parameter(name)) else {
            throw .validation(name, "must be a number from 1 to 999999999999999999")
        }
        return number
    }
}
