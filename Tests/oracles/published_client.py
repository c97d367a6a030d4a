# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""The network's published signer and encryption library, driven against a running server.

published_client.py PROFILE PORTFOLIO.csv
"""

import json
import sys
import uuid

from oauth1.oauth import SignatureMethod

from network import Checks, Issuer, consumers, rows

issuer = Issuer(sys.argv[1])
portfolio = rows(sys.argv[2])
checks = Checks()
check = checks.check
people = consumers(portfolio)
rows_by_card = {row["externalCardId"]: row for row in portfolio}


def settled(name, envelope, **more):
    """A batch that must be taken and end with every record SUCCESSFUL; its items."""
    answer = issuer.submit(envelope, **more)
    if not check(name + ": 202", answer.status_code == 202, (answer.status_code, answer.text)):
        return []
    accepted = answer.json()
    check(name + ": echo", accepted["externalBatchId"] == envelope["externalBatchId"], accepted)
    check(name + ": correlation", accepted.get("srcCorrelationId"), accepted)
    status = issuer.final(accepted["batchId"])
    check(name + ": status", status["batchStatus"] == "COMPLETED_SUCCESSFULLY", status)
    check(
        name + ": batch",
        (status["batchId"], status["externalBatchId"]) == (accepted["batchId"], accepted["externalBatchId"]),
        status,
    )
    for item in status["items"]:
        check(
            name + ": item",
            item["status"] == "SUCCESSFUL" and item["srcConsumerId"] and item["srcDigitalCardId"],
            item,
        )
    return status["items"]


def batch_id():
    return "published-" + str(uuid.uuid4())


# Four ways to encrypt, each with a share of the portfolio.
share = max(1, len(people) // 4)
shares = [people[index * share : (index + 1) * share] for index in range(3)] + [people[3 * share :]]
items = []
envelope = issuer.envelope(batch_id(), enrollmentData={"consumers": shares[0]})
items += settled("A256GCM, 16-byte IV, fingerprint", issuer.encrypt_published(envelope))
envelope = issuer.envelope(batch_id(), enrollmentData={"consumers": shares[1]})
items += settled("A256GCM, 16-byte IV, kid", issuer.encrypt_published(envelope, named=True))
envelope = issuer.envelope(batch_id(), enrollmentData=issuer.encrypt({"consumers": shares[2]}, "A128GCM"))
items += settled("A128GCM", envelope, signature_method=SignatureMethod.RSA_PSS_SHA256)
# The Node library's alphabet: slashes and plus signs where base64url has underscores and dashes.
token = issuer.encrypt({"consumers": shares[3]}, "A128CBC-HS256")
first, rest = token.split(".", 1)
envelope = issuer.envelope(batch_id(), enrollmentData=first + "." + rest.replace("_", "/").replace("-", "+"))
items += settled("A128CBC-HS256, other alphabet", envelope)

# Nothing lost, nothing twice.
check("every card once", sorted(item["externalCardId"] for item in items) == sorted(rows_by_card), len(items))
check("card ids are distinct", len({item["srcDigitalCardId"] for item in items}) == len(portfolio))
check("a consumer id for each consumer", len({item["srcConsumerId"] for item in items}) == len(people))
for item in items:
    row = rows_by_card.get(item["externalCardId"], {})
    check("the card's consumer", row.get("externalConsumerId") == item["externalConsumerId"], item)

# The same content again is the same batch, other content under the same name is refused.
name = batch_id()
first = issuer.submit(issuer.envelope(name, enrollmentData=issuer.encrypt({"consumers": people[:1]})))
again = issuer.submit(issuer.envelope(name, enrollmentData=issuer.encrypt({"consumers": people[:1]}, "A256GCM")))
other = issuer.submit(issuer.envelope(name, enrollmentData=issuer.encrypt({"consumers": people[1:2]})))
check("sent again", (first.status_code, again.status_code) == (202, 202), again.text)
check("the same batch", first.json().get("batchId") == again.json().get("batchId"), again.text)
check("other content", other.status_code == 409 and other.json()["reason"] == "ALREADY_EXISTS", other.text)
repeated = issuer.final(first.json()["batchId"])
known = {item["externalCardId"]: item for item in items}
for item in repeated["items"]:
    check(
        "a live card keeps its ids",
        item["srcDigitalCardId"] == known[item["externalCardId"]]["srcDigitalCardId"],
        item,
    )

# Profile and card, masked.
item = items[0]
row = rows_by_card[item["externalCardId"]]
profile = issuer.get("/profiles/" + item["srcConsumerId"])
check("profile", profile.status_code == 200, profile.text)
consumer = profile.json()["maskedConsumer"]
cards = profile.json()["maskedCards"]
local, domain = row["email"].split("@")
masked = consumer["maskedConsumerIdentity"]["maskedIdentityValue"]
check(
    "masked email",
    masked.endswith("@" + domain) and masked[0] == local[0] and "***" in masked and local not in masked,
    masked,
)
check("consumer id", consumer["srcConsumerId"] == item["srcConsumerId"], consumer)
check("consumer status", consumer["status"] == "ACTIVE", consumer)
mobile = consumer.get("maskedMobileNumber", {})
check("masked mobile", mobile.get("phoneNumber", "").endswith(row["mobileNumber"][-3:]), mobile)
check("no clear mobile", row["mobileNumber"] not in profile.text, mobile)
expected = sorted(
    r["primaryAccountNumber"][-4:] for r in portfolio if r["externalConsumerId"] == row["externalConsumerId"]
)
check("the profile's cards", sorted(card["panLastFour"] for card in cards) == expected, cards)
card = issuer.get("/cards/" + item["srcDigitalCardId"])
check("card", card.status_code == 200, card.text)
masked_card = card.json()["maskedCard"]
check("BIN", masked_card["panBin"] == row["primaryAccountNumber"][:6], masked_card)
check("last four", masked_card["panLastFour"] == row["primaryAccountNumber"][-4:], masked_card)
check("card status", masked_card["digitalCardData"]["status"] == "ACTIVE", masked_card)
check("no PAN", row["primaryAccountNumber"] not in card.text + profile.text)

# Update, delete, re-enroll.
answer = issuer.put("/profiles/" + item["srcConsumerId"], consumer={"lastName": "Zebrowski"})
check("update profile", answer.status_code == 200, answer.text)
check("the new name", answer.json()["maskedConsumer"].get("maskedLastName", "").startswith("Z"), answer.text)
address = {"line1": "2 Other Road", "city": "Testford", "state": "CA", "countryCode": "US", "zip": "90001"}
answer = issuer.put("/cards/" + item["srcDigitalCardId"], billingAddress=address)
check("update card", answer.status_code == 200, answer.text)
check("the new address", "maskedBillingAddress" in answer.json().get("maskedCard", {}), answer.text)
answer = issuer.put("/cards/" + item["srcDigitalCardId"], encryptedCard=issuer.encrypt({"billingAddress": address}))
check("update card, encrypted", answer.status_code == 200, answer.text)
answer = issuer.delete("/cards/" + item["srcDigitalCardId"], reason="ACCOUNT_CLOSED", requestor="ISSUER")
check("delete card", answer.status_code == 200, answer.text)
check("deleted card", issuer.get("/cards/" + item["srcDigitalCardId"]).status_code == 404)
check("delete card again", issuer.delete("/cards/" + item["srcDigitalCardId"]).status_code == 404)
person = [p for p in people if p["externalConsumerId"] == item["externalConsumerId"]]
status = issuer.enroll(person)
back = {i["externalCardId"]: i for i in status["items"]}[item["externalCardId"]]
check("re-enrolled in the same profile", back["srcConsumerId"] == item["srcConsumerId"], back)
check("re-enrolled as a new card", back["srcDigitalCardId"] != item["srcDigitalCardId"], back)
answer = issuer.call("DELETE", "/profiles", query={**issuer.ids, "consumerId": item["srcConsumerId"]})
check("delete profile", answer.status_code == 200, answer.text)
check("deleted profile", issuer.get("/profiles/" + item["srcConsumerId"]).status_code == 404)
answer = issuer.call("DELETE", "/profiles", query=issuer.ids)
check("delete without an id", answer.status_code == 400, answer.text)
status = issuer.enroll(person)
check("opted in again", all(i["status"] == "SUCCESSFUL" for i in status["items"]), status)
check("a new profile", all(i["srcConsumerId"] != item["srcConsumerId"] for i in status["items"]), status)

print(json.dumps({"rows": len(portfolio), "consumers": len(people)}))
checks.end()
