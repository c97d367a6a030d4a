// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
internal import Foundation
public import Store

/// What an issuer's program may do and how its directory behaves. Kept as JSON in the registry; a member that is
/// missing has its default, so that older rows read well.
public struct ProgramSettings: Sendable, Equatable, Codable {
    /// Where a program's cards come from, as far as the account ranges do not say it: ISO 3166-1 alpha-2.
    public var issuingCountry = "US"
    /// The bank's name, shown with its cards; at most 64 characters.
    public var issuerName = "Sandbox Bank"
    /// The short product name shown with a card (`descriptorName`, at most 64 characters).
    public var cardDescriptor = "Sandbox Card"
    /// Where the card's picture is (`artUri`, at most 1024 characters).
    public var cardArt = "https://assets.example.com/card-art/default.png"
    /// Whether `POST /cards/batch` is open to the program.
    public var batchEnrollment = true
    /// Cards in one batch at most (enrollment 16).
    public var cardsPerBatchMax = 250
    /// Live cards of one profile at most (enrollment 16).
    public var cardsPerProfileMax = 50
    /// What becomes of a profile whose last card went (enrollment 13.5).
    public var emptyProfiles = EmptyProfilePolicy.purgeAfterDays(30)
    /// How long batch results can be read (enrollment 16).
    public var resultDays = 90
    /// What checkout may write back to the directory, once the consumer agreed (enrollment 14).
    public var allowCheckoutUpdates = CheckoutUpdates()
    /// Whether what the issuer says of accepted terms counts at checkout; false: consumers are asked themselves
    /// (checkout 5.5).
    public var termsAcceptedByIssuer = true
    /// How a cardholder is authenticated when a card is first used (checkout 5.5).
    public var firstUseAuthentication = FirstUseAuthentication.none
    /// Whether a shop that asks for no cryptogram gets the PAN; false: it gets the token in its place (checkout 2.10).
    public var panAtCheckout = false
    /// Account ranges of this program beside the scheme's own; the longest matching prefix counts.
    public var accountRanges: [AccountRangeSetting] = []
    /// Where a card must be issued to be in Click to Pay (enrollment 16); empty: anywhere.
    public var allowedCountries: [String] = []
    /// The products that may be in Click to Pay (enrollment 16); empty: all.
    public var allowedProducts: [String] = []
    /// How the service writes an error (enrollment 4.1, 4.2).
    public var errorLayout = ServiceError.Layout.formA
    /// How the gateway writes a refusal (enrollment 4.3).
    public var gatewayErrorLayout = GatewayError.Layout.errorList
    /// Requests a second (enrollment 16); 0: no limit; nil: the server's own.
    public var requestsPerSecond: Int?
    /// Requests that may come at once; nil: the server's own.
    public var requestBurst: Int?
    /// Batches a second; 0: no limit; nil: the server's own.
    public var batchesPerSecond: Int?
    /// Whether the program takes part in flexible enrollment (enrollment 11).
    public var flexibleIdentities = false

    /// Whether a card goes to a profile that has some of its consumer's identifiers, when nobody has the others; they
    /// are added to the profile (enrollment 13.3). A recycled number then finds somebody else's profile.
    public var attachPartialMatches = false

    /// Which identities the program's consumers must have.
    public var identityRule: IdentityRule { flexibleIdentities ? .flexible : .classic }
    /// Whether a batch leaves tokens to the first checkout (enrollment 13.7).
    public var deferredTokenization = false
    /// Whether token data goes to the client, encrypted to its payload key (enrollment 3.6, 10.4).
    public var paymentData = false
    /// Whether the program may pre-provision (enrollment 9).
    public var preProvisioning = true
    /// Whether every batch of the program is one for pre-provisioning (enrollment 9).
    public var batchIsPreProvisioning = false
    /// How long a card may be staged (enrollment 9.4).
    public var stagedDays = 180
    /// Whether the program may push cards through Token Connect (token-connect 2, 12.2).
    public var tokenConnect = true
    /// Where the issuer takes notifications (processing 7.5); empty: it takes none.
    public var notificationURL = ""
    /// The operator wants what happened since an instant told again; nil: nothing (processing 7.5).
    public var notificationReplay: NotificationReplay?
    /// Where the issuer decides about tokens itself (processing 7.2); empty: the stand-in rule decides.
    public var decisionURL = ""
    /// How long the issuer may take to decide.
    public var decisionMilliseconds = 3000
    /// The card products that card management issues for the program (processing 6.2); empty: it issues none.
    public var cardProducts: [CardProductSetting] = []
    /// The keys that cards may be encrypted to for an enrollment (processing 3.1), as SHA-256 fingerprints of key or
    /// certificate in lower-case hexadecimal. The network's own keys are always among them.
    public var enrollKeys: [String] = []

