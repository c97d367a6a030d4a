// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Directory
import Store
import Testing
import Tokenization

@Suite("ProgramSettings") struct ProgramSettingsTests {
    @Test("members that are missing have their defaults")
    func missingMembers() throws {
        #expect(try ProgramSettings(json: Array("{}".utf8)) == ProgramSettings())
        let some = try ProgramSettings(json: Array(#"{"resultDays": 5, "issuingCountry": "NL"}"#.utf8))
        var expected = ProgramSettings()
        expected.resultDays = 5
        expected.issuingCountry = "NL"
        #expect(some == expected)
    }

    @Test("members that are not known are ignored")
    func unknownMembers() throws {
        let text = #"{"cardsPerBatchMax": 7, "fromTheFuture": {"deep": [1, null]}, "other": "x"}"#
        #expect(try ProgramSettings(json: Array(text.utf8)).cardsPerBatchMax == 7)
    }

    @Test(
        "settings are read as they were written",
        arguments: [EmptyProfilePolicy.keep, .purgeAtOnce, .purgeAfterDays(1)])
    func roundTrip(policy: EmptyProfilePolicy) throws {
        var settings = ProgramSettings()
        settings.issuerName = "Bänk \"1\""
        settings.batchEnrollment = false
        settings.cardsPerProfileMax = 3
        settings.emptyProfiles = policy
        settings.allowCheckoutUpdates.billingAddress = true
        settings.accountRanges = [
            AccountRangeSetting(prefix: "52043", product: "DEBIT", country: "NL", isTokenizable: false)
        ]
        #expect(try ProgramSettings(json: settings.json()) == settings)
    }

    @Test("what is no JSON object of settings is refused", arguments: ["", "[]", "{", #"{"resultDays": "5"}"#])
    func unreadable(text: String) {
        #expect(throws: StoreError.self) { try ProgramSettings(json: Array(text.utf8)) }
    }

    @Test("the account ranges of the settings rule over the scheme's")
    func accountRanges() {
        var settings = ProgramSettings()
        settings.issuingCountry = "NL"
        settings.accountRanges = [
            AccountRangeSetting(prefix: "5186", product: "PREPAID", country: "BE", isEligible: false)
        ]
        let rule = settings.accountRangeTable.rule(panDigits: "5186001700009726", isMaestro: false)
        #expect(rule.product == "PREPAID" && rule.country == "BE" && !rule.isEligible && rule.isTokenizable)
        #expect(settings.accountRangeTable.rule(panDigits: "5555555555554444", isMaestro: false).country == "NL")
    }

    @Test("the numbers of the contract are the defaults (enrollment 13.5, 16)")
    func defaults() {
        let settings = ProgramSettings()
        #expect(settings.cardsPerBatchMax == 250 && settings.cardsPerProfileMax == 50 && settings.resultDays == 90)
        #expect(settings.emptyProfiles == .purgeAfterDays(30) && settings.batchEnrollment)
    }
}
