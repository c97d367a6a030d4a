// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Checkout
internal import ClickToPay
internal import Directory
internal import JOSE
internal import Store
internal import Vault
internal import Verification

/// Makes the signed answer of a checkout, with the part in it that only the shop can read (checkout 3.1, 3.2).
struct CheckoutSigning: Sendable {
    var cards: Cards
    var profiles: Profiles
    var views: MaskedViews
    var vault: Vault
    var clock: any WallClock
    var entropy: any EntropySource
    var network: NetworkName

    /// The key that a shop's payloads are encrypted to.
    ///
    /// - Throws: PERMISSION_DENIED when it has none that is good (checkout 4.9: "encryption key expired").
    func key(
        _ registry: CallerRegistry, client: String, _ fingerprint: KeyFingerprintID? = nil
    ) throws(ServiceError) -> PayloadKey {
        try (registry.payloadKeys[client] ?? PayloadKeys()).key(fingerprint)
    }

    /// - Parameters:
    ///   - payload: nil for an answer with masked data alone.
    ///   - encryption: how the shop wants it.
    func sign(
        srcCorrelationId: String, _ session: CheckoutSession, _ facts: CheckoutFacts, _ registry: CallerRegistry,
        payload: (CheckoutPayload, PayloadKey, ContentEncryption)?
    ) throws -> String {
        guard let program = registry.programsByDirectory[facts.card.directory] else { throw DirectoryRefusal.noCard }
        let encrypted = try payload.map { payload, key, encryption in
            try JWE.encryptToString(
                payload.json, to: key.publicKey, keyID: key.fingerprint, encryption: encryption)
        }
        var card = views.card(
            try cards.view(facts.card, token: facts.token), program, of: session.isGuest ? nil : facts.profile)
        card.dateOfCardLastUsed = facts.use?.lastUsed?.iso8601
        let consumer = session.isGuest ? nil : views.consumer(try profiles.view(facts.consumer), program)
        return try CheckoutResponse(
            srcCorrelationId: srcCorrelationId, session, facts, maskedCard: card, maskedConsumer: consumer,
            encryptedPayload: encrypted, isIssuers: facts.card.directory != registry.general?.directory
        ).sign(vault, by: network, issuedAt: clock.now.seconds, id: entropy.uuid())
    }
}
