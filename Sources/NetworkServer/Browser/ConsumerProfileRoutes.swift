// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory
internal import Enrollment
internal import HTTPService
internal import SignIn
internal import Store
internal import WireJSON

/// O5 and O14: the cards of a consumer who has signed in, and the claim of those that an issuer has staged (checkout
/// 4.6, 5.6).
struct ConsumerProfileRoutes: Sendable {
    let tokens: IdTokens
    let consumerCards: ConsumerCards
    let claims: CardClaims
    let cards: Cards
    let views: ConsumerViews
    let work: WorkQueue<@Sendable () -> Void>
    /// What `LATEST` stands for in consents.
    let documentsVersion: String

    // MARK: O5

    func profiles(_ call: BrowserCall, _ responder: APIResponder) throws {
        let idTokens = try call.texts(
            "idTokens", max: SignOutRoutes.tokensMax, each: SignOutRoutes.tokenBytesMax)
        let listings = try idTokens.map { token in
            guard let found = try consumerCards.listing(ofToken: token, client: call.client.srcClientId) else {
                throw Self.noToken
            }
            return (token, found.signedIn, found.listing)
        }.filter { $0.2.profile != nil || !$0.2.staged.isEmpty }
        var writer = JSONWriter(capacity: 4096)
        writer.object { writer in
            writer.member("srcCorrelationId", call.srcCorrelationId)
            guard !listings.isEmpty else { return }
            writer.array("profiles") { writer in
                for (token, signedIn, listing) in listings {
                    writer.object { writer in
                        writer.member("idToken", token)
                        views.write(listing, of: signedIn, to: &writer)
                        writer.array("maskedCards") { writer in
                            for card in listing.cards.compactMap({ views.card($0, call.registry) }) {
                                card.write(to: &writer)
                            }
                        }
                        if !listing.staged.isEmpty { views.write(listing.staged, call.registry, to: &writer) }
                    }
                }
            }
        }
        responder.answer(200, writer.bytes)
    }

    private func signedIn(_ token: String, _ call: BrowserCall) throws -> SignedIn {
        guard let signedIn = try tokens.read(token, client: call.client.srcClientId) else {
            throw Self.noToken
        }
        return signedIn
    }

    private static let noToken = BrowserError(.authInvalid, "The ID token is not valid.")

    // MARK: O14

    /// The ID token is in the header: an address is written down in too many places.
    func staged(_ call: BrowserCall, _ responder: APIResponder) throws {
        let scheme = "bearer "
        guard let header = call.request.headers["Authorization"], header.lowercased().hasPrefix(scheme),
            header.utf8.count <= SignOutRoutes.tokenBytesMax
        else { throw BrowserError(.authInvalid, "The ID token is missing: Authorization: Bearer.") }
        let signedIn = try signedIn(String(header.dropFirst(scheme.count)), call)
        let listing = try consumerCards.listing(of: signedIn)
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("srcCorrelationId", call.srcCorrelationId)
            views.write(listing.staged, call.registry, to: &writer)
        }
        responder.answer(200, writer.bytes)
    }

    func provision(_ call: BrowserCall, _ responder: APIResponder) throws {
        guard let token = try call.text("idToken", max: SignOutRoutes.tokenBytesMax) else {
            throw BrowserError(.authInvalid, "The ID token is missing.")
        }
        let signedIn = try signedIn(token, call)
        let consents = try call.consents(version: documentsVersion)
        claims.provision(
            call.parameter("id"), of: signedIn, compliance: consents.compliance,
            by: Requestor(actor: call.client.srcClientId, srcCorrelationId: call.srcCorrelationId)
        ) { result in
            // It comes on the store's own thread, which has other cards to write.
            let answer: @Sendable () -> Void = {
                do {
                    responder.answer(200, try provisioned(result.get(), call))
                } catch {
                    responder.fail(error)
                }
            }
            if !work.submit(answer) { answer() }
        }
    }

    private func provisioned(_ outcome: CardOutcome, _ call: BrowserCall) throws -> [UInt8] {
        let view = try cards.view(outcome.card, token: outcome.token)
        let listed = ConsumerCards.Listed(
            view: view, eligibility: CardEligibility(view, today: consumerCards.today), issuer: view.row.directory)
        guard let card = views.card(listed, call.registry) else { throw ServiceError(.internal) }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("srcCorrelationId", call.srcCorrelationId)
            writer.key("maskedCard")
            card.write(to: &writer)
        }
        return writer.bytes
    }
}
