// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import ClickToPay
import Store
import Testing
import WireJSON

@testable import NetworkServer

/// O14: cards that an issuer has staged, claimed by their cardholder (checkout 5.6; enrollment 9.4).
@Suite("claim of staged cards") struct ClaimTests {
    private static let ada = "ada@example.test"
    private let server: RunningServer
    private let shop: Shop

    init() throws {
        server = try RunningServer()
        shop = try Shop(server)
    }

    private func cards(_ answer: RunningServer.Answer) -> [JSONValue] {
        answer.json?["preProvisionedCards"]?.elements.map { $0 } ?? []
    }

    @Test("from the look-up to a card that may be used; the batch's status follows")
    func claim() throws {
        let batch = try shop.stage("ada")
        #expect(try shop.item(batch)["preProvisioningStatus"]?.string == "STAGED")
        #expect(try shop.lookUp(Self.ada).json?["consumerPresent"]?.boolean == true)
        let (idToken, _) = try shop.signIn(Self.ada)
        let answer = try shop.profiles([idToken])
        let profile = try #require(answer.json?["profiles"]?.elements.first { _ in true }, "\(answer.text)")
        #expect(profile["maskedCards"]?.count == 0)
        #expect(profile["maskedConsumer"]?["status"]?.string == "ACTIVE")
        #expect(!answer.text.contains("5186001700009726") && !answer.text.contains("ada@"))
        let card = try #require(profile["preProvisionedCards"]?.elements.first { _ in true })
        #expect(card["panLastFour"]?.string == "9726")
        #expect(card["digitalCardData"]?["issuerName"]?.string == "Bank A")
        let listed = cards(try shop.staged(idToken))
        let id = try #require(card["preProvisionedCardId"]?.string)
        #expect(listed.compactMap { $0["preProvisionedCardId"]?.string } == [id])

        let claimed = try shop.provision(id, idToken)
        #expect(claimed.status == 200, "\(claimed.text)")
        #expect(claimed.json?["maskedCard"]?["digitalCardData"]?["status"]?.string == "ACTIVE")
        let after = try #require(try shop.profiles([idToken]).json?["profiles"]?.elements.first { _ in true })
        let digital = claimed.json?["maskedCard"]?["srcDigitalCardId"]?.string
        #expect(
            after["maskedCards"]?.elements.compactMap { $0["srcDigitalCardId"]?.string } == [digital].compactMap { $0 })
        #expect(after["preProvisionedCards"] == nil)
        let item = try shop.item(batch)
        #expect(item["preProvisioningStatus"]?.string == "PROVISIONED")
        #expect(item["srcDigitalCardId"]?.string == digital)
        #expect(try shop.provision(id, idToken).refused(404, "NOT_FOUND"))
    }

    @Test("either of address and number that the issuer gave is enough")
    func byNumber() throws {
        _ = try shop.stage("ada")
        let (idToken, _) = try shop.signIn("+12025550100")
        let id = try #require(cards(try shop.staged(idToken)).first?["preProvisionedCardId"]?.string)
        #expect(try shop.provision(id, idToken).status == 200)
    }

    @Test("COMPLIANCE_REQUIRED: terms and privacy notice must be accepted, in either shape; the card stays")
    func compliance() throws {
        let batch = try shop.stage("ada")
        let (idToken, _) = try shop.signIn(Self.ada)
        let id = try #require(cards(try shop.staged(idToken)).first?["preProvisionedCardId"]?.string)
        for more in [
            "", #""complianceSettings":{}"#, #""complianceSettings":{"tnc":{"acceptedVersion":"LATEST"}}"#,
            #""complianceSettings":{"complianceResources":[{"complianceType":"PRIVACY_POLICY","uri":""}]}"#,
        ] {
            #expect(try shop.provision(id, idToken, more).refused(400, "COMPLIANCE_REQUIRED"), "\(more)")
        }
        #expect(try shop.item(batch)["preProvisioningStatus"]?.string == "STAGED")
        let mixed =
            #""complianceSettings":{"tnc":{"acceptedVersion":"LATEST"},"complianceResources":["#
            + #"{"complianceType":"PRIVACY_POLICY","uri":"https://shop.example/privacy"}]}"#
        #expect(try shop.provision(id, idToken, mixed).status == 200)
    }

    @Test(
        "ISSUER_DECLINED and the others: the card stays claimable",
        arguments: [("0044", "ISSUER_DECLINED"), ("0028", "PAN_INELIGIBLE"), ("0036", "TOKENIZATION_INELIGIBLE")])
    func declined(ending: String, reason: String) throws {
        let pan = try #require(SandboxTrigger.examplePAN(ending: ending)).revealDigits()
        let batch = try shop.stage("ada", pan: pan)
        let item = try shop.item(batch)
        // What is plain already is refused when the card is staged.
        guard item["preProvisioningStatus"]?.string == "STAGED" else { return #expect(reason != "ISSUER_DECLINED") }
        let (idToken, _) = try shop.signIn(Self.ada)
        let id = try #require(cards(try shop.staged(idToken)).first?["preProvisionedCardId"]?.string)
        let refused = try shop.provision(id, idToken)
        #expect(refused.refused(400, reason), "\(refused.text)")
        #expect(cards(try shop.staged(idToken)).count == 1)
        #expect(try shop.item(batch)["preProvisioningStatus"]?.string == "STAGED")
    }

    @Test("NOT_FOUND: a card of somebody else, one that was taken back, an id of nothing")
    func notFound() throws {
        _ = try shop.stage("ada")
        _ = try shop.stage("eve", phone: "0111", pan: "5186001700009734")
        let (ada, _) = try shop.signIn(Self.ada)
        let (eve, _) = try shop.signIn("eve@example.test")
        let id = try #require(cards(try shop.staged(ada)).first?["preProvisionedCardId"]?.string)
        #expect(cards(try shop.staged(eve)).count == 1)
        #expect(try shop.provision(id, eve).refused(404, "NOT_FOUND"))
        #expect(try shop.provision("nothing", eve).refused(404, "NOT_FOUND"))
        let withdrawn = try server.call(
            "DELETE", RunningServer.base + "/directories/" + server.a.credentials.directoryId + "/consumers/ada",
            [("srcClientId", server.a.credentials.srcClientId)], as: server.a)
        #expect(withdrawn.status == 200, "\(withdrawn.text)")
        #expect(try shop.provision(id, ada).refused(404, "NOT_FOUND"))
        #expect(cards(try shop.staged(ada)).isEmpty)
    }

    @Test("AUTH_INVALID without a good ID token, ACCT_INACCESSIBLE for a consumer who is suspended")
    func refused() throws {
        let enrolled = try server.enroll(server.b, pan: "5186001700009734")
        _ = try shop.stage("ada")
        let (idToken, _) = try shop.signIn(Self.ada)
        let id = try #require(cards(try shop.staged(idToken)).first?["preProvisionedCardId"]?.string)
        #expect(try shop.staged("x").refused(401, "AUTH_INVALID"))
        #expect(try shop.provision(id, "x").refused(401, "AUTH_INVALID"))
        #expect(
            try shop.post("/src/api/profiles/pre-provisioned-cards/\(id)/provision", Shop.accepted)
                .refused(401, "AUTH_INVALID"))
        let bare = try server.call(
            "GET", "/src/api/profiles/pre-provisioned-cards",
            [("srcClientId", shop.credentials.srcClientId), ("srcDpaId", shop.credentials.srcDpaId)], as: nil,
            headers: [("Origin", Shop.origin)])
        #expect(bare.refused(401, "AUTH_INVALID"))
        try shop.set(.suspended, consumer: enrolled.consumer)
        #expect(try shop.staged(idToken).refused(403, "ACCT_INACCESSIBLE"))
        #expect(try shop.provision(id, idToken).refused(403, "ACCT_INACCESSIBLE"))
        #expect(try shop.lookUp(Self.ada).refused(403, "ACCT_INACCESSIBLE"))
    }

    @Test("a card whose time is over cannot be claimed, and its consumer is not present any more")
    func expired() throws {
        _ = try shop.stage("ada")
        server.clock.advance(by: .seconds(181 * 86_400))
        #expect(try shop.lookUp(Self.ada).json?["consumerPresent"]?.boolean == false)
    }
}
