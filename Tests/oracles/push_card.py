# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""The issuer's side of push provisioning against a network in Python, made of the network's published libraries.

push_card.py MUSTER
"""

import atexit
import base64
import datetime
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from client_encryption import field_level_encryption
from client_encryption.field_level_encryption_config import FieldLevelEncryptionConfig
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from jwcrypto import jwk, jws
from oauth1.oauth import OAuth

from network import Checks

MUSTER = sys.argv[1]
checks = Checks()
check = checks.check
folder = tempfile.mkdtemp(prefix="muster-push-")
atexit.register(shutil.rmtree, folder, ignore_errors=True)
PAN = "5120340000000004"
RECEIPT = "MCC-STL-11111111-2222-3333-4444-555555555555"
WEB = "https://sandbox.src.mastercard.com/provision"
CALLBACK = "https://issuer.example/c2p/return?sid=0123456789abcdef0123456789abcdef"
CONSUMER = "c" * 48 + "!" + "a" * 48
PEM = serialization.Encoding.PEM


def save(name, data):
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(data.encode() if isinstance(data, str) else data)
    return path


def private(name, key):
    return save(
        name, key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def run(*arguments, data=b""):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MUSTER_")}
    return subprocess.run([MUSTER, *arguments], input=data, capture_output=True, env=kept, timeout=60)


def outcome(name, result, status=0):
    check(name, result.returncode == status, (result.returncode, result.stdout[:500], result.stderr[:500]))
    check(name + ": no card number", PAN.encode() not in result.stdout + result.stderr, result)
    return result.stdout.decode().strip()


issuer, mdes, network = (rsa.generate_private_key(65537, 2048) for _ in range(3))
subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mdes")])
now = datetime.datetime.now(datetime.timezone.utc)
certificate = (
    x509.CertificateBuilder()
    .subject_name(subject)
    .issuer_name(subject)
    .public_key(mdes.public_key())
    .serial_number(1)
    .not_valid_before(now)
    .not_valid_after(now + datetime.timedelta(days=1))
    .sign(mdes, hashes.SHA256())
)
save("mdes.crt.pem", certificate.public_bytes(PEM))
signer = jwk.JWK.from_pyca(network)
KID = "20260101000000-token-connect-test"
jwks = json.loads(signer.export_public())
jwks["kid"] = KID
JWKS = save("network.jwks", json.dumps({"keys": [jwks]}))
private("issuer.pem", issuer)


def encryption(digest):
    return FieldLevelEncryptionConfig(
        {
            "paths": {"$": {"toEncrypt": {"data": "encryptedPayload"}, "toDecrypt": {"encryptedPayload": "data"}}},
            "encryptionCertificate": os.path.join(folder, "mdes.crt.pem"),
            "decryptionKey": private("mdes.pem", mdes),
            "oaepPaddingDigestAlgorithm": digest,
            "dataEncoding": "hex",
            "ivFieldName": "iv",
            "encryptedKeyFieldName": "encryptedKey",
            "encryptedValueFieldName": "encryptedData",
            "encryptionCertificateFingerprintFieldName": "publicKeyFingerprint",
            "oaepPaddingDigestAlgorithmFieldName": "oaepHashingAlgorithm",
        }
    )


class Network(BaseHTTPRequestHandler):
    """Checks what a request must be, and answers as the contract's samples do."""

    protocol_version = "HTTP/1.1"
    faults = []
    pushed = []
    signs = True
    error = None

    def authorized(self, body):
        pairs = [pair.split("=", 1) for pair in self.headers["Authorization"].removeprefix("OAuth ").split(",")]
        parameters = {name: value.strip('"') for name, value in pairs}
        signature = base64.b64decode(unquote(parameters.pop("oauth_signature")))
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        assert unquote(parameters["oauth_body_hash"]) == digest, "body hash"
        url = "http://%s%s" % (self.headers["Host"], self.path)
        text = OAuth.get_base_string(url, self.command, parameters).encode()
        issuer.public_key().verify(signature, text, padding.PKCS1v15(), hashes.SHA256())

    def do_POST(self):
        self.handle_call(self.rfile.read(int(self.headers["Content-Length"])))

    def do_GET(self):
        self.handle_call(b"")

    def handle_call(self, body):
        status, answer = 500, {}
        try:
            self.authorized(body)
            status, answer = self.answer(body)
        except Exception as fault:  # Whatever it is, the test is to say it.
            Network.faults.append(repr(fault))
        text = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def answer(self, body):
        if self.path == "/mdes/issuer-assets/1/0/asset/tokenrequestor/logo-1":
            data = base64.b64encode(b"<svg/>").decode()
            return 200, {"mediaContents": [{"type": "image/svg+xml", "data": data}]}
        if self.path.startswith("/mdes/issuer-assets/"):
            wrong = {"source": "INPUT", "reasonCode": "INVALID_FIELD_VALUE", "description": "Invalid Field Value"}
            return 404, {"responseId": "r", "errors": [wrong]}
        request = json.loads(body)
        assert 1 <= len(request["requestId"]) <= 64, "request id"
        if self.path == "/mdes/connect/1/0/getEligibleTokenRequestors":
            return 200, {"responseId": "other", "tokenRequestors": [self.requestor(request["accountRanges"])]}
        assert self.path == "/mdes/connect/1/0/pushMultipleAccounts", self.path
        if Network.error:
            return 200, {"responseId": "r", "errors": [{"source": "INPUT", "reasonCode": Network.error}]}
        return 200, self.push(request, body)

    def requestor(self, ranges):
        assert ranges == ["9999999990000000000", "5120340000000000000"], ranges
        return {
            "tokenRequestorId": "50123197928",
            "name": "Mastercard",
            "consumerFacingEntityName": "Click to Pay",
            "tokenRequestorType": "WALLET",
            "enabledAccountRanges": [5120340000000000000, 9999999999999999999],
            "supportedPushMethods": ["WEB", "LATER"],
            "later": True,
        }

    def push(self, request, body):
        assert PAN.encode() not in body, "card number in clear"
        assert request["tokenRequestorId"] == "50123197928"
        payload = request["pushFundingAccounts"]["encryptedPayload"]
        digest = hashlib.sha256(certificate.public_bytes(serialization.Encoding.DER)).hexdigest()
        assert payload["publicKeyFingerprint"] == digest, "fingerprint"
        opened = field_level_encryption.decrypt_payload(
            {"encryptedPayload": dict(payload)}, encryption(payload["oaepHashingAlgorithm"])
        )
        Network.pushed.append((payload["oaepHashingAlgorithm"], opened["data"], request["signatureData"]))
        answer = {
            "responseId": "other",
            "pushAccountReceipts": [
                {"pushAccountId": opened["data"][0]["pushAccountId"], "pushAccountReceipt": RECEIPT}
            ],
            "availablePushMethods": [{"type": "WEB", "uri": WEB}],
            "tokenRequestorSignatureSupport": Network.signs,
        }
        if Network.signs:
            claims = {"pushAccountReceipts": [RECEIPT], **request["signatureData"]}
            del claims["completeIssuerAppActivation"]
            token = jws.JWS(json.dumps(claims).encode())
            token.add_signature(signer, None, json.dumps({"alg": "RS256", "kid": KID}))
            answer["signature"] = token.serialize(compact=True)
        return answer

    def log_message(self, *arguments):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Network)
