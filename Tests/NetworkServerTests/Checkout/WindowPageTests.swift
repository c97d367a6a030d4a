// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import Testing

@testable import NetworkServer

/// The window of a checkout, by plain forms (checkout 4.8).
@Suite("checkout window") struct WindowPageTests {
    private typealias J = CheckoutJourney

    @Test("every step is a form, and the shop learns how it ended")
    func steps() throws {
        let journey = try J(RunningServer())
        try journey.server.set(
            [("allowCheckoutUpdates.billingAddress", "true"), ("firstUseAuthentication", "otp")], of: journey.server.a)
        let card = try journey.enroll(billing: false, terms: false).card
        let opened = try journey.checkout(
            card: card,
            options: #"{"dpaBillingPreference":"FULL","confirmPayment":true,"dpaLocale":"en_US","transactionAmount":"#
                + #"{"transactionAmount":12.5,"transactionCurrencyCode":"USD"}}"#)
        #expect(J.steps(opened) == ["TERMS", "DATA_CAPTURE", "CARDHOLDER_AUTHENTICATION", "CONFIRM"], "\(opened.text)")
        let session = try J.session(opened)
        let path = "/dcf/" + session
        let browser = PageBrowser(journey.server)
        let terms = try browser.get(path)
        #expect(terms.status == 200 && terms.title == "Before you pay" && terms.text.contains("Corner Shop"))
        #expect(try browser.post(path, [("do", "terms")]).status == 422)
        let data = try browser.follow(browser.post(path, [("do", "terms"), ("accept", "yes")]))
        #expect(data.title == "Something is missing")
        // Storing is offered, and not ticked.
        #expect(data.text.contains("name=\"consent\"") && !data.text.contains("checked"))
        #expect(data.text.contains("Bank A") || data.text.contains("Sandbox Bank"))
        var fields = [
            ("do", "data"), ("billingAddress.line1", "9 Capture Lane"), ("billingAddress.city", "Typedville"),
            ("billingAddress.state", "CA"), ("billingAddress.countryCode", "us"), ("consent", "yes"),
        ]
        let faulty = try browser.post(path, fields)
        #expect(faulty.status == 422 && faulty.value("billingAddress.line1") == "9 Capture Lane")
        fields.append(("billingAddress.zip", "90009"))
        let choose = try browser.follow(browser.post(path, fields))
        #expect(choose.title == "Confirm that it is you", "\(choose.text)")
        let entry = try browser.follow(browser.post(path, [("do", "send"), ("channel", "0")]))
        #expect(entry.title == "Enter your code" && entry.text.contains("a*****a@example.test"), "\(entry.text)")
        #expect(try browser.post(path, [("do", "code"), ("code", "12")]).status == 422)
        let code = try ProvisionJourney(journey.server).code(for: J.email)
        let confirm = try browser.follow(browser.post(path, [("do", "code"), ("code", code)]))
        #expect(confirm.title == "Pay with this card?" && confirm.text.contains("Pay 12.5 USD"), "\(confirm.text)")
        #expect(try browser.follow(browser.post(path, [("do", "confirm")])).title == "Done")
        #expect(try browser.follow(browser.post(path, [("do", "confirm")])).title == "Done")
        let status = try journey.act(session, "status")
        #expect(J.action(status) == "COMPLETE" && J.outcomes(status) == ["billingAddress:STORED"], "\(status.text)")
    }

    @Test(
        "it speaks five languages, and Arabic from right to left",
        arguments: [
            ("en", "Pay with this card?"), ("de", "Mit dieser Karte bezahlen?"), ("fr", "Payer avec cette carte ?"),
            ("es", "¿Pagar con esta tarjeta?"), ("ar", "هل تدفع بهذه البطاقة؟"),
        ])
    func languages(_ language: String, _ title: String) throws {
        let journey = try J(RunningServer())
        let card = try journey.enroll().card
        let session = try J.session(
            try journey.checkout(card: card, options: #"{"confirmPayment":true,"dpaLocale":"\#(language)_US"}"#))
        let page = try PageBrowser(journey.server).get("/dcf/" + session)
        #expect(page.title == title)
        #expect(page.text.contains("dir=\"rtl\"") == (language == "ar"))
        #expect(try PageBrowser(journey.server).get("/dcf/\(session)?lang=en").title == "Pay with this card?")
    }

    @Test("a consumer may leave, and a window that is over or never was says so")
    func leaving() throws {
        let journey = try J(RunningServer())
        let card = try journey.enroll().card
        let session = try J.session(try journey.checkout(card: card, options: #"{"confirmPayment":true}"#))
        let browser = PageBrowser(journey.server)
        let left = try browser.follow(browser.post("/dcf/" + session, [("do", "cancel")]))
        #expect(left.title == "You left the payment")
        #expect(J.action(try journey.act(session, "status")) == "CANCEL")
        #expect(try browser.get("/dcf/none").status == 404)
        let foreign = try browser.post("/dcf/" + session, [("do", "x")], headers: [("Sec-Fetch-Site", "cross-site")])
        #expect(foreign.status == 400 || foreign.status == 303)
        journey.server.clock.advance(by: .seconds(901))
        #expect(try browser.get("/dcf/" + session).status == 404)
    }
}
