// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import ClickToPay
import Foundation
import JOSE
import PhoneNumbers
import Testing
import Vault
import Verification

@testable import Provisioning

/// A flow on its way through a browser (checkout 5.7).
@Suite struct ProvisionFlowTests {
    private static let vault = Result {
        let path = NSTemporaryDirectory() + "muster-flow-" + UUID().uuidString
        return try Vault.open(
            directory: path, rootKey: .file(path: path + "/root.key", createIfMissing: true), create: true,
            environment: .sandbox, clock: SystemClock())
    }

    private func flow() throws -> ProvisionFlow {
        let link = ProvisionLink(
            receipts: [try PushReceipt("MCC-STL-1")], callbackURL: try CallbackURL("https://bank.example/r?s=1"),
            isSigned: true, locale: "ar_EG", accountHolderDataSupplied: true, completeWebsiteActivation: false,
            completeIssuerAppActivation: true, extFlow: true)
        return ProvisionFlow(
            id: "00112233445566778899aabbccddeeff", receipt: link.receipts[0], issuer: 7, link: link, lastFour: "0004",
            language: try LanguageCode("ar"))
    }

    private func full() throws -> ProvisionFlow {
        var flow = try flow()
        let mobile = try PhoneNumberRules.normalise(countryCode: "1", phoneNumber: "2025550144")
        let email = try Email("Maria@example.test")
        flow.details = ProvisionDetails(firstName: "Maria", lastName: "مريم", email: email, mobile: mobile)
        flow.channels = [.email(email), .mobile(mobile)]
        flow.sentTo = .mobile(mobile)
        flow.step = .code
        flow.profile = 12
        flow.isRecognized = true
        flow.nextSend = Timestamp(milliseconds: 1_700_000_000_123)
        flow.card = 99
        flow.tokenUniqueReference = "DWSPMC1"
        flow.result = .approved
        return flow
    }

    @Test("a flow comes back from the browser as it went, in every state, and fits into a cookie")
    func roundTrip() throws {
        let vault = try Self.vault.get()
        var without = try full()
        without.details = nil
        without.sentTo = nil
        for flow in [try flow(), try full(), without] {
            let text = flow.sealed(vault)
            #expect(ProvisionFlow(sealed: text, id: flow.id, vault) == flow)
            #expect(text.utf8.count < ProvisionFlow.textBytesMax)
            #expect(text.utf8.allSatisfy { $0.isCookieByte })
        }
    }

    @Test("what is not this page's own is no flow: changed anywhere, of another address, or made up")
    func foreign() throws {
        let vault = try Self.vault.get()
        let flow = try full()
        let text = flow.sealed(vault)
        #expect(ProvisionFlow(sealed: text, id: "ff112233445566778899aabbccddeeff", vault) == nil)
        let bytes = try #require(Base64URL.decode(text))
        for index in stride(from: 0, to: bytes.count, by: 7) {
            var changed = bytes
            changed[index] ^= 1
            #expect(ProvisionFlow(sealed: Base64URL.encode(changed), id: flow.id, vault) == nil, "\(index)")
        }
        for made in ["", "AAAA", String(repeating: "A", count: 5000), "%%%"] {
            #expect(ProvisionFlow(sealed: made, id: flow.id, vault) == nil)
        }
    }

    @Test("only a token that is there is named on the way back, and its result with it")
    func returns() throws {
        var flow = try full()
        flow.result = nil
        #expect(flow.returnURL == nil)
        flow.end(.declined)
        #expect(flow.returnURL == "https://bank.example/r?s=1&results%5BMCC-STL-1%5D=DECLINED")
        flow.result = .requireAdditionalAuthentication
        #expect(flow.returnURL?.hasSuffix("=REQUIRE_ADDITIONAL_AUTHENTICATION%7CDWSPMC1") == true)
    }
}

extension UInt8 {
    fileprivate var isCookieByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
