# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""An issuer with a site of its own: it pushes cards, sends browsers to the network, and takes down who comes back.

Its pages are on `localhost` and the network's on `127.0.0.1`: to a browser these are two sites, as in life.

A journey begins with `order = issuer.order(...)`, goes there with `page.goto(order.start)`, and is judged by
`issuer.returns(order)`. Another issuer, such as one with real pages, needs these three and nothing else.
"""

import html
import itertools
import json
import re
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, unquote_plus, urlsplit

from network import Issuer

CLICK_TO_PAY = "50123197928"
RESULT = re.compile(r"results\[([A-Za-z0-9-]{1,64})\]")
# One card for each order, so that no order meets what another one left: all of an account range that is approved.
serials = itertools.count(1)


def with_check_digit(digits):
    """`digits` and the digit that makes the sum of Luhn a multiple of ten."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)


class Order:
    """A card that was pushed, and the link that goes with it."""

    def __init__(self, start, link, receipt, signature, session):
        self.start = start
        self.link = link
        self.receipt = receipt
        self.signature = signature
        self.session = session


class Returned:
    """A browser that came back."""

    def __init__(self, target, headers):
        self.target = target
        self.referer = headers.get("Referer")
        self.cookies = headers.get("Cookie")
        # By hand, from the raw query: this is what the network's words are judged by.
        self.results = []
        for pair in urlsplit(target).query.split("&"):
            name, _, value = pair.partition("=")
            found = RESULT.fullmatch(unquote_plus(name))
            if found:
                status, _, reference = unquote_plus(value).partition("|")
                self.results.append((found.group(1), status, reference or None))
            elif "results" in name:
                self.results.append(("malformed", pair, None))


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A browser that is closed leaves its connections as they are: nobody's fault."""


