// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
public import Cryptography

/// How a card is pushed (token-connect 5.1). The rest follows from the account.
public struct PushSettings: Sendable {
    public var tokenRequestorId: TokenRequestorID = .clickToPay
    /// Where the consumer comes back to, with the value that binds the return to a session; see `PushSession`.
    public var callbackURL: CallbackURL?
    /// The consumer's language; Click to Pay needs it.
    public var locale: Locale?
    /// Whether the token requestor opens the issuer's app itself to authenticate. From a session of the bank: false.
    public var completeIssuerAppActivation = false
    /// Whether it sends the browser to the issuer's page to authenticate. From a session of the bank: false.
    public var completeWebsiteActivation = false
    /// Minutes that the receipt lives, 5 to 15; the network's 15 when nil.
    public var validityMinutes: Int?
    /// 1 to 32 characters.
    public var authenticationCode: String?
    public var requestsDigitizationData = false
    /// How long the encrypted data may be used, unless the account says until when; nil for no end. At most 30 days.
    public var dataValidFor: Duration? = .seconds(30 * 60)
    /// What the data is encrypted to. When nil, the key of the profile's `mdesKeyFile`, and without that the one for
    /// card data that the network publishes at `keysURL`.
    public var key: RSAPublicKey?
    /// What goes into `publicKeyFingerprint`; the SHA-256 of the certificate, or of the key without one, when nil.
    public var fingerprint: String?
    public var hash: OAEPHash = .sha256

    public init(callbackURL: CallbackURL? = nil, locale: Locale? = nil) {
        self.callbackURL = callbackURL
        self.locale = locale
    }

    /// What is asked to be signed; holder data is announced exactly when there is some.
    func signatureData(isHolderKnown: Bool) -> PushRequest.SignatureData {
        PushRequest.SignatureData(
            callbackURL: callbackURL, completeIssuerAppActivation: completeIssuerAppActivation,
            completeWebsiteActivation: completeWebsiteActivation, accountHolderDataSupplied: isHolderKnown,
            locale: locale)
    }
}
