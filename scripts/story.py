#!/usr/bin/env python3
# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""The whole story of a card, from its issuer's portfolio to a purchase and out again, told while it happens.

story.py MUSTER

A server and a shop, one process each, and two issuers by their commands, in a folder that is gone afterwards. An issuer
stages a card; its holder finds it at the shop, claims it and pays, and types in an address that the shop needs. With
one issuer, which has delegated that and whose cardholder agrees, the address is in the profile afterwards; with the
other nothing is. Whatever does not go as it must ends the story with 1. It needs nothing but Python's own library.
"""

import http.cookiejar
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request

MUSTER = os.path.abspath(sys.argv[1])
TIMEOUT = 60
ADDRESS = {
    "name": "Ada Example",
    "line1": "Canary Street 17",
    "city": "Ghent",
    "zip": "9000",
    "countryCode": "BE",
}
steps = 0


def tell(text):
    global steps
    steps += 1
    print("%3d. %s" % (steps, text), flush=True)


def need(condition, what, seen=""):
    if not condition:
        sys.exit("The story ends here: %s. %s" % (what, str(seen)[:2000]))


def muster(*words):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MUSTER_")}
    done = subprocess.run([MUSTER, *words], capture_output=True, text=True, timeout=TIMEOUT, env=kept)
    need(done.returncode == 0, "muster %s failed" % " ".join(words[:2]), done.stderr + done.stdout)
    return done.stdout


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Process:
    """A program that says that it is ready in its first line."""

    def __init__(self, *words):
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen([MUSTER, *words], stdout=subprocess.PIPE, stderr=self.log, text=True)
        need(self.process.stdout.readline(), "muster %s did not start" % words[0], self.logged())

    def logged(self):
        self.log.seek(0)
        return self.log.read()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(TIMEOUT)


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.text = response.read().decode()

    @property
    def json(self):
        return json.loads(self.text) if self.text else {}


class StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Browser:
    """A person at the shop: the shop's pages and forms, and the calls that their script makes to the network."""

    def __init__(self, network, shop):
        self.network = network
        self.shop = shop
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar, StayHere())

    def send(self, method, url, data=None, headers=None):
        request = urllib.request.Request(url, data=data, headers=headers or {}, method=method)
        try:
            return Answer(self.opener.open(request, timeout=TIMEOUT))
        except urllib.error.HTTPError as error:
            return Answer(error)

    def page(self, path):
        return self.send("GET", self.shop + path)

    def form(self, path, **fields):
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        return self.send("POST", self.shop + path, urllib.parse.urlencode(fields).encode(), headers)

    def call(self, path, expected=200, **members):
        body = {**self.parties, **members}
        headers = {"Content-Type": "application/json", "Origin": self.shop}
        answer = self.send("POST", self.network + path, json.dumps(body).encode(), headers)
        need(answer.status == expected, "%s answered %d" % (path, answer.status), answer.text)
        need(answer.headers["Access-Control-Allow-Origin"] == self.shop, "%s is not for this page" % path)
        return answer.json

    def read_checkout(self):
        """What the checkout page tells its script."""
        page = self.page("/shop/checkout").text
        tag = re.search(r'<section class="panel wallet"[^>]*>', page)
        need(tag, "the checkout page has no Click to Pay", page)
        facts = dict(re.findall(r'data-(\w+)="([^"]*)"', tag.group()))
        self.parties = {"srcClientId": facts["client"], "srcDpaId": facts["dpa"]}
        return facts


def code_of(network, email):
    url = network + "/__admin/otp?identity=" + urllib.parse.quote(email)
    with urllib.request.urlopen(url, timeout=TIMEOUT) as response:
        return json.load(response)["code"]


def stage(folder, bank, email, pan):
    """The issuer's part of the beginning."""
    portfolio = os.path.join(folder, bank.stem + ".csv")
    with open(portfolio, "w") as file:
        file.write("externalConsumerId,externalCardId,email,mobileCountryCode,mobileNumber,firstName,lastName,")
        file.write("countryCode,languageCode,primaryAccountNumber,panExpirationMonth,panExpirationYear\n")
        file.write("holder-1,card-1,%s,32,470123456,Ada,Example,BE,en,%s,08,2031\n" % (email, pan))
    results = os.path.join(folder, bank.stem + ".results.csv")
    muster("enroll", portfolio, "--issuer", bank.profile, "--pre-provision", "--results", results)
    with open(results) as file:
        row = file.readlines()[1]
    tell("%s stages the card of its cardholder by a batch. It is in no profile yet." % bank.name)
    return row