threading.Thread(target=server.serve_forever, daemon=True).start()
profile = {
    "name": "Test",
    "baseURL": "http://127.0.0.1:%d/src/api/digital/payments" % server.server_port,
    "consumerKey": CONSUMER,
    "signingKeyFile": "issuer.pem",
    "srcClientId": "0a1b2c3d-0000-4000-8000-0123456789ab",
    "serviceId": "ISSUER_C2P#EXAMPLEBANK#01",
    "mdesKeyFile": "mdes.crt.pem",
}
PROFILE = save("profile.json", json.dumps(profile))
account = {
    "pushAccountId": "CA-0001",
    "fundingAccountData": {
        "cardAccountData": {"accountNumber": PAN, "expiryMonth": "12", "expiryYear": "98"},
        "accountHolderData": {"accountHolderName": "REN\u00c9E CARDHOLDER"},
    },
}
BODY = save("account.json", json.dumps(account))

# Eligibility and logo
text = outcome("eligible", run("push", "eligible", "999999999", "512034000", "--issuer", PROFILE))
check("eligible: verdicts", text.splitlines()[1].startswith("5120340000000000000  offer Click to Pay"), text)
check("eligible: not this one", text.splitlines()[0].startswith("9999999990000000000  do not offer"), text)
answer = run("push", "eligible", "999999999", "512034000", "--issuer", PROFILE, "--json")
read = json.loads(outcome("eligible --json", answer))
check(
    "eligible: ranges digit for digit",
    read["tokenRequestors"][0]["enabledAccountRanges"] == [5120340000000000000, 9999999999999999999],
    read,
)
check("eligible: verdicts for scripts", [entry["offer"] for entry in read["verdicts"]] == [False, True], read)
svg = os.path.join(folder, "logo.svg")
outcome("asset", run("push", "asset", "logo-1", "--issuer", PROFILE, "--out", svg))
with open(svg, "rb") as file:
    check("asset: content", file.read() == b"<svg/>")
