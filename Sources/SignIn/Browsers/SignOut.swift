// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
public import Verification

/// Takes back what a browser has (checkout 4.11, 5.8).
///
/// No method may be called from a completion of the store: they wait for it.
public struct SignOut: Sendable {
    private let tokens: IdTokens
    private let recognition: Recognition

    public init(tokens: IdTokens, recognition: Recognition) {
        self.tokens = tokens
        self.recognition = recognition
    }

    /// The ID token is good for nothing any more, and neither are the recognition tokens, with all that they came from
    /// or were exchanged for. The ID token of a browser that is remembered takes that along. What was over already is
    /// over: signing out twice does no harm.
    ///
    /// - Parameter cookie: the network's own recognition token; whatever is wrong with it, it only does not count.
    /// - Throws: AUTH_INVALID for a token that the network has not made for this client; then nothing was taken back.
    public func signOut(
        idToken: String?, recognitionTokens: [String], cookie: String?, client: String
    ) throws {
        if let idToken, try !tokens.isMade(idToken, for: client) { throw BrowserError.invalidToken }
        for token in recognitionTokens where try !recognition.isMade(token, for: client) {
            throw BrowserError.invalidToken
        }
        if let idToken {
            if let browser = try tokens.browser(of: idToken, client: client) {
                try recognition.forget(family: browser)
            }
            try tokens.revoke(idToken)
        }
        for token in recognitionTokens { try recognition.forget(token) }
        if let cookie, try recognition.isMade(cookie, for: client) { try recognition.forget(cookie) }
    }
}
