// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Cryptography
internal import JOSE
internal import Testing
internal import WireJSON

@testable internal import IssuerKit

/// Goal: a person learns what a link is and what is wrong with it, and never sees a card number.
@Suite("Push explanation")
struct PushExplanationTests {
    private static let receipt = "MCC-STL-11111111-2222-3333-4444-555555555555"
    private static let uri = "https://sandbox.src.mastercard.com/provision"
    private static let signed = uri + "?pushAccountData=" + PushVector.token + "&extFlow=true"

    @Test("A signed redirect is verified with the network's keys, and refused with others or when it was changed")
    func signature() throws {
        let set = try JSONWebKeySet(PushVector.keySet)
        let keys = PushExplanation.Keys.set(try VerificationKeySet(set))
        let good = PushExplanation(of: Self.signed, keys: keys)
        #expect(good.kind == .signedRedirect && good.isGood)
        #expect(good.signature == .verified(keyID: PushVector.keyID) && good.findings.isEmpty)
        #expect(good.claims.map(\.name).contains("callbackURL") && good.text.contains("Signed by the network:"))
        let one = PushExplanation(of: Self.signed, keys: .one(try #require(set.keys.first).publicKey))
        #expect(one.signature == good.signature)
        let unchecked = PushExplanation(of: Self.signed)
        #expect(unchecked.signature == .unchecked && unchecked.isGood && unchecked.claims.count == 5)
        #expect(unchecked.text.contains("not verified"))
        let other = PushExplanation(of: Self.signed, keys: .one(TestKeys.network.publicKey))
        #expect(other.signature == .refused("the signature does not fit") && !other.isGood)
        #expect(other.text.contains("Signed by whomever"))
        let changed = PushExplanation(of: Self.signed.replacing(".ei7L", with: ".ei8L"), keys: keys)
        #expect(!changed.isGood)
    }

    @Test("A return is shown with its result, and that it is a claim")
    func returned() throws {
        let url =
            "https://issuer.example/r?sid=1&results%5B" + Self.receipt
            + "%5D=APPROVED%7CDWSPMC000000000111111111222233334444555555555555"
        let explanation = PushExplanation(of: url)
        #expect(explanation.kind == .returnLink && explanation.isGood)
        #expect(explanation.results.map(\.status) == [.approved] && explanation.signature == .absent)
        #expect(explanation.text.contains("show success only after"))
        #expect(explanation.text.contains("DWSPMC000000000111111111222233334444555555555555"))
        let json = try JSONDocument.parse(explanation.json()).root
        #expect(json["kind"]?.string == "return" && json["good"]?.boolean == true)
        #expect(json["results"]?.elements.map { $0["confirmed"]?.boolean } == [false])
        #expect(!PushExplanation(of: "https://issuer.example/r?results%5Ba_b%5D=APPROVED").isGood)
    }

    @Test("What is neither, is no link, or has a fatal fault is not good, and says what to do")
    func faults() {
        for url in ["no link", "https://a.example/", "https://a.example/?x=%zz", Self.uri + "?pushAccountReceipts=a_b"]
        {
            let explanation = PushExplanation(of: url)
            #expect(!explanation.isGood && explanation.text.contains("Wrong:"), "\(url)")
        }
        let plain = PushExplanation(of: Self.uri + "?pushAccountReceipts=" + Self.receipt)
        #expect(plain.kind == .plainRedirect && plain.isGood && plain.text.contains("Advice:"))
        #expect(plain.text.contains(Self.receipt))
    }

    @Test("Nothing in a link steers the terminal that it is shown on")
    func terminal() throws {
        let own = try RSAPrivateKey.generate()
        let token = try JWS.sign(Array(#"{"pushAccountReceipts":["A"]}"#.utf8), with: own, keyID: "k\u{1b}[2J")
        for url in [
            "https://a.example/?results%5BA%5D=ERROR&x=%C2%9B2J%E2%80%AEabc&y%E2%80%A8z=1",
            Self.uri + "?pushAccountData=" + token + "&extFlow=true",
        ] {
            let shown = PushExplanation(of: url, keys: .one(own.publicKey)).text
            #expect(!shown.unicodeScalars.contains { ["\u{1b}", "\u{9b}", "\u{202E}", "\u{2028}"].contains($0) })
        }
    }

    @Test("A card number is shown nowhere, wherever it stands, in whatever spelling, and is spoken of")
    func cardNumbers() throws {
        for number in [
            "5120340000000004", "5120+3400+0000+0004", "5120-3400-0000-0004", "%35120340000000004", "4111111111111111",
        ] {
            for url in [
                Self.uri + "?pushAccountReceipts=\(number.replacing("+", with: "-"))&extFlow=true",
                Self.uri + "?pushAccountReceipts=A&\(number)=1",
                Self.uri + "?pushAccountReceipts=A&callbackURL=https%3A%2F%2Fa.example%2F%3Fp%3D\(number)",
                "https://a.example/\(number)?results%5BA%5D=APPROVED%7C\(number)&x=a\(number)b#\(number)",
                "https://a.example/?results%5B\(number.replacing("+", with: "-"))%5D=APPROVED",
            ] {
                let explanation = PushExplanation(of: url)
                let shown = explanation.text + String(decoding: explanation.json(), as: UTF8.self)
                let digits = shown.filter { !" -+".contains($0) }
                #expect(!digits.contains("5120340000000004") && !digits.contains("4111111111111111"), "\(url)")
                #expect(!shown.contains("340000000004"))
            }
        }
        let leaking = PushExplanation(of: "https://a.example/?results%5BA%5D=ERROR&pan=5120340000000004")
        #expect(leaking.findings.contains { $0.parameter == "pan" && $0.message.contains("card number") })
    }
}

/// Goal: what may be a card number is hidden, and what people need to see is not.
@Suite("Card number mask")
struct CardNumberMaskTests {
    @Test(
        "Numbers with a right check digit are hidden, in one piece or in groups, and long runs",
        arguments: [
            ("5120340000000004", "…"), ("a5120340000000004b", "a…b"), ("5120 3400 0000 0004", "…"),
            ("5120-3400-0000-0004.", "…."), ("6759649826438453", "…"), ("123456789012345678901", "…"),
            ("4111111111111111 5120340000000004", "… …"), ("5120-3400-0000-0004-123456", "…-123456"),
            ("12 5120.3400.0000.0004", "12 …"),
        ])
    func hidden(text: String, shown: String) {
        #expect(CardNumberMask.mask(text) == shown)
    }

    @Test(
        "Other numbers are shown",
        arguments: [
            "5120340000000005", "20260101000000-token-connect-local", "2026-01-01T12:30:00Z", "1767225600",
            "MCC-STL-11111111-2222-3333-4444-555555555555", "50123197928", "", "é 12",
        ])
    func shown(text: String) {
        #expect(CardNumberMask.mask(text) == text)
    }

    @Test("Receipts and token references in their usual form are known, and nothing else")
    func references() {
        #expect(CardNumberMask.isReference("MCC-STL-11111111-2222-3333-4444-555555555555"))
        #expect(CardNumberMask.isReference("DWSPMC000000000111111111222233334444555555555555"))
        for other in [
            "5120340000000004", "MCC-STL-5120340000000004", "DWSPMC5120340000000004", "MCC-5120340000000004", "",
        ] {
            #expect(!CardNumberMask.isReference(other))
        }
    }
}
