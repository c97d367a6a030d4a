// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import HTTPService
internal import SignIn
internal import WireJSON

/// O11: a consumer signs out (checkout 4.11, 5.8).
struct SignOutRoutes: Sendable {
    static let tokensMax = 10
    static let tokenBytesMax = 4096

    let signOut: SignOut

    func unbind(_ call: BrowserCall, _ responder: APIResponder) throws {
        let client = call.client.srcClientId
        try signOut.signOut(
            idToken: try call.text("idToken", max: Self.tokenBytesMax),
            recognitionTokens: try call.texts("recognitionTokens", max: Self.tokensMax, each: Self.tokenBytesMax),
            cookie: ShopCookie.token(in: call.request, client: client), client: client)
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("srcCorrelationId", call.srcCorrelationId)
            writer.member("recognized", false)
        }
        responder.answer(HTTPResponse.json(200, writer.bytes).adding([ShopCookie.clearing(client: client)]))
    }
}
