# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""The acceptance list of the contract (enrollment 18.3, items 1 to 6) and its rules (13.2), entry by entry, against the
server.

Signing and encryption are those of the published libraries. "Restart in mid-batch" needs a server that is killed: the
tests of kills do that. "Sign-in" and "provision" of item 5 need the consumer's pages: the tests of the claim do that.

acceptance.py PROFILE OTHER-PROFILE MUSTER DATA-DIRECTORY
"""

import concurrent.futures
import json
import subprocess
import sys
import uuid

from network import Checks, Issuer

one, other = Issuer(sys.argv[1]), Issuer(sys.argv[2])
muster, data = sys.argv[3], sys.argv[4]
checks = Checks()
check = checks.check
DOCUMENT = {"latestVersionUri": "https://bank.example/document"}
TERMS = {"tnc": DOCUMENT, "privacy": DOCUMENT}
ADDRESS = {"line1": "1 Sample Road", "city": "Testford", "state": "CA", "countryCode": "US", "zip": "90000"}
serial = iter(range(1, 1_000_000))


def pan(ending=None):
    """A card number of a test range with a right check digit; with these last four digits, if told."""
    if ending is None:
        digits = "520430" + str(next(serial)).zfill(8) + "9"
        return digits + str(-luhn(digits + "0") % 10)
    middle = str(next(serial)).zfill(5)
    return next(d for d in ("52043%s%s%s" % (n, middle[-5:] + "7", ending) for n in range(10)) if luhn(d) == 0)


def luhn(digits):
    doubled = [int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10


def person(**members):
    number = next(serial)
    return {
        "consumerIdentity": {"identityType": "EMAIL_ADDRESS", "identityValue": "p%d@example.test" % number},
        "mobileNumber": {"countryCode": "1", "phoneNumber": "20255" + str(10000 + number)},
        "firstName": "Ada",
        "lastName": "Example",
        "countryCode": "US",
        "languageCode": "en",
        **members,
    }


def card(number=None, **members):
    return {
        "primaryAccountNumber": number or pan(),
        "panExpirationMonth": "08",
        "panExpirationYear": "2031",
        **members,
    }


def request(consumer=None, plaintext=None, issuer=one, **members):
    content = {
        **issuer.ids,
        "cardSource": "ISSUER",
        "consumer": consumer or person(),
        "encryptedCard": issuer.encrypt(card() if plaintext is None else plaintext),
        "complianceSettings": TERMS,
        **members,
    }
    return {name: value for name, value in content.items() if value is not None}


def enroll(content, issuer=one):
    return issuer.call("POST", "/cards", body=content)


def refused(name, answer, status, reason, source=None):
    body = answer.json() if answer.content else {}
    details = body.get("errordetail") or [{}]
    holds = answer.status_code == status and any(
        d.get("reason") == reason and (source is None or d.get("source") == source) for d in details
    )
    check(name, holds, (answer.status_code, answer.text))


def batch_of(people, issuer=one, name=None, path="/cards/batch"):
    content = issuer.envelope(name or "b-" + str(uuid.uuid4()), enrollmentData=issuer.encrypt({"consumers": people}))
    return issuer.call("POST", path, body=content)


def records(*cards_of, consumers=None):
    """Consumers of a batch with these cards each."""
    found = []
    for cards in cards_of:
        number = next(serial)
        found.append(
            {
                "externalConsumerId": "c-%d" % number,
                **person(),
                "cards": [{"externalCardId": "k-%d" % next(serial), **card(n)} for n in cards],
            }
        )
    return found


def final(answer, issuer=one):
    assert answer.status_code == 202, (answer.status_code, answer.text)
    return issuer.final(answer.json()["batchId"])


def set_program(**values):
    words = ["%s=%s" % item for item in values.items()]
    service = ["--service-id", one.profile["serviceId"]]
    subprocess.run([muster, "issuer", "set", *words, "--data", data, *service], check=True, capture_output=True)
    one.follow_settings()


ENTRIES = []


def entry(name):
    def keep(body):
        ENTRIES.append((name, body))
        return body

    return keep


# 1. Sync


@entry("1. PAN success")
def _(name):
    number = pan()
    answer = enroll(request(plaintext=card(number, billingAddress=ADDRESS)))
    body = answer.json()
    check(name, answer.status_code == 200 and body["maskedCard"]["panLastFour"] == number[-4:], answer.text)
    check(name + ": ids", len(body["maskedCard"]["srcDigitalCardId"]) == 36, body)
    check(name + ": masked", number not in answer.text and "1 Sample Road" not in answer.text, answer.text)


@entry("1. receipt: an issuer's directory takes none")
def _(name):
    reference = {"enrolmentReferenceId": str(uuid.uuid4()), "enrolmentReferenceType": "PUSH_ACCOUNT_RECEIPT"}
    answer = enroll(request(encryptedCard=None, enrolmentReferenceData=reference))
    refused(name, answer, 403, "INVALID_VALUE", "enrolmentReferenceType")


@entry("1. both and neither route")
def _(name):
    reference = {"enrolmentReferenceId": str(uuid.uuid4()), "enrolmentReferenceType": "PUSH_ACCOUNT_RECEIPT"}
    check(name + ": both", enroll(request(enrolmentReferenceData=reference)).status_code == 400)
    check(name + ": neither", enroll(request(encryptedCard=None)).status_code == 400)


@entry("1. missing each required member")
def _(name):
    for member in ("srcClientId", "serviceId", "cardSource", "consumer", "complianceSettings"):
        incomplete = {key: value for key, value in request().items() if key != member}
        answer = enroll(incomplete)
        check("%s: %s" % (name, member), answer.status_code == 400 and member in answer.text, answer.text)
    for member in person():
        incomplete = {key: value for key, value in person().items() if key != member}
        answer = enroll(request(incomplete))
        check("%s: consumer.%s" % (name, member), answer.status_code == 400 and member in answer.text, answer.text)
    for member in card():
        incomplete = {key: value for key, value in card().items() if key != member}
        answer = enroll(request(plaintext=incomplete))
        check("%s: card.%s" % (name, member), answer.status_code == 400 and member in answer.text, answer.text)


@entry("1. bad UUID")
def _(name):
    refused(name, enroll(request(srcClientId="not-a-uuid")), 400, "INVALID_VALUE", "srcClientId")


@entry("1. unknown client")
def _(name):
    answer = enroll(request(srcClientId=str(uuid.uuid4())))
    check(name, answer.status_code == 400 and answer.json()["reason"] == "INVALID_STATE", answer.text)


@entry("1. foreign service")
def _(name):
    answer = enroll(request(serviceId=other.ids["serviceId"]))
    check(name, answer.status_code == 403 and answer.json()["reason"] == "PERMISSION_DENIED", answer.text)


@entry("1. corrupt JWE")
def _(name):
    whole = one.encrypt(card())
    for token in ("a.b.c.d.e", whole[:-4] + "AAAA", "x", whole.rsplit(".", 1)[0]):
        refused(name, enroll(request(encryptedCard=token)), 400, "CORRUPT_DATA", "encryptedCard")


@entry("1. wrong kid")
def _(name):
    token = one.encrypt_by_hand(card(), header={"kid": "nobody"})
    refused(name, enroll(request(encryptedCard=token)), 400, "CORRUPT_DATA", "encryptedCard")


@entry("1. expired card")
def _(name):
    answer = enroll(request(plaintext=card(panExpirationYear="2020")))
    check(name, answer.status_code == 400 and "panExpiration" in answer.text, answer.text)


@entry("1. empty cardholder name")
def _(name):
    answer = enroll(request(plaintext=card(cardholderFullName="")))
    check(name, answer.status_code == 400 and "cardholderFullName" in answer.text, answer.text)


@entry("1. duplicate")
def _(name):
    consumer, plaintext = person(), card()
    ids = [enroll(request(consumer, plaintext)).json()["maskedCard"]["srcDigitalCardId"] for _ in range(2)]
    check(name, ids[0] == ids[1], ids)


@entry("1. concurrent duplicates")
def _(name):
    consumer, plaintext = person(), card()
    bodies = [request(consumer, plaintext) for _ in range(16)]
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(enroll, bodies))
    ids = {answer.json()["maskedCard"]["srcDigitalCardId"] for answer in answers if answer.status_code == 200}
    check(name, len(ids) == 1 and all(a.status_code == 200 for a in answers), [a.status_code for a in answers])


@entry("1. second card of the same consumer")
def _(name):
    consumer = person()
    answers = [enroll(request(consumer)).json() for _ in range(2)]
    check(name, len({a["maskedConsumer"]["srcConsumerId"] for a in answers}) == 1, answers)
    check(name + ": another card", len({a["maskedCard"]["srcDigitalCardId"] for a in answers}) == 2, answers)


@entry("1. identity split and partial match")
def _(name):
    first, second = person(), person()
    for consumer in (first, second):
        enroll(request(consumer))
    split = {**first, "mobileNumber": second["mobileNumber"]}
    refused(name + ": split", enroll(request(split)), 400, "AMBIGUOUS_CONSUMER_IDENTITY")
    for member in ("consumerIdentity", "mobileNumber"):
        answer = enroll(request({**first, member: person()[member]}))
        refused("%s: another %s" % (name, member), answer, 400, "ALREADY_EXISTS")


@entry("1. issuer decline")
def _(name):
    refused(name, enroll(request(plaintext=card(pan("0044")))), 400, "ISSUER_DECLINED")


@entry("1. issuer timeout")
def _(name):
    refused(name, enroll(request(plaintext=card(pan("0051")))), 503, "NO_RESPONSE_FROM_ISSUER")


@entry("1. missing compliance URLs")
def _(name):
    for settings in ({"tnc": DOCUMENT}, {"privacy": DOCUMENT}, {"tnc": {}, "privacy": DOCUMENT}):
        answer = enroll(request(complianceSettings=settings))
        check(name, answer.status_code == 400 and "complianceSettings" in answer.text, answer.text)


# 2. Batch


@entry("2. 1×1 and N×M")
def _(name):
    for shape in ([[pan()]], [[pan() for _ in range(3)] for _ in range(5)]):
        status = final(batch_of(records(*shape)))
        check(name, status["batchStatus"] == "COMPLETED_SUCCESSFULLY", status)
        check(name + ": an item a card", len(status["items"]) == sum(len(cards) for cards in shape), status)


@entry("2. mixed results and all failed")
def _(name):
    status = final(batch_of(records([pan(), pan("0044")])))
    check(name, status["batchStatus"] == "COMPLETED_WITH_ERRORS", status)
    words = sorted(item["status"] for item in status["items"])
    check(name + ": words", words == ["FAILED", "SUCCESSFUL"], words)
    status = final(batch_of(records([pan("0028"), pan("0044")])))
    check(name + ": all", status["batchStatus"] == "COMPLETED_WITH_ERRORS", status)
    check(name + ": ids of none", not any("srcDigitalCardId" in item for item in status["items"]), status)


@entry("2. at and over the limit")
def _(name):
    status = final(batch_of(records(*[[pan() for _ in range(25)] for _ in range(10)])))
    check(name + ": at", len(status["items"]) == 250 and status["batchStatus"] == "COMPLETED_SUCCESSFULLY")
    answer = batch_of(records([pan() for _ in range(251)]))
    refused(name + ": over", answer, 400, "LIMIT_EXCEED")


@entry("2. duplicate external ids")
def _(name):
    people = records([pan()], [pan()])
    people[1]["externalConsumerId"] = people[0]["externalConsumerId"]
    check(name + ": consumer", batch_of(people).status_code == 400)
    people = records([pan(), pan()])
    people[0]["cards"][1]["externalCardId"] = people[0]["cards"][0]["externalCardId"]
    check(name + ": card", batch_of(people).status_code == 400)


@entry("2. resend same and different")
def _(name):
    people, batch = records([pan()]), "b-" + str(uuid.uuid4())
    first, again = batch_of(people, name=batch), batch_of(people, name=batch)
    check(name + ": same", first.json()["batchId"] == again.json()["batchId"], again.text)
    refused(name + ": different", batch_of(records([pan()]), name=batch), 409, "ALREADY_EXISTS", "externalBatchId")


@entry("2. deferred tokenization")
def _(name):
    set_program(deferredTokenization="true")
    status = final(batch_of(records([pan("0044")])))
    set_program(deferredTokenization="false")
    check(name, status["batchStatus"] == "COMPLETED_SUCCESSFULLY", status)
    shown = one.get("/cards/" + status["items"][0]["srcDigitalCardId"]).json()["maskedCard"]
    check(name + ": no token yet", "tokenUniqueReference" not in shown, shown)


@entry("2. out-of-order items")
def _(name):
    people = records(*[[pan()] for _ in range(20)])
    sent = {c["externalCardId"]: p["externalConsumerId"] for p in people for c in p["cards"]}
    items = final(batch_of(list(reversed(people))))["items"]
    check(name, {i["externalCardId"]: i["externalConsumerId"] for i in items} == sent, items)


# 3. Status


@entry("3. in progress")
def _(name):
    answer = batch_of(records([pan("0077")]))
    batch = answer.json()["batchId"]
    status = one.get("/cards/batch/status/" + batch).json()
    check(name, status["batchStatus"] == "IN_PROGRESS" and "batchEndTime" not in status, status)
    one.session.post(one.origin + "/__admin/clock/advance", json={"seconds": 60}, timeout=60)
    status = one.get("/cards/batch/status/" + batch).json()
    one.session.post(one.origin + "/__admin/clock/resume", timeout=60)
    check(name + ": a minute later", status["batchStatus"] == "COMPLETED_SUCCESSFULLY", status)


@entry("3. each final status")
def _(name):
    people = {"COMPLETED_SUCCESSFULLY": [pan()], "COMPLETED_WITH_ERRORS": [pan("0044")]}
    for word, numbers in people.items():
        check("%s: %s" % (name, word), final(batch_of(records(numbers)))["batchStatus"] == word)
    status = final(batch_of(records([pan()]), name="FAIL-" + str(uuid.uuid4())))
    check(name + ": FAILED", status["batchStatus"] == "FAILED" and status["errorMessage"], status)


@entry("3. unknown batch and another client's")
def _(name):
    refused(name, one.get("/cards/batch/status/" + str(uuid.uuid4())), 404, "NOT_FOUND", "batchId")
    batch = batch_of(records([pan()])).json()["batchId"]
    refused(name + ": other", other.get("/cards/batch/status/" + batch), 404, "NOT_FOUND", "batchId")


# 4. Life cycle


@entry("4. each operation: success, 404, 403")
def _(name):
    body = enroll(request()).json()
    profile = "/profiles/" + body["maskedConsumer"]["srcConsumerId"]
    shown = "/cards/" + body["maskedCard"]["srcDigitalCardId"]
    calls = [
        ("GET", profile, {}),
        ("PUT", profile, {"consumer": {"lastName": "Zett"}}),
        ("GET", shown, {}),
        ("PUT", shown, {"billingAddress": ADDRESS}),
        ("DELETE", shown, {}),
        ("DELETE", profile, {}),
    ]
    for method, path, members in calls:

        def call(issuer, path, ids):
            if method == "PUT":
                return issuer.call(method, path, body={**ids, **members})
            return issuer.call(method, path, query=ids)

        what = "%s: %s %s" % (name, method, path.split("/")[1])
        unknown = path.rsplit("/", 1)[0] + "/" + str(uuid.uuid4())
        check(what + ", unknown", call(one, unknown, one.ids).status_code == 404)
        check(what + ", other's own", call(other, path, other.ids).status_code == 404)
        mixed = {**other.ids, "serviceId": one.ids["serviceId"]}
        check(what + ", our service", call(other, path, mixed).status_code == 403)
        answer = call(one, path, one.ids)
        check(what, answer.status_code == 200, answer.text)
        if method == "DELETE":
            check(what + ", again", call(one, path, one.ids).status_code == 404)


@entry("4. identifier change and conflict")
def _(name):
    first, second = person(), person()
    path = "/profiles/" + enroll(request(first)).json()["maskedConsumer"]["srcConsumerId"]
    enroll(request(second))
    taken = one.put(path, consumer={"consumerIdentity": second["consumerIdentity"]})
    check(name + ": taken", taken.status_code == 409 and "ALREADY_EXISTS" in taken.text, taken.text)
    fresh = person()
    moved = one.put(path, consumer={"consumerIdentity": fresh["consumerIdentity"]})
    check(name, moved.status_code == 200, moved.text)
    again = enroll(request({**first, "consumerIdentity": fresh["consumerIdentity"]})).json()
    check(name + ": found by the new one", path.endswith(again["maskedConsumer"]["srcConsumerId"]), again)


@entry("4. delete last card, delete card then re-enroll, delete profile then re-enroll")
def _(name):
    consumer, plaintext = person(), card()
    first = enroll(request(consumer, plaintext)).json()
    ids = first["maskedConsumer"]["srcConsumerId"], first["maskedCard"]["srcDigitalCardId"]
    check(name, one.delete("/cards/" + ids[1]).status_code == 200)
    empty = one.get("/profiles/" + ids[0])
    check(name + ": the profile stays, empty", empty.json().get("maskedCards") == [], empty.text)
    second = enroll(request(consumer, plaintext)).json()
    check(name + ": same profile", second["maskedConsumer"]["srcConsumerId"] == ids[0], second)
    check(name + ": another card", second["maskedCard"]["srcDigitalCardId"] != ids[1], second)
    check(name + ": profile", one.delete("/profiles/" + ids[0]).status_code == 200)
    third = enroll(request(consumer, plaintext)).json()
    check(name + ": another profile", third["maskedConsumer"]["srcConsumerId"] != ids[0], third)


# 5. Pre-provisioning


@entry("5. stage, restage, withdraw, expire")
def _(name):
    path, people = "/cards/batch/pre-provisioning", records([pan()], [pan()])
    first = batch_of(people, path=path)

    def words(answer):
        return [item.get("preProvisioningStatus") for item in final(answer)["items"]]

    check(name + ": staged", words(first) == ["STAGED", "STAGED"], final(first))
    check(name + ": no ids", not any("srcConsumerId" in item for item in final(first)["items"]))
    people[0]["firstName"] = "Adele"
    second = batch_of(people, path=path)
    check(name + ": staged anew", words(second) == ["STAGED", "STAGED"], final(second))
    consumer = "/directories/%s/consumers/%s" % (one.profile["directoryId"], people[0]["externalConsumerId"])
    check(name + ": withdraw", one.call("DELETE", consumer, query=one.ids).status_code == 200)
    check(name + ": withdrawn in both", words(first) == words(second) == ["WITHDRAWN", "STAGED"], words(first))
    one.session.post(one.origin + "/__admin/clock/advance", json={"seconds": 181 * 86_400}, timeout=60)
    gone = one.get("/cards/batch/status/" + first.json()["batchId"])
    one.session.post(one.origin + "/__admin/clock/resume", timeout=60)
    # Results are kept for 90 days, staged cards for 180: by now nobody can ask about either.
    check(name + ": results are over before the cards are", gone.status_code == 404, gone.text)


@entry("5. expire while the results can be read")
def _(name):
    set_program(stagedDays="10")
    answer = batch_of(records([pan()]), path="/cards/batch/pre-provisioning")
    batch = final(answer)["batchId"]
    one.session.post(one.origin + "/__admin/clock/advance", json={"seconds": 10 * 86_400 + 1}, timeout=60)
    status = one.get("/cards/batch/status/" + batch).json()
    one.session.post(one.origin + "/__admin/clock/resume", timeout=60)
    set_program(stagedDays="180")
    check(name, [i.get("preProvisioningStatus") for i in status["items"]] == ["EXPIRED"], status)


# 6. Layouts


@entry("6. error layouts, unknown members, serviceId with #, body hash on empty and non-empty bodies")
def _(name):
    missing = "/cards/" + str(uuid.uuid4())
    form_a = one.get(missing).json()
    check(name + ": form A", form_a["status"] == 404 and form_a["reason"] == "NOT_FOUND", form_a)
    set_program(errorLayout="formB", gatewayErrorLayout="listOfErrors")
    form_b = one.get(missing).json()
    check(name + ": form B", form_b["code"] == 404 and form_b["status"] == "NOT_FOUND", form_b)
    header = one.header("GET", one.url(missing, one.ids)).replace("oauth_signature=\"", "oauth_signature=\"AA")
    gateway = one.call("GET", missing, query=one.ids, authorization=header)
    check(name + ": gateway, list", isinstance(gateway.json()["Errors"], list), gateway.text)
    set_program(errorLayout="formA", gatewayErrorLayout="errorList")
    gateway = one.call("GET", missing, query=one.ids, authorization=header)
    check(name + ": gateway, object", "Error" in gateway.json()["Errors"], gateway.text)
    check(name + ": unknown members", enroll(request(unknown={"a": [1]}, futureMember="x")).status_code == 200)
    check(name + ": #", "#" in one.ids["serviceId"] and one.get(missing).status_code == 404)
    check(name + ": an empty body is hashed", one.delete(missing).status_code == 404)
    header = one.header("POST", one.url("/cards"), json.dumps(request()))
    wrong = one.call("POST", "/cards", body=json.dumps(request()), authorization=header)
    check(name + ": another body", "INVALID_BODY_HASH" in wrong.text, wrong.text)


# 13.2. What an issuer does when its consumers come and go


def enrolled(consumer, plaintext):
    body = enroll(request(consumer, plaintext)).json()
    return body["maskedConsumer"]["srcConsumerId"], body["maskedCard"]["srcDigitalCardId"]


@entry("13.2 opt-out of Click to Pay: the profile is deleted; opt-in again: a new enrollment")
def _(name):
    consumer, plaintext = person(), card()
    profile, number = enrolled(consumer, plaintext)
    check(name, one.delete("/profiles", consumerId=profile).status_code == 200)
    check(name + ": its card is gone", one.get("/cards/" + number).status_code == 404)
    check(name + ": again", enrolled(consumer, plaintext)[0] != profile)


@entry("13.2 opt-out of one card: it is deleted; re-enrolled: back in the existing profile")
def _(name):
    consumer, first, second = person(), card(), card()
    profile, kept = enrolled(consumer, first)
    gone = enrolled(consumer, second)[1]
    check(name, one.delete("/cards/" + gone).status_code == 200)
    left = [c["srcDigitalCardId"] for c in one.get("/profiles/" + profile).json()["maskedCards"]]
    check(name + ": the other stays", left == [kept], left)
    back = enrolled(consumer, second)
    check(name + ": same consumer id", back[0] == profile and back[1] != gone, back)


@entry("13.2 a new card for an existing profile, by the existing email and mobile number, alone or in a batch")
def _(name):
    (record,) = records([pan()])
    status = final(batch_of([record]))
    profile = status["items"][0]["srcConsumerId"]
    consumer = {key: value for key, value in record.items() if key not in ("externalConsumerId", "cards")}
    check(name + ": alone", enrolled(consumer, card())[0] == profile)
    record["cards"] = [{"externalCardId": "k-%d" % next(serial), **card()}]
    again = final(batch_of([record]))
    check(name + ": in a batch", again["items"][0]["srcConsumerId"] == profile, again)
    check(name + ": three cards", len(one.get("/profiles/" + profile).json()["maskedCards"]) == 3)


@entry("13.2 all cards deleted in the bank's app: the profile is deleted, so that no empty one stays")
def _(name):
    profile, number = enrolled(person(), card())
    one.delete("/cards/" + number)
    check(name, one.delete("/profiles/" + profile).status_code == 200)
    check(name + ": gone", one.get("/profiles/" + profile).status_code == 404)


for name, body in ENTRIES:
    try:
        body(name)
    except Exception as error:  # noqa: BLE001: an entry that breaks is one that failed, and the others go on
        check(name, False, repr(error))
print("%d entries" % len(ENTRIES))

checks.end()
