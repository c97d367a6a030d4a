# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""A shop in Python: signs its consumers in and out, and judges the tokens with jwcrypto and the published keys.

sign_in.py PROFILE-OF-ISSUER PROFILE-OF-SHOP PROFILE-OF-OTHER-SHOP PORTFOLIO.csv
"""

import base64
import json
import sys

import requests
from jwcrypto import jwk, jws

from network import Checks, Issuer, consumers, rows, unbase64url

issuer = Issuer(sys.argv[1])
checks = Checks()
check = checks.check


class Shop:
    """One shop, by the profile that `muster merchant create` wrote."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.profile = json.load(file)
        self.base = self.profile["baseURL"]
        self.origin = self.profile["origins"][0]
        self.ids = {"srcClientId": self.profile["srcClientId"], "srcDpaId": self.profile["srcDpaId"]}

    def post(self, path, origin=None, **members):
        headers = {"Origin": origin or self.origin}
        return requests.post(self.base + path, json={**self.ids, **members}, headers=headers, timeout=60)

    def staged(self, token):
        headers = {"Origin": self.origin, "Authorization": "Bearer " + token}
        url = self.base + "/src/api/profiles/pre-provisioned-cards"
        return requests.get(url, params=self.ids, headers=headers, timeout=60)


def identity(value):
    kind = "EMAIL_ADDRESS" if "@" in value else "MOBILE_PHONE_NUMBER"
    return {"identityType": kind, "identityValue": value}


def code(value):
    answer = requests.get(issuer.origin + "/__admin/otp", params={"identity": value}, timeout=60)
    return answer.json()["code"]


def sign_in(shop, value, **more):
    started = shop.post("/src/api/identities/validation/initiate", consumerIdentity=identity(value)).json()
    return shop.post(
        "/src/api/identities/validation/complete",
        idValidationSessionId=started["idValidationSessionId"],
        validationData=code(value),
        **more,
    )


def verified(token, place):
    """Header and claims of a token whose signature fits the key that is published at this place."""
    header = json.loads(unbase64url(token.split(".")[0]))
    published = requests.get(issuer.origin + place, timeout=60).json()
    keys = [key for key in published["keys"] if key["kid"] == header["kid"]]
    if not check("the kid is published once at " + place, len(keys) == 1, header):
        return header, {}
    signed = jws.JWS()
    signed.deserialize(token)
    signed.allowed_algs = ["RS256"]
    signed.verify(jwk.JWK(**keys[0]))
    return header, json.loads(signed.payload)


shop, other = Shop(sys.argv[2]), Shop(sys.argv[3])
people = consumers(rows(sys.argv[4]))
person, staged = people[0], people[1]
email = person["consumerIdentity"]["identityValue"]
mobile = person["mobileNumber"]["countryCode"] + person["mobileNumber"]["phoneNumber"]
issuer.enroll([person], "sign-in-1")
REMEMBER = {"complianceResources": [{"complianceType": "REMEMBER_ME", "uri": "", "version": "LATEST"}]}

# Whoever is known is told to the shop's own page alone.
for value, present in ((email, True), (email.upper(), True), ("+" + mobile, True), ("nobody@example.test", False)):
    answer = shop.post("/src/api/identities/lookup", consumerIdentity=identity(value))
    check("look-up", answer.status_code == 200 and answer.json()["consumerPresent"] is present, answer.text)
    check("the page may read it", answer.headers.get("Access-Control-Allow-Origin") == shop.origin, answer.headers)
answer = shop.post("/src/api/identities/lookup", origin="https://evil.example", consumerIdentity=identity(email))
check("another page", answer.status_code == 403 and "Access-Control-Allow-Origin" not in answer.headers, answer.text)

