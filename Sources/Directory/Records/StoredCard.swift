// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A postal address as it is sealed (enrollment 5.5).
public struct StoredAddress: Sendable, Equatable {
    public var name: String?
    public var line1: String
    public var line2: String?
    public var line3: String?
    public var city: String
    public var state: String?
    public var countryCode: String
    public var zip: String?

    public init(
        name: String?, line1: String, line2: String?, line3: String?, city: String, state: String?,
        countryCode: String, zip: String?
    ) {
        self.name = name
        self.line1 = line1
        self.line2 = line2
        self.line3 = line3
        self.city = city
        self.state = state
        self.countryCode = countryCode
        self.zip = zip
    }
}

/// A card's data as it is sealed. There is no place for a security code: it is never stored.
public struct StoredCard: Sendable, Equatable {
    /// The PAN's digits. Named so that a reader of the code sees where clear PANs are.
    public var clearPAN: String
    /// Two digits.
    public var panExpirationMonth: String
    /// Four digits.
    public var panExpirationYear: String
    public var cardholderFullName: String?
    public var cardholderFirstName: String?
    public var cardholderLastName: String?
    /// Nil: it is collected at checkout (enrollment 14).
    public var billingAddress: StoredAddress?
    /// Something is still pending at the issuer: `PENDING_SCA` and its like, comma-separated.
    public var pendingEvents: String?
    /// Set when the billing address was typed at a checkout.
    public var billingCapture: StoredCapture?

    public init(
        clearPAN: String, panExpirationMonth: String, panExpirationYear: String, cardholderFullName: String?,
        cardholderFirstName: String?, cardholderLastName: String?, billingAddress: StoredAddress?,
        pendingEvents: String?
    ) {
        self.clearPAN = clearPAN
        self.panExpirationMonth = panExpirationMonth
        self.panExpirationYear = panExpirationYear
        self.cardholderFullName = cardholderFullName
        self.cardholderFirstName = cardholderFirstName
        self.cardholderLastName = cardholderLastName
        self.billingAddress = billingAddress
        self.pendingEvents = pendingEvents
    }

    /// The plaintext to seal. Layout 2 has at its end where the billing address comes from.
    public var encoded: [UInt8] {
        var writer = RecordWriter(version: billingCapture == nil ? 1 : 2, capacity: 192)
        writer.add(clearPAN)
        writer.add(panExpirationMonth)
        writer.add(panExpirationYear)
        writer.add(cardholderFullName)
        writer.add(cardholderFirstName)
        writer.add(cardholderLastName)
        writer.add(pendingEvents)
        writer.add(billingAddress == nil ? 0 : 1 as UInt8)
        if let billingAddress { writer.add(billingAddress) }
        if let billingCapture { writer.add(billingCapture) }
        return writer.bytes
    }

    /// Reads a plaintext.
    public init(encoded: [UInt8]) throws(RecordError) {
        let version: UInt8 = encoded.first == 2 ? 2 : 1
        var reader = try RecordReader(encoded, version: version, record: "card")
        clearPAN = try reader.required()
        panExpirationMonth = try reader.required()
        panExpirationYear = try reader.required()
        cardholderFullName = try reader.text()
        cardholderFirstName = try reader.text()
        cardholderLastName = try reader.text()
        pendingEvents = try reader.text()
        if try reader.byte() == 1 { billingAddress = try reader.address() }
        if version == 2 { billingCapture = try reader.capture() }
    }
}

extension StoredCard: CustomStringConvertible, CustomReflectable {
    /// Never the PAN.
    public var description: String { "StoredCard(…)" }

    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension StoredConsumer: CustomStringConvertible, CustomReflectable {
    /// Never personal data.
    public var description: String { "StoredConsumer(…)" }

    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
