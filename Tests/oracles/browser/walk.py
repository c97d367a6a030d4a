# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""A consumer with a browser, on the way from the issuer's site to the network's pages and back."""

import itertools
import re

from playwright.sync_api import expect

REFERENCE = re.compile("[A-Za-z0-9]{48}")
HAS_REFERENCE = {"APPROVED", "REQUIRE_ADDITIONAL_AUTHENTICATION"}
STATES = {"APPROVED": "A", "REQUIRE_ADDITIONAL_AUTHENTICATION": "U"}
BACK = "Back at the bank"


class Person:
    """Somebody whom the network does not know yet."""

    numbers = itertools.count(2025550100)

    def __init__(self):
        number = next(Person.numbers)
        # Numbers for fiction: 0100 to 0199 of each area, of which here are some.
        area, last = divmod(number - 2025550100, 100)
        self.phone = "%d55501%02d" % ((202, 212, 213, 214)[area], last)
        self.email = "maria.%s@example.test" % self.phone
        self.holder = {"email": self.email, "phone": self.phone}


class Walk:
    def __init__(self, stage, window, order):
        self.chromium, self.issuer, self.check = stage.chromium, stage.issuer, stage.checks.check
        self.window, self.page, self.order = window, window.page, order

    # Pages

    def start(self, title="Add your card to Click to Pay"):
        self.page.goto(self.order.start)
        self.reads(title)
        return self

    def reads(self, title):
        expect(self.page.locator("h1")).to_have_text(title)

    def says(self, *texts):
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def button(self, do, nth=0):
        """The button of the form for that."""
        return self.page.locator('form:has(input[name="do"][value="%s"]) button[type=submit]' % do).nth(nth)

    def touch(self, target):
        target.tap() if self.chromium.is_phone else target.click()

    def go(self, target):
        """Presses what leads to another page, and waits for that."""
        with self.page.expect_navigation():
            self.touch(target)

    def press(self, do, nth=0):
        self.go(self.button(do, nth))

    def back(self):
        """The link back to the bank."""
        return self.page.locator("main a.button.main")

    # Steps

    def identify(self, **fields):
        """Sends the first form, with these fields typed anew."""
        for name, value in fields.items():
            self.page.locator("#" + name).fill(value)
        self.press("details")
        return self

    def send(self, channel=0):
        self.touch(self.page.locator("label.choice").nth(channel))
        self.press("send")
        return self

    def enter(self, code):
        self.page.locator("#code").fill(code)
        self.press("code")
        return self

    def agree(self, remember=False):
        self.touch(self.page.locator("#accept"))
        if remember:
            self.touch(self.page.locator("#remember"))
        self.press("agree")
        return self

    def prove(self, identity):
        """From the form to the consent."""
        self.identify().send().enter(self.issuer.code(identity))
        self.reads("Add this card?")
        return self

    # Ends

    def returned(self, *statuses):
        """The browser came back so many times, each time with exactly one result, this one."""
        seen = self.issuer.returns(self.order)
        wanted = [[(self.order.receipt, status)] for status in statuses]
        found = [[result[:2] for result in back.results] for back in seen]
        self.check("results", found == wanted, (found, wanted))
        for back in seen:
            own = "/return?sid=%s&note=%%C3%%A4%%20b&results%%5B" % self.order.session
            self.check("the callback's own query is kept", back.target.startswith(own), back.target)
            self.check("nothing is told of where it was", back.referer is None, back.referer)
            for _, status, reference in back.results:
                if status not in HAS_REFERENCE:
                    self.check("no reference", reference is None, status)
                elif self.check("a reference", reference and REFERENCE.fullmatch(reference), status):
                    state = self.issuer.token_status(reference)
                    self.check("the token's state", state == STATES[status], (status, state))
        if statuses:
            self.reads(BACK)
            self.check("its fragment is kept", self.page.url.endswith("#end"), self.page.url)
        return seen[-1].results[0][2] if seen and seen[-1].results else None

    def leads_back(self, status):
        """The page's button leads to the bank, with that."""
        self.check("not yet", not self.issuer.returns(self.order))
        self.go(self.back())
        return self.returned(status)
