# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""The consumer's account in a real browser: cards, browsers, data and the way out.

account.py desktop|phone PROFILE MUSTER DATA SHOTS [NAME…]   pictures go to SHOTS; only what NAME is in the name of
"""

import csv
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager

sys.path.insert(1, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import visits  # noqa: E402
from chromium import Chromium  # noqa: E402
from issuer import PushingIssuer, with_check_digit  # noqa: E402
from network import Checks  # noqa: E402
from shots import Shots  # noqa: E402
from stage import BrowserStage  # noqa: E402

ADDRESS = {
    "addressLine1": "1 Sample Road", "city": "Testford", "state": "CA", "zip": "90000", "addressCountryCode": "US",
}  # fmt: skip


class Stage(BrowserStage):
    """A network with an issuer, whose consumers come by themselves."""

    def __init__(self, viewport, profile, muster, data, folder):
        self.profile, self.muster = profile, muster
        self.folder = tempfile.TemporaryDirectory(prefix="muster-account-")
        self.issuer = PushingIssuer(profile)
        self.network = self.issuer.network
        self.chromium = Chromium(viewport, [self.network])
        self.checks = Checks()
        self.shots = Shots(folder, self.checks, self.chromium)
        self.count = 0
        self.run("issuer", "set", "--data", data, "preProvisioning=true", "issuerName=Harbour Bank",
                 "cardDescriptor=Harbour Credit")  # fmt: skip
        self.issuer.api.follow_settings()

    def close(self):
        self.chromium.close()
        self.folder.cleanup()

    def run(self, *words):
        outcome = subprocess.run([self.muster, *words], capture_output=True, text=True, timeout=60)
        assert outcome.returncode == 0, outcome
        return outcome.stdout

    @contextmanager
    def later(self, seconds):
        """So many seconds later; then it is now again."""
        self.issuer.advance(seconds)
        try:
            yield
        finally:
            self.issuer.resume()

    # People

    def person(self, *cards, waiting=()):
        """Somebody with these cards, and with those that wait: each an ending of its number, or (ending, expiry)."""
        self.count += 1
        self.serial = "%s%02d" % ("2" if self.chromium.is_phone else "1", self.count)
        email = "ada.%s@example.test" % self.serial
        for group, more in ((cards, ()), (waiting, ("--pre-provision",))):
            if group:
                self.enroll(email, group, more)
        return email

    def enroll(self, email, cards, more):
        path = os.path.join(self.folder.name, "cards-%s-%d.csv" % (self.serial, len(more)))
        rows = []
        for number, card in enumerate(cards):
            ending, (month, year) = (card, ("08", "2031")) if isinstance(card, str) else card
            name = "%s-%d%d" % (self.serial, len(more), number)
            rows.append({
                "externalConsumerId": "holder-" + self.serial, "externalCardId": "card-" + name, "email": email,
                "mobileCountryCode": "32", "mobileNumber": "470%06d" % int(self.serial), "firstName": "Ada",
                "lastName": "Example", "countryCode": "BE", "languageCode": "en",
                "primaryAccountNumber": self.number(ending, number + 10 * len(more)),
                "panExpirationMonth": month, "panExpirationYear": year, **ADDRESS,
            })  # fmt: skip
        with open(path, "w", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        self.run("enroll", path, "--issuer", self.profile, *more)

    def number(self, ending, number):
        """A card number that nobody has, with these last digits: one before them makes the check digit right."""
        for digit in range(10):
            whole = "52043%d%s%02d%s" % (digit, self.serial.zfill(4), number, ending)
            if with_check_digit(whole[:15]) == whole:
                return whole
        raise AssertionError(ending)

    def code(self, identity):
        return self.issuer.code(identity)


def main():
    viewport, profile, muster, data, folder, *names = sys.argv[1:]
    stage = Stage(viewport, profile, muster, data, folder)
    try:
        stage.play_all(visits.ALL, names)
    finally:
        stage.close()
    print("%d pictures in %s" % (len([n for n in os.listdir(folder) if n.endswith(".png")]), folder))
    stage.checks.end()


main()
