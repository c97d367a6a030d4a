# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""Codes by email: consumers sign in with what aiosmtpd got and Python's parser read, in sandbox and production.

mail.py FOLDER MUSTER
"""

import atexit
import csv
import http.server
import json
import os
import re
import subprocess
import sys
import threading
import time

import requests

from mail_server import MailServer
from network import Checks, Issuer

FOLDER, MUSTER = sys.argv[1], sys.argv[2]
PASSWORD = "correct horse – battery"
SUBJECTS = {
    "en": "Your Click to Pay verification code",
    "es": "Su código de verificación de Click to Pay",
    "fr": "Votre code de vérification Click to Pay",
    "de": "Ihr Bestätigungscode für Click to Pay",
    "ar": "رمز التحقق الخاص بك في Click to Pay",
}
checks = Checks()
check = checks.check
codes = set()


class Post:
    """A mail server and what it has got."""

    def __init__(self, place, **how):
        folder = os.path.join(FOLDER, place)
        os.mkdir(folder)
        self.events, self.news = [], threading.Condition()
        self.server = MailServer(folder, self.tell, **how)

    def tell(self, event, **more):
        with self.news:
            self.events.append({"event": event, **more})
            self.news.notify_all()

    def to(self, address):
        return [event for event in self.events if event["event"] == "message" and event["rcptTo"] == [address]]

    def begun(self):
        """How many messages were begun."""
        return sum(event["event"] == "MAIL" for event in self.events)

    def wait(self, address):
        with self.news:
            self.news.wait_for(lambda: self.to(address), 60)
        return self.to(address)

    def wait_begun(self):
        with self.news:
            self.news.wait_for(self.begun, 60)
        self.events.clear()


class Network:
    """A server of its own, with an issuer and a shop."""

    def __init__(self, name, *options, passphrase=None):
        self.folder = os.path.join(FOLDER, name)
        os.mkdir(self.folder)
        self.data, self.log = os.path.join(self.folder, "var"), os.path.join(self.folder, "log")
        environment = {key: value for key, value in os.environ.items() if not key.startswith("MUSTER_")}
        if passphrase:
            environment["MUSTER_ROOT_PASSPHRASE"] = passphrase
        self.environment = environment
        serve = [MUSTER, "serve", "--data", self.data, "--listen", "127.0.0.1:0", "--json", "--log-level", "debug"]
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                serve + list(options), stdout=subprocess.PIPE, stderr=log, text=True, env=environment
            )
        atexit.register(self.process.kill)
        self.origin = json.loads(self.process.stdout.readline())["url"]
        profile, shop = os.path.join(self.folder, "bank.json"), os.path.join(self.folder, "shop.json")
        self.mode = ["--mode", "production"] if passphrase else []
        self.run("issuer", "create", "--name", "Bank", "--out", profile, "--base-url", self.origin)
        self.run("merchant", "create", "--name", "Shop", "--origin", "https://shop.example", "--out", shop,
                 "--base-url", self.origin)  # fmt: skip
        self.issuer = Issuer(profile)
        with open(shop, encoding="utf-8") as file:
            known = json.load(file)
        self.ids = {"srcClientId": known["srcClientId"], "srcDpaId": known["srcDpaId"]}
        self.issuer.follow_settings()

    def run(self, *command, data=True):
        where = ["--data", self.data] if data else []
        done = subprocess.run(
            [MUSTER, *command, *where, *self.mode], capture_output=True, text=True, timeout=60, env=self.environment
        )
        check("muster " + " ".join(command[:2]), done.returncode == 0, done.stderr)

    def enroll(self, name, number, language="en"):
        address = "%s.canary@example.test" % name
        consumer = {
            "externalConsumerId": name,
            "consumerIdentity": {"identityType": "EMAIL_ADDRESS", "identityValue": address},
            "mobileNumber": {"countryCode": "1", "phoneNumber": number},
            "firstName": "Ada",
            "lastName": "Example",
            "countryCode": "US",
            "languageCode": language,
            "cards": [
                {
                    "externalCardId": name + "-card",
                    "primaryAccountNumber": "5186001700009726",
                    "panExpirationMonth": "08",
                    "panExpirationYear": "2031",
                }
            ],
        }
        status = self.issuer.enroll([consumer], "mail-" + name)
        check("enrolled " + name, status["batchStatus"] == "COMPLETED_SUCCESSFULLY", status)
        return address

    def post(self, path, **members):
        headers = {"Origin": "https://shop.example"}
        return requests.post(self.origin + path, json={**self.ids, **members}, headers=headers, timeout=60)

    def start(self, value, **more):
        kind = "EMAIL_ADDRESS" if "@" in value else "MOBILE_PHONE_NUMBER"
        identity = {"identityType": kind, "identityValue": value}
        return self.post("/src/api/identities/validation/initiate", consumerIdentity=identity, **more)

    def sign_in(self, value, post, address, subject):
        """From the look-up to the ID token, with the code as the mail has it."""
        started = self.start(value)
        if not check("a code is sent to " + value, started.status_code == 200, started.text):
            return None
        mails = post.to(address)
        check("one mail", len(mails) == 1, len(mails))
        mail = mails[0]
        code = re.findall(r"(?m)^(\d{6})$", mail["text"])
        check("with the code on a line of its own", len(code) == 1, mail["text"])
        codes.add(code[0])
        check("its subject", mail["subject"] == subject and code[0] not in json.dumps(mail["headers"]), mail)
        check("without defects", mail["defects"] == [] and mail["type"] == "text/plain", mail)
        check("written by a program", ["Auto-Submitted", "auto-generated"] in mail["headers"], mail["headers"])
        check("sent by us", mail["mailFrom"] == mail["sender"] == "codes@bank.example", mail)
        check("how long", re.search(r"\b10\b", mail["text"]), mail["text"])
        finished = self.post(
            "/src/api/identities/validation/complete",
            idValidationSessionId=started.json()["idValidationSessionId"],
            validationData=code[0],
        )
        check("signed in", finished.status_code == 200 and finished.json()["idToken"], finished.text)
        return mail

    def stop(self):
        self.process.terminate()
        check("it ends", self.process.wait(60) == 0)


def secret(name, content, mode=0o600):
    path = os.path.join(FOLDER, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(content)
    os.chmod(path, mode)
    return path


def url(post, scheme="smtp", host="127.0.0.1"):
    return "%s://%s:%d" % (scheme, host, post.server.port)


FROM = ("--code-mail-from", "codes@bank.example")
password = secret("password", PASSWORD + "\n")
LOGIN = ("--code-mail-user", "muster", "--code-mail-password-file", password)

# A sandbox behind STARTTLS, with a password: every language, and each message once.
starttls = Post("starttls", tls="starttls", login="muster:" + PASSWORD)
sandbox = Network("sandbox", "--code-mail", url(starttls), "--code-mail-ca", starttls.server.ca, *FROM, *LOGIN)
sandbox.run("issuer", "set", "cardholderMessages=true")
sandbox.issuer.follow_settings()
for number, language in enumerate(SUBJECTS):
    name = "lang" + language
    address = sandbox.enroll(name, "202555013%d" % number, language)
    # The card is told of first.
    card = starttls.wait(address)
    check("the card is told of", len(card) == 1 and "9726" in card[0]["text"] and "Bank" in card[0]["text"], card)
    check("without digits in the subject", not re.search(r"\d", card[0]["subject"]), card[0]["subject"])
    starttls.events.clear()
    mail = sandbox.sign_in(address, starttls, address, SUBJECTS[language])
    check("in its language", ["Content-Language", language] in mail["headers"], mail["headers"])
    check("encrypted, and by the user", mail["isEncrypted"] is True and mail["user"] == "muster", mail)
    kept = requests.get(sandbox.origin + "/__admin/otp", params={"identity": address}, timeout=60).json()
    check("the sandbox shows the same code", kept["code"] in mail["text"], kept)

# No number can be sent to: the code goes to the address, unless that is one that mail does not carry.
address = sandbox.enroll("both", "2025550141")
starttls.wait(address)
starttls.events.clear()
started = sandbox.start("+12025550141")
offered = [channel["validationChannelId"] for channel in started.json()["supportedValidationChannels"]]
check("mail alone is offered", offered == ["EMAIL_ADDRESS"] and len(starttls.to(address)) == 1, started.text)
codes.update(re.findall(r"(?m)^(\d{6})$", starttls.to(address)[0]["text"]))
sandbox.enroll("odd.", "2025550142")
answer = sandbox.start("+12025550142")
check("nothing to send to", answer.status_code == 503 and answer.json()["reason"] == "OTP_SEND_FAILED", answer.text)

# What the server refuses, or does not go on with, is not tried twice.
for number, (name, most) in enumerate((("refused", 5), ("full", 5), ("dropped", 5), ("hang", 14))):
    starttls.events.clear()
    address = sandbox.enroll(name, "202555015%d" % number)
    # The card is told of first, which goes the same way.
    starttls.wait_begun()
    began = time.monotonic()
    answer = sandbox.start(address)
    took = time.monotonic() - began
    check(name, answer.status_code == 503 and answer.json()["reason"] == "OTP_SEND_FAILED", answer.text)
    check(name + " in time", took < most, took)
    check(name + " once", starttls.begun() == 1, starttls.events)
    check("no address in the answer", "canary" not in answer.text, answer.text)
check("no mail of them", not any(starttls.to(name + ".canary@example.test") for name in ("refused", "full", "hang")))


class Hook(http.server.BaseHTTPRequestHandler):
    """The operator's own sender."""

    bodies = []

    def do_POST(self):
        self.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


