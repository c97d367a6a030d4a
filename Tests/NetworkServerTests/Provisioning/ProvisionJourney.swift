// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import HTTPClient
import JOSE
import RequestSigning
import Testing
import WireJSON

@testable import NetworkServer

/// An issuer that pushes cards, and a consumer who goes through the provisioning page.
struct ProvisionJourney {
    static let callback = "https://bank.example/return?sid=abc"
    static let approved = "5120340000000004"

    /// What the issuer does when it pushes.
    struct Push {
        var pan = ProvisionJourney.approved
        var callback: String? = ProvisionJourney.callback
        var email: String? = "maria@example.test"
        var phone: (code: String, number: String)? = ("1", "2025550144")
        var name: String? = "GARCIA/MARIA"
        var locale: String? = "en_US"
        var flags: (app: Bool, website: Bool) = (false, false)
        var validity: Int?
        var requestor = "50123197928"
    }

    /// What it gets.
    struct Pushed {
        var receipt: String
        var signature: String
    }

    let server: RunningServer
    let browser: PageBrowser

    init(_ server: RunningServer) {
        self.server = server
        browser = PageBrowser(server)
    }

    func push(_ push: Push = Push()) throws -> Pushed {
        let keys = try JSONWebKeySet(try server.get("/keys/mcs/fpanEncryption").response.body)
        let key = try #require(keys.newestKey(for: .cardEncryption))
        var accounts = JSONWriter()
        accounts.object { writer in
            writer.member("pushAccountId", "CA-0001")
            writer.object("fundingAccountData") { writer in
                writer.object("cardAccountData") { writer in
                    writer.member("accountNumber", push.pan)
                    writer.member("expiryMonth", "12")
                    writer.member("expiryYear", "30")
                }
                writer.object("accountHolderData") { writer in
                    writer.member("accountHolderName", push.name)
                    writer.member("accountHolderEmailAddress", push.email)
                    if let phone = push.phone {
                        writer.object("accountHolderMobilePhoneNumber") { writer in
                            writer.member("countryDialInCode", phone.code)
                            writer.member("phoneNumber", phone.number)
                        }
                    }
                }
            }
        }
        var payload = JSONWriter()
        let list = [UInt8(ascii: "[")] + accounts.bytes + [UInt8(ascii: "]")]
        try MDESPayload.encrypt(list, to: key.publicKey).write(to: &payload)
        var settings = JSONWriter()
        settings.object { writer in
            writer.member("callbackURL", push.callback)
            writer.member("completeIssuerAppActivation", push.flags.app)
            writer.member("completeWebsiteActivation", push.flags.website)
            writer.member("accountHolderDataSupplied", true)
            writer.member("locale", push.locale)
        }
        let validity = push.validity.map { ",\"pushAccountReceiptsValidityPeriod\":\($0)" } ?? ""
        let body =
            #"{"requestId":"r-1","tokenRequestorId":"\#(push.requestor)","pushFundingAccounts":{"encryptedPayload":"#
            + String(decoding: payload.bytes, as: UTF8.self) + #"},"signatureData":"#
            + String(decoding: settings.bytes, as: UTF8.self) + validity + "}"
        let answer = try server.call(
            "POST", "/mdes/connect/1/0/pushMultipleAccounts", body: Array(body.utf8), as: server.a)
        let entry = answer.json?["pushAccountReceipts"]?.elements.first { _ in true }
        return Pushed(
            receipt: try #require(entry?["pushAccountReceipt"]?.string, "\(answer.text)"),
            signature: try #require(answer.json?["signature"]?.string))
    }

    static func signedLink(_ pushed: Pushed, extFlow: Bool = true, app: Bool = false) -> String {
        "/provision?pushAccountData=\(pushed.signature)" + (extFlow ? "&extFlow=true" : "")
            + (app ? "&completeIssuerAppActivation=true" : "")
    }

    static func plainLink(_ receipts: String, callback: String? = ProvisionJourney.callback, _ more: String = "")
        -> String
    {
        "/provision?pushAccountReceipts=\(receipts)&locale=en_US"
            + (callback.map { "&callbackURL=" + PercentEncoding.encode($0) } ?? "") + more
    }

    /// Opens the link, types what the issuer has filled in, and takes the first channel.
    func open(_ link: String) throws -> (path: String, page: PageBrowser.Answer) {
        let entered = try browser.get(link)
        let path = try #require(entered.location, "\(entered.text)")
        return (path, try browser.get(path))
    }

    func details(_ path: String, _ page: PageBrowser.Answer, email: String? = nil, mobile: String? = nil) throws
        -> PageBrowser.Answer
    {
        let names = ["firstName", "lastName", "email", "dialCode", "mobile"]
        var fields = names.map { ($0, page.value($0) ?? "") }
        if let email { fields[2].1 = email }
        if let mobile { fields[4].1 = mobile }
        return try browser.follow(browser.post(path, [("do", "details")] + fields))
    }

    func send(_ path: String, channel: Int = 0) throws -> PageBrowser.Answer {
        try browser.follow(browser.post(path, [("do", "send"), ("channel", String(channel))]))
    }

    func code(for identity: String = "maria@example.test") throws -> String {
        let answer = try server.get("/__admin/otp?identity=" + PercentEncoding.encode(identity))
        return try #require(answer.json?["code"]?.string, "\(answer.text)")
    }

    func enter(_ path: String, _ code: String) throws -> PageBrowser.Answer {
        try browser.follow(browser.post(path, [("do", "code"), ("code", code)]))
    }

    func agree(_ path: String, remember: Bool = false) throws -> PageBrowser.Answer {
        try browser.follow(
            browser.post(
                path, [("do", "agree"), ("accept", "yes")] + (remember ? [("remember", "yes")] : [])))
    }

    /// From the link to the consent.
    func prove(_ link: String, email: String = "maria@example.test") throws -> String {
        let (path, page) = try open(link)
        _ = try details(path, page)
        _ = try send(path)
        let consent = try enter(path, try code(for: email))
        try #require(consent.text.contains("name=\"accept\""), "\(consent.text)")
        return path
    }

    /// The result that a browser is sent back with.
    static func result(_ location: String?) throws -> PushResult {
        let link = try PushReturnURL(url: try #require(location))
        return try #require(link.results.first)
    }

    /// Calls the customer service API about a token: `search`, `token/activate`.
    func token(_ operation: String, _ name: String, _ reference: String) throws -> RunningServer.Answer {
        let members = #""TokenUniqueReference":"\#(reference)","ReasonCode":"C""#
        return try server.call(
            "POST", "/mdes/csapi/\(server.a.credentials.directoryId)/\(operation)",
            body: Array(#"{"\#(name)Request":{\#(members)}}"#.utf8), as: server.a)
    }

    /// `A`, `U`, `S` or `D`; nil: the issuer does not know such a token.
    func tokenStatus(_ reference: String) throws -> String? {
        let body = #"{"SearchRequest":{"TokenUniqueReference":"\#(reference)"}}"#
        let found = try server.call(
            "POST", "/mdes/csapi/\(server.a.credentials.directoryId)/search", body: Array(body.utf8), as: server.a)
        let account = found.json?["SearchResponse"]?["Accounts"]?["Account"]?.elements.first { _ in true }
        let token = account?["Tokens"]?["Token"]?.elements.first { _ in true }
        return token?["CurrentStatusCode"]?.string
    }
}
