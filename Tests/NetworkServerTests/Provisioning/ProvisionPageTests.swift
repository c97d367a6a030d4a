// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Directory
import Dispatch
import Store
import Synchronization
import Testing
import Vault
import WireJSON

@testable import NetworkServer

/// The provisioning page from the link to the way back: every row of the scenario matrix (token-connect 10.3).
@Suite("provisioning page: the journey") struct ProvisionPageTests {
    private let server: RunningServer
    private let journey: ProvisionJourney
    private var browser: PageBrowser { journey.browser }

    init() throws {
        server = try RunningServer()
        journey = ProvisionJourney(server)
    }

    @Test("row 1: an unknown consumer gets a profile and an active token, and goes back with its reference")
    func newConsumer() throws {
        let pushed = try journey.push()
        let path = try journey.prove(ProvisionJourney.signedLink(pushed))
        let untold = try browser.post(path, [("do", "agree")])
        #expect(untold.status == 422 && untold.text.contains("needs your agreement"))
        let end = try journey.agree(path)
        let result = try ProvisionJourney.result(end.location)
        #expect(result.status == .approved && result.receipt.value == pushed.receipt)
        #expect(end.location?.hasPrefix(ProvisionJourney.callback + "&") == true)
        #expect(try journey.tokenStatus(try #require(result.tokenUniqueReference)) == "A")
        // The page still tells what became of it, and the link is used up.
        let page = try browser.get(path)
        #expect(page.title == "Your card is ready" && page.link() == end.location)
        #expect(try browser.get(ProvisionJourney.signedLink(pushed)).title == "This link was used")
    }

    @Test("row 3: a known consumer proves the address or the number, and the card goes into the same profile")
    func knownConsumer() throws {
        let first = try journey.prove(ProvisionJourney.signedLink(journey.push()))
        _ = try journey.agree(first)
        server.clock.advance(by: .seconds(120))
        for (pan, email, channels) in [
            ("5120340000000020", "maria@example.test", 2), ("5120340000000038", "other@example.test", 1),
        ] {
            let (path, page) = try journey.open(
                ProvisionJourney.signedLink(journey.push(ProvisionJourney.Push(pan: pan))))
            let choice = try journey.details(path, page, email: email)
            #expect(choice.text.split(separator: "type=\"radio\"").count == channels + 1, "\(choice.text)")
            let sent = try journey.send(path, channel: 0)
            #expect(sent.title == "Enter your code", "\(sent.text)")
            let identity = channels == 2 ? email : "12025550144"
            let consent = try journey.enter(path, try journey.code(for: identity))
            #expect(consent.text.contains("m*****a@example.test"), "\(consent.text)")
            #expect(try ProvisionJourney.result(journey.agree(path).location).status == .approved)
            server.clock.advance(by: .seconds(120))
        }
    }

    @Test("what the owner of a profile accepts is kept in the profile, and once")
    func consents() throws {
        // A profile that nobody has accepted anything for: made by a bank, through the API.
        let body = """
            {"srcClientId":"\(server.a.credentials.srcClientId)","serviceId":"SRC","consumer":{"consumerIdentity":{\
            "identityType":"EMAIL_ADDRESS","identityValue":"maria@example.test"},"mobileNumber":{"countryCode":"1",\
            "phoneNumber":"2025550144"},"firstName":"Maria","lastName":"Garcia","countryCode":"US",\
            "languageCode":"en"},"cardSource":"ISSUER","enrolmentReferenceData":{"enrolmentReferenceId":\
            "\(try journey.push(ProvisionJourney.Push(pan: "5120340000000012")).receipt)",\
            "enrolmentReferenceType":"PUSH_ACCOUNT_RECEIPT"}}
            """
        let made = try server.call("POST", RunningServer.base + "/cards", body: Array(body.utf8), as: server.a)
        let id = try #require(made.json?["maskedConsumer"]?["srcConsumerId"]?.string, "\(made.text)")
        #expect(try accepted(id) == nil)
        _ = try journey.agree(journey.prove(ProvisionJourney.signedLink(journey.push())))
        let (version, terms, time) = try #require(try accepted(id))
        #expect(version == DocumentPages.version && terms?.hasSuffix("/terms") == true)
        #expect(time == server.clock.now.milliseconds)
        server.clock.advance(by: .seconds(120))
        let again = ProvisionJourney.Push(pan: "5120340000000020")
        _ = try journey.agree(journey.prove(ProvisionJourney.signedLink(journey.push(again))))
        #expect(try accepted(id)?.time == time)
    }

