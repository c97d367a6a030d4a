// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Pages
import Testing

@testable import DemoBank

@Suite struct DemoCustomersTests {
    @Test("there is a customer for each language, and one whose cards end in all the ways that there are")
    func people() {
        #expect(DemoCustomers.all.count == 6)
        #expect(Set(DemoCustomers.all.map(\.language)) == Set(PageLanguage.allCases))
        #expect(DemoCustomers.all.filter(\.showsOutcomes).map(\.userName) == ["sam"])
        let numbers = DemoCustomers.named("sam")?.cards.compactMap { $0.pan?.revealDigits() }
        #expect(
            numbers == [
                "5120340000000004", "5120340000000053", "5120340000000855", "5120340000000947", "5120340000000962",
                "5299990000000001",
            ])
    }

    @Test("each has a name, an address of nobody and a number, which Click to Pay takes as they are")
    func consumers() throws {
        for customer in DemoCustomers.all {
            #expect(customer.email.original.hasSuffix(".example"))
            for language in PageLanguage.allCases {
                let consumer = try #require(customer.consumer(language))
                #expect(consumer.languageCode.value == language.rawValue)
                #expect(customer.locale(language)?.underscored.hasPrefix(language.rawValue + "_") == true)
            }
            #expect((6...27).contains(customer.holder.name?.count ?? 0))
            #expect(CountryCode(alpha3: customer.countryAlpha3) == customer.address.countryCode)
        }
        #expect(Set(DemoCustomers.all.map(\.mobile)).count == 6 && Set(DemoCustomers.all.map(\.email)).count == 6)
    }

    @Test("every card has its own id and number, and only those of the outcomes mean something to a sandbox")
    func cards() {
        let cards = DemoCustomers.all.flatMap(\.cards)
        #expect(Set(cards.map(\.id)).count == cards.count)
        let pans = cards.compactMap(\.pan)
        #expect(Set(pans).count == pans.count && pans.count == 16)
        #expect(cards.filter { $0.pan == nil }.map(\.kind) == Array(repeating: .virtual, count: 5))
        #expect(pans.allSatisfy { SandboxTrigger.card($0) == nil })
        #expect(DemoCustomers.owner(ofCard: "jonas-2")?.userName == "jonas")
        #expect(DemoCustomers.owner(ofCard: "nobody-1") == nil)
    }
}
