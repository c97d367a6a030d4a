// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing
import WireJSON

/// Goal: the enrollment of one card is read by either route, and each fault of the contract's table is found.
struct EnrollCardRequestTests {
    private func faults(_ body: Tree, _ generation: APIGeneration = .v1) -> [String] {
        findings { _ = try EnrollCardRequest.decode(body.json, generation: generation) }
    }

    private func receipt() -> Tree {
        Samples.enrollCard().with("encryptedCard", nil).with("complianceSettings", nil).with("serviceId", "SRC")
            .with(
                "enrolmentReferenceData",
                ["enrolmentReferenceId": "MCC-STL-1", "enrolmentReferenceType": "PUSH_ACCOUNT_RECEIPT"])
    }

    @Test("both routes are read, and what is written reads the same")
    func routes() throws {
        let card = try EnrollCardRequest.decode(Samples.enrollCard().json)
        #expect(card.route == .encryptedCard(Array("eyJ.AAA.BBB.CCC.DDD".utf8)) && card.cardSource == .issuer)
        #expect(card.compliance?.assertsAcceptance == true && !card.consumer.isLinked)
        #expect(
            try JSONDocument.parse(card.json()).root.canonicalBytes() == Samples.enrollCard().json.canonicalBytes())
        let receipt = try EnrollCardRequest.decode(receipt().json)
        #expect(
            receipt.route
                == .reference(
                    EnrolmentReference(enrolmentReferenceId: "MCC-STL-1", enrolmentReferenceType: .pushAccountReceipt)))
        #expect(receipt.serviceId == .general)
        #expect(try JSONDocument.parse(receipt.json()).root.canonicalBytes() == self.receipt().json.canonicalBytes())
    }

    @Test("external ids may come along, and are wanted in the second generation")
    func externalIDs() throws {
        let request = try EnrollCardRequest.decode(
            Samples.enrollCard().with("externalConsumerId", "c").with("externalCardId", "k").json)
        #expect(request.externalConsumerId?.value == "c" && request.externalCardId?.value == "k")
        let second = Samples.enrollCard().with("encryptedCard", nil).with("encryptedCredential", "x.y")
            .with("serviceId", nil).with("cardSource", nil).with("complianceSettings", nil)
        #expect(
            faults(second, .v2) == ["CANNOT_BE_NULL externalConsumerId", "CANNOT_BE_NULL externalCredentialId"])
        let whole = second.with("externalConsumerId", "c").with("externalCredentialId", "k")
        #expect(try EnrollCardRequest.decode(whole.json, generation: .v2).externalCardId?.value == "k")
    }

    @Test(
        "one fault at a time",
        arguments: [
            ("srcClientId", nil, "CANNOT_BE_NULL srcClientId"), ("srcClientId", "x", "INVALID_VALUE srcClientId"),
            ("serviceId", nil, "CANNOT_BE_NULL serviceId"), ("srcCorrelationId", "x", "INVALID_VALUE srcCorrelationId"),
            ("consumer", nil, "CANNOT_BE_NULL consumer"), ("consumer", "x", "INVALID_VALUE consumer"),
            ("consumer.consumerIdentity", nil, "CANNOT_BE_NULL consumer.consumerIdentity"),
            ("consumer.consumerIdentity.identityType", "X", "INVALID_VALUE consumer.consumerIdentity.identityType"),
            ("consumer.consumerIdentity.identityValue", nil, "CANNOT_BE_NULL consumer.consumerIdentity.identityValue"),
            ("cardSource", nil, "CANNOT_BE_NULL cardSource"), ("cardSource", "BANK", "INVALID_VALUE cardSource"),
            ("encryptedCard", nil, "CANNOT_BE_NULL encryptedCard"), ("encryptedCard", 1, "INVALID_VALUE encryptedCard"),
            (
                "enrolmentReferenceData", ["enrolmentReferenceId": "x"],
                "INVALID_VALUE enrolmentReferenceData"
            ),
            ("keyFingerprintId", "x", "INVALID_FORMAT keyFingerprintId"),
            ("externalConsumerId", "a b", "INVALID_FORMAT externalConsumerId"),
            ("externalCardId", "5555555555554444", "INVALID_VALUE externalCardId"),
        ] as [(String, Tree?, String)])
    func faults(path: String, value: Tree?, finding: String) {
        #expect(faults(Samples.enrollCard().with(path, value)) == [finding])
    }

    @Test("faults of the receipt route")
    func receiptFaults() {
        let path = "enrolmentReferenceData"
        #expect(
            faults(receipt().with("\(path).enrolmentReferenceType", "X")) == [
                "INVALID_VALUE \(path).enrolmentReferenceType"
            ])
        #expect(
            faults(receipt().with("\(path).enrolmentReferenceType", nil)) == [
                "CANNOT_BE_NULL \(path).enrolmentReferenceType"
            ])
        #expect(
            faults(receipt().with("\(path).enrolmentReferenceId", nil)) == [
                "CANNOT_BE_NULL \(path).enrolmentReferenceId"
            ])
        #expect(faults(receipt().with("\(path).enrolmentReferenceId", .text(String(repeating: "x", count: 256)))) == [])
        #expect(
            faults(receipt().with("\(path).enrolmentReferenceId", .text(String(repeating: "x", count: 257))))
                == ["INVALID_FORMAT \(path).enrolmentReferenceId"])
        #expect(faults(receipt().with(path, "x")) == ["INVALID_VALUE \(path)"])
    }

    @Test("without acceptance of terms and privacy the card route is refused as such")
    func compliance() throws {
        func error(_ body: Tree) throws -> ServiceError? {
            do {
                _ = try EnrollCardRequest.decode(body.json)
                return nil
            } catch let error as ServiceError {
                return error
            }
        }
        let none = try error(Samples.enrollCard().with("complianceSettings", nil))
        #expect(none?.errorClass == .complianceRequired && none?.status == 400)
        #expect(findings(none?.details ?? []) == ["CANNOT_BE_NULL complianceSettings"])
        let half = try error(Samples.enrollCard().with("complianceSettings.privacy", ["acceptedVersion": "1"]))
        #expect(findings(half?.details ?? []) == ["CANNOT_BE_NULL complianceSettings.privacy.latestVersionUri"])
        let other = try error(Samples.enrollCard().with("complianceSettings", nil).with("serviceId", nil))
        #expect(other?.errorClass == .invalidArgument && findings(other?.details ?? []) == ["CANNOT_BE_NULL serviceId"])
        #expect(try error(receipt()) == nil)
    }

    @Test("merchant members and unknown ones are ignored")
    func tolerance() throws {
        let body = Samples.enrollCard().with("srcDpaId", 1).with("assuranceData", []).with("new", .null)
        #expect(try !EnrollCardRequest.decode(body.json).consumer.isLinked)
        #expect(faults([]) == ["INVALID_VALUE Request body"])
    }
}