    /// What the store has of a profile's consents.
    private func accepted(_ id: String) throws -> (version: String?, terms: String?, time: Int64)? {
        let storage = try #require(server.server?.storage)
        let row = try #require(storage.vault.row(of: id, kind: .consumer))
        let sealed = try #require(try storage.directory.read { try $0.consumer(row) }).sealed
        let stored = try StoredConsumer(encoded: storage.vault.open(sealed, as: SealedRow(.consumer, row)))
        return stored.compliance.map { ($0.tnc?.acceptedVersion, $0.tnc?.latestVersionUri, stored.complianceTime) }
    }

    @Test("rows 2 and 12: a browser that is to be remembered needs no code next time, and can say that it is wrong")
    func remembered() throws {
        let path = try journey.prove(ProvisionJourney.signedLink(journey.push()))
        _ = try journey.agree(path, remember: true)
        #expect(browser.cookie("muster-remember") != nil)
        browser.forgetPages()
        let (next, page) = try journey.open(
            ProvisionJourney.signedLink(journey.push(ProvisionJourney.Push(pan: "5120340000000020"))))
        #expect(page.title == "Add this card?" && page.text.contains("m*****a@example.test"))
        #expect(page.text.contains("That is not me"))
        let restarted = try browser.follow(browser.post(next, [("do", "restart")]))
        #expect(restarted.title == "Add your card to Click to Pay")
        let again = try journey.open(
            ProvisionJourney.signedLink(journey.push(ProvisionJourney.Push(pan: "5120340000000038"))))
        #expect(try ProvisionJourney.result(journey.agree(again.path).location).status == .approved)
        // Another browser, or a cookie that somebody made up, is not remembered.
        browser.setCookie("muster-remember", "eyJhbGciOiJub25lIn0.e30.AAAA")
        let stranger = try journey.open(ProvisionJourney.signedLink(journey.push()))
        #expect(stranger.page.title == "Add your card to Click to Pay")
    }

    @Test("without extFlow nobody is asked to be remembered, and a box that is sent all the same has no effect")
    func notRemembered() throws {
        let path = try journey.prove(ProvisionJourney.signedLink(journey.push(), extFlow: false))
        #expect(try !browser.get(path).text.contains("name=\"remember\""))
        _ = try journey.agree(path, remember: true)
        #expect(browser.cookie("muster-remember") == nil)
    }

    @Test("row 4: three wrong codes, or one that is too old, end it with an error, and the receipt with it")
    func wrongCodes() throws {
        let pushed = try journey.push()
        let (path, page) = try journey.open(ProvisionJourney.signedLink(pushed))
        _ = try journey.details(path, page)
        _ = try journey.send(path)
        let code = try journey.code()
        let wrong = code == "000000" ? "000001" : "000000"
        #expect(try journey.enter(path, "12").text.contains("The code has six digits."))
        #expect(try journey.enter(path, wrong).text.contains("2 more tries are left"))
        #expect(try journey.enter(path, wrong).text.contains("One more try is left"))
        let over = try journey.enter(path, wrong)
        #expect(over.title == "That did not work")
        #expect(try ProvisionJourney.result(over.link()).status == .error)
        #expect(try journey.enter(path, code).title == "That did not work")
        #expect(try browser.get(ProvisionJourney.signedLink(pushed)).title == "This link was given up")
    }

    @Test("row 4: a code is good for ten minutes")
    func lateCode() throws {
        let (path, page) = try journey.open(ProvisionJourney.signedLink(journey.push()))
        _ = try journey.details(path, page)
        _ = try journey.send(path)
        let code = try journey.code()
        server.clock.advance(by: .seconds(601))
        let over = try journey.enter(path, code)
        #expect(try ProvisionJourney.result(over.link()).status == .error)
    }

    @Test("row 5: a card that the profile has is a duplicate, without a token reference")
    func duplicate() throws {
        _ = try journey.agree(journey.prove(ProvisionJourney.signedLink(journey.push())))
        server.clock.advance(by: .seconds(120))
        let page = try journey.agree(journey.prove(ProvisionJourney.signedLink(journey.push())))
        #expect(page.title == "This card is in Click to Pay already")
        let result = try ProvisionJourney.result(page.link())
        #expect(result.status == .duplicateRequest && result.tokenUniqueReference == nil)
    }