class Bank:
    def __init__(self, folder, data, network, name, stem, delegates):
        self.name = name
        self.stem = stem
        self.delegates = delegates
        self.profile = os.path.join(folder, stem + ".json")
        muster("issuer", "create", "--data", data, "--name", name, "--out", self.profile, "--base-url", network)
        word = "true" if delegates else "false"
        muster(
            "issuer", "set", "--data", data, "--name", name, "preProvisioning=true",
            "allowCheckoutUpdates.billingAddress=" + word, "allowCheckoutUpdates.shippingAddress=" + word,
        )  # fmt: skip


def sign_in(browser, network, email):
    present = browser.call(
        "/src/api/identities/lookup", consumerIdentity={"identityType": "EMAIL_ADDRESS", "identityValue": email}
    )
    need(present["consumerPresent"], "the cardholder is not known", present)
    browser.parties["srcCorrelationId"] = present["srcCorrelationId"]
    started = browser.call(
        "/src/api/identities/validation/initiate",
        consumerIdentity={"identityType": "EMAIL_ADDRESS", "identityValue": email},
    )
    need(email not in json.dumps(started), "the address is not masked", started)
    finished = browser.call(
        "/src/api/identities/validation/complete",
        validationData=code_of(network, email),
        idValidationSessionId=started["idValidationSessionId"],
    )
    tell("The cardholder is known by the email address, and enters the code that was sent to %s." % (
        started["maskedValidationChannel"]))  # fmt: skip
    return finished["idToken"]


def claim(browser, token):
    profile = browser.call("/src/api/profiles", idTokens=[token])["profiles"][0]
    need(profile["maskedCards"] == [], "there is a card already", profile)
    waiting = profile["preProvisionedCards"]
    need(len(waiting) == 1, "the staged card does not show", profile)
    path = "/src/api/profiles/pre-provisioned-cards/%s/provision" % waiting[0]["preProvisionedCardId"]
    refused = browser.call(path, 400, idToken=token)
    need(refused["reason"] == "COMPLIANCE_REQUIRED", "a card was claimed without agreement", refused)
    consents = {
        name: {"acceptedVersion": "LATEST", "latestVersion": "LATEST", "latestVersionUri": browser.network + path}
        for name, path in (("tnc", "/terms"), ("privacy", "/privacy"))
    }
    card = browser.call(path, idToken=token, complianceSettings=consents)["maskedCard"]
    tell("The bank's card ending in %s waits there. The cardholder accepts the terms and claims it." % (
        card["panLastFour"]))  # fmt: skip
    return card, consents


def pay(browser, token, facts, card, consents, delegates):
    options = {
        "transactionAmount": {"transactionAmount": float(facts["amount"]), "transactionCurrencyCode": "EUR"},
        "dpaShippingPreference": "FULL",
        "dpaBillingPreference": "FULL",
        "confirmPayment": False,
        "dpaLocale": facts["locale"],
    }
    remember = {"complianceType": "REMEMBER_ME", "uri": browser.shop + "/shop/checkout", "version": "LATEST"}
    begun = browser.call(
        "/src/api/checkout",
        202,
        srcDigitalCardId=card["srcDigitalCardId"],
        idToken=token,
        dpaTransactionOptions=options,
        complianceSettings={**consents, "complianceResources": [remember]},
        srciTransactionId=facts["transaction"],
    )
    need("DATA_CAPTURE" in begun["requiredSteps"], "no address is asked for", begun)
    need(begun.get("storageOffered", False) == delegates, "storing is offered to the wrong one", begun)
    window = "/dcf/%s/actions" % begun["dcfSessionId"]
    data = {"billingAddress": ADDRESS, "shippingAddress": ADDRESS}
    consent = {"consent": True} if delegates else {}
    if not delegates:
        browser.call(window, 409, action="submit-data", data=data, consent=True)
    ended = browser.call(window, action="submit-data", data=data, **consent)
    need(ended.get("dcfActionCode") == "COMPLETE", "the checkout is not complete", ended)
    need(ended.get("recognitionToken"), "the browser is not remembered", ended)
    tell("The shop needs an address that no profile has: it is typed in the window of Click to Pay, %s." % (
        "with consent to keep it at the bank" if delegates else "where keeping it is not offered"))  # fmt: skip
    outcomes = {item["field"]: item["reason"] for item in ended["dataCapture"]}
    reason = "STORED" if delegates else "NO_DELEGATION"
    need(outcomes == {"billingAddress": reason, "shippingAddress": reason}, "the outcome is another one", outcomes)
    return ended


