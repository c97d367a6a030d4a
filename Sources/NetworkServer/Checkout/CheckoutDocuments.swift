// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Checkout
internal import ClickToPay
internal import HTTPService
internal import Pages
internal import RequestSigning

/// What a checkout says of the network itself: where its pages are, what consumers are asked to accept, what they read.
struct CheckoutDocuments: Sendable {
    var origins: OriginPolicy
    /// The operator's own documents; nil: the server's.
    var termsURL: String?
    var privacyURL: String?

    func origin(_ request: HTTPRequest) throws -> String {
        try origins.origin(scheme: request.isTLS ? .https : .http, host: request.headers["Host"]).description
    }

    func current(_ request: HTTPRequest) throws -> Checkouts.Documents {
        let origin = try origin(request)
        return Checkouts.Documents(
            version: termsURL == nil && privacyURL == nil ? DocumentPages.version : "LATEST",
            termsURL: termsURL ?? origin + "/terms", privacyURL: privacyURL ?? origin + "/privacy",
            storageVersion: CheckoutText.storageVersion)
    }

    /// The shop's, where the pages speak it; otherwise the browser's.
    func language(_ request: HTTPRequest, locale: String?) -> LanguageCode {
        let page =
            locale.flatMap { PageLanguage(rawValue: String($0.prefix(2))) }
            ?? request.headers["Accept-Language"].flatMap(PageLanguage.init(accepting:)) ?? .english
        return (try? LanguageCode(page.rawValue)) ?? Self.english
    }

    private static let english: LanguageCode = {
        guard let code = try? LanguageCode("en") else { preconditionFailure("en is a language") }
        return code
    }()
}
