# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""Every route × own, other, none: another issuer's ids, batches and service are invisible and untouchable.

tenants.py PROFILE-OF-ONE PROFILE-OF-OTHER PORTFOLIO-OF-ONE.csv PORTFOLIO-OF-OTHER.csv
"""

import sys
import uuid

import requests

from network import Checks, Issuer, consumers, rows

one, other = Issuer(sys.argv[1]), Issuer(sys.argv[2])
checks = Checks()
check = checks.check

people = consumers(rows(sys.argv[3]))[:5]
strangers = consumers(rows(sys.argv[4]))[-1:]
batch = one.enroll(people, "tenant-one")
items = batch["items"]
foreign = other.enroll(strangers)["items"][0]
owned = items[0]
DIRECTORY = "/directories/{directoryId}"
BATCHES = DIRECTORY + "/credentials/batch"
PERSON = DIRECTORY + "/consumers/{externalConsumerId}"
CREDENTIAL = PERSON + "/credentials/{externalCredentialId}"
ADDRESS = {"line1": "2 Other Road", "city": "Testford", "state": "CA", "countryCode": "US", "zip": "90001"}


def body(issuer, **members):
    return {**issuer.ids, **members}


def directory_of(issuer):
    return "/directories/" + issuer.profile["directoryId"]


def named(issuer, item):
    """A credential by the names of the second generation, in the issuer's own directory."""
    consumer, card = item["externalConsumerId"], item["externalCardId"]
    return directory_of(issuer) + "/consumers/" + consumer + "/credentials/" + card


def routes(issuer, who, doomed):
    """Method, path, query, body of every route, for the ids in `who`; the deletions take those in `doomed`."""
    ids = issuer.ids
    batch_id = who.get("batchId", "")
    profile, card = "/profiles/" + who["srcConsumerId"], "/cards/" + who["srcDigitalCardId"]
    directory, credential = directory_of(issuer), named(issuer, who)
    person = credential.split("/credentials/")[0]
    return {
        ("get", "/cards/batch/status/{batchId}"): ("GET", "/cards/batch/status/" + batch_id, ids, None),
        ("get", "/cards/batch/{batchId}"): ("GET", "/cards/batch/" + batch_id, ids, None),
        ("get", "/profiles/{consumerId}"): ("GET", profile, ids, None),
        ("put", "/profiles/{consumerId}"): ("PUT", profile, None, body(issuer, consumer={"firstName": "Taken"})),
        ("get", "/cards/{cardId}"): ("GET", card, ids, None),
        ("put", "/cards/{cardId}"): ("PUT", card, None, body(issuer, billingAddress=ADDRESS)),
        ("get", BATCHES + "/{batchId}"): ("GET", directory + "/credentials/batch/" + batch_id, ids, None),
        ("get", PERSON): ("GET", person, ids, None),
        ("put", PERSON): ("PUT", person, None, body(issuer, consumer={"firstName": "Taken"})),
        ("get", CREDENTIAL): ("GET", credential, ids, None),
        ("put", CREDENTIAL): ("PUT", credential, None, body(issuer, billingAddress=ADDRESS)),
        ("delete", "/cards/{cardId}"): ("DELETE", "/cards/" + doomed[0]["srcDigitalCardId"], ids, None),
        ("delete", "/profiles"): ("DELETE", "/profiles", {**ids, "consumerId": doomed[1]["srcConsumerId"]}, None),
        ("delete", "/profiles/{consumerId}"): ("DELETE", "/profiles/" + doomed[2]["srcConsumerId"], ids, None),
        ("delete", CREDENTIAL): ("DELETE", named(issuer, doomed[3]), ids, None),
        ("delete", PERSON): ("DELETE", named(issuer, doomed[4]).split("/credentials/")[0], ids, None),
    }


