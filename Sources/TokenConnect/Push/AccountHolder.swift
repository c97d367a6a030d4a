// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// What the issuer told of a pushed card's holder (token-connect 5.2). Every part may be missing.
public struct AccountHolder: Sendable, Equatable {
    public struct Address: Sendable, Equatable {
        public var line1: String?
        public var line2: String?
        public var city: String?
        public var countrySubdivision: String?
        public var postalCode: String?
        /// ISO 3166-1 alpha-3.
        public var country: String?

        public init() {}
    }

    public struct Phone: Sendable, Equatable {
        /// 1 to 4 characters.
        public var countryDialInCode: String
        /// 1 to 20 characters.
        public var phoneNumber: String

        public init(countryDialInCode: String, phoneNumber: String) {
            self.countryDialInCode = countryDialInCode
            self.phoneNumber = phoneNumber
        }
    }

    /// `LASTNAME/FIRSTNAME` or `FIRSTNAME LASTNAME`.
    public var name: String?
    public var address: Address?
    public var email: String?
    public var mobile: Phone?

    public init() {}

    init(_ object: JSONValue, _ reader: inout FieldReader) {
        name = reader.text(object, "accountHolderName", 1...27)
        email = reader.text(object, "accountHolderEmailAddress", 6...320)
        if let given = reader.object(object, "accountHolderAddress") {
            var address = Address()
            address.line1 = reader.text(given, "line1", 1...64)
            address.line2 = reader.text(given, "line2", 1...64)
            address.city = reader.text(given, "city", 1...32)
            address.countrySubdivision = reader.text(given, "countrySubdivision", 1...12)
            address.postalCode = reader.text(given, "postalCode", 1...16)
            address.country = reader.text(given, "country", 3...3, rule: FieldForm.isCapitals)
            self.address = address
        }
        if let given = reader.object(object, "accountHolderMobilePhoneNumber") {
            let code = reader.text(given, "countryDialInCode", 1...4, isRequired: true)
            let number = reader.text(given, "phoneNumber", 1...20, isRequired: true)
            if let code, let number { mobile = Phone(countryDialInCode: code, phoneNumber: number) }
        }
    }
}

extension AccountHolder: CustomStringConvertible, CustomReflectable {
    /// Never personal data.
    public var description: String { "AccountHolder(…)" }

    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
