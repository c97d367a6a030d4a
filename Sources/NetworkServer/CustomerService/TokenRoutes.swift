// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory
internal import Enrollment
internal import HTTPService
internal import Store
internal import Vault
internal import WireJSON

/// The customer service API: an issuer's own changes of its cards' tokens (processing 10.3).
struct TokenRoutes: Sendable {
    private static let tokenRequestorId = TokenRequestorID.clickToPay.value

    var tokens: TokenLifeCycle
    var cards: Cards
    var vault: Vault
    var opening: PayloadOpening
    var jsonLimits: JSONLimits

    func run(_ call: APICall, _ responder: APIResponder) throws {
        let program = try call.integration()
        let request = try TokenRequest(RequestJSON.root(call.request.body, limits: jsonLimits), call.operation)
        guard let card = vault.row(ofReference48: request.tokenUniqueReference) else { throw noToken(call) }
        do {
            if call.operation == .tokenSearch { return try responder.answer(200, found(card, program)) }
            try tokens.apply(
                change(call, request), toTokenOf: card, directory: program.directory, as: .issuer,
                by: Requestor(actor: call.caller.srcClientId, srcCorrelationId: call.freshCorrelationId))
        } catch TokenRefusal.noToken, DirectoryRefusal.noCard {
            throw noToken(call)
        } catch TokenRefusal.notInThisState {
            throw refused(call, .invalidState, "TokenUniqueReference", "The state of the token does not allow this.")
        } catch TokenRefusal.panTaken {
            throw refused(call, .alreadyExists, "EncryptedNewAccount", "The profile has another card of this number.")
        }
        responder.answer(200, changed(call, request.tokenUniqueReference))
    }

    private func change(_ call: APICall, _ request: TokenRequest) throws -> TokenChange {
        switch call.operation {
        case .tokenActivate: return .activate
        case .tokenSuspend: return .suspend
        case .tokenUnsuspend: return .resume
        case .tokenDelete: return .delete
        default:
            guard let token = request.encryptedNewAccount else {
                return .replaceCard(pan: nil, expiry: try current(request.newExpiry, call))
            }
            let source = call.operation.customerServiceName + "Request.EncryptedNewAccount"
            let card = try opening.open(token, source: source) { (plaintext) throws(ServiceError) in
                try EnrolledCard.decode(plaintext, today: call.today)
            }
            return .replaceCard(pan: card.pan, expiry: card.expiry)
        }
    }

    private func current(_ expiry: Expiry?, _ call: APICall) throws(ServiceError) -> Expiry? {
        if let expiry, expiry.isPast(at: call.today) {
            throw refused(call, .invalidValue, "NewExpirationDate", "The card is expired.")
        }
        return expiry
    }

    private func found(_ card: Int64, _ program: Program) throws -> [UInt8] {
        let view = try cards.read(card, issuedBy: program.directory)
        guard let token = view.token else { throw TokenRefusal.noToken }
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            writer.object("SearchResponse") { writer in
                writer.object("Accounts") { writer in
                    writer.array("Account") { writer in
                        writer.object { writer in
                            writer.member("AccountPanSuffix", String(view.card.clearPAN.suffix(4)))
                            writer.member(
                                "ExpirationDate", view.card.panExpirationMonth + view.card.panExpirationYear.suffix(2))
                            writer.object("Tokens") { writer in
                                writer.array("Token") { write(token, to: &$0) }
                            }
                        }
                    }
                }
            }
        }
        return writer.bytes
    }

    private func write(_ token: TokenView, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("TokenUniqueReference", token.tokenUniqueReference)
            writer.member("TokenSuffix", token.lastFour)
            writer.member("ExpirationDate", token.expirationMonth + token.expirationYear.suffix(2))
            writer.member("CurrentStatusCode", token.state.code)
            writer.member("TokenRequestorId", Self.tokenRequestorId)
            // Card on file.
            writer.member("TokenType", "F")
        }
    }

    private func changed(_ call: APICall, _ reference: String) -> [UInt8] {
        var writer = JSONWriter(capacity: 128)
        writer.object { writer in
            writer.key(call.operation.customerServiceName + "Response")
            writer.object { writer in
                writer.object("Token") { $0.member("TokenUniqueReference", reference) }
            }
        }
        return writer.bytes
    }

    private func noToken(_ call: APICall) -> ServiceError {
        let source = call.operation.customerServiceName + "Request.TokenUniqueReference"
        return ServiceError(
            .notFound, "There is no such token.",
            details: [ErrorDetail(.notFound, .body, source, "There is no such token.")])
    }

    private func refused(
        _ call: APICall, _ reason: DetailReason, _ member: String, _ message: String
    ) -> ServiceError {
        let source = call.operation.customerServiceName + "Request." + member
        let errorClass: ErrorClass = reason == .invalidValue ? .invalidArgument : .invalidState
        return ServiceError(errorClass, message, details: [ErrorDetail(reason, .body, source, message)])
    }
}

extension TokenRow.State {
    /// The codes of processing 10.3: unmapped, active, suspended.
    fileprivate var code: String {
        switch self {
        case .inactive: "U"
        case .active: "A"
        case .suspended: "S"
        }
    }
}
