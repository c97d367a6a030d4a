# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""Every row of the scenario matrix (token-connect 10.3), from the issuer's site to the result and back."""

from walk import BACK, Walk


def row_1_unknown_consumer(stage):
    person = stage.person()
    with stage.window() as window:
        walk = Walk(stage, window, stage.issuer.order(**person.holder)).start()
        page = walk.page
        walk.check("no receipt in the address", walk.order.receipt not in page.url and "?" not in page.url, page.url)
        for name, value in (("firstName", "MARIA"), ("lastName", "GARCIA"), ("email", person.email),
                            ("dialCode", "+1"), ("mobile", person.phone)):
            walk.check(name + " is filled in", page.locator("#" + name).input_value() == value)
        stage.look(window, "details", dark=True)
        walk.identify(firstName=" ", email="nobody@", dialCode="+999")
        stage.look(window, "details-wrong", dark=True)
        walk.says("Enter an email address such as", "Enter the code of a country", "Enter a name of at most")
        walk.check("the first fault has the focus", page.evaluate("document.activeElement.id") == "firstName")
        walk.identify(firstName="Maria", email=person.email, dialCode="+1", mobile=person.phone)
        walk.reads("Confirm that it is you")
        stage.look(window, "channel")
        walk.send()
        walk.reads("Enter your code")
        walk.check("the code has the focus", page.evaluate("document.activeElement.id") == "code")
        walk.check("no second code at once", walk.button("send").is_disabled())
        stage.look(window, "code", dark=True)
        code = stage.issuer.code(person.email)
        walk.enter(code[:3] + " " + code[3:])
        walk.reads("Add this card?")
        walk.says("A Click to Pay profile is made for you.")
        stage.look(window, "consent")
        walk.press("agree")
        walk.says("needs your agreement")
        stage.look(window, "consent-untold", dark=True)
        walk.agree().returned("APPROVED")
        # Back in the browser: the page tells what became of it, and leads to the same place.
        page.go_back()
        walk.reads("Your card is ready")
        stage.look(window, "approved", dark=True)
        walk.go(walk.back())
        walk.returned("APPROVED", "APPROVED")
        walk.check("the same both times", len({back.target for back in stage.issuer.returns(walk.order)}) == 1)
        # The link was used up.
        page.goto(walk.order.start)
        walk.reads("This link was used")
        stage.look(window, "used")
        walk.go(walk.back())
        walk.returned("APPROVED", "APPROVED", "ERROR")


def rows_2_and_12_remembered(stage):
    person = stage.person()
    with stage.window() as window:
        walk = Walk(stage, window, stage.issuer.order(**person.holder)).start().prove(person.email)
        walk.says("Remember me on this browser")
        walk.agree(remember=True).returned("APPROVED")
        kept = {cookie["name"]: cookie for cookie in window.context.cookies() if cookie["path"] == "/"}
        cookie = kept.get("muster-remember", {})
        walk.check("a cookie that no script reads", cookie.get("httpOnly") and cookie.get("sameSite") == "Lax", kept)
        walk = Walk(stage, window, stage.issuer.order(**person.holder)).start("Add this card?")
        walk.says("It goes into your Click to Pay profile", "m*****", "That is not me")
        stage.look(window, "consent-remembered")
        walk.agree().returned("APPROVED")
        walk = Walk(stage, window, stage.issuer.order(**person.holder)).start("Add this card?")
        walk.press("restart")
        walk.reads("Add your card to Click to Pay")
        walk.press("cancel")
        walk.returned("CANCELLED")
    person = stage.person()
    with stage.window() as window:
        walk = Walk(stage, window, stage.issuer.order(**person.holder, ext_flow=False)).start().prove(person.email)
        walk.check("not asked without extFlow", walk.page.locator("#remember").count() == 0)
        walk.agree().returned("APPROVED")
        walk.check("nobody is remembered", not [c for c in window.context.cookies() if c["path"] == "/"])


def row_3_known_consumer(stage):
    person = stage.person()
    with stage.window() as window:
        Walk(stage, window, stage.issuer.order(**person.holder)).start().prove(person.email).agree()
    with stage.window() as window:
        walk = Walk(stage, window, stage.issuer.order(**person.holder)).start()
        walk.identify().send(channel=1)
        walk.reads("Enter your code")
        walk.check("masked", person.phone not in walk.page.locator("main").inner_text())
        stage.look(window, "code-by-message")
        walk.enter(stage.issuer.code("1" + person.phone))
        walk.says("It goes into your Click to Pay profile", "m*****")
        walk.agree().returned("APPROVED")


