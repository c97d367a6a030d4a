// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import AmbientTesting
internal import ClickToPay
internal import Cryptography
internal import Foundation
internal import HTTPClient
internal import JOSE
internal import Testing
internal import WireJSON

@testable internal import IssuerKit

@Suite("Issuer client, push provisioning")
struct PushClientTests {
    private let directory: TemporaryDirectory
    private let clock = ManualClock()
    private let sleeper = RecordingSleeper()
    private static let receipt = "MCC-STL-11111111-2222-3333-4444-555555555555"
    private static let uri = "https://sandbox.src.mastercard.com/provision"

    init() throws {
        directory = try TemporaryDirectory()
        try directory.write("mdes.jwk", JSONWebKey.forEncryption(TestKeys.network.publicKey, keyID: "1").json)
    }

    private func client(
        _ transport: FakeTransport, change: (inout IssuerProfile) -> Void = { _ in }
    ) throws -> IssuerClient {
        var profile = try TestKeys.profile(in: directory)
        profile.mdesKeyFile = "mdes.jwk"
        change(&profile)
        return try IssuerClient(
            profile: profile,
            options: IssuerClient.Options(clock: clock, sleeper: sleeper, entropy: SeededEntropy(seed: 4)),
            transport: transport)
    }

    private func account(year: Int = 2099) throws -> PushAccount {
        var holder = AccountHolder()
        holder.name = "TEST CARDHOLDER"
        return PushAccount(
            pushAccountId: "CA-0001", pan: try PAN("5120340000000004"), expiry: Expiry(month: 12, year: year),
            holder: holder)
    }

    private func settings() throws -> PushSettings {
        PushSettings(
            callbackURL: try CallbackURL("https://issuer.example/r?sid=abc123"), locale: try Locale("en_GB"))
    }

    private static func answer(signed: Bool = false) -> String {
        #"{"responseId":"another","pushAccountReceipts":[{"pushAccountId":"CA-0001","#
            + #""pushAccountReceipt":"\#(receipt)"}],"#
            + #""availablePushMethods":[{"type":"WEB","uri":"\#(uri)"}],"tokenRequestorSignatureSupport":\#(signed)"#
            + (signed ? #","signature":"\#(PushVector.token)"}"# : "}")
    }

    private func error(_ body: () throws -> Void) -> IssuerClientError? {
        do {
            try body()
            return nil
        } catch {
            return error as? IssuerClientError
        }
    }

    @Test("A card goes encrypted, with its end of use; the other settings as the contract writes them (5.1, 6)")
    func push() throws {
        let transport = FakeTransport(clock: clock) { _, _ in FakeTransport.Answer(body: Self.answer()) }
        let pushed = try client(transport).pushCard(account(), settings: settings())
        let seen = try #require(transport.seen.first)
        #expect(seen.method == "POST")
        #expect(seen.url == "https://network.example/mdes/connect/1/0/pushMultipleAccounts")
        #expect(transport.badSignatures == 0)
        #expect(!String(decoding: seen.body, as: UTF8.self).contains("5120340000000004"))
        #expect(!String(decoding: seen.body, as: UTF8.self).contains("CARDHOLDER"))
        let root = try JSONDocument.parse(seen.body).root
        #expect(root["tokenRequestorId"]?.string == "50123197928")
        #expect(root["signatureData"]?["callbackURL"]?.string == "https://issuer.example/r?sid=abc123")
        #expect(root["signatureData"]?["locale"]?.string == "en_GB")
        for (flag, value) in [
            ("completeIssuerAppActivation", false), ("completeWebsiteActivation", false),
            ("accountHolderDataSupplied", true),
        ] {
            #expect(root["signatureData"]?[flag]?.boolean == value)
        }
        let payload = try MDESPayload(#require(root["pushFundingAccounts"]?["encryptedPayload"]))
        #expect(payload.oaepHashingAlgorithm == "SHA256")
        #expect(payload.publicKeyFingerprint == KeyFingerprints(TestKeys.network.publicKey).keySHA256)
        let opened = try payload.decryptDocument(
            keys: DecryptionKeySet([DecryptionKey(TestKeys.network, keyID: nil)])
        ).root
        let data = try #require(opened.elements.first { _ in true }?["fundingAccountData"])
        #expect(data["cardAccountData"]?["accountNumber"]?.string == "5120340000000004")
        #expect(data["cardAccountData"]?["expiryYear"]?.string == "99")
        #expect(data["accountHolderData"]?["accountHolderName"]?.string == "TEST CARDHOLDER")
        #expect(
            data["dataValidUntilTimestamp"]?.string == clock.now.advanced(by: .seconds(1800)).iso8601)
        #expect(pushed.receipt.value == Self.receipt)
        #expect(
            try pushed.redirect().url == Self.uri + "?pushAccountReceipts=" + Self.receipt
                + "&accountHolderDataSupplied=true&locale=en_GB&completeIssuerAppActivation=false"
                + "&completeWebsiteActivation=false&extFlow=true"
                + "&callbackURL=https%3A%2F%2Fissuer.example%2Fr%3Fsid%3Dabc123")
    }

