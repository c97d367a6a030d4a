# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""What an operator sets for a shop is what the shop meets, without a restart.

merchant_settings.py SHOP-PROFILE MUSTER DATA    the shop was made with payloadEncryption=A256GCM
"""

import json
import subprocess
import sys
import time
import uuid

from merchant import Shop
from network import Checks

shop, checks = Shop(sys.argv[1]), Checks()
check = checks.check
muster, data = sys.argv[2], sys.argv[3]
CREDENTIALS = "/src/api/digital/payments/transaction/credentials"
GUEST = {"customInputData": {"com.mastercard.dcfExperience": "WITHIN_CHECKOUT"}}


def operator(*words):
    done = subprocess.run(
        [muster, "merchant", *words, "--data", data, "--json"], capture_output=True, text=True, timeout=60, check=False
    )
    return json.loads(done.stdout) if done.returncode == 0 else done.stderr


def checkout(**options):
    card = {"primaryAccountNumber": "5120340000000004", "panExpirationMonth": "08", "panExpirationYear": "2031"}
    return shop.page(
        "/src/api/checkout",
        encryptedCard=shop.encrypt(card),
        dpaTransactionOptions={**GUEST, **options},
        complianceSettings={"tnc": {"acceptedVersion": "LATEST"}, "privacy": {"acceptedVersion": "LATEST"}},
        srcCorrelationId=str(uuid.uuid4()),
    )


def paid():
    """A checkout that is complete, as the call for its credentials names it."""
    _, payload = shop.verify(checkout().json()["checkoutResponse"])
    return {
        **shop.parties,
        "srcCorrelationId": payload["srcCorrelationId"],
        "srcDigitalCardId": payload["maskedCard"]["srcDigitalCardId"],
    }


def until(call, holds):
    """The answer once the server follows what was set: it looks four times a second."""
    end = time.monotonic() + 10
    while True:
        answer = call()
        if holds(answer) or time.monotonic() > end:
            return answer
        time.sleep(0.1)


def opened(answer):
    return shop.decrypt(shop.verify(answer.json()["checkoutResponseJWS"])[1]["encryptedPayload"])


# As it was made.
shown = operator("show")
check("made with it", shown["settings"]["payloadEncryption"] == "A256GCM", shown)
check("nothing else is changed", shown["settings"]["barred"] is False, shown)
call = paid()
outer, secret = opened(shop.call("POST", CREDENTIALS, body=call))
check("A256GCM", (outer["alg"], outer["enc"]) == ("RSA-OAEP-256", "A256GCM"), outer)
check("with a token in it", len(secret["token"]["paymentToken"]) == 16, list(secret))
whole = checkout(payloadTypeIndicatorCheckout="FULL")
outer, _ = shop.decrypt(shop.verify(whole.json()["checkoutResponse"])[1]["encryptedPayload"])
check("A256GCM in the answer to a checkout", outer["enc"] == "A256GCM", outer)

# Changed.
shown = operator("set", "payloadEncryption=A128GCM")
check("shown as set", shown["settings"]["payloadEncryption"] == "A128GCM", shown)
answer = until(lambda: shop.call("POST", CREDENTIALS, body=call), lambda x: opened(x)[0]["enc"] == "A128GCM")
check("A128GCM without a restart", opened(answer)[0]["enc"] == "A128GCM", answer.text)

# Barred.
operator("set", "barred=true")
answer = until(lambda: shop.call("POST", CREDENTIALS, body=call), lambda x: x.status_code != 200)
error = answer.json()
check("a barred shop", answer.status_code == 403 and error["reason"] == "LOCKED", answer.text)
check("says why", error["errordetail"][0]["reason"] == "RESTRICTED", answer.text)
answer = checkout(payloadTypeIndicatorCheckout="FULL")
check("nor by the other way", answer.status_code == 403 and "RESTRICTED" in answer.text, answer.text)
operator("set", "barred=false")
answer = until(lambda: shop.call("POST", CREDENTIALS, body=call), lambda x: x.status_code == 200)
check("and no longer", answer.status_code == 200, answer.text)

# What it always wants of a checkout; a call may want something else.
operator("set", "confirmPayment=true", "dpaShippingPreference=FULL")
answer = until(checkout, lambda x: x.status_code == 202)
steps = answer.json().get("requiredSteps")
check("the shop's own wishes", steps == ["DATA_CAPTURE", "CONFIRM"], answer.text)
answer = checkout(confirmPayment=False, dpaShippingPreference="NONE")
check("and the call's", answer.status_code == 200, answer.text)

# What cannot be.
for wrong, names in [
    ("payloadEncryption=A192GCM", "A128GCM, A256GCM"),
    ("barred=yes", "true or false"),
    ("dpaBillingPreference=ALL", "POSTAL_COUNTRY"),
    ("dpaDynamicDataTtlMinutes=1441", "1440"),
    ("merchantCategoryCode=12", "4 digits"),
    ("nothing=1", "payloadEncryption"),
    ("confirmPayment", "KEY=VALUE"),
]:
    refused = operator("set", "confirmPayment=false", wrong)
    check("refused: " + wrong, isinstance(refused, str) and names in refused, refused)
check("all or none", operator("show")["settings"]["confirmPayment"] is True)
checks.end()