def row_4_wrong_codes(stage):
    person = stage.person()
    with stage.window() as window:
        walk = Walk(stage, window, stage.issuer.order(**person.holder)).start().identify().send()
        wrong = "%06d" % ((int(stage.issuer.code(person.email)) + 1) % 1000000)
        walk.enter("12")
        walk.says("The code has six digits.")
        walk.enter(wrong)
        walk.says("2 more tries are left.")
        stage.look(window, "code-wrong")
        walk.enter(wrong)
        walk.says("One more try is left.")
        walk.enter(wrong)
        walk.reads("That did not work")
        stage.look(window, "error", dark=True)
        walk.leads_back("ERROR")
        walk.page.goto(walk.order.start)
        walk.reads("This link was given up")
        stage.look(window, "given-up")


def row_4_late_code(stage):
    person = stage.person()
    with stage.window() as window:
        walk = Walk(stage, window, stage.issuer.order(**person.holder)).start().identify().send()
        code = stage.issuer.code(person.email)
        with stage.later(601):
            walk.enter(code)
            walk.reads("That did not work")
        walk.leads_back("ERROR")


def row_5_duplicate(stage):
    first, person = stage.issuer.new_card(), stage.person()
    with stage.window() as window:
        walk = Walk(stage, window, stage.issuer.order(**person.holder, pan=first)).start().prove(person.email)
        walk.agree(remember=True).returned("APPROVED")
        walk = Walk(stage, window, stage.issuer.order(**person.holder, pan=first)).start("Add this card?").agree()
        walk.reads("This card is in Click to Pay already")
        stage.look(window, "duplicate")
        walk.leads_back("DUPLICATE_REQUEST")


def row_6_declined(stage):
    ended(stage, "5120340000000053", "The card could not be added", "DECLINED")


def the_network_says_duplicate(stage):
    ended(stage, "5120340000000947", "This card is in Click to Pay already", "DUPLICATE_REQUEST", isSeen=False)


def the_network_fails(stage):
    ended(stage, "5120340000000962", "That did not work", "ERROR", isSeen=False)


def ended(stage, pan, title, status, isSeen=True):
    person = stage.person()
    with stage.window() as window:
        walk = Walk(stage, window, stage.issuer.order(**person.holder, pan=pan)).start().prove(person.email).agree()
        walk.reads(title)
        if isSeen:
            stage.look(window, status.lower())
        walk.leads_back(status)


def row_7_authentication(stage):
    person = stage.person()
    with stage.window() as window:
        order = stage.issuer.order(**person.holder, pan="5120340000000855")
        walk = Walk(stage, window, order).start().prove(person.email).agree()
        walk.returned("REQUIRE_ADDITIONAL_AUTHENTICATION")
        walk.page.go_back()
        walk.reads("Your bank has to confirm it")
        stage.look(window, "authentication", dark=True)


def row_8_activation(stage):
    """Each of the ways out of the issuer's own authentication."""
    issuer = stage.issuer
    confirm = issuer.site.origin + "/confirm"
    stage.set("activationURL=%s?x=1" % confirm, "appActivationURL=%s?app=1" % confirm)

    def order(**members):
        person = stage.person()
        order = issuer.order(**person.holder, pan="5120340000000855", **members)
        return person, order

    person, pushed = order(website=True)
    with stage.window() as window:
        walk = Walk(stage, window, pushed).start().prove(person.email).agree()
        walk.reads("One more step at your bank")
        stage.look(window, "activation")
        walk.check("the website alone", walk.page.locator("main a.button").count() == 1)
        walk.press("activated")
        walk.says("Your bank has not confirmed it yet.")
        stage.look(window, "activation-waiting", dark=True)
        walk.go(walk.page.get_by_role("link", name="Go to the bank's website"))
        walk.reads("Is it you?")
        reference = walk.issuer.site.confirmations[-1][0]
        walk.check("not active before", issuer.token_status(reference) == "U")
        walk.go(walk.page.locator("#yes"))
        walk.check("the same token", walk.returned("APPROVED") == reference)
    person, pushed = order(website=True, app=True)
    with stage.window() as window:
        walk = Walk(stage, window, pushed).start().prove(person.email).agree()
        stage.look(window, "activation-app")
        walk.go(walk.page.get_by_role("link", name="Open the bank's app"))
        walk.go(walk.page.locator("#no"))
        walk.reads("The card could not be added")
        walk.leads_back("DECLINED")
    person, pushed = order(website=True, signed=False)
    with stage.window() as window:
        walk = Walk(stage, window, pushed).start().prove(person.email).agree()
        walk.press("cancel")
        walk.returned("REQUIRE_ADDITIONAL_AUTHENTICATION")
    stage.set("activationURL=none", "appActivationURL=none")


