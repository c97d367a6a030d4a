// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import AmbientTesting
internal import ClickToPay
internal import Testing
internal import WireJSON

@testable internal import IssuerKit

@Suite("Issuer client, tokens")
struct TokenClientTests {
    private let directory: TemporaryDirectory
    private let clock = ManualClock()

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test("Each change goes to the published path at the origin, in its wrapper, signed; a new number goes encrypted")
    func changes() throws {
        let transport = FakeTransport(clock: clock) { _, _ in
            FakeTransport.Answer(body: #"{"TokenSuspendResponse":{"Token":{"TokenUniqueReference":"r"}}}"#)
        }
        var profile = try TestKeys.profile(in: directory)
        profile.directoryId = "dir-1"
        let client = try IssuerClient(
            profile: profile,
            options: IssuerClient.Options(clock: clock, sleeper: RecordingSleeper(), entropy: SeededEntropy(seed: 4)),
            transport: transport)
        let expiry = try #require(Expiry(month: 9, year: 2034))
        let operations: [(IssuerClient.TokenOperation, String, String)] = [
            (.activate, "activate", #"{"TokenActivateRequest":{"TokenUniqueReference":"r"}}"#),
            (
                .suspend(reason: "L"), "suspend",
                #"{"TokenSuspendRequest":{"TokenUniqueReference":"r","ReasonCode":"L"}}"#
            ),
            (
                .unsuspend(reason: "F"), "unsuspend",
                #"{"TokenUnsuspendRequest":{"TokenUniqueReference":"r","ReasonCode":"F"}}"#
            ), (.delete, "delete", #"{"TokenDeleteRequest":{"TokenUniqueReference":"r"}}"#),
            (
                .newExpiry(expiry), "update",
                #"{"TokenUpdateRequest":{"TokenUniqueReference":"r","NewExpirationDate":"0934"}}"#
            ),
        ]
        for (operation, path, body) in operations {
            try client.changeToken("r", operation)
            let seen = try #require(transport.seen.last)
            #expect(seen.method == "POST" && seen.url == "https://network.example/mdes/csapi/dir-1/token/" + path)
            #expect(String(decoding: seen.body, as: UTF8.self) == body)
        }
        try client.replaceCard(ofToken: "r", by: EnrolledCard(pan: PAN("5555555555554444"), expiry: expiry))
        let seen = try #require(transport.seen.last)
        #expect(!String(decoding: seen.body, as: UTF8.self).contains("5555555555554444"))
        let token = try JSONDocument.parse(seen.body).root["TokenUpdateRequest"]?["EncryptedNewAccount"]?.string
        let card = try JSONDocument.parse(TestKeys.decrypt(#require(token))).root
        #expect(card["primaryAccountNumber"]?.string == "5555555555554444")
        #expect(transport.badSignatures == 0)
    }
}
