// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import ClickToPay
import Foundation
import IssuerKit
import Testing

@testable import DemoBank

@Suite struct BankRecordsTests {
    private let path = NSTemporaryDirectory() + "muster-bank-" + UUID().uuidString + ".db"
    private let now = Timestamp(seconds: 1_800_000_000)

    private func attempt(_ binding: String, user: String = "amelia", card: String = "amelia-1") -> Attempt {
        Attempt(
            id: 0, user: user, card: card, way: .page, binding: binding, receiptHash: Array(repeating: 7, count: 32),
            created: now)
    }

    @Test("the file is its owner's alone; what was kept is there after it was opened again")
    func reopened() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let face = CardFace(
            firstSix: "518600", lastFour: "0414", expiry: try #require(CardFace.expiryOfAll),
            contract: try CardContractID("100001"))
        do {
            let records = try BankRecords(path: path)
            try records.keep(holder: "amelia", client: 1, account: 2)
            try records.keep(face, ofCard: "amelia-3")
            _ = try records.begin(attempt("one"))
        }
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let records = try BankRecords(path: path)
        #expect(try records.holder(of: "amelia")?.account == 2)
        #expect(try records.face(ofCard: "amelia-3") == face)
        #expect(try records.attempt(binding: "one")?.created == now)
        try records.forgetContract(ofCard: "amelia-3", user: "amelia")
        #expect(try records.face(ofCard: "amelia-3") == nil && records.holder(of: "amelia") == nil)
    }

    @Test("the first return counts: a second one changes nothing")
    func firstReturn() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let records = try BankRecords(path: path)
        let id = try records.begin(attempt("one"))
        #expect(try records.claim(id, PushSession.Claim(status: .cancelled), at: now))
        #expect(
            try !records.claim(id, PushSession.Claim(status: .approved, tokenUniqueReference: "T"), at: now))
        #expect(try records.attempt(id, of: "amelia")?.claim == PushSession.Claim(status: .cancelled))
        #expect(try records.attempt(id, of: "sam") == nil)
    }

    @Test("a token is one card's: another card does not get it")
    func tokens() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let records = try BankRecords(path: path)
        let token = KnownToken(card: "amelia-1", reference: "T1", status: "A", checked: now)
        #expect(try records.keep(token))
        #expect(try !records.keep(KnownToken(card: "sam-1", reference: "T1", status: "A", checked: now)))
        #expect(try records.keep(KnownToken(card: "amelia-1", reference: "T2", status: "S", checked: now)))
        #expect(try records.token(ofCard: "amelia-1")?.reference == "T2" && records.token(reference: "T1") == nil)
        try records.forgetToken(ofCard: "amelia-1")
        #expect(try records.token(ofCard: "amelia-1") == nil)
    }

    @Test("so many attempts of a customer are kept and no more; the newest of a card comes first")
    func bounded() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let records = try BankRecords(path: path)
        for number in 0..<(BankRecords.attemptsMax + 3) {
            _ = try records.begin(attempt("b\(number)", card: "amelia-\(1 + number % 2)"))
        }
        _ = try records.begin(attempt("other", user: "sam"))
        let kept = try records.attempts(of: "amelia")
        #expect(kept.count == BankRecords.attemptsMax && kept.first?.binding == "b202")
        #expect(try records.newest(ofCard: "amelia-2")?.binding == "b201")
        #expect(try records.attempt(binding: "b0") == nil && records.attempts(of: "sam").count == 1)
    }

    @Test(
        "an attempt is no success before the network has said so, and is unknown when nobody came back",
        arguments: [
            (nil, nil, 0, .waiting), (nil, nil, 1799, .waiting), (nil, nil, 1800, .unknown),
            (PushResult.Status.approved, nil, 59, .processing), (.approved, nil, 60, .stillProcessing),
            (.approved, 5, 60, .added), (.duplicateRequest, nil, 9, .duplicate), (.cancelled, nil, 9, .cancelled),
            (.declined, nil, 9, .declined), (.error, nil, 9, .failed),
            (.requireAdditionalAuthentication, nil, 9, .authenticate),
            (.requireAdditionalAuthentication, 9, 9, .added),
        ] as [(PushResult.Status?, Int64?, Int64, Attempt.Outcome)])
    func outcomes(
        status: PushResult.Status?, confirmed: Int64?, after: Int64, outcome: Attempt.Outcome
    ) throws {
        let face = CardFace(firstSix: "512034", lastFour: "0004", expiry: try #require(CardFace.expiryOfAll))
        var attempt = attempt("one")
        attempt.claim = status.map { PushSession.Claim(status: $0) }
        attempt.claimed = status == nil ? nil : now
        attempt.confirmed = confirmed.map { now.advanced(by: .seconds($0)) }
        #expect(attempt.outcome(face, at: now.advanced(by: .seconds(after))) == outcome)
    }
}
