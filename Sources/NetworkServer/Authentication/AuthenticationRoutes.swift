// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import HTTPService
internal import Pages
internal import RequestSigning
internal import SignIn
internal import WireJSON

/// O7: a shop's page has its consumer signed in on a page of the network's own, and asks what became of it (checkout
/// 4.1, 5.4).
struct AuthenticationRoutes: Sendable {
    private static let idBytesMax = 64
    private static let localeBytesMax = 35

    let authentication: HostedAuthentication
    let lookUp: ConsumerLookUp
    let quotas: BrowserQuotas
    let watch: LookUpWatch
    /// Whether the call tells nobody who is known.
    let isStrict: Bool
    let origins: OriginPolicy

    /// Nothing is sent: that is the consumer's to ask for, on the page.
    func open(_ call: BrowserCall, _ responder: APIResponder) throws {
        guard let identity = try call.identity() ?? call.referencedIdentity() else {
            throw BrowserError(.consumerIdMissing, "There is no consumerIdentity.")
        }
        let locale =
            try call.text("dpaLocale", max: Self.localeBytesMax) ?? call.text("locale", max: Self.localeBytesMax)
        let appInstance = try call.text("appInstanceId", max: Self.idBytesMax)
        let order = HostedAuthentication.Order(
            identity: identity, origin: call.origin, offersMemory: try call.flag("requestRecognitionToken") ?? false,
            language: locale.flatMap { PageLanguage(tag: $0)?.rawValue },
            appInstance: appInstance?.isEmpty == true ? nil : appInstance, client: call.client.srcClientId,
            dpa: call.dpa.srcDpaId)
        let origin = try origins.origin(
            scheme: call.request.isTLS ? .https : .http, host: call.request.headers["Host"]
        ).description
        try quotas.count(identity: lookUp.fingerprint(identity))
        let opened = try open(order)
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("srcCorrelationId", call.srcCorrelationId)
            writer.member("authenticationSession", opened.session)
            writer.member("authenticationUri", origin + AuthenticationPages.address(opened.page))
            writer.member("expiresAt", opened.expiresAt.iso8601)
        }
        responder.answer(200, writer.bytes)
    }

    private func open(_ order: HostedAuthentication.Order) throws -> HostedAuthentication.Opened {
        do {
            let opened = try authentication.open(order)
            if !isStrict { watch.count(client: order.client, told: nil) }
            return opened
        } catch {
            if !isStrict { watch.count(client: order.client, told: error) }
            throw error
        }
    }

    /// Hands the tokens out, once.
    func result(_ call: BrowserCall, _ responder: APIResponder) throws {
        guard let session = try call.text("authenticationSession", max: Self.idBytesMax) else {
            throw BrowserError.field("authenticationSession", .cannotBeNull, "must not be null")
        }
        let client = call.client.srcClientId
        let outcome = try authentication.outcome(
            session, client: client, dpa: call.dpa.srcDpaId, isClosing: try call.flag("close") ?? false)
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("srcCorrelationId", call.srcCorrelationId)
            writer.member("authenticationStatus", outcome.status.rawValue)
            if let tokens = outcome.tokens {
                writer.member("idToken", tokens.idToken)
                writer.member("recognitionToken", tokens.recognitionToken)
                writer.member("rememberMe", outcome.isRemembered)
            }
        }
        let cookies = outcome.tokens?.recognitionToken.map { [ShopCookie.set($0, client: client)] }
        responder.answer(HTTPResponse.json(200, writer.bytes).adding(cookies ?? []))
    }
}
