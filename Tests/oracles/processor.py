# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""An issuer that never sees a card number: card management, card data, enrollment, tokens, decisions (processing).

Bodies are encrypted and opened with jwcrypto, calls are signed with the published signer.

processor.py PROFILE OTHER-PROFILE MUSTER DATA-DIRECTORY
"""

import base64
import datetime
import json
import os
import subprocess
import sys
import uuid

import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwcrypto import jwe, jwk

from network import Checks, Issuer, unbase64url

one, other = Issuer(sys.argv[1]), Issuer(sys.argv[2])
MUSTER, DATA = sys.argv[3], sys.argv[4]
checks = Checks()
check = checks.check
CORE, DIGITAL = "/global-processing/core", "/global-processing/digital"
HEADER = "Enroll-Client-Encryption-Key"
FIXED = "5186001700009726"


def muster(*arguments):
    outcome = subprocess.run([MUSTER, "issuer", *arguments, "--data", DATA], capture_output=True, timeout=60)
    assert outcome.returncode == 0, (outcome.stdout, outcome.stderr)


def configure(issuer, *settings):
    muster("set", "--service-id", issuer.profile["serviceId"], *settings)
    issuer.follow_settings()


def payload_key(issuer):
    folder = os.path.dirname(os.path.abspath(issuer.path))
    with open(os.path.join(folder, issuer.profile["payloadKeyFile"]), "rb") as file:
        return jwk.JWK.from_pem(file.read())


def opened(token, key):
    box = jwe.JWE()
    box.deserialize(token, key)
    header = json.loads(unbase64url(token.split(".")[0]))
    check("the profile of the encryption", (header["alg"], header["enc"]) == ("RSA-OAEP-256", "A256GCM"), header)
    check("a vector of 12 bytes", len(unbase64url(token.split(".")[2])) == 12)
    check("the key by its fingerprint", header["kid"] == fingerprint(key), header)
    return json.loads(box.payload)


def spki(key):
    return key.get_op_key("verify").public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def fingerprint(key):
    digest = hashes.Hash(hashes.SHA256())
    digest.update(spki(key))
    return digest.finalize().hex()


def core(issuer, method, path, body=None, status=200, **more):
    """A core call, encrypted both ways; what came back, in clear."""
    content = None if body is None else {"encryptedData": issuer.encrypt(body, "A256GCM")}
    answer = issuer.call(method, CORE + path, body=content, **more)
    about = (answer.status_code, answer.text)
    check("%s %s: %d" % (method, path, status), answer.status_code == status, about)
    check("%s %s: no number in clear" % (method, path), FIXED not in answer.text)
    if status == 204:
        check("nothing to say", answer.content == b"")
        return None
    if status >= 300:
        return answer.json()["Errors"]["Error"][0]
    check("one member", list(answer.json()) == ["encryptedData"], about)
    return opened(answer.json()["encryptedData"], payload_key(issuer))


def digital(issuer, method, path, body=None, status=200, **more):
    answer = issuer.call(method, DIGITAL + path, body=body, **more)
    check("%s %s: %d" % (method, path, status), answer.status_code == status, (answer.status_code, answer.text))
    check("not to be kept", answer.headers.get("Cache-Control") == "no-store")
    check("a correlation id", str(uuid.UUID(answer.headers["X-MC-Correlation-ID"])) != "")
    if status == 204:
        return None
    return answer.json() if status < 300 else answer.json()["Errors"]["Error"][0]


def certificate(key, days):
    """A self-made certificate of the enrollment's key, valid from a year ago for so many days."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "enroll")])
    start = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=365)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=days))
        .sign(key, hashes.SHA256())
    )


def search(issuer, card, key, status=200, **members):
    body = {"enrollType": "SYNCHRONOUS", "synchronousRequest": {"cardContractId": card, **members}}
    return digital(issuer, "POST", "/cards/searches", body, status, headers={HEADER: key})


def network_key(issuer):
    key = issuer.network_key()
    numbers = [int.from_bytes(unbase64url(key[name]), "big") for name in ("e", "n")]
    public = rsa.RSAPublicNumbers(*numbers).public_key()
    der = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(der).decode()


