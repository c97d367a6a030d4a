// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay

/// What an issuer sent of a card that waits for its cardholder, as it is sealed (enrollment 9.4).
public struct StoredStagedCard: Sendable, Equatable {
    public var consumer: StoredConsumer
    public var card: StoredCard

    public init(consumer: StoredConsumer, card: StoredCard) {
        self.consumer = consumer
        self.card = card
    }

    /// The plaintext to seal: a version byte, the length of the consumer's record in four bytes, both records.
    public var encoded: [UInt8] {
        let consumer = consumer.encoded
        let length = UInt32(consumer.count)
        return [1] + (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) } + consumer + card.encoded
    }

    /// Reads a plaintext.
    public init(encoded: [UInt8]) throws(RecordError) {
        guard encoded.count > 5, encoded[0] == 1 else { throw RecordError(record: "staged card") }
        let length = encoded[1..<5].reduce(0) { $0 << 8 | Int($1) }
        guard length <= encoded.count - 5 else { throw RecordError(record: "staged card") }
        consumer = try StoredConsumer(encoded: Array(encoded[5..<5 + length]))
        card = try StoredCard(encoded: Array(encoded[(5 + length)...]))
    }
}

extension StoredStagedCard: CustomStringConvertible, CustomReflectable {
    /// Never personal data or the PAN.
    public var description: String { "StoredStagedCard(…)" }

    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Back to the wire's values, for the enrollment that follows the claim.
extension StoredStagedCard {
    /// - Parameter compliance: what the consumer has accepted; it takes the place of what the issuer asserted.
    public func order(compliance: ComplianceSettings?) throws -> (consumer: Consumer, card: EnrolledCard) {
        guard let month = Int(card.panExpirationMonth), let year = Int(card.panExpirationYear),
            let expiry = Expiry(month: month, year: year)
        else { throw RecordError(record: "staged card") }
        var holder = Consumer(
            email: nil, mobile: nil, firstName: consumer.firstName,
            lastName: consumer.lastName, fullName: consumer.fullName,
            countryCode: try CountryCode(consumer.countryCode), languageCode: try LanguageCode(consumer.languageCode),
            compliance: compliance ?? consumer.compliance)
        holder.identities = try consumer.identitySet()
        let address = try card.billingAddress.map { address in
            Address(
                name: address.name, line1: address.line1, line2: address.line2, line3: address.line3,
                city: address.city, state: address.state, countryCode: try CountryCode(address.countryCode),
                zip: address.zip)
        }
        return (
            holder,
            EnrolledCard(
                pan: try PAN(card.clearPAN), expiry: expiry, cardholderFullName: card.cardholderFullName,
                cardholderFirstName: card.cardholderFirstName, cardholderLastName: card.cardholderLastName,
                billingAddress: address)
        )
    }
}