    @Test("With a signature that is taken the redirect is the signed one; either form can be asked for (8.2)")
    func signed() throws {
        let transport = FakeTransport(clock: clock) { _, _ in FakeTransport.Answer(body: Self.answer(signed: true)) }
        var settings = try settings()
        settings.completeIssuerAppActivation = true
        let pushed = try client(transport).pushCard(account(), settings: settings)
        #expect(
            try pushed.redirect().url == Self.uri + "?pushAccountData=" + PushVector.token
                + "&completeIssuerAppActivation=true&extFlow=true")
        let plain = try PushRedirect(answer: pushed.answer, settings: pushed.signatureData, choice: .plain)
        #expect(plain.url.contains("pushAccountReceipts=") && !plain.url.contains("pushAccountData"))
        var unsupported = pushed.answer
        unsupported.tokenRequestorSignatureSupport = false
        guard case .plain = try PushRedirect(answer: unsupported, settings: pushed.signatureData).form else {
            Issue.record("the signed form was built for a token requestor that does not take it")
            return
        }
        #expect(throws: LinkFinding.self) {
            try PushRedirect(answer: unsupported, settings: pushed.signatureData, choice: .signed)
        }
        unsupported.availablePushMethods = [PushMethod(type: .android, uri: "https://a.example/x")]
        #expect(throws: LinkFinding.self) { try PushRedirect(answer: unsupported, settings: pushed.signatureData) }
    }

    @Test("What the contract forbids is refused before anything is sent, by what is wrong")
    func refusedHere() throws {
        let transport = FakeTransport(clock: clock) { _, _ in FakeTransport.Answer(body: Self.answer()) }
        let client = try client(transport)
        func message(_ change: (inout PushAccount, inout PushSettings) -> Void) -> String {
            error {
                var (account, settings) = (try account(), try settings())
                change(&account, &settings)
                _ = try client.pushCard(account, settings: settings)
            }?.description ?? ""
        }
        #expect(message { $1.locale = nil }.contains("locale"))
        #expect(message { $1.validityMinutes = 4 }.contains("5 to 15"))
        #expect(message { $1.validityMinutes = 16 }.contains("5 to 15"))
        #expect(message { account, _ in account.pushAccountId = "" }.contains("pushAccountId"))
        #expect(message { account, _ in account.expiry = Expiry(month: 1, year: 2001) }.contains("expired"))
        #expect(message { $1.dataValidFor = .seconds(30 * 24 * 3600 + 1) }.contains("30 days"))
        #expect(message { account, _ in account.dataValidUntilTimestamp = "2020-01-01T00:00:00Z" }.contains("ahead"))
        let name = message { account, _ in account.holder?.name = "A NAME THAT HAS TWENTY-EIGHT" }
        #expect(name.hasSuffix("accountHolderData.accountHolderName is too long"))
        let email = message { account, _ in account.holder?.emailAddress = "secret" }
        #expect(email.contains("accountHolderEmailAddress must") && !email.contains("secret"))
        #expect(message { $1.authenticationCode = "" }.contains("authenticationCode"))
        #expect(throws: IssuerClientError.self) { try client.eligibleTokenRequestors([]) }
        let range = try AccountRangeStart("512034000")
        #expect(throws: IssuerClientError.self) {
            try client.eligibleTokenRequestors(Array(repeating: range, count: 26))
        }
        #expect(throws: IssuerClientError.self) { try client.asset(id: "../x") }
        #expect(transport.seen.isEmpty)
    }

    @Test("A refusal inside a 200 is thrown with its reason, of the request and of the account; no digits are shown")
    func refusedThere() throws {
        let entry = #"[{"source":"INPUT","reasonCode":"ACCOUNT_INELIGIBLE","description":"not 5120340000000004"}]"#
        for body in [
            #"{"errors":\#(entry)}"#,
            #"{"pushAccountReceipts":[{"pushAccountId":"CA-0001","errors":\#(entry)}]}"#,
        ] {
            let transport = FakeTransport(clock: clock) { _, _ in FakeTransport.Answer(body: body) }
            let client = try client(transport)
            let error = error { _ = try client.pushCard(account(), settings: settings()) }
            #expect(error?.reason == "ACCOUNT_INELIGIBLE" && error?.status == 200)
            #expect(error.map { !"\($0)".contains("5120340000000004") } == true)
            #expect(transport.seen.count == 1)
        }
        let other = Self.answer().replacing("CA-0001", with: "CA-0002")
        for body in [other, #"{"pushAccountReceipts":[]}"#, "{}", "x"] {
            let client = try client(FakeTransport(clock: clock) { _, _ in FakeTransport.Answer(body: body) })
            #expect(error { _ = try client.pushCard(account(), settings: settings()) }?.reason == "UNEXPECTED_ANSWER")
        }
    }

    @Test(
        "A push is sent once more after silence, with the same content, and three times after a platform's fault (12.4)"
    )
    func retries() throws {
        let silent = FakeTransport(clock: clock) { _, _ throws(HTTPClientError) in
            throw HTTPClientError(code: .timedOut, message: "nothing came", host: "network.example")
        }
        #expect(
            error { _ = try client(silent).pushCard(account(), settings: settings()) }?.reason == "NOT_REACHABLE")
        #expect(silent.seen.count == 2 && silent.seen[0].body == silent.seen[1].body)
        #expect(silent.seen[0].headers["authorization"] != silent.seen[1].headers["authorization"])
        let fault = #"{"errors":[{"source":"MDES","reasonCode":"INTERNAL_SERVICE_FAILURE"}]}"#
        let broken = FakeTransport(clock: clock) { _, _ in FakeTransport.Answer(body: fault) }
        #expect(
            error { _ = try client(broken).pushCard(account(), settings: settings()) }?.reason
                == "INTERNAL_SERVICE_FAILURE")
        #expect(broken.seen.count == 4)
        let recovering = FakeTransport(clock: clock) { call, _ in
            call < 3 ? FakeTransport.Answer(status: 503) : FakeTransport.Answer(body: Self.answer())
        }
        #expect(try client(recovering).pushCard(account(), settings: settings()).receipt.value == Self.receipt)
        #expect(recovering.seen.count == 3)
    }

    @Test(
        "When the network cannot decrypt, a key file that was replaced is read again, once; the same key is not tried")
    func keyChange() throws {
        let fault = #"{"errors":[{"source":"INPUT","reasonCode":"CRYPTOGRAPHY_ERROR"}]}"#
        let same = FakeTransport(clock: clock) { _, _ in FakeTransport.Answer(body: fault) }
        #expect(
            error { _ = try client(same).pushCard(account(), settings: settings()) }?.reason == "CRYPTOGRAPHY_ERROR"
        )
        #expect(same.seen.count == 1)
        let next = try RSAPrivateKey.generate()
        let path = directory.file("mdes.jwk")
        let changed = FakeTransport(clock: clock) { call, _ in
            guard call == 1 else { return FakeTransport.Answer(body: Self.answer()) }
            let key = Data(JSONWebKey.forEncryption(next.publicKey, keyID: "2").json)
            _ = FileManager.default.createFile(atPath: path, contents: key)
            return FakeTransport.Answer(body: fault)
        }
        _ = try client(changed).pushCard(account(), settings: settings())
        #expect(changed.seen.count == 2)
        let root = try JSONDocument.parse(changed.seen[1].body).root
        let payload = try MDESPayload(#require(root["pushFundingAccounts"]?["encryptedPayload"]))
        #expect(payload.publicKeyFingerprint == KeyFingerprints(next.publicKey).keySHA256)
        _ = try payload.decryptDocument(keys: DecryptionKeySet([DecryptionKey(next, keyID: nil)]))
    }

    @Test(
        "Without a key file the card goes to the key that the network publishes for cards, fetched anew when it fails")
    func publishedKey() throws {
        let fault = #"{"errors":[{"source":"INPUT","reasonCode":"CRYPTOGRAPHY_ERROR"}]}"#
        let transport = FakeTransport(clock: clock) { call, _ in
            FakeTransport.Answer(body: call == 1 ? Self.answer() : fault)
        }
        let client = try client(transport) { $0.mdesKeyFile = nil }
        _ = try client.pushCard(account(), settings: settings())
        let root = try JSONDocument.parse(#require(transport.seen.first).body).root
        let payload = try MDESPayload(#require(root["pushFundingAccounts"]?["encryptedPayload"]))
        _ = try payload.decryptDocument(keys: DecryptionKeySet([DecryptionKey(TestKeys.network)]))
        #expect(transport.keyFetches == 1)
        #expect(error { _ = try client.pushCard(account(), settings: settings()) }?.reason == "CRYPTOGRAPHY_ERROR")
        // The same key came again: nothing was sent a second time.
        #expect(transport.keyFetches == 2 && transport.seen.count == 2)
    }

    @Test("Ranges and logos are asked for at the contract's paths, signed, and below the MDES of the profile (2, 3, 4)")
    func otherCalls() throws {
        let transport = FakeTransport(clock: clock) { _, seen in
            FakeTransport.Answer(
                body: seen.method == "GET"
                    ? #"{"mediaContents":[{"type":"image/png","data":"aGk="}]}"#
                    : #"{"responseId":"x","tokenRequestors":[]}"#)
        }
        for (change, base) in [
            ({ _ in }, "https://network.example/mdes"),
            ({ $0.mdesURL = "https://network.example/mdes/mtf" }, "https://network.example/mdes/mtf"),
        ] as [((inout IssuerProfile) -> Void, String)] {
            let client = try client(transport, change: change)
            _ = try client.eligibleTokenRequestors([AccountRangeStart("512034000")])
            let asked = try #require(transport.seen.last)
            #expect(asked.method == "POST" && asked.url == base + "/connect/1/0/getEligibleTokenRequestors")
            #expect(
                try JSONDocument.parse(asked.body).root["accountRanges"]?.elements.map(\.string)
                    == ["5120340000000000000"])
            let asset = try client.asset(id: "11111111-0000-4000-8000-0000000000c2")
            #expect(asset.mediaContents[0].bytes == Array("hi".utf8))
            let fetched = try #require(transport.seen.last)
            #expect(fetched.method == "GET" && fetched.body.isEmpty)
            #expect(
                fetched.url
                    == base + "/issuer-assets/1/0/asset/tokenrequestor/11111111-0000-4000-8000-0000000000c2")
        }
        #expect(transport.badSignatures == 0)
        let moved = try client(transport) { profile in
            profile.paths.tokenConnect = "/connect/2/0"
            profile.paths.issuerAssets = "/assets"
        }
        _ = try moved.eligibleTokenRequestors([AccountRangeStart("512034000")])
        #expect(transport.seen.last?.url == "https://network.example/mdes/connect/2/0/getEligibleTokenRequestors")
        _ = try moved.asset(id: "a")
        #expect(transport.seen.last?.url == "https://network.example/mdes/assets/asset/tokenrequestor/a")
    }

    @Test("A profile keeps where MDES is and what to encrypt to")
    func profile() throws {
        var profile = try TestKeys.profile(in: directory)
        profile.mdesURL = "https://api.example/mdes/mtf"
        profile.mdesKeyFile = "mdes.jwk"
        profile.paths.tokenConnect = "/connect/2/0"
        try directory.write("profile.json", profile.json)
        let read = try IssuerProfile(path: directory.path + "/profile.json")
        #expect(read == profile && read.mdesURL == "https://api.example/mdes/mtf")
        #expect(try read.mdesKey() == TestKeys.network.publicKey)
    }

    @Test("A whole journey as the page on push provisioning tells it: pushed, back, claimed, confirmed by a query")
    func journey() throws {
        let token = "DWSPMC000000000111111111222233334444555555555555"
        let transport = FakeTransport(clock: clock) { _, seen in
            seen.url.hasSuffix("/search")
                ? FakeTransport.Answer(
                    body: #"{"SearchResponse":{"Accounts":{"Account":[{"AccountPanSuffix":"0004","Tokens":{"Token":[{"#
                        + #""TokenUniqueReference":"\#(token)","CurrentStatusCode":"A"}]}}]}}}"#)
                : FakeTransport.Answer(body: Self.answer())
        }
        let client = try client(transport) { $0.directoryId = "dir-1" }
        let account = try account()
        let binding = PushSession.newBinding()
        let callback = try CallbackURL("https://bank.example/back").appending(PushSession.bindingParameter, binding)
        let pushed = try client.pushCard(
            account, settings: PushSettings(callbackURL: callback, locale: Locale("en_US")))
        var session = PushSession(
            receipt: pushed.receipt, binding: binding, cardFirstSix: account.pan.panBin,
            cardLastFour: account.pan.panLastFour, createdAt: clock.now)
        let redirect = try PushRedirect(url: pushed.redirect().url)
        guard case .plain(let plain) = redirect.form, let back = plain.callbackURL else {
            Issue.record("the link has no way back")
            return
        }
        let result = PushResult(receipt: plain.receipts[0], status: .approved, tokenUniqueReference: token)
        let url = PushReturnURL(callback: back, results: [result]).url
        switch try session.take(url: url, at: clock.now) {
        case .claimedSuccess(let reference?): session.confirm(by: try client.findToken(reference))
        default: break
        }
        #expect(session.outcome(at: clock.now).isSuccess)
    }
}