def enroll(issuer, card, number, status=200):
    """Enrolls a card that the caller knows by its contract alone."""
    document = {"latestVersionUri": "https://bank.example/document"}
    content = {
        **issuer.ids,
        "cardSource": "ISSUER",
        "encryptedCard": search(issuer, card, network_key(issuer))["cardData"],
        "consumer": {
            "consumerIdentity": {"identityType": "EMAIL_ADDRESS", "identityValue": "p%d@example.test" % number},
            "mobileNumber": {"countryCode": "1", "phoneNumber": "202555%04d" % number},
            "firstName": "Ada",
            "lastName": "Example",
            "countryCode": "US",
            "languageCode": "en",
        },
        "complianceSettings": {"tnc": document, "privacy": document},
    }
    answer = issuer.call("POST", "/cards", body=content)
    check("enroll %d: %d" % (card, status), answer.status_code == status, (answer.status_code, answer.text))
    return answer.json()


# Without card products there is no card management.
denied = core(one, "GET", "/cards/70001", status=403)
check("disabled", denied["ReasonCode"] == "OPERATION_DENIED" and "readCardContract" in denied["Description"], denied)
configure(one, "cardProducts=DEMO_DEBIT:518600,DEMO_GIFT:518601:untokenizable")
configure(other, "cardProducts=DEMO_DEBIT:518600")

# A person, an account, a card; the same call twice makes one card.
person = {"clientNumber": "p-1", "clientType": "PR", "firstName": "Ada", "lastName": "Example"}
client = core(one, "POST", "/clients", person, 201)["clientId"]
account = core(
    one,
    "POST",
    "/accounts",
    {"accountContractNumber": "a-1", "clientId": client, "productCode": "CURRENT"},
    201,
)["accountContractId"]
order = {
    "accountContractId": account,
    "cardContract": {"productCode": "DEMO_DEBIT", "productionCode": "NWOPIN_NOPROD", "cardExpiryDate": "4912"},
}
key = {"Idempotency-Key": str(uuid.uuid4())}
card = core(one, "POST", "/cards", order, 201, headers=key)["cardContractId"]
check("the same card", core(one, "POST", "/cards", order, 201, headers=key)["cardContractId"] == card)
used = core(one, "POST", "/cards", {**order, "clientId": client}, 422, headers=key)
check("the key is used", used["ReasonCode"] == "IDEMPOTENCY_KEY_ALREADY_USED", used)
read = core(one, "GET", "/cards/%d" % card)
check("masked", read["cardContractNumber"][:12] == "518600______" and len(read["cardContractNumber"]) == 16, read)
check("no member with the number", "primaryAccountNumber" not in json.dumps(read))

# Card data opens with the enrollment's key alone, in every form that the key may come in.
private = rsa.generate_private_key(65537, 2048)
enrollment = jwk.JWK.from_pyca(private)
expired = certificate(private, 30)
der = base64.b64encode(expired.public_bytes(serialization.Encoding.DER)).decode()
pem = expired.public_bytes(serialization.Encoding.PEM).decode().replace("\n", " ").strip()
bare = base64.b64encode(spki(enrollment)).decode()
for form in (der, pem, bare):
    data = search(one, card, form, cardholderFullName="ADA EXAMPLE", note={"kept": [1, True, None, "ü"]})
    check("one member", list(data) == ["cardData"], data)
    clear = opened(data["cardData"], enrollment)
    pan = clear["primaryAccountNumber"]
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(pan))]
    check("a right check digit", sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0 and len(pan) == 16)
    check("the card's number", pan[:6] + "______" + pan[-4:] == read["cardContractNumber"])
    check("expiry", (clear["panExpirationMonth"], clear["panExpirationYear"]) == ("12", "2049"), clear)
    check("what was sent along", clear["note"] == {"kept": [1, True, None, "ü"]} and "cardContractId" not in clear)
    check("no security code", "cardSecurityCode" not in clear)