def order(browser, network, ended):
    made = browser.form("/shop/orders", checkout=ended["checkoutResponse"], flow="")
    need(made.status == 303, "the shop made no order", made.text)
    page = browser.page(made.headers["Location"])
    need("Thank you" in page.text and "Canary Street 17" in page.text, "the order page is another one", page.text)
    token = re.search(r"<dt>Token</dt><dd><bdi>•••• (\d{4})", page.text)
    need(token, "the order has no token", page.text)
    query = network + "/__admin/confirmations?srcCorrelationId=" + ended["srcCorrelationId"]
    with urllib.request.urlopen(query, timeout=TIMEOUT) as response:
        told = response.read().decode()
    need('"01"' in told or "authorized" in told.lower(), "the network was told nothing", told)
    tell("The shop fetches a token ending in %s, authorises it and tells the network so." % token.group(1))


def look(bank, consumer, card):
    """What the issuer reads afterwards, masked."""
    read = muster("consumer", "get", consumer, "--issuer", bank.profile, "--json")
    read += muster("card", "get", card, "--issuer", bank.profile, "--json")
    need("Canary" not in read, "an address is not masked", read)
    addresses = [name for name in ("maskedBillingAddress", "maskedShippingAddress") if name in read]
    if bank.delegates:
        need("maskedBillingAddress" in addresses, "the profile has no address", read)
        tell("%s reads the profile: the address is there now, masked." % bank.name)
    else:
        need(not addresses, "an address was stored", read)
        tell("%s reads the profile: nothing was stored, because it has delegated nothing." % bank.name)


def live(folder, network, shop, bank, email, pan):
    staged = stage(folder, bank, email, pan)
    browser = Browser(network, shop)
    browser.form("/shop/basket", product="olive")
    facts = browser.read_checkout()
    known = browser.call("/src/api/identities/recognize", recognitionTokens=[])
    need(known["recognized"] is False, "an unknown browser is recognized", known)
    tell("Somebody wants an olive tree for %s euros at Fern & Field." % facts["amount"])
    token = sign_in(browser, network, email)
    card, consents = claim(browser, token)
    batch = re.search(r"[0-9a-f-]{36}|[A-Za-z0-9_-]{20,}", staged.strip().split(",")[-1])
    ended = pay(browser, token, facts, card, consents, bank.delegates)
    order(browser, network, ended)
    consumer = browser.call("/src/api/profiles", idTokens=[token])["profiles"][0]["maskedConsumer"]["srcConsumerId"]
    look(bank, consumer, card["srcDigitalCardId"])
    if batch:
        status = muster("batch", "status", batch.group(), "--issuer", bank.profile, "--json")
        need(consumer in status or card["srcDigitalCardId"] in status, "the batch does not know of the claim", status)
    muster("consumer", "delete", consumer, "--issuer", bank.profile)
    gone = browser.call(
        "/src/api/identities/lookup", consumerIdentity={"identityType": "EMAIL_ADDRESS", "identityValue": email}
    )
    need(gone["consumerPresent"] is False, "a deleted profile is found", gone)
    headers = {"Content-Type": "application/json", "Origin": shop}
    body = json.dumps({**browser.parties, "recognitionTokens": [ended["recognitionToken"]]}).encode()
    forgotten = browser.send("POST", network + "/src/api/identities/recognize", body, headers)
    need(
        forgotten.status == 401 or forgotten.json.get("recognized") is False,
        "a deleted profile is recognized",
        forgotten.text,
    )
    tell("The cardholder opts out at the bank: Click to Pay does not know the address any more, nor the browser.")


def main():
    folder = tempfile.mkdtemp(prefix="muster-story-")
    os.chmod(folder, 0o700)
    running = []
    try:
        data = os.path.join(folder, "var")
        ports = [free_port(), free_port()]
        network, shop = ["http://127.0.0.1:%d" % port for port in ports]
        banks = [
            Bank(folder, data, network, "Harbour Bank", "harbour", True),
            Bank(folder, data, network, "Lighthouse Bank", "lighthouse", False),
        ]
        merchant = os.path.join(folder, "shop.json")
        muster(
            "merchant", "create", "--data", data, "--name", "Fern & Field", "--origin", shop, "--out", merchant,
            "--base-url", network,
        )  # fmt: skip
        running.append(Process("serve", "--data", data, "--listen", "127.0.0.1:%d" % ports[0]))
        words = ["--merchant", merchant, "--data", folder, "--listen", "127.0.0.1:%d" % ports[1]]
        running.append(Process("shop", *words))
        print("A bank that has delegated its profiles' addresses, and a cardholder who agrees:", flush=True)
        live(folder, network, shop, banks[0], "ada.story@example.test", "5555555555554444")
        print("The same with a bank that has not:", flush=True)
        live(folder, network, shop, banks[1], "grace.story@example.test", "5105105105105100")
        print("That is the whole story: %d steps, and each went as it must." % steps, flush=True)
    finally:
        for process in reversed(running):
            process.stop()
        shutil.rmtree(folder, ignore_errors=True)


main()
