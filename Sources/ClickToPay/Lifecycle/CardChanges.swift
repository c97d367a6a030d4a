// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// A change of a card: its billing address, and in the second generation its expiry (enrollment 10.5, 12.3).
public struct CardChanges: Sendable, Hashable, Confidential {
    /// Replaces the whole address.
    public var billingAddress: Address?
    /// Never in the first generation.
    public var expiry: Expiry?

    public init(billingAddress: Address?, expiry: Expiry? = nil) {
        self.billingAddress = billingAddress
        self.expiry = expiry
    }

    /// Reads the plaintext of `encryptedCard` or `encryptedCredential`. Throws one error with every fault there is.
    public static func decode(
        _ plaintext: JSONValue, today: CalendarMonth, generation: APIGeneration = .v1
    ) throws(ServiceError) -> CardChanges {
        guard plaintext.kind == .object else {
            throw .corruptData(generation == .v1 ? "encryptedCard" : "encryptedCredential")
        }
        var faults = FaultCollector()
        let changes = faults.cardChanges(plaintext, today, generation)
        try faults.throwIfAny()
        return changes
    }
}

extension FaultCollector {
    /// Whatever else of a card is there is refused: a new number or a new name is no change of a card.
    mutating func cardChanges(
        _ object: JSONValue, _ today: CalendarMonth, _ generation: APIGeneration
    ) -> CardChanges {
        let address = address(object["billingAddress"])
        var expiry: Expiry?
        let mentionsExpiry = ["panExpirationMonth", "panExpirationYear"].contains { object[$0]?.isNull == false }
        if generation == .v2, mentionsExpiry {
            expiry = self.expiry(object["panExpirationMonth"], object["panExpirationYear"], today)
        } else {
            refuse(object, "panExpirationMonth")
            refuse(object, "panExpirationYear")
        }
        refuse(object, "primaryAccountNumber")
        refuse(object, "cardSecurityCode")
        refuse(object, "cardholderFullName")
        refuse(object, "cardholderFirstName")
        refuse(object, "cardholderLastName")
        refuse(object, "paymentAccountReference")
        if isEmpty, address == nil, expiry == nil { add(.cannotBeNull, "billingAddress", "must not be null") }
        return CardChanges(billingAddress: address, expiry: expiry)
    }

    private mutating func refuse(_ object: JSONValue, _ name: StaticString) {
        if object[name]?.isNull == false { add(.invalidValue, name, "cannot be changed") }
    }
}
