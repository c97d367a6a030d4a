// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import SignIn
internal import Verification
internal import WireJSON

/// O11: a consumer signs out (checkout 4.11, 5.8).
struct SignOutRoutes: Sendable {
    static let tokensMax = 10
    static let tokenBytesMax = 4096

    let tokens: IdTokens
    let recognition: Recognition

    /// Takes back what the browser has. A token that is over already is none to be told of.
    func unbind(_ call: BrowserCall, _ responder: APIResponder) throws {
        let idToken = try call.text("idToken", max: Self.tokenBytesMax)
        let given = try call.texts("recognitionTokens", max: Self.tokensMax, each: Self.tokenBytesMax)
        if let idToken { try tokens.revoke(idToken) }
        for token in given { try recognition.forget(token) }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("srcCorrelationId", call.srcCorrelationId)
            writer.member("recognized", false)
        }
        responder.answer(200, writer.bytes)
    }
}
