// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Directory
import Testing
import Tokenization

@Suite("ProgramSetting") struct ProgramSettingTests {
    private func set(_ name: String, _ text: String, in settings: inout ProgramSettings) throws {
        try #require(ProgramSetting.named(name)).set(text, in: &settings)
    }

    @Test(
        "a value is taken as it is written, shown so again, and kept in the registry",
        arguments: [
            ("issuerName", "Bänk"), ("cardDescriptor", "Gold"), ("cardArt", "https://a.test/x.png"),
            ("issuingCountry", "NL"), ("emptyProfiles", "never"), ("emptyProfiles", "immediate"),
            ("emptyProfiles", "7"), ("allowCheckoutUpdates.billingAddress", "true"),
            ("allowCheckoutUpdates.shippingAddress", "true"), ("allowedCountries", "US,CA"),
            ("allowedProducts", "DEBIT,PREPAID"),
            ("accountRanges", "52043:DEBIT:NL,5:CREDIT:US:ineligible:untokenizable"), ("cardsPerBatchMax", "1"),
            ("cardsPerBatchMax", "100000"), ("cardsPerProfileMax", "10000"), ("requestsPerSecond", "0"),
            ("requestsPerSecond", "1000000"), ("requestBurst", "1"), ("batchesPerSecond", "3"),
            ("errorLayout", "formB"), ("gatewayErrorLayout", "listOfErrors"), ("batchEnrollment", "false"),
            ("flexibleIdentities", "true"), ("deferredTokenization", "true"), ("preProvisioning", "false"),
            ("batchIsPreProvisioning", "true"), ("notificationURL", "https://bank.test/hooks?a=b"),
            ("notificationURL", "https://10.0.0.8:8443/"), ("notificationURL", "http://127.0.0.1:9000/events"),
            ("notificationURL", "http://localhost:1"), ("notificationURL", "http://[::1]:65535/x"),
            ("cardProducts", "DEMO_DEBIT:518600"), ("cardProducts", "A:51860012345,B1:222100:untokenizable"),
            ("enrollKeys", String(repeating: "0a", count: 32)),
        ])
    func roundTrip(name: String, text: String) throws {
        var settings = ProgramSettings()
        try set(name, text, in: &settings)
        #expect(settings != ProgramSettings())
        let read = try ProgramSettings(json: settings.json())
        #expect(read == settings && ProgramSetting.named(name)?.value(read).text == text)
    }

    @Test(
        "what is out of bounds or of another type is refused, and nothing changes",
        arguments: [
            ("issuerName", ""), ("issuerName", String(repeating: "x", count: 65)), ("issuerName", "a\nb"),
            ("cardArt", String(repeating: "x", count: 1025)), ("issuingCountry", "usa"), ("issuingCountry", "us"),
            ("emptyProfiles", "0"), ("emptyProfiles", "3651"), ("emptyProfiles", "later"),
            ("allowCheckoutUpdates.billingAddress", "yes"), ("allowedCountries", "US,,CA"), ("allowedCountries", ""),
            ("allowedProducts", "GOLD"), ("accountRanges", "52043:DEBIT"), ("accountRanges", "x:DEBIT:NL"),
            ("accountRanges", "520430000000:DEBIT:NL"), ("accountRanges", "5:DEBIT:NL:other"),
            ("cardsPerBatchMax", "0"), ("cardsPerBatchMax", "100001"), ("cardsPerBatchMax", "+5"),
            ("requestsPerSecond", "-1"), ("requestsPerSecond", "1000001"), ("requestBurst", "0"),
            ("batchesPerSecond", "1.5"), ("errorLayout", "formC"), ("gatewayErrorLayout", "formA"),
            ("preProvisioning", "1"), ("resultDays", "30"), ("cardProducts", "debit:518600"),
            ("cardProducts", "D:51860"), ("cardProducts", "D:518600123456"), ("cardProducts", "D:518600:other"),
            ("cardProducts", "D:518600,D:518601"), ("cardProducts", "D:272095"), ("cardProducts", "D"),
            ("enrollKeys", "0a"), ("enrollKeys", String(repeating: "0g", count: 32)),
            ("notificationURL", ""), ("notificationURL", "http://bank.test/"), ("notificationURL", "bank.test"),
            ("notificationURL", "ftp://bank.test/"), ("notificationURL", "https://"), ("notificationURL", "https:///a"),
            ("notificationURL", "https://user@bank.test/"), ("notificationURL", "https://u:p@bank.test/"),
            ("notificationURL", "https://bank.test/#a"), ("notificationURL", "https://bank.test/a b"),
            ("notificationURL", "https://bank.test:0/"), ("notificationURL", "http://127.0.0.1.bank.test/"),
            ("notificationURL", "http://127.1/"), ("notificationURL", "http://localhost.bank.test/"),
            ("notificationURL", "https://b\\a.test/"), ("notificationURL", "https://bänk.test/"),
            ("notificationURL", "https://bank.test/" + String(repeating: "a", count: 1024)),
        ])
    func refused(name: String, text: String) throws {
        var settings = ProgramSettings()
        #expect(throws: ProgramSetting.Refusal.self) { try set(name, text, in: &settings) }
        #expect(settings == ProgramSettings())
    }

    @Test("a rate can be given back to the server, a list can be emptied")
    func standard() throws {
        var settings = ProgramSettings()
        for (name, text) in [("requestsPerSecond", "5"), ("allowedCountries", "US")] {
            try set(name, text, in: &settings)
        }
        #expect(settings.requestsPerSecond == 5 && settings.allowedCountries == ["US"])
        try set("requestsPerSecond", "default", in: &settings)
        try set("allowedCountries", "none", in: &settings)
        #expect(settings == ProgramSettings())
    }

    @Test("names are unique, and every setting has a value from the start")
    func names() {
        let names = ProgramSetting.all.map(\.name)
        #expect(Set(names).count == names.count && ProgramSetting.named("errorlayout") == nil)
        let settings = ProgramSettings()
        #expect(settings.errorLayout == .formA && settings.gatewayErrorLayout == .errorList)
        #expect(settings.requestsPerSecond == nil && settings.requestBurst == nil && settings.batchesPerSecond == nil)
        #expect(!settings.flexibleIdentities && !settings.deferredTokenization)
        #expect(settings.preProvisioning && !settings.batchIsPreProvisioning)
    }

    @Test("a card outside the allowed countries or products is not eligible (enrollment 16)")
    func allowed() {
        var settings = ProgramSettings()
        settings.accountRanges = [AccountRangeSetting(prefix: "5186", product: "DEBIT", country: "CA")]
        func isEligible(_ pan: String) -> Bool {
            settings.accountRangeTable.rule(panDigits: pan, isMaestro: false).isEligible
        }
        // The first is the program's Canadian debit range, the other a credit card of the program's own country, US.
        let (canadian, domestic) = ("5186001700009726", "5555555555554444")
        #expect(isEligible(canadian) && isEligible(domestic))
        settings.allowedCountries = ["US"]
        #expect(!isEligible(canadian) && isEligible(domestic))
        settings.allowedCountries = ["US", "CA"]
        settings.allowedProducts = ["DEBIT"]
        #expect(isEligible(canadian) && !isEligible(domestic))
    }
}