def single(issuer, person):
    """Sends the first card of a consumer by itself."""
    card = {name: value for name, value in person["cards"][0].items() if name != "externalCardId"}
    consumer = {name: value for name, value in person.items() if name not in ("externalConsumerId", "cards")}
    document = {"latestVersionUri": "https://bank.example/document"}
    content = body(
        issuer,
        cardSource="ISSUER",
        consumer=consumer,
        encryptedCard=issuer.encrypt(card),
        complianceSettings={"tnc": document, "privacy": document},
    )
    return issuer.call("POST", "/cards", body=content)


def second_generation(people):
    """The plaintext of a batch as the second generation names its members."""

    def credential(card):
        return {"externalCredentialId" if name == "externalCardId" else name: value for name, value in card.items()}

    kept = [{name: value for name, value in person.items() if name != "cards"} for person in people]
    for person, old in zip(kept, people):
        person["credentials"] = [credential(card) for card in old["cards"]]
    return {"consumers": kept}


def enable(issuer, person, directory=None):
    """Enables the first card of a consumer under its own names."""
    card = {name: value for name, value in person["cards"][0].items() if name != "externalCardId"}
    content = body(
        issuer,
        externalConsumerId=person["externalConsumerId"],
        externalCredentialId=person["cards"][0]["externalCardId"],
        consumer={name: value for name, value in person.items() if name not in ("externalConsumerId", "cards")},
        encryptedCredential=issuer.encrypt(card),
    )
    return issuer.call("POST", (directory or directory_of(issuer)) + "/credentials", body=content)


def call(issuer, route, **more):
    method, path, query, content = route
    return issuer.call(method, path, query=query, body=content, **more)


def refused(name, answer, status, reason):
    about = (answer.status_code, answer.text)
    check(name, answer.status_code == status and answer.json().get("reason") == reason, about)
    for secret in (owned["srcDigitalCardId"], people[0]["cards"][0]["primaryAccountNumber"][-4:], "tenant-one"):
        check(name + ": tells nothing", secret not in answer.text, about)


theirs = {**owned, "batchId": batch["batchId"]}
first_items = {}
for item in items:
    first_items.setdefault(item["srcConsumerId"], item)
doomed = list(first_items.values())

# None: no signature, and a signature of nobody.
for (method, template), route in routes(one, theirs, doomed).items():
    name = "%s %s, " % (method, template)
    answer = call(one, route, authorization="")
    check(name + "no signature", answer.status_code == 400 and "INVALID_AUTH_HEADER" in answer.text, answer.text)
    header = (
        'OAuth oauth_consumer_key="nobody!0",oauth_nonce="a",oauth_timestamp="1",oauth_signature="AAAA",'
        'oauth_signature_method="RSA-SHA256"'
    )
    answer = call(one, route, authorization=header)
    check(name + "a stranger", answer.status_code == 400 and "INVALID_CLIENT_ID" in answer.text, answer.text)

# Other: their own service and our ids are a 404; our service or client id under their signature is a 403.
for (method, template), route in routes(other, theirs, doomed).items():
    refused("%s %s, other's own service" % (method, template), call(other, route), 404, "NOT_FOUND")
for name, ids in (
    ("our service", {"srcClientId": other.ids["srcClientId"], "serviceId": one.ids["serviceId"]}),
    ("our client id", {"srcClientId": one.ids["srcClientId"], "serviceId": other.ids["serviceId"]}),
    ("both of ours", one.ids),
):
    kept, other.ids = other.ids, ids
    for (method, template), route in routes(other, theirs, doomed).items():
        refused("%s %s, %s" % (method, template, name), call(other, route), 403, "PERMISSION_DENIED")
    content = other.envelope("tenant-two", enrollmentData=other.encrypt(second_generation(strangers)))
    answer = other.call("POST", directory_of(other) + "/credentials/batch", body=content)
    refused("post %s, %s" % (BATCHES, name), answer, 403, "PERMISSION_DENIED")
    content = other.envelope("tenant-two", enrollmentData=other.encrypt({"consumers": strangers}))
    for path in ("/cards/batch", "/cards/batch/pre-provisioning"):
        refused("post %s, %s" % (path, name), other.call("POST", path, body=content), 403, "PERMISSION_DENIED")
    refused("post /cards, " + name, single(other, strangers[0]), 403, "PERMISSION_DENIED")
    refused("post credentials, " + name, enable(other, strangers[0]), 403, "PERMISSION_DENIED")
    other.ids = kept

