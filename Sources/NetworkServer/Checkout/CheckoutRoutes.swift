// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Checkout
internal import ClickToPay
internal import Enrollment
internal import HTTPService
internal import Pages
internal import RequestSigning
internal import SignIn
internal import Store
internal import Vault
internal import Verification
internal import WireJSON

/// Checkout from the shop's page: O6, and what is done in the window as JSON, O8 (checkout 4.7, 4.8).
struct CheckoutRoutes: Sendable {
    var checkouts: Checkouts
    var answers: CheckoutAnswers
    var tokens: IdTokens
    var opening: PayloadOpening
    var documents: CheckoutDocuments
    var vault: Vault
    var clock: any WallClock

    // MARK: O6

    func start(_ call: BrowserCall, _ responder: APIResponder) throws {
        guard let body = call.body?.root else { throw BrowserError(.invalidRequest, "The body is missing.") }
        let card = try card(body)
        let request: CheckoutRequest
        do {
            request = try CheckoutRequest.decode(body, over: call.dpa.settings.transactionOptions)
        } catch {
            throw Self.refusal(error)
        }
        if request.options.payloadType.isEncrypted {
            // A shop that would get none, or could not read it, is told before anything is done.
            try call.dpa.requireUnbarred()
            _ = try answers.signing.key(call.registry, client: call.client.srcClientId)
        }
        let origin = try documents.origin(call.request)
        let order = CheckoutOrder(
            client: call.client.srcClientId, dpa: call.dpa.srcDpaId, srcCorrelationId: call.srcCorrelationId,
            card: card, identity: try identity(request.idToken, call), request: request,
            language: documents.language(call.request, locale: request.options.locale), origin: call.origin)
        checkouts.start(order, documents: try documents.current(call.request)) { result in
            Self.answer(responder) {
                let view = try result.get()
                let json = try answers.json(view, call.dpa, call.registry, origin: origin)
                responder.answer(
                    HTTPResponse.json(view.row.state == .open ? 202 : 200, json).adding(Self.cookies(view)))
            }
        }
    }

    private func card(_ body: JSONValue) throws -> CheckoutOrder.Card {
        do {
            switch try CheckoutRequest.card(body) {
            case .digital(let id): return .known(vault.row(of: id, kind: .card))
            case .encrypted(let token): return .new(try opened(token))
            }
        } catch let fault as CheckoutRequest.CardFault {
            switch fault {
            case .missing: throw Self.error(.cardMissing, "Neither srcDigitalCardId nor encryptedCard was sent.")
            case .both: throw Self.error(.invalidParameter, "srcDigitalCardId and encryptedCard were sent together.")
            case .emptyID: throw Self.error(.cardIDMissing, "The srcDigitalCardId is empty.")
            }
        }
    }

    private func opened(_ token: [UInt8]) throws -> EnrolledCard {
        let today = clock.now.day
        do {
            return try opening.open(token, source: "encryptedCard") { (plaintext) throws(ServiceError) in
                try EnrolledCard.decode(plaintext, today: CalendarMonth(year: today.year, month: today.month))
            }
        } catch {
            let isExpiry = error.details.allSatisfy { $0.source?.contains("panExpiration") ?? false }
            throw BrowserError(
                Self.reason(isExpiry ? .cardExpiryInvalid : .cardInvalid), "The card cannot be used.",
                details: error.details)
        }
    }

    private func identity(_ token: String?, _ call: BrowserCall) throws -> CheckoutOrder.Identity? {
        guard let token else { return nil }
        guard let signedIn = try tokens.read(token, client: call.client.srcClientId) else {
            throw BrowserError(.authInvalid, "The idToken is not good.")
        }
        return CheckoutOrder.Identity(
            identities: signedIn.identities, profiles: signedIn.profiles.map(\.id), browser: signedIn.recognized,
            family: signedIn.browser, token: vault.row(of: signedIn.jti, kind: .signIn))
    }

    // MARK: O8

