// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing

/// Goal: a client understands every layout that the documents show, and gives up politely on others.
struct ReceivedErrorTests {
    private func read(_ text: String, status: Int = 400) -> ReceivedError {
        ReceivedError.read(status: status, body: Array(text.utf8))
    }

    @Test("both forms of the service and their mixtures say the same")
    func service() {
        let detail = #"{"reason":"INVALID_VALUE","sourceType":"BODY","source":"srcClientId","message":"bad"}"#
        let expected = ServiceError(
            .invalidState, "A field.", details: [ErrorDetail(.invalidValue, .body, "srcClientId", "bad")])
        for text in [
            #"{"status":400,"reason":"INVALID_STATE","message":"A field.","errordetail":[\#(detail)]}"#,
            #"{"code":400,"status":"INVALID_STATE","message":"A field.","details":[\#(detail)]}"#,
            #"{"status":400,"reason":"INVALID_STATE","message":"A field.","details":[\#(detail)]}"#,
            #"{"status":"400","reason":"INVALID_STATE","message":"A field.","errordetail":null,"#
                + #""details":[\#(detail)]}"#,
            #"{"new":{},"reason":"INVALID_STATE","message":"A field.","errordetail":[\#(detail),7,null]}"#,
        ] {
            #expect(read(text) == .service(expected), "\(text)")
        }
        #expect(read(String(decoding: expected.json(), as: UTF8.self)) == .service(expected))
        #expect(read(String(decoding: expected.json(layout: .formB), as: UTF8.self)) == .service(expected))
    }

    @Test("the HTTP status wins, unknown words are kept, null details are none")
    func tolerance() {
        guard case .service(let error) = read(#"{"status":400,"reason":"BRAND_NEW","errordetail":null}"#, status: 503)
        else {
            Issue.record("not a service error")
            return
        }
        #expect(
            error.status == 503 && error.errorClass.rawValue == "BRAND_NEW" && error.message.isEmpty
                && error.details.isEmpty)
        guard case .service(let odd) = read(#"{"reason":"X","errordetail":[{"reason":null,"source":5}]}"#) else {
            Issue.record("not a service error")
            return
        }
        #expect(odd.details == [ErrorDetail(nil)])
    }

    @Test("both nestings of the gateway")
    func gateway() {
        let one = GatewayError("INVALID_OAUTH_SIGNATURE", "No \"match\".")
        let two = GatewayError("RATE_LIMIT", "Later.", recoverable: true, source: "Security.Credential")
        for layout in GatewayError.Layout.allCases {
            for error in [one, two] {
                #expect(
                    read(String(decoding: error.json(layout: layout), as: UTF8.self), status: 401) == .gateway([error]))
            }
        }
        #expect(
            String(decoding: one.json(), as: UTF8.self)
                == #"{"Errors":{"Error":[{"Source":"Gateway","ReasonCode":"INVALID_OAUTH_SIGNATURE","#
                + #""Description":"No \"match\".","Recoverable":false,"Details":null}]}}"#)
        #expect(
            String(decoding: one.json(layout: .listOfErrors), as: UTF8.self)
                == #"{"Errors":[{"Error":{"Source":"Gateway","ReasonCode":"INVALID_OAUTH_SIGNATURE","#
                + #""Description":"No \"match\".","Recoverable":false,"Details":null}}]}"#)
        #expect(
            read(#"{"Errors":[{"Error":{"ReasonCode":"A"}},{"Error":[{"ReasonCode":"B"}]}]}"#)
                == .gateway([GatewayError("A", ""), GatewayError("B", "")]))
    }

    @Test(
        "what is no error of either kind is unreadable",
        arguments: [
            "", "<html>", "[]", "null", "{}", #"{"status":400}"#, #"{"status":"400"}"#, #"{"Errors":null}"#,
            #"{"Errors":{"Error":[]}}"#, #"{"Errors":[{"Error":{}}]}"#, #"{"reason":"A","reason":"B"}"#,
        ])
    func unreadable(_ text: String) {
        #expect(read(text, status: 502) == .unreadable(status: 502))
    }
}
