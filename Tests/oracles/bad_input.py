# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""Everything a caller can get wrong: the contract's answer, no echo of the value, and a server that goes on.

bad_input.py PROFILE
"""

import base64
import copy
import hashlib
import itertools
import json
import os
import sys
import time
import uuid
from urllib.parse import quote

import requests
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

import oauth1.coreutils
from network import Checks, Issuer, base64url

issuer = Issuer(sys.argv[1])
checks = Checks()
check = checks.check
CANARY = "CanaryValue7391"
BODY_MAX = 2 << 20
# A number for every consumer, none twice in a run.
numbers = itertools.count(int.from_bytes(os.urandom(3), "big") % 500000)


def service(name, answer, status, reason, detail=None, source=None):
    """An error of the service: its status, its class, and the detail that must be among its findings."""
    about = (answer.status_code, answer.text)
    try:
        body = answer.json()
    except ValueError:
        return check(name, False, about)
    found = answer.status_code == status and body.get("status") == status and body.get("reason") == reason
    found = found and isinstance(body.get("message"), str)
    if detail or source:
        findings = body.get("errordetail") or []
        found = found and any(
            (detail is None or finding.get("reason") == detail)
            and (source is None or finding.get("source") == source)
            for finding in findings
        )
    check(name, found, about)
    check(name + ": no echo", CANARY not in answer.text, about)


def gateway(name, answer, status, code):
    """An error of the gateway, in its own shape."""
    about = (answer.status_code, answer.text)
    try:
        (error,) = answer.json()["Errors"]["Error"]
    except (ValueError, KeyError, TypeError):
        return check(name, False, about)
    check(name, answer.status_code == status and error["ReasonCode"] == code, about)
    check(name + ": shape", error["Source"] == "Gateway" and error["Recoverable"] is False, about)
    check(name + ": no echo", CANARY not in error["Description"], about)


def consumer(number=1, **changes):
    value = {
        "externalConsumerId": "bad-%s-%d" % (uuid.uuid4(), number),
        "consumerIdentity": {"identityType": "EMAIL_ADDRESS", "identityValue": "%s@example.test" % uuid.uuid4().hex},
        "mobileNumber": {"countryCode": "1", "phoneNumber": "2025%06d" % next(numbers)},
        "firstName": "Ada",
        "lastName": "Example",
        "countryCode": "US",
        "languageCode": "en",
        "cards": [card(number)],
    }
    value.update(changes)
    return {name: content for name, content in value.items() if content is not ...}


def card(number=1, **changes):
    value = {
        "externalCardId": "bad-%s-%d" % (uuid.uuid4(), number),
        "primaryAccountNumber": pan(),
        "panExpirationMonth": "08",
        "panExpirationYear": "2031",
        "billingAddress": {
            "line1": "1 Sample Road",
            "city": "Testford",
            "state": "CA",
            "countryCode": "US",
            "zip": "90000",
        },
    }
    value.update(changes)
    return {name: content for name, content in value.items() if content is not ...}


def luhn(digits):
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10


def pan(last="1234", bin="520473"):
    """A number that passes Luhn and ends in `last`."""
    middle = "%05d" % (int.from_bytes(os.urandom(3), "big") % 10**5)
    for digit in "0123456789":
        number = bin + middle + digit + last
        if luhn(number) == 0:
            return number
    raise AssertionError


def envelope(**more):
    return issuer.envelope("bad-" + str(uuid.uuid4()), **more)


def sound():
    return envelope(enrollmentData=issuer.encrypt({"consumers": [consumer()]}))


def signed_by_hand(method, path, body, changes=None, drop=()):
    """The Authorization header with parameters of our choice, under a right signature."""
    url = issuer.url(path)
    data = body.encode() if isinstance(body, str) else body
    parameters = {
        "oauth_consumer_key": issuer.profile["consumerKey"],
        "oauth_nonce": uuid.uuid4().hex,
        "oauth_timestamp": str(int(time.time())),
        "oauth_signature_method": "RSA-SHA256",
        "oauth_version": "1.0",
        "oauth_body_hash": base64.b64encode(hashlib.sha256(data).digest()).decode(),
    }
    parameters.update(changes or {})
    for name in drop:
        del parameters[name]
    text = "&".join("%s=%s" % (quote(k, safe="~"), quote(v, safe="~")) for k, v in sorted(parameters.items()))
    base = "&".join([method, quote(url, safe="~"), quote(text, safe="~")])
    signature = issuer.signing_key.sign(base.encode(), padding.PKCS1v15(), hashes.SHA256())
    parameters["oauth_signature"] = base64.b64encode(signature).decode()
    return "OAuth " + ",".join('%s="%s"' % (name, quote(value, safe="~")) for name, value in parameters.items())


def signatures():
    body = json.dumps(sound())
    path = "/cards/batch"
    url = issuer.url(path)

    def send(authorization, text=body, **more):
        return issuer.call("POST", path, body=text, authorization=authorization, **more)

    gateway("no header", send(""), 400, "INVALID_AUTH_HEADER")
    gateway("another scheme", send("Bearer " + CANARY), 400, "MALFORMED_OAUTH_REQ")
    gateway("not a list", send("OAuth " + CANARY), 400, "MALFORMED_OAUTH_REQ")
    gateway(
        "a parameter twice", send(signed_by_hand("POST", path, body) + ',oauth_nonce="x"'), 400, "MALFORMED_OAUTH_REQ"
    )
    for name in ("oauth_consumer_key", "oauth_nonce", "oauth_timestamp", "oauth_signature_method"):
        gateway("without " + name, send(signed_by_hand("POST", path, body, drop=[name])), 400, "MALFORMED_OAUTH_REQ")
    for name, value in [
        ("oauth_signature_method", "HMAC-SHA1"),
        ("oauth_signature_method", "PLAINTEXT"),
        ("oauth_version", "2.0"),
        ("oauth_nonce", "n" * 65),
        ("oauth_nonce", "a b"),
        ("oauth_timestamp", "-5"),
        ("oauth_timestamp", "1e9"),
    ]:
        header = signed_by_hand("POST", path, body, {name: value})
        gateway("%s %s" % (name, value[:10]), send(header), 400, "MALFORMED_OAUTH_REQ")
    stranger = issuer.profile["consumerKey"][:-49] + "!" + "0" * 48
    gateway(
        "unknown key",
        send(signed_by_hand("POST", path, body, {"oauth_consumer_key": stranger})),
        400,
        "INVALID_CLIENT_ID",
    )
    for name, shift in (("stale", -301), ("early", 320)):
        header = signed_by_hand("POST", path, body, {"oauth_timestamp": str(int(time.time()) + shift)})
        gateway(name, send(header), 401, "AUTHENTICATION_FAILED")
    gateway("another body's hash", send(signed_by_hand("POST", path, body + "\n")), 400, "INVALID_BODY_HASH")
    gateway(
        "no body hash", send(signed_by_hand("POST", path, body, drop=["oauth_body_hash"])), 400, "INVALID_BODY_HASH"
    )
    gateway("another path", send(signed_by_hand("POST", "/cards/batchx", body)), 403, "AUTHENTICATION_FAILED")
    gateway("another method", send(signed_by_hand("PUT", path, body)), 403, "AUTHENTICATION_FAILED")
    other = copy.copy(issuer)
    other.signing_key = rsa.generate_private_key(65537, 2048)
    header = other.header("POST", url, body)
    answer = send(header)
    gateway("another signing key", answer, 403, "AUTHENTICATION_FAILED")
    check("the expected base string", "POST&http" in answer.text, answer.text)
    check("no signature in the answer", header.split('oauth_signature="')[1][:40] not in answer.text, answer.text)
    header = signed_by_hand("POST", path, body)
    check("a sound call", send(header).status_code == 202)
    gateway("the same nonce again", send(header), 401, "AUTHENTICATION_FAILED")
    header = signed_by_hand("POST", path, body)
    broken = header.replace('oauth_signature="', 'oauth_signature="AAAA')
    gateway("a broken signature", send(broken), 403, "AUTHENTICATION_FAILED")
    check("a refused call burns no nonce", send(header).status_code == 202)
    service(
        "another client's id in the header",
        issuer.submit(sound(), headers={"x-openapi-clientid": CANARY}),
        403,
        "PERMISSION_DENIED",
        "INVALID_VALUE",
        "X_OPEN_API_CLIENT_ID",
    )
    own = issuer.profile["consumerKey"].split("!")[0]
    check("its own id in the header", issuer.submit(sound(), headers={"x-openapi-clientid": own}).status_code == 202)


def transport():
    service(
        "another media type", issuer.submit(sound(), headers={"Content-Type": "text/plain"}), 415, "INVALID_ARGUMENT"
    )
    service("no such path", issuer.call("GET", "/nothing/" + CANARY, query=issuer.ids), 404, "NOT_FOUND")
    answer = issuer.call("DELETE", "/cards/batch", query=issuer.ids)
    check("batch is no card id", answer.status_code in (400, 404, 405), answer.text)
    service("another method", issuer.call("PATCH", "/profiles/x", body="{}"), 405, "INVALID_ARGUMENT")
    body = json.dumps(envelope(enrollmentData="A" * BODY_MAX))
    try:
        service("a body that is too large", issuer.submit(body), 413, "INVALID_ARGUMENT")
    except requests.ConnectionError:
        # The server may close before the whole body is sent; what counts is that it answers the next call.
        issuer.session = requests.Session()
    body = json.dumps(sound())
    filled = body[:-1] + " " * (BODY_MAX - len(body)) + "}"
    check("a body of exactly the limit", issuer.submit(filled).status_code == 202)


def envelopes():
    def send(text):
        return issuer.submit(text)

    source = "Request body"
    service("empty body", send(""), 400, "INVALID_ARGUMENT")
    service("not JSON", send(CANARY), 400, "INVALID_ARGUMENT", "INVALID_FORMAT", source)
    service("an array", send("[]"), 400, "INVALID_ARGUMENT", "INVALID_FORMAT", source)
    service("cut off", send(json.dumps(sound())[:-1]), 400, "INVALID_ARGUMENT", "INVALID_FORMAT", source)
    service("something behind", send(json.dumps(sound()) + "{}"), 400, "INVALID_ARGUMENT", "INVALID_FORMAT", source)
    twice = json.dumps(sound())[:-1] + ',"externalBatchId":"%s"}' % CANARY
    service("a name twice", send(twice), 400, "INVALID_ARGUMENT", "INVALID_FORMAT", source)
    escaped = json.dumps(sound())[:-1] + ',"external\\u0042atchId":"%s"}' % CANARY
    service("a name twice, once escaped", send(escaped), 400, "INVALID_ARGUMENT", "INVALID_FORMAT", source)
    service("deep", send('{"a":' * 100000 + "1" + "}" * 100000), 400, "INVALID_ARGUMENT", "INVALID_FORMAT", source)
    raw = json.dumps(sound())[:-1].encode() + b',"note":"\xff\xfe"}'
    # The published signer hashes text only.
    answer = issuer.call("POST", "/cards/batch", body=raw, authorization=signed_by_hand("POST", "/cards/batch", raw))
    service("not UTF-8", answer, 400, "INVALID_ARGUMENT", "INVALID_FORMAT", source)
    service("nothing given", send("{}"), 400, "INVALID_ARGUMENT", "CANNOT_BE_NULL", "srcClientId")
    answer = send("{}")
    found = {finding["source"] for finding in answer.json()["errordetail"]}
    check(
        "all faults at once", {"srcClientId", "serviceId", "externalBatchId", "enrollmentData"} <= found, answer.text
    )
    for name in ("srcClientId", "serviceId", "externalBatchId", "enrollmentData"):
        for kind, value in (("missing", ...), ("null", None)):
            body = {key: content for key, content in {**sound(), name: value}.items() if content is not ...}
            service("%s %s" % (kind, name), issuer.submit(body), 400, "INVALID_ARGUMENT", "CANNOT_BE_NULL", name)
        service("a number for " + name, issuer.submit({**sound(), name: 7391}), 400, "INVALID_ARGUMENT", None, name)
    service(
        "no UUID", issuer.submit({**sound(), "srcClientId": CANARY}), 400, "INVALID_ARGUMENT", None, "srcClientId"
    )
    unknown = str(uuid.uuid4())
    service(
        "unknown client",
        issuer.submit({**sound(), "srcClientId": unknown}),
        400,
        "INVALID_STATE",
        "INVALID_VALUE",
        "srcClientId",
    )
    service(
        "unknown service",
        issuer.submit({**sound(), "serviceId": CANARY}),
        400,
        "INVALID_STATE",
        "INVALID_VALUE",
        "serviceId",
    )
    service(
        "a batch id of 65",
        issuer.submit({**sound(), "externalBatchId": "b" * 65}),
        400,
        "INVALID_ARGUMENT",
        None,
        "externalBatchId",
    )
    check("a batch id of 64", issuer.submit({**sound(), "externalBatchId": uuid.uuid4().hex * 2}).status_code == 202)
    service(
        "a batch id with a space",
        issuer.submit({**sound(), "externalBatchId": CANARY + " x"}),
        400,
        "INVALID_ARGUMENT",
        None,
        "externalBatchId",
    )
    check("unknown members are ignored", issuer.submit({**sound(), "somethingNew": {"a": [1]}}).status_code == 202)


def tokens():
    people = {"consumers": [consumer()]}
    token = issuer.encrypt(people)
    parts = token.split(".")
    other = copy.copy(issuer)
    stranger = rsa.generate_private_key(65537, 2048).public_key().public_numbers()
    key = {**issuer.network_key(), "n": base64url(stranger.n.to_bytes(256, "big"))}
    other.network_key = lambda: key
    hand = issuer.encrypt_by_hand

    def flip(index, place):
        changed = list(parts)
        text = changed[index]
        letter = "A" if text[place] != "A" else "B"
        changed[index] = text[:place] + letter + (text[place + 1 :] if place != -1 else "")
        return ".".join(changed)

    kid = issuer.network_key()["kid"]
    twice = b'{"alg":"RSA-OAEP-256","enc":"A128GCM","alg":"RSA-OAEP-256","kid":"%s"}' % kid.encode()
    broken = {
        "cut short": token[:-8],
        "only a header": parts[0],
        "four parts": ".".join(parts[:4]),
        "six parts": token + ".AAAA",
        "an empty key": ".".join([parts[0], "", *parts[2:]]),
        "an empty IV": ".".join([*parts[:2], "", *parts[3:]]),
        "an empty tag": ".".join([*parts[:4], ""]),
        "no ciphertext": ".".join([*parts[:3], "", parts[4]]),
        "an altered header": flip(0, 5),
        "an altered key": flip(1, 5),
        "an altered IV": flip(2, 5),
        "an altered ciphertext": flip(3, 5),
        "an altered tag": flip(4, 5),
        "another network's key": other.encrypt(people),
        "an unknown kid": hand(people, {"kid": CANARY}),
        "RSA1_5": hand(people, {"alg": "RSA1_5"}),
        "RSA-OAEP": hand(people, {"alg": "RSA-OAEP"}),
        "dir": hand(people, {"alg": "dir"}),
        "none": hand(people, {"alg": "none"}),
        "zip": hand(people, {"zip": "DEF"}),
        "crit": hand(people, {"crit": ["exp"], "exp": 1}),
        "another content encryption": hand(people, {"enc": "A256GCM"}),
        "a made-up one": hand(people, {"enc": CANARY}),
        "an IV of 11 bytes": hand(people, iv=os.urandom(11)),
        "an IV of 17 bytes": hand(people, iv=os.urandom(17)),
        "a tag of 12 bytes": hand(people, tag_size=12),
        "a name twice in the header": hand(people, protected=twice),
        "a header that is no JSON": hand(people, protected=b"x"),
        "a header that is an array": hand(people, protected=b"[]"),
        "a header of 5 KiB": hand(people, {"note": "x" * 5000}),
        "not base64": "!" + token[1:],
        "a word": CANARY,
        "an object": None,
        "plain JSON": json.dumps(people),
        "a plaintext that is no JSON": issuer.encrypt(CANARY.encode()),
        "a plaintext that is not UTF-8": issuer.encrypt(b'{"consumers":["\xff"]}'),
        "a plaintext that is an array": issuer.encrypt([1]),
        "a plaintext with something behind": issuer.encrypt(json.dumps(people).encode() + b"x"),
        "a plaintext with a name twice": issuer.encrypt(b'{"consumers":[],"consumers":[]}'),
        "a deep plaintext": issuer.encrypt(b'{"consumers":' + b"[" * 5000 + b"]" * 5000 + b"}"),
    }
    bodies = {}
    for name, value in broken.items():
        if value is None:
            continue
        answer = issuer.submit(envelope(enrollmentData=value))
        service(name, answer, 400, "INVALID_ARGUMENT", "CORRUPT_DATA", "enrollmentData")
        bodies.setdefault(answer.text, []).append(name)
    check("one answer for all of them", len(bodies) == 1, bodies)
    service(
        "a serialisation as an object",
        issuer.submit(envelope(enrollmentData={"protected": parts[0]})),
        400,
        "INVALID_ARGUMENT",
    )
    check(
        "an IV of 16 bytes is taken",
        issuer.submit(envelope(enrollmentData=hand(people, iv=os.urandom(16)))).status_code == 202,
    )
    check(
        "header members of any kind are taken",
        issuer.submit(
            envelope(
                enrollmentData=hand({"consumers": [consumer()]}, {"typ": "JOSE", "cty": "application/json", "iat": 1})
            )
        ).status_code
        == 202,
    )


def whole_batches():
    def send(people):
        return issuer.submit(envelope(enrollmentData=issuer.encrypt(people)))

    service("no consumers", send({}), 400, "INVALID_ARGUMENT", "CANNOT_BE_NULL", "consumers")
    service("an empty batch", send({"consumers": []}), 400, "INVALID_ARGUMENT", None, "consumers")
    one = consumer()
    service(
        "a consumer without id",
        send({"consumers": [{**one, "externalConsumerId": None}]}),
        400,
        "INVALID_ARGUMENT",
        "CANNOT_BE_NULL",
        "consumers[0].externalConsumerId",
    )
    service(
        "a card without id",
        send({"consumers": [consumer(), consumer(cards=[card(), card(externalCardId=...)])]}),
        400,
        "INVALID_ARGUMENT",
        "CANNOT_BE_NULL",
        "consumers[1].cards[1].externalCardId",
    )
    service(
        "a consumer twice",
        send({"consumers": [one, consumer(externalConsumerId=one["externalConsumerId"])]}),
        400,
        "INVALID_ARGUMENT",
        "CANNOT_BE_DUPLICATE_OR_NULL",
    )
    same = card()
    service(
        "a card twice",
        send({"consumers": [consumer(cards=[same]), consumer(cards=[card(externalCardId=same["externalCardId"])])]}),
        400,
        "INVALID_ARGUMENT",
        "CANNOT_BE_DUPLICATE_OR_NULL",
    )
    people = [consumer(number) for number in range(251)]
    service("251 cards", send({"consumers": people}), 400, "INVALID_ARGUMENT", "LIMIT_EXCEED", "consumers")
    answer = send({"consumers": people[:250]})
    check("250 cards", answer.status_code == 202, answer.text)
    status = issuer.final(answer.json()["batchId"])
    failed = [item for item in status["items"] if item["status"] != "SUCCESSFUL"]
    check("250 cards: all of them", len(status["items"]) == 250 and not failed, failed)


def records():
    """One batch of sound and broken records: each broken one fails alone, with its place and without its value."""
    bad_number = pan()
    bad_number = bad_number[:-1] + str((int(bad_number[-1]) + 1) % 10)
    visa = "4111111111111111"
    cases = {
        "bad Luhn": (consumer(cards=[card(primaryAccountNumber=bad_number)]), "primaryAccountNumber", [bad_number]),
        "another scheme's range": (consumer(cards=[card(primaryAccountNumber=visa)]), "primaryAccountNumber", [visa]),
        "letters in the number": (
            consumer(cards=[card(primaryAccountNumber="5204" + CANARY)]),
            "primaryAccountNumber",
            [CANARY],
        ),
        "no number": (consumer(cards=[card(primaryAccountNumber=...)]), "primaryAccountNumber", []),
        "expired": (consumer(cards=[card(panExpirationYear="2020")]), "panExpirationYear", []),
        "month 13": (consumer(cards=[card(panExpirationMonth="13")]), "panExpirationMonth", []),
        "a security code": (consumer(cards=[card(cardSecurityCode="739")]), "cardSecurityCode", []),
        "a broken email": (
            consumer(consumerIdentity={"identityType": "EMAIL_ADDRESS", "identityValue": CANARY}),
            "consumerIdentity",
            [CANARY],
        ),
        "a broken mobile": (
            consumer(mobileNumber={"countryCode": "1", "phoneNumber": "5557391"}),
            "mobileNumber",
            ["5557391"],
        ),
        "no mobile": (consumer(mobileNumber=...), "mobileNumber", []),
        "no first name": (consumer(firstName=...), "firstName", []),
        "a long name": (consumer(lastName=CANARY * 10), "lastName", [CANARY]),
        "a broken country": (consumer(countryCode="Atlantis"), "countryCode", ["Atlantis"]),
        "a broken language": (consumer(languageCode="english"), "languageCode", []),
        "a long address": (
            consumer(cards=[card(billingAddress={"line1": CANARY * 10, "city": "X", "countryCode": "US"})]),
            "line1",
            [CANARY],
        ),
    }
    triggers = {
        "0010": "INVALID_PAN",
        "0028": "PAN_INELIGIBLE",
        "0036": "TOKENIZATION_INELIGIBLE",
        "0044": "ISSUER_DECLINED",
    }
    for last, reason in triggers.items():
        cases["trigger " + reason] = (consumer(cards=[card(primaryAccountNumber=pan(last))]), reason, [])
    fine = [consumer() for _ in range(3)]
    people = fine + [case[0] for case in cases.values()]
    status = issuer.enroll(people)
    check("records: completed with errors", status["batchStatus"] == "COMPLETED_WITH_ERRORS", status["batchStatus"])
    items = {item["externalConsumerId"]: item for item in status["items"]}
    check("an item for every record", len(status["items"]) == len(people), len(status["items"]))
    for person in fine:
        check(
            "a sound record beside broken ones",
            items[person["externalConsumerId"]]["status"] == "SUCCESSFUL",
            items[person["externalConsumerId"]],
        )
    for name, (person, expected, secrets) in cases.items():
        item = items[person["externalConsumerId"]]
        text = json.dumps(item)
        check(name + ": failed", item["status"] == "FAILED" and "srcDigitalCardId" not in item, item)
        check(name + ": says where or why", expected in text, item)
        check(name + ": error shape", {"status", "reason", "message"} <= set(item.get("error", {})), item)
        for secret in secrets:
            check(name + ": no echo", secret not in text, item)
        check(name + ": no number", person["cards"][0].get("primaryAccountNumber", "nothing") not in text, item)


for part in (signatures, transport, envelopes, tokens, whole_batches, records):
    part()
    health = requests.get(issuer.origin + "/healthz", timeout=30)
    check("the server goes on after " + part.__name__, health.status_code == 200, health.text)
last = issuer.enroll([consumer()])
check("a sound batch at the end", last["batchStatus"] == "COMPLETED_SUCCESSFULLY", last)
checks.end()
