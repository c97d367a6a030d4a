# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""What every stage of these tests has: windows that are watched, pictures, and scenarios that are played on it."""

import socket
import time
import traceback
from contextlib import contextmanager


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class BrowserStage:
    """The stage that is built on it has `chromium`, `checks` and `shots`."""

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

    def play(self, scenario):
        self.name = scenario.__name__
        failed, began = self.checks.failed, time.monotonic()
        try:
            scenario(self)
        except Exception:
            self.checks.check(self.name, False, traceback.format_exc(limit=-6))
        word = "ok    " if self.checks.failed == failed else "FAILED"
        print("%s %5.1f s  %s" % (word, time.monotonic() - began, self.name), flush=True)

    def play_all(self, scenarios, names):
        """Those with one of the names in theirs, or all of them; then what is minor is told."""
        for scenario in scenarios:
            if not names or any(name in scenario.__name__ for name in names):
                self.play(scenario)
        for rule, where in sorted(self.shots.minor):
            print("minor: %s: %s" % (rule, where))