# Production with TLS from the first byte, and a sender of its own for numbers.
hook = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
threading.Thread(target=hook.serve_forever, daemon=True).start()
implicit = Post("implicit", tls="implicit", name="localhost", login="muster:" + PASSWORD)
production = Network(
    "production", "--mode", "production", "--code-mail", url(implicit, "smtps", "localhost"), "--code-mail-ca",
    implicit.server.ca, *FROM, *LOGIN, "--code-hook", "http://127.0.0.1:%d/" % hook.server_port,
    passphrase="a passphrase that is long enough",
)  # fmt: skip
address = production.enroll("production", "2025550171")
mail = production.sign_in(address, implicit, address, SUBJECTS["en"])
check("encrypted, and by the user", mail["isEncrypted"] is True and mail["user"] == "muster", mail)
check("the hook heard nothing of it", Hook.bodies == [], Hook.bodies)
started = production.start("+12025550171")
check("a code to the number", started.status_code == 200 and len(Hook.bodies) == 1, started.text)
check("both are offered", len(started.json()["supportedValidationChannels"]) == 2, started.text)
check("by the hook", Hook.bodies[0]["address"] == "+12025550171" and len(implicit.to(address)) == 1, Hook.bodies)
codes.add(Hook.bodies[0]["code"])

# A password that is wrong, a certificate of somebody else, and a server without TLS where a CA says that it has it.
plain = Post("plain", login="muster:" + PASSWORD)
wrong = ("--code-mail-user", "muster", "--code-mail-password-file", secret("wrong", "another"))
for name, post, options in (
    ("login", plain, (*FROM, *wrong)),
    ("ca", starttls, (*FROM, *LOGIN, "--code-mail-ca", starttls.server.other_ca)),
    ("stripped", plain, (*FROM, *LOGIN, "--code-mail-ca", starttls.server.ca)),
):
    network = Network("bad-" + name, "--code-mail", url(post), *options)
    address = network.enroll("bad" + name, "2025550181")
    post.events.clear()
    answer = network.start(address)
    check("bad " + name, answer.status_code == 503 and answer.json()["reason"] == "OTP_SEND_FAILED", answer.text)
    said = {event["event"] for event in post.events}
    check("nobody's address is said", "MAIL" not in said, said)
    check("and no password in clear", "AUTH" not in said or name == "login", said)
    network.stop()


