// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing
import WireJSON

/// Goal: errors go out in the layouts of the contract, with the status of their class.
struct ServiceErrorTests {
    private let error = ServiceError(
        .invalidArgument, "The request is malformed.",
        details: [
            ErrorDetail(.cannotBeNull, .body, "srcClientId", "must not be null"), ErrorDetail(nil, nil, nil, "odd"),
        ])

    @Test("form A")
    func formA() {
        #expect(
            String(decoding: error.json(), as: UTF8.self)
                == #"{"status":400,"reason":"INVALID_ARGUMENT","message":"The request is malformed.","errordetail":["#
                + #"{"reason":"CANNOT_BE_NULL","sourceType":"BODY","source":"srcClientId","#
                + #""message":"must not be null"},"#
                + #"{"message":"odd"}]}"#)
    }

    @Test("form B")
    func formB() {
        #expect(
            String(decoding: error.json(layout: .formB), as: UTF8.self)
                == #"{"code":400,"status":"INVALID_ARGUMENT","message":"The request is malformed.","details":["#
                + #"{"reason":"CANNOT_BE_NULL","sourceType":"BODY","source":"srcClientId","#
                + #""message":"must not be null"},"#
                + #"{"message":"odd"}]}"#)
    }

    @Test("without details there is no list, and the message is never empty")
    func bare() {
        #expect(
            String(decoding: ServiceError(.notFound).json(), as: UTF8.self)
                == #"{"status":404,"reason":"NOT_FOUND","message":"The resource was not found."}"#)
        #expect(ServiceError(.invalidArgument, status: 413).status == 413)
        #expect(ServiceError(ErrorClass(rawValue: "NEW")).message.isEmpty == false)
    }

    @Test(
        "each class has its status",
        arguments: [
            (ErrorClass.invalidArgument, 400), (.invalidState, 400), (.unauthenticated, 401), (.permissionDenied, 403),
            (.locked, 403), (.notFound, 404), (.alreadyExists, 409), (.aborted, 409), (.resourceExhausted, 429),
            (.internal, 500), (.dataLoss, 500), (.unexpectedError, 500), (.notImplemented, 501), (.unavailable, 503),
            (.deadlineExceeded, 504), (.cancelled, 400), (.complianceRequired, 400), (.invalidConfiguration, 400),
            (ErrorClass(rawValue: "INVALID_TOKEN_REQUESTOR_ID"), 400),
        ])
    func status(errorClass: ErrorClass, status: Int) {
        #expect(ServiceError(errorClass).status == status)
    }

    @Test("faults make INVALID_STATE only when all of them are of state; none make no error")
    func fromFaults() {
        #expect(ServiceError(faults: []) == nil)
        #expect(ServiceError(faults: [ErrorDetail(.panIneligible)])?.errorClass == .invalidState)
        #expect(
            ServiceError(faults: [ErrorDetail(.panIneligible), ErrorDetail(.invalidFormat)])?.errorClass
                == .invalidArgument)
    }

    @Test("a collector keeps a bounded number of faults")
    func bounded() {
        var collector = FaultCollector()
        #expect(collector.serviceError == nil)
        for _ in 0...FaultCollector.detailsMax { collector.add(.invalidValue, "x", "is wrong") }
        collector.add([ErrorDetail(.invalidValue)])
        #expect(collector.details.count == FaultCollector.detailsMax)
    }

    @Test("the words of the contract are spelled as there")
    func words() {
        let reasons: [(DetailReason, String)] = [
            (.cannotBeNull, "CANNOT_BE_NULL"), (.invalidValue, "INVALID_VALUE"), (.invalidFormat, "INVALID_FORMAT"),
            (.alreadyExists, "ALREADY_EXISTS"), (.invalidState, "INVALID_STATE"), (.corruptData, "CORRUPT_DATA"),
            (.expired, "EXPIRED"), (.multipleFound, "MULTIPLE_FOUND"), (.notFound, "NOT_FOUND"),
            (.panIneligible, "PAN_INELIGIBLE"), (.tokenizationIneligible, "TOKENIZATION_INELIGIBLE"),
            (.invalidPAN, "INVALID_PAN"), (.issuerDeclined, "ISSUER_DECLINED"),
            (.noResponseFromIssuer, "NO_RESPONSE_FROM_ISSUER"), (.suspendedCard, "SUSPENDED_CARD"),
            (.ambiguousConsumerIdentity, "AMBIGUOUS_CONSUMER_IDENTITY"), (.limitExceed, "LIMIT_EXCEED"),
            (.cannotBeDuplicateOrNull, "CANNOT_BE_DUPLICATE_OR_NULL"),
        ]
        for (reason, word) in reasons { #expect(reason.rawValue == word) }
        #expect([SourceType.body, .header, .query, .path].map(\.rawValue) == ["BODY", "HEADER", "QUERY", "PATH"])
    }
}