    @Test(
        "rows 6, 7 and the failures of the network: what the tokenization comes to is what the bank is told",
        arguments: [
            ("5120340000000053", "DECLINED", "The card could not be added"),
            ("5120340000000947", "DUPLICATE_REQUEST", "This card is in Click to Pay already"),
            ("5120340000000962", "ERROR", "That did not work"),
            ("5120340000000855", "REQUIRE_ADDITIONAL_AUTHENTICATION", nil),
        ] as [(String, String, String?)])
    func outcomes(pan: String, status: String, title: String?) throws {
        let pushed = try journey.push(ProvisionJourney.Push(pan: pan))
        let end = try journey.agree(journey.prove(ProvisionJourney.signedLink(pushed)))
        #expect(end.title == title)
        let result = try ProvisionJourney.result(title == nil ? end.location : end.link())
        #expect(result.status.rawValue == status)
        #expect((result.tokenUniqueReference != nil) == (title == nil))
        if let reference = result.tokenUniqueReference { #expect(try journey.tokenStatus(reference) != "A") }
    }

    @Test("row 8: with the matching flag the issuer authenticates first; only an active token makes it a success")
    func activation() throws {
        try server.set(
            [("activationURL", "https://bank.example/confirm?x=1"), ("appActivationURL", "https://app.bank.example/")],
            of: server.a)
        var push = ProvisionJourney.Push(pan: "5120340000000855", flags: (false, true))
        var path = try journey.prove(ProvisionJourney.signedLink(journey.push(push)))
        let page = try journey.agree(path)
        #expect(page.title == "One more step at your bank")
        let link = try #require(page.link())
        #expect(link.hasPrefix("https://bank.example/confirm?x=1&tokenUniqueReference="))
        #expect(link.contains("&return=http%3A%2F%2F127.0.0.1"))
        #expect(!page.text.contains("app.bank.example"))
        // The browser's word is not enough.
        let early = try browser.get(path + "?activation=completed")
        #expect(early.status == 200 && early.text.contains("has not confirmed it yet"))
        let reference = String(link.split(separator: "tokenUniqueReference=")[1].prefix { $0 != "&" })
        #expect(try journey.token("token/activate", "TokenActivate", reference).status == 200)
        let end = try browser.get(path + "?activation=completed")
        let result = try ProvisionJourney.result(end.location)
        #expect(result.status == .approved && result.tokenUniqueReference == reference)

        // On failure it is declined; whoever does not want to comes back as without the flag.
        server.clock.advance(by: .seconds(120))
        push.pan = "5120340000000855"
        push.email = "second@example.test"
        push.phone = ("1", "2025550145")
        path = try journey.prove(
            ProvisionJourney.signedLink(journey.push(push), app: true), email: "second@example.test")
        let both = try journey.agree(path)
        #expect(both.text.contains("app.bank.example") && both.text.contains("bank.example/confirm"))
        let failed = try browser.follow(browser.get(path + "?activation=failed"))
        #expect(try ProvisionJourney.result(failed.link()).status == .declined)
    }

    @Test("row 9: whoever leaves is cancelled at any step, once")
    func cancelled() throws {
        for step in 0..<3 {
            let pushed = try journey.push()
            let (path, page) = try journey.open(ProvisionJourney.signedLink(pushed))
            if step > 0 { _ = try journey.details(path, page) }
            if step > 1 { _ = try journey.send(path) }
            let end = try browser.post(path, [("do", "cancel")])
            #expect(try ProvisionJourney.result(end.location).status == .cancelled, "step \(step)")
            #expect(try browser.post(path, [("do", "cancel")]).location == end.location)
            #expect(try browser.follow(browser.post(path, [("do", "agree"), ("accept", "yes")])).title != nil)
        }
    }

    @Test("row 10: a receipt whose time is over in the middle ends it with an error")
    func expiredMeanwhile() throws {
        let path = try journey.prove(ProvisionJourney.signedLink(journey.push()))
        server.clock.advance(by: .seconds(900))
        #expect(try ProvisionJourney.result(journey.agree(path).link()).status == .error)
    }

    @Test("row 11: without a callback the consumer stays, and sees what became of it")
    func noCallback() throws {
        let pushed = try journey.push(ProvisionJourney.Push(callback: nil))
        let page = try journey.agree(journey.prove(ProvisionJourney.signedLink(pushed)))
        #expect(page.status == 200 && page.title == "Your card is ready" && page.link() == nil)
    }

    @Test("a form that is sent twice, at once or later, comes to one card and one answer")
    func twice() throws {
        let path = try journey.prove(ProvisionJourney.signedLink(journey.push()))
        let twins = (0..<8).map { _ in browser.copy() }
        let answers = Mutex<[PageBrowser.Answer]>([])
        let shared = Unshared(twins)
        DispatchQueue.concurrentPerform(iterations: 8) { index in
            if let answer = try? shared.value[index].post(path, [("do", "agree"), ("accept", "yes")]) {
                answers.withLock { $0.append(answer) }
            }
        }
        let targets = try answers.withLock { $0 }.map { try ProvisionJourney.result($0.location) }
        #expect(targets.count == 8 && Set(targets).count == 1 && targets[0].status == .approved)
    }

    @Test("a form of another site, a cookie that was changed, and one of another page change nothing")
    func foreign() throws {
        let (path, page) = try journey.open(ProvisionJourney.signedLink(journey.push()))
        let foreign = try browser.post(path, [("do", "cancel")], headers: [("Sec-Fetch-Site", "cross-site")])
        #expect(foreign.status == 400 && foreign.location == nil)
        #expect(try browser.post(path, [("do", "cancel")], headers: []).status == 400)
        #expect(try browser.get(path).title == page.title)
        let value = try #require(browser.cookie("muster-provision"))
        let stranger = PageBrowser(server)
        #expect(try stranger.get(path).status == 404)
        stranger.setCookie("muster-provision", value.dropLast(4) + "AAAA", path: path)
        #expect(try stranger.get(path).status == 404)
        let elsewhere = "/provision/" + String(repeating: "0", count: 32)
        stranger.setCookie("muster-provision", value, path: elsewhere)
        #expect(try stranger.get(elsewhere).status == 404)
        #expect(try browser.post(path, [("do", "nothing")]).status == 400)
    }

    @Test("what is typed wrong is said at its field, comes back as text, and reaches nobody")
    func faults() throws {
        let (path, _) = try journey.open(ProvisionJourney.signedLink(journey.push()))
        let answer = try browser.post(
            path,
            [
                ("do", "details"), ("firstName", "<b>\"x"), ("lastName", ""), ("email", "nobody"), ("dialCode", "+999"),
                ("mobile", "2025550100"),
            ])
        #expect(answer.status == 422 && answer.text.contains("value=\"&lt;b&gt;&quot;x\""))
        for field in ["lastName", "email", "dialCode"] { #expect(answer.text.contains("id=\"\(field)-fault\"")) }
        #expect(!answer.text.contains("id=\"firstName-fault\""))
        #expect(try browser.follow(browser.post(path, [("do", "code"), ("code", "123456")])).status == 200)
        #expect(try browser.get(path).title == "Add your card to Click to Pay")
    }

    @Test("a code is sent at most once a minute, and a second wish is answered in words")
    func sends() throws {
        let (path, page) = try journey.open(ProvisionJourney.signedLink(journey.push()))
        _ = try journey.details(path, page)
        _ = try journey.send(path)
        let first = try journey.code()
        #expect(try journey.send(path).text.contains("A code is on its way."))
        #expect(try journey.code() == first)
        server.clock.advance(by: .seconds(61))
        let again = try journey.send(path)
        #expect(again.title == "Enter your code" && !again.text.contains("role=\"status\""))
        #expect(try journey.enter(path, try journey.code()).title == "Add this card?")
    }

    @Test("every page of the journey is there in every language")
    func languages() throws {
        for language in ["en", "es", "fr", "de", "ar"] {
            let address = "\(language)@example.test"
            let push = ProvisionJourney.Push(
                email: address, phone: nil, locale: "\(language)_\(language == "ar" ? "EG" : "US")")
            let (path, page) = try journey.open(ProvisionJourney.signedLink(journey.push(push)))
            let pages = [
                page, try journey.details(path, page, mobile: "20255501" + String(language.utf8.first! % 90 + 10)),
                try journey.send(path), try journey.enter(path, try journey.code(for: address)),
            ]
            #expect(Set(pages.map(\.title)).count == 4)
            for page in pages { #expect(page.text.contains("<html lang=\"\(language)\"")) }
            let changed = try browser.follow(browser.get(path + "?lang=de"))
            #expect(changed.text.contains("<html lang=\"de\"") && changed.title == "Diese Karte hinzufügen?")
        }
    }

    @Test("terms and privacy notice are there, in the reader's language")
    func documents() throws {
        browser.acceptLanguage = "fr-CA, en;q=0.5"
        #expect(try browser.get("/terms").title == "Conditions d’utilisation")
        #expect(try browser.get("/privacy?lang=ar").text.contains("dir=\"rtl\""))
        #expect(try browser.post("/terms", []).status == 405)
        #expect(try browser.get("/assets/none.css").status == 404)
    }
}

/// Browsers that each thread has one of.
private struct Unshared<Value>: @unchecked Sendable {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }
}
