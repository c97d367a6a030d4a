# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""An issuer's Token Connect in Python: the published signer and encryption library push, jwcrypto verifies.

token_connect.py PROFILE OTHER-PROFILE PUSHED.csv   what was pushed, and receipts, are written down to be looked for
"""

import base64
import csv
import hashlib
import itertools
import json
import re
import struct
import sys
import time
import urllib.parse
import uuid
import zlib

import requests
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from jwcrypto import jwk, jws

from network import Checks, Issuer, unbase64url

issuer, other, checks = Issuer(sys.argv[1]), Issuer(sys.argv[2]), Checks()
check = checks.check
CONNECT, ASSET = "/mdes/connect/1/0/", "/mdes/issuer-assets/1/0/asset/tokenrequestor/"
CLICK_TO_PAY, WALLET = "50123197928", "50199999999"
RECEIPT = re.compile("(MCC|DMC|MSI)-STL-[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}")

# PANs and receipts: neither may be in any file of the server.
numbers, secrets = set(), set()
fingerprint = issuer.pushing[1]


def account(label, pan, **data):
    card = {"accountNumber": pan, "expiryMonth": "12", "expiryYear": "39"}
    return {"pushAccountId": label, "fundingAccountData": {"cardAccountData": card, **data}}


def push(accounts, requestor=CLICK_TO_PAY, who=issuer, digest="SHA256", payload=None, **members):
    content = {
        "requestId": "oracle-1",
        "pushFundingAccounts": {"encryptedPayload": payload or issuer.encrypt_accounts(accounts, digest)},
        "tokenRequestorId": requestor,
        **members,
    }
    answer = who.call("POST", CONNECT + "pushMultipleAccounts", body=content)
    check("a push is a 200", answer.status_code == 200, (answer.status_code, answer.text))
    for entry in accounts:
        pan = entry["fundingAccountData"]["cardAccountData"]["accountNumber"]
        check("no PAN comes back", pan not in answer.text, answer.text)
        numbers.add(pan)
    for entry in answer.json().get("pushAccountReceipts", []):
        secrets.add(entry.get("pushAccountReceipt", ""))
    return answer.json()


def signed(answer):
    """Header and claims of the signature, by an independent library and the key set that the network publishes."""
    keys = jwk.JWKSet.from_json(requests.get(issuer.origin + CONNECT + "jwks", timeout=60).text)
    token = jws.JWS()
    token.deserialize(answer["signature"])
    header = json.loads(unbase64url(answer["signature"].split(".")[0]))
    token.verify(keys.get_key(header["kid"]), alg="RS256")
    return header, token.payload.decode()


# Who may have cards of which range.
ranges = ["512034000", "5186000000000000000", "5186001000000000000", "679999000", "529999000"]
answer = issuer.call("POST", CONNECT + "getEligibleTokenRequestors", body={"requestId": "q", "accountRanges": ranges})
check("requestors", answer.status_code == 200, answer.text)
found = {entry["tokenRequestorId"]: entry for entry in answer.json()["tokenRequestors"]}
# Python's integers have no end: what is here is what was sent.
wanted = [5120340000000000000, 5186000000000000000, 6799990000000000000]
check("Click to Pay's ranges", found[CLICK_TO_PAY]["enabledAccountRanges"] == wanted, answer.text)
check("the wallet's", found[WALLET]["enabledAccountRanges"] == [5120340000000000000, 5299990000000000000], answer.text)
check("browsers alone", found[CLICK_TO_PAY]["supportedPushMethods"] == ["WEB"], answer.text)
many = {"requestId": "q", "accountRanges": ["51203%04d" % number for number in range(26)]}
answer = issuer.call("POST", CONNECT + "getEligibleTokenRequestors", body=many).json()
check("26 ranges", [e["reasonCode"] for e in answer["errors"]] == ["INVALID_FIELD_LENGTH"], answer)

# The logo: a PNG that decodes by the book.
media = issuer.call("GET", ASSET + found[CLICK_TO_PAY]["imageAssetId"]).json()["mediaContents"]
kinds = {medium["type"]: base64.b64decode(medium["data"], validate=True) for medium in media}
png, at, pixels = kinds["image/png"], 8, b""
while at < len(png):
    (length,) = struct.unpack(">I", png[at : at + 4])
    kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
    check("a chunk's checksum", png[at + 8 + length : at + 12 + length] == struct.pack(">I", zlib.crc32(kind + data)))
    if kind == b"IHDR":
        width, height, depth, colours = struct.unpack(">IIBB", data[:10])
    pixels += data if kind == b"IDAT" else b""
    at += 12 + length
check("its size", (width, height) == (192, 192) and len(zlib.decompress(pixels)) == 192 * (1 + 192 * depth // 8))
check("an SVG", kinds["image/svg+xml"].startswith(b"<svg ") and b"script" not in kinds["image/svg+xml"])

# One card, with everything about it.
holder = {
    "accountHolderName": "TEST CARDHOLDER",
    "accountHolderAddress": {"line1": "1 Sample Road", "city": "Sampletown", "postalCode": "AB1 2CD", "country": "GBR"},
    "accountHolderEmailAddress": "test.cardholder@issuer.example",
    "accountHolderMobilePhoneNumber": {"countryDialInCode": "44", "phoneNumber": "7700900000"},
}
settings = {
    "callbackURL": "https://issuer.example/c2p/return?sid=abc123&x=\u00e4",
    "completeIssuerAppActivation": True,
    "completeWebsiteActivation": False,
    "accountHolderDataSupplied": "TRUE",
    "locale": "en_GB",
}
answer = push([account("CA-0001", "5120340000000004", accountHolderData=holder)], signatureData=settings)
(entry,) = answer["pushAccountReceipts"]
receipt = entry["pushAccountReceipt"]
check("a receipt", RECEIPT.fullmatch(receipt) and receipt.startswith("MCC") and len(receipt) == 44, receipt)
check("its label", entry == {"pushAccountId": "CA-0001", "pushAccountReceipt": receipt}, entry)
check("its page", answer["availablePushMethods"] == [{"type": "WEB", "uri": issuer.origin + "/provision"}], answer)
header, claims = signed(answer)
check("the header", header == {"alg": "RS256", "kid": header["kid"]} and "token-connect" in header["kid"], header)
check(
    "the claims, in their order",
    claims
    == json.dumps(
        {
            "pushAccountReceipts": [receipt],
            "callbackURL": settings["callbackURL"],
            "completeWebsiteActivation": False,
            "accountHolderDataSupplied": True,
            "locale": "en_GB",
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ),
    claims,
)
parts = answer["signature"].split(".")
parts[1] = parts[1].replace("U", "V", 1)
try:
    signed({"signature": ".".join(parts)})
    check("one byte was flipped", False)
except jws.InvalidJWSSignature:
    check("one byte was flipped", True)
answer = push([account("d", "5186000000000005")], digest="SHA512", requestIssuerInitiatedDigitizationData=True)
(entry,) = answer["pushAccountReceipts"]
blob = json.loads(base64.b64decode(entry["issuerInitiatedDigitizationData"]))
check("the blob", blob == {"fundingAccountInfo": {"pushAccountReceipt": entry["pushAccountReceipt"]}}, blob)
check("a debit card", entry["pushAccountReceipt"].startswith("DMC-STL-"), entry)

# Several, for whom that is.
cards = [account("a", "5120340000000004"), account("b", "6799990000000004"), account("c", "5299990000000001")]
answer = push(cards, WALLET)
entries = answer["pushAccountReceipts"]
kept = [entry["pushAccountReceipt"] for entry in entries if "pushAccountReceipt" in entry]
check("two of three", len(kept) == 2 and [e["reasonCode"] for e in entries[1]["errors"]] == ["ACCOUNT_INELIGIBLE"])
check("both are signed", json.loads(signed(answer)[1])["pushAccountReceipts"] == kept)


def reasons(answer):
    if "pushAccountReceipts" in answer:
        check("a refused push leads nowhere", not {"signature", "availablePushMethods"} & set(answer), answer)
        return [error["reasonCode"] for entry in answer["pushAccountReceipts"] for error in entry["errors"]]
    return [error["reasonCode"] for error in answer["errors"]]


# What is refused.
good = account("x", "5120340000000004")
check("two for Click to Pay", reasons(push(cards[:2])) == ["INVALID_FIELD_VALUE"])
for minutes, expected in ((4, ["INVALID_FIELD_VALUE"]), (16, ["INVALID_FIELD_VALUE"])):
    check("%d minutes" % minutes, reasons(push([good], pushAccountReceiptsValidityPeriod=minutes)) == expected)
for minutes in (5, 15):
    check("%d minutes" % minutes, "signature" in push([good], pushAccountReceiptsValidityPeriod=minutes))
check("not in Click to Pay", reasons(push([cards[2]])) == ["ACCOUNT_INELIGIBLE"])
check("a wrong check digit", reasons(push([account("x", "5120340000000005")])) == ["INVALID_FIELD_VALUE"])
payload = issuer.encrypt_accounts([good])
for name, change in (
    ("another digest than was said", {"oaepHashingAlgorithm": "SHA512"}),
    ("a key of nobody", {"publicKeyFingerprint": "00" * 32}),
    ("a damaged text", {"encryptedData": "00" * 16 + payload["encryptedData"][32:]}),
):
    check(name, reasons(push([], payload={**payload, **change})) == ["CRYPTOGRAPHY_ERROR"])
check("capitals", "signature" in push([], payload={**payload, "publicKeyFingerprint": fingerprint.upper()}))
payload = issuer.encrypt_accounts([good], encoding="base64")
check("base64 is not hexadecimal", reasons(push([], payload=payload)) == ["CRYPTOGRAPHY_ERROR"])
both = [push([good])["pushAccountReceipts"][0]["pushAccountReceipt"] for _ in range(2)]
check("another receipt each time", both[0] != both[1])
answer = issuer.call("POST", CONNECT + "pushMultipleAccounts", query={"serviceId": other.ids["serviceId"]}, body={})
check("another's program", answer.status_code == 200 and "errors" in answer.json(), answer.text)
answer = issuer.call("POST", CONNECT + "pushAccount", body={})
check("the old push is gone", answer.status_code == 404 and "Errors" in answer.json(), answer.text)


def generic(url, body, key, consumer_key):
    """The header of RFC 5849: every value encoded before it is joined, and so once more in the base string."""

    def encoded(text):
        return urllib.parse.quote(text, safe="-._~")

    values = {
        "oauth_body_hash": base64.b64encode(hashlib.sha256(body).digest()).decode(),
        "oauth_consumer_key": consumer_key,
        "oauth_nonce": uuid.uuid4().hex[:16],
        "oauth_signature_method": "RSA-SHA256",
        "oauth_timestamp": str(int(time.time())),
        "oauth_version": "1.0",
    }
    joined = "&".join(encoded(name) + "=" + encoded(values[name]) for name in sorted(values))
    base = "&".join(encoded(part) for part in ("POST", url, joined))
    signature = key.sign(base.encode(), padding.PKCS1v15(), hashes.SHA256())
    values["oauth_signature"] = base64.b64encode(signature).decode()
    return "OAuth " + ",".join('%s="%s"' % (name, encoded(value)) for name, value in values.items())


# Generic signers encode twice; both dialects of 2.1 are taken.
body = json.dumps({"requestId": "q", "accountRanges": ranges})
url = issuer.url(CONNECT + "getEligibleTokenRequestors")
header = generic(url, body.encode(), issuer.signing_key, issuer.profile["consumerKey"])
answer = issuer.call("POST", CONNECT + "getEligibleTokenRequestors", body=body, authorization=header)
check("dialect B", answer.status_code == 200 and CLICK_TO_PAY in answer.text, answer.text)
again = issuer.call("POST", CONNECT + "getEligibleTokenRequestors", body=body, authorization=header)
check("a nonce is good once", again.status_code != 200 and "Errors" in again.json(), again.text)

# The same receipts without a browser: a card for the general directory (10.4).
DOCUMENT = {"latestVersionUri": "https://bank.example/document"}


def enrolled(receipt, name="ada", phone="2025550101", who=issuer, **members):
    return who.call(
        "POST",
        "/cards",
        body={
            "srcClientId": who.ids["srcClientId"],
            "serviceId": "SRC",
            "cardSource": "ISSUER",
            "consumer": {
                "consumerIdentity": {"identityType": "EMAIL_ADDRESS", "identityValue": name + "@pushed.test"},
                "mobileNumber": {"countryCode": "1", "phoneNumber": phone},
                "countryCode": "US",
                "languageCode": "en",
                "firstName": "Ada",
                "lastName": "Example",
            },
            "complianceSettings": {"tnc": DOCUMENT, "privacy": DOCUMENT},
            "enrolmentReferenceData": {
                "enrolmentReferenceId": receipt,
                "enrolmentReferenceType": "PUSH_ACCOUNT_RECEIPT",
            },
            **members,
        },
    )


def pushed(pan, **members):
    return push([account("e", pan)], **members)["pushAccountReceipts"][0]["pushAccountReceipt"]


def why(answer):
    return answer.status_code, answer.json()["errordetail"][0]["reason"]


receipt = push([account("h", "5186000000000054", accountHolderData=holder)])["pushAccountReceipts"][0]
answer = enrolled(receipt["pushAccountReceipt"], "held", "2025550106")
address = answer.json()["maskedCard"]["maskedBillingAddress"]
check("the holder's address goes along", address["countryCode"] == "GB" and "Road" not in answer.text, answer.text)
holder["accountHolderAddress"].pop("city")
receipt = push([account("h", "5186000000000062", accountHolderData=holder)])["pushAccountReceipts"][0]
answer = enrolled(receipt["pushAccountReceipt"], "held", "2025550106")
check("half an address does not", "maskedBillingAddress" not in answer.json()["maskedCard"], answer.text)
for number in ("5186000000000013", "5120340000000004", "5120340000000855"):
    receipt = pushed(number)
    answer = enrolled(receipt)
    body = answer.json()
    check("a card by its receipt", answer.status_code == 200 and number not in answer.text, answer.text)
    card = body["maskedCard"]
    wanted = [] if number != "5120340000000855" else ["PENDING_SCA"]
    check("its state", card["digitalCardData"].get("pendingEvents", []) == wanted, answer.text)
    check("its last four", card["panLastFour"] == number[-4:] and len(card["srcDigitalCardId"]) == 36, answer.text)
    check("a receipt is good once", why(enrolled(receipt)) == (400, "INVALID_STATE"), answer.text)
answer = enrolled(pushed("5186000000000013"))
check("the card is there already", answer.status_code == 200, answer.text)
for number, expected in (
    ("5120340000000053", "ISSUER_DECLINED"),
    ("5120340000000947", "ALREADY_EXISTS"),
    ("5120340000000962", "NO_RESPONSE_FROM_ISSUER"),
):
    receipt = pushed(number)
    check(number, why(enrolled(receipt, "new", "2025550102"))[1] == expected)
    check("it is used up", why(enrolled(receipt, "new", "2025550102")) == (400, "INVALID_STATE"))
receipt = pushed("5186000000000021")
check("another bank's receipt", why(enrolled(receipt, "bob", "2025550103", who=other)) == (404, "NOT_FOUND"))
check("a receipt of nobody", why(enrolled("MCC-STL-" + str(uuid.uuid4()).upper())) == (404, "NOT_FOUND"))
answer = enrolled(receipt, serviceId=issuer.ids["serviceId"])
check("not into the bank's own directory", why(answer) == (403, "INVALID_VALUE"), answer.text)
foreign = {"srcClientId": issuer.ids["srcClientId"], "serviceId": "SRC"}
answer = issuer.call("GET", "/cards/" + card["srcDigitalCardId"], query=foreign)
check("the directory is nobody's own", answer.status_code == 403, answer.text)
# By its number, from two banks that give their consumers the same name: names are not kept here, cards are one bank's.
number = "5186000000000039"


def by_number(who, pan, phone):
    content = {"primaryAccountNumber": pan, "panExpirationMonth": "08", "panExpirationYear": "2031"}
    numbers.add(pan)
    return enrolled(
        "", "n" + phone, phone, who, enrolmentReferenceData=None, encryptedCard=who.encrypt(content),
        externalConsumerId="same-name", externalCardId="same-card",
    )


answer = by_number(issuer, number, "2025550104")
check("by its number", answer.status_code == 200 and number not in answer.text, answer.text)
check("again", by_number(issuer, number, "2025550104").json()["maskedCard"] == answer.json()["maskedCard"])
check("not from another bank", why(by_number(other, number, "2025550104")) == (409, "ALREADY_EXISTS"))
answer = by_number(other, "5186000000000047", "2025550105")
check("another bank's own card, under the same names", answer.status_code == 200, answer.text)
check("all of this left it as it was", enrolled(receipt, "bob", "2025550103").status_code == 200)

mobile = holder["accountHolderMobilePhoneNumber"]
with open(sys.argv[3], "w", newline="", encoding="utf-8") as file:
    writer = csv.writer(file)
    writer.writerow(["externalConsumerId", "email", "mobileCountryCode", "mobileNumber", "primaryAccountNumber"])
    writer.writerow(["", holder["accountHolderEmailAddress"], *mobile.values(), ""])
    for pan, secret in itertools.zip_longest(sorted(numbers), sorted(secrets), fillvalue=""):
        # The scan looks for any text; a receipt takes the place of an email address.
        writer.writerow(["", secret, "", "", pan])
checks.end()
