// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Cryptography
import Foundation
import IssuerKit
import JOSE
import RequestSigning
import Testing

@Suite("IssuerKit: notifications")
struct NotificationReceiverTests {
    private let secret = (0..<32).map { UInt8($0) }
    private let clock = ManualClock()
    /// The specification's sample (processing 7.5), with members of Muster's own and one that nobody knows.
    private let sample = """
        {"eventId":"00000000-0000-4000-8000-000000000e01","eventType":"TCN","eventDateTime":"2026-01-01T12:00:05Z",\
        "correlationId":"C0001","clientId":40000,"cardContractId":70001,"cardContractNumber":"518600______9726",\
        "tokenRequestorId":"50123197928","walletName":"MDES for Merchants","decision":"APPROVED",\
        "tokenUniqueReference":"DWSPMC000000000111111111222233334444555555555555","tokenStatus":"Active",\
        "tokenExpiryDate":"2912","tokenType":"C","externalCardId":"card-1","later":{"a":[1]},"updateReason":null}
        """

    private func signed(_ body: String) -> String {
        EventSignature(secret: secret).value(for: Array(body.utf8), at: clock.now)
    }

    @Test("An event that openssl signed is taken, and read into its members")
    func oracle() throws {
        // printf '1795176000.%s' BODY | openssl dgst -sha256 -mac HMAC -macopt hexkey:0001..1f
        let body = #"{"eventId":"e"}"#
        let value = "t=1795176000,v1=df405200386725c2dae85e8b28f5cef824f9820d0bf9cb11948a5944c74fc929"
        let receiver = NotificationReceiver(secret: secret, clock: clock)
        #expect(throws: NotificationRefusal.malformed("eventType is missing"), "the signature is right") {
            try receiver.receive(signature: value, body: Array(body.utf8))
        }
        let event = try receiver.receive(signature: signed(sample), body: Array(sample.utf8)).event
        #expect(event.eventType == .completion && event.eventId.hasSuffix("0e01") && event.correlationId == "C0001")
        #expect(event.clientId == 40000 && event.cardContractId == 70001)
        #expect(event.cardContractNumber == "518600______9726" && event.decision == "APPROVED")
        #expect(event.tokenUniqueReference?.utf8.count == 48 && event.tokenStatus == "Active")
        #expect(event.tokenExpiryDate == "2912" && event.tokenType == "C" && event.externalCardId == "card-1")
        #expect(event.responseCode == nil && event.updateReason == nil && event.srcDigitalCardId == nil)
        #expect(event.json == Array(sample.utf8))
    }

    @Test("An event is new until it was handled, and then a repetition, as long as it is remembered")
    func repeated() throws {
        let receiver = NotificationReceiver(secret: secret, clock: clock, memoryMax: 2)
        func receive(_ id: Int) throws -> NotificationReceiver.Notification {
            let body = sample.replacingOccurrences(of: "000000000e01", with: "00000000000\(id)")
            return try receiver.receive(signature: signed(body), body: Array(body.utf8))
        }
        for _ in 0..<2 { #expect(try !receive(1).isRepeated, "a handler that failed is given it again") }
        for id in [1, 2, 2, 1] { receiver.handled(try receive(id).event) }
        #expect(try receive(1).isRepeated && receive(2).isRepeated && !receive(3).isRepeated)
        receiver.handled(try receive(3).event)
        #expect(try !receive(1).isRepeated && receive(2).isRepeated && receive(3).isRepeated, "the oldest is forgotten")
    }

    @Test("What is not signed with the key, at this time, is refused before it is read")
    func refused() throws {
        let receiver = NotificationReceiver(secret: secret, clock: clock)
        let body = Array(sample.utf8)
        let value = signed(sample)
        func refusal(_ value: String?, _ body: [UInt8]) -> NotificationRefusal? {
            do {
                _ = try receiver.receive(signature: value, body: body)
                return nil
            } catch {
                return error
            }
        }
        #expect(refusal(nil, body) == .signature(.missing))
        #expect(refusal("x", body) == .signature(.malformed))
        #expect(refusal(value, Array("not json".utf8)) == .signature(.wrong))
        #expect(refusal(value, body + [10]) == .signature(.wrong))
        clock.advance(by: .seconds(301))
        #expect(refusal(value, body) == .signature(.tooOld))
        clock.advance(by: .seconds(-602))
        #expect(refusal(value, body) == .signature(.fromTheFuture))
        for (body, reason) in [
            ("not json", "the body is not JSON"), ("[]", "the body is no object"), ("{}", "eventId is missing"),
            (sample.replacingOccurrences(of: #""TCN""#, with: "5"), "eventType is no text"),
            (sample.replacingOccurrences(of: #""APPROVED""#, with: "true"), "decision is no text"),
        ] {
            #expect(refusal(signed(body), Array(body.utf8)) == .malformed(reason))
        }
        #expect(NotificationRefusal.signature(.wrong).status == 401 && NotificationRefusal.malformed("").status == 400)
    }

    @Test("A word that is not known stays what it is")
    func open() throws {
        let body = sample.replacingOccurrences(of: #""TCN""#, with: #""XYZ""#)
        #expect(try TokenEvent(json: Array(body.utf8)).eventType == TokenEvent.Kind(rawValue: "XYZ"))
    }

    @Test("The key file holds 64 digits")
    func keyFile() throws {
        let folder = NSTemporaryDirectory() + "muster-notification-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var profile = IssuerProfile(
            name: "a", baseURL: "http://127.0.0.1", consumerKey: "k", signingKeyFile: "s", srcClientId: "c",
            serviceId: "x", directory: folder)
        #expect(throws: IssuerClientError.self) { try profile.notificationSecret() }
        profile.notificationKeyFile = "notification.key"
        #expect(throws: IssuerClientError.self) { try profile.notificationSecret() }
        for (text, isGood) in [(Hex.encode(secret) + "\n", true), ("00", false), ("x", false)] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/notification.key"))
            #expect(isGood == ((try? profile.notificationSecret()) == secret))
        }
        try Data(profile.json).write(to: URL(fileURLWithPath: folder + "/p.json"))
        #expect(try IssuerProfile(path: folder + "/p.json") == profile)
    }
}
