// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
internal import Cryptography
internal import JOSE
internal import WireJSON

extension ComplianceSettings {
    /// The documents that the network names for a card that its issuer enrolls (enrollment 5.6, published).
    public static var publishedDocuments: ComplianceSettings {
        let base = "https://www.mastercard.com/global/click-to-pay/country-listing/"
        var settings = ComplianceSettings()
        settings.tnc = Consent(latestVersionUri: base + "terms.html")
        settings.privacy = Consent(latestVersionUri: base + "privacy.html")
        return settings
    }
}

extension IssuerClient {
    /// Enrolls one card and waits until it is in the directory (enrollment 6). Sent again it has the same ids and no
    /// further effect, so that it is repeated by the rules of `RetryPolicy` whatever became of an earlier attempt.
    ///
    /// - Parameters:
    ///   - card: its security code, if it has one, is sent inside the encrypted part alone.
    ///   - compliance: the documents that the cardholder has accepted; those that the network names unless told.
    ///   - externalConsumerId, externalCardId: your names; the first generation of the API does not ask for them, a
    ///     directory keeps them as the keys of the second.
    /// - Throws: `refused` with the reason of the network; `notReachable` when it is unknown whether the card was
    ///   enrolled: call again.
    public func enrollCard(
        _ card: EnrolledCard, of consumer: Consumer, compliance: ComplianceSettings = .publishedDocuments,
        externalConsumerId: ExternalID? = nil, externalCardId: ExternalID? = nil
    ) throws(IssuerClientError) -> CardResponse {
        var writer = JSONWriter(capacity: 512)
        card.writeRevealed(to: &writer, includingSecurityCode: true)
        var plaintext = writer.bytes
        defer { wipe(&plaintext) }
        return try repeated { () throws(IssuerClientError) in
            try self.withNetworkKey { (key) throws(IssuerClientError) in
                try self.enrollOnce(
                    encrypted: try self.encrypt(plaintext, to: key), of: consumer, compliance: compliance,
                    externalConsumerId: externalConsumerId, externalCardId: externalCardId)
            }
        }
    }

    /// One call with a card that is encrypted already.
    func enrollOnce(
        encrypted card: [UInt8], of consumer: Consumer, compliance: ComplianceSettings,
        externalConsumerId: ExternalID?, externalCardId: ExternalID?
    ) throws(IssuerClientError) -> CardResponse {
        let generation = options.generation
        var path = "/cards"
        if generation == .v2 {
            guard externalConsumerId != nil, externalCardId != nil else {
                throw IssuerClientError(
                    .invalidRequest("the second generation of the API needs your ids of the consumer and the card"))
            }
            path = try Self.directoryPath(profile) + "/credentials"
        }
        let request = EnrollCardRequest(
            srcClientId: clientId, serviceId: serviceId, srcCorrelationId: try common().srcCorrelationId,
            consumer: consumer, route: .encryptedCard(card), compliance: compliance,
            externalConsumerId: externalConsumerId, externalCardId: externalCardId)
        let response = try exchange.send("POST", path, body: request.json(generation: generation))
            .read { generation == .v1 ? CardResponse($0) : ProfileResponse($0).flatMap(CardResponse.init) }
        noteWrite(response.maskedCard.srcDigitalCardId)
        if let id = response.maskedConsumer?.srcConsumerId { noteWrite(id) }
        return response
    }

    /// Calls with the network's key. When the network cannot decrypt, its key has changed: the new one is fetched and
    /// the call is made once more (enrollment 3.3).
    func withNetworkKey<Value>(
        _ call: (NetworkKeyProvider.Key) throws(IssuerClientError) -> Value
    ) throws(IssuerClientError) -> Value {
        let key = try networkKeys.key()
        do throws(IssuerClientError) {
            return try call(key)
        } catch {
            guard error.isDecryptionFault else { throw error }
            networkKeys.forget(key.keyID)
            let next = try networkKeys.key()
            if next.keyID == key.keyID { throw error }
            return try call(next)
        }
    }

    func encrypt(_ plaintext: [UInt8], to key: NetworkKeyProvider.Key) throws(IssuerClientError) -> [UInt8] {
        do {
            return try JWE.encrypt(plaintext, to: key.publicKey, keyID: key.keyID, encryption: options.encryption)
        } catch {
            throw IssuerClientError(.invalidRequest("the card data cannot be encrypted: \(error.cause.description)"))
        }
    }
}

extension CardResponse {
    /// The answer of the second generation to one card: a consumer with that card (enrollment 12.3).
    fileprivate init?(_ response: ProfileResponse) {
        guard let card = response.maskedCards?.first else { return nil }
        self.init(srcCorrelationId: response.srcCorrelationId, maskedCard: card)
        maskedConsumer = response.maskedConsumer
    }
}
