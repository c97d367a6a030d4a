# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""A headless Chromium: one process, and a window with cookies of its own for each journey.

Windows take down everything that must not happen: a request to anybody but the network and the issuer, a script's
error, a violation of the page's policy.
"""

import copy
import os
import re
import shutil
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

VIEWPORTS = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
        "user_agent": "Mozilla/5.0 (Linux; Android 14; Phone) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/156.0.0.0 Mobile Safari/537.36",
    },
}
# What the browser says of an error page, which is an error page's right.
STATUS = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
TIMEOUT_MS = 15000


def program():
    """CHROMIUM, or the browser of the system. The one without a window of its own does the same with half the work."""
    names = [os.environ.get("CHROMIUM"), "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
    found = next((path for path in map(shutil.which, filter(None, names)) if path), None)
    assert found, "there is no Chromium: scripts/install-dependencies.sh installs it"
    return found


class Window:
    """One browser window, as of a person who never was here before."""

    def __init__(self, context, origins):
        self.context = context
        self.origins = set(origins)
        self.faults = []
        self.posts = []
        context.set_default_timeout(TIMEOUT_MS)
        context.on("request", self.requested)
        context.on("page", self.opened)
        context.on("console", self.said)
        context.on("weberror", lambda error: self.faults.append("script: %s" % error.error))
        # A policy that stops something says so on the page before the browser does on its console.
        context.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective))"
        )
        self.page = context.new_page()

    def opened(self, page):
        page.on("crash", lambda _: self.faults.append("the page crashed"))

    def requested(self, request):
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.scheme + "://" + parts.netloc not in self.origins:
            self.faults.append("a request to " + parts.netloc)
        if request.method == "POST":
            self.posts.append(request.url)

    def said(self, message):
        if message.type in ("error", "warning") and not STATUS.match(message.text):
            self.faults.append("console: " + message.text)


class Chromium:
    def __init__(self, viewport, origins):
        self.viewport = viewport
        self.origins = origins
        self.player = sync_playwright().start()
        arguments = [
            "--no-sandbox",
            # Whatever asks for another host finds nobody, and is seen in the list of requests.
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
            "--disable-background-networking",
            # Half of the work, and the same pages: no process for each site, none for drawing, none in stock.
            "--disable-site-isolation-trials",
            "--disable-gpu",
            "--in-process-gpu",
            "--disable-features=SpareRendererForSitePerProcess,IsolateOrigins,site-per-process",
        ]
        self.browser = self.player.chromium.launch(executable_path=program(), args=arguments)

    @property
    def is_phone(self):
        return self.viewport == "phone"

    def among(self, origins):
        """The same browser, for windows that talk to others."""
        chromium = copy.copy(self)
        chromium.origins = origins
        return chromium

    @contextmanager
    def window(self, **more):
        context = self.browser.new_context(locale="en-US", **VIEWPORTS[self.viewport], **more)
        try:
            yield Window(context, self.origins)
        finally:
            context.close()

    def close(self):
        self.browser.close()
        self.player.stop()