    /// Where consumers may be sent back to with a push that is not signed (token-connect 8.3): callbacks without query
    /// and fragment. One that was pushed with the card needs no place in the list.
    public var callbackURLs: [String] = []
    /// The page of the issuer where a cardholder is authenticated (token-connect 5.4); empty: there is none.
    public var activationURL = ""
    /// The same in the issuer's app, as a link that opens it; empty: there is none.
    public var appActivationURL = ""
    /// Whether the provisioning page refuses a locale that it does not speak (token-connect 8.3), for tests of issuers.
    public var strictLocale = false

    public init() {}

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys, _ value: inout Value) throws {
            value = try values.decodeIfPresent(Value.self, forKey: key) ?? value
        }
        try read(.issuingCountry, &issuingCountry)
        try read(.issuerName, &issuerName)
        try read(.cardDescriptor, &cardDescriptor)
        try read(.cardArt, &cardArt)
        try read(.batchEnrollment, &batchEnrollment)
        try read(.cardsPerBatchMax, &cardsPerBatchMax)
        try read(.cardsPerProfileMax, &cardsPerProfileMax)
        try read(.emptyProfiles, &emptyProfiles)
        try read(.resultDays, &resultDays)
        try read(.allowCheckoutUpdates, &allowCheckoutUpdates)
        try read(.termsAcceptedByIssuer, &termsAcceptedByIssuer)
        try read(.firstUseAuthentication, &firstUseAuthentication)
        try read(.panAtCheckout, &panAtCheckout)
        try read(.accountRanges, &accountRanges)
        try read(.allowedCountries, &allowedCountries)
        try read(.allowedProducts, &allowedProducts)
        try read(.errorLayout, &errorLayout)
        try read(.gatewayErrorLayout, &gatewayErrorLayout)
        requestsPerSecond = try values.decodeIfPresent(Int.self, forKey: .requestsPerSecond)
        requestBurst = try values.decodeIfPresent(Int.self, forKey: .requestBurst)
        batchesPerSecond = try values.decodeIfPresent(Int.self, forKey: .batchesPerSecond)
        try read(.flexibleIdentities, &flexibleIdentities)
        try read(.attachPartialMatches, &attachPartialMatches)
        try read(.deferredTokenization, &deferredTokenization)
        try read(.paymentData, &paymentData)
        try read(.preProvisioning, &preProvisioning)
        try read(.batchIsPreProvisioning, &batchIsPreProvisioning)
        try read(.stagedDays, &stagedDays)
        try read(.tokenConnect, &tokenConnect)
        try read(.notificationURL, &notificationURL)
        notificationReplay = try values.decodeIfPresent(NotificationReplay.self, forKey: .notificationReplay)
        try read(.decisionURL, &decisionURL)
        try read(.decisionMilliseconds, &decisionMilliseconds)
        try read(.cardProducts, &cardProducts)
        try read(.enrollKeys, &enrollKeys)
        try read(.callbackURLs, &callbackURLs)
        try read(.activationURL, &activationURL)
        try read(.appActivationURL, &appActivationURL)
        try read(.strictLocale, &strictLocale)
    }

    /// Reads the registry's JSON.
    public init(json: [UInt8]) throws(StoreError) {
        do {
            self = try JSONDecoder().decode(ProgramSettings.self, from: Data(json))
        } catch {
            throw StoreError(.engine, "a program's settings are not readable JSON")
        }
    }

    /// The settings as JSON for the registry.
    public func json() throws(StoreError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        do {
            return [UInt8](try encoder.encode(self))
        } catch {
            throw StoreError(.engine, "a program's settings cannot be written as JSON")
        }
    }
}

/// What becomes of a profile whose last card was deleted. The duty to delete it is the issuer's.
public enum EmptyProfilePolicy: Sendable, Equatable, Codable {
    case keep
    case purgeAtOnce
    case purgeAfterDays(Int)
}

/// How a cardholder is authenticated at the first checkout with a card.
public enum FirstUseAuthentication: String, Sendable, Codable, CaseIterable {
    case none
    /// By a one-time code to an address or number of the profile.
    case otp
}

/// Which data collected at checkout an issuer lets the network store in its directory.
public struct CheckoutUpdates: Sendable, Equatable, Codable {
    public var billingAddress = false
    public var shippingAddress = false

    public init() {}
}

/// An account range of a program: PANs that begin with `prefix`.
public struct AccountRangeSetting: Sendable, Equatable, Codable {
    /// 1 to 11 digits.
    public var prefix: String
    /// `CREDIT`, `DEBIT`, `PREPAID`, `COMBO` or `FLEX`.
    public var product: String
    /// Where the range is issued: ISO 3166-1 alpha-2.
    public var country: String
    /// Whether its cards may be in Click to Pay.
    public var isEligible: Bool
    /// Whether the token service is set up for it.
    public var isTokenizable: Bool

    public init(prefix: String, product: String, country: String, isEligible: Bool = true, isTokenizable: Bool = true) {
        self.prefix = prefix
        self.product = product
        self.country = country
        self.isEligible = isEligible
        self.isTokenizable = isTokenizable
    }
}
