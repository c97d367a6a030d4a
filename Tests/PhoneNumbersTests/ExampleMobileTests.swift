// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@testable import PhoneNumbers

/// Goal: generated numbers are ones that an enrollment would take.
struct ExampleMobileTests {
    @Test("an example of every country passes the rules unchanged, and so do numbered ones")
    func examples() throws {
        let regions = PhoneNumberRules.regions
        #expect(regions.count > 200)
        for region in ["US", "GB", "DE", "IT", "ES", "AU", "SG", "AE", "MX", "BR", "NL", "CA"] {
            var seen: Set<String> = []
            for number in 0..<200 {
                let mobile = try #require(PhoneNumberRules.exampleMobile(region: region, number: UInt64(number)))
                let again = try PhoneNumberRules.normalise(
                    countryCode: mobile.countryCode, phoneNumber: mobile.nationalNumber)
                #expect(again == mobile)
                seen.insert(mobile.e164)
            }
            #expect(seen.count > 190, "\(region)")
        }
        for region in regions {
            guard let mobile = PhoneNumberRules.exampleMobile(region: region) else { continue }
            let again = try PhoneNumberRules.normalise(
                countryCode: mobile.countryCode, phoneNumber: mobile.nationalNumber)
            #expect(again == mobile, "\(region)")
        }
    }

    @Test("the same number gives the same mobile, and an unknown region none")
    func repeatable() {
        #expect(
            PhoneNumberRules.exampleMobile(region: "GB", number: 7)
                == PhoneNumberRules.exampleMobile(region: "GB", number: 7))
        #expect(PhoneNumberRules.exampleMobile(region: "ZZ") == nil)
        #expect(PhoneNumberRules.exampleMobile(region: "001") == nil)
    }
}