for name in ("primaryAccountNumber", "panExpirationMonth", "panExpirationYear", "cardSecurityCode"):
    refused = search(one, card, der, 400, **{name: FIXED})
    check(name + " is refused", name in refused["Description"] and FIXED not in refused["Description"], refused)
cards = [{"externalCardId": "k", "cardContractId": card}]
people = [{"externalConsumerId": "c-%d" % n, "cards": cards} for n in (1, 2)]
body = {"enrollType": "ASYNCHRONOUS", "asynchronousRequest": {"consumers": people}}
data = digital(one, "POST", "/cards/searches", body, headers={HEADER: der})["cardData"]
clear = opened(data, enrollment)["consumers"]
check("two persons", [person["externalConsumerId"] for person in clear] == ["c-1", "c-2"], clear)
check("their cards", [person["cards"][0]["primaryAccountNumber"] for person in clear] == [pan, pan])

# The list of keys: one that is not on it gets nothing.
configure(one, "enrollKeys=" + "0" * 64)
check("not on the list", search(one, card, der, 403)["ReasonCode"] == "OPERATION_DENIED")
digest = hashes.Hash(hashes.SHA256())
digest.update(expired.public_bytes(serialization.Encoding.DER))
configure(one, "enrollKeys=" + digest.finalize().hex())
check("by its certificate", "cardData" in search(one, card, der))
check("the bare key is another name", search(one, card, bare, 403)["ReasonCode"] == "OPERATION_DENIED")
configure(one, "enrollKeys=none")

# Enrolled by the network's own key; the token is the card's.
enrolled = enroll(one, card, 1)["maskedCard"]
(token,) = digital(one, "GET", "/cards/%d/tokens" % card)["cardContractTokens"]
check("of Click to Pay", (token["walletName"], token["tokenRequestorId"]) == ("MDES for Merchants", "50123197928"))
check("its reference", token["tokenUniqueReference"] == enrolled["tokenUniqueReference"])
check("by number", digital(one, "GET", "/tokens/" + token["tokenNumber"]) == token)


def state():
    card = one.get("/cards/" + enrolled["srcDigitalCardId"]).json()["maskedCard"]
    return card["digitalCardData"]["status"]


core(one, "PUT", "/cards/%d/status" % card, {"statusCode": "05", "reason": "at sea"}, 204)
check("blocked", state() == "SUSPENDED")
core(one, "PUT", "/cards/%d/status" % card, {"statusCode": "00"}, 204)
check("unblocked", state() == "ACTIVE")
for word, wanted in (("SUSPEND", "SUSPENDED"), ("RESUME", "ACTIVE"), ("DEACTIVATE", "CANCELLED")):
    digital(one, "PUT", "/cards/%d/tokens" % card, {"tokenStatus": word}, 204)
    check(word, state() == wanted)
gone = digital(one, "PUT", "/cards/%d/tokens" % card, {"tokenStatus": "RESUME"}, 404)
check("deactivated", gone["ReasonCode"] == "TOKEN_DOES_NOT_EXIST", gone)

# The decision table, by the documented cards: data is given for each, and the enrollment says the rest.
number = 10
for contract, status, reason in (
    (70001, 200, None),
    (70002, 200, None),
    (70005, 400, "ISSUER_DECLINED"),
    (70041, 400, "ISSUER_DECLINED"),
    (70085, 200, None),
    (70090, 400, "ISSUER_DECLINED"),
):
    number += 1
    answer = enroll(one, contract, number, status)
    check("%d: %s" % (contract, reason), reason is None or reason in json.dumps(answer), answer)
listed = digital(one, "GET", "/clients/40000/tokens")["clientTokens"]
check("pending", [t["tokenStatus"] for t in listed if t["cardContractId"] == 70085] == ["Inactive"], listed)
check("no token of the declined", not {t["cardContractId"] for t in listed} & {70005, 70041, 70090})
blacklist = {"classifierValue": "BLACKLIST", "startDate": "2020-01-01", "endDate": "2099-12-31"}
core(one, "PUT", "/contracts/%d/classifiers/TKN_PAN_AC" % card, blacklist, 204)
check("blacklisted", "ISSUER_DECLINED" in json.dumps(enroll(one, card, 30, 400)))
gift = {"accountContractId": account, "cardContract": {"productCode": "DEMO_GIFT", "productionCode": "X_NOPROD"}}
present = core(one, "POST", "/cards", gift, 201)["cardContractId"]
check("no product for tokens", "TOKENIZATION_INELIGIBLE" in json.dumps(enroll(one, present, 31, 400)))

