// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
public import Store
public import Verification

/// What begins a checkout, checked and in clear (checkout 4.7).
public struct CheckoutOrder: Sendable {
    public enum Card: Sendable {
        /// The row of a card; nil: the id is none.
        case known(Int64?)
        case new(EnrolledCard)
    }

    /// Who has signed in.
    public struct Identity: Sendable {
        /// What the consumer has proved.
        public var identities: [LinkedIdentity]
        /// The rows of the live profiles that have one of the identities.
        public var profiles: [Int64]
        /// The browser that was recognized; nil: a code was entered.
        public var browser: RecognizedBrowser?
        /// The family of the browser that is remembered with the sign-in: signing out forgets it. Nil: none is.
        public var family: Int64?
        /// The row of the ID token that says so.
        public var token: Int64?

        public init(
            identities: [LinkedIdentity], profiles: [Int64], browser: RecognizedBrowser? = nil, family: Int64? = nil,
            token: Int64? = nil
        ) {
            self.identities = identities
            self.profiles = profiles
            self.browser = browser
            self.family = family
            self.token = token
        }
    }

    /// `srcClientId` and `srcDpaId` of the shop.
    public var client: String
    public var dpa: String
    public var srcCorrelationId: String
    public var card: Card
    /// Nil: nobody has signed in.
    public var identity: Identity?
    public var request: CheckoutRequest
    /// What the browser asks for, where the shop says nothing.
    public var language: LanguageCode
    /// The origin of the shop's page; nil: the caller is none.
    public var origin: String?

    public init(
        client: String, dpa: String, srcCorrelationId: String, card: Card, identity: Identity?,
        request: CheckoutRequest, language: LanguageCode, origin: String? = nil
    ) {
        self.client = client
        self.dpa = dpa
        self.srcCorrelationId = srcCorrelationId
        self.card = card
        self.identity = identity
        self.request = request
        self.language = language
        self.origin = origin
    }
}

/// A checkout as it is after a step.
public struct CheckoutView: Sendable {
    public var row: CheckoutRow
    public var session: CheckoutSession
    /// Nil once consumer or card are gone.
    public var facts: CheckoutFacts?

    /// What is left to do; empty when the checkout is settled.
    public var steps: [CheckoutStep] { row.state == .open ? session.steps : [] }
}
