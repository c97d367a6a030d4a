// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory
internal import JOSE
internal import WireJSON

/// `encryptedPaymentData`: a card's token, encrypted to a payload key of the client (enrollment 3.6). Only programs
/// that have arranged it get it.
struct PaymentData: Sendable {
    var cards: Cards

    /// The key that an answer to this call is encrypted to; nil when the program gets no token data. A missing key is
    /// found here, before anything was done.
    func key(
        _ call: APICall, _ program: Program, _ fingerprint: KeyFingerprintID?
    ) throws(ServiceError) -> PayloadKey? {
        guard program.settings.paymentData else { return nil }
        return try (call.registry.payloadKeys[program.srcClientId] ?? PayloadKeys()).key(fingerprint)
    }

    /// Adds the token of a card; nothing while it has none.
    func add(to response: inout CardResponse, card: Int64, for key: PayloadKey) throws {
        guard let token = try cards.paymentToken(of: card) else { return }
        var writer = JSONWriter(capacity: 192)
        writer.object { writer in
            writer.member("paymentToken", token.number)
            writer.member("tokenExpirationMonth", token.expirationMonth)
            writer.member("tokenExpirationYear", token.expirationYear)
            writer.member("paymentAccountReference", token.paymentAccountReference)
        }
        response.encryptedPaymentData = try JWE.encryptToString(
            writer.bytes, to: key.publicKey, keyID: key.fingerprint)
        response.keyFingerprintId = key.fingerprint
    }
}
