// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing
import WireJSON

@testable import ClickToPay

/// The envelope of the browser's side, its statuses and its dialects (checkout 4.12, 4.4, 8).
struct BrowserErrorTests {
    @Test("Every reason has the status of the contract")
    func statuses() {
        let table: [(BrowserError.Reason, Int)] = [
            (.consumerIdMissing, 400), (.idFormatUnsupported, 400), (.codeInvalid, 400), (.codeExpired, 400),
            (.codeMissing, 400), (.authInvalid, 401), (.accountInaccessible, 403), (.fraud, 403),
            (BrowserError.Reason(rawValue: "TERMS_AND_CONDITIONS_NOT_ACCEPTED"), 403), (.notFound, 404),
            (.retriesExceeded, 429), (.rateLimitExceeded, 429), (.otpSendFailed, 503), (.serviceError, 503),
            (.requestTimeout, 504), (BrowserError.Reason(rawValue: "CARD_MISSING"), 400), (.serverError, 500),
        ]
        for (reason, status) in table { #expect(reason.status == status, "\(reason.rawValue)") }
    }

    @Test("The words of the dialects")
    func dialects() throws {
        func word(_ reason: BrowserError.Reason, _ dialect: BrowserError.Dialect) throws -> String? {
            try JSONDocument.parse(BrowserError(reason, "x").json(dialect)).root["reason"]?.string
        }
        #expect(try word(.codeInvalid, .mastercard) == "CODE_INVALID")
        #expect(try word(.codeMissing, .mastercard) == "CODE_INVALID")
        #expect(try word(.fraud, .mastercard) == "FRAUD")
        #expect(try word(.codeInvalid, .unified) == "VALIDATION_DATA_INVALID")
        #expect(try word(.codeExpired, .unified) == "VALIDATION_DATA_EXPIRED")
        #expect(try word(.codeMissing, .unified) == "VALIDATION_DATA_MISSING")
        #expect(try word(.fraud, .unified) == "ACCT_FRAUD")
        #expect(try word(.authInvalid, .unified) == "AUTH_INVALID")
    }

    @Test("The envelope, with details where there are some")
    func envelope() throws {
        let plain = String(decoding: BrowserError(.notFound, "No.").json(), as: UTF8.self)
        #expect(plain == #"{"reason":"NOT_FOUND","status":404,"message":"No."}"#)
        let root = try JSONDocument.parse(BrowserError.field("a", .invalidFormat, "bad").json()).root
        let detail = try #require(root["errordetail"]?.elements.first { _ in true })
        #expect(detail["source"]?.string == "a" && detail["sourceType"]?.string == "BODY")
    }

    @Test("A refusal from below has the word of its status")
    func fromBelow() {
        for (error, reason) in [
            (ServiceError(.notFound), BrowserError.Reason.notFound), (ServiceError(.unavailable), .serviceError),
            (ServiceError(.internal), .serverError), (ServiceError(.permissionDenied), .permissionDenied),
            (ServiceError(.resourceExhausted), .rateLimitExceeded), (ServiceError(.invalidState), .invalidRequest),
            (ServiceError(.invalidArgument, status: 413), .invalidRequest),
        ] {
            #expect(BrowserError(error).reason == reason)
            #expect(BrowserError(error).status == error.status)
        }
    }
}
