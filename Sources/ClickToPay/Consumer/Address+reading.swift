// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

extension Address {
    fileprivate static let names = JSONNames(
        "name", "line1", "line2", "line3", "city", "state", "countryCode", "zip")
}

extension Address {
    /// Reads the member `billingAddress` of an object; nil when it has none.
    ///
    /// - Throws: one error with every fault there is; it holds no value.
    public static func decode(_ object: JSONValue) throws(ServiceError) -> Address? {
        var faults = FaultCollector()
        let address = faults.address(object["billingAddress"])
        try faults.throwIfAny()
        return address
    }
}

extension FaultCollector {
    /// The member `billingAddress`; nil when it is absent or wrong.
    mutating func address(_ member: JSONValue?, _ name: StaticString = "billingAddress") -> Address? {
        guard let object = optionalObject(member, name) else { return nil }
        enter(name)
        defer { leave() }
        let before = details.count
        return object.withMembers(Address.names) { members in
            let person = optionalText(members[0], "name", max: Address.nameCharactersMax, emptyIsAbsent: true)
            let line1 = requiredText(members[1], "line1", max: Address.lineCharactersMax)
            let line2 = optionalText(members[2], "line2", max: Address.lineCharactersMax, emptyIsAbsent: true)
            let line3 = optionalText(members[3], "line3", max: Address.lineCharactersMax, emptyIsAbsent: true)
            let city = requiredText(members[4], "city", max: Address.cityCharactersMax)
            let state = optionalText(members[5], "state", max: Address.stateCharactersMax, emptyIsAbsent: true)
            let country: CountryCode? = required(members[6], "countryCode")
            let zip = optionalText(members[7], "zip", max: Address.zipCharactersMax, emptyIsAbsent: true)
            guard details.count == before, let line1, let city, let country else { return nil }
            if state == nil || zip == nil, Address.countriesWithStateAndZip.contains(country.value) {
                if state == nil { add(.cannotBeNull, "state", "is required in this country") }
                if zip == nil { add(.cannotBeNull, "zip", "is required in this country") }
                return nil
            }
            return Address(
                name: person, line1: line1, line2: line2, line3: line3, city: city, state: state,
                countryCode: country, zip: zip)
        }
    }
}
