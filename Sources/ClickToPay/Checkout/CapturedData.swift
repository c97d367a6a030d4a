// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import PhoneNumbers
public import WireJSON

/// What a consumer has typed at a checkout (checkout 4.8, 6).
public struct CapturedData: Sendable, Hashable, Confidential {
    /// Zip code and country of a shop that wants no more.
    public struct Place: Sendable, Hashable, Confidential {
        public var zip: String
        public var countryCode: CountryCode

        public init(zip: String, countryCode: CountryCode) {
            self.zip = zip
            self.countryCode = countryCode
        }
    }

    public var billingAddress: Address?
    public var billingPlace: Place?
    public var shippingAddress: Address?
    public var shippingPlace: Place?
    public var email: Email?
    public var mobile: MobileNumber?
    public var firstName: String?
    public var lastName: String?
    /// Used once, and kept on no disk.
    public var securityCode: CardSecurityCode?

    public init() {}

    /// Reads the data of a `submit-data` action. Throws one error with every fault there is.
    public static func decode(_ data: JSONValue) throws(ServiceError) -> CapturedData {
        guard data.kind == .object else {
            throw ServiceError(
                .invalidArgument, details: [ErrorDetail(.invalidValue, .body, "data", "must be an object")])
        }
        var faults = FaultCollector()
        var captured = CapturedData()
        (captured.billingAddress, captured.billingPlace) = faults.place(data["billingAddress"], "billingAddress")
        (captured.shippingAddress, captured.shippingPlace) = faults.place(data["shippingAddress"], "shippingAddress")
        captured.email = faults.optional(data["consumerEmailAddress"], "consumerEmailAddress")
        if let number = faults.optionalObject(data["consumerMobileNumber"], "consumerMobileNumber") {
            captured.mobile = faults.phone(number)
        }
        let most = Consumer.nameCharactersMax
        captured.firstName = faults.optionalText(data["consumerFirstName"], "consumerFirstName", max: most)
        captured.lastName = faults.optionalText(data["consumerLastName"], "consumerLastName", max: most)
        captured.securityCode = faults.optional(data["cardSecurityCode"], "cardSecurityCode")
        try faults.throwIfAny()
        return captured
    }
}

extension FaultCollector {
    /// A whole address, or a zip code and a country where there is nothing else.
    fileprivate mutating func place(
        _ member: JSONValue?, _ name: StaticString
    ) -> (Address?, CapturedData.Place?) {
        guard let object = optionalObject(member, name) else { return (nil, nil) }
        if object["line1"]?.isNull ?? true, object["city"]?.isNull ?? true {
            enter(name)
            defer { leave() }
            let zip = requiredText(object["zip"], "zip", max: Address.zipCharactersMax)
            let country: CountryCode? = required(object["countryCode"], "countryCode")
            guard let zip, let country else { return (nil, nil) }
            return (nil, CapturedData.Place(zip: zip, countryCode: country))
        }
        return (address(member, name), nil)
    }
}
