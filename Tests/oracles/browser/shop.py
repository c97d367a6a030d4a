# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""The demo shop in a real browser: Click to Pay by the network's own script, from the basket to the order.

shop.py desktop|phone PROFILE MUSTER DATA SHOTS [NAME…]   pictures go to SHOTS; only what NAME is in the name of
"""

import csv
import json
import os
import signal
import subprocess
import sys
import tempfile

sys.path.insert(1, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import purchases  # noqa: E402
import wishes  # noqa: E402
from chromium import Chromium  # noqa: E402
from issuer import with_check_digit  # noqa: E402
from merchant import Shop  # noqa: E402
from network import Checks, Issuer  # noqa: E402
from shots import Shots  # noqa: E402
from stage import BrowserStage, free_port  # noqa: E402


class Stage(BrowserStage):
    """A shop of its own at the network of the profile, and a browser before it."""

    def __init__(self, viewport, profile, muster, data, shots):
        self.muster, self.profile, self.data = muster, profile, data
        self.folder = tempfile.TemporaryDirectory(prefix="muster-shop-")
        self.issuer = Issuer(profile)
        self.network = self.issuer.origin
        self.origin = "http://127.0.0.1:%d" % free_port()
        merchant = os.path.join(self.folder.name, "shop.json")
        delegation = ["allowCheckoutUpdates.%sAddress=true" % name for name in ("billing", "shipping")]
        self.run("issuer", "set", "--data", data, "preProvisioning=true", *delegation)
        self.run(
            "merchant", "create", "--data", data, "--name", "Fern & Field", "--origin", self.origin,
            "--out", merchant, "--base-url", self.network,
        )  # fmt: skip
        # The shop's server once more, of jwcrypto alone.
        self.server = Shop(merchant)
        self.issuer.follow_settings()
        command = [muster, "shop", "--merchant", merchant, "--data", self.folder.name]
        command += ["--listen", self.origin.removeprefix("http://")]
        self.shop = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.origin in self.shop.stdout.readline(), "the shop did not start"
        self.chromium = Chromium(viewport, [self.network, self.origin])
        self.checks = Checks()
        self.shots = Shots(shots, self.checks, self.chromium)
        self.count = 0

    def close(self):
        self.chromium.close()
        self.shop.send_signal(signal.SIGTERM)
        self.shop.wait(30)
        self.folder.cleanup()

    def run(self, *words):
        outcome = subprocess.run([self.muster, *words], capture_output=True, text=True, timeout=60)
        assert outcome.returncode == 0, outcome
        return outcome.stdout

    def set(self, *settings):
        """Changes the program's settings while the server runs."""
        self.run("issuer", "set", "--data", self.data, *settings)
        self.issuer.follow_settings()

    # People

    def person(self, stages=True, enrolls=False):
        """Somebody whom the network does not know yet; with a card that waits to be claimed, or is enrolled."""
        self.count += 1
        self.serial = "%s%d" % ("2" if self.chromium.is_phone else "1", self.count)
        email = "ada.%s@example.test" % self.serial
        if stages or enrolls:
            self.stage(email, enrolls, with_check_digit("55555555%07d" % int(self.serial)))
        return email

    def stage(self, email, enrolls, pan):
        path = os.path.join(self.folder.name, "cards-%s.csv" % self.serial)
        row = {
            "externalConsumerId": "holder-" + self.serial, "externalCardId": "card-" + self.serial, "email": email,
            "mobileCountryCode": "32", "mobileNumber": "470%06d" % int(self.serial), "firstName": "Ada",
            "lastName": "Example", "countryCode": "BE", "languageCode": "en", "primaryAccountNumber": pan,
            "panExpirationMonth": "08", "panExpirationYear": "2031",
        }  # fmt: skip
        with open(path, "w", newline="") as file:
            writer = csv.DictWriter(file, row)
            writer.writeheader()
            writer.writerow(row)
        self.run("enroll", path, "--issuer", self.profile, *([] if enrolls else ["--pre-provision"]))

    def code(self, email):
        answer = self.issuer.session.get(self.network + "/__admin/otp", params={"identity": email}, timeout=60)
        return answer.json()["code"]

    def confirmations(self, correlation):
        url = self.network + "/__admin/confirmations"
        answer = self.issuer.session.get(url, params={"srcCorrelationId": correlation}, timeout=60)
        return json.dumps(answer.json())


def main():
    viewport, profile, muster, data, shots, *names = sys.argv[1:]
    stage = Stage(viewport, profile, muster, data, shots)
    try:
        stage.play_all(purchases.ALL + wishes.ALL, names)
    finally:
        stage.close()
    stage.checks.end()


main()
