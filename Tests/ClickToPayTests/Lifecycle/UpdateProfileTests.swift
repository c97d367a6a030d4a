// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import PhoneNumbers
import Testing
import WireJSON

/// Goal: a change touches what was sent, clears what was null and may be cleared, and leaves the rest.
struct UpdateProfileTests {
    private func body(_ consumer: Tree?) -> Tree {
        Samples.envelope().with("externalBatchId", nil).with("enrollmentData", nil).with("consumer", consumer)
    }

    private func patch(_ consumer: Tree) throws -> ConsumerPatch {
        guard case .plain(let patch) = try UpdateProfileRequest.decode(body(consumer).json).change else {
            throw ServiceError(.internal)
        }
        return patch
    }

    private func faults(_ body: Tree, _ query: QueryItems = QueryItems()) -> [String] {
        findings { _ = try UpdateProfileRequest.decode(body.json, query: query) }
    }

    @Test("the example changes two members and keeps the others")
    func example() throws {
        let before = try Consumer.decode(Samples.person().with("fullName", "Ada Example").json)
        let patch = try patch([
            "mobileNumber": ["countryCode": "1", "phoneNumber": "2025550199"], "lastName": "Sample",
        ])
        let after = patch.applied(to: before)
        #expect(after.mobile?.e164 == "12025550199" && after.lastName == "Sample")
        #expect(after.email == before.email && after.firstName == "Ada" && after.fullName == "Ada Example")
        #expect(after.countryCode == before.countryCode && after.languageCode == before.languageCode)
        #expect(patch.email == .keep && patch.fullName == .keep)
    }

    @Test("null clears what may be absent, and is a fault elsewhere")
    func clearing() throws {
        let before = try Consumer.decode(Samples.person().with("fullName", "A").with("nationalIdentifier", "N").json)
        let after = try patch(["fullName": nil, "nationalIdentifier": nil]).applied(to: before)
        #expect(after.fullName == nil && after.nationalIdentifier == nil)
        for name in ["consumerIdentity", "mobileNumber", "firstName", "lastName", "countryCode", "languageCode"] {
            #expect(faults(body([:]).with("consumer.\(name)", .null)) == ["CANNOT_BE_NULL consumer.\(name)"], "\(name)")
        }
        #expect(faults(body(["emailAddress": nil])) == ["CANNOT_BE_NULL consumer.emailAddress"])
    }

    @Test("every member can be set, by its alias too")
    func setting() throws {
        let before = try Consumer.decode(Samples.person().json)
        let full = try patch([
            "emailAddress": "New@example.test", "firstName": "B", "fullName": "B C", "locale": "fr-CH",
            "nationalIdentifier": "9", "complianceSettings": ["tnc": ["acceptedVersion": "2"]],
        ])
        let after = full.applied(to: before)
        #expect(after.email?.original == "New@example.test" && after.firstName == "B" && after.fullName == "B C")
        #expect(after.countryCode.value == "CH" && after.languageCode.value == "fr" && after.nationalIdentifier == "9")
        #expect(after.compliance?.tnc?.acceptedVersion == "2")
        #expect(try patch([:]).applied(to: before) == before)
        var writer = JSONWriter()
        full.writeRevealed(to: &writer)
        #expect(try ConsumerPatch.decode(JSONDocument.parse(writer.bytes).root) == full)
        #expect(!"\(full)\(String(reflecting: full))".contains("New@"))
    }

    @Test("consents replace those of the same name only")
    func consents() {
        let stored = ComplianceSettings(
            privacy: Consent(acceptedVersion: "1"), tnc: Consent(acceptedVersion: "1"), communications: nil)
        let merged = stored.replacing(with: ComplianceSettings(tnc: Consent(latestVersionUri: "https://t.example")))
        #expect(merged.privacy == Consent(acceptedVersion: "1"))
        #expect(merged.tnc == Consent(latestVersionUri: "https://t.example"))
    }

    @Test("the change comes in clear or encrypted, exactly one of them")
    func routes() throws {
        let sealed = body(nil).with("encryptedConsumer", "a.b.c.d.e")
        guard case .encrypted(let text) = try UpdateProfileRequest.decode(sealed.json).change else {
            Issue.record("not encrypted")
            return
        }
        #expect(text == Array("a.b.c.d.e".utf8))
        #expect(faults(body(nil)) == ["CANNOT_BE_NULL consumer"])
        #expect(faults(sealed.with("consumer", [:])) == ["INVALID_VALUE encryptedConsumer"])
        #expect(faults(body(nil).with("encryptedConsumer", 1)) == ["INVALID_VALUE encryptedConsumer"])
        #expect(faults(body("x")) == ["INVALID_VALUE consumer"])
        #expect(faults([]) == ["INVALID_VALUE Request body"])
        #expect(
            findings { _ = try ConsumerPatch.decode((["firstName": 1] as Tree).json) } == [
                "INVALID_VALUE consumer.firstName"
            ])
    }

    @Test("a plaintext that is no object is corrupt data")
    func corrupt() {
        #expect(findings { _ = try ConsumerPatch.decode(([] as Tree).json) } == ["CORRUPT_DATA encryptedConsumer"])
    }

    @Test("what is not in the body may be in the query, and its faults are told apart")
    func fromQuery() throws {
        let bare: Tree = ["consumer": ["lastName": "X"]]
        let request = try UpdateProfileRequest.decode(bare.json, query: QueryItems(Samples.query()))
        #expect(
            request.common.srcClientId.value == Samples.clientID && request.common.serviceId?.value == Samples.serviceID
        )
        #expect(faults(bare) == ["CANNOT_BE_NULL srcClientId", "CANNOT_BE_NULL serviceId"])
        let mixed = try bare.with("serviceId", "a b").json
        do throws(ServiceError) {
            _ = try UpdateProfileRequest.decode(mixed, query: QueryItems([("srcClientId", "x")]))
            Issue.record("accepted")
        } catch {
            #expect(error.details.map(\.sourceType) == [.query, .body])
        }
    }

    @Test("a request that is written reads the same")
    func written() throws {
        let request = try UpdateProfileRequest.decode(
            body(["lastName": "Sample", "fullName": nil]).with("complianceSettings", ["tnc": ["acceptedVersion": "1"]])
                .json)
        let again = try UpdateProfileRequest.decode(JSONDocument.parse(request.json()).root)
        #expect(again.common == request.common && again.compliance == request.compliance)
        guard case .plain(let first) = request.change, case .plain(let second) = again.change else {
            Issue.record("not plain")
            return
        }
        #expect(first == second && first.fullName == .clear)
    }
}
