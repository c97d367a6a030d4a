# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""Calls made up from the server's own description, in its schemas and out of them, signed like any other.

No answer may be a 5xx, have a status or a media type that the description does not name, or a body that breaks its
schema. Half of the calls carry the issuer's own ids, and encrypted members that open, so that they get past the door.

fuzz_api.py PROFILE [EXAMPLES] [SEED]
"""

import base64
import json
import sys

import requests
import schemathesis
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from requests.auth import AuthBase
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from network import Checks, Issuer, unbase64url

issuer = Issuer(sys.argv[1])
examples = int(sys.argv[2]) if len(sys.argv) > 2 else 40
start = int(sys.argv[3]) if len(sys.argv) > 3 else 20261126
checks = Checks()

RULES = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
CARD = {"primaryAccountNumber": "5186001700009726", "panExpirationMonth": "08", "panExpirationYear": "2031"}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)
DIGITS = st.from_regex("[0-9]{10,20}", fullmatch=True)
CARDS = st.fixed_dictionaries(
    {},
    optional={
        "primaryAccountNumber": st.just(CARD["primaryAccountNumber"]) | DIGITS | ANYTHING,
        "panExpirationMonth": st.sampled_from(["01", "12", "13", "1"]) | ANYTHING,
        "panExpirationYear": st.sampled_from(["2031", "1999", "31"]) | ANYTHING,
        "cardholderFullName": st.text(max_size=300),
        "billingAddress": ANYTHING,
    },
) | ANYTHING
BATCHES = st.fixed_dictionaries(
    {"consumers": st.lists(st.fixed_dictionaries({}, optional={"cards": st.lists(CARDS, max_size=2)}), max_size=2)}
) | ANYTHING
SEALED = {
    "encryptedCard": CARDS,
    "encryptedCredential": CARDS,
    "encryptedConsumer": ANYTHING,
    "enrollmentData": BATCHES,
    "encryptedData": st.fixed_dictionaries(
        {},
        optional={
            "clientNumber": st.text(max_size=40),
            "clientType": st.just("PR") | ANYTHING,
            "clientId": st.just(40000) | ANYTHING,
            "accountContractId": st.just(60001) | ANYTHING,
            "accountContractNumber": st.text(max_size=40),
            "productCode": st.just("DEMO_DEBIT") | ANYTHING,
            "cardContract": st.fixed_dictionaries(
                {}, optional={"productCode": st.just("DEMO_DEBIT") | ANYTHING, "cardExpiryDate": DIGITS | ANYTHING}
            )
            | ANYTHING,
            "statusCode": st.sampled_from(["00", "05", "41", "99"]) | ANYTHING,
            "activated": st.booleans() | ANYTHING,
            "classifierValue": st.sampled_from(["BLACKLIST", "NORMAL"]) | ANYTHING,
            "searchType": ANYTHING,
        },
    )
    | ANYTHING,
}


PERSON = {
    "consumerIdentity": {"identityType": "EMAIL_ADDRESS", "identityValue": "ada@example.test"},
    "mobileNumber": {"countryCode": "1", "phoneNumber": "2025550123"},
    "firstName": "Ada",
    "lastName": "Example",
    "countryCode": "US",
    "languageCode": "en",
}
batch = issuer.enroll([{**PERSON, "externalConsumerId": "ada", "cards": [{**CARD, "externalCardId": "card-1"}]}])
KNOWN = {
    "directoryId": issuer.profile["directoryId"],
    "batchId": batch["batchId"],
    "consumerId": batch["items"][0]["srcConsumerId"],
    "cardId": batch["items"][0]["srcDigitalCardId"],
    "externalConsumerId": "ada",
    "externalCredentialId": "card-1",
    "cardContractId": "70001",
    "clientId": "40000",
    "accountContractId": "60001",
    "contractId": "70001",
    "tokenNumber": "5598765432109876",
}
ENROLL_KEY = "Enroll-Client-Encryption-Key"


def enroll_key():
    """The network's public key as the header of card data takes it."""
    key = issuer.network_key()
    numbers = [int.from_bytes(unbase64url(key[name]), "big") for name in ("e", "n")]
    public = rsa.RSAPublicNumbers(*numbers).public_key()
    encoded = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(encoded).decode()


class Signature(AuthBase):
    """Signs what is really sent."""

    def __call__(self, request):
        request.headers["Authorization"] = issuer.header(request.method, request.url, request.body or None)
        return request


def own(case, data):
    """Puts the issuer's ids, ids of things that exist, and encrypted members that open, in their places."""
    if isinstance(case.query, dict):
        case.query = {**case.query, **{name: value for name, value in issuer.ids.items() if name in case.query}}
    for name, value in KNOWN.items():
        if case.path_parameters and name in case.path_parameters:
            case.path_parameters[name] = value
    if case.headers and ENROLL_KEY in case.headers:
        case.headers[ENROLL_KEY] = enroll_key()
    if isinstance(case.body, dict):
        case.body = {**case.body, **{name: value for name, value in issuer.ids.items() if name in case.body}}
        if "consumer" in case.body and data.draw(st.booleans()):
            case.body["consumer"] = PERSON
        for name, plaintexts in SEALED.items():
            if name in case.body:
                case.body[name] = issuer.encrypt(json.dumps(data.draw(plaintexts)).encode())


def fuzz(operation, mode):
    sent = []

    @seed(start)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(case=operation.as_strategy(generation_mode=mode), data=st.data())
    def run(case, data):
        if data.draw(st.booleans()):
            own(case, data)
        response = case.call(base_url=issuer.origin, auth=Signature(), timeout=60)
        sent.append(response.status_code)
        case.validate_response(response, checks=RULES)

    name = "%s %s, %s" % (operation.method.upper(), operation.path, mode.value)
    try:
        run()
    except Unsatisfiable:
        # Nothing of a call without parameters and body can be wrong.
        assert mode == GenerationMode.NEGATIVE
    except (Exception, BaseExceptionGroup) as error:  # A finding of any kind, or a failure of the test itself.
        findings = [str(finding) for finding in getattr(error, "exceptions", [error])]
        checks.check(name, False, " / ".join(findings)[:2000])
    else:
        checks.check(name, len(sent) > 0, "nothing was sent")
    return sent


schema = schemathesis.openapi.from_dict(requests.get(issuer.origin + "/openapi.json", timeout=60).json())
statuses = []
# Deletions come last, so that there is something to read and to change.
operations = [result.ok() for result in schema.get_all_operations()]
for found in sorted(operations, key=lambda operation: operation.method == "delete"):
    for kind in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        statuses += fuzz(found, kind)
checks.check("calls got past the door", statuses.count(200) + statuses.count(202) > 50, statuses.count(200))
print("%d calls: %s" % (len(statuses), {s: statuses.count(s) for s in sorted(set(statuses))}))
checks.end()
