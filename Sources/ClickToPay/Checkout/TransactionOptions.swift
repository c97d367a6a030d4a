// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What a shop wants of a checkout: `dpaTransactionOptions` (checkout 2.11).
public struct TransactionOptions: Sendable, Hashable {
    public enum AddressPreference: String, Sendable, CaseIterable {
        case none = "NONE"
        case full = "FULL"
        /// Zip code and country alone.
        case postalCountry = "POSTAL_COUNTRY"
    }

    /// What comes with a token (checkout 2.10).
    public enum DynamicData: String, Sendable, CaseIterable {
        case cryptogram = "CARD_APPLICATION_CRYPTOGRAM_SHORT_FORM"
        /// The shop wants the PAN.
        case none = "NONE"
    }

    /// What the answer to a checkout holds.
    public enum PayloadType: String, Sendable, CaseIterable {
        case summary = "SUMMARY"
        case full = "FULL"
        case payment = "PAYMENT"
        case nonPayment = "NON_PAYMENT"

        /// Whether there is an encrypted part.
        public var isEncrypted: Bool { self == .full || self == .payment }
    }

    public enum Experience: String, Sendable, CaseIterable {
        /// A guest may pay.
        case withinCheckout = "WITHIN_CHECKOUT"
        case paymentSettings = "PAYMENT_SETTINGS"
    }

    /// An amount as it was written, so that no digit is lost.
    public struct Amount: Sendable, Hashable {
        /// Up to 18 digits, and up to 3 behind a point.
        public var number: String
        /// ISO 4217.
        public var currency: String

        public init(number: String, currency: String) {
            self.number = number
            self.currency = currency
        }
    }

    /// What an authenticated payload needs to know of the shop.
    public struct Acquirer: Sendable, Hashable {
        public var merchantId: String?
        public var bin: String?
        public var merchantCategoryCode: String?
        public var merchantCountryCode: String?

        public init() {}

        public var isComplete: Bool {
            merchantId != nil && bin != nil && merchantCategoryCode != nil && merchantCountryCode != nil
        }
    }

    public static let ttlMinutesMax = 1440

    public var amount: Amount?
    public var transactionType: String?
    public var billing = AddressPreference.none
    public var shipping = AddressPreference.none
    /// Alpha-2; empty: all.
    public var shippingCountries: [String] = []
    public var isEmailRequested = false
    public var isNameRequested = false
    public var isPhoneRequested = false
    public var dynamicData = DynamicData.cryptogram
    /// How long a cryptogram is good: 1 to 1440 minutes.
    public var ttlMinutes = 15
    /// `payloadRequested` is `AUTHENTICATED`.
    public var isAuthenticationRequested = false
    public var acquirer = Acquirer()
    public var merchantOrderId: String?
    public var payloadType = PayloadType.summary
    /// Whether the consumer confirms the payment in the window.
    public var confirmPayment = false
    public var experience = Experience.paymentSettings
    /// `ll_CC`
    public var locale: String?

    public init() {}
}
