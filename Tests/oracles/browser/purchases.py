# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""What people do at the demo shop (checkout 5.1 to 5.3, 5.6, 5.8, 6.2)."""

import re
from urllib.parse import parse_qs

from playwright.sync_api import expect

from access import FOCUS

STORED_TOKEN = "Object.keys(localStorage).filter(name => name.startsWith('muster.recognition.')).length"
DISPLAYS = {"en": "Checkout", "es": "Pago", "fr": "Paiement", "de": "Kasse", "ar": "الدفع"}
TEST_CARD = {"number": "5555 5555 5555 4444", "expiry": "08/31", "security-code": "123", "holder": "Grace Example"}


class Visit:
    """A person at the shop."""

    def __init__(self, stage, window):
        self.stage, self.window, self.page = stage, window, window.page
        self.check = stage.checks.check
        self.response = None
        window.context.on("request", self.posted)

    def posted(self, request):
        """What the page hands over to the shop's server, for whoever else may judge it."""
        if request.method == "POST" and request.url == self.stage.origin + "/shop/orders":
            (self.response,) = parse_qs(request.post_data)["checkout"]

    def touch(self, target):
        target.tap() if self.stage.chromium.is_phone else target.click()

    def part(self, name):
        """The part of the wallet that is shown."""
        part = self.page.locator("#" + name)
        expect(part).to_be_visible()
        return part

    def says(self, text):
        expect(self.page.locator("#wallet-alert")).to_have_text(re.compile(text))

    def fill_basket(self, nth=2):
        self.page.goto(self.stage.origin + "/shop")
        with self.page.expect_navigation():
            self.touch(self.page.locator(".offer button").nth(nth))
        return self

    def go_to_checkout(self, **preferences):
        self.page.goto(self.stage.origin + "/shop/checkout")
        if preferences:
            self.touch(self.page.locator("summary"))
            for name, value in preferences.items():
                field = self.page.locator("#" + name)
                field.set_checked(value) if isinstance(value, bool) else field.select_option(value)
            with self.page.expect_navigation():
                self.touch(self.page.locator(".preferences button"))
        return self

    def send(self, part):
        self.touch(self.part(part).locator("button[type=submit]"))

    def look_up(self, identity):
        self.part("look-up").locator("#identity").fill(identity)
        self.send("look-up")
        return self

    def enter_code(self, code, remember=False):
        self.part("enter-code").locator("#code").fill(code)
        self.page.locator("#remember").set_checked(remember)
        self.send("enter-code")
        return self

    def claim(self):
        self.touch(self.page.locator("#claim-accept"))
        self.touch(self.page.locator("#claims button"))
        expect(self.page.locator("#card-list label")).to_have_count(1)
        return self

    def pay(self):
        """Presses the button, and gives the network's window."""
        with self.window.context.expect_page() as opened:
            self.send("choose-card")
        return opened.value

    def ordered(self, title="Thank you"):
        self.page.wait_for_url("**/shop/orders/*")
        expect(self.page.locator("h1")).to_have_text(title)
        correlation = self.page.locator("code").inner_text()
        # An independent library verifies what came through the page, and opens what is encrypted for the shop.
        self.payload, self.secret = self.stage.server.credentials(self.response, correlation)
        last = self.secret["token"]["paymentToken"][-4:]
        self.check("the order has its token", "•••• " + last in self.page.locator(".facts").inner_text())
        return correlation


def type_address(popup):
    expect(popup.locator("h1")).to_be_visible()
    for name, value in (
        ("name", "Ada Example"), ("line1", "Canary Street 17"), ("city", "Ghent"), ("zip", "9000"),
        ("countryCode", "BE"),
    ):  # fmt: skip
        for field in popup.locator("input[name$='.%s']" % name).all():
            field.fill(value)
    popup.locator("#consent").set_checked(True)


def go_on(popup):
    """The page may close its window before the click is over."""
    popup.locator("button.main").first.click(no_wait_after=True)


