// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import IssuerKit
import Testing

/// What a test needs of the link that a browser is sent to.
enum PushSignatureReader {
    static func receipt(of url: String) throws -> String {
        try #require(claims(of: url)?.receipts.first?.value)
    }

    /// The value that binds the return.
    static func binding(of url: String) throws -> String? {
        let callback = try #require(claims(of: url)?.callbackURL)
        return try LinkParts(callback.value).parameters.first { $0.name == PushSession.bindingParameter }?.value
    }

    private static func claims(of url: String) throws -> PushClaims? {
        guard case .signed(let signature) = try PushRedirect(url: url).form else { return nil }
        return try PushSignature.unverifiedClaims(signature)
    }
}
