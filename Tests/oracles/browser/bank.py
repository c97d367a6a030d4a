# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""From the demo bank's own pages to Click to Pay and back: every journey and every result, and what follows."""

import json
import os
import subprocess
import tempfile
from contextlib import contextmanager

from playwright.sync_api import expect

from stage import free_port

PASSWORD = "harbour-demo"
ADDED = "Your card is in Click to Pay"


class Bank:
    """`muster bank`, on `localhost`: to a browser another site than the network."""

    def __init__(self, stage, *options):
        self.folder = tempfile.TemporaryDirectory()
        port = free_port()
        self.origin = "http://localhost:%d" % port
        command = [stage.muster, "bank", "--issuer", stage.profile, "--data", self.folder.name]
        command += ["--listen", "127.0.0.1:%d" % port, "--public-url", self.origin, "--json", *options]
        self.log = open(os.path.join(self.folder.name, "log"), "w+b")
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log)
        ready = json.loads(self.process.stdout.readline() or "{}")
        assert ready.get("url") == self.origin, (ready, command)

    def stop(self):
        self.process.terminate()
        assert self.process.wait(timeout=20) == 0
        self.folder.cleanup()


class Customer:
    """Somebody at the bank, with a browser."""

    def __init__(self, stage, bank, window, name):
        self.stage, self.bank, self.window, self.page = stage, bank, window, window.page
        self.name, self.check = name, stage.checks.check
        self.page.goto(bank.origin + "/bank")
        self.page.locator("#user").fill(name)
        self.page.locator("#password").fill(PASSWORD)
        self.press("Sign in")
        expect(self.page.locator("ul.cards")).to_be_visible()

    def reads(self, title):
        expect(self.page.locator("h1")).to_have_text(title)

    def go(self, target):
        with self.page.expect_navigation():
            target.tap() if self.stage.chromium.is_phone else target.click()

    def press(self, text):
        self.go(self.page.locator("main button", has_text=text).first)

    def follow(self, text):
        self.go(self.page.locator("main a", has_text=text).first)

    def card(self, number):
        return self.page.locator("ul.cards > li").nth(number - 1)

    def standing(self, number):
        """What the bank says of a card of its list."""
        self.page.goto(self.bank.origin + "/bank/cards")
        return self.card(number).locator(".tag").inner_text()

    def offer(self, number):
        self.page.goto(self.bank.origin + "/bank/cards")
        self.go(self.card(number).get_by_role("link"))

    def leave(self, number):
        """To the network's page, by the bank's offer."""
        self.offer(number)
        self.press("Continue to")
        self.check("the network's page", self.page.url.startswith(self.stage.issuer.network), self.page.url)

    def form(self, do):
        return self.page.locator('form:has(input[name="do"][value="%s"]) button[type=submit]' % do).first

    def prove(self):
        """From the network's form to its question.

        Somebody else each time: of codes an identity has three in a quarter of an hour.
        """
        self.page.locator("#code").fill(self.ask_for_code())
        self.go(self.form("code"))

    def agree(self, remember=False):
        for name in ["accept"] + ["remember"] * remember:
            box = self.page.locator("#" + name)
            box.tap() if self.stage.chromium.is_phone else box.click()
        self.go(self.form("agree"))

    def ask_for_code(self):
        """From the network's form to the code."""
        person = self.stage.person()
        for name, value in (("email", person.email), ("dialCode", "+1"), ("mobile", person.phone)):
            self.page.locator("#" + name).fill(value)
        self.go(self.form("details"))
        self.go(self.form("send"))
        return self.stage.issuer.code(person.email)

    def add(self, number):
        self.leave(number)
        self.prove()
        self.agree()

    def returns(self):
        """The button of the network's last page."""
        self.go(self.page.locator("main a.button.main"))

    def at_bank(self, title):
        self.reads(title)
        self.check("back at the bank", self.page.url.startswith(self.bank.origin + "/bank/results/"), self.page.url)


@contextmanager
def bank(stage, *options):
    """A bank, and a browser that may talk to it and to the network."""
    stage.set("cardProducts=HARBOUR_VIRTUAL:5186007")
    house = Bank(stage, *options)
    chromium = stage.chromium
    stage.chromium = chromium.among([stage.issuer.network, house.origin])
    try:
        yield house
    finally:
        stage.chromium = chromium
        house.stop()


def bank_there_and_back(stage):
    with bank(stage) as house, stage.window() as window:
        customer = Customer(stage, house, window, "amelia")
        stage.look(window, "bank-cards")
        customer.offer(1)
        stage.look(window, "bank-offer")
        customer.leave(1)
        customer.go(customer.form("cancel"))
        customer.at_bank("You did not add the card")
        stage.look(window, "bank-cancelled", dark=False)
        customer.add(1)
        customer.at_bank(ADDED)
        stage.look(window, "bank-added")
        customer.check("in the list", customer.standing(1) == "In Click to Pay")
        # The same return once more shows what was kept; one that somebody made up is refused.
        customer.page.go_back()
        forged = house.origin + "/bank/return?sid=none&results%5BMCC-STL-1%5D=APPROVED%7CABC"
        customer.page.goto(forged)
        customer.reads("We cannot use this link")
        # Everything that can be done with it, to the end.
        customer.page.goto(house.origin + "/bank/cards")
        customer.go(customer.card(1).get_by_role("link"))
        stage.look(window, "bank-manage", dark=False)
        customer.press("Suspend")
        customer.check("suspended", customer.standing(1) == "Suspended")
        customer.go(customer.card(1).get_by_role("link"))
        customer.press("Resume")
        customer.check("resumed", customer.standing(1) == "In Click to Pay")
        customer.go(customer.card(1).get_by_role("link"))
        customer.follow("Remove from Click to Pay")
        stage.look(window, "bank-remove", dark=False)
        customer.press("Remove")
        customer.check("gone", customer.standing(1) == "Not in Click to Pay")


