# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""No card number reaches an issuer that enrolls by the processor's ids (processing 1.1).

All that `muster push enroll` learns comes over one connection, which leads through a relay here: what the relay saw is
searched for the number, in every encoding that it could hide in, and what is encrypted is tried with the issuer's keys.

unseen.py PROFILE MUSTER DATA-DIRECTORY
"""

import base64
import json
import os
import re
import socket
import subprocess
import sys
import threading

import requests
from jwcrypto import jwe, jwk

from network import Checks, Issuer

path, MUSTER, DATA = sys.argv[1], sys.argv[2], sys.argv[3]
issuer = Issuer(path)
checks = Checks()
check = checks.check
NUMBER, LAST = "5186001700009726", "9726"
folder = os.path.dirname(os.path.abspath(path))


class Relay:
    """Passes bytes on to the server and keeps those of both directions."""

    def __init__(self, port):
        self.port, self.seen, self.lock = port, bytearray(), threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            server = socket.create_connection(("127.0.0.1", self.port))
            for source, sink in ((client, server), (server, client)):
                threading.Thread(target=self.pump, args=(source, sink), daemon=True).start()

    def pump(self, source, sink):
        while data := source.recv(65536):
            with self.lock:
                self.seen += data
            sink.sendall(data)
        sink.close()


def run(*arguments, body=None):
    text = None if body is None else json.dumps(body)
    outcome = subprocess.run([MUSTER, *arguments], input=text, capture_output=True, text=True, timeout=60)
    return outcome.returncode, outcome.stdout, outcome.stderr


code, _, problem = run(
    "issuer", "set", "--data", DATA, "--service-id", issuer.profile["serviceId"], "cardProducts=DEMO_DEBIT:518600"
)
check("a product", code == 0, problem)
issuer.follow_settings()

relay = Relay(int(issuer.origin.rsplit(":", 1)[1]))
through = json.loads(
    json.dumps(issuer.profile).replace(issuer.origin, "http://127.0.0.1:%d" % relay.listener.getsockname()[1])
)
profile = os.path.join(folder, "through.json")
with open(profile, "w") as file:
    json.dump(through, file)


def person(name, phone):
    return {
        "consumerIdentity": {"identityType": "EMAIL_ADDRESS", "identityValue": name + "@example.test"},
        "mobileNumber": {"countryCode": "1", "phoneNumber": phone},
        "firstName": "Ada",
        "lastName": "Example",
        "countryCode": "US",
        "languageCode": "en",
    }


one = ("push", "enroll", "--issuer", profile, "--card-contract", "70001", "--json")
code, answer, problem = run(*one, body=person("ada", "2025550123"))
check("one card", code == 0, problem)
check("masked", json.loads(answer)["maskedCard"]["panLastFour"] == LAST, answer)
code, answer, problem = run(*one, body=person("ada", "2025550123"))
check("enabled already", code == 0 and json.loads(answer)["alreadyEnabled"] is True, answer)
searches = bytes(relay.seen).count(b"cards/searches")
blocked = ("push", "enroll", "--issuer", profile, "--card-contract", "70005")
code, answer, problem = run(*blocked, body=person("eve", "2025550125"))
check("a blocked card is seen before", code == 3 and "status 05" in problem, (answer, problem))
check("with its expiry", "expires 12/2029" in problem, problem)
check("and its data not asked for", bytes(relay.seen).count(b"cards/searches") == searches)
unable = os.path.join(folder, "unable.json")
with open(unable, "w") as file:
    json.dump({name: value for name, value in through.items() if name != "payloadKeyFile"}, file)
code, answer, problem = run(*blocked[:3], unable, *blocked[4:], body=person("eve", "2025550125"))
check("without a payload key it fails at its token", code == 3 and "ISSUER_DECLINED" in problem, (answer, problem))
card = os.path.join(folder, "card.json")
with open(card, "w") as file:
    address = {"line1": "1 Sample Road", "city": "Testford", "state": "CA", "countryCode": "US", "zip": "90000"}
    json.dump({"cardholderFullName": "ADA EXAMPLE", "billingAddress": address}, file)
more = ("push", "enroll", "--issuer", profile, "--card-contract", "70002", "--card", card, "--json")
code, answer, problem = run(*more, body=person("ada", "2025550123"))
check("with an address", code == 0 and "maskedBillingAddress" in json.loads(answer)["maskedCard"], (answer, problem))
code, answer, problem = run(*one, "--even-if-enabled", body=person("ada", "2025550123"))
check("all the same", code == 0 and "maskedCard" in answer, problem)
batch = {
    "consumers": [
        {
            "externalConsumerId": "bob",
            **person("bob", "2025550124"),
            "cards": [{"externalCardId": "b-1", "cardContractId": 70001}],
        }
    ]
}
code, answer, problem = run("push", "enroll", "--issuer", profile, "--batch-id", "mass-1", "--json", body=batch)
check("many cards", code == 0, problem)
again = run("push", "enroll", "--issuer", profile, "--batch-id", "mass-1", "--json", body=batch)
check("the same batch again", again[0] == 0 and json.loads(again[1])["batchId"] == json.loads(answer)["batchId"], again)
for _ in range(200):
    code, status, problem = run(
        "batch", "status", json.loads(answer)["batchId"], "--issuer", profile, "--json"
    )
    if json.loads(status).get("batchStatus") != "IN_PROGRESS":
        break
check("the batch is done", json.loads(status)["batchStatus"] == "COMPLETED_SUCCESSFULLY", status)
batch["consumers"][0]["cards"].append({"externalCardId": "b-2", "cardContractId": 99999})
code, answer, problem = run("push", "enroll", "--issuer", profile, "--batch-id", "mass-2", body=batch)
check("all or none", code == 3 and "CARD_CONTRACT_DOES_NOT_EXIST" in problem, problem)
batch["consumers"][0]["cards"][0]["primaryAccountNumber"] = NUMBER
code, answer, problem = run("push", "enroll", "--issuer", profile, "--batch-id", "mass-3", body=batch)
check("no number is sent by accident", code == 2 and NUMBER not in problem, problem)

# Push provisioning by the processor: the receipt and its link, verified with the network's key set.
push = ("push", "card", "--issuer", profile, "--card-contract", "70002", "--locale", "en_US")
back = ("--callback", "https://bank.example/back?sid=1", "--json")
code, answer, problem = run(*push, *back)
check("a receipt", code == 0 and json.loads(answer)["pushAccountReceipts"][0]["pushAccountReceipt"], (answer, problem))
keys = os.path.join(folder, "push-keys.json")
with open(keys, "w") as file:
    file.write(requests.get(issuer.origin + "/mdes/connect/1/0/jwks", timeout=60).text)
code, explained, problem = run("push", "explain", json.loads(answer)["redirect"], "--key", keys)
check("its link", code == 0, (explained, problem))
holder = {"accountHolderData": {"accountHolderName": "ADA EXAMPLE", "accountHolderEmailAddress": "ada@example.test"}}
code, answer, problem = run(*push, *back, "--body", "-", body=holder)
check("with the holder's data", code == 0, problem)
code, explained, _ = run("push", "explain", json.loads(answer)["redirect"], "--key", keys, "--json")
signed = {claim["name"]: claim["value"] for claim in json.loads(explained)["claims"]}
check("which is announced", signed.get("accountHolderDataSupplied") == "true", explained)
receipt = json.loads(answer)["pushAccountReceipts"][0]["pushAccountReceipt"]
redeem = ("push", "enroll", "--issuer", profile, "--receipt", receipt)
code, answer, problem = run(*redeem, "--json", body=person("cleo", "2025550126"))
check("enrolled by its receipt", code == 0 and "maskedCard" in answer, (answer, problem))
tokens = issuer.call("GET", "/global-processing/digital/cards/70002/tokens").json()
check("its token is the contract's", "50123197928" in json.dumps(tokens), tokens)
code, answer, problem = run(*redeem, body=person("cleo", "2025550126"))
check("a receipt is good once", code == 3 and "INVALID_STATE" in problem, (answer, problem))
code, answer, problem = run(*redeem, "--external-card-id", "x", body=person("cleo", "2025550126"))
check("a name is not for a receipt", code == 2, (answer, problem))
REFUSED = {"70005": "OPERATION_DENIED", "70041": "OPERATION_DENIED", "99999": "CARD_CONTRACT_DOES_NOT_EXIST"}
for card, why in REFUSED.items():
    code, answer, problem = run(*push[:5], card, *push[6:], *back)
    check("not pushed: " + card, code == 3 and why in problem + answer, (answer, problem))
code, answer, problem = run(*push, "--token-requestor", "50110030273", *back)
check("another requestor", code == 3, (answer, problem))
direct = issuer.call("POST", "/global-processing/digital/cards/70002/push-accounts", body={"pushAccountId": "x"})
check("what is missing", direct.status_code == 200 and "MISSING_REQUIRED_FIELD" in direct.text, direct.text)
direct = issuer.call(
    "POST",
    "/global-processing/digital/cards/70002/push-accounts",
    body={"pushAccountId": "x", "tokenRequestorId": "50123197928", "accountNumber": NUMBER},
)
check("no number comes in", direct.status_code == 400 and NUMBER not in direct.text, direct.text)

seen = bytes(relay.seen)
check("the relay saw the calls", seen.count(b"cards/searches") >= 4 and seen.count(b"cardData") >= 4)
forms = {"as text": NUMBER, "spaced": " ".join(re.findall("....", NUMBER)), "in hexadecimal": NUMBER.encode().hex()}
forms["as a number"] = "%x" % int(NUMBER)
forms.update(
    ("in base64, at %d" % shift, base64.b64encode(b"." * shift + NUMBER.encode()).decode()[4:-4]) for shift in range(3)
)
for name, form in forms.items():
    check("the number " + name, form.encode() not in seen and form.upper().encode() not in seen)
JWE = rb"[\w-]{20,}\.[\w-]{100,}\.[\w-]{8,}\.[\w-]{40,}\.[\w-]{16,}"
data = set(re.findall(rb'"cardData":"(' + JWE + rb')"', seen))
others = set(re.findall(JWE, seen)) - data
check("card data, each encrypted anew", len(data) >= 4, len(data))
check("and answers about cards", len(others) >= 3, len(others))
keys = [issuer.profile[name] for name in ("signingKeyFile", "payloadKeyFile") if issuer.profile.get(name)]
check("both of the issuer's keys are tried", len(keys) == 2, keys)
opened = []
for name in keys:
    with open(os.path.join(folder, name), "rb") as file:
        key = jwk.JWK.from_pem(file.read())
    for token in data | others:
        box = jwe.JWE()
        try:
            box.deserialize(token.decode(), key)
        except Exception:
            continue
        check("card data is closed to " + name, token not in data)
        opened.append(box.payload)
check("what opens says a card's status", any(b'"statusCode"' in payload for payload in opened), len(opened))
check("and no number", not any(NUMBER.encode() in payload for payload in opened))
checks.end()
