# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""The provisioning page in a real browser: journeys, refusals, and whether everybody can use it.

provision.py desktop|phone PROFILE MUSTER DATA SHOTS [NAME…]   pictures go to SHOTS; only what NAME is in the name of
"""

import copy
import os
import subprocess
import sys
from contextlib import contextmanager

sys.path.insert(1, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import access  # noqa: E402
import bank  # noqa: E402
import journeys  # noqa: E402
import refusals  # noqa: E402
import secure  # noqa: E402
from chromium import Chromium  # noqa: E402
from issuer import PushingIssuer  # noqa: E402
from network import Checks  # noqa: E402
from shots import Shots  # noqa: E402
from stage import BrowserStage  # noqa: E402
from walk import Person  # noqa: E402


class Stage(BrowserStage):
    """What every scenario plays on."""

    def __init__(self, viewport, profile, muster, data, folder):
        self.profile, self.muster, self.data, self.folder = profile, muster, data, folder
        self.issuer = PushingIssuer(profile)
        self.chromium = Chromium(viewport, [self.issuer.network, self.issuer.site.origin])
        self.checks = Checks()
        self.shots = Shots(folder, self.checks, self.chromium)

    def at(self, issuer):
        """The same stage before another issuer, of another network."""
        stage = copy.copy(self)
        stage.issuer = issuer
        stage.chromium = self.chromium.among([issuer.network, issuer.site.origin])
        return stage

    def person(self):
        return Person()

    @contextmanager
    def later(self, seconds):
        """So many seconds later; then it is now again."""
        self.issuer.advance(seconds)
        try:
            yield
        finally:
            self.issuer.resume()

    def set(self, *settings):
        """Changes the program's settings while the server runs."""
        command = [self.muster, "issuer", "set", "--data", self.data, *settings]
        outcome = subprocess.run(command, capture_output=True, timeout=60)
        assert outcome.returncode == 0, outcome
        self.issuer.api.follow_settings()


def main():
    viewport, profile, muster, data, folder, *names = sys.argv[1:]
    stage = Stage(viewport, profile, muster, data, folder)
    try:
        stage.play_all(journeys.ALL + refusals.ALL + access.ALL + secure.ALL + bank.ALL, names)
    finally:
        stage.chromium.close()
    print("%d pictures in %s" % (len([n for n in os.listdir(folder) if n.endswith(".png")]), folder))
    stage.checks.end()


main()