class Site:
    """The issuer's web server."""

    def __init__(self, token):
        site = self
        self.links = {}
        self.seen = []
        self.lock = threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
                if path == "/confirm":
                    self.confirm(query)
                elif path == "/return":
                    with site.lock:
                        site.seen.append(Returned(self.path, self.headers))
                    self.answer("<h1>Back at the bank</h1>")
                elif path in site.links:
                    self.go(site.links[path])
                else:
                    self.answer(site.pages.get(path, "<h1>The bank</h1>"))

            def confirm(self, query):
                """The issuer authenticates its cardholder, activates the token, and sends the browser back."""
                back, reference = query["return"][0], query["tokenUniqueReference"][0]
                with site.lock:
                    site.confirmations.append((reference, back))
                if "do" not in query:
                    link = "/confirm?%s&do=" % urlsplit(self.path).query
                    rows = ['<p><a id="%s" href="%s">%s</a>' % (do, html.escape(link + do), do) for do in ("yes", "no")]
                    return self.answer("<h1>Is it you?</h1>" + "".join(rows))
                if query["do"] == ["yes"]:
                    token("token/activate", "TokenActivate", reference)
                outcome = "completed" if query["do"] == ["yes"] else "failed"
                self.go(back + ("&" if "?" in back else "?") + "activation=" + outcome)

            def go(self, target):
                self.send_response(303)
                self.send_header("Location", target)
                # As an issuer should: the receipt is in the address (token-connect 8.2).
                self.send_header("Referrer-Policy", "no-referrer")
                self.send_header("Cache-Control", "no-store")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def answer(self, body, status=200):
                body = ('<!doctype html><html lang="en"><title>Bank</title>' + body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.pages = {}
        self.confirmations = []
        self.server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.origin = "http://localhost:%d" % self.server.server_address[1]

    def serve(self, path, page):
        self.pages[path] = page
        return self.origin + path

    def lead(self, link):
        """A page of the issuer's that leads to `link`."""
        path = "/start/" + uuid.uuid4().hex
        self.links[path] = link
        return self.origin + path


class PushingIssuer:
    """The issuer of the tests: a site, and the network's published libraries behind it."""

    def __init__(self, profile_path, trusted=None):
        """`trusted`: the file of the certificate by which the network is known, if it is not one of the system's."""
        self.api = Issuer(profile_path)
        if trusted:
            self.api.session.verify = trusted
            # Otherwise the environment's own list would be taken instead.
            self.api.session.trust_env = False
        self.network = self.api.origin
        self.site = Site(self.token)

    # Journeys

    def new_card(self):
        """The number of a card that nobody pushed yet."""
        return with_check_digit("512034" + "7%08d" % next(serials))

    def order(self, email=None, phone="2025550144", dial_code="1", pan=None, name="GARCIA/MARIA", locale="en_US",
              callback=True, signed=True, ext_flow=True, website=False, app=False, plain=None, **members):
        """Pushes one card and makes the link for it.

        `callback`: True: one of the issuer's site; False: none; else this one.
        `signed`: the network's signature is in the link instead of the receipt.
        `plain`: changes to the parameters of a plain link.
        """
        session = uuid.uuid4().hex
        own = "%s/return?sid=%s&note=%%C3%%A4%%20b#end" % (self.site.origin, session)
        address = {True: own, False: None}.get(callback, callback)
        holder = {"accountHolderName": name, "accountHolderEmailAddress": email}
        if phone:
            holder["accountHolderMobilePhoneNumber"] = {"countryDialInCode": dial_code, "phoneNumber": phone}
        settings = {
            "callbackURL": address,
            "completeIssuerAppActivation": app,
            "completeWebsiteActivation": website,
            "accountHolderDataSupplied": True,
            "locale": locale,
        }
        answer = self.push(pan or self.new_card(), holder, settings, **members)
        receipt = answer["pushAccountReceipts"][0]["pushAccountReceipt"]
        if signed:
            parameters = {"pushAccountData": answer["signature"]}
            if app:
                # The signature leaves this one out (token-connect 8.1).
                parameters["completeIssuerAppActivation"] = "true"
        else:
            parameters = {
                "pushAccountReceipts": receipt,
                "accountHolderDataSupplied": "true",
                "locale": locale,
                "completeIssuerAppActivation": "true" if app else "false",
                "completeWebsiteActivation": "true" if website else "false",
                "callbackURL": address,
            }
        if ext_flow:
            parameters["extFlow"] = "true"
        link = self.link({**parameters, **(plain or {})}, answer["availablePushMethods"][0]["uri"])
        return Order(self.site.lead(link), link, receipt, answer["signature"], session)

    def link(self, parameters, page=None):
        pairs = [name + "=" + quote(value, safe="") for name, value in parameters.items() if value is not None]
        return (page or self.network + "/provision") + "?" + "&".join(pairs)

    def returns(self, order):
        """What came back for an order, each as its list of results."""
        with self.site.lock:
            return [seen for seen in self.site.seen if "sid=" + order.session in seen.target]

    def push(self, pan, holder, settings, requestor=CLICK_TO_PAY, **members):
        card = {"accountNumber": pan, "expiryMonth": "12", "expiryYear": "39"}
        holder = {name: value for name, value in holder.items() if value is not None}
        data = {"cardAccountData": card, "accountHolderData": holder}
        payload = self.api.encrypt_accounts([{"pushAccountId": "card-1", "fundingAccountData": data}])
        content = {
            "requestId": uuid.uuid4().hex,
            "pushFundingAccounts": {"encryptedPayload": payload},
            "tokenRequestorId": requestor,
            "signatureData": {name: value for name, value in settings.items() if value is not None},
            **members,
        }
        answer = self.api.call("POST", "/mdes/connect/1/0/pushMultipleAccounts", body=content).json()
        assert "signature" in answer, answer
        return answer

    # What the issuer asks the network beside the browser

    def token(self, operation, name, reference):
        content = {name + "Request": {"TokenUniqueReference": reference, "ReasonCode": "C"}}
        return self.csapi(operation, content)

    def token_status(self, reference):
        """A: active, U: not active yet; nil: no such token."""
        found = self.csapi("search", {"SearchRequest": {"TokenUniqueReference": reference}}).json()
        account = found.get("SearchResponse", {}).get("Accounts", {}).get("Account", [])
        return account[0]["Tokens"]["Token"][0]["CurrentStatusCode"] if account else None

    def csapi(self, operation, content):
        return self.api.call("POST", "/mdes/csapi/%s/%s" % (self.api.profile["directoryId"], operation), body=content)

    # The sandbox's switches

    def admin(self, method, path, **members):
        headers = {"Content-Type": "application/json"}
        answer = self.api.session.request(
            method, self.network + "/__admin" + path, data=json.dumps(members) if members else None, headers=headers)
        assert answer.status_code < 300, (path, answer.status_code, answer.text)
        return answer.json() if answer.content else None

    def code(self, identity):
        """The code that was sent last."""
        return self.admin("GET", "/otp?identity=" + quote(identity, safe=""))["code"]

    def advance(self, seconds):
        self.admin("POST", "/clock/advance", seconds=seconds)

    def resume(self):
        self.admin("POST", "/clock/resume")
