// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import ClickToPay
import Directory
import PhoneNumbers
import Store
import Testing
import Vault
import Verification
import WireJSON

@testable import Checkout

/// What a checkout holds, in its record: what was written by an earlier release is read by this one.
@Suite("records of checkouts") struct CheckoutSessionCodingTests {
    private static func session() throws -> CheckoutSession {
        let options = try TransactionOptions.decode(
            JSONDocument.parse(Array(#"{"dpaBillingPreference":"FULL","confirmPayment":true}"#.utf8)).root)
        var session = CheckoutSession(
            options: options, srciTransactionId: "t-1", language: try LanguageCode("de"),
            needed: [.terms, .dataCapture, .confirm], requested: [.billingAddress, .consumerName],
            missing: [.billingAddress])
        session.shopOrigin = "https://shop.example"
        session.done = [.terms, .dataCapture]
        session.delegated = [.billingAddress]
        session.accepted = CheckoutSession.Accepted(
            version: "1", termsURI: "https://n.example/terms", privacyURI: "https://n.example/privacy",
            at: Timestamp(seconds: 1_795_176_000))
        session.captured.billing = StoredAddress(
            name: "Ada Example", line1: "9 Capture Lane", line2: nil, line3: nil, city: "Typedville", state: "CA",
            countryCode: "US", zip: "90009")
        session.captured.firstName = "Ada"
        session.consented = Timestamp(seconds: 1_795_176_060)
        session.storageVersion = "1"
        session.isRemembered = true
        session.proved = Identifier(
            .email, try #require(BlindIndex(bytes: Array(repeating: 7, count: 32))))
        session.sentTo = 1
        session.nextSend = Timestamp(seconds: 1_795_176_120)
        session.authenticated = Timestamp(seconds: 1_795_176_090)
        session.action = .complete
        session.outcomes = [CaptureOutcome(field: .billingAddress, isFromCheckout: true, reason: .stored)]
        session.recognitionToken = "a.b.c"
        return session
    }

    private static func visitor() throws -> CheckoutVisitor {
        CheckoutVisitor(
            identities: [.email(try Email("ada@example.test"))], browser: 9,
            proved: .mobile(try PhoneNumberRules.normalise(countryCode: "1", phoneNumber: "2025550100")))
    }

    @Test("a record is read as it was written, with guest, browser and visitor too")
    func roundTrip() throws {
        var session = try Self.session()
        #expect(try CheckoutSession(encoded: session.encoded) == session)
        session.browser = RecognizedBrowser(token: 7, consumer: 4, appInstance: "a:b")
        session.isGuest = true
        session.guest = session.captured
        #expect(try CheckoutSession(encoded: session.encoded) == session)
        session.visitor = try Self.visitor()
        session.visitor?.token = 5
        session.idToken = "d.e.f"
        #expect(try CheckoutSession(encoded: session.encoded) == session)
        session.visitor = CheckoutVisitor(identities: [])
        session.newcomer = try Self.visitor().identities + [#require(Self.visitor().proved)]
        #expect(try CheckoutSession(encoded: session.encoded) == session)
    }

    @Test("a checkout that was open before an update goes on: bytes of the layouts that there were")
    func earlier() throws {
        var expected = try Self.session()
        #expect(try CheckoutSession(encoded: Self.bytes(Self.first)) == expected)
        expected.browser = RecognizedBrowser(token: 7, consumer: 4, appInstance: "a:b")
        #expect(try CheckoutSession(encoded: Self.bytes(Self.second)) == expected)
        expected.visitor = try Self.visitor()
        expected.idToken = "d.e.f"
        #expect(try CheckoutSession(encoded: Self.bytes(Self.third)) == expected)
        expected.visitor?.token = 5
        #expect(try CheckoutSession(encoded: Self.bytes(Self.fourth)) == expected)
    }

    @Test("a record that ends too early, or is of a layout that is not known, is refused")
    func damaged() {
        for text in [Self.first, Self.second, Self.third, Self.fourth] {
            let bytes = Self.bytes(text)
            for count in stride(from: 0, to: bytes.count, by: 7) {
                #expect(throws: (any Error).self) { try CheckoutSession(encoded: Array(bytes[..<count])) }
            }
        }
        for layout: UInt8 in [0, 200, 255] {
            #expect(throws: RecordError.self) {
                try CheckoutSession(encoded: [layout] + Self.bytes(Self.second).dropFirst())
            }
        }
    }

    private static func bytes(_ text: String) -> [UInt8] {
        let digits = text.utf8.compactMap { UInt8(String(UnicodeScalar($0)), radix: 16) }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    // Each layout is the one before with more at the end, but for the row of the ID token, which stands before that.
    private static let first = "01" + sessionBytes
    private static let second = "02" + sessionBytes + browserBytes
    private static let third = "03" + sessionBytes + browserBytes + visitorBytes + idTokenBytes
    private static let fourth = "04" + sessionBytes + browserBytes + visitorBytes + "0000000000000005" + idTokenBytes
    private static let browserBytes = "0007373a343a613a62"
    private static let visitorBytes = """
        010000000000000009010000000000000002000c6d3132303235353530313030001165616461406578616d706c652e746573\
        74
        """
    private static let idTokenBytes = "0005642e652e66"
    private static let sessionBytes = """
        02017b2264706142696c6c696e67507265666572656e6365223a2246554c4c222c226470615368697070696e6750726566\
        6572656e6365223a224e4f4e45222c2264706141636365707465645368697070696e67436f756e7472696573223a5b5d2c22\
        636f6e73756d6572456d61696c41646472657373526571756573746564223a66616c73652c22636f6e73756d65724e616d65\
        526571756573746564223a66616c73652c22636f6e73756d657250686f6e654e756d626572526571756573746564223a6661\
        6c73652c227061796d656e744f7074696f6e73223a5b7b2264796e616d69634461746154797065223a22434152445f415050\
        4c49434154494f4e5f43525950544f4752414d5f53484f52545f464f524d222c2264706144796e616d69634461746154746c\
        4d696e75746573223a31357d5d2c2261757468656e7469636174696f6e507265666572656e636573223a7b227061796c6f61\
        64526571756573746564223a224e4f4e5f41555448454e54494341544544227d2c227061796c6f616454797065496e646963\
        61746f72436865636b6f7574223a2253554d4d415259222c22636f6e6669726d5061796d656e74223a747275652c22637573\
        746f6d496e70757444617461223a7b22636f6d2e6d6173746572636172642e646366457870657269656e6365223a22504159\
        4d454e545f53455454494e4753227d7d0003742d3100026465001a5445524d532c444154415f434150545552452c434f4e46\
        49524d00125445524d532c444154415f43415054555245001b62696c6c696e67416464726573732c636f6e73756d65724e61\
        6d65000e62696c6c696e6741646472657373000e62696c6c696e674164647265737301000131001768747470733a2f2f6e2e\
        6578616d706c652f7465726d73001968747470733a2f2f6e2e6578616d706c652f70726976616379000001a1f8d3ea000100\
        0b416461204578616d706c65000e392043617074757265204c616e65ffffffff000a547970656476696c6c65000243410002\
        55530005393030303900ffffffffffff0003416461ffff000100000000000000000001000001a1f8d4d460000001a1f8d5be\
        c0000001a1f8d54990002c415163484277634842776348427763484277634842776348427763484277634842776348427763\
        48427763480001310008434f4d504c455445001762696c6c696e67416464726573733a313a53544f5245440005612e622e63\
        001468747470733a2f2f73686f702e6578616d706c65
        """
}
