// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Checkout
internal import ClickToPay
internal import SignIn

extension IdTokens {
    /// The ID token that the end of a checkout carries. It waits for the store.
    func issue(_ signIn: CheckoutSignIn) throws -> String {
        let profile = (directory: signIn.directory, consumer: signIn.consumer)
        switch signIn.bearer {
        case .proved(let identity):
            let method: SignInMethod =
                switch identity {
                case .email: .emailCode
                case .mobile: .mobileCode
                }
            return try issue(
                for: [identity], client: signIn.client, dpa: signIn.dpa, method: method, browser: signIn.browser)
        case .earlier(let identities):
            return try issue(
                for: identities, profile: identities.isEmpty ? profile : nil, client: signIn.client, dpa: signIn.dpa,
                method: nil, browser: signIn.browser)
        case .nobody(let identities):
            return try issueForSignOut(
                of: identities, profile: profile, client: signIn.client, dpa: signIn.dpa, browser: signIn.browser)
        }
    }
}
