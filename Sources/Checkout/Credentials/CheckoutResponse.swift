// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
public import ClickToPay
internal import Directory
internal import JOSE
internal import Store
public import Vault
public import Verification
internal import WireJSON

/// The signed answer to a checkout and to the call for its credentials (checkout 3.1).
public struct CheckoutResponse: Sendable {
    public var srcCorrelationId: String
    public var maskedCard: MaskedCard
    /// Nil for a guest.
    public var maskedConsumer: MaskedConsumer?
    /// A JWE; nil where only masked data was asked for.
    public var encryptedPayload: String?
    /// Whether the card stands in its issuer's own directory.
    public var isIssuers: Bool
    private let session: CheckoutSession
    private let facts: CheckoutFacts

    public init(
        srcCorrelationId: String, _ session: CheckoutSession, _ facts: CheckoutFacts, maskedCard: MaskedCard,
        maskedConsumer: MaskedConsumer?, encryptedPayload: String?, isIssuers: Bool
    ) {
        self.isIssuers = isIssuers
        self.srcCorrelationId = srcCorrelationId
        self.session = session
        self.facts = facts
        self.maskedCard = maskedCard
        self.maskedConsumer = maskedConsumer
        self.encryptedPayload = encryptedPayload
    }

    /// The payload of the JWS.
    public var json: [UInt8] {
        var writer = JSONWriter(capacity: 2048)
        writer.object { writer in
            writer.member("srcCorrelationId", srcCorrelationId)
            writer.member("srciTransactionId", session.srciTransactionId)
            writer.key("maskedCard")
            maskedCard.write(to: &writer)
            if let maskedConsumer {
                writer.key("maskedConsumer")
                maskedConsumer.write(to: &writer)
            }
            writer.member("encryptedPayload", encryptedPayload)
            if let shipping = session.shipping(of: facts) {
                writer.member("shippingAddressZip", shipping.zip)
                writer.member("shippingCountryCode", shipping.countryCode)
            }
            if let authenticated = session.authenticated {
                Self.writeAssurance(authenticated.seconds, isIssuers: isIssuers, to: &writer)
            }
        }
        return writer.bytes
    }

    /// What the network has verified (checkout 2.10): by a shared secret, itself, for a payment. Where the card stands
    /// in its issuer's directory the code went where the issuer says that its cardholder is: authenticated. Elsewhere
    /// it went where a consumer says so; the issuer had no part in that, and it is attempted.
    private static func writeAssurance(_ seconds: Int64, isIssuers: Bool, to writer: inout JSONWriter) {
        writer.object("assuranceData") { writer in
            writer.array("verificationData") { writer in
                writer.object { writer in
                    writer.member("verificationType", "CARDHOLDER")
                    writer.member("verificationEntity", "02")
                    writer.member("verificationEvents", ["01"])
                    writer.member("verificationMethod", "04")
                    writer.member("verificationResults", "01")
                    writer.member("verificationTimestamp", String(seconds))
                }
            }
            writer.member("eci", isIssuers ? "02" : "01")
        }
    }

    /// The compact JWS; `iss`, `iat` and `jti` are in its header.
    ///
    /// - Parameters:
    ///   - network: who gives it, as in the network's tokens.
    ///   - issuedAt: seconds.
    public func sign(_ vault: Vault, by network: NetworkName, issuedAt: Int64, id: String) throws -> String {
        let key = try vault.networkKeys.payloadSigningKey
        return try JWS.sign(
            json, with: key.privateKey,
            header: JWSHeader(keyID: key.id, issuer: network.text, tokenID: id, issuedAt: issuedAt))
    }
}