# Our directory in the path under their signature and ids.
for (method, template), (verb, path, query, content) in routes(other, theirs, doomed).items():
    if template.startswith(DIRECTORY):
        route = (verb, path.replace(directory_of(other), directory_of(one)), query, content)
        refused("%s %s, our directory" % (method, template), call(other, route), 403, "PERMISSION_DENIED")
answer = other.call("POST", directory_of(one) + "/credentials/batch", body=other.envelope("x", enrollmentData="x"))
refused("post %s, our directory" % BATCHES, answer, 403, "PERMISSION_DENIED")
refused("post credentials, our directory", enable(other, strangers[0], directory_of(one)), 403, "PERMISSION_DENIED")

# The same names in two directories do not meet: batch, consumer and card ids, emails, numbers.
answer = other.submit(other.envelope("tenant-one", enrollmentData=other.encrypt({"consumers": people})))
check("our batch id under their name", answer.status_code == 202, answer.text)
copied = other.final(answer.json()["batchId"])
check("our consumers in their directory", copied["batchStatus"] == "COMPLETED_SUCCESSFULLY", copied)
ours = {item["srcConsumerId"] for item in items} | {item["srcDigitalCardId"] for item in items}
check("other ids there", not ours & {i[k] for i in copied["items"] for k in ("srcConsumerId", "srcDigitalCardId")})
check(
    "their deletion there",
    all(other.delete("/cards/" + item["srcDigitalCardId"]).status_code == 200 for item in copied["items"]),
)

# Own: nothing of that has changed anything; every route works for its owner.
profile = one.get("/profiles/" + owned["srcConsumerId"]).json()
check("the name is as it was", profile["maskedConsumer"]["maskedFirstName"][0] == people[0]["firstName"][0], profile)
check("the cards are as they were", len(profile["maskedCards"]) == len(people[0]["cards"]), profile)
for (method, template), route in routes(one, theirs, doomed).items():
    answer = call(one, route)
    check("%s %s, own" % (method, template), answer.status_code == 200, (answer.status_code, answer.text))
check("their profile is still there", other.get("/profiles/" + foreign["srcConsumerId"]).status_code == 200)
answer = one.submit(one.envelope("tenant-" + str(uuid.uuid4()), enrollmentData=one.encrypt({"consumers": people})))
check("post /cards/batch, own", answer.status_code == 202, answer.text)
content = one.envelope("tenant-staged", enrollmentData=one.encrypt({"consumers": people}))
answer = one.call("POST", "/cards/batch/pre-provisioning", body=content)
check("post /cards/batch/pre-provisioning, own", answer.status_code == 202, answer.text)
answer = single(other, strangers[0])
check("post /cards, own", answer.status_code == 200, answer.text)
answer = enable(other, strangers[0])
check("post credentials, own", answer.status_code == 200, answer.text)
content = other.envelope("tenant-v2", enrollmentData=other.encrypt(second_generation(strangers)))
answer = other.call("POST", directory_of(other) + "/credentials/batch", body=content)
check("post %s, own" % BATCHES, answer.status_code == 202, answer.text)
answer = single(other, strangers[0])
check("the card is theirs", answer.json()["maskedCard"]["srcDigitalCardId"] == foreign["srcDigitalCardId"], answer.text)

# Tokens go by references: ours are not theirs, and our integration is not either.
answer = single(one, people[-1])
reference = answer.json()["maskedCard"]["tokenUniqueReference"]
TOKENS = {
    "/search": ("Search", {}),
    "/token/activate": ("TokenActivate", {}),
    "/token/suspend": ("TokenSuspend", {"ReasonCode": "L"}),
    "/token/unsuspend": ("TokenUnsuspend", {"ReasonCode": "F"}),
    "/token/update": ("TokenUpdate", {"NewExpirationDate": "0849"}),
    "/token/delete": ("TokenDelete", {}),
}


