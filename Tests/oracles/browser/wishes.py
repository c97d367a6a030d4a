# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""What shops and issuers want of a checkout (checkout 2.11, 5.5, 6.3), and what of it the shop's server then has."""

from types import SimpleNamespace

from playwright.sync_api import expect

from purchases import STORED_TOKEN, TEST_CARD, Visit, go_on, type_address

STREET, PLACE = "Canary Street 17", {"zip": "9000", "countryCode": "BE"}


def look(stage, popup, name):
    stage.look(SimpleNamespace(page=popup), name)


def addresses(visit):
    """Billing and shipping address, as they are in the payload."""
    return visit.secret.get("billingAddress"), visit.secret.get("shippingAddress")


def what_the_shop_wants(stage):
    """Every wish for addresses and every language, with one card: what is asked for, and what is in the payload."""
    email = stage.person()
    with stage.window() as window:
        visit = Visit(stage, window).fill_basket().go_to_checkout(shipping="NONE", billing="NONE")
        visit.look_up(email).part("enter-code")
        visit.enter_code(stage.code(email), remember=True).claim()
        visit.pay()
        visit.ordered()
        visit.check("nothing is asked for or given", addresses(visit) == (None, None), list(visit.secret))

        # Whole, typed in the language that the shop wishes, and kept.
        visit.fill_basket().go_to_checkout(shipping="FULL", billing="FULL", locale="de").part("choose-card")
        popup = visit.pay()
        expect(popup.locator("html")).to_have_attribute("lang", "de")
        type_address(popup)
        look(stage, popup, "window-addresses-de")
        go_on(popup)
        visit.ordered()
        lines = [address and address.get("line1") for address in addresses(visit)]
        visit.check("both are given", lines == [STREET, STREET], list(visit.secret))

        # Of what is on file now, the place alone.
        visit.fill_basket().go_to_checkout(shipping="POSTAL_COUNTRY", billing="POSTAL_COUNTRY", locale="fr")
        visit.part("choose-card")
        visit.pay()
        visit.ordered()
        visit.check("the places alone", addresses(visit) == (PLACE, PLACE), addresses(visit))
        place = visit.payload.get("shippingAddressZip"), visit.payload.get("shippingCountryCode")
        visit.check("unmasked in the JWS too", place == ("9000", "BE"), place)

        for language, direction in (("es", "ltr"), ("ar", "rtl"), ("en", "ltr")):
            visit.fill_basket().go_to_checkout(shipping="NONE", billing="FULL", locale=language, confirm=True)
            visit.part("choose-card")
            popup = visit.pay()
            expect(popup.locator("html")).to_have_attribute("lang", language)
            laid = popup.evaluate("getComputedStyle(document.body).direction")
            visit.check("its direction", laid == direction, laid)
            look(stage, popup, "window-confirm-" + language)
            go_on(popup)
            visit.ordered()
            billing, shipping = addresses(visit)
            visit.check("one of the two", billing["line1"] == STREET and shipping is None, list(visit.secret))


def for_this_checkout_alone(stage):
    """An address that nobody agreed to keep is the shop's once, and is asked for again."""
    email = stage.person()
    with stage.window() as window:
        visit = Visit(stage, window).fill_basket().go_to_checkout(shipping="POSTAL_COUNTRY")
        visit.look_up(email).part("enter-code")
        visit.enter_code(stage.code(email), remember=True).claim()
        for name in ("window-place", "window-place-again"):
            popup = visit.pay()
            expect(popup.locator("h1")).to_have_text("Something is missing")
            visit.check("a place is not kept", popup.locator("#consent").count() == 0)
            popup.locator("input[name='shippingAddress.zip']").fill("9000")
            popup.locator("input[name='shippingAddress.countryCode']").fill("BE")
            look(stage, popup, name)
            go_on(popup)
            visit.ordered()
            visit.check("the shop has had it", "shippingAddress" not in visit.secret, list(visit.secret))
            visit.fill_basket().go_to_checkout().part("choose-card")


def enrolled_by_the_issuer(stage):
    """The first checkout of whom an issuer enrolled: terms, an address, a code, a token that is made now (5.5)."""
    stage.set("firstUseAuthentication=otp", "deferredTokenization=true")
    email = stage.person(stages=False, enrolls=True)
    number = "32470%06d" % int(stage.serial)
    with stage.window() as window:
        visit = Visit(stage, window).fill_basket().go_to_checkout()
        visit.look_up("+" + number).part("enter-code")
        visit.enter_code(stage.code(number), remember=True).part("choose-card")
        popup = visit.pay()
        expect(popup.locator("h1")).to_have_text("Before you pay")
        look(stage, popup, "window-terms")
        go_on(popup)
        expect(popup.locator("[role=alert], .error, [aria-invalid=true]").first).to_be_visible()
        popup.locator("#accept").check()
        go_on(popup)
        expect(popup.locator("h1")).to_have_text("Something is missing")
        type_address(popup)
        go_on(popup)
        expect(popup.locator("h1")).to_have_text("Confirm that it is you")
        look(stage, popup, "window-channel")
        # The number has just had a code.
        popup.get_by_text("a*****").first.click()
        go_on(popup)
        expect(popup.locator("h1")).to_have_text("Enter your code")
        look(stage, popup, "window-code")
        popup.locator("#code").fill(stage.code(email))
        go_on(popup)
        visit.ordered()
        token = visit.secret["token"]["paymentToken"]

        # The next time nothing is asked, and the token is the same.
        visit.fill_basket().go_to_checkout().part("choose-card")
        popup = visit.pay()
        visit.ordered()
        visit.check("no window stays", popup.is_closed())
        visit.check("the same token", visit.secret["token"]["paymentToken"] == token)
    stage.set("firstUseAuthentication=none", "deferredTokenization=false")


def newcomer(stage):
    """Somebody whom nobody knows wants to be remembered: a code is all it takes; the card is there the next time."""
    email = stage.person(stages=False)
    with stage.window() as window:
        visit = Visit(stage, window).fill_basket().go_to_checkout(shipping="NONE")
        visit.look_up(email).says("does not know")
        form = visit.part("new-card")
        for name, value in {**TEST_CARD, "number": "5186 0017 0000 9726"}.items():
            form.locator("#" + name).fill(value)
        form.locator("#card-accept").set_checked(True)
        form.locator("#new-remember").set_checked(True)
        with window.context.expect_page() as opened:
            visit.send("new-card")
        popup = opened.value
        expect(popup.locator("input[name=channel]")).to_have_count(1)
        look(stage, popup, "window-newcomer")
        go_on(popup)
        expect(popup.locator("#code")).to_be_visible()
        popup.locator("#code").fill(stage.code(email))
        look(stage, popup, "window-newcomer-code")
        go_on(popup)
        visit.ordered()
        linked = visit.payload["maskedConsumer"]["linkedIdentities"]
        visit.check("the profile is theirs", [each["identityType"] for each in linked] == ["EMAIL_ADDRESS"], linked)
        visit.check("the browser is remembered", visit.page.evaluate(STORED_TOKEN) == 1)
        visit.fill_basket().go_to_checkout().part("choose-card")
        expect(visit.page.locator("#card-list label")).to_have_count(1)
        visit.pay()
        visit.ordered()
        visit.check("with the same card", visit.payload["maskedCard"]["panLastFour"] == "9726")


ALL = [newcomer, what_the_shop_wants, for_this_checkout_alone, enrolled_by_the_issuer]
