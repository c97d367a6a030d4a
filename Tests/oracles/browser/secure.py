# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""The same over https, as in production: cookies that a browser takes from a secure server alone."""

import atexit
import datetime
import ipaddress
import json
import os
import subprocess
import tempfile

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from issuer import PushingIssuer
from walk import Walk


def certificate(folder):
    """Files of a certificate for this machine, which nobody issued, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.timezone.utc)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    files = os.path.join(folder, "tls.pem"), os.path.join(folder, "tls.key")
    with open(files[0], "wb") as file:
        file.write(made.public_bytes(pem))
    with open(files[1], "wb") as file:
        file.write(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    os.chmod(files[1], 0o600)
    return files


def over_https(stage):
    folder = tempfile.mkdtemp(prefix="muster-browser-", dir=os.path.dirname(stage.data))
    chain, key = certificate(folder)
    data = os.path.join(folder, "var")
    process = subprocess.Popen(
        [stage.muster, "serve", "--data", data, "--listen", "127.0.0.1:0", "--json", "--tls-cert", chain,
         "--tls-key", key],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    atexit.register(process.kill)
    origin = json.loads(process.stdout.readline())["url"]
    profile = os.path.join(folder, "bank.json")
    subprocess.run(
        [stage.muster, "issuer", "create", "--data", data, "--name", "Secure Bank", "--out", profile, "--base-url",
         origin], check=True, capture_output=True, timeout=60)
    issuer = PushingIssuer(profile, trusted=chain)
    there = stage.at(issuer)
    person = stage.person()
    with there.window(ignore_https_errors=True) as window:
        walk = Walk(there, window, issuer.order(**person.holder)).start().prove(person.email)
        walk.agree(remember=True).returned("APPROVED")
        cookies = window.context.cookies()
        names = sorted(cookie["name"] for cookie in cookies)
        walk.check("their names", names == ["__Host-muster-remember", "__Secure-muster-provision"], names)
        walk.check("secure", all(cookie["secure"] and cookie["httpOnly"] for cookie in cookies), cookies)
        walk = Walk(there, window, issuer.order(**person.holder)).start("Add this card?")
        walk.agree().returned("APPROVED")
    process.terminate()
    stage.checks.check("the server ends", process.wait(30) == 0, process.returncode)


ALL = [over_https]
