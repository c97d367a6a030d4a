// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing
import WireJSON

/// Goal: the clear part of a batch is read with its aliases, and all its faults are found at once.
struct BatchEnvelopeTests {
    private func faults(_ body: Tree, _ generation: APIGeneration = .v1) -> [String] {
        findings { _ = try BatchEnvelope.decode(body.json, generation: generation) }
    }

    @Test("the example is read, and written the same")
    func example() throws {
        let envelope = try BatchEnvelope.decode(Samples.envelope().json)
        #expect(envelope.srcClientId.value == Samples.clientID)
        #expect(envelope.serviceId?.value == Samples.serviceID)
        #expect(envelope.srcCorrelationId?.value == Samples.correlationID)
        #expect(envelope.externalBatchId.value == "bank-2026-01-05-0001")
        #expect(envelope.payload == .one(Array("eyJ.AAA.BBB.CCC.DDD".utf8)))
        #expect(envelope.keyFingerprintId == nil)
        let written = try JSONDocument.parse(envelope.json()).root
        #expect(try written.canonicalBytes() == Samples.envelope().json.canonicalBytes())
    }

    @Test("both spellings of the batch id and of the encrypted member are taken, and a text for each consumer")
    func aliases() throws {
        let aliased = Samples.envelope().with("externalBatchId", nil).with("externalBatchID", "b")
            .with("enrollmentData", nil).with("encryptedEnrollmentData", "x.y")
        let envelope = try BatchEnvelope.decode(aliased.json)
        #expect(envelope.externalBatchId.value == "b" && envelope.payload == .one(Array("x.y".utf8)))
        let several = try BatchEnvelope.decode(Samples.envelope().with("enrollmentData", ["a.b", "c.d"]).json)
        #expect(several.payload == .perConsumer([Array("a.b".utf8), Array("c.d".utf8)]))
        #expect(several.payload.texts.count == 2)
        let again = try BatchEnvelope.decode(JSONDocument.parse(several.json()).root)
        #expect(again == several)
    }

    @Test("unknown members are ignored, absent optional ones too")
    func tolerance() {
        #expect(faults(Samples.envelope().with("srcCorrelationId", nil).with("later", ["x": 1])) == [])
        #expect(faults(Samples.envelope().with("srcCorrelationId", .null).with("keyFingerprintId", .null)) == [])
        #expect(faults(Samples.envelope().with("serviceId", nil), .v2) == [])
    }

    @Test(
        "one fault at a time",
        arguments: [
            ("srcClientId", nil, "CANNOT_BE_NULL srcClientId"), ("srcClientId", "x", "INVALID_VALUE srcClientId"),
            ("srcClientId", 7, "INVALID_VALUE srcClientId"), ("serviceId", nil, "CANNOT_BE_NULL serviceId"),
            ("serviceId", "a b", "INVALID_FORMAT serviceId"), ("serviceId", false, "INVALID_VALUE serviceId"),
            ("srcCorrelationId", "x", "INVALID_VALUE srcCorrelationId"),
            ("externalBatchId", nil, "CANNOT_BE_NULL externalBatchId"),
            ("externalBatchId", "", "INVALID_FORMAT externalBatchId"),
            ("externalBatchId", 1, "INVALID_VALUE externalBatchId"),
            ("externalBatchId", "5555555555554444", "INVALID_VALUE externalBatchId"),
            ("enrollmentData", nil, "CANNOT_BE_NULL enrollmentData"),
            ("enrollmentData", "", "INVALID_VALUE enrollmentData"),
            ("enrollmentData", ["consumers": []], "INVALID_VALUE enrollmentData"),
            ("enrollmentData", [], "INVALID_VALUE enrollmentData"),
            ("enrollmentData", ["a", 1], "INVALID_VALUE enrollmentData[1]"),
            ("enrollmentData", [.null, "a"], "CANNOT_BE_NULL enrollmentData[0]"),
            ("keyFingerprintId", "ab", "INVALID_FORMAT keyFingerprintId"),
        ] as [(String, Tree?, String)])
    func faults(name: String, value: Tree?, finding: String) {
        #expect(faults(Samples.envelope().with(name, value)) == [finding])
    }

    @Test("all faults come at once, as INVALID_ARGUMENT of the body")
    func allAtOnce() throws {
        #expect(
            faults([:]) == [
                "CANNOT_BE_NULL srcClientId", "CANNOT_BE_NULL serviceId", "CANNOT_BE_NULL externalBatchId",
                "CANNOT_BE_NULL enrollmentData",
            ])
        #expect(faults([]) == ["INVALID_VALUE Request body"])
        let empty = try Tree.object([:]).json
        do throws(ServiceError) {
            _ = try BatchEnvelope.decode(empty)
            Issue.record("accepted")
        } catch {
            #expect(error.status == 400 && error.errorClass == .invalidArgument)
            #expect(error.details.allSatisfy { $0.sourceType == .body && $0.message?.isEmpty == false })
        }
    }
}
