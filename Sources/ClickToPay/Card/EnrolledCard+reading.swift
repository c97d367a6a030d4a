// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// The members of a card, looked up in one walk.
struct CardMembers {
    let members: JSONMembers

    static let v1 = JSONNames(
        "externalCardId", "primaryAccountNumber", "panExpirationMonth", "panExpirationYear", "cardSecurityCode",
        "cardholderFullName", "cardholderFirstName", "cardholderLastName", "billingAddress", "paymentAccountReference")
    static let v2 = JSONNames(
        "externalCredentialId", "primaryAccountNumber", "panExpirationMonth", "panExpirationYear", "cardSecurityCode",
        "cardholderFullName", "cardholderFirstName", "cardholderLastName", "billingAddress", "paymentAccountReference",
        "credentialType")

    static func names(_ generation: APIGeneration) -> JSONNames {
        generation == .v1 ? v1 : v2
    }

    let generation: APIGeneration

    var externalId: JSONValue? { members[0] }
    var primaryAccountNumber: JSONValue? { members[1] }
    var panExpirationMonth: JSONValue? { members[2] }
    var panExpirationYear: JSONValue? { members[3] }
    var cardSecurityCode: JSONValue? { members[4] }
    var cardholderFullName: JSONValue? { members[5] }
    var cardholderFirstName: JSONValue? { members[6] }
    var cardholderLastName: JSONValue? { members[7] }
    var billingAddress: JSONValue? { members[8] }
    var paymentAccountReference: JSONValue? { members[9] }
    var credentialType: JSONValue? { generation == .v2 ? members[10] : nil }
}

extension FaultCollector {
    /// A whole card; nil when anything about it is wrong.
    mutating func card(_ members: CardMembers, today: CalendarMonth, allowsSecurityCode: Bool) -> EnrolledCard? {
        let before = details.count
        let pan: PAN? = required(members.primaryAccountNumber, "primaryAccountNumber")
        let expiry = expiry(members.panExpirationMonth, members.panExpirationYear, today)
        let securityCode = securityCode(members.cardSecurityCode, allowsSecurityCode)
        let fullName = optionalText(
            members.cardholderFullName, "cardholderFullName", max: EnrolledCard.nameCharactersMax)
        let firstName = optionalText(
            members.cardholderFirstName, "cardholderFirstName", max: EnrolledCard.nameCharactersMax)
        let lastName = optionalText(
            members.cardholderLastName, "cardholderLastName", max: EnrolledCard.nameCharactersMax)
        let address = address(members.billingAddress)
        let reference = optionalText(
            members.paymentAccountReference, "paymentAccountReference",
            max: EnrolledCard.paymentAccountReferenceCharactersMax)
        if let kind = optionalText(members.credentialType, "credentialType", max: 255), kind != "PAYMENT_CARD" {
            add(.invalidValue, "credentialType", "must be PAYMENT_CARD")
        }
        guard details.count == before, let pan, let expiry else { return nil }
        return EnrolledCard(
            pan: pan, expiry: expiry, securityCode: securityCode, cardholderFullName: fullName,
            cardholderFirstName: firstName, cardholderLastName: lastName, billingAddress: address,
            paymentAccountReference: reference)
    }

    mutating func expiry(_ month: JSONValue?, _ year: JSONValue?, _ today: CalendarMonth) -> Expiry? {
        let month = requiredNumber(month, "panExpirationMonth", Expiry.month)
        let year = requiredNumber(year, "panExpirationYear", Expiry.year)
        guard let month, let year, let expiry = Expiry(month: month, year: year) else { return nil }
        if expiry.isPast(at: today) {
            add(.invalidValue, "panExpirationYear", "is in the past")
            return nil
        }
        return expiry
    }

    private mutating func requiredNumber(
        _ member: JSONValue?, _ name: StaticString, _ make: (UnsafeBufferPointer<UInt8>) throws(ValueFault) -> Int
    ) -> Int? {
        guard let member, !member.isNull else {
            add(.cannotBeNull, name, "must not be null")
            return nil
        }
        return read(member, name, make)
    }

    private mutating func securityCode(_ member: JSONValue?, _ isAllowed: Bool) -> CardSecurityCode? {
        if !isAllowed, member != nil, member?.isNull == false {
            add(.invalidValue, "cardSecurityCode", "must not be sent in a batch")
            return nil
        }
        return optional(member, "cardSecurityCode")
    }
}