def first_purchase(stage):
    """A card that waits is claimed and paid with; an address is typed; the next time the browser is known."""
    email = stage.person()
    with stage.window() as window:
        visit = Visit(stage, window).fill_basket()
        stage.look(window, "basket", dark=True)
        visit.go_to_checkout()
        visit.part("look-up")
        stage.look(window, "look-up", dark=True)
        visit.look_up("nobody at all").says("neither an email address")
        visit.look_up(email).part("enter-code")
        stage.look(window, "code", dark=True)
        visit.enter_code("000000").says("not the code")
        visit.check("no token is kept unasked", visit.page.evaluate(STORED_TOKEN) == 0)
        visit.enter_code(stage.code(email), remember=True).part("choose-card")
        stage.look(window, "claim", dark=True)
        visit.touch(visit.page.locator("#claims button"))
        visit.says("agreement")
        visit.claim()
        stage.look(window, "cards", dark=True)
        popup = visit.pay()
        type_address(popup)
        stage.look(window, "beside-the-window")
        go_on(popup)
        correlation = visit.ordered()
        expect(visit.page.locator("address")).to_contain_text("Canary Street 17")
        stage.look(window, "order", dark=True)
        visit.check("the address is in the payload", visit.secret["shippingAddress"]["line1"] == "Canary Street 17")
        visit.check("the window is closed", popup.is_closed())
        visit.check("a token is kept", visit.page.evaluate(STORED_TOKEN) == 1)
        visit.check("the network was told", '"01"' in stage.confirmations(correlation))
        with visit.page.expect_navigation():
            visit.touch(visit.page.get_by_role("button", name="Refund the order"))
        expect(visit.page.locator("h1")).to_have_text("The order is refunded")
        stage.look(window, "refunded")
        visit.page.goto(stage.origin + "/shop/orders")
        expect(visit.page.locator("main")).to_contain_text("refunded")
        stage.look(window, "orders")

        # Known, with an address on file: nothing is asked, and no window stays open.
        visit.fill_basket(0).go_to_checkout().part("choose-card")
        popup = visit.pay()
        visit.ordered()
        visit.check("no window stays", popup.is_closed())

        # With a confirmation in the window: closed, and then given.
        visit.fill_basket(1).go_to_checkout(confirm=True).part("choose-card")
        popup = visit.pay()
        expect(popup.locator("h1")).to_be_visible()
        popup.close()
        visit.says("Nothing was paid")
        popup = visit.pay()
        expect(popup.locator("h1")).to_be_visible()
        stage.shots.shoot(popup, "window-confirm")
        go_on(popup)
        visit.ordered()

        # The shop's bank says no.
        visit.fill_basket(1).go_to_checkout(confirm=False, declined=True).part("choose-card")
        visit.pay()
        visit.ordered("The payment was declined")

        # Signed out, nothing of it is left.
        visit.fill_basket(1).go_to_checkout().part("choose-card")
        visit.touch(visit.page.locator("[data-go=sign-out]"))
        visit.part("look-up")
        visit.check("the token is gone", visit.page.evaluate(STORED_TOKEN) == 0)
        visit.go_to_checkout().part("look-up")


def not_you(stage):
    """Somebody else sits at a browser that is remembered: it is forgotten, by the page and by the network."""
    email = stage.person()
    with stage.window() as window:
        visit = Visit(stage, window).fill_basket().go_to_checkout(shipping="NONE", confirm=True)
        visit.look_up(email).part("enter-code")
        visit.enter_code(stage.code(email), remember=True).claim()
        popup = visit.pay()
        expect(popup.locator("h1")).to_be_visible()
        go_on(popup)
        visit.ordered()
        stored = visit.page.evaluate("JSON.stringify(localStorage)")
        visit.check("a token is kept", visit.page.evaluate(STORED_TOKEN) == 1)
        visit.fill_basket().go_to_checkout().part("choose-card")
        popup = visit.pay()
        form = popup.locator("form", has=popup.locator("input[value='switch-consumer']"))
        form.locator("button").click(no_wait_after=True)
        visit.part("look-up")
        visit.check("the token is gone", visit.page.evaluate(STORED_TOKEN) == 0)
        visit.page.evaluate("text => Object.assign(localStorage, JSON.parse(text))", stored)
        visit.go_to_checkout().part("look-up")
        visit.check("and good for nothing", "Ada" not in visit.page.locator("#wallet").inner_text())
        # The one who sits there now pays as well.
        other = stage.person()
        visit.look_up(other).part("enter-code")
        visit.enter_code(stage.code(other)).claim()
        go_on(visit.pay())
        visit.ordered()
        masked = visit.payload["maskedConsumer"]["maskedConsumerIdentity"]["maskedIdentityValue"]
        visit.check("in the other's name", masked.startswith("a"), masked)


