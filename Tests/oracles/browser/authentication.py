# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""The network's own sign-in page in a real browser (checkout 5.4): in a window and inside of a shop's page.

authentication.py desktop|phone PROFILE MUSTER DATA SHOTS [NAME…]   only what NAME is in the name of
"""

import http.server
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from types import SimpleNamespace

from playwright.sync_api import expect

sys.path.insert(1, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from access import FOCUS  # noqa: E402
from chromium import Chromium  # noqa: E402
from merchant import Shop  # noqa: E402
from network import Checks, Issuer  # noqa: E402
from shots import Shots  # noqa: E402
from stage import BrowserStage  # noqa: E402

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<script type="module" src="/shop.js"></script></head><body><main><h1>Shop</h1>
<p><button id="window">In a window</button> <button id="frame">On this page</button>
<button id="own">Wrongly</button> <button id="pay">Pay</button></p>
<div id="place"></div><p id="result"></p></main></body></html>"""
SCRIPT = """
import MusterClickToPay from "NETWORK/sdk.js";
const settings = JSON.parse(new URL(location).searchParams.get("settings"));
const result = document.getElementById("result");
const sdk = new MusterClickToPay();
let cards;
await sdk.init({ srcClientId: settings.client, srcDpaId: settings.dpa, dpaLocale: settings.locale });
async function run(windowRef) {
  result.textContent = "";
  try {
    const { email, ...more } = settings.authenticate;
    const answer = await sdk.authenticate({ windowRef, accountReference: { email }, ...more });
    cards = answer.cards;
    result.textContent = JSON.stringify({ ...answer, cards: answer.cards?.length });
  } catch (error) {
    result.textContent = JSON.stringify({ reason: error.reason ?? String(error) });
  }
}
const on = (id, action) => document.getElementById(id).addEventListener("click", action);
on("window", () => run(open("", "sign-in", "popup,width=480,height=760")));
on("frame", () => run(document.getElementById("place")));
on("own", () => run(window));
on("pay", async () => {
  result.textContent = "";
  const windowRef = open("", "checkout", "popup,width=480,height=760");
  const { srcDigitalCardId } = cards[0];
  result.textContent = JSON.stringify(await sdk.checkoutWithCard({ srcDigitalCardId, windowRef }));
});
document.body.dataset.ready = "yes";
"""
TITLES = {
    "en": "Confirm that it is you", "es": "Confirme que es usted", "fr": "Confirmez que c’est vous",
    "de": "Bestätigen Sie, dass Sie es sind", "ar": "أكّد أنك أنت",
}  # fmt: skip


class Site(http.server.BaseHTTPRequestHandler):
    """Pages of a shop whose policy allows no more than the network's library needs."""

    network = ""

    def do_GET(self):
        is_script = self.path.startswith("/shop.js")
        text = SCRIPT.replace("NETWORK", self.network) if is_script else PAGE
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if is_script else "text/html; charset=utf-8")
        policy = "default-src 'none'; script-src 'self' {0}; connect-src {0}; frame-src {0}; img-src data:"
        self.send_header("Content-Security-Policy", policy.format(self.network))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


def serve():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    # Another site than the network's 127.0.0.1, as in real life.
    return "http://localhost:%d" % server.server_port


