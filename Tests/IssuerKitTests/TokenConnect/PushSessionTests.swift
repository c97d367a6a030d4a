// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import AmbientTesting
internal import ClickToPay
internal import Testing
internal import WireJSON

@testable internal import IssuerKit

/// Goal: nothing that comes through a browser ever makes a success; only the network's own word does (9.2).
@Suite("Push session")
struct PushSessionTests {
    private let clock = ManualClock()
    private static let receipt = "MCC-STL-11111111-2222-3333-4444-555555555555"
    private static let token = "DWSPMC000000000111111111222233334444555555555555"
    private static let binding = String(repeating: "ab", count: 16)

    private func session() throws -> PushSession {
        PushSession(
            receipt: try PushReceipt(Self.receipt), binding: Self.binding, cardFirstSix: "512034",
            cardLastFour: "0004", createdAt: clock.now)
    }

    private func url(_ result: String, sid: String = binding, receipt: String = receipt) -> String {
        "https://issuer.example/r?sid=\(sid)&results%5B\(receipt)%5D=\(result)"
    }

    private func event(_ changes: [String: String] = [:]) throws -> TokenEvent {
        var members = [
            "eventId": "e", "eventType": "TCN", "eventDateTime": clock.now.iso8601, "correlationId": "c",
            "cardContractNumber": "512034______0004", "tokenRequestorId": "50123197928",
            "walletName": "MDES for Merchants", "decision": "APPROVED", "tokenUniqueReference": Self.token,
            "tokenStatus": "Active",
        ]
        members.merge(changes) { $1 }
        var writer = JSONWriter()
        writer.object { writer in
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                writer.key(name)
                writer.string(value)
            }
        }
        return try TokenEvent(json: writer.bytes)
    }

    private func found(_ reference: String = token, status: String = "A", card: String = "0004", trid: String? = nil)
        throws -> FoundToken
    {
        let requestor = trid.map { #","TokenRequestorId":"\#($0)""# } ?? ""
        let body =
            #"{"SearchResponse":{"Accounts":{"Account":[{"AccountPanSuffix":"\#(card)","Tokens":{"Token":[{"#
            + #""TokenUniqueReference":"\#(reference)","CurrentStatusCode":"\#(status)"\#(requestor)}]}}]}}}"#
        return try #require(FoundToken(JSONDocument.parse(Array(body.utf8)).root))
    }

    @Test(
        "Each status of a return is a claim or a failure and never a success",
        arguments: [
            ("APPROVED%7C\(token)", PushSession.Outcome.claimedSuccess(tokenUniqueReference: token)),
            ("APPROVED", .claimedSuccess(tokenUniqueReference: nil)),
            (
                "REQUIRE_ADDITIONAL_AUTHENTICATION%7C\(token)",
                .claimedAuthenticationNeeded(tokenUniqueReference: token)
            ), ("DUPLICATE_REQUEST", .claimedDuplicate), ("CANCELLED", .cancelled), ("DECLINED", .declined),
            ("ERROR", .failed), ("CONFIRMED", .failed),
        ])
    func claims(result: String, expected: PushSession.Outcome) throws {
        var session = try session()
        #expect(session.outcome(at: clock.now) == .waiting)
        #expect(try session.take(url: url(result), at: clock.now) == expected)
        #expect(!expected.isSuccess && session.outcome(at: clock.now.advanced(by: .seconds(86_400))) == expected)
    }

    @Test("A notification of an active token of this card for Click to Pay confirms, before or after the return")
    func notification() throws {
        var session = try session()
        #expect(try session.confirm(by: event()))
        let confirmed = session.outcome(at: clock.now)
        #expect(confirmed.isSuccess && session.confirmation?.source == .notification)
        #expect(session.confirmation?.tokenUniqueReference == Self.token)
        // What the browser brings afterwards changes nothing.
        #expect(try session.take(url: url("DECLINED"), at: clock.now) == confirmed)
        var later = try self.session()
        _ = try later.take(url: url("APPROVED%7C" + Self.token), at: clock.now)
        #expect(try later.confirm(by: event()) && later.outcome(at: clock.now).isSuccess)
    }

    @Test(
        "A notification of anything else does not confirm",
        arguments: [
            ["eventType": "TAR"], ["eventType": "TVN"], ["tokenRequestorId": "50110030273"],
            ["tokenStatus": "Inactive"],
            ["cardContractNumber": "512034______0005"], ["cardContractNumber": "512035______0004"],
            ["eventDateTime": "2001-01-01T00:00:00Z"], ["eventDateTime": "yesterday"],
            ["tokenUniqueReference": "DWSPMC000000000199999999999999999999999999999999"],
        ])
    func otherNotifications(changes: [String: String]) throws {
        var session = try session()
        _ = try session.take(url: url("APPROVED%7C" + Self.token), at: clock.now)
        #expect(try !session.confirm(by: event(changes)))
        #expect(!session.outcome(at: clock.now).isSuccess)
    }

    @Test("A query confirms for the token that was named, active, behind this card, of Click to Pay or of nobody named")
    func tokenQuery() throws {
        for trid in [nil, "50123197928"] {
            var session = try session()
            _ = try session.take(url: url("APPROVED%7C" + Self.token), at: clock.now)
            #expect(try session.confirm(by: found(trid: trid)) && session.confirmation?.source == .tokenQuery)
        }
        var session = try session()
        #expect(try !session.confirm(by: found()), "nobody has named a token")
        _ = try session.take(url: url("APPROVED%7C" + Self.token), at: clock.now)
        for wrong in [
            try found("DWSPMC000000000199999999999999999999999999999999"), try found(status: "U"),
            try found(status: "S"), try found(card: "0005"), try found(trid: "50110030273"),
        ] {
            #expect(!session.confirm(by: wrong) && !session.outcome(at: clock.now).isSuccess)
        }
    }

    @Test("A return that is not bound to the session, is about another receipt or came late is refused, without effect")
    func refusals() throws {
        var session = try session()
        let good = "APPROVED%7C" + Self.token
        for (link, refusal) in [
            (url(good, sid: String(repeating: "cd", count: 16)), PushSession.Refusal.notBound),
            (url(good, sid: ""), .notBound), (url(good) + "&sid=x", .notBound),
            ("https://issuer.example/r?results%5B\(Self.receipt)%5D=APPROVED", .notBound),
            (url(good, receipt: "MCC-STL-99999999-2222-3333-4444-555555555555"), .otherReceipt),
        ] {
            #expect(throws: refusal) { try session.take(url: link, at: clock.now) }
        }
        #expect(throws: PushSession.Refusal.self) { try session.take(url: "no link", at: clock.now) }
        #expect(throws: PushSession.Refusal.self) {
            try session.take(url: "https://issuer.example/r?sid=" + Self.binding, at: clock.now)
        }
        #expect(session.claim == nil && session.outcome(at: clock.now) == .waiting)
        let end = clock.now.advanced(by: .seconds(1800))
        #expect(throws: PushSession.Refusal.tooLate) { try session.take(url: url(good), at: end) }
        #expect(session.outcome(at: Timestamp(milliseconds: end.milliseconds - 1)) == .waiting)
        #expect(session.outcome(at: end) == .unknown)
        #expect(try session.confirm(by: event()) && session.outcome(at: end).isSuccess)
    }

    @Test("The first return counts; another one shows what was stored, even when it says something else")
    func firstReturn() throws {
        var session = try session()
        _ = try session.take(url: url("CANCELLED"), at: clock.now)
        #expect(try session.take(url: url("APPROVED%7C" + Self.token), at: clock.now) == .cancelled)
        let kept = PushSession(
            receiptHash: session.receiptHash, binding: session.binding, cardFirstSix: "512034", cardLastFour: "0004",
            createdAt: session.createdAt, claim: session.claim)
        #expect(kept == session)
        // What is kept of the receipt is not the receipt.
        #expect(session.receiptHash.count == 32 && !"\(session)".contains(Self.receipt))
    }

    @Test("A framework's map of results is taken like the query; bindings are 128 bits that do not repeat")
    func frameworks() throws {
        var session = try session()
        let outcome = try session.take(
            parameters: [("sid", Self.binding), ("results[\(Self.receipt)]", "cancelled")], at: clock.now)
        #expect(outcome == .cancelled)
        let bindings = Set((0..<100).map { _ in PushSession.newBinding() })
        #expect(bindings.count == 100 && bindings.allSatisfy { $0.utf8.count == 32 })
        let callback = try CallbackURL("https://issuer.example/r#x").appending(PushSession.bindingParameter, "ab")
        #expect(callback.value == "https://issuer.example/r?sid=ab#x")
    }
}
