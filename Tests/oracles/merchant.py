# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""A shop of nothing but requests and jwcrypto: what its pages call, what its server calls, and how it opens answers."""

import json
import os
import re

import requests
from jwcrypto import jwe, jwk, jws

from network import Issuer

CREDENTIALS = "/src/api/digital/payments/transaction/credentials"


class Shop(Issuer):
    """A shop signs like an issuer, and has no program."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            profile = json.load(file)
        own = path + ".oracle"
        with open(own, "w", encoding="utf-8") as file:
            json.dump({**profile, "serviceId": ""}, file)
        super().__init__(own)
        with open(os.path.join(os.path.dirname(os.path.abspath(path)), profile["payloadKeyFile"]), "rb") as file:
            self.payload_key = jwk.JWK.from_pem(file.read())
        self.parties = {"srcClientId": profile["srcClientId"], "srcDpaId": profile["srcDpaId"]}

    def page(self, path, **members):
        return requests.post(
            self.origin + path,
            json={**self.parties, **members},
            headers={"Origin": self.profile["origins"][0]},
            timeout=60,
        )

    def network_keys(self):
        return requests.get(self.origin + "/keys", timeout=60).json()["keys"]

    def verify(self, token):
        """Header and payload of a checkout response, verified with the published key that it names."""
        signed = jws.JWS()
        signed.allowed_algs = ["RS256"]
        signed.deserialize(token)
        kid = signed.jose_header["kid"]
        (key,) = [key for key in self.network_keys() if key["kid"] == kid]
        signed.verify(jwk.JWK(kty="RSA", n=key["n"], e=key["e"]), alg="RS256")
        return signed.jose_header, json.loads(signed.payload)

    def credentials(self, token, correlation):
        """What a checkout response that came through a browser is good for: verified, fetched, verified, decrypted.

        Gives the payload and, in clear, what was encrypted for the shop; anything that is not right is an error.
        """
        _, summary = self.verify(token)
        assert summary["srcCorrelationId"] == correlation, summary
        card = summary["maskedCard"]["srcDigitalCardId"]
        answer = self.call("POST", CREDENTIALS, body={
            **self.parties, "srcCorrelationId": correlation, "srcDigitalCardId": card})  # fmt: skip
        assert answer.status_code == 200, answer.text
        header, payload = self.verify(answer.json()["checkoutResponseJWS"])
        assert "src-payload-verification" in header["kid"], header
        assert (payload["srcCorrelationId"], payload["maskedCard"]["srcDigitalCardId"]) == (correlation, card), payload
        outer, secret = self.decrypt(payload["encryptedPayload"])
        assert outer["alg"] == "RSA-OAEP-256" and outer["enc"] == "A128GCM", outer
        assert re.fullmatch("[0-9]{16}", secret["token"]["paymentToken"]), list(secret)
        assert len(secret["dynamicData"]["dynamicDataValue"]) == 28, list(secret)
        return payload, secret

    def decrypt(self, token):
        opened = jwe.JWE(algs=["RSA-OAEP-256", "A128GCM", "A256GCM"])
        opened.deserialize(token, self.payload_key)
        return opened.jose_header, json.loads(opened.payload)
