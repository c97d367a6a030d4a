// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
public import Store
public import Verification

/// A consumer who has signed in at a shop, as an ID token says it and as the directories are now.
public struct SignedIn: Sendable {
    /// What was proved: one email address or mobile number. Empty for a browser that is recognized for one profile
    /// alone.
    public var identities: [LinkedIdentity]
    /// The live profiles of all directories that have one of the identities, the general directory first. Empty when
    /// there is none (any more).
    public var profiles: [ConsumerRow]
    /// The client that alone may use the token, and the shop that it was given for.
    public var client: String
    public var dpa: String
    /// The token's id.
    public var jti: String
    /// The family of the browser that is remembered with it; nil: it is not.
    public var browser: Int64?
    /// The browser that was recognized; nil: a code was entered.
    public var recognized: RecognizedBrowser?

    public init(
        identities: [LinkedIdentity], profiles: [ConsumerRow], client: String, dpa: String, jti: String,
        browser: Int64? = nil, recognized: RecognizedBrowser? = nil
    ) {
        self.identities = identities
        self.profiles = profiles
        self.client = client
        self.dpa = dpa
        self.jti = jti
        self.browser = browser
        self.recognized = recognized
    }

    /// Whether there are profiles and none of them may be used (checkout 5.9): ACCT_INACCESSIBLE.
    public var isInaccessible: Bool { !profiles.isEmpty && profiles.allSatisfy { $0.status != .active } }
}

/// By what a consumer has signed in; `amr` of the ID token.
public enum SignInMethod: UInt8, Sendable, CaseIterable {
    case emailCode = 1
    case mobileCode = 2
    /// A browser that was remembered.
    case recognition = 3
    case passkey = 4

    var references: [String] {
        switch self {
        case .emailCode: ["email_otp", "otp"]
        case .mobileCode: ["sms_otp", "otp"]
        case .recognition: ["recognition"]
        case .passkey: ["passkey"]
        }
    }
}