# The ID token, by its published key.
answer = sign_in(shop, email, complianceSettings=REMEMBER)
check("signed in", answer.status_code == 200, answer.text)
id_token, recognition = answer.json()["idToken"], answer.json()["recognitionToken"]
for place in ("/keys", "/keys/mcs/identityVerification"):
    header, claims = verified(id_token, place)
    check("its header", header["alg"] == "RS256" and header["typ"] == "JWT+ext.id_token", header)
    check("its time", claims["exp"] - claims["iat"] == 480 and claims["auth_time"] == claims["iat"], claims)
    check("its issuer", claims["iss"] == "muster", claims)
    check("its audience", claims["aud"] == [claims["iss"], shop.ids["srcClientId"]], claims)
    check("how", claims["amr"] == ["email_otp", "otp"] and claims["email_verified"] is True, claims)
    check("who, hashed", len(unbase64url(claims["sub"])) == 32 and claims["email"] == claims["sub"], claims)
    check("nobody in clear", email.split("@")[0] not in json.dumps(claims), claims)
header, claims = verified(recognition, "/keys")
check("the browser's", header["typ"] == "JWT+ext.recognition_token", header)
check("180 days", claims["exp"] - claims["iat"] == 180 * 86400, claims)
check("the client's", claims["srciClientId"] == shop.ids["srcClientId"], claims)
check("for network and client", claims["aud"] == [claims["iss"], shop.ids["srcClientId"]], claims)

# The network's own page gives such tokens too: to the session that only the shop has, and once.
opened = shop.post("/src/api/authenticate", consumerIdentity=identity(mobile), requestRecognitionToken=True).json()
address, session = opened["authenticationUri"], opened["authenticationSession"]
check("the session is not in the address", session.removeprefix("aus_") not in address, address)
consumer = requests.Session()
consumer.headers["Sec-Fetch-Site"] = "same-origin"
page = consumer.get(address, timeout=60)
check("nobody in clear", page.status_code == 200 and mobile[-7:] not in page.text and email not in page.text, page.text)
ancestors = "frame-ancestors %s;" % shop.origin
check("the shop alone may show it", ancestors in page.headers["Content-Security-Policy"], page.headers)
form = address.replace("authenticate?", "authenticate/page?")
consumer.post(form, data={"do": "send", "channel": "MOBILE_PHONE_NUMBER"}, timeout=60)
end = consumer.post(form, data={"do": "code", "code": code(mobile), "remember": "yes"}, timeout=60)
check("done", end.status_code == 200 and "AUTHENTICATED" in end.text, end.text)
way = [answer.url + answer.text for answer in (page, end, *end.history)]
check("no token on the way", not any("eyJ" in text for text in way), end.url)
answer = other.post("/src/api/authenticate/result", authenticationSession=session)
check("not another shop's", answer.status_code == 404, answer.text)
answer = shop.post("/src/api/authenticate/result", authenticationSession=session)
check("authenticated", answer.json()["authenticationStatus"] == "AUTHENTICATED", answer.text)
header, hosted = verified(answer.json()["idToken"], "/keys")
check("how", hosted["amr"] == ["sms_otp", "otp"] and hosted["phone_number_verified"] is True, hosted)
header, remembered = verified(answer.json()["recognitionToken"], "/keys")
check("the client's", remembered["srciClientId"] == shop.ids["srcClientId"], remembered)
answer = shop.post("/src/api/authenticate/result", authenticationSession=session)
check("once", answer.status_code == 404 and "idToken" not in answer.text, answer.text)

# What it shows, and to whom.
answer = shop.post("/src/api/profiles", idTokens=[id_token])
profiles = answer.json().get("profiles", [])
check("one profile", len(profiles) == 1 and len(profiles[0]["maskedCards"]) == len(person["cards"]), answer.text)
for card in person["cards"]:
    check("no card number", card["primaryAccountNumber"] not in answer.text)
check("no address", email not in answer.text and person["mobileNumber"]["phoneNumber"] not in answer.text)


def changed(token, **claims):
    """The token with other claims under its old signature."""
    head, payload, signature = token.split(".")
    payload = {**json.loads(unbase64url(payload)), **claims}
    text = base64.urlsafe_b64encode(json.dumps(payload).encode()).rstrip(b"=").decode()
    return ".".join((head, text, signature))


