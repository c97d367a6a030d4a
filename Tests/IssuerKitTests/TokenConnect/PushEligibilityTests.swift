// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import AmbientTesting
internal import ClickToPay
internal import Testing
internal import WireJSON

@testable internal import IssuerKit

/// Goal: a card is offered exactly when its range is listed for Click to Pay and a browser can be sent there (3).
@Suite("Push eligibility")
struct PushEligibilityTests {
    private let now = ManualClock().now

    private func eligibility(
        _ methods: String = #""supportedPushMethods":["WEB"]"#, id: String = "50123197928"
    ) throws -> PushEligibility {
        let body =
            #"{"tokenRequestors":[{"tokenRequestorId":"\#(id)","name":"n","#
            + #""enabledAccountRanges":[5120340000000000000],\#(methods)}]}"#
        let answer = try #require(EligibleTokenRequestors(JSONDocument.parse(Array(body.utf8)).root))
        return PushEligibility(
            answer,
            ranges: [
                try #require(
                    IssuerRange(
                        start: AccountRangeStart("512034000"), end: AccountRangeStart("5120349999999999999"))),
                try IssuerRange(prefix: "518600000"),
            ], fetchedAt: now)
    }

    private func isOffered(_ verdict: PushEligibility.Verdict) -> Bool {
        if case .offer = verdict { true } else { false }
    }

    @Test("Cards of the listed range are offered to its last number; others are withheld for the right reason")
    func verdicts() throws {
        let eligibility = try eligibility()
        #expect(isOffered(eligibility.verdict(for: try PAN("5120340000000004"))))
        #expect(isOffered(eligibility.verdict(for: try PAN("5120349999999993"))))
        #expect(eligibility.verdict(for: try PAN("5120350000000003")) == .withhold(.outsideRanges))
        #expect(eligibility.verdict(for: try PAN("5186000000000005")) == .withhold(.rangeNotEnabled))
        #expect(eligibility.verdict(for: try PAN("5555555555554444")) == .withhold(.outsideRanges))
        let other = try self.eligibility(id: "50110030273")
        #expect(other.verdict(for: try PAN("5120340000000004")) == .withhold(.notListed))
    }

    @Test("Either list of ways may name the web; without it a card is withheld")
    func ways() throws {
        let pan = try PAN("5120340000000004")
        let available = #""availablePushMethods":[{"type":"WEB","uri":"https://w.example/p"}]"#
        #expect(isOffered(try eligibility(available).verdict(for: pan)))
        for none in [#""supportedPushMethods":["ANDROID","IOS"]"#, #""walletId":"1""#] {
            #expect(try eligibility(none).verdict(for: pan) == .withhold(.noWebPush))
        }
    }

    @Test("An answer is good for two weeks and not a moment longer; a range must not end before it starts")
    func freshness() throws {
        let eligibility = try eligibility()
        let end = now.advanced(by: .seconds(14 * 24 * 3600))
        #expect(!eligibility.isStale(at: Timestamp(milliseconds: end.milliseconds - 1)) && eligibility.isStale(at: end))
        #expect(IssuerRange(start: try AccountRangeStart("512034001"), end: try AccountRangeStart("512034000")) == nil)
        #expect(throws: ValueFault.self) { try IssuerRange(prefix: "5120") }
        #expect(try IssuerRange(prefix: "518600000").end.value == "5186000009999999999")
    }
}
