# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""What consumers do with their account (checkout 5.6, 5.8; enrollment 13.2)."""

import re

from playwright.sync_api import expect

from access import FOCUS

SIGN_IN = "Your cards in Click to Pay"
TITLES = {
    "en": ("Your cards in Click to Pay", "Your cards"),
    "es": ("Sus tarjetas en Click to Pay", "Sus tarjetas"),
    "fr": ("Vos cartes dans Click to Pay", "Vos cartes"),
    "de": ("Ihre Karten in Click to Pay", "Ihre Karten"),
    "ar": ("بطاقاتك في Click to Pay", "بطاقاتك"),
}
MONTHS = 70 * 86400


class Visit:
    """A person at the account's pages."""

    def __init__(self, stage, window):
        self.stage, self.window, self.page = stage, window, window.page
        self.check = stage.checks.check

    def open(self, path="/account"):
        self.page.goto(self.stage.network + path)
        return self

    def reads(self, title):
        expect(self.page.locator("h1")).to_have_text(title)
        return self

    def says(self, *texts):
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)
        return self

    def touch(self, target):
        target.tap() if self.stage.chromium.is_phone else target.click()

    def go(self, target):
        """Presses what leads to another page, and waits for that."""
        with self.page.expect_navigation():
            self.touch(target)
        return self

    def press(self, do, nth=0):
        return self.go(self.page.locator('form:has(input[name="do"][value="%s"]) button[type=submit]' % do).nth(nth))

    def follow(self, name):
        return self.go(self.page.get_by_role("link", name=name).first)

    # Signing in

    def name(self, identity):
        self.page.locator("#identity").fill(identity)
        return self.press("sign-in")

    def enter(self, code, remember=False):
        self.page.locator("#code").fill(code)
        if remember:
            self.touch(self.page.locator("#remember"))
        return self.press("code")

    def come_in(self, identity, remember=False):
        return self.open().name(identity).enter(self.stage.code(identity), remember).reads("Your cards")

    # Cards

    def cards(self):
        """The last four digits and the state of each card, as they stand on the page."""
        return [
            (item.locator(".number").inner_text()[-4:], item.locator(".tag").inner_text())
            for item in self.page.locator("ul.cards > li").all()
        ]

    def shows(self, *cards):
        self.check("cards", self.cards() == list(cards), (self.cards(), cards))
        return self


def first_visit(stage):
    """From a wrong address to a card that waited, and out again."""
    email = stage.person("1111", waiting=("2222", "0044"))
    with stage.window() as window:
        visit = Visit(stage, window).open().reads(SIGN_IN)
        visit.check("a code is not asked for yet", visit.page.locator("#code").count() == 0)
        stage.look(window, "sign-in", dark=True)
        visit.name("nobody at all").says("Enter an email address, or a mobile number")
        stage.look(window, "sign-in-fault", dark=True)
        visit.name("nobody@example.test").says("does not know this address")
        visit.name(email).reads("Enter your code").says("a*****")
        stage.look(window, "code", dark=True)
        visit.enter("12").says("The code has six digits.")
        visit.enter("000000" if stage.code(email) != "000000" else "000001").says("That is not the code.")
        stage.look(window, "code-wrong")
        visit.enter(stage.code(email)).reads("Your cards").shows(("1111", "Ready"))
        visit.says("Waiting for you")
        stage.look(window, "cards-and-claims", dark=True)
        visit.press("claim").says("needs your agreement")
        stage.look(window, "claims-untold")
        visit.touch(visit.page.locator("#accept"))
        visit.press("claim").says("Your bank did not agree.").shows(("2222", "Ready"), ("1111", "Ready"))
        stage.look(window, "claims-refused", dark=True)

        visit.go(visit.page.get_by_role("link", name="Take out the card ending in 1111")).reads("Take this card out?")
        stage.look(window, "take-out", dark=True)
        visit.follow("Keep it").shows(("2222", "Ready"), ("1111", "Ready"))
        visit.go(visit.page.get_by_role("link", name="Take out the card ending in 1111")).press("remove")
        visit.says("The card was taken out").shows(("2222", "Ready"))
        stage.look(window, "taken-out")
        visit.page.reload()
        visit.check("it is said once", "was taken out" not in visit.page.locator("main").inner_text())

        visit.press("sign-out").reads(SIGN_IN).says("You are signed out.")
        stage.look(window, "signed-out")
        visit.page.go_back()
        visit.open("/account/data").reads(SIGN_IN)


