# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""The provisioning page in a real browser: journeys, refusals, and whether everybody can use it.

provision.py desktop|phone PROFILE MUSTER DATA SHOTS [NAME…]   pictures go to SHOTS; only what NAME is in the name of
"""

import copy
import os
import subprocess
import sys
import time
import traceback
from contextlib import contextmanager

sys.path.insert(1, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import access  # noqa: E402
import journeys  # noqa: E402
import refusals  # noqa: E402
import secure  # noqa: E402
from chromium import Chromium  # noqa: E402
from issuer import PushingIssuer  # noqa: E402
from network import Checks  # noqa: E402
from shots import Shots  # noqa: E402
from walk import Person  # noqa: E402


class Stage:
    """What every scenario plays on."""

    def __init__(self, viewport, profile, muster, data, folder):
        self.muster, self.data, self.folder = muster, data, folder
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
    def window(self, **more):
        with self.chromium.window(**more) as window:
            try:
                yield window
            except BaseException:
                self.shots.shoot(window.page, "FAILED-" + self.name)
                raise
            finally:
                self.checks.check("nothing goes wrong in the browser", not window.faults, window.faults)

    def look(self, window, name, **more):
        self.shots.look(window, name, **more)

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

    def play(self, scenario):
        self.name = scenario.__name__
        failed, began = self.checks.failed, time.monotonic()
        try:
            scenario(self)
        except Exception:
            self.checks.check(self.name, False, traceback.format_exc(limit=-6))
        word = "ok    " if self.checks.failed == failed else "FAILED"
        print("%s %5.1f s  %s" % (word, time.monotonic() - began, self.name), flush=True)


def main():
    viewport, profile, muster, data, folder, *names = sys.argv[1:]
    stage = Stage(viewport, profile, muster, data, folder)
    try:
        for scenario in journeys.ALL + refusals.ALL + access.ALL + secure.ALL:
            if not names or any(name in scenario.__name__ for name in names):
                stage.play(scenario)
    finally:
        stage.chromium.close()
    for rule, where in sorted(stage.shots.minor):
        print("minor: %s: %s" % (rule, where))
    print("%d pictures in %s" % (len([n for n in os.listdir(folder) if n.endswith(".png")]), folder))
    stage.checks.end()


main()
