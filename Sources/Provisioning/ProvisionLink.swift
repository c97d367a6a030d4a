// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
internal import JOSE
internal import Vault

/// What a link to the provisioning page says, once it is known to be readable and, in its signed form, to be the
/// network's own word (token-connect 8.1, 8.3).
public struct ProvisionLink: Sendable {
    /// At least one; Click to Pay takes exactly one.
    public var receipts: [PushReceipt]
    public var callbackURL: CallbackURL?
    /// Whether the network has signed receipts and callback.
    public var isSigned: Bool
    /// As it was written; nil: there was none.
    public var locale: String?
    public var accountHolderDataSupplied: Bool
    public var completeWebsiteActivation: Bool
    public var completeIssuerAppActivation: Bool
    /// Whether "Remember me" is offered.
    public var extFlow: Bool

    /// Why a link is not followed.
    public struct Fault: Error, Sendable, Equatable {
        /// The parameter; nil for the link as a whole.
        public var parameter: String?
        /// A sentence for whoever built the link. It holds nothing of the link.
        public var message: String

        public init(_ parameter: String?, _ message: String) {
            self.parameter = parameter
            self.message = message
        }

        init(_ finding: LinkFinding) {
            self.init(finding.parameter, finding.message)
        }
    }

    init(
        receipts: [PushReceipt], callbackURL: CallbackURL?, isSigned: Bool, locale: String?,
        accountHolderDataSupplied: Bool, completeWebsiteActivation: Bool, completeIssuerAppActivation: Bool,
        extFlow: Bool
    ) {
        self.receipts = receipts
        self.callbackURL = callbackURL
        self.isSigned = isSigned
        self.locale = locale
        self.accountHolderDataSupplied = accountHolderDataSupplied
        self.completeWebsiteActivation = completeWebsiteActivation
        self.completeIssuerAppActivation = completeIssuerAppActivation
        self.extFlow = extFlow
    }

    /// Any address: the page is found by it already, and only the query counts.
    private static let base = "https://network.example/provision?"
    private static let localeName = "locale"

    /// - Parameter query: as the browser sent it.
    /// - Throws: `Fault`; a fault of the vault.
    init(query: String, vault: Vault) throws {
        let redirect: PushRedirect
        let locale: String?
        do throws(LinkFinding) {
            let link = try LinkParts(Self.base + query)
            locale = link.parameters.first { $0.name == Self.localeName }?.value
            redirect = try Self.redirect(link)
        } catch {
            throw Fault(error)
        }
        completeIssuerAppActivation = redirect.completeIssuerAppActivation ?? false
        extFlow = redirect.extFlow
        switch redirect.form {
        case .plain(let plain):
            isSigned = false
            receipts = plain.receipts
            callbackURL = plain.callbackURL
            accountHolderDataSupplied = plain.accountHolderDataSupplied ?? false
            completeWebsiteActivation = plain.completeWebsiteActivation ?? true
            self.locale = locale
        case .signed(let signature):
            let claims = try Self.claims(signature, vault)
            isSigned = true
            receipts = claims.receipts
            callbackURL = claims.callbackURL
            accountHolderDataSupplied = claims.accountHolderDataSupplied ?? false
            completeWebsiteActivation = claims.completeWebsiteActivation ?? true
            // What is signed beats what stands beside it (token-connect 7.3).
            self.locale = claims.locale?.underscored ?? locale
        }
    }

    /// A locale that nobody can read is no reason to turn a consumer away (token-connect 8.3): it is left out here and
    /// judged by itself.
    private static func redirect(_ link: LinkParts) throws(LinkFinding) -> PushRedirect {
        let rest = link.parameters.filter { $0.name != localeName }.map(\.raw).joined(separator: "&")
        return try PushRedirect(url: base + rest)
    }

    private static func claims(_ signature: String, _ vault: Vault) throws -> PushClaims {
        let keys = try vault.networkKeys.pushSignature.map { ($0.id, $0.publicKey) }
        let message: JWS.Message
        do {
            message = try JWS.verify(
                signature, keys: VerificationKeySet(Dictionary(keys, uniquingKeysWith: { first, _ in first })),
                limits: JWS.Limits(tokenCountMax: PushRedirect.signatureBytesMax))
        } catch {
            throw Fault("pushAccountData", "the signature cannot be verified: \(error.cause)")
        }
        do {
            return try PushClaims(json: message.payload)
        } catch {
            throw Fault(error)
        }
    }
}