def states(stage):
    """Each state in words; those that may be used first."""
    email = stage.person("1111", "0069", "0085", ("3333", ("01", "2027")))
    with stage.later(MONTHS), stage.window() as window:
        visit = Visit(stage, window).come_in(email)
        visit.says("It cannot be used. Your bank can tell you why.", "you confirm that it is yours", "Expires 08/31")
        states = dict(visit.cards())
        wanted = {"1111": "Ready", "0069": "One step first", "0085": "Stopped by the bank", "3333": "Expired"}
        visit.check("states", states == wanted, states)
        visit.check("order", {number for number, _ in visit.cards()[:2]} == {"1111", "0069"}, visit.cards())
        stage.look(window, "states", dark=True)


def remembered(stage):
    """A remembered browser is in at once, and is asked for a code before anything that cannot be undone."""
    email = stage.person("1111")
    with stage.window() as window:
        visit = Visit(stage, window).come_in(email, remember=True)
        visit.follow("Browsers").reads("Remembered browsers").says("Your Click to Pay account", "This browser")
        stage.look(window, "browsers", dark=True)
        # Another day.
        with stage.later(86400):
            visit.open().reads("Your cards").shows(("1111", "Ready"))
            visit.go(visit.page.get_by_role("link", name="Take out the card ending in 1111"))
            visit.reads("Is it still you?").says("a*****")
            stage.look(window, "again", dark=True)
            visit.press("again").reads("Enter your code")
            visit.check("it is remembered already", visit.page.locator("#remember").count() == 0)
            stage.look(window, "again-code")
            visit.enter(stage.code(email)).reads("Take this card out?")
            visit.press("remove").says("No cards yet")
            stage.look(window, "no-cards", dark=True)
            visit.follow("Browsers").press("forget").says("The browser is forgotten.", "No browser is remembered.")
            stage.look(window, "no-browsers")
        with stage.later(2 * 86400):
            visit.open().reads(SIGN_IN)


def data_and_leaving(stage):
    """What is kept, and the way out: afterwards nobody is known."""
    email = stage.person("1111")
    with stage.window() as window:
        visit = Visit(stage, window).come_in(email).follow("My data").reads("What is kept about you")
        visit.says("A*** E******", "a*****", "From Harbour Bank", "Billing address of the card ending in 1111")
        shown = visit.page.locator("main").inner_text()
        visit.check("nothing in clear", email not in shown and "Sample" not in shown and "Ada" not in shown, shown)
        stage.look(window, "data", dark=True)
        visit.follow("Leave Click to Pay").reads("Leave Click to Pay?")
        stage.look(window, "leave", dark=True)
        visit.follow("Stay").reads("Your cards").open("/account/leave")
        visit.press("leave").reads("You have left Click to Pay")
        stage.look(window, "left")
        visit.open().name(email).says("does not know this address")


def idle(stage):
    """A session that nothing happens in ends, and says so."""
    email = stage.person("1111")
    with stage.window() as window:
        visit = Visit(stage, window).come_in(email)
        with stage.later(16 * 60):
            visit.follow("Browsers").reads(SIGN_IN).says("because nothing happened for a while")
            stage.look(window, "ended")


def by_number(stage):
    """A mobile number does as well, written as people write it."""
    stage.person("1111")
    number = "470%06d" % int(stage.serial)
    with stage.window() as window:
        visit = Visit(stage, window).open().name("+32 %s/%s" % (number[:3], number[3:]))
        visit.says("Enter an email address, or a mobile number")
        visit.name("+32 %s %s" % (number[:3], number[3:])).says("+32")
        visit.enter(stage.code("32" + number)).reads("Your cards").shows(("1111", "Ready"))