    func act(_ call: BrowserCall, _ responder: APIResponder) throws {
        let origin = try documents.origin(call.request)
        let finish: @Sendable (Result<CheckoutView, any Error>) -> Void = { result in
            Self.answer(responder) {
                let view = try result.get()
                let json = try answers.json(view, call.dpa, call.registry, origin: origin)
                responder.answer(HTTPResponse.json(200, json).adding(Self.cookies(view)))
            }
        }
        do {
            let id = try row(call)
            switch try call.text("action", max: 64) {
            case "authenticate"?: try authenticate(id, call, finish)
            case "status"?: finish(.success(try checkouts.view(id)))
            case let word?:
                let action = try action(word, call)
                finish(.success(try checkouts.act(action, id, documents: try documents.current(call.request))))
            case nil: throw BrowserError.field("action", .cannotBeNull, "must not be null")
            }
        } catch {
            finish(.failure(error))
        }
    }

    /// The checkout, when it is one of this shop's.
    private func row(_ call: BrowserCall) throws -> Int64 {
        guard let id = checkouts.row(ofSession: call.parameter("dcfSessionId")), let row = try? checkouts.view(id).row,
            row.client == call.client.srcClientId, row.dpa == call.dpa.srcDpaId
        else { throw CheckoutRefusal(.notFound, "There is no such checkout, or its time is over.") }
        return id
    }

    private func action(_ word: String, _ call: BrowserCall) throws -> WindowAction {
        switch word {
        case "accept-terms": return .acceptTerms
        case "submit-data":
            guard let data = call["data"] else { throw BrowserError.field("data", .cannotBeNull, "must not be null") }
            do {
                return .submit(try CapturedData.decode(data), consent: try call.flag("consent"))
            } catch let error as ServiceError {
                throw Self.refusal(error)
            }
        case "consent-storage": return .consentStorage(try call.flag("consent") ?? true)
        case "confirm": return .confirm
        case "cancel": return .leave(.cancel)
        case "change-card": return .leave(.changeCard)
        case "add-card": return .leave(.addCard)
        case "switch-consumer": return .leave(.switchConsumer)
        case "set-remember-me": return .remember(try call.flag("rememberMe") ?? true)
        default: throw BrowserError.field("action", .invalidValue, "is not one of the allowed words")
        }
    }

    /// With a code it is checked; without, one is sent.
    private func authenticate(
        _ id: Int64, _ call: BrowserCall, _ finish: @escaping @Sendable (Result<CheckoutView, any Error>) -> Void
    ) throws {
        if let text = try call.text("validationData", max: 16) {
            guard let code = try? OneTimeCode(text) else {
                throw CheckoutRefusal(.codeInvalid, "The code has six digits.")
            }
            return finish(.success(try checkouts.enterCode(code, id)))
        }
        let channels = try checkouts.view(id).channels
        let asked = try call.text("requestedValidationChannelId", max: 64)
        let index =
            asked.map { asked in
                Int(asked) ?? channels.firstIndex { $0.identityType.rawValue == asked } ?? -1
            } ?? 0
        checkouts.sendCode(to: index, id, completion: finish)
    }

    /// The network's own cookie has the token that the shop gets: the one before is over soon.
    private static func cookies(_ view: CheckoutView) -> [HTTPField] {
        view.session.recognitionToken.map { [ShopCookie.set($0, client: view.row.client)] } ?? []
    }

    // MARK: Refusals

    private static func answer(_ responder: APIResponder, _ make: () throws -> Void) {
        do {
            try make()
        } catch let refusal as CheckoutRefusal {
            responder.fail(
                BrowserError(
                    reason(refusal.reason), refusal.message, details: refusal.details, status: refusal.reason.status))
        } catch {
            responder.fail(error)
        }
    }

    private static func error(_ reason: CheckoutRefusal.Reason, _ message: String) -> BrowserError {
        BrowserError(self.reason(reason), message, status: reason.status)
    }

    private static func reason(_ reason: CheckoutRefusal.Reason) -> BrowserError.Reason {
        BrowserError.Reason(rawValue: reason.word)
    }

    /// What the shop itself has wrong has a word of its own.
    private static func refusal(_ error: ServiceError) -> BrowserError {
        let isShops = error.details.contains { $0.source?.hasPrefix("dpaTransactionOptions") ?? false }
        return BrowserError(
            isShops ? reason(.merchantDataInvalid) : .invalidParameter, error.message, details: error.details)
    }
}
