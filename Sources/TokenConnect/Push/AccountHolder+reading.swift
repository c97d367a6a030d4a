// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import WireJSON

extension AccountHolder {
    /// What the issuer told of a pushed card's holder (token-connect 5.2). Every part may be missing.
    init(_ object: JSONValue, _ reader: inout FieldReader) {
        self.init()
        name = reader.text(object, "accountHolderName", 1...27)
        emailAddress = reader.text(object, "accountHolderEmailAddress", 6...320)
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
            if let code, let number { mobilePhone = Phone(countryDialInCode: code, phoneNumber: number) }
        }
    }
}