def row_9_cancelled(stage):
    steps = [lambda walk, _: walk, lambda walk, _: walk.identify(), lambda walk, _: walk.identify().send(),
             lambda walk, person: walk.prove(person.email)]
    for step in steps:
        person = stage.person()
        with stage.window() as window:
            walk = step(Walk(stage, window, stage.issuer.order(**person.holder)).start(), person)
            walk.press("cancel")
            walk.returned("CANCELLED")
    walk_back(stage)


def walk_back(stage):
    """The browser's own way back tells the bank nothing, and leaves the link good."""
    with stage.window() as window:
        page = window.page
        page.goto(stage.issuer.site.origin + "/home")
        walk = Walk(stage, window, stage.issuer.order(**stage.person().holder)).start()
        page.go_back()
        walk.reads("The bank")
        walk.check("nobody came back", not stage.issuer.returns(walk.order))
        page.go_forward()
        walk.reads("Add your card to Click to Pay")
        walk.press("cancel")
        walk.returned("CANCELLED")
        # Given up is given up.
        page.go_back()
        walk.reads("You left before the card was added")
        stage.look(window, "cancelled")
        page.goto(walk.order.start)
        walk.reads("This link was given up")


def row_10_expired_at_the_door(stage):
    with stage.window() as window:
        walk = Walk(stage, window, stage.issuer.order(
            **stage.person().holder, pushAccountReceiptsValidityPeriod=5))
        with stage.later(301):
            walk.start("This link is too old")
            stage.look(window, "expired")
        walk.leads_back("ERROR")


def row_10_expired_in_the_middle(stage):
    person = stage.person()
    with stage.window() as window:
        walk = Walk(stage, window, stage.issuer.order(**person.holder)).start().prove(person.email)
        with stage.later(901):
            walk.agree()
            walk.reads("That did not work")
        walk.leads_back("ERROR")


def row_11_no_callback(stage):
    person = stage.person()
    with stage.window() as window:
        order = stage.issuer.order(**person.holder, callback=False)
        walk = Walk(stage, window, order).start().prove(person.email).agree()
        walk.reads("Your card is ready")
        walk.check("no way back", walk.back().count() == 0)
        stage.look(window, "approved-and-stays")
        walk.check("nobody came back", not stage.issuer.returns(order))


def plain_link(stage):
    """The receipt in clear instead of the signature."""
    person = stage.person()
    with stage.window() as window:
        walk = Walk(stage, window, stage.issuer.order(**person.holder, signed=False)).start()
        walk.check("no receipt in sight", walk.order.receipt not in walk.page.content())
        walk.prove(person.email).agree().returned("APPROVED")


def an_app(stage):
    """A callback with an app's own scheme: the browser hands it to the app, and the page stays of use (9.3)."""
    person = stage.person()
    with stage.window() as window:
        callback = "sandboxbank://return?sid=1"
        order = stage.issuer.order(**person.holder, callback=callback)
        walk = Walk(stage, window, order).start().prove(person.email)
        walk.touch(walk.page.locator("#accept"))
        with walk.page.expect_response(lambda answer: answer.request.method == "POST") as sent:
            walk.touch(walk.button("agree"))
        target = sent.value.headers["location"]
        walk.check("to the app", target.startswith(callback + "&results%5B" + order.receipt + "%5D=APPROVED"), target)
        walk.page = window.context.new_page()
        walk.page.goto(walk.window.page.url)
        walk.reads("Your card is ready")
        walk.check("and again", walk.back().get_attribute("href") == target, walk.back().get_attribute("href"))


ALL = [
    row_1_unknown_consumer, rows_2_and_12_remembered, row_3_known_consumer, row_4_wrong_codes, row_4_late_code,
    row_5_duplicate, row_6_declined, the_network_says_duplicate, the_network_fails, row_7_authentication,
    row_8_activation, row_9_cancelled, row_10_expired_at_the_door, row_10_expired_in_the_middle, row_11_no_callback,
    plain_link, an_app,
]
