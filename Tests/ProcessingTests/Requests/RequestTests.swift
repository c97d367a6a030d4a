// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import ClickToPay
import Processing
import Testing

/// What a request must be, and how its first fault is named (processing 6, 11).
@Suite("card management: requests") struct RequestTests {
    private func fault(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch let error as ProcessingError {
            return error.reasonCode == "REQUEST_VALIDATION" && error.status == 400 ? error.description : "other"
        } catch {
            return "other"
        }
    }

    @Test(
        "a fault of a card's request is named by its member and never echoes a value",
        arguments: [
            (#"{}"#, "accountContractId is missing."),
            (
                #"{"accountContractId":0,"cardContract":{}}"#,
                "accountContractId must be a number from 1 to 999999999999999999."
            ),
            (#"{"accountContractId":1.5}"#, "accountContractId must be a number from 1 to 999999999999999999."),
            (#"{"accountContractId":"12x"}"#, "accountContractId must be a number from 1 to 999999999999999999."),
            (
                #"{"accountContractId":1000000000000000000}"#,
                "accountContractId must be a number from 1 to 999999999999999999."
            ),
            (#"{"accountContractId":1}"#, "cardContract is missing."),
            (#"{"accountContractId":1,"cardContract":[]}"#, "cardContract must be an object."),
            (#"{"accountContractId":1,"cardContract":{}}"#, "cardContract.productCode is missing."),
            (
                #"{"accountContractId":1,"cardContract":{"productCode":"D","cardContractNumber":"5186001700009726"}}"#,
                "cardContract.cardContractNumber must be omitted: card management makes the number."
            ),
            (
                #"{"accountContractId":1,"cardContract":{"productCode":"D","cardExpiryDate":"2913"}}"#,
                "cardContract.cardExpiryDate must be YYMM."
            ),
            (
                #"{"accountContractId":1,"cardContract":{"productCode":"D","cardExpiryDate":"2610"}}"#,
                "cardContract.cardExpiryDate is past."
            ),
            (
                #"{"accountContractId":1,"cardContract":{"productCode":"D","embossedData":{"firstName":7}}}"#,
                "cardContract.embossedData.firstName must be a string."
            ),
            (
                #"{"accountContractId":1,"cardContract":{"productCode":"D"},"#
                    + #""cardContractCustomData":[{"tagValue":"x"}]}"#,
                "cardContractCustomData.tagName is missing."
            ),
        ])
    func cards(_ text: String, _ wanted: String) {
        #expect(
            fault { _ = try CardRequest(ProcessorPlace.json(text), today: ProcessorPlace.today) } == wanted)
    }

    @Test("ids are read as numbers and as digits; the current month is not past; null is missing")
    func taken() throws {
        let request = try CardRequest(
            ProcessorPlace.json(
                #"{"accountContractId":"999999999999999999","clientId":null,"cardContract":{"productCode":"D","#
                    + #""cardExpiryDate":"2611"}}"#), today: ProcessorPlace.today)
        #expect(request.account == 999_999_999_999_999_999 && request.client == nil)
        #expect(request.expiry == Expiry(month: 11, year: 2026))
    }

    @Test("statuses, classifiers and searches take their words alone; a last day is not before the first")
    func words() {
        for text in [#"{"statusCode":"14"}"#, #"{"statusCode":5}"#, "{}"] {
            #expect(fault { _ = try StatusRequest(ProcessorPlace.json(text)) }?.hasPrefix("statusCode ") == true)
        }
        for (text, field) in [
            (#"{"classifierValue":"GREYLIST"}"#, "classifierValue "),
            (#"{"classifierValue":"NORMAL","startDate":"2026-02-30"}"#, "startDate "),
            (#"{"classifierValue":"NORMAL","startDate":"2026-02-02","endDate":"2026-02-01"}"#, "endDate "),
        ] {
            #expect(fault { _ = try ClassifierRequest(ProcessorPlace.json(text)) }?.hasPrefix(field) == true, "\(text)")
        }
        #expect(
            fault {
                _ = try CardSearchRequest(
                    ProcessorPlace.json(#"{"cardContractIdentifier":"1","cardContractIdentifierType":"PAN"}"#))
            }?.hasPrefix("cardContractIdentifierType ") == true)
    }

    @Test("days are those of the calendar, leap days among them")
    func days() {
        for (text, instant) in [
            ("2024-02-29", "2024-02-29T00:00:00.000Z"), ("2026-12-31", "2026-12-31T00:00:00.000Z"),
            ("2099-12-31", "2099-12-31T00:00:00.000Z"),
        ] { #expect(Timestamp(day: text)?.iso8601 == instant) }
        for text in ["2026-02-29", "2026-13-01", "2026-1-01", "20260101", "2026-00-10", "2026-01-00", "+026-01-01"] {
            #expect(Timestamp(day: text) == nil, "\(text)")
        }
    }
}
