# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""An issuer in Python: signs with the network's published signer, encrypts with its published encryption library.

Nothing here is shared with the product. A script runs its checks and ends with 0 when all of them held.
"""

import atexit
import base64
import csv
import datetime
import functools
import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
import uuid
from urllib.parse import quote

import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import pkcs12
from jwcrypto import jwe, jwk

from client_encryption import field_level_encryption
from client_encryption.field_level_encryption_config import FieldLevelEncryptionConfig
from client_encryption.jwe_encryption import encrypt_payload
from client_encryption.jwe_encryption_config import JweEncryptionConfig
from oauth1 import authenticationutils
from oauth1.oauth import OAuth, SignatureMethod

FINAL = {"COMPLETED_SUCCESSFULLY", "COMPLETED_WITH_ERRORS", "FAILED"}
PASSWORD = "keystorepassword"


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unbase64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Issuer:
    """One issuer's credentials, taken from the profile that `muster issuer create` wrote."""

    def __init__(self, profile_path):
        self.path = profile_path
        with open(profile_path, encoding="utf-8") as file:
            self.profile = json.load(file)
        self.base = self.profile["baseURL"]
        self.origin = self.base.split("/src/")[0]
        self.folder = tempfile.mkdtemp(prefix="muster-oracle-")
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        folder = os.path.dirname(os.path.abspath(profile_path))
        with open(os.path.join(folder, self.profile["signingKeyFile"]), "rb") as file:
            key = serialization.load_pem_private_key(file.read(), None)
        # The published signer takes its key from a PKCS#12 container, as the portal hands it out.
        container = os.path.join(self.folder, "signing.p12")
        with open(container, "wb") as file:
            file.write(
                pkcs12.serialize_key_and_certificates(
                    b"keyalias", key, None, None, serialization.BestAvailableEncryption(PASSWORD.encode())
                )
            )
        self.signing_key = authenticationutils.load_signing_key(container, PASSWORD)
        self.session = requests.Session()
        self.ids = {"srcClientId": self.profile["srcClientId"], "serviceId": self.profile["serviceId"]}

    # Calls

    def url(self, path, query=None):
        url = (self.origin if path.startswith(("/mdes/", "/global-processing/")) else self.base) + path
        if query:
            url += "?" + "&".join(quote(k, safe="") + "=" + quote(v, safe="") for k, v in query.items())
        return url

    def header(self, method, url, body=None, signature_method=SignatureMethod.RSA_SHA256):
        return OAuth.get_authorization_header(
            url, method, body, self.profile["consumerKey"], self.signing_key, signature_method=signature_method
        )

    def call(self, method, path, query=None, body=None, headers=None, authorization=None, signature_method=None):
        """Sends `body` (text, bytes, or something to serialise) under the published signer's signature."""
        url = self.url(path, query)
        if body is not None and not isinstance(body, (str, bytes)):
            body = json.dumps(body)
        all_headers = {"Accept": "application/json"}
        if body is not None:
            all_headers["Content-Type"] = "application/json"
        if authorization is None:
            authorization = self.header(method, url, body, signature_method or SignatureMethod.RSA_SHA256)
        if authorization:
            all_headers["Authorization"] = authorization
        all_headers.update(headers or {})
        data = body.encode() if isinstance(body, str) else body
        return self.session.request(method, url, data=data, headers=all_headers, timeout=60)

    def get(self, path, **more):
        return self.call("GET", path, query={**self.ids, **more})

    def delete(self, path, **more):
        return self.call("DELETE", path, query={**self.ids, **more})

    def follow_settings(self):
        """Makes the server look at its registry now: it does when a key is not known to it."""
        header = (
            'OAuth oauth_consumer_key="nobody!0",oauth_nonce="a",oauth_timestamp="1",oauth_signature="AAAA",'
            'oauth_signature_method="RSA-SHA256"'
        )
        self.call("GET", "/cards/nobody", query=self.ids, authorization=header)

    def put(self, path, **members):
        return self.call("PUT", path, body={**self.ids, **members})

    # Keys and encryption

    def network_key(self):
        keys = self.session.get(self.origin + "/keys/mcs/fpanEncryption", timeout=60).json()["keys"]
        (key,) = [key for key in keys if key["use"] == "enc"]
        return key

    def certificate(self):
        """The network's key as the certificate that the published library wants, issued by a throw-away key."""
        key = self.network_key()
        numbers = [int.from_bytes(unbase64url(key[name]), "big") for name in ("e", "n")]
        public = rsa.RSAPublicNumbers(*numbers).public_key()
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "network")])
        now = datetime.datetime.now(datetime.timezone.utc)
        authority = rsa.generate_private_key(65537, 2048)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(public)
            .serial_number(1)
            .not_valid_before(now)
            .not_valid_after(now + datetime.timedelta(days=1))
            .sign(authority, hashes.SHA256())
        )
        path = os.path.join(self.folder, "network.pem")
        with open(path, "wb") as file:
            file.write(certificate.public_bytes(serialization.Encoding.PEM))
        return path

    def encrypt_published(self, envelope, named=False):
        """A256GCM with an IV of 16 bytes; the key is named by its fingerprint, or by its kid when `named`."""
        config = {
            "paths": {"$": {"toEncrypt": {"enrollmentData": "$"}, "toDecrypt": {}}},
            "encryptionCertificate": self.certificate(),
            "encryptedValueFieldName": "enrollmentData",
        }
        if named:
            config["encryptionKeyFingerprint"] = self.network_key()["kid"]
        return encrypt_payload(envelope, JweEncryptionConfig(config))

    def encrypt(self, plaintext, enc="A128GCM"):
        """A second implementation, strict about RFC 7516 and 7518."""
        key = self.network_key()
        token = jwe.JWE(
            plaintext if isinstance(plaintext, bytes) else json.dumps(plaintext).encode(),
            json.dumps({"alg": "RSA-OAEP-256", "enc": enc, "kid": key["kid"]}),
        )
        token.add_recipient(jwk.JWK(kty="RSA", n=key["n"], e=key["e"]))
        return token.serialize(compact=True)

    def encrypt_by_hand(self, plaintext, header=None, iv=None, cek=None, tag_size=16, protected=None):
        """A third, where every part can be chosen: for what no library agrees to build."""
        key = self.network_key()
        numbers = [int.from_bytes(unbase64url(key[name]), "big") for name in ("e", "n")]
        public = rsa.RSAPublicNumbers(*numbers).public_key()
        cek = cek or os.urandom(16)
        iv = iv or os.urandom(12)
        if protected is None:
            header = {"alg": "RSA-OAEP-256", "enc": "A128GCM", "kid": key["kid"], **(header or {})}
            protected = json.dumps({name: value for name, value in header.items() if value is not None}).encode()
        first = base64url(protected)
        wrapped = public.encrypt(cek, padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None))
        data = plaintext if isinstance(plaintext, bytes) else json.dumps(plaintext).encode()
        sealed = AESGCM(cek).encrypt(iv, data, first.encode())
        parts = [wrapped, iv, sealed[:-16], sealed[-16:][:tag_size]]
        return ".".join([first] + [base64url(part) for part in parts])

    def encrypt_accounts(self, accounts, digest="SHA256", encoding="hex"):
        """`encryptedPayload` of a push as the published library makes it. The server knows its key, not the
        certificate that was made for it here: the fingerprint is the key's."""
        config = {
            "paths": {"$": {"toEncrypt": {"accounts": "encryptedPayload"}, "toDecrypt": {}}},
            "encryptionCertificate": self.pushing[0],
            "encryptionKeyFingerprint": self.pushing[1],
            "oaepPaddingDigestAlgorithm": digest,
            "dataEncoding": encoding,
            "ivFieldName": "iv",
            "encryptedKeyFieldName": "encryptedKey",
            "encryptedValueFieldName": "encryptedData",
            "encryptionKeyFingerprintFieldName": "publicKeyFingerprint",
            "oaepPaddingDigestAlgorithmFieldName": "oaepHashingAlgorithm",
        }
        config = FieldLevelEncryptionConfig(config)
        return field_level_encryption.encrypt_payload({"accounts": accounts}, config)["encryptedPayload"]

    @functools.cached_property
    def pushing(self):
        """The file of the certificate for pushed accounts, and the fingerprint of the key in it."""
        path = self.certificate()
        with open(path, "rb") as file:
            public = x509.load_pem_x509_certificate(file.read()).public_key()
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        return path, hashlib.sha256(public.public_bytes(serialization.Encoding.DER, form)).hexdigest()

    # Batches

    def envelope(self, batch, **more):
        return {**self.ids, "externalBatchId": batch, **more}

    def submit(self, envelope, **more):
        return self.call("POST", "/cards/batch", body=envelope, **more)

    def enroll(self, consumers, batch=None, enc="A128GCM"):
        """Submits and waits for the final status."""
        batch = batch or "oracle-" + str(uuid.uuid4())
        answer = self.submit(self.envelope(batch, enrollmentData=self.encrypt({"consumers": consumers}, enc)))
        assert answer.status_code == 202, (answer.status_code, answer.text)
        return self.final(answer.json()["batchId"])

    def final(self, batch_id, seconds=120):
        """Polls until the status is final; the wait grows, because the machine may be busy."""
        deadline = time.monotonic() + seconds
        pause = 0.02
        while time.monotonic() < deadline:
            answer = self.get("/cards/batch/status/" + batch_id)
            if answer.status_code == 429:
                time.sleep(int(answer.headers["Retry-After"]))
                continue
            assert answer.status_code == 200, (answer.status_code, answer.text)
            status = answer.json()
            if status["batchStatus"] in FINAL:
                return status
            time.sleep(pause)
            pause = min(1, pause * 1.5)
        raise AssertionError("the batch did not become final: " + status["batchStatus"])


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def consumers(portfolio):
    """Rows of the portfolio as `enrollmentData.consumers`."""
    grouped = {}
    for row in portfolio:
        consumer = grouped.setdefault(
            row["externalConsumerId"],
            {
                "externalConsumerId": row["externalConsumerId"],
                "consumerIdentity": {"identityType": "EMAIL_ADDRESS", "identityValue": row["email"]},
                "mobileNumber": {"countryCode": row["mobileCountryCode"], "phoneNumber": row["mobileNumber"]},
                "firstName": row["firstName"],
                "lastName": row["lastName"],
                "countryCode": row["countryCode"],
                "languageCode": row["languageCode"],
                "cards": [],
            },
        )
        address = {
            "line1": row["addressLine1"],
            "line2": row["addressLine2"],
            "line3": row["addressLine3"],
            "city": row["city"],
            "state": row["state"],
            "zip": row["zip"],
            "countryCode": row["addressCountryCode"],
        }
        consumer["cards"].append(
            {
                "externalCardId": row["externalCardId"],
                "primaryAccountNumber": row["primaryAccountNumber"],
                "panExpirationMonth": row["panExpirationMonth"],
                "panExpirationYear": row["panExpirationYear"],
                "billingAddress": {name: value for name, value in address.items() if value},
            }
        )
    return list(grouped.values())


class Checks:
    """Runs checks one after the other, says how each went, and ends the process with the outcome."""

    def __init__(self):
        self.failed = 0
        self.count = 0

    def check(self, name, holds, about=""):
        self.count += 1
        if not holds:
            self.failed += 1
            print("FAILED " + name + (": " + str(about)[:1500] if about else ""))
        return bool(holds)

    def end(self):
        print("%d checks, %d failed" % (self.count, self.failed))
        sys.exit(1 if self.failed or not self.count else 0)
