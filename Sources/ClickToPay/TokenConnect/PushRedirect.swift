// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The link that takes a consumer from the issuer to Click to Pay (token-connect 8).
///
/// Open it in the system's browser, at the top level, at once: a receipt lives 15 minutes at most and serves once. It
/// must not get into a log.
public struct PushRedirect: Sendable, Hashable {
    /// The receipt and its settings in clear.
    public struct Plain: Sendable, Hashable {
        /// At least one; Click to Pay takes exactly one.
        public var receipts: [PushReceipt]
        public var accountHolderDataSupplied: Bool?
        /// Click to Pay needs it.
        public var locale: Locale?
        public var completeWebsiteActivation: Bool?
        /// Without it the consumer stays in Click to Pay.
        public var callbackURL: CallbackURL?

        public init(
            receipts: [PushReceipt], accountHolderDataSupplied: Bool? = nil, locale: Locale? = nil,
            completeWebsiteActivation: Bool? = nil, callbackURL: CallbackURL? = nil
        ) {
            self.receipts = receipts
            self.accountHolderDataSupplied = accountHolderDataSupplied
            self.locale = locale
            self.completeWebsiteActivation = completeWebsiteActivation
            self.callbackURL = callbackURL
        }
    }

    public enum Form: Sendable, Hashable {
        case plain(Plain)
        /// The compact JWS of the push's answer, unchanged.
        case signed(String)
    }

    /// Characters of the uri that a push's answer gives.
    public static let uriCharacters = 11...128
    /// Bytes of a signature that is passed on.
    public static let signatureBytesMax = 4096

    /// The `WEB` uri of the push's answer. It may have a query and a fragment of its own.
    public let uri: String
    public let form: Form
    /// In both forms: what is signed does not hold it.
    public let completeIssuerAppActivation: Bool?
    /// "Remember me": always in clear.
    public let extFlow: Bool

    /// - Throws: a fatal finding that names what cannot be sent.
    public init(
        uri: String, form: Form, completeIssuerAppActivation: Bool? = nil, extFlow: Bool = true
    ) throws(LinkFinding) {
        try Self.check(uri: uri)
        switch form {
        case .plain(let plain):
            guard (1...PushClaims.receiptsMax).contains(plain.receipts.count) else {
                throw .fatal(Name.receipts, "1 to 5 receipts are needed")
            }
        case .signed(let signature):
            guard Self.isCompactJWS(signature) else { throw Self.signatureFault }
        }
        self.uri = uri
        self.form = form
        self.completeIssuerAppActivation = completeIssuerAppActivation
        self.extFlow = extFlow
    }

    /// The link, its parameters in the order of the published ones.
    public var url: String {
        var pairs: [(name: String, value: String?)] = []
        let appFlag = completeIssuerAppActivation.map { "\($0)" }
        switch form {
        case .plain(let plain):
            pairs = [
                (Name.receipts, plain.receipts.map(\.value).joined(separator: ",")),
                (Name.holderData, plain.accountHolderDataSupplied.map { "\($0)" }),
                (Name.locale, plain.locale?.underscored),
                (Name.appActivation, appFlag),
                (Name.websiteActivation, plain.completeWebsiteActivation.map { "\($0)" }),
                (Name.extFlow, extFlow ? "true" : nil),
                (Name.callback, plain.callbackURL?.value),
            ]
        case .signed(let signature):
            pairs = [
                (Name.signature, signature), (Name.appActivation, appFlag), (Name.extFlow, extFlow ? "true" : nil),
            ]
        }
        let query = pairs.compactMap { name, value in value.map { name + "=" + PercentText.encode($0) } }
        return LinkParts.append(query.joined(separator: "&"), to: uri)
    }

    /// The names of the parameters (token-connect 8.1).
    enum Name {
        static let receipts = "pushAccountReceipts"
        /// How one page of the documentation spells it.
        static let receipt = "pushAccountReceipt"
        static let signature = "pushAccountData"
        static let holderData = "accountHolderDataSupplied"
        static let locale = "locale"
        static let appActivation = "completeIssuerAppActivation"
        static let websiteActivation = "completeWebsiteActivation"
        static let extFlow = "extFlow"
        static let callback = "callbackURL"
        /// Of an old demonstration; it has no effect.
        static let callbackRequired = "callbackRequired"

        static let all: Set<String> = [
            receipts, receipt, signature, holderData, locale, appActivation, websiteActivation, extFlow, callback,
            callbackRequired,
        ]
    }

    static func check(uri: String) throws(LinkFinding) {
        guard uriCharacters.contains(uri.utf8.count), uri.utf8.allSatisfy(\.isVisible) else {
            throw .fatal(nil, "the uri must be 11 to 128 characters of printable ASCII: take the WEB uri of the answer")
        }
        guard let host = URLScheme.host(of: uri), let scheme = URLScheme.of(uri),
            scheme == "https" || scheme == "http" && URLScheme.isLocal(host)
        else { throw .fatal(nil, "the uri must begin with https and name a host: take the WEB uri of the answer") }
    }

    static let signatureFault = LinkFinding.fatal(
        Name.signature, "it is no compact JWS: pass the signature of the push's answer on unchanged")

    static func isCompactJWS(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return text.utf8.count <= signatureBytesMax && parts.count == 3
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.allSatisfy {
                        $0.isAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
                    }
            }
    }
}