outcome("asset, unknown", run("push", "asset", "logo-2", "--issuer", PROFILE), 3)


# A card, in both forms of the redirect and with both hashes
def push(*more):
    settings = ["--issuer", PROFILE, "--body", BODY, "--locale", "en_GB", "--callback", CALLBACK]
    return run("push", "card", *settings, *more, "--json")


for digest, signs in (("SHA256", True), ("SHA512", False)):
    name = "%s, %s" % (digest, "signed" if signs else "plain")
    Network.signs = signs
    pushed = push("--hash", digest)
    read = json.loads(outcome("card " + name, pushed) or "{}")
    check("card %s: the network found no fault" % name, not Network.faults, Network.faults)
    used, opened, settings = Network.pushed[-1]
    until = opened[0]["fundingAccountData"].pop("dataValidUntilTimestamp")
    check("card %s: the same account" % name, opened == [account] and used == digest, (used, opened))
    ahead = datetime.datetime.fromisoformat(until.replace("Z", "+00:00")) - datetime.datetime.now(datetime.timezone.utc)
    check("card %s: good for half an hour" % name, 1700 < ahead.total_seconds() <= 1800, until)
    check(
        "card %s: what is to be signed" % name,
        settings
        == {
            "callbackURL": CALLBACK,
            "completeIssuerAppActivation": False,
            "completeWebsiteActivation": False,
            "accountHolderDataSupplied": True,
            "locale": "en_GB",
        },
        settings,
    )
    plain = {
        "pushAccountReceipts": RECEIPT,
        "accountHolderDataSupplied": "true",
        "locale": "en_GB",
        "completeIssuerAppActivation": "false",
        "completeWebsiteActivation": "false",
        "extFlow": "true",
        "callbackURL": CALLBACK,
    }
    fields = {"pushAccountData": read["signature"], "extFlow": "true"} if signs else plain
    expected = WEB + "?" + "&".join("%s=%s" % (key, quote(value, safe="")) for key, value in fields.items())
    check("card %s: redirect" % name, read["redirect"] == expected, (read["redirect"], expected))
    check("card %s: read elsewhere" % name, dict(parse_qsl(urlsplit(read["redirect"]).query)) == fields, read)
    options = ["--holder-data", "--locale", "en_GB", "--callback", CALLBACK]
    again = run("push", "redirect", "--response", "-", *options, data=pushed.stdout)
    check("redirect %s: the same" % name, outcome("redirect " + name, again) == expected, again)
    explained = outcome("explain " + name, run("push", "explain", "-", "--key", JWKS, data=expected.encode()))
    check("explain %s: verdict" % name, ("Signature: good, by the key " + KID in explained) == signs, explained)
    check("explain %s: receipt" % name, RECEIPT in explained and CALLBACK in explained, explained)
    if signs:
        wrong = expected.replace("&extFlow", "A&extFlow")
        outcome("explain, another signature", run("push", "explain", wrong, "--key", JWKS), 1)
        other = os.path.join(folder, "mdes.crt.pem")
        outcome("explain, another key", run("push", "explain", expected, "--key", other), 1)

# Refusals
Network.error = "ACCOUNT_INELIGIBLE"
refused = push()
outcome("card, not eligible", refused, 3)
check("card, not eligible: its reason", json.loads(refused.stderr)["error"]["code"] == "ACCOUNT_INELIGIBLE", refused)
Network.error = None
count = len(Network.pushed)
outcome("card, no locale", run("push", "card", "--issuer", PROFILE, "--body", BODY), 2)
wrong = save("wrong.json", json.dumps(account).replace(PAN, PAN[:-1] + "5"))
outcome("card, wrong check digit", run("push", "card", "--issuer", PROFILE, "--body", wrong, "--locale", "en_GB"), 2)
check("nothing was sent", len(Network.pushed) == count)

# The other way: what the published library encrypts is what the receiver's tool opens.
for digest in ("SHA256", "SHA512"):
    made = field_level_encryption.encrypt_payload({"data": [account]}, encryption(digest))
    text = run("mdes", "decrypt", "--key", os.path.join(folder, "mdes.pem"), data=json.dumps(made).encode())
    check("decrypt " + digest, json.loads(text.stdout or b"0") == [account], text)

check("the network found no fault", not Network.faults, Network.faults)
server.shutdown()
server.server_close()
outcome("nobody there", run("push", "eligible", "512034000", "--issuer", PROFILE, "--timeout", "1s"), 4)
checks.end()