def self_signed(token):
    """The token under a key of our own, and under none."""
    key = jwk.JWK.generate(kty="RSA", size=2048)
    header = json.loads(unbase64url(token.split(".")[0]))
    made = jws.JWS(unbase64url(token.split(".")[1]))
    made.add_signature(key, None, json.dumps(header), None)
    head = base64.urlsafe_b64encode(json.dumps({**header, "alg": "none"}).encode()).rstrip(b"=").decode()
    return [made.serialize(compact=True), ".".join((head, token.split(".")[1], ""))]


FORGED = [changed(id_token, exp=claims["exp"] + 1), changed(id_token, aud=["muster", other.ids["srcClientId"]])]
for token in FORGED + self_signed(id_token) + [recognition, "x"]:
    answer = shop.post("/src/api/profiles", idTokens=[token])
    check("a forged ID token", answer.status_code == 401 and answer.json()["reason"] == "AUTH_INVALID", answer.text)
answer = other.post("/src/api/profiles", idTokens=[id_token])
check("another shop's ID token", answer.status_code == 401, answer.text)
for token in self_signed(recognition) + [changed(recognition, srciClientId="x"), id_token]:
    answer = shop.post("/src/api/identities/recognize", recognitionTokens=[token])
    check("a forged recognition token", answer.status_code == 401, answer.text)
answer = other.post("/src/api/identities/recognize", recognitionTokens=[recognition])
check("another shop's recognition token", answer.status_code == 401, answer.text)

# Recognized, and signed out.
answer = shop.post("/src/api/identities/recognize", recognitionTokens=[recognition])
check("recognized", answer.json()["recognized"] is True, answer.text)
header, claims = verified(answer.json()["idTokens"][0], "/keys")
check("by recognition", claims["amr"] == ["recognition"], claims)
answer = shop.post("/src/api/app-instances/unbind", idToken=answer.json()["idTokens"][0])
check("signed out", answer.status_code == 200 and answer.json()["recognized"] is False, answer.text)
answer = shop.post("/src/api/identities/recognize", recognitionTokens=[recognition])
check("not recognized any more", answer.status_code == 401, answer.text)

# A staged card is claimed, and its batch says so.
content = issuer.envelope("sign-in-2", enrollmentData=issuer.encrypt({"consumers": [staged]}))
batch = issuer.call("POST", "/cards/batch/pre-provisioning", body=content).json()["batchId"]
items = issuer.final(batch)["items"]
check("staged", {item["preProvisioningStatus"] for item in items} == {"STAGED"}, items)
token = sign_in(shop, staged["consumerIdentity"]["identityValue"]).json()["idToken"]
cards = shop.staged(token).json()["preProvisionedCards"]
check("all of them are offered", len(cards) == len(staged["cards"]), cards)
path = "/src/api/profiles/pre-provisioned-cards/%s/provision" % cards[0]["preProvisionedCardId"]
answer = shop.post(path, idToken=token)
check("not without consent", answer.json()["reason"] == "COMPLIANCE_REQUIRED", answer.text)
consent = {"tnc": {"acceptedVersion": "LATEST"}, "privacy": {"acceptedVersion": "LATEST"}}
answer = shop.post(path, idToken=token, complianceSettings=consent)
check("claimed", answer.status_code == 200, answer.text)
claimed = answer.json()["maskedCard"]["srcDigitalCardId"]
items = issuer.final(batch)["items"]
check("the batch says so", claimed in [item.get("srcDigitalCardId") for item in items], items)
check("the issuer sees the card", issuer.get("/cards/" + claimed).status_code == 200)

# Deleted at the bank, it is gone from the session that is open.
check("deleted", issuer.delete("/cards/" + claimed).status_code == 200)
answer = shop.post("/src/api/profiles", idTokens=[token])
check("it is gone at once", claimed not in answer.text, answer.text)
checks.end()
