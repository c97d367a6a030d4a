// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
internal import Directory
public import PhoneNumbers
public import Verification

/// How far one browser has come with one receipt (checkout 5.7). It travels with the browser, sealed: nothing is kept
/// here for somebody who opened a link and went away.
public struct ProvisionFlow: Sendable, Equatable {
    public enum Step: UInt8, Sendable {
        /// Who is it? Name, address and number are asked for.
        case details = 1
        /// To which of them should a code go?
        case channel = 2
        /// A code is on its way.
        case code = 3
        /// The consumer is known, and asked to agree.
        case consent = 4
        /// The issuer wants to see its cardholder first.
        case activation = 5
        /// `result` is there.
        case done = 6
    }

    /// 32 hexadecimal digits, not to be guessed: part of the page's address, and what codes are bound to.
    public let id: String
    public let receipt: PushReceipt
    /// The directory of the program that pushed the card.
    public let issuer: Int64
    /// Checked; nil: the consumer stays here.
    public let callbackURL: CallbackURL?
    public let extFlow: Bool
    public let completeWebsiteActivation: Bool
    public let completeIssuerAppActivation: Bool
    /// Whether what the issuer said of the holder is put into the form.
    public let isPrefilled: Bool
    /// What the card's picture shows.
    public let lastFour: String

    public var language: LanguageCode
    public var step = Step.details
    /// What the consumer typed, or came with.
    public var details: ProvisionDetails?
    /// The row of the profile that is or will be proved to be the consumer's; nil: there is none yet.
    public var profile: Int64?
    /// Whether the browser was recognized: then no code was asked for.
    public var isRecognized = false
    public var channels: [CodeChannel] = []
    /// Where the code went.
    public var sentTo: CodeChannel?
    /// From when on another code may be sent.
    public var nextSend: Timestamp?
    public var result: PushResult.Status?
    public var tokenUniqueReference: String?
    /// The row of the card, once there is one.
    public var card: Int64?

    init(
        id: String, receipt: PushReceipt, issuer: Int64, link: ProvisionLink, lastFour: String, language: LanguageCode
    ) {
        self.id = id
        self.receipt = receipt
        self.issuer = issuer
        self.lastFour = lastFour
        self.language = language
        callbackURL = link.callbackURL
        extFlow = link.extFlow
        completeWebsiteActivation = link.completeWebsiteActivation
        completeIssuerAppActivation = link.completeIssuerAppActivation
        isPrefilled = link.accountHolderDataSupplied
    }

    /// Where the consumer goes with the result; nil: nowhere.
    public var returnURL: String? {
        guard let callbackURL, let result else { return nil }
        let hasToken = result == .approved || result == .requireAdditionalAuthentication
        return PushReturnURL(
            callback: callbackURL,
            results: [
                PushResult(
                    receipt: receipt, status: result, tokenUniqueReference: hasToken ? tokenUniqueReference : nil)
            ]
        ).url
    }

    mutating func end(_ result: PushResult.Status) {
        self.result = result
        step = .done
        details = nil
        channels = []
        sentTo = nil
    }
}

/// Who the consumer says they are.
public struct ProvisionDetails: Sendable, Equatable {
    public var firstName: String
    public var lastName: String
    public var email: Email
    public var mobile: MobileNumber

    public init(firstName: String, lastName: String, email: Email, mobile: MobileNumber) {
        self.firstName = firstName
        self.lastName = lastName
        self.email = email
        self.mobile = mobile
    }
}
