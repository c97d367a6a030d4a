// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing
import WireJSON

/// Goal: answers look as the contract shows them, and what the server writes the client reads back the same.
struct ResponseTests {
    private func parse(_ bytes: [UInt8]) throws -> JSONValue { try JSONDocument.parse(bytes).root }

    private func card() -> MaskedCard {
        var data = DigitalCardData(
            status: .active, descriptorName: "Example Debit", artUri: "https://assets.example.test/a.png",
            pendingEvents: ["PENDING_SCA"])
        data.isCoBranded = false
        data.issuerName = "Bank"
        data.artWidth = 320
        data.artHeight = 200
        var card = MaskedCard(
            srcDigitalCardId: "3c6e1b1e-aaaa-4bbb-8ccc-ddddeeeeffff", panBin: "555555", panLastFour: "4444",
            digitalCardData: data, dateOfCardCreated: "2026-01-05T10:00:00.000Z")
        card.panExpirationMonth = "08"
        card.panExpirationYear = "2031"
        card.tokenUniqueReference = "DM4MMC"
        card.tokenLastFour = "1111"
        card.tokenBinRange = "520473"
        card.tokenExpirationMonth = "1"
        card.tokenExpirationYear = "2030"
        card.paymentCardDescriptor = "mastercard"
        card.paymentCardType = "DEBIT"
        card.countryCode = "US"
        card.serviceId = Samples.serviceID
        card.paymentAccountReference = "5001"
        card.dateOfCardLastUsed = "2026-01-06T10:00:00.000Z"
        var address = MaskedAddress(addressId: "a1")
        address.line1 = "1***"
        address.countryCode = "US"
        card.maskedBillingAddress = address
        return card
    }

    private func consumer() -> MaskedConsumer {
        var consumer = MaskedConsumer(
            srcConsumerId: "9d2f7a10-aaaa-4bbb-8ccc-000011112222", maskedEmailAddress: "a*****a@example.test",
            status: .active, dateConsumerAdded: "2026-01-05T10:00:00.000Z")
        consumer.maskedMobileCountryCode = "1"
        consumer.maskedMobileNumber = "(***) ***-*123"
        consumer.maskedFirstName = "A***"
        consumer.complianceSettings = ComplianceSettings(tnc: Consent(latestVersionUri: "https://t.example"))
        return consumer
    }

    @Test("an accepted batch is the contract's example to the byte")
    func accepted() throws {
        let accepted = BatchAccepted(srcCorrelationId: "c", batchId: "b", externalBatchId: "e")
        #expect(
            String(decoding: accepted.json(), as: UTF8.self)
                == #"{"srcCorrelationId":"c","batchId":"b","externalBatchId":"e"}"#)
        #expect(try BatchAccepted(parse(accepted.json())) == accepted)
        #expect(try BatchAccepted(parse(Array("{\"externalBatchId\":\"e\"}".utf8))) == nil)
        let correlation = CorrelationResponse(srcCorrelationId: "c")
        #expect(String(decoding: correlation.json(), as: UTF8.self) == #"{"srcCorrelationId":"c"}"#)
        #expect(try CorrelationResponse(parse(correlation.json())) == correlation)
    }

    @Test("a status with a success and a failure is the contract's example to the byte")
    func status() throws {
        let error = ServiceError(
            .invalidState, "Card cannot be tokenized.",
            details: [ErrorDetail(.tokenizationIneligible, .body, "primaryAccountNumber", "Account range not enabled")])
        let status = BatchStatus(
            srcCorrelationId: "c", batchId: "b", externalBatchId: "e", batchStatus: .completedWithErrors,
            batchStartTime: "2026-01-05T10:00:02.000Z", batchEndTime: "2026-01-05T10:03:11.000Z",
            items: [
                BatchItem(
                    externalConsumerId: "cust-000123", externalCardId: "card-9001", status: .successful,
                    srcConsumerId: "p", srcDigitalCardId: "d"),
                BatchItem(
                    externalConsumerId: "cust-000124", externalCardId: "card-9002", status: .failed, error: error),
                BatchItem(
                    externalConsumerId: "cust-000125", externalCardId: "card-9003", status: .successful,
                    preProvisioningStatus: .staged),
            ])
        #expect(
            String(decoding: status.json(), as: UTF8.self)
                == #"{"srcCorrelationId":"c","batchId":"b","externalBatchId":"e","#
                + #""batchStatus":"COMPLETED_WITH_ERRORS","#
                + #""batchStartTime":"2026-01-05T10:00:02.000Z","batchEndTime":"2026-01-05T10:03:11.000Z","items":["#
                + #"{"externalConsumerId":"cust-000123","externalCardId":"card-9001","status":"SUCCESSFUL","#
                + #""srcConsumerId":"p","srcDigitalCardId":"d"},"#
                + #"{"externalConsumerId":"cust-000124","externalCardId":"card-9002","status":"FAILED","error":"#
                + #"{"status":400,"reason":"INVALID_STATE","message":"Card cannot be tokenized.","errordetail":["#
                + #"{"reason":"TOKENIZATION_INELIGIBLE","sourceType":"BODY","source":"primaryAccountNumber","#
                + #""message":"Account range not enabled"}]}},"#
                + #"{"externalConsumerId":"cust-000125","externalCardId":"card-9003","status":"SUCCESSFUL","#
                + #""preProvisioningStatus":"STAGED"}]}"#)
        for generation in APIGeneration.allCases {
            for layout in ServiceError.Layout.allCases {
                #expect(try BatchStatus(parse(status.json(generation: generation, layout: layout))) == status)
            }
        }
        #expect(String(decoding: status.json(generation: .v2), as: UTF8.self).contains("externalCredentialId"))
    }

