// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import PhoneNumbers
import Testing
import WireJSON

/// Goal: a consumer is read whole, with aliases, and every fault of it is found at once.
struct ConsumerReadingTests {
    private func faults(_ person: Tree) -> [String] {
        findings { _ = try Consumer.decode(person.json) }
    }

    @Test("the example is read")
    func example() throws {
        let consumer = try Consumer.decode(Samples.person().json)
        #expect(consumer.email?.original == "ada@example.test")
        #expect(consumer.mobile?.e164 == "12025550123")
        #expect(consumer.firstName == "Ada" && consumer.lastName == "Example" && consumer.fullName == nil)
        #expect(consumer.countryCode.value == "US" && consumer.languageCode.value == "en")
        #expect(consumer.compliance == nil)
    }

    @Test("what is written reads the same again")
    func roundTrip() throws {
        let rich = Samples.person().with("fullName", "Ada Éxample \"Q\"").with("nationalIdentifier", "X-1")
            .with(
                "complianceSettings",
                [
                    "tnc": [
                        "acceptedVersion": "LATEST", "latestVersion": "2", "latestVersionUri": "https://t.example",
                    ],
                    "privacy": ["latestVersionUri": "https://p.example"], "cookie": [:], "geoLocation": nil,
                    "communications": ["allowEmail": true, "allowPush": false],
                ])
        for person in [Samples.person(), rich] {
            let consumer = try Consumer.decode(person.json)
            var writer = JSONWriter()
            consumer.writeRevealed(to: &writer)
            #expect(try Consumer.decode(JSONDocument.parse(writer.bytes).root) == consumer)
        }
        let compliance = try #require(try Consumer.decode(rich.json).compliance)
        #expect(compliance.assertsAcceptance)
        #expect(compliance.cookie == nil && compliance.geoLocation == nil)
        #expect(compliance.communications?.allowEmail == true && compliance.communications?.allowText == nil)
    }