class Stage(BrowserStage):
    """A shop of its own at the network of the profile, a stranger's site, and a browser before them."""

    def __init__(self, viewport, profile, muster, data, shots):
        self.folder = tempfile.TemporaryDirectory(prefix="muster-authentication-")
        self.issuer = Issuer(profile)
        self.network = Site.network = self.issuer.origin
        self.origin, self.stranger = serve(), serve()
        merchant = os.path.join(self.folder.name, "shop.json")
        subprocess.run(
            [muster, "merchant", "create", "--data", data, "--name", "Fern & Field", "--origin", self.origin,
             "--out", merchant, "--base-url", self.network],
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip
        with open(merchant, encoding="utf-8") as file:
            self.shop = json.load(file)
        self.server = Shop(merchant)
        self.issuer.follow_settings()
        self.chromium = Chromium(viewport, [self.network, self.origin, self.stranger])
        self.checks = Checks()
        self.shots = Shots(shots, self.checks, self.chromium)
        self.count = 0

    def close(self):
        self.chromium.close()
        self.folder.cleanup()

    def person(self):
        self.count += 1
        serial = "%s%02d" % ("2" if self.chromium.is_phone else "1", self.count)
        email = "ada.%s@example.test" % serial
        consumer = {
            "externalConsumerId": "signer-" + serial,
            "consumerIdentity": {"identityType": "EMAIL_ADDRESS", "identityValue": email},
            "mobileNumber": {"countryCode": "32", "phoneNumber": "470123" + serial},
            "firstName": "Ada", "lastName": "Example", "countryCode": "BE", "languageCode": "en",
            "cards": [{"externalCardId": "card-" + serial, "primaryAccountNumber": "5186001700009726",
                       "panExpirationMonth": "08", "panExpirationYear": "2031"}],
        }  # fmt: skip
        status = self.issuer.enroll([consumer])
        assert status["batchStatus"] == "COMPLETED_SUCCESSFULLY", status
        return email

    def code(self, identity):
        answer = self.issuer.session.get(self.network + "/__admin/otp", params={"identity": identity}, timeout=60)
        return answer.json()["code"]

    def passkeys(self, **seed):
        answer = self.issuer.session.put(self.network + "/__admin/passkeys", json=seed, timeout=60)
        assert answer.status_code == 204, answer.text

    def call(self, path, **members):
        ids = {"srcClientId": self.shop["srcClientId"], "srcDpaId": self.shop["srcDpaId"]}
        answer = self.issuer.session.post(
            self.network + path, json={**ids, **members}, headers={"Origin": self.origin}, timeout=60
        )
        return answer.json()


class Visit:
    """A person at the shop, and what the browser has asked for on the way."""

    def __init__(self, stage, window, email, locale="en_US", **more):
        self.stage, self.window, self.page = stage, window, window.page
        self.check = stage.checks.check
        self.email = email
        self.urls = []
        window.context.on("request", lambda request: self.urls.append(request.url))
        authenticate = {"email": email, "requestRecognitionToken": True, **more}
        settings = {
            "client": stage.shop["srcClientId"], "dpa": stage.shop["srcDpaId"], "locale": locale,
            "authenticate": authenticate,
        }  # fmt: skip
        self.page.goto(stage.origin + "/?settings=" + json.dumps(settings))
        expect(self.page.locator("body")).to_have_attribute("data-ready", "yes")

    def touch(self, target):
        target.tap(no_wait_after=True) if self.stage.chromium.is_phone else target.click(no_wait_after=True)

    def in_window(self):
        with self.window.context.expect_page() as opened:
            self.touch(self.page.locator("#window"))
        popup = opened.value
        expect(popup.locator("h1")).to_be_visible()
        return popup

    def in_frame(self):
        self.touch(self.page.locator("#frame"))
        frame = self.page.frame_locator("#place iframe")
        expect(frame.locator("h1")).to_be_visible()
        return frame

    def send(self, place):
        self.touch(place.get_by_role("button", name="Send the code"))
        expect(place.locator("#code")).to_be_visible()

    def enter(self, place, code, remember=None):
        place.locator("#code").fill(code)
        if remember is not None:
            place.locator("#remember").set_checked(remember)
        self.touch(place.locator("button.main"))

    def ended(self, **expected):
        result = self.page.locator("#result")
        expect(result).not_to_be_empty()
        answer = json.loads(result.inner_text())
        self.check("it ended with %s" % expected, answer == expected, answer)
        tokens = self.page.evaluate("Object.keys(localStorage).length")
        secret = [url for url in self.urls if "aus_" in url or "eyJ" in url]
        self.check("no token and no session was in an address", not secret, secret)
        return tokens

    def pay(self):
        """Whoever has signed in so pays: an independent library verifies what the page got, and opens the rest."""
        with self.window.context.expect_page() as opened:
            self.touch(self.page.locator("#pay"))
        popup = opened.value
        expect(popup.locator("h1")).to_have_text("Before you pay")
        popup.locator("#accept").check()
        with popup.expect_event("close"):
            self.touch(popup.locator("button.main"))
        expect(self.page.locator("#result")).not_to_be_empty()
        answer = json.loads(self.page.locator("#result").inner_text())
        self.check("the checkout is complete", answer.get("checkoutActionCode") == "COMPLETE", answer)
        _, summary = self.stage.server.verify(answer["checkoutResponse"])
        payload, secret = self.stage.server.credentials(answer["checkoutResponse"], summary["srcCorrelationId"])
        self.check("the card", payload["maskedCard"]["panLastFour"] == "9726", payload)
        self.check("a token for it", secret["token"]["paymentToken"][-4:] != "9726" or "card" not in secret)

    def look(self, place, name, **more):
        self.stage.shots.look(SimpleNamespace(page=place), name, **more)


def window_with_code(stage):
    """A code in a window; the browser is remembered because its box was ticked."""
    email = stage.person()
    with stage.window() as window:
        visit = Visit(stage, window, email)
        popup = visit.in_window()
        visit.check("its title", popup.locator("h1").inner_text() == TITLES["en"])
        visit.check("the shop's name", "Fern & Field" in popup.locator("main").inner_text())
        visit.look(popup, "start", dark=True)
        visit.send(popup)
        visit.check("the box is not ticked", not popup.locator("#remember").is_checked())
        visit.check("a pause", popup.locator("[data-wait]").is_disabled())
        visit.look(popup, "code", dark=True)
        code = stage.code(email)
        visit.enter(popup, "000000" if code != "000000" else "000001", remember=True)
        expect(popup.locator("#code-fault")).to_be_visible()
        visit.check("the box stays ticked", popup.locator("#remember").is_checked())
        visit.look(popup, "wrong")
        with popup.expect_event("close"):
            visit.enter(popup, code)
        visit.check("a token is kept", visit.ended(authenticationStatus="AUTHENTICATED", cards=1) == 1)
        visit.pay()
        # Known from then on.
        visit.page.reload()
        expect(visit.page.locator("body")).to_have_attribute("data-ready", "yes")


def frame_with_code(stage):
    """A code inside of the shop's page, by another channel; the code's field is out of that page's reach."""
    email = stage.person()
    with stage.window() as window:
        visit = Visit(stage, window, email)
        frame = visit.in_frame()
        frame.get_by_text(re.compile("Text message")).click()
        stage.shots.shoot(visit.page, "frame-start")
        visit.send(frame)
        stage.shots.shoot(visit.page, "frame-code")
        reached = visit.page.evaluate("document.querySelector('#place iframe').contentDocument !== null")
        visit.check("the page cannot look into it", not reached)
        visit.enter(frame, stage.code("32470123" + email[4:7]), remember=False)
        visit.check("no token is kept", visit.ended(authenticationStatus="AUTHENTICATED", cards=1) == 0)
        visit.check("the frame is gone", visit.page.locator("iframe").count() == 0)
        visit.pay()


def passkey(stage):
    """A passkey in this browser alone, at once and without a code."""
    email = stage.person()
    stage.passkeys(identities=[email], appInstanceIds=["browser-1"])
    with stage.window() as window:
        visit = Visit(stage, window, email, appInstanceId="browser-1")
        popup = visit.in_window()
        visit.look(popup, "passkey", dark=True)
        with popup.expect_event("close"):
            visit.touch(popup.get_by_role("button", name="Continue with passkey"))
        visit.check("no token unasked", visit.ended(authenticationStatus="AUTHENTICATED", cards=1) == 0)
        visit.pay()
        frame = visit.in_frame()
        frame.locator("#remember").check()
        visit.touch(frame.get_by_role("button", name="Continue with passkey"))
        expect(visit.page.locator("iframe")).to_have_count(0)
        visit.check("a token", visit.ended(authenticationStatus="AUTHENTICATED", cards=1) == 1)
    with stage.window() as window:
        popup = Visit(stage, window, email, appInstanceId="browser-2").in_window()
        stage.checks.check("not elsewhere", popup.get_by_role("button", name="passkey").count() == 0)
    stage.passkeys(identities=[])


def leaving(stage):
    """Every way out, and what cannot begin."""
    email = stage.person()
    with stage.window() as window:
        visit = Visit(stage, window, email)
        for place in (visit.in_window, visit.in_frame):
            visit.touch(place().get_by_role("button", name="That is not me"))
            visit.ended(authenticationStatus="SWITCH_CONSUMER")
            visit.touch(place().get_by_role("button", name="Cancel"))
            visit.ended(authenticationStatus="CLOSED")
        visit.in_window().close()
        visit.ended(authenticationStatus="CLOSED")
        visit.in_frame()
        visit.page.evaluate("document.querySelector('#place iframe').remove()")
        visit.ended(authenticationStatus="CLOSED")
        visit.touch(visit.page.locator("#own"))
        visit.ended(reason="INVALID_PARAMETER")
    with stage.window() as window:
        visit = Visit(stage, window, "nobody@example.test")
        visit.touch(visit.page.locator("#frame"))
        visit.ended(reason="NOT_FOUND")


def stranger(stage):
    """No other site's page may show it, nor hear its word."""
    opened = stage.call("/src/api/authenticate", accountReference={"consumerIdentity": {
        "identityType": "EMAIL_ADDRESS", "identityValue": stage.person()}})  # fmt: skip
    with stage.window() as window:
        page = window.page
        page.goto(stage.stranger + "/?settings={}")
        window.faults.clear()
        shown = page.evaluate(
            """async (address) => {
              const frame = document.createElement("iframe");
              frame.src = address;
              await new Promise((loaded) => {
                frame.onload = loaded;
                document.body.append(frame);
              });
              return frame.contentDocument !== null;
            }""",
            opened["authenticationUri"],
        )
        stage.checks.check("not a page of the stranger's own", not shown)
        stage.checks.check("refused", any("frame-ancestors" in fault for fault in window.faults), window.faults)
        frames = [frame for frame in page.frames if frame is not page.main_frame]
        texts = [frame.locator("h1").count() for frame in frames]
        stage.checks.check("nothing of it is shown", sum(texts) == 0, texts)
        window.faults.clear()
        page.evaluate("window.words = []; addEventListener('message', event => words.push(event.data))")
        with window.context.expect_page() as popup:
            page.evaluate("address => { open(address, 'x', 'popup'); }", opened["authenticationUri"])
        popup.value.get_by_role("button", name="Cancel").click()
        expect(popup.value.locator("h1")).to_have_text("You left the sign-in")
        stage.checks.check("the stranger hears nothing", page.evaluate("words.length") == 0)
        # The browser says that it kept the word from the stranger.
        told = [fault for fault in window.faults if "postMessage" in fault]
        stage.checks.check("because the browser keeps it", len(told) == 1, window.faults)
        window.faults.clear()


def languages(stage):
    """Both screens in each language, as the browser lays them out."""
    for language, title in TITLES.items():
        email = stage.person()
        with stage.window() as window:
            visit = Visit(stage, window, email, locale=language + "_XX")
            popup = visit.in_window()
            expect(popup.locator("html")).to_have_attribute("lang", language)
            expect(popup.locator("h1")).to_have_text(title)
            visit.look(popup, "start-" + language)
            visit.touch(popup.locator("button.main"))
            expect(popup.locator("#code")).to_be_visible()
            visit.look(popup, "code-" + language)
            visit.touch(popup.locator("footer a[hreflang=en]"))
            expect(popup.locator("h1")).to_have_text("Enter your code")
            popup.close()
            visit.ended(authenticationStatus="CLOSED")


def keyboard(stage):
    """From the first screen to the end without a pointer; the focus is always seen."""
    if stage.chromium.is_phone:
        return
    email = stage.person()
    with stage.window() as window:
        visit = Visit(stage, window, email)
        popup = visit.in_window()
        for _ in range(20):
            popup.keyboard.press("Tab")
            focus = popup.evaluate(FOCUS)
            visit.check("the focus is seen", focus["isBody"] or focus["isShown"] and focus["isInSight"], focus)
            if focus["name"] == "Send the code":
                break
        popup.keyboard.press("Enter")
        expect(popup.locator("#code")).to_be_focused()
        popup.keyboard.type(stage.code(email))
        popup.keyboard.press("Tab")
        popup.keyboard.press("Space")
        popup.keyboard.press("Tab")
        with popup.expect_event("close"):
            popup.keyboard.press("Enter")
        visit.check("remembered", visit.ended(authenticationStatus="AUTHENTICATED", cards=1) == 1)


def without_script(stage):
    """The page works without script, and a shop that asks learns of it."""
    email = stage.person()
    identity = {"identityType": "EMAIL_ADDRESS", "identityValue": email}
    opened = stage.call("/src/api/authenticate", consumerIdentity=identity)
    session = {"authenticationSession": opened["authenticationSession"]}
    result = stage.call("/src/api/authenticate/result", **session)
    stage.checks.check("pending", result["authenticationStatus"] == "PENDING", result)
    with stage.window(java_script_enabled=False) as window:
        page = window.page
        page.goto(opened["authenticationUri"])
        page.get_by_role("button", name="Send the code").click()
        page.locator("#code").fill(stage.code(email))
        page.locator("button.main").click()
        expect(page.locator("h1")).to_have_text("Done")
        stage.shots.shoot(page, "done-without-script")
    result = stage.call("/src/api/authenticate/result", **session)
    stage.checks.check("authenticated", result["authenticationStatus"] == "AUTHENTICATED", result)
    profiles = stage.call("/src/api/profiles", idTokens=[result["idToken"]])
    stage.checks.check("with the card", len(profiles["profiles"][0]["maskedCards"]) == 1, profiles)
    again = stage.call("/src/api/authenticate/result", **session)
    stage.checks.check("once", again.get("reason") == "NOT_FOUND", again)


ALL = [window_with_code, frame_with_code, passkey, leaving, stranger, languages, keyboard, without_script]


def main():
    viewport, profile, muster, data, shots, *names = sys.argv[1:]
    stage = Stage(viewport, profile, muster, data, shots)
    try:
        stage.play_all(ALL, names)
    finally:
        stage.close()
    stage.checks.end()


main()
