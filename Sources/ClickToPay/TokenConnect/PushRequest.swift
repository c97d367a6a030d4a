// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// Pushes accounts to a token requestor (token-connect 5.1).
public struct PushRequest: Sendable {
    /// What is to be signed together with the receipts. What is nil is not sent.
    public struct SignatureData: Sendable, Hashable {
        public var callbackURL: CallbackURL?
        /// False unless given.
        public var completeIssuerAppActivation: Bool?
        /// **True** unless given.
        public var completeWebsiteActivation: Bool?
        /// Whether holder data travels with the accounts; false unless given.
        public var accountHolderDataSupplied: Bool?
        /// Click to Pay needs it.
        public var locale: Locale?

        public init(
            callbackURL: CallbackURL? = nil, completeIssuerAppActivation: Bool? = nil,
            completeWebsiteActivation: Bool? = nil, accountHolderDataSupplied: Bool? = nil, locale: Locale? = nil
        ) {
            self.callbackURL = callbackURL
            self.completeIssuerAppActivation = completeIssuerAppActivation
            self.completeWebsiteActivation = completeWebsiteActivation
            self.accountHolderDataSupplied = accountHolderDataSupplied
            self.locale = locale
        }

        /// As a member of a request.
        func write(to writer: inout JSONWriter) {
            writer.object("signatureData") { writer in
                writer.member("callbackURL", callbackURL?.value)
                writer.member("completeIssuerAppActivation", completeIssuerAppActivation)
                writer.member("completeWebsiteActivation", completeWebsiteActivation)
                writer.member("accountHolderDataSupplied", accountHolderDataSupplied)
                writer.member("locale", locale?.underscored)
            }
        }
    }

    /// Minutes that receipts live; 15 unless given.
    public static let validityMinutes = 5...15

    /// 1 to 64 characters; a UUID.
    public var requestId: String
    /// The `encryptedPayload` object, written: the accounts, encrypted (token-connect 6).
    public var encryptedPayload: [UInt8]
    public var tokenRequestorId: TokenRequestorID
    public var signatureData: SignatureData?
    /// Asks for a blob per account that can be handed over in the issuer's own way.
    public var requestIssuerInitiatedDigitizationData: Bool?
    /// Within `validityMinutes`.
    public var pushAccountReceiptsValidityPeriod: Int?
    /// 1 to 32 characters.
    public var authenticationCode: String?

    public init(
        requestId: String, encryptedPayload: [UInt8], tokenRequestorId: TokenRequestorID,
        signatureData: SignatureData? = nil
    ) {
        self.requestId = requestId
        self.encryptedPayload = encryptedPayload
        self.tokenRequestorId = tokenRequestorId
        self.signatureData = signatureData
    }

    public func json() -> [UInt8] {
        var writer = JSONWriter(capacity: encryptedPayload.count + 1024)
        writer.object { writer in
            writer.member("requestId", requestId)
            writer.object("pushFundingAccounts") { writer in
                writer.key("encryptedPayload")
                writer.raw(encryptedPayload)
            }
            writer.member("tokenRequestorId", tokenRequestorId.value)
            signatureData?.write(to: &writer)
            writer.member("requestIssuerInitiatedDigitizationData", requestIssuerInitiatedDigitizationData)
            writer.member("pushAccountReceiptsValidityPeriod", pushAccountReceiptsValidityPeriod)
            writer.member("authenticationCode", authenticationCode)
        }
        return writer.bytes
    }
}
