// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
public import Directory
internal import PhoneNumbers
internal import Store
internal import Vault
internal import Verification

/// How a window ended for the shop (checkout 4.7).
public enum CheckoutAction: String, Sendable, CaseIterable {
    case complete = "COMPLETE"
    case cancel = "CANCEL"
    case error = "ERROR"
    case changeCard = "CHANGE_CARD"
    case addCard = "ADD_CARD"
    case switchConsumer = "SWITCH_CONSUMER"
}

/// What a checkout holds while it lasts: sealed in its row, and gone when it is not needed any more (checkout 6.3).
public struct CheckoutSession: Sendable, Equatable {
    public var options: TransactionOptions
    public var srciTransactionId: String?
    /// What the window speaks.
    public var language: LanguageCode
    /// The origin of the page that began the checkout, and whose window is told of its end; nil: no page did.
    public var shopOrigin: String?
    /// Everything that was outstanding when the checkout began.
    public var needed: Set<CheckoutStep>
    public var done: Set<CheckoutStep> = []
    /// The fields that the shop or the card's address check wants.
    public var requested: [CaptureField]
    /// Those that the directory does not have, or that are to be typed again.
    public var missing: Set<CaptureField>
    /// Those that the issuer lets the directory take over, as it was when the checkout began: for the window.
    public var delegated: Set<CaptureField> = []

    /// What was accepted, in the shop or in the window; nil: nothing was.
    public var accepted: Accepted?
    public var captured = Captured()
    /// When the consumer agreed that data is stored with the issuer; nil: not.
    public var consented: Timestamp?
    /// Of the sentence that was agreed to.
    public var storageVersion: String?
    public var isRemembered = false
    /// What of the profile the consumer has proved, as its directory has it: a browser is recognized by that.
    var proved: Identifier?
    /// The browser that was recognized: it gets a new token for its old one when the checkout completes.
    var browser: RecognizedBrowser?
    /// Nil: nobody has signed in, or the ID token was given.
    var visitor: CheckoutVisitor?
    /// What a consumer whom nobody has signed in is said to be known by: a code proves one of it, and the card is put
    /// there when the checkout completes. Empty: there is no such consumer, or it is proved.
    var newcomer: [LinkedIdentity] = []
    /// Who a guest is, as the shop says: for this checkout alone.
    public var guest: Captured?
    public var isGuest = false

    /// Where the last code went, as an index into the profile's channels.
    public var sentTo: Int?
    public var nextSend: Timestamp?
    /// When the cardholder was authenticated by a code.
    public var authenticated: Timestamp?

    /// How it ended.
    public var action: CheckoutAction?
    public var outcomes: [CaptureOutcome] = []
    public var unbindsAppInstance = false
    public var recognitionToken: String?
    /// For the shop: the consumer has proved who they are in the window, or is to be signed out (checkout 5.8).
    public var idToken: String?

    public struct Accepted: Sendable, Equatable {
        public var version: String
        public var termsURI: String
        public var privacyURI: String
        public var at: Timestamp

        public init(version: String, termsURI: String, privacyURI: String, at: Timestamp) {
            self.version = version
            self.termsURI = termsURI
            self.privacyURI = privacyURI
            self.at = at
        }
    }

    /// What was typed. An address of a shop that wants zip and country alone has no lines and no city.
    public struct Captured: Sendable, Equatable {
        public var billing: StoredAddress?
        public var shipping: StoredAddress?
        public var email: String?
        public var mobileCountryCode: String?
        public var mobileNumber: String?
        public var firstName: String?
        public var lastName: String?

        public init() {}

        public func has(_ field: CaptureField) -> Bool {
            switch field {
            case .billingAddress: billing != nil
            case .shippingAddress: shipping != nil
            case .consumerEmailAddress: email != nil
            case .consumerMobileNumber: mobileNumber != nil
            case .consumerName: firstName != nil && lastName != nil
            }
        }
    }

    public init(
        options: TransactionOptions, srciTransactionId: String?, language: LanguageCode, needed: Set<CheckoutStep>,
        requested: [CaptureField], missing: Set<CaptureField>
    ) {
        self.options = options
        self.srciTransactionId = srciTransactionId
        self.language = language
        self.needed = needed
        self.requested = requested
        self.missing = missing
    }

    /// What is left to do, in order.
    public var steps: [CheckoutStep] { needed.subtracting(done).sorted() }

    /// Whether the consumer is asked if data may be stored with the issuer (checkout 6.3).
    public var offersStorage: Bool { !delegated.isDisjoint(with: requested) && !isGuest }

    /// Without what belongs to this checkout alone: for the time after its credentials were given.
    var spent: CheckoutSession {
        var session = self
        session.captured = Captured()
        session.guest = nil
        session.newcomer = []
        session.recognitionToken = nil
        session.idToken = nil
        // Whoever calls once more gets no more tokens.
        session.visitor = nil
        session.browser = nil
        session.isRemembered = false
        return session
    }
}

extension CheckoutSession: CustomStringConvertible, CustomReflectable {
    /// Never personal data.
    public var description: String { "CheckoutSession(…)" }

    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
