// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import HTTPService
internal import Pages

/// The network's pages for consumers. They are not part of the API: programs do not call them.
enum PageOperation: String, Sendable, CaseIterable {
    /// Where a pushed card's link leads (token-connect 8).
    case provision
    /// The page once the link was let in.
    case provisionStep
    case provisionForm
    /// The window of a checkout (checkout 4.8).
    case window
    case windowForm
    /// The consumer's own pages (checkout 5.6, 5.8): signing in, the cards, and what there is beside them.
    case account
    case accountPage
    case accountCard
    case accountForm
    /// The network's own sign-in (checkout 5.4). A POST to the page's own path is a call of the API.
    case authentication
    case authenticationForm
    case terms
    case privacy
    case asset
    /// What shops' pages load (checkout 4.13), its types, and either under a name that changes with the content.
    case browserScript
    case browserTypes
    case browserFile

    var isForm: Bool {
        switch self {
        case .provisionForm, .windowForm, .accountForm, .authenticationForm: true
        default: false
        }
    }

    var method: StaticString { isForm ? "POST" : "GET" }

    var path: StaticString {
        switch self {
        case .provision: "/provision"
        case .provisionStep, .provisionForm: "/provision/{flow}"
        case .window, .windowForm: "/dcf/{dcfSessionId}"
        case .account, .accountForm: "/account"
        case .accountPage: "/account/{page}"
        case .accountCard: "/account/cards/{card}/remove"
        case .authentication: AuthenticationPages.path
        case .authenticationForm: AuthenticationPages.formPath
        case .terms: "/terms"
        case .privacy: "/privacy"
        case .asset: PageAssets.route
        case .browserScript: BrowserScript.path
        case .browserTypes: BrowserScript.typesPath
        case .browserFile: BrowserScript.fixedRoute
        }
    }

    static func router() -> Router<PageOperation> {
        Router(allCases.map { ($0.method, $0.path, $0) })
    }
}