    @Test("emailAddress stands in for the identity, and may not contradict it")
    func emailAlias() throws {
        let alias = Samples.person().with("consumerIdentity", nil).with("emailAddress", "b@example.test")
        #expect(try Consumer.decode(alias.json).email?.original == "b@example.test")
        #expect(faults(Samples.person().with("emailAddress", "ADA@example.test")) == [])
        #expect(
            faults(Samples.person().with("emailAddress", "b@example.test")) == ["INVALID_VALUE consumer.emailAddress"])
        #expect(faults(Samples.person().with("consumerIdentity", nil)) == ["CANNOT_BE_NULL consumer.consumerIdentity"])
        #expect(
            faults(Samples.person().with("consumerIdentity", nil).with("emailAddress", "b")) == [
                "INVALID_FORMAT consumer.emailAddress"
            ])
    }

    @Test("locale stands in for country and language, which win over it")
    func locale() throws {
        let without = Samples.person().with("countryCode", nil).with("languageCode", nil)
        let consumer = try Consumer.decode(without.with("locale", "fr_CH").json)
        #expect(consumer.countryCode.value == "CH" && consumer.languageCode.value == "fr")
        let both = try Consumer.decode(Samples.person().with("locale", "fr-CH").json)
        #expect(both.countryCode.value == "US" && both.languageCode.value == "en")
        #expect(faults(without.with("locale", "french")) == ["INVALID_FORMAT consumer.locale"])
        #expect(faults(without) == ["CANNOT_BE_NULL consumer.countryCode", "CANNOT_BE_NULL consumer.languageCode"])
    }

    @Test(
        "one fault at a time gets its reason and its path",
        arguments: [
            ("consumerIdentity", "x", "INVALID_VALUE consumer.consumerIdentity"),
            ("consumerIdentity.identityType", nil, "CANNOT_BE_NULL consumer.consumerIdentity.identityType"),
            (
                "consumerIdentity.identityType", "MOBILE_PHONE_NUMBER",
                "INVALID_VALUE consumer.consumerIdentity.identityType"
            ),
            ("consumerIdentity.identityType", 1, "INVALID_VALUE consumer.consumerIdentity.identityType"),
            ("consumerIdentity.identityProvider", "X", "INVALID_VALUE consumer.consumerIdentity.identityProvider"),
            ("consumerIdentity.identityValue", nil, "CANNOT_BE_NULL consumer.consumerIdentity.identityValue"),
            ("consumerIdentity.identityValue", "ada", "INVALID_FORMAT consumer.consumerIdentity.identityValue"),
            ("consumerIdentity.identityValue", 5, "INVALID_VALUE consumer.consumerIdentity.identityValue"),
            ("mobileNumber", nil, "CANNOT_BE_NULL consumer.mobileNumber"),
            ("mobileNumber", "12025550123", "INVALID_VALUE consumer.mobileNumber"),
            ("mobileNumber.countryCode", nil, "CANNOT_BE_NULL consumer.mobileNumber.countryCode"),
            ("mobileNumber.countryCode", 1, "INVALID_VALUE consumer.mobileNumber.countryCode"),
            ("mobileNumber.countryCode", "999", "INVALID_VALUE consumer.mobileNumber.countryCode"),
            ("mobileNumber.countryCode", "12345", "INVALID_FORMAT consumer.mobileNumber.countryCode"),
            ("mobileNumber.phoneNumber", "", "INVALID_VALUE consumer.mobileNumber.phoneNumber"),
            ("mobileNumber.phoneNumber", "123", "INVALID_FORMAT consumer.mobileNumber.phoneNumber"),
            ("mobileNumber.phoneNumber", "1234567890", "INVALID_VALUE consumer.mobileNumber.phoneNumber"),
            ("mobileNumber.phoneNumber", "20255501x3", "INVALID_FORMAT consumer.mobileNumber.phoneNumber"),
            ("firstName", nil, "CANNOT_BE_NULL consumer.firstName"),
            ("firstName", .null, "CANNOT_BE_NULL consumer.firstName"),
            ("firstName", "", "INVALID_VALUE consumer.firstName"),
            ("firstName", "  ", "INVALID_VALUE consumer.firstName"),
            ("lastName", 7, "INVALID_VALUE consumer.lastName"),
            ("lastName", "a\nb", "INVALID_FORMAT consumer.lastName"),
            ("fullName", false, "INVALID_VALUE consumer.fullName"),
            ("countryCode", "us", "INVALID_VALUE consumer.countryCode"),
            ("countryCode", 840, "INVALID_VALUE consumer.countryCode"),
            ("languageCode", "EN", "INVALID_VALUE consumer.languageCode"),
            ("nationalIdentifier", [], "INVALID_VALUE consumer.nationalIdentifier"),
            ("complianceSettings", "yes", "INVALID_VALUE consumer.complianceSettings"),
            ("complianceSettings", ["tnc": "x"], "INVALID_VALUE consumer.complianceSettings.tnc"),
            (
                "complianceSettings", ["tnc": ["acceptedVersion": 1]],
                "INVALID_VALUE consumer.complianceSettings.tnc.acceptedVersion"
            ),
            (
                "complianceSettings", ["communications": ["allowText": "true"]],
                "INVALID_VALUE consumer.complianceSettings.communications.allowText"
            ),
        ] as [(String, Tree?, String)])
    func faults(path: String, value: Tree?, finding: String) {
        #expect(faults(Samples.person().with(path, value)) == [finding])
    }

    @Test(
        "each text is taken at its limit and refused one beyond",
        arguments: [
            ("firstName", 50), ("lastName", 50), ("fullName", 100), ("nationalIdentifier", 20),
            ("complianceSettings.tnc.acceptedVersion", 10), ("complianceSettings.privacy.latestVersion", 10),
            ("complianceSettings.cookie.latestVersionUri", 1024),
        ])
    func limits(path: String, limit: Int) {
        for character in ["x", "é", "😀"] {
            #expect(faults(Samples.person().with(path, .text(String(repeating: character, count: limit)))) == [])
            #expect(
                faults(Samples.person().with(path, .text(String(repeating: character, count: limit + 1))))
                    == ["INVALID_FORMAT consumer.\(path)"])
        }
    }

    @Test("all faults come at once")
    func allAtOnce() {
        let person: Tree = [
            "consumerIdentity": ["identityType": "X", "identityValue": "y"], "mobileNumber": ["phoneNumber": 1],
            "lastName": "", "languageCode": "xx", "unknown": 1,
        ]
        #expect(
            faults(person) == [
                "INVALID_VALUE consumer.consumerIdentity.identityType",
                "CANNOT_BE_NULL consumer.mobileNumber.countryCode", "INVALID_VALUE consumer.mobileNumber.phoneNumber",
                "CANNOT_BE_NULL consumer.firstName", "INVALID_VALUE consumer.lastName",
                "CANNOT_BE_NULL consumer.countryCode", "INVALID_VALUE consumer.languageCode",
            ])
        #expect(faults("x") == ["INVALID_VALUE consumer"])
    }

    @Test("printing a consumer shows nothing of it")
    func masked() throws {
        let consumer = try Consumer.decode(Samples.person().json)
        var dumped = "\(consumer)" + String(reflecting: consumer)
        dump(consumer, to: &dumped)
        for secret in ["ada@", "Ada", "Example", "2025550123"] { #expect(!dumped.contains(secret)) }
    }
}