def guest(stage):
    """Somebody whom nobody knows pays with a card that is encrypted in the page."""
    email = stage.person(stages=False)
    with stage.window() as window:
        visit = Visit(stage, window).fill_basket().go_to_checkout(shipping="NONE")
        visit.look_up(email).says("does not know")
        form = visit.part("new-card")
        for name, value in {**TEST_CARD, "number": "5555 5555 5555 4445"}.items():
            form.locator("#" + name).fill(value)
        visit.send("new-card")
        visit.says("agreement")
        visit.touch(form.locator("#card-accept"))
        visit.send("new-card")
        visit.says("cannot be right")
        stage.look(window, "new-card", dark=True)
        form.locator("#number").fill(TEST_CARD["number"])
        sent = []
        window.context.on("request", lambda request: sent.append(request.post_data or ""))
        visit.send("new-card")
        visit.ordered()
        clear = [body for body in sent if "5555555555554444" in body or "5555 5555" in body]
        visit.check("the number leaves the page encrypted alone", sent and not clear)
        visit.check("the payload names nobody", "maskedConsumer" not in visit.payload, visit.payload)


def keyboard(stage):
    """From the checkout to the cards without a pointer; the focus is always seen."""
    if stage.chromium.is_phone:
        return
    email = stage.person()
    with stage.window() as window:
        visit = Visit(stage, window).fill_basket().go_to_checkout()
        page = visit.page
        visit.part("look-up")

        def reach(name):
            for _ in range(40):
                page.keyboard.press("Tab")
                focus = page.evaluate(FOCUS)
                visit.check("the focus is seen at " + focus["name"][:40], focus["isShown"] and focus["isInSight"])
                if focus["name"] == name:
                    return
            visit.check("reached " + name, False)

        reach("identity")
        page.keyboard.type(email)
        page.keyboard.press("Enter")
        visit.part("enter-code")
        expect(page.locator("#code")).to_be_focused()
        page.keyboard.type(stage.code(email))
        page.keyboard.press("Enter")
        visit.part("choose-card")
        reach("claim-accept")
        page.keyboard.press("Space")
        page.keyboard.press("Shift+Tab")
        for _ in range(3):
            if "Add this card" in page.evaluate("document.activeElement.textContent"):
                break
            page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#card-list label")).to_have_count(1)


def languages(stage):
    """Every page in each language, as the browser lays it out."""
    for language, title in DISPLAYS.items():
        with stage.window() as window:
            visit = Visit(stage, window)
            page = visit.page
            page.goto(stage.origin + "/shop?lang=" + language)
            expect(page.locator("html")).to_have_attribute("lang", language)
            stage.look(window, "plants-" + language, dark=language == "en")
            visit.fill_basket()
            stage.look(window, "basket-" + language)
            visit.go_to_checkout().part("look-up")
            expect(page.locator("h1")).to_have_text(title)
            visit.touch(page.locator("summary"))
            stage.look(window, "checkout-" + language)
            visit.touch(page.locator("[data-go=new]").first)
            visit.part("new-card")
            stage.look(window, "new-card-" + language)


def without_script(stage):
    """The shop works without script as far as shops do, and says so where it cannot."""
    with stage.window(java_script_enabled=False) as window:
        visit = Visit(stage, window).fill_basket().go_to_checkout(billing="FULL")
        expect(visit.page.locator("#wallet .notice")).to_contain_text("allow JavaScript")
        expect(visit.page.locator("#wallet")).to_have_attribute("data-billing", "FULL")
        stage.shots.shoot(visit.page, "without-script")


ALL = [first_purchase, not_you, guest, keyboard, languages, without_script]
