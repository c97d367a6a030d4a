// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import PhoneNumbers
import Testing
import WireJSON

/// Goal: a consumer of a flexible program is read by any number of identities, and what is wrong with them is named
/// (enrollment 11).
@Suite("linked identities") struct LinkedIdentityTests {
    private static let email: Tree = ["identityType": "EMAIL_ADDRESS", "identityValue": "ada@example.test"]
    private static let other: Tree = ["identityType": "EMAIL_ADDRESS", "identityValue": "ada@work.test"]
    private static let mobile: Tree = [
        "identityType": "MOBILE_PHONE_NUMBER", "mobileNumber": ["countryCode": "1", "phoneNumber": "2025550123"],
    ]
    private static let anonymous = Samples.person().with("consumerIdentity", nil).with("mobileNumber", nil)

    private func person(_ linked: Tree) -> Tree { Self.anonymous.with("linkedIdentities", linked) }

    private func decode(_ person: Tree, _ rule: IdentityRule = .flexible) throws -> Consumer {
        try Consumer.decode(person.json, rule: rule)
    }

    private func faults(_ person: Tree, _ rule: IdentityRule = .flexible) -> [String] {
        findings { _ = try decode(person, rule) }
    }

    @Test("an array is read whole, the first of each kind apart, and is written as it was read")
    func array() throws {
        let consumer = try decode(person([Self.mobile, Self.email, Self.other]))
        #expect(consumer.email?.original == "ada@example.test" && consumer.mobile?.e164 == "12025550123")
        #expect(consumer.identities.more.map(\.email?.original) == ["ada@work.test"] && consumer.isLinked)
        var writer = JSONWriter()
        consumer.writeRevealed(to: &writer)
        let written = try JSONDocument.parse(writer.bytes).root
        #expect(written["linkedIdentities"]?.count == 3)
        #expect(written["consumerIdentity"] == nil && written["mobileNumber"] == nil)
        #expect(try Consumer.decode(written, rule: .flexible) == consumer)
    }

    @Test("one identity is enough, of either kind")
    func one() throws {
        #expect(try decode(person([Self.email])).mobile == nil)
        #expect(try decode(person([Self.mobile])).email == nil)
    }

    @Test("an object with a list of each kind says the same as the array")
    func object() throws {
        let lists: Tree = [
            "emailAddresses": ["ada@example.test", "ada@work.test"],
            "mobileNumbers": [["countryCode": "1", "phoneNumber": "2025550123"]],
        ]
        #expect(try decode(person(lists)) == decode(person([Self.email, Self.other, Self.mobile])))
    }

    @Test("the classic members are taken in a flexible program, one of them alone too; elsewhere both are needed")
    func classic() throws {
        let consumer = try decode(Samples.person())
        #expect(consumer.identities.isClassic && !consumer.isLinked)
        #expect(try decode(Samples.person().with("mobileNumber", nil)).mobile == nil)
        #expect(try decode(Samples.person().with("consumerIdentity", nil)).email == nil)
        #expect(faults(Self.anonymous) == ["CANNOT_BE_NULL consumer.linkedIdentities"])
        #expect(
            faults(Self.anonymous, .classic)
                == ["CANNOT_BE_NULL consumer.consumerIdentity", "CANNOT_BE_NULL consumer.mobileNumber"])
        #expect(
            faults(Samples.person().with("mobileNumber", nil), .classic) == ["CANNOT_BE_NULL consumer.mobileNumber"])
    }

    @Test("what is wrong is named at its place, and no value is repeated")
    func refused() {
        let same: Tree = ["identityType": "EMAIL_ADDRESS", "identityValue": "ADA@example.TEST"]
        let many = Tree.list(
            (0...10).map { ["identityType": "EMAIL_ADDRESS", "identityValue": .text("a\($0)@b.test")] })
        let cases: [(Tree, [String])] = [
            ([], ["CANNOT_BE_NULL consumer.linkedIdentities"]),
            ([:], ["CANNOT_BE_NULL consumer.linkedIdentities"]),
            ("x", ["INVALID_VALUE consumer.linkedIdentities"]),
            ([1], ["INVALID_VALUE consumer.linkedIdentities[0]"]),
            ([[:]], ["CANNOT_BE_NULL consumer.linkedIdentities[0].identityType"]),
            ([["identityType": "FAX"]], ["INVALID_VALUE consumer.linkedIdentities[0].identityType"]),
            (
                [Self.mobile, ["identityType": "EMAIL_ADDRESS", "identityValue": "x"]],
                ["INVALID_FORMAT consumer.linkedIdentities[1].identityValue"]
            ),
            (
                [["identityType": "MOBILE_PHONE_NUMBER", "identityValue": "2025550123"]],
                ["CANNOT_BE_NULL consumer.linkedIdentities[0].mobileNumber"]
            ),
            ([Self.email, same], ["CANNOT_BE_DUPLICATE_OR_NULL consumer.linkedIdentities"]),
            (many, ["LIMIT_EXCEED consumer.linkedIdentities"]),
            (["emailAddresses": "x"], ["INVALID_VALUE consumer.linkedIdentities.emailAddresses"]),
            (["emailAddresses": ["x"]], ["INVALID_FORMAT consumer.linkedIdentities.emailAddresses[0]"]),
            (["mobileNumbers": [7]], ["INVALID_VALUE consumer.linkedIdentities.mobileNumbers[0]"]),
        ]
        for (linked, expected) in cases { #expect(faults(person(linked)) == expected) }
        #expect(
            faults(Samples.person().with("linkedIdentities", [Self.email]))
                == ["INVALID_VALUE consumer.consumerIdentity", "INVALID_VALUE consumer.mobileNumber"])
    }

    @Test("a change by the list replaces all identities; one by a classic member replaces those of its kind")
    func patch() throws {
        let before = try decode(person([Self.email, Self.other, Self.mobile]))
        func after(_ change: Tree) throws -> IdentitySet {
            try ConsumerPatch.decode(change.json).applied(to: before).identities
        }
        let replaced = try after(["linkedIdentities": [Self.other]])
        #expect(replaced.email?.original == "ada@work.test" && replaced.mobile == nil && replaced.more == [])
        let email = try after(["emailAddress": "new@example.test"])
        #expect(email.email?.original == "new@example.test" && email.more == [] && email.mobile == before.mobile)
        #expect(try after(["firstName": "Eve"]) == before.identities)
        let wrong: [(Tree, [String])] = [
            (["linkedIdentities": nil], ["CANNOT_BE_NULL consumer.linkedIdentities"]),
            (["linkedIdentities": []], ["CANNOT_BE_NULL consumer.linkedIdentities"]),
            (
                ["linkedIdentities": [Self.email], "emailAddress": "a@b.test"],
                ["INVALID_VALUE consumer.emailAddress"]
            ),
        ]
        for (change, expected) in wrong {
            #expect(findings { _ = try ConsumerPatch.decode(change.json) } == expected)
        }
        var writer = JSONWriter()
        try ConsumerPatch.decode((["linkedIdentities": [Self.mobile]] as Tree).json).writeRevealed(to: &writer)
        #expect(try JSONDocument.parse(writer.bytes).root["linkedIdentities"]?.count == 1)
    }

    @Test("nothing of an identity shows when a value is printed")
    func confidential() throws {
        let consumer = try decode(person([Self.email, Self.other, Self.mobile]))
        let texts = ["\(consumer.identities)", String(reflecting: consumer.identities.all), "\(consumer)"]
        for text in texts { #expect(!text.contains("ada@") && !text.contains("5550123")) }
    }
}
