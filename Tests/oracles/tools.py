# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""The tools for payloads and signatures, there and back through other implementations.

tools.py MUSTER
"""

import atexit
import base64
import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from jwcrypto import jwe, jwk, jws
from urllib.parse import unquote

from client_encryption import field_level_encryption, jwe_encryption
from client_encryption.field_level_encryption_config import FieldLevelEncryptionConfig
from client_encryption.jwe_encryption_config import JweEncryptionConfig
from oauth1.oauth import OAuth, SignatureMethod

from network import Checks

MUSTER = sys.argv[1]
checks = Checks()
check = checks.check
folder = tempfile.mkdtemp(prefix="muster-tools-")
atexit.register(shutil.rmtree, folder, ignore_errors=True)
PASSPHRASE = "keystorepassword"
PLAIN = b'{"primaryAccountNumber":"5555555555554444","name":"Ren\xc3\xa9e"}'


def run(*arguments, data=b"", **environment):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MUSTER_")}
    return subprocess.run(
        [MUSTER, *arguments], input=data, capture_output=True, env={**kept, **environment}, timeout=60
    )


def done(name, outcome, status=0):
    check(name, outcome.returncode == status, (outcome.returncode, outcome.stdout[:300], outcome.stderr[:300]))
    if status:
        check(
            name + ": says why", outcome.stderr and not outcome.stdout, (outcome.stdout[:300], outcome.stderr[:300])
        )
        check(name + ": no echo", b"5555555555554444" not in outcome.stderr, outcome.stderr)
    return outcome.stdout.strip()


def save(name, data):
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(data.encode() if isinstance(data, str) else data)
    return path


key = rsa.generate_private_key(65537, 2048)
public = key.public_key()
subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "tools")])
now = datetime.datetime.now(datetime.timezone.utc)
certificate = (
    x509.CertificateBuilder()
    .subject_name(subject)
    .issuer_name(subject)
    .public_key(public)
    .serial_number(1)
    .not_valid_before(now)
    .not_valid_after(now + datetime.timedelta(days=1))
    .sign(key, hashes.SHA256())
)
PEM, DER = serialization.Encoding.PEM, serialization.Encoding.DER
PKCS8, PKCS1 = serialization.PrivateFormat.PKCS8, serialization.PrivateFormat.TraditionalOpenSSL
SPKI = serialization.PublicFormat.SubjectPublicKeyInfo
CLEAR = serialization.NoEncryption()
own = jwk.JWK.from_pyca(key)
LOCKED = {"MUSTER_KEY_PASSPHRASE": PASSPHRASE}
legacy = (
    serialization.PrivateFormat.PKCS12.encryption_builder()
    .kdf_rounds(2048)
    .key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)
    .hmac_hash(hashes.SHA1())
    .build(PASSPHRASE.encode())
)
best = serialization.BestAvailableEncryption(PASSPHRASE.encode())
privates = {
    "PKCS#8 PEM": (save("a.pem", key.private_bytes(PEM, PKCS8, CLEAR)), {}),
    "PKCS#1 PEM": (save("b.pem", key.private_bytes(PEM, PKCS1, CLEAR)), {}),
    "PKCS#8 DER": (save("c.der", key.private_bytes(DER, PKCS8, CLEAR)), {}),
    "encrypted PEM": (save("d.pem", key.private_bytes(PEM, PKCS8, best)), LOCKED),
    "PKCS#12": (
        save("e.p12", pkcs12.serialize_key_and_certificates(b"keyalias", key, certificate, None, best)),
        LOCKED,
    ),
    "legacy PKCS#12": (
        save("f.p12", pkcs12.serialize_key_and_certificates(b"keyalias", key, certificate, None, legacy)),
        LOCKED,
    ),
    "JWK": (save("g.jwk", own.export_private()), {}),
}
publics = {
    "PEM": save("h.pem", public.public_bytes(PEM, SPKI)),
    "DER": save("i.der", public.public_bytes(DER, SPKI)),
    "certificate PEM": save("j.pem", certificate.public_bytes(PEM)),
    "certificate DER": save("k.der", certificate.public_bytes(DER)),
    "JWK": save("l.jwk", own.export_public()),
    "key set": save("m.jwks", '{"keys":[%s]}' % own.export_public()),
}
stranger = save("n.pem", rsa.generate_private_key(65537, 2048).private_bytes(PEM, PKCS8, CLEAR))
private_pem = privates["PKCS#8 PEM"][0]

# JWE
for name, path in publics.items():
    token = done("jwe encrypt, " + name, run("jwe", "encrypt", "--key", path, data=PLAIN)).decode()
    opened = jwe.JWE()
    opened.deserialize(token, own)
    check("jwe encrypt, %s: opened elsewhere" % name, opened.payload == PLAIN)
for enc in ("A128GCM", "A192GCM", "A256GCM", "A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512"):
    token = done(
        "jwe encrypt " + enc, run("jwe", "encrypt", "--key", publics["PEM"], "--enc", enc, data=PLAIN)
    ).decode()
    opened = jwe.JWE()
    opened.deserialize(token, own)
    check("jwe encrypt %s: opened elsewhere" % enc, opened.payload == PLAIN)
    made = jwe.JWE(PLAIN, json.dumps({"alg": "RSA-OAEP-256", "enc": enc}))
    made.add_recipient(own)
    token = made.serialize(compact=True).encode()
    for name, (path, environment) in privates.items():
        plain = done(
            "jwe decrypt %s, %s" % (enc, name), run("jwe", "decrypt", "--key", path, data=token, **environment)
        )
        check("jwe decrypt %s, %s: plaintext" % (enc, name), plain == PLAIN, plain)
    head, rest = token.split(b".", 1)
    done("jwe decrypt %s, altered" % enc, run("jwe", "decrypt", "--key", private_pem, data=token[:-6] + b"AAAAAA"), 1)
    done("jwe decrypt %s, another key" % enc, run("jwe", "decrypt", "--key", stranger, data=token), 1)
settings = {
    "paths": {"$": {"toEncrypt": {"data": "$"}, "toDecrypt": {"encrypted": "$"}}},
    "encryptionCertificate": publics["certificate PEM"],
    "decryptionKey": private_pem,
    "encryptedValueFieldName": "encrypted",
}
published = jwe_encryption.encrypt_payload({"data": json.loads(PLAIN)}, JweEncryptionConfig(settings))["encrypted"]
plain = done("jwe decrypt, published library", run("jwe", "decrypt", "--key", private_pem, data=published.encode()))
check("jwe decrypt, published library: plaintext", json.loads(plain) == json.loads(PLAIN), plain)
token = done(
    "jwe encrypt for it", run("jwe", "encrypt", "--key", publics["PEM"], "--cty", "application/json", data=PLAIN)
)
opened = jwe_encryption.decrypt_payload({"encrypted": token.decode()}, JweEncryptionConfig(settings))
check("jwe encrypt for it: opened there", opened == json.loads(PLAIN), opened)
done("jwe decrypt, not a token", run("jwe", "decrypt", "--key", private_pem, data=b"hello"), 1)
done("jwe decrypt, no such key", run("jwe", "decrypt", "--key", folder + "/none", data=token), 2)
done(
    "jwe decrypt, wrong passphrase",
    run("jwe", "decrypt", "--key", privates["PKCS#12"][0], data=token, MUSTER_KEY_PASSPHRASE="wrong"),
    2,
)

# JWS
token = done("jws sign", run("jws", "sign", "--key", private_pem, data=PLAIN))
verified = jws.JWS()
verified.deserialize(token.decode())
verified.verify(own)
check("jws sign: verified elsewhere", verified.payload == PLAIN)
made = jws.JWS(PLAIN)
made.add_signature(own, "RS256", json.dumps({"alg": "RS256"}))
signed = made.serialize(compact=True).encode()
for name in ("PEM", "certificate PEM", "JWK"):
    payload = done("jws verify, " + name, run("jws", "verify", "--key", publics[name], data=signed))
    check("jws verify, %s: payload" % name, payload == PLAIN, payload)
first, second, third = signed.split(b".")
other = base64.urlsafe_b64encode(PLAIN.replace(b"4444", b"4445")).rstrip(b"=")
done(
    "jws verify, another payload",
    run("jws", "verify", "--key", publics["PEM"], data=b".".join([first, other, third])),
    1,
)
none = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=")
done("jws verify, alg none", run("jws", "verify", "--key", publics["PEM"], data=b".".join([none, second, b""])), 1)
hmac_key = jwk.JWK(kty="oct", k=base64.urlsafe_b64encode(open(publics["PEM"], "rb").read()).rstrip(b"=").decode())
made = jws.JWS(PLAIN)
made.add_signature(hmac_key, "HS256", json.dumps({"alg": "HS256"}))
done(
    "jws verify, HMAC under the public key",
    run("jws", "verify", "--key", publics["PEM"], data=made.serialize(compact=True).encode()),
    1,
)
done("jws verify, another key", run("jws", "verify", "--key", stranger, data=signed), 1)

# MDES
for digest in ("SHA256", "SHA512"):
    config = FieldLevelEncryptionConfig(
        {
            "paths": {"$": {"toEncrypt": {"data": "encryptedPayload"}, "toDecrypt": {"encryptedPayload": "data"}}},
            "encryptionCertificate": publics["certificate PEM"],
            "decryptionKey": private_pem,
            "oaepPaddingDigestAlgorithm": digest,
            "dataEncoding": "hex",
            "ivFieldName": "iv",
            "encryptedKeyFieldName": "encryptedKey",
            "encryptedValueFieldName": "encryptedData",
            "encryptionKeyFingerprintFieldName": "publicKeyFingerprint",
            "oaepPaddingDigestAlgorithmFieldName": "oaepHashingAlgorithm",
        }
    )
    made = field_level_encryption.encrypt_payload({"data": json.loads(PLAIN)}, config)
    for name, text in (("member", made), ("alone", made["encryptedPayload"])):
        plain = done(
            "mdes decrypt %s, %s" % (digest, name),
            run("mdes", "decrypt", "--key", private_pem, data=json.dumps(text).encode()),
        )
        check(
            "mdes decrypt %s, %s: plaintext" % (digest, name), json.loads(plain or b"0") == json.loads(PLAIN), plain
        )
    text = done(
        "mdes encrypt " + digest,
        run("mdes", "encrypt", "--key", publics["certificate PEM"], "--hash", digest, data=PLAIN),
    )
    opened = field_level_encryption.decrypt_payload({"encryptedPayload": json.loads(text)}, config)
    check("mdes encrypt %s: opened there" % digest, opened.get("data") == json.loads(PLAIN), opened)
    done(
        "mdes decrypt %s, another key" % digest,
        run("mdes", "decrypt", "--key", stranger, data=json.dumps(made).encode()),
        1,
    )

# OAuth
CONSUMER = "a" * 48 + "!" + "0" * 48
body = save("body.json", PLAIN)


def parameters(header):
    pairs = [pair.split("=", 1) for pair in header.removeprefix("OAuth ").split(",")]
    return {name: value.strip('"') for name, value in pairs}


for url in (
    "https://api.example.com/src/api/digital/payments/cards/batch",
    "https://api.example.com:8443/cards/x?srcClientId=1&serviceId=A%23B%2301&empty=",
):
    for method, scheme in (("RSA-SHA256", SignatureMethod.RSA_SHA256), ("RSA-PSS", SignatureMethod.RSA_PSS_SHA256)):
        name = "%s %s" % (method, url[-12:])
        header = done(
            "oauth sign, " + name,
            run(
                "oauth",
                "sign",
                "--method",
                "POST",
                "--url",
                url,
                "--key",
                private_pem,
                "--consumer-key",
                CONSUMER,
                "--body-file",
                body,
                "--signature-method",
                method,
            ),
        ).decode()
        found = parameters(header)
        signature = base64.b64decode(unquote(found.pop("oauth_signature")))
        text = OAuth.get_base_string(url, "POST", found).encode()
        scheme_padding = (
            padding.PKCS1v15() if method == "RSA-SHA256" else padding.PSS(padding.MGF1(hashes.SHA256()), 32)
        )
        try:
            public.verify(signature, text, scheme_padding, hashes.SHA256())
        except InvalidSignature:
            check("oauth sign, %s: verified elsewhere" % name, False, header)
        header = OAuth.get_authorization_header(url, "POST", PLAIN.decode(), CONSUMER, key, signature_method=scheme)
        request = ["--method", "POST", "--url", url, "--key", publics["PEM"], "--header", header]
        for rule in ("S1", "G"):
            done(
                "oauth verify %s, %s" % (rule, name),
                run("oauth", "verify", *request, "--body-file", body, "--rule", rule),
            )
        done("oauth verify, another body, " + name, run("oauth", "verify", *request, "--body-file", private_pem), 1)
        done(
            "oauth verify, another time, " + name,
            run("oauth", "verify", *request, "--body-file", body, "--now", "1700000000"),
            1,
        )
        explained = run("oauth", "explain", *request, "--body-file", body)
        expected = OAuth.get_base_string(
            url, "POST", {name: value for name, value in parameters(header).items() if name != "oauth_signature"}
        )
        check(
            "oauth explain, " + name, explained.returncode == 0 and expected.encode() in explained.stdout, explained
        )
        other = ["--key", stranger]
        check(
            "oauth explain, another key, " + name,
            run("oauth", "explain", *request, *other, "--body-file", body).returncode == 1,
        )
checks.end()
