// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing
import Tokenization

@Suite("AccountRangeTable") struct AccountRangeTableTests {
    private func rule(
        _ prefix: String, _ product: String = "CREDIT", country: String = "US", isEligible: Bool = true,
        isTokenizable: Bool = true
    ) -> AccountRangeRule {
        AccountRangeRule(
            prefix: prefix, product: product, country: country, isEligible: isEligible, isTokenizable: isTokenizable)
    }

    @Test("the longest matching prefix counts, in whatever order the rules come", arguments: [false, true])
    func longestPrefix(isReversed: Bool) {
        let rules = [
            rule("5", "PREPAID"), rule("52", "DEBIT"), rule("52043", "FLEX"), rule("52043099999", "COMBO"),
        ]
        let table = AccountRangeTable(rules: isReversed ? rules.reversed() : rules, issuingCountry: "GB")
        func product(_ digits: String) -> String { table.rule(panDigits: digits, isMaestro: false).product }
        #expect(product("5100000000000000") == "PREPAID")
        #expect(product("5299990000000000") == "DEBIT")
        #expect(product("5204310000000000") == "FLEX")
        #expect(product("5204309999900000") == "COMBO")
        #expect(product("5204309999800000") == "FLEX")
    }

    @Test("a prefix matches the beginning of a PAN and nothing else")
    func beginningOnly() {
        let table = AccountRangeTable(rules: [rule("2043", "PREPAID")], issuingCountry: "US")
        #expect(table.rule(panDigits: "5204300000000000", isMaestro: false).product == "CREDIT")
    }

    @Test("a prefix that is longer than the PAN does not match")
    func prefixLongerThanPAN() {
        let table = AccountRangeTable(rules: [rule("50000000001", "PREPAID")], issuingCountry: "US")
        #expect(table.rule(panDigits: "5000000000", isMaestro: false).product == "CREDIT")
    }

    @Test("of two rules for one prefix the later one counts")
    func laterRuleWins() {
        let table = AccountRangeTable(
            rules: [rule("5204", "DEBIT"), rule("5204", "PREPAID")], issuingCountry: "US")
        #expect(table.rule(panDigits: "5204300000000000", isMaestro: false).product == "PREPAID")
    }

    @Test("without a rule a card has the program's country and may be tokenized")
    func schemeDefault() {
        let table = AccountRangeTable(rules: [], issuingCountry: "SE")
        let found = table.rule(panDigits: "5555555555554444", isMaestro: false)
        #expect(found == rule("555555", "CREDIT", country: "SE"))
        #expect(table.rule(panDigits: "2223003122003222", isMaestro: false).product == "DEBIT")
    }

    @Test(
        "Maestro cards are eligible only when they are issued in the Netherlands", arguments: ["NL", "BE", "US", "DE"])
    func maestroOnlyInTheNetherlands(country: String) {
        let table = AccountRangeTable(rules: [], issuingCountry: country)
        let found = table.rule(panDigits: "6759649826438453", isMaestro: true)
        #expect(found.isEligible == (country == "NL"))
        #expect(found.product == "DEBIT")
        #expect(table.rule(panDigits: "5555555555554444", isMaestro: false).isEligible)
    }
}

@Suite("StandInDecision") struct StandInDecisionTests {
    @Test("a card is approved unless its range is not eligible or not set up for tokenization")
    func decisions() {
        func rule(_ prefix: String, _ isEligible: Bool, _ isTokenizable: Bool) -> AccountRangeRule {
            AccountRangeRule(
                prefix: prefix, product: "CREDIT", country: "US", isEligible: isEligible, isTokenizable: isTokenizable)
        }
        let decision = StandInDecision(
            ranges: AccountRangeTable(
                rules: [rule("51", false, true), rule("52", true, false), rule("53", false, false)],
                issuingCountry: "US"))
        func decide(_ digits: String, isMaestro: Bool = false) -> TokenizationDecision {
            decision.decide(panDigits: digits, isMaestro: isMaestro)
        }
        #expect(decide("5100000000000000") == .refuse(.ineligible))
        #expect(decide("5200000000000000") == .refuse(.notTokenizable))
        #expect(decide("5300000000000000") == .refuse(.ineligible))
        #expect(decide("5400000000000000") == .approve)
        #expect(decide("6759649826438453", isMaestro: true) == .refuse(.ineligible))
    }
}
