// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing
import WireJSON

/// Goal: a card's billing address can be changed and nothing else, but for the expiry in the second generation.
struct UpdateCardTests {
    private func body() -> Tree {
        Samples.envelope().with("externalBatchId", nil).with("enrollmentData", nil).with(
            "billingAddress", Samples.address())
    }

    private func faults(_ body: Tree, _ generation: APIGeneration = .v1) -> [String] {
        findings { _ = try UpdateCardRequest.decode(body.json, today: Samples.today, generation: generation) }
    }

    private func plaintextFaults(_ plaintext: Tree, _ generation: APIGeneration = .v1) -> [String] {
        findings { _ = try CardChanges.decode(plaintext.json, today: Samples.today, generation: generation) }
    }

    @Test("the address comes in clear or encrypted")
    func routes() throws {
        let request = try UpdateCardRequest.decode(body().json, today: Samples.today)
        guard case .plain(let changes) = request.change else {
            Issue.record("not plain")
            return
        }
        #expect(changes.billingAddress?.line1 == "1 Sample Road" && changes.expiry == nil)
        #expect(try JSONDocument.parse(request.json()).root.canonicalBytes() == body().json.canonicalBytes())
        let sealed = body().with("billingAddress", nil).with("encryptedCard", "a.b.c.d.e")
        guard case .encrypted(let text) = try UpdateCardRequest.decode(sealed.json, today: Samples.today).change else {
            Issue.record("not encrypted")
            return
        }
        #expect(text == Array("a.b.c.d.e".utf8))
        #expect(plaintextFaults(["billingAddress": Samples.address()]) == [])
    }

    @Test("neither, both, or a wrong address")
    func wrong() {
        #expect(faults(body().with("billingAddress", nil)) == ["CANNOT_BE_NULL billingAddress"])
        #expect(faults(body().with("encryptedCard", "x")) == ["INVALID_VALUE encryptedCard"])
        #expect(faults(body().with("billingAddress.city", nil)) == ["CANNOT_BE_NULL billingAddress.city"])
        #expect(faults(body().with("billingAddress", "x")) == ["INVALID_VALUE billingAddress"])
        #expect(plaintextFaults([:]) == ["CANNOT_BE_NULL billingAddress"])
        #expect(plaintextFaults("x") == ["CORRUPT_DATA encryptedCard"])
        #expect(faults("x") == ["INVALID_VALUE Request body"])
    }

    @Test(
        "any other member of a card is refused, in clear and encrypted",
        arguments: [
            "primaryAccountNumber", "panExpirationMonth", "panExpirationYear", "cardSecurityCode", "cardholderFullName",
            "cardholderFirstName", "cardholderLastName", "paymentAccountReference",
        ])
    func others(name: String) {
        #expect(faults(body().with(name, "5555555555554444")) == ["INVALID_VALUE \(name)"])
        let plaintext: Tree = ["billingAddress": Samples.address()]
        #expect(plaintextFaults(plaintext.with(name, "08")) == ["INVALID_VALUE \(name)"])
    }

    @Test("the second generation may change the expiry, alone or with the address")
    func expiry() throws {
        let plaintext: Tree = ["panExpirationMonth": "01", "panExpirationYear": "2032"]
        let changes = try CardChanges.decode(plaintext.json, today: Samples.today, generation: .v2)
        #expect(changes.expiry == Expiry(month: 1, year: 2032) && changes.billingAddress == nil)
        #expect(plaintextFaults(plaintext.with("panExpirationYear", nil), .v2) == ["CANNOT_BE_NULL panExpirationYear"])
        #expect(
            plaintextFaults(plaintext.with("panExpirationYear", "2025"), .v2) == ["INVALID_VALUE panExpirationYear"])
        #expect(faults(body().with("billingAddress", nil).with("encryptedCredential", "x"), .v2) == [])
        #expect(
            plaintextFaults(plaintext.with("primaryAccountNumber", "5555555555554444"), .v2) == [
                "INVALID_VALUE primaryAccountNumber"
            ])
    }
}