    @Test("items can be written from elsewhere, and unknown words are not final")
    func streaming() throws {
        let head = BatchStatus(
            srcCorrelationId: "c", batchId: "b", externalBatchId: "e", batchStatus: .failed, errorMessage: "m")
        var writer = JSONWriter()
        head.write(to: &writer) { writer in
            for index in 0..<3 {
                BatchItem(externalConsumerId: "c\(index)", externalCardId: nil, status: .inProgress).write(to: &writer)
            }
        }
        let read = try #require(try BatchStatus(parse(writer.bytes)))
        #expect(read.items.map(\.externalConsumerId) == ["c0", "c1", "c2"] && read.errorMessage == "m")
        #expect(
            read.batchStatus.isFinal && !BatchStatus.Word(rawValue: "NEW").isFinal
                && !BatchStatus.Word.inProgress.isFinal)
        #expect(BatchItem.Word.failed.isFinal && !BatchItem.Word.inProgress.isFinal)
    }

    @Test("a profile and a card read back the same in both generations")
    func profile() throws {
        let response = ProfileResponse(
            srcCorrelationId: "c", maskedConsumer: consumer(), maskedCards: [card(), card()], directoryId: "dir")
        let cardResponse = CardResponse(
            srcCorrelationId: "c", maskedCard: card(), maskedConsumer: consumer(), encryptedPaymentData: "j.w.e",
            encryptedPushAccountData: "p.u.s", keyFingerprintId: "f")
        for generation in APIGeneration.allCases {
            #expect(try ProfileResponse(parse(response.json(generation: generation))) == response)
            #expect(try CardResponse(parse(cardResponse.json(generation: generation))) == cardResponse)
        }
        let changed = ProfileResponse(srcCorrelationId: "c", maskedConsumer: consumer(), maskedCards: nil)
        #expect(try ProfileResponse(parse(changed.json())) == changed)
        #expect(try parse(changed.json())["maskedCards"] == nil)
    }

    @Test("the members that the contract wants are there, in its types")
    func shapes() throws {
        let value = try parse(
            CardResponse(srcCorrelationId: "c", maskedCard: card(), maskedConsumer: consumer()).json())
        let data = value["maskedCard"]?["digitalCardData"]
        #expect(data?["isCoBranded"]?.string == "false" && data?["status"]?.string == "ACTIVE")
        #expect(data?["artWidth"]?.int64 == 320)
        #expect(data?["pendingEvents"]?.elements.map(\.string) == ["PENDING_SCA"])
        let identity = value["maskedConsumer"]?["maskedConsumerIdentity"]
        #expect(identity?["identityProvider"]?.string == "SRC" && identity?["identityType"]?.string == "EMAIL_ADDRESS")
        #expect(identity?["maskedIdentityValue"]?.string == "a*****a@example.test")
        #expect(value["maskedConsumer"]?["maskedMobileNumber"]?["phoneNumber"]?.string == "(***) ***-*123")
        #expect(
            value["maskedConsumer"]?["complianceSettings"]?["tnc"]?["latestVersionUri"]?.string == "https://t.example")
    }

    @Test("a client reads what siblings of the service send")
    func tolerance() throws {
        let nested = #"{"maskedCard":{"srcDigitalCardId":"d","maskedConsumer":{"srcConsumerId":"p"},"new":1}}"#
        #expect(try CardResponse(parse(Array(nested.utf8)))?.maskedConsumer?.srcConsumerId == "p")
        let inCards = #"{"maskedCards":[{"srcDigitalCardId":"d","maskedConsumer":{"srcConsumerId":"p"}},7]}"#
        let profile = try ProfileResponse(parse(Array(inCards.utf8)))
        #expect(profile?.maskedConsumer.srcConsumerId == "p" && profile?.maskedCards?.count == 1)
        let second =
            #"{"consumer":{"externalConsumerId":"x","status":"ODD"},"credentials":[{"externalCredentialId":"y"}]}"#
        let read = try ProfileResponse(parse(Array(second.utf8)))
        #expect(read?.maskedConsumer.externalConsumerId == "x" && read?.maskedConsumer.status.rawValue == "ODD")
        #expect(read?.maskedCards?.first?.externalCredentialId == "y")
        #expect(read?.maskedCards?.first?.digitalCardData.status != .active)
        let empty = #"{"maskedConsumer":{"srcConsumerId":"p","complianceSettings":{"tnc":{},"privacy":null}}}"#
        #expect(try ProfileResponse(parse(Array(empty.utf8)))?.maskedConsumer.complianceSettings == nil)
        for text in ["{}", "[]", #"{"maskedConsumer":{}}"#, #"{"maskedCard":{"panBin":"1"}}"#] {
            #expect(try ProfileResponse(parse(Array(text.utf8))) == nil)
            #expect(try CardResponse(parse(Array(text.utf8))) == nil)
        }
    }
}