def token_call(issuer, integration, path, **more):
    name, members = TOKENS[path]
    content = {name + "Request": {"TokenUniqueReference": reference, **members}}
    return issuer.call("POST", "/mdes/csapi/%s%s" % (integration.profile["directoryId"], path), body=content, **more)


for path in TOKENS:
    answer = token_call(one, one, path, authorization="")
    check(path + ", no signature", answer.status_code == 400 and "INVALID_AUTH_HEADER" in answer.text, answer.text)
    for name, integration, status in (("their own", other, 404), ("ours", one, 403)):
        answer = token_call(other, integration, path)
        check("%s, %s" % (path, name), answer.status_code == status, (answer.status_code, answer.text))
        check("%s, %s: tells nothing" % (path, name), reference not in answer.text, answer.text)
for path in TOKENS:
    answer = token_call(one, one, path)
    check(path + ", own", answer.status_code == 200, (answer.status_code, answer.text))

# Token Connect names no id of anybody: it is bound to whoever signs, and to a program of theirs.
CONNECT, ASSET = "/mdes/connect/1/0/", "/mdes/issuer-assets/1/0/asset/tokenrequestor/"
RANGES = {"requestId": "r", "accountRanges": ["512034000"]}
PUSHES = {
    ("post", CONNECT + "getEligibleTokenRequestors"): ("POST", CONNECT + "getEligibleTokenRequestors", RANGES),
    ("post", CONNECT + "pushMultipleAccounts"): ("POST", CONNECT + "pushMultipleAccounts", {"requestId": "r"}),
    ("get", ASSET + "{assetId}"): ("GET", ASSET + "nothing", None),
}
for (method, template), (verb, path, content) in PUSHES.items():
    answer = one.call(verb, path, body=content, authorization="")
    check(path + ", no signature", answer.status_code == 400 and "INVALID_AUTH_HEADER" in answer.text, answer.text)
    answer = one.call(verb, path, body=content)
    check(path + ", own", answer.status_code == (200 if content else 404), (answer.status_code, answer.text))
    if content:
        answer = other.call(verb, path, query={"serviceId": one.ids["serviceId"]}, body=content)
        check(path + ", our service", "AUTHORIZATION_FAILED" in answer.text and "Receipt" not in answer.text)
# Card management: no route of it is open to a client whose program has none, nor under no signature. That a client sees
# nothing of another's is in processor.py, route by route.
CORE, DIGITAL = "/global-processing/core", "/global-processing/digital"
PROCESSING = {
    ("post", CORE + "/clients"),
    ("post", CORE + "/accounts"),
    ("post", CORE + "/cards"),
    ("post", CORE + "/cards/searches"),
    ("get", CORE + "/cards/{cardContractId}"),
    ("get", CORE + "/cards/{cardContractId}/statuses"),
    ("put", CORE + "/cards/{cardContractId}/status"),
    ("put", CORE + "/cards/{cardContractId}/active"),
    ("get", CORE + "/clients/{clientId}/card-contracts"),
    ("get", CORE + "/accounts/{accountContractId}/card-contracts"),
    ("put", CORE + "/contracts/{contractId}/classifiers/TKN_PAN_AC"),
    ("post", DIGITAL + "/cards/searches"),
    ("post", DIGITAL + "/cards/{cardContractId}/push-accounts"),
    ("get", DIGITAL + "/clients/{clientId}/tokens"),
    ("get", DIGITAL + "/cards/{cardContractId}/tokens"),
    ("put", DIGITAL + "/cards/{cardContractId}/tokens"),
    ("get", DIGITAL + "/tokens/{tokenNumber}"),
}
for method, template in PROCESSING:
    path = template.replace("{", "").replace("}", "")
    content = None if method == "get" else {}
    answer = one.call(method.upper(), path, body=content, authorization="")
    check("%s %s, no signature" % (method, template), "INVALID_AUTH_HEADER" in answer.text, answer.text)
    answer = one.call(method.upper(), path, body=content)
    check("%s %s, none" % (method, template), answer.status_code == 403, (answer.status_code, answer.text))
    check("%s %s, why" % (method, template), "OPERATION_DENIED" in answer.text, answer.text)

