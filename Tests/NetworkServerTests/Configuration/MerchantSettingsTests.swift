// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import ClickToPay
import Directory
import Store
import Testing

@testable import NetworkServer

/// The settings of a shop: read, changed, and kept in the registry.
@Suite("settings of a shop") struct MerchantSettingsTests {
    /// A value of each setting that is not its default, and one that is none of its values.
    static let values = [
        ("dialect", "unified", "other"), ("payloadEncryption", "A256GCM", "A128CBC-HS256"), ("barred", "true", "1"),
        ("dpaBillingPreference", "POSTAL_COUNTRY", "ALL"), ("dpaShippingPreference", "FULL", ""),
        ("dpaAcceptedShippingCountries", "US,CA", "US,,CA"), ("consumerEmailAddressRequested", "true", "yes"),
        ("consumerNameRequested", "true", ""), ("consumerPhoneNumberRequested", "true", "TRUE"),
        ("dpaLocale", "fr_CA", "french"), ("transactionType", "BILL_PAYMENT", "GIFT"),
        ("dynamicDataType", "NONE", "TAVV"), ("dpaDynamicDataTtlMinutes", "2", "0"),
        ("payloadTypeIndicatorCheckout", "FULL", "ALL"), ("confirmPayment", "true", "on"),
        ("dcfExperience", "WITHIN_CHECKOUT", "GUEST"), ("payloadRequested", "AUTHENTICATED", "true"),
        ("acquirerMerchantId", "M 1", "a\tb"), ("acquirerBIN", "545301", "54530"),
        ("merchantCategoryCode", "5999", "599"), ("merchantCountryCode", "840", "us"),
    ]

    @Test("every setting takes a value, shows it, and is the same when it is read from the registry")
    func roundTrip() throws {
        #expect(Self.values.map(\.0) == ApplicationSetting.all.map(\.name))
        var settings = ApplicationSettings()
        for (name, text, _) in Self.values { try ApplicationSetting.change(&settings, [(name, text)]) }
        let read = try ApplicationSettings(json: settings.json)
        #expect(read == settings)
        #expect(ApplicationSetting.all.map { $0.value(read).text } == Self.values.map(\.1))
        // As it is shown it can be given.
        var again = ApplicationSettings()
        try ApplicationSetting.change(&again, ApplicationSetting.all.map { ($0.name, $0.value(settings).text) })
        #expect(again == settings)
        var standard = ApplicationSettings()
        try ApplicationSetting.change(&standard, ApplicationSetting.all.map { ($0.name, $0.value(standard).text) })
        #expect(standard == ApplicationSettings())
    }

    @Test("a value that a setting does not have changes nothing and is not echoed", arguments: values)
    func refused(_ name: String, _ text: String, _ wrong: String) throws {
        var settings = ApplicationSettings()
        let error = #expect(throws: ConfigurationError.self) {
            try ApplicationSetting.change(&settings, [(name, text), (name, wrong)])
        }
        #expect(settings == ApplicationSettings() && error.map { "\($0)".contains(name) } == true)
    }

    @Test("what was changed is kept with the old value and the new one")
    func audit() throws {
        let journey = try CheckoutJourney(RunningServer())
        let merchants = try MerchantAdministration(dataDirectory: journey.server.path)
        let dpa = journey.shop.srcDpaId
        _ = try merchants.set([("barred", "true"), ("dialect", "mastercard")], name: nil, srcDpaId: dpa)
        _ = try merchants.set([("barred", "false")], name: "Corner Shop", srcDpaId: nil)
        let changes = try merchants.changes(srcDpaId: dpa)
        #expect(changes.map(\.setting) == ["barred", "barred"] && changes.map(\.new) == ["true", "false"])
        #expect(throws: ConfigurationError.self) {
            try merchants.set([("barred", "true")], name: nil, srcDpaId: "nobody's")
        }
    }
}
