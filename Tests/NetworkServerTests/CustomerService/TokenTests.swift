// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing
import WireJSON

@testable import NetworkServer

/// The customer service API over HTTP (processing 10.3).
@Suite("customer service API") struct TokenTests {
    private let server: RunningServer
    private var a: RunningServer.Issuer { server.a }

    init() throws {
        server = try RunningServer()
    }

    private func call(
        _ operation: String, _ name: String, _ members: String, as issuer: RunningServer.Issuer? = nil,
        integration: String? = nil
    ) throws -> RunningServer.Answer {
        let id = integration ?? a.credentials.directoryId
        return try server.call(
            "POST", "/mdes/csapi/\(id)/\(operation)", body: Array(#"{"\#(name)Request":{\#(members)}}"#.utf8),
            as: issuer ?? a)
    }

    private func card(_ enrolled: RunningServer.Enrolled) throws -> JSONValue {
        try #require(server.card(enrolled, as: a).json?["maskedCard"])
    }

    private func reference(_ enrolled: RunningServer.Enrolled) throws -> String {
        try #require(card(enrolled)["tokenUniqueReference"]?.string)
    }

    private func status(_ enrolled: RunningServer.Enrolled) throws -> String? {
        try card(enrolled)["digitalCardData"]?["status"]?.string
    }

    @Test("suspend, resume and delete follow into the card; the published shapes come back")
    func lifeCycle() throws {
        let enrolled = try server.enroll(a)
        let reference = try reference(enrolled)
        let suspended = try call(
            "token/suspend", "TokenSuspend",
            #""TokenUniqueReference":"\#(reference)","ReasonCode":"L","CommentText":"lost","#
                + #""AuditInfo":{"UserId":"A1","UserName":"Agent","Organization":"Issuer","Phone":"000"}"#)
        #expect(suspended.text == #"{"TokenSuspendResponse":{"Token":{"TokenUniqueReference":"\#(reference)"}}}"#)
        #expect(try status(enrolled) == "SUSPENDED")
        let found = try call("search", "Search", #""TokenUniqueReference":"\#(reference)""#)
        let account = found.json?["SearchResponse"]?["Accounts"]?["Account"]?.elements.first { _ in true }
        let token = account?["Tokens"]?["Token"]?.elements.first { _ in true }
        #expect(account?["AccountPanSuffix"]?.string == "9726" && account?["ExpirationDate"]?.string == "0831")
        #expect(token?["CurrentStatusCode"]?.string == "S" && token?["TokenRequestorId"]?.string == "50123197928")
        let resumed = try call(
            "token/unsuspend", "TokenUnsuspend", #""TokenUniqueReference":"\#(reference)","ReasonCode":"F""#)
        #expect(resumed.status == 200 && resumed.text.contains("TokenUnsuspendResponse"))
        #expect(try status(enrolled) == "ACTIVE")
        let updated = try call(
            "token/update", "TokenUpdate", #""TokenUniqueReference":"\#(reference)","NewExpirationDate":"0934""#)
        #expect(updated.status == 200, "\(updated.text)")
        #expect(try card(enrolled)["panExpirationYear"]?.string == "2034")
        #expect(try call("token/delete", "TokenDelete", #""TokenUniqueReference":"\#(reference)""#).status == 200)
        #expect(try status(enrolled) == "CANCELLED" && card(enrolled)["tokenUniqueReference"] == nil)
        let gone = try call("token/delete", "TokenDelete", #""TokenUniqueReference":"\#(reference)""#)
        #expect(gone.status == 404 && gone.detail.source == "TokenDeleteRequest.TokenUniqueReference")
    }

    @Test("a card whose token was deleted is enrolled anew under the same name, with other ids")
    func again() throws {
        let first = try server.enroll(a)
        let reference = try reference(first)
        #expect(try call("token/delete", "TokenDelete", #""TokenUniqueReference":"\#(reference)""#).status == 200)
        let second = try server.enroll(a, id: "b-2")
        #expect(second.consumer == first.consumer && second.card != first.card)
        #expect(try status(second) == "ACTIVE")
    }

    @Test("a token with authentication outstanding is unmapped until it is activated")
    func activation() throws {
        let pan = try #require(SandboxTrigger.examplePAN(ending: "0069")).revealDigits()
        let enrolled = try server.enroll(a, pan: pan)
        let reference = try reference(enrolled)
        func code() throws -> String? {
            let found = try call("search", "Search", #""TokenUniqueReference":"\#(reference)""#)
            let account = found.json?["SearchResponse"]?["Accounts"]?["Account"]?.elements.first { _ in true }
            return account?["Tokens"]?["Token"]?.elements.first { _ in true }?["CurrentStatusCode"]?.string
        }
        #expect(try code() == "U")
        let early = try call(
            "token/suspend", "TokenSuspend", #""TokenUniqueReference":"\#(reference)","ReasonCode":"Z""#)
        #expect(early.status == 400 && early.detail.reason == "INVALID_STATE")
        #expect(try call("token/activate", "TokenActivate", #""TokenUniqueReference":"\#(reference)""#).status == 200)
        #expect(try code() == "A")
        #expect(try card(enrolled)["digitalCardData"]?["pendingEvents"] == nil)
    }

    @Test("a card's new number travels encrypted, is masked in answers and is never echoed in a refusal")
    func newNumber() throws {
        let enrolled = try server.enroll(a)
        let reference = try reference(enrolled)
        let account =
            #"{"primaryAccountNumber":"5555555555554444","panExpirationMonth":"08","panExpirationYear":"2033"}"#
        let jwe = try server.encrypt(account)
        let updated = try call(
            "token/update", "TokenUpdate",
            #""TokenUniqueReference":"\#(reference)","EncryptedNewAccount":"\#(jwe)""#)
        #expect(updated.status == 200, "\(updated.text)")
        #expect(try card(enrolled)["panLastFour"]?.string == "4444")
        let corrupt = try call(
            "token/update", "TokenUpdate", #""TokenUniqueReference":"\#(reference)","EncryptedNewAccount":"a.b.c""#)
        #expect(corrupt.status == 400 && corrupt.detail.reason == "CORRUPT_DATA")
        let bad = try server.encrypt(account.replacing("5555555555554444", with: "5555555555554445"))
        let refused = try call(
            "token/update", "TokenUpdate",
            #""TokenUniqueReference":"\#(reference)","EncryptedNewAccount":"\#(bad)""#)
        #expect(refused.status == 400 && refused.detail.reason == "INVALID_PAN", "\(refused.text)")
        #expect(!refused.text.contains("5555"))
    }

    @Test("faults of a call name their members; codes are those that are published")
    func faults() throws {
        let reference = try reference(server.enroll(a))
        for (members, source) in [
            ("", "TokenSuspendRequest.TokenUniqueReference"),
            (#""TokenUniqueReference":"\#(reference)""#, "TokenSuspendRequest.ReasonCode"),
            (#""TokenUniqueReference":"\#(reference)","ReasonCode":"F""#, "TokenSuspendRequest.ReasonCode"),
            (#""TokenUniqueReference":7,"ReasonCode":"L""#, "TokenSuspendRequest.TokenUniqueReference"),
        ] {
            let answer = try call("token/suspend", "TokenSuspend", members)
            #expect(answer.status == 400 && answer.detail.source == source, "\(answer.text)")
        }
        let other = try call("token/suspend", "TokenDelete", #""TokenUniqueReference":"\#(reference)""#)
        #expect(other.status == 400 && other.detail.source == "TokenSuspendRequest")
        for date in ["1334", "0120", "08/31"] {
            let answer = try call(
                "token/update", "TokenUpdate", #""TokenUniqueReference":"\#(reference)","NewExpirationDate":"\#(date)""#
            )
            #expect(answer.status == 400 && answer.detail.source == "TokenUpdateRequest.NewExpirationDate")
        }
        let nothing = try call("token/update", "TokenUpdate", #""TokenUniqueReference":"\#(reference)""#)
        #expect(nothing.status == 400)
    }

    @Test("another client's integration is refused, and its own does not have our token")
    func strangers() throws {
        let enrolled = try server.enroll(a)
        let members = #""TokenUniqueReference":"\#(try reference(enrolled))","ReasonCode":"L""#
        #expect(try call("token/suspend", "TokenSuspend", members, as: server.b).status == 403)
        let theirs = server.b.credentials.directoryId
        let own = try call("token/suspend", "TokenSuspend", members, as: server.b, integration: theirs)
        #expect(own.status == 404)
        #expect(try call("token/suspend", "TokenSuspend", members, integration: "nobody").status == 404)
        #expect(try status(enrolled) == "ACTIVE")
    }
}