def languages(stage):
    """Every page in each language, as the browser lays it out."""
    email = stage.person("1111", "0069", waiting=("2222",))
    with stage.window() as window:
        visit = Visit(stage, window)
        root = visit.page.locator("html")
        visit.come_in(email)
        for language, (_, title) in TITLES.items():
            visit.open("/account?lang=" + language).reads(title)
            expect(root).to_have_attribute("lang", language)
            visit.check("the address is clean", visit.page.url.endswith("/account"), visit.page.url)
            direction = visit.page.evaluate("getComputedStyle(document.body).direction")
            visit.check(language + ": its direction", direction == ("rtl" if language == "ar" else "ltr"), direction)
            stage.look(window, "cards-" + language, dark=language == "ar")
            remove = visit.page.locator("ul.cards a").first.get_attribute("href")
            for name, path in (("take-out", remove), ("browsers", "/account/browsers"), ("data", "/account/data"),
                               ("leave", "/account/leave")):  # fmt: skip
                visit.open(path)
                expect(root).to_have_attribute("lang", language)
                stage.look(window, "%s-%s" % (name, language))
        visit.press("sign-out")
    with stage.later(61), stage.window() as window:
        visit = Visit(stage, window)
        for language, (title, _) in TITLES.items():
            visit.open("/account?lang=" + language).reads(title)
            stage.look(window, "sign-in-" + language)
        visit.name(email)
        expect(visit.page.locator("html")).to_have_attribute("lang", "ar")
        stage.look(window, "code-ar")


def another_language(stage):
    """The reader chooses one at the foot of the page, and it stays."""
    with stage.window() as window:
        visit = Visit(stage, window).open()
        for name, language in (("Deutsch", "de"), ("العربية", "ar"), ("Français", "fr")):
            visit.follow(name)
            expect(visit.page.locator("html")).to_have_attribute("lang", language)
            expect(visit.page.locator("footer [aria-current=page]")).to_have_text(name)


def without_script(stage):
    email = stage.person("1111", waiting=("2222",))
    with stage.window(java_script_enabled=False) as window:
        visit = Visit(stage, window).open().name(email).press("send").says("A code is on its way.")
        visit.enter(stage.code(email), remember=True).reads("Your cards")
        visit.touch(visit.page.locator("#accept"))
        visit.press("claim").says("Added.").shows(("2222", "Ready"), ("1111", "Ready"))
        visit.go(visit.page.get_by_role("link", name="Take out the card ending in 2222")).press("remove")
        visit.shows(("1111", "Ready"))
        stage.shots.shoot(visit.page, "without-script")
        visit.press("sign-out").says("You are signed out.")
        visit.open().reads(SIGN_IN)


def by_keyboard(stage):
    """Tab, space and return alone, with the focus in sight at every stop."""
    email = stage.person("1111", waiting=("2222",))
    with stage.window() as window:
        visit = Visit(stage, window).open()
        page, keys = visit.page, visit.page.keyboard

        def stops(selector, at_most=40):
            for _ in range(at_most):
                keys.press("Tab")
                focus = page.evaluate(FOCUS)
                seen = focus["isBody"] or focus["isShown"] and focus["isInSight"]
                visit.check("the focus is seen", seen, (selector, focus))
                if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                    return
            visit.check("reached", False, selector)

        def enter():
            with page.expect_navigation():
                keys.press("Enter")

        stops(".skip")
        keys.press("Enter")
        visit.check("the content is next", page.evaluate("document.activeElement.id") == "main")
        stops("#identity")
        keys.type(email)
        enter()
        visit.reads("Enter your code")
        keys.type(stage.code(email))
        enter()
        visit.reads("Your cards")
        stops("input[name^=card-]")
        stops("#accept")
        keys.press("Space")
        stage.shots.shoot(page, "by-keyboard-claim")
        stops("form button.main")
        enter()
        visit.says("Added.")
        stops("ul.cards a")
        stage.shots.shoot(page, "by-keyboard-cards")
        enter()
        visit.reads("Take this card out?")
        stops("button.danger")
        enter()
        visit.says("The card was taken out").shows(("1111", "Ready"))
        stops("header button")
        enter()
        visit.says("You are signed out.")


def no_secrets_in_addresses(stage):
    """No address says who somebody is, or what was done."""
    email = stage.person("1111")
    with stage.window() as window:
        seen = []
        window.context.on("request", lambda request: seen.append(request.url))
        visit = Visit(stage, window).come_in(email, remember=True).follow("Browsers").follow("My data")
        visit.open().press("sign-out")
        known = re.compile(r"/(account(/(code|browsers|data|cards/[0-9a-f-]{36}/remove))?|assets/[\w.-]+)$")
        strange = [url for url in seen if not known.search(url)]
        visit.check("addresses", not strange, strange)


ALL = [first_visit, states, remembered, data_and_leaving, idle, by_number, languages, another_language, without_script,
       by_keyboard, no_secrets_in_addresses]  # fmt: skip
