# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""An issuer's decision point in Python: checks each request's signature, opens the card data, decides by the PAN.

issuer_decides.py PROFILE PORTFOLIO.csv MUSTER DATA-DIRECTORY
"""

import hashlib
import hmac
import json
import os
import subprocess
import sys
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from client_encryption import field_level_encryption
from client_encryption.field_level_encryption_config import FieldLevelEncryptionConfig

from network import Checks, Issuer, consumers, rows

PROFILE, PORTFOLIO, MUSTER, DATA = sys.argv[1:]
issuer, checks = Issuer(PROFILE), Checks()
check = checks.check
payload_key = os.path.join(os.path.dirname(os.path.abspath(PROFILE)), issuer.profile["payloadKeyFile"])
opening = FieldLevelEncryptionConfig(
    {
        "paths": {"$": {"toEncrypt": {}, "toDecrypt": {"encryptedPayload": "data"}}},
        "decryptionKey": payload_key,
        "oaepPaddingDigestAlgorithm": "SHA512",
        "dataEncoding": "hex",
        "ivFieldName": "iv",
        "encryptedKeyFieldName": "encryptedKey",
        "encryptedValueFieldName": "encryptedData",
        "encryptionKeyFingerprintFieldName": "publicKeyFingerprint",
        "oaepPaddingDigestAlgorithmFieldName": "oaepHashingAlgorithm",
    }
)


def muster(*arguments):
    outcome = subprocess.run([MUSTER, "issuer", *arguments, "--data", DATA], capture_output=True, timeout=60)
    assert outcome.returncode == 0, (outcome.stdout, outcome.stderr)
    return outcome.stdout.decode().strip()


with open(os.path.join(os.path.dirname(os.path.abspath(PROFILE)), issuer.profile["notificationKeyFile"])) as file:
    secret = bytes.fromhex(file.read().strip())
people = consumers(rows(PORTFOLIO))[:30]
cards = [card["primaryAccountNumber"] for person in people for card in person["cards"]]
DECISIONS = ["APPROVED", "DECLINED", "REQUIRE_ADDITIONAL_AUTHENTICATION"]
decided = {pan: DECISIONS[number % 3] for number, pan in enumerate(cards)}
asked = []
faults = []


class DecisionPoint(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        answer = json.dumps({"error": "see the test"}).encode()
        status = 500
        try:
            parts = dict(part.split("=", 1) for part in self.headers["X-Event-Signature"].split(","))
            code = hmac.new(secret, parts["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
            assert hmac.compare_digest(code, parts["v1"]), "signature"
            assert abs(int(parts["t"]) - time.time()) < 300, "time"
            assert self.path == "/bank/authorizeService", self.path
            request = json.loads(body)
            assert request["correlationId"] == self.headers["X-MC-Correlation-ID"], "correlation id"
            assert request["services"] == ["DIGITIZATION"] and request["tokenType"] == "STATIC", request
            assert request["tokenRequestorId"] == "50123197928", request
            funding = request["fundingAccountInfo"]
            opened = field_level_encryption.decrypt_payload(
                {"encryptedPayload": funding["encryptedPayload"]}, opening
            )
            account = opened["data"]["cardAccountData"]
            assert account["accountNumber"].encode() not in body, "clear PAN"
            assert len(account["expiryMonth"]) == len(account["expiryYear"]) == 2, "expiry"
            asked.append((account["accountNumber"], funding["tokenUniqueReference"], request))
            answer = json.dumps(
                {
                    "responseId": request["requestId"],
                    "services": request["services"],
                    "decision": decided.get(account["accountNumber"], "DECLINED"),
                }
            ).encode()
            status = 200
        except Exception as fault:  # Whatever it is, the test is to say it.
            faults.append(repr(fault))
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *arguments):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), DecisionPoint)
threading.Thread(target=server.serve_forever, daemon=True).start()
muster("set", "decisionURL=http://127.0.0.1:%d/bank" % server.server_port, "decisionMilliseconds=10000")
issuer.follow_settings()

status = issuer.enroll(people, "decided-" + str(uuid.uuid4()))
check("the issuer found no fault", not faults, faults[:3])
check("each card was asked for once", sorted(pan for pan, _, _ in asked) == sorted(cards), len(asked))
check("one request, one id", len({request["requestId"] for _, _, request in asked}) == len(asked))
check("one card, one correlation id", len({request["correlationId"] for _, _, request in asked}) == len(asked))
items = {item["externalCardId"]: item for item in status["items"]}
references = {pan: reference for pan, reference, _ in asked}
for person in people:
    for card in person["cards"]:
        pan, item = card["primaryAccountNumber"], items[card["externalCardId"]]
        if decided[pan] == "DECLINED":
            check("declined", item["status"] == "FAILED" and "ISSUER_DECLINED" in json.dumps(item), item)
            continue
        check("enrolled", item["status"] == "SUCCESSFUL", item)
        masked = issuer.get("/cards/" + item["srcDigitalCardId"]).json()["maskedCard"]
        pending = masked["digitalCardData"].get("pendingEvents") or []
        check("pending", pending == (["PENDING_SCA"] if decided[pan].startswith("REQUIRE") else []), masked)
        check("its reference", masked["tokenUniqueReference"] == references[pan], masked)

count = len(asked)
again = issuer.enroll(people, "again-" + str(uuid.uuid4()))
known = sum(1 for decision in decided.values() if decision != "DECLINED")
check("only what is not there is asked for again", len(asked) - count == len(cards) - known, len(asked) - count)
check("and declined again", again["batchStatus"] == "COMPLETED_WITH_ERRORS", again["batchStatus"])

muster("set", "decisionURL=none")
issuer.follow_settings()
count = len(asked)
check("the stand-in approves", issuer.enroll(people)["batchStatus"] == "COMPLETED_SUCCESSFULLY")
check("and asks nobody", len(asked) == count)
checks.end()