# A batch of cards that nobody has seen: the answer goes into the batch as it is.
batch_cards = []
for number in (1, 2):
    made = core(one, "POST", "/cards", order, 201)["cardContractId"]
    batch_cards.append({"externalCardId": "batch-%d" % number, "cardContractId": made})
holder = {
    "externalConsumerId": "batch-holder",
    "consumerIdentity": {"identityType": "EMAIL_ADDRESS", "identityValue": "holder@example.test"},
    "mobileNumber": {"countryCode": "1", "phoneNumber": "2025550199"},
    "firstName": "Ada",
    "lastName": "Example",
    "countryCode": "US",
    "languageCode": "en",
    "cards": batch_cards,
}
body = {"enrollType": "ASYNCHRONOUS", "asynchronousRequest": {"consumers": [holder]}}
data = digital(one, "POST", "/cards/searches", body, headers={HEADER: network_key(one)})["cardData"]
answer = one.submit(one.envelope("processor-batch", enrollmentData=data))
check("the batch is taken", answer.status_code == 202, answer.text)
status = one.final(answer.json()["batchId"])
check("both are enrolled", [item["status"] for item in status["items"]] == ["SUCCESSFUL"] * 2, status)
for contract in batch_cards:
    listed = digital(one, "GET", "/cards/%d/tokens" % contract["cardContractId"])["cardContractTokens"]
    check("a token of the batch", [token["tokenStatus"] for token in listed] == ["Active"], listed)

# Nobody else sees any of it.
for method, path, content in (
    ("GET", "/cards/%d" % card, None),
    ("GET", "/cards/%d/statuses" % card, None),
    ("PUT", "/cards/%d/status" % card, {"statusCode": "05"}),
    ("PUT", "/cards/%d/active" % card, {"activated": True}),
    ("GET", "/clients/%d/card-contracts" % client, None),
    ("GET", "/accounts/%d/card-contracts" % account, None),
    ("PUT", "/contracts/%d/classifiers/TKN_PAN_AC" % card, blacklist),
    ("POST", "/cards", order),
    ("POST", "/accounts", {"accountContractNumber": "a", "clientId": client, "productCode": "C"}),
    ("POST", "/cards/searches", {"cardContractIdentifier": pan, "cardContractIdentifierType": "CARD_CONTRACT_NUMBER"}),
):
    refused = core(other, method, path, content, 404)
    check("%s %s: tells nothing" % (method, path), pan not in json.dumps(refused), refused)
search(other, card, network_key(other), 404)
for path in ("/clients/%d/tokens" % client, "/cards/%d/tokens" % card, "/tokens/" + token["tokenNumber"]):
    digital(other, "GET", path, status=404)
digital(other, "PUT", "/cards/%d/tokens" % card, {"tokenStatus": "SUSPEND"}, 404)

# Every described route needs a signature.
described = requests.get(one.origin + "/openapi.json", timeout=60).json()["paths"]
for path, methods in described.items():
    for method in methods if path.startswith("/global-processing/") else ():
        there = path.replace("{tokenNumber}", token["tokenNumber"])
        for name in ("cardContractId", "clientId", "accountContractId", "contractId"):
            there = there.replace("{%s}" % name, str(card))
        content = None if method == "get" else {}
        answer = one.call(method.upper(), there, body=content, authorization="")
        check("%s %s, no signature" % (method, path), answer.status_code == 400, (answer.status_code, answer.text))
        check("the gateway's word", "INVALID_AUTH_HEADER" in answer.text, answer.text)

# What the server keeps does not show the number.
for folder, _, files in os.walk(DATA):
    for name in files:
        with open(os.path.join(folder, name), "rb") as file:
            check("the number is not in " + name, pan.encode() not in file.read())
checks.end()
