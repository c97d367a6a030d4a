// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The operations that a shop's pages call for its consumer, from the browser (checkout 4).
extension Operation {
    /// Bytes of one body at most.
    static let browserBytesMax = 64 << 10
    private static let browserBases = [
        "/src/api/identities/", "/src/api/authenticate", "/src/api/profiles", "/src/api/app-instances/",
        "/src/api/checkout", "/dcf/",
    ]

    /// Whether it is not signed, and known by client, shop and origin instead.
    var isBrowserSide: Bool {
        switch self {
        case .lookUpIdentity, .startValidation, .finishValidation, .recognizeBrowser, .authenticate,
            .authenticationResult, .readConsumerProfiles, .checkout, .checkoutAction, .unbindAppInstance,
            .preProvisionedCards, .provisionCard:
            true
        default: false
        }
    }

    /// Whether a path is one of these operations, or would be if there were such a thing.
    static func isBrowserSide(path: String) -> Bool { browserBases.contains { path.hasPrefix($0) } }

    var browserMethod: StaticString { self == .preProvisionedCards ? "GET" : "POST" }
}
