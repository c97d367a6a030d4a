// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import PhoneNumbers

extension MaskedConsumer {
    /// The consumer with every personal value masked.
    public init(srcConsumerId: String, _ consumer: Consumer, status: Status, dateConsumerAdded: String) {
        self.init(
            srcConsumerId: srcConsumerId, maskedEmailAddress: consumer.email.map { Masking.email($0.original) } ?? "",
            status: status,
            dateConsumerAdded: dateConsumerAdded)
        maskedMobileCountryCode = consumer.mobile?.countryCode
        maskedMobileNumber = consumer.mobile.map { Masking.phone($0.nationalNumber) }
        if consumer.isLinked || !consumer.identities.isClassic {
            maskedLinkedIdentities = consumer.identities.all.map { identity in
                switch identity {
                case .email(let email): .email(Masking.email(email.original))
                case .mobile(let mobile):
                    .mobile(countryCode: mobile.countryCode, masked: Masking.phone(mobile.nationalNumber))
                }
            }
        }
        maskedFirstName = Masking.name(consumer.firstName)
        maskedLastName = Masking.name(consumer.lastName)
        maskedFullName = consumer.fullName.map(Masking.fullName)
        countryCode = consumer.countryCode.value
        languageCode = consumer.languageCode.value
        complianceSettings = consumer.compliance
    }
}

extension MaskedAddress {
    /// The address with every word masked; the country stays.
    public init(addressId: String, _ address: Address) {
        self.init(addressId: addressId)
        name = address.name.map(Masking.address)
        line1 = Masking.address(address.line1)
        line2 = address.line2.map(Masking.address)
        line3 = address.line3.map(Masking.address)
        city = Masking.address(address.city)
        state = address.state.map(Masking.address)
        countryCode = address.countryCode.value
        zip = address.zip.map(Masking.zip)
    }
}
