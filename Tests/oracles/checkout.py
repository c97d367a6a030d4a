# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""A shop in Python: its pages check out, its server fetches credentials; jwcrypto verifies, decrypts, and is strict.

checkout.py SHOP-PROFILE TYPED.csv    what was typed and got is written down to be looked for in the server's files
"""

import csv
import json
import re
import sys
import time
import uuid

import requests

from merchant import Shop
from network import Checks

PAN = "5120340000000004"
EMAIL = "gus.guest@example.test"
SHIPPING = {
    "name": "Gus Guest",
    "line1": "77 Nowhere Parade",
    "city": "Vanishing Point",
    "state": "CA",
    "countryCode": "US",
    "zip": "94016",
}
LINE, CITY = SHIPPING["line1"], SHIPPING["city"]


shop, checks = Shop(sys.argv[1]), Checks()
check = checks.check
card = {
    "primaryAccountNumber": PAN,
    "panExpirationMonth": "08",
    "panExpirationYear": "2031",
    "cardSecurityCode": "987",
    "cardholderFullName": "Gus Guest",
}
options = {
    "dpaShippingPreference": "FULL",
    "consumerEmailAddressRequested": True,
    "consumerNameRequested": True,
    "confirmPayment": True,
    "customInputData": {"com.mastercard.dcfExperience": "WITHIN_CHECKOUT"},
    "paymentOptions": [{"dynamicDataType": "CARD_APPLICATION_CRYPTOGRAM_SHORT_FORM", "dpaDynamicDataTtlMinutes": 5}],
    "transactionAmount": {"transactionAmount": 12.5, "transactionCurrencyCode": "USD"},
}
accepted = {"tnc": {"acceptedVersion": "LATEST"}, "privacy": {"acceptedVersion": "LATEST"}}
request = {
    "encryptedCard": shop.encrypt(card),
    "dpaTransactionOptions": options,
    "complianceSettings": accepted,
    "consumer": {"emailAddress": EMAIL, "firstName": "Gus", "lastName": "Guest"},
    "srciTransactionId": "order-1",
}

# The page.
answer = shop.page("/src/api/checkout", **request)
opened = answer.json()
check("the window is asked for", answer.status_code == 202, answer.text)
check("its steps", opened.get("requiredSteps") == ["DATA_CAPTURE", "CONFIRM"], answer.text)
check("its address", opened.get("dcfUri") == shop.origin + "/dcf/" + opened.get("dcfSessionId", ""), answer.text)
window = "/dcf/" + opened["dcfSessionId"] + "/actions"
answer = shop.page(window, action="confirm")
check("a step out of order", answer.status_code == 409 and answer.json()["reason"] == "INVALID_REQUEST", answer.text)
answer = shop.page(window, action="submit-data", data={"shippingAddress": SHIPPING})
check("what was missing", answer.json().get("requiredSteps") == ["CONFIRM"], answer.text)
check("no echo", LINE not in answer.text and PAN not in answer.text)
answer = shop.page(window, action="confirm")
done = answer.json()
check("complete", done.get("dcfActionCode") == "COMPLETE", answer.text)
check("a guest's data goes to nobody", [x["reason"] for x in done["dataCapture"]].count("STORED") == 0, answer.text)
header, payload = shop.verify(done["checkoutResponse"])
check("summary", "encryptedPayload" not in payload and "maskedConsumer" not in payload, payload)
correlation, digital = payload["srcCorrelationId"], payload["maskedCard"]["srcDigitalCardId"]

# The server.
call = {**shop.parties, "srcCorrelationId": correlation, "srcDigitalCardId": digital}
CREDENTIALS = "/src/api/digital/payments/transaction/credentials"
first = shop.call("POST", CREDENTIALS, body=call)
check("credentials", first.status_code == 200, first.text)
header, payload = shop.verify(first.json()["checkoutResponseJWS"])
check("alg, and a key for this", header["alg"] == "RS256" and "src-payload-verification" in header["kid"], header)
check("iss, iat and jti in the header", header["iss"] and header["jti"] and abs(header["iat"] - time.time()) < 300)
check("and not in the payload", not {"iss", "iat", "jti"} & set(payload), list(payload))
check("the shop's own reference", payload["srciTransactionId"] == "order-1", payload)
check("where to", (payload["shippingAddressZip"], payload["shippingCountryCode"]) == ("94016", "US"), payload)
check("masked", PAN not in json.dumps(payload) and payload["maskedCard"]["panLastFour"] == PAN[-4:])
outer, secret = shop.decrypt(payload["encryptedPayload"])
check("JWE header", outer["alg"] == "RSA-OAEP-256" and outer["enc"] == "A128GCM" and outer["kid"], outer)
token = secret["token"]
check("a token", re.fullmatch("[0-9]{16}", token["paymentToken"]) and token["paymentToken"] != PAN)
check("its expiry", re.fullmatch("0[1-9]|1[0-2]", token["tokenExpirationMonth"]), token.keys())
data = secret["dynamicData"]
check("a cryptogram", len(data["dynamicDataValue"]) == 28, data)
check("its kind", data["dynamicDataType"] == "CARD_APPLICATION_CRYPTOGRAM_SHORT_FORM", data)
check("its end", re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z", data["dynamicDataExpiration"]), data)
check("what was typed", secret["shippingAddress"] == SHIPPING, secret.get("shippingAddress"))
check("who", (secret["consumerEmailAddress"], secret["consumerFullName"]) == (EMAIL, "Gus Guest"))
check("nothing unasked", not {"card", "billingAddress", "consumerMobileNumber"} & set(secret), list(secret))
second = shop.call("POST", CREDENTIALS, body=call)
_, again = shop.decrypt(shop.verify(second.json()["checkoutResponseJWS"])[1]["encryptedPayload"])
check("the same token", again["token"] == token)
check("a fresh cryptogram", again["dynamicData"]["dynamicDataValue"] != data["dynamicDataValue"])
check("what was typed is gone with the first answer", "shippingAddress" not in again, list(again))

# Another client, no signature, another card.
unsigned = shop.call("POST", CREDENTIALS, body=call, authorization="")
check("no signature", unsigned.status_code == 400 and "INVALID_AUTH_HEADER" in unsigned.text, unsigned.text)
other = shop.call("POST", CREDENTIALS, body={**call, "srcDigitalCardId": str(uuid.uuid4())})
check("another card", other.status_code == 400 and "CARD_NOT_FOUND" in other.text, other.text)

# What became of it.
CONFIRMATIONS = "/src/api/confirmations"
event = {
    "checkoutEventType": "01",
    "checkoutEventStatus": "02",
    "confirmationStatus": "01",
    "confirmationTimestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    "networkTransactionIdentifier": "UNAVLB",
    "transactionAmount": {"transactionAmount": 12.5, "transactionCurrencyCode": "USD"},
}
body = {"srcClientId": shop.parties["srcClientId"], "srcCorrelationId": correlation, "confirmationData": event}
answer = shop.call("POST", CONFIRMATIONS, body=body)
check("confirmed", answer.status_code == 204 and not answer.text, answer.text)
answer = requests.get(shop.origin + "/__admin/confirmations?srcCorrelationId=" + correlation, timeout=60)
check("reported", answer.json()["checkouts"][0]["reported"] == ["AUTHORIZED"], answer.text)
answer = shop.call("POST", CONFIRMATIONS, body={**body, "srcCorrelationId": str(uuid.uuid4())})
check("a wrong correlation", answer.status_code == 400, answer.text)
cancelled = {**event, "checkoutEventType": "04", "checkoutEventStatus": "03", "confirmationStatus": "01"}
answer = shop.call("POST", CONFIRMATIONS, body={**body, "confirmationData": cancelled})
check("cancelled", answer.status_code == 204, answer.text)
answer = shop.call("POST", CREDENTIALS, body=call)
check("no credentials after that", answer.status_code == 400 and "INVALID_STATE" in answer.text, answer.text)

# What may be in no file in clear: the card and the token as numbers, what was typed in the place of an address.
with open(sys.argv[2], "w", encoding="utf-8", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(["externalConsumerId", "email", "mobileCountryCode", "mobileNumber", "primaryAccountNumber"])
    writer.writerow(["a", EMAIL, "1", "2025550133", PAN])
    writer.writerow(["b", LINE, "1", "2025550134", token["paymentToken"]])
    writer.writerow(["c", CITY, "1", "2025550135", data["dynamicDataValue"]])
checks.end()