def bank_without_the_number(stage):
    """A card whose number the bank does not see, added without leaving the bank (processing 1.1)."""
    with bank(stage) as house, stage.window() as window:
        customer = Customer(stage, house, window, "jonas")
        customer.page.goto(house.origin + "/bank/cards?lang=en")
        customer.offer(3)
        for box in customer.page.locator("main input[type=checkbox]").all():
            box.check()
        customer.press("Add here")
        customer.at_bank(ADDED)
        customer.check("in the list", customer.standing(3) == "In Click to Pay")
        customer.go(customer.card(3).get_by_role("link"))
        customer.follow("Remove from Click to Pay")
        customer.press("Remove")
        customer.check("gone", customer.standing(3) == "Not in Click to Pay")


def bank_every_result(stage):
    with bank(stage) as house, stage.window() as window:
        customer = Customer(stage, house, window, "sam")
        stage.look(window, "bank-cards-of-sam", dark=False)
        customer.check("not for all", customer.card(6).get_by_role("link").count() == 0)
        for number, title in ((2, "This card cannot be added"), (4, ADDED + " already"), (5, "That did not work")):
            customer.add(number)
            customer.returns()
            customer.at_bank(title)
            stage.look(window, "bank-result-%d" % number, dark=False)
        customer.add(3)
        customer.at_bank("One more step: confirm that it is you")
        stage.look(window, "bank-confirm", dark=False)
        customer.page.locator("#password").fill("wrong")
        customer.press("Confirm")
        customer.reads("One more step: confirm that it is you")
        customer.page.locator("#password").fill(PASSWORD)
        customer.press("Confirm")
        customer.at_bank(ADDED)
        customer.page.goto(house.origin + "/bank/activity")
        stage.look(window, "bank-activity", dark=False)


def bank_codes_and_time(stage):
    """Rows 4 and 10 of the matrix: what fails on the way is told at the bank, and another attempt works."""
    with bank(stage) as house, stage.window() as window:
        customer = Customer(stage, house, window, "amelia")
        customer.leave(2)
        right = customer.ask_for_code()
        for _ in range(3):
            customer.page.locator("#code").fill("000000" if right != "000000" else "000001")
            customer.go(customer.form("code"))
        customer.reads("That did not work")
        customer.returns()
        customer.at_bank("That did not work")
        customer.leave(2)
        with stage.later(901):
            customer.go(customer.form("details"))
            customer.reads("That did not work")
        customer.returns()
        customer.at_bank("That did not work")
        customer.add(2)
        customer.at_bank(ADDED)


def bank_remembered(stage):
    """Rows 2 and 12: the next card of a remembered browser needs no code; a link that was used leads back."""
    with bank(stage) as house, stage.window() as window:
        customer = Customer(stage, house, window, "camille")
        customer.page.goto(house.origin + "/bank/cards?lang=en")
        links = []
        customer.page.on("request", lambda request: links.append(request.url) if "/provision?" in request.url else None)
        customer.leave(1)
        customer.prove()
        customer.agree(remember=True)
        customer.at_bank(ADDED)
        customer.leave(2)
        customer.reads("Add this card?")
        customer.agree()
        customer.at_bank(ADDED)
        customer.page.goto(links[0])
        customer.reads("This link was used")
        customer.returns()
        # Only the first return counts: the bank shows what it knew.
        customer.at_bank(ADDED)


def bank_authenticates_on_the_way(stage):
    with bank(stage, "--authenticate-on-the-way") as house, stage.window() as window:
        stage.set("activationURL=%s/bank/activate" % house.origin)
        customer = Customer(stage, house, window, "sam")
        if customer.standing(3) == "In Click to Pay":
            customer.go(customer.card(3).get_by_role("link"))
            customer.follow("Remove from Click to Pay")
            customer.press("Remove")
        customer.add(3)
        customer.reads("One more step at your bank")
        customer.returns()
        customer.reads("Confirm your card for Click to Pay")
        stage.look(window, "bank-activate", dark=False)
        customer.page.locator("#password").fill(PASSWORD)
        customer.press("Confirm")
        customer.at_bank(ADDED)
        stage.set("activationURL=none")


def bank_speaks(stage):
    """Each customer's own language, and the direction that it is written in."""
    with bank(stage) as house:
        for name, language in (("lucia", "es"), ("camille", "fr"), ("jonas", "de"), ("layla", "ar")):
            with stage.window() as window:
                window.page.goto(house.origin + "/bank")
                window.page.locator("#user").fill(name)
                window.page.locator("#password").fill(PASSWORD)
                with window.page.expect_navigation():
                    window.page.locator("main button[type=submit]").first.click()
                root = window.page.locator("html")
                stage.checks.check(name, root.get_attribute("lang") == language, language)
                stage.checks.check(name, (root.get_attribute("dir") == "rtl") == (language == "ar"))
                stage.look(window, "bank-" + language, dark=False)


ALL = [
    bank_there_and_back,
    bank_without_the_number,
    bank_every_result,
    bank_codes_and_time,
    bank_remembered,
    bank_authenticates_on_the_way,
    bank_speaks,
]