# What is refused at the start, by name and without the secret; and what `muster config` shows.
def serve(*options):
    done = subprocess.run(
        [MUSTER, "serve", "--data", os.path.join(FOLDER, "never"), "--listen", "127.0.0.1:0", *options],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    return done.returncode, done.stderr


mail = ("--code-mail", "smtp://mail.bank.example")
open_file = secret("open", PASSWORD, 0o644)
for options, named in (
    ((*mail,), "--code-mail-from"),
    (("--code-mail", "smtp://muster:secret@mail.bank.example", *FROM), "--code-mail:"),
    ((*FROM,), "--code-mail-from"),
    ((*mail, *FROM, "--code-mail-user", "muster"), "--code-mail-user"),
    ((*mail, *FROM, "--code-mail-user", "muster", "--code-mail-password-file", open_file), "--code-mail-password-file"),
    ((*mail, *FROM, *LOGIN, "--code-mail-ca", "/absent.pem"), "--code-mail-ca"),
):
    status, errors = serve(*options)
    check("refused: " + named, status == 2 and named in errors, errors)
    check("no secret is said", PASSWORD not in errors and "secret@" not in errors, errors)
shown = subprocess.run([MUSTER, "config", *mail, *FROM, *LOGIN], capture_output=True, text=True, timeout=60)
for word in ("code-mail ", "smtp://mail.bank.example", "codes@bank.example", "muster", password):
    check("shown: " + word, word in shown.stdout, shown.stdout)
check("the password is not", PASSWORD not in shown.stdout + shown.stderr)

# Nothing of anybody is in a log or a file; the canaries for the other script are the addresses and numbers.
metrics = requests.get(sandbox.origin + "/metrics", timeout=60).text
check("the mail's queue is counted", 'muster_queue_depth{queue="mail"}' in metrics, metrics[:500])
sandbox.stop()
production.stop()
with open(os.path.join(FOLDER, "canaries.csv"), "w", newline="", encoding="utf-8") as file:
    writer = csv.writer(file)
    writer.writerow(["primaryAccountNumber", "email", "mobileCountryCode", "mobileNumber"])
    writer.writerow(["5186001700009726", "production.canary@example.test", "1", "2025550171"])
    for name in ("langen", "langar", "both", "refused", "full", "hang", "badlogin"):
        writer.writerow(["5186001700009726", name + ".canary@example.test", "1", "2025550141"])
places = [network.log for network in (sandbox, production)]
for place in places:
    with open(place, encoding="utf-8") as file:
        log = file.read()
    check("there is a log", "a mail was not sent" in log or place == production.log, log[:500])
    check("of the refusal", '"status":550' in log or place == production.log, log[:500])
    for code in codes:
        check("no code in the log", not re.search(r"(?<!\d)%s(?!\d)" % code, log))
    check("nobody in the log", "canary" not in log and "bank.example" not in log and PASSWORD not in log)
check("many codes", len(codes) >= 7, codes)
canary = os.path.join(os.path.dirname(os.path.abspath(__file__)), "canary.py")
scan = subprocess.run(
    [sys.executable, canary, os.path.join(FOLDER, "canaries.csv"), *places, sandbox.data, production.data],
    capture_output=True, text=True, timeout=120,
)  # fmt: skip
check("nothing in any file", scan.returncode == 0, scan.stdout)
checks.end()
