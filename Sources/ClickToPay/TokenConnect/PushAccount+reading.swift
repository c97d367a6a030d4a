// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

extension PushAccount {
    /// Reads an account in the form of `plaintext`, of which it may be the one element. `securityCode` is passed over:
    /// it is no part of the contract and must not travel (token-connect 5.2).
    ///
    /// - Parameter id: the label when the object has none.
    /// - Throws: one error with every fault there is; it holds no value.
    public static func decode(_ body: JSONValue, id: String) throws(ServiceError) -> PushAccount {
        var body = body
        if body.kind == .array, body.count == 1, let first = body.elements.first(where: { _ in true }) { body = first }
        guard body.kind == .object else { throw ServiceError(.invalidArgument, details: [.bodyIsNoObject]) }
        var faults = FaultCollector()
        let account = faults.pushAccount(body, id)
        try faults.throwIfAny()
        guard let account else { throw ServiceError(.invalidArgument) }
        return account
    }
}

extension AccountHolder {
    /// Reads the member `accountHolderData` of an object; nil when it has none.
    ///
    /// - Throws: one error with every fault there is; it holds no value.
    public static func decode(_ body: JSONValue) throws(ServiceError) -> AccountHolder? {
        guard body.kind == .object else { throw ServiceError(.invalidArgument, details: [.bodyIsNoObject]) }
        var faults = FaultCollector()
        let holder = faults.accountHolder(body["accountHolderData"])
        try faults.throwIfAny()
        return holder
    }
}

extension FaultCollector {
    fileprivate mutating func pushAccount(_ body: JSONValue, _ id: String) -> PushAccount? {
        let id = optionalText(body["pushAccountId"], "pushAccountId", max: PushAccount.idCharactersMax) ?? id
        guard let data = requiredObject(body["fundingAccountData"], "fundingAccountData") else { return nil }
        enter("fundingAccountData")
        defer { leave() }
        let holder = accountHolder(data["accountHolderData"])
        let until: DataValidUntil? = optional(data["dataValidUntilTimestamp"], "dataValidUntilTimestamp")
        guard let card = requiredObject(data["cardAccountData"], "cardAccountData") else { return nil }
        enter("cardAccountData")
        defer { leave() }
        let pan: PAN? = required(card["accountNumber"], "accountNumber")
        let expiry = twoDigitExpiry(card)
        return pan.map {
            PushAccount(
                pushAccountId: id, pan: $0, expiry: expiry, holder: holder, dataValidUntilTimestamp: until?.text)
        }
    }

    private mutating func twoDigitExpiry(_ card: JSONValue) -> Expiry? {
        func isThere(_ name: StaticString) -> Bool { card[name]?.isNull == false }
        guard isThere("expiryMonth") || isThere("expiryYear") else { return nil }
        let month: TwoDigits? = required(card["expiryMonth"], "expiryMonth")
        let year: TwoDigits? = required(card["expiryYear"], "expiryYear")
        guard let month, let year else { return nil }
        guard let expiry = Expiry(month: month.number, year: 2000 + year.number) else {
            add(.invalidValue, "expiryMonth", "must be from 01 to 12")
            return nil
        }
        return expiry
    }

    fileprivate mutating func accountHolder(_ member: JSONValue?) -> AccountHolder? {
        guard let object = optionalObject(member, "accountHolderData") else { return nil }
        enter("accountHolderData")
        defer { leave() }
        var holder = AccountHolder()
        holder.name = optionalText(object["accountHolderName"], "accountHolderName", max: 27)
        holder.address = holderAddress(object["accountHolderAddress"])
        let email: HolderEmail? = optional(object["accountHolderEmailAddress"], "accountHolderEmailAddress")
        holder.emailAddress = email?.text
        if let phone = optionalObject(object["accountHolderMobilePhoneNumber"], "accountHolderMobilePhoneNumber") {
            enter("accountHolderMobilePhoneNumber")
            defer { leave() }
            let code = requiredText(phone["countryDialInCode"], "countryDialInCode", max: 4)
            let number = requiredText(phone["phoneNumber"], "phoneNumber", max: 20)
            if let code, let number { holder.mobilePhone = .init(countryDialInCode: code, phoneNumber: number) }
        }
        return holder
    }

    private mutating func holderAddress(_ member: JSONValue?) -> AccountHolder.Address? {
        guard let object = optionalObject(member, "accountHolderAddress") else { return nil }
        enter("accountHolderAddress")
        defer { leave() }
        var address = AccountHolder.Address()
        address.line1 = optionalText(object["line1"], "line1", max: 64)
        address.line2 = optionalText(object["line2"], "line2", max: 64)
        address.city = optionalText(object["city"], "city", max: 32)
        address.countrySubdivision = optionalText(object["countrySubdivision"], "countrySubdivision", max: 12)
        address.postalCode = optionalText(object["postalCode"], "postalCode", max: 16)
        let country: ThreeLetters? = optional(object["country"], "country")
        address.country = country?.text
        return address
    }
}

private struct TwoDigits: WireText {
    let number: Int

    init(utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault) {
        guard utf8.count == 2, utf8.areAll(\.isDigit) else { throw .format("must be two digits") }
        number = utf8.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
}

private struct ThreeLetters: WireText {
    let text: String

    init(utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault) {
        guard utf8.count == 3, utf8.areAll(\.isUpperLetter) else {
            throw .format("must be three capital letters (ISO 3166-1 alpha-3)")
        }
        text = utf8.text
    }
}

private struct HolderEmail: WireText {
    let text: String

    init(utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault) {
        guard utf8.count >= 6, utf8.hasAtMost(320) else { throw .format("must have 6 to 320 characters") }
        guard utf8.contains(UInt8(ascii: "@")), utf8.areAll({ $0 > 0x20 && $0 != 0x7F }) else {
            throw .format("must be an email address")
        }
        text = utf8.text
    }
}

private struct DataValidUntil: WireText {
    let text: String

    init(utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault) {
        let isTime = utf8.areAll { byte in
            byte.isDigit || byte == UInt8(ascii: "T") || byte == UInt8(ascii: "Z") || byte == UInt8(ascii: ":")
                || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
        }
        guard (20...29).contains(utf8.count), isTime, utf8[10] == UInt8(ascii: "T") else {
            throw .format("must be an ISO 8601 time of 20 to 29 characters")
        }
        text = utf8.text
    }
}