# Shops' pages: an issuer has no shop, so that none of these is open to it; what shops see of each other is in
# sign_in.py.
SHOPS = {
    ("post", "/src/api/identities/lookup"),
    ("post", "/src/api/identities/validation/initiate"),
    ("post", "/src/api/identities/validation/complete"),
    ("post", "/src/api/identities/recognize"),
    ("post", "/src/api/authenticate"),
    ("post", "/src/api/authenticate/result"),
    ("post", "/src/api/profiles"),
    ("post", "/src/api/app-instances/unbind"),
    ("post", "/src/api/checkout"),
    ("get", "/src/api/profiles/pre-provisioned-cards"),
    ("post", "/src/api/profiles/pre-provisioned-cards/{id}/provision"),
}
for method, template in SHOPS:
    ids = {"srcClientId": one.ids["srcClientId"], "srcDpaId": "shop"}
    content = {"params": ids} if method == "get" else {"json": ids}
    answer = requests.request(method, one.origin + template.replace("{id}", "x"), timeout=60, **content)
    denied = answer.status_code == 403 and answer.json()["reason"] == "PERMISSION_DENIED"
    check("%s %s, an issuer" % (method, template), denied, (answer.status_code, answer.text))

# The credentials of a checkout are for the client that began it: an issuer has no shop.
CREDENTIALS = "/transaction/credentials"
content = {
    "srcClientId": other.ids["srcClientId"],
    "srcDpaId": "none",
    "srcCorrelationId": str(uuid.uuid4()),
    "srcDigitalCardId": theirs["srcDigitalCardId"],
}
answer = other.call("POST", CREDENTIALS, body=content, authorization="")
check("credentials, no signature", "INVALID_AUTH_HEADER" in answer.text, answer.text)
refused("credentials, no shop", other.call("POST", CREDENTIALS, body=content), 403, "PERMISSION_DENIED")
content["srcClientId"] = one.ids["srcClientId"]
refused("credentials, as another", other.call("POST", CREDENTIALS, body=content), 403, "PERMISSION_DENIED")

# No route is left out: the server's own description lists them.
described = requests.get(one.origin + "/openapi.json", timeout=60).json().get("paths", {})
base = one.base.replace(one.origin, "")
signed = {
    (method, path[len(base) :] if path.startswith(base) else path)
    for path, methods in described.items()
    if path.startswith((base + "/", "/mdes/", "/global-processing/"))
    for method, operation in methods.items()
    if method in ("get", "put", "post", "delete", "patch") and "security" in operation
}
open_to_pages = {
    (method, path)
    for path, methods in described.items()
    if path.startswith("/src/api/") and not path.startswith(base + "/")
    for method, operation in methods.items()
    if "security" not in operation
}
check("every described route of pages is in the matrix", open_to_pages == SHOPS, open_to_pages ^ SHOPS)
covered = set(routes(one, theirs, doomed)) | {("post", "/cards/batch"), ("post", "/cards")}
covered.add(("post", "/cards/batch/pre-provisioning"))
covered |= {("post", "/mdes/csapi/{integrationId}" + path) for path in TOKENS}
covered |= set(PUSHES)
covered |= {("post", BATCHES), ("post", DIRECTORY + "/credentials")}
covered |= PROCESSING | {("post", CREDENTIALS)}
check(
    "every described route is in the matrix", signed == covered, (sorted(signed - covered), sorted(covered - signed))
)
checks.end()
