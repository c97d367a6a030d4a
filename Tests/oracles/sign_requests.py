#!/usr/bin/env python3
# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.
"""Signs requests with two published libraries and prints them as JSON test vectors.

  pip install mastercard-oauth1-signer==1.9.2 'oauthlib[signedtoken]==4.0.1'
  python3 sign_requests.py ../RequestSigningTests/Vectors/security-examples.json \
      > ../RequestSigningTests/Vectors/library-requests.json

Clients: "mastercard" (family A, RSA-SHA256 and RSA-PSS) and "oauthlib" (family B, given a SHA-256 body hash, which it
does not make by itself). Every vector says under which rules a verifier must accept it. That verdict comes from `rules`
below, a second implementation of the candidates that looks only at the header, the URL and the base string that the
library built. Nonces and times are fixed, so that running it again changes only the PSS signatures.
"""
import base64
import hashlib
import json
import re
import sys
from itertools import product
from urllib.parse import quote, unquote_to_bytes

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from oauth1 import coreutils
from oauth1.oauth import OAuth, SignatureMethod
from oauthlib.oauth1 import Client
from oauthlib.oauth1.rfc5849 import signature as rfc5849

H = "https://sandbox.api.mastercard.com"
CARDS = "/src/api/digital/payments/cards"
REQUESTS = [
    ("POST", H + CARDS, '{"serviceId":"SRC#E2E#01"}'),
    ("POST", H + CARDS, '{"name":"Zo\u00eb \u2603"}\n'),
    ("PUT", H + CARDS + "/1", "{}"),
    ("PATCH", H + CARDS + "/1", "[1,2,3]"),
    ("delete", H + CARDS + "/1", ""),
    ("GET", H + CARDS, ""),
    ("GET", H, ""),
    ("GET", H + "/", ""),
    ("GET", H + ":443" + CARDS, ""),
    ("GET", "https://SandBox.API.mastercard.com" + CARDS, ""),
    ("GET", H + ":8443" + CARDS, ""),
    ("GET", "http://localhost:8080/a", ""),
    ("GET", "http://localhost:80/a", ""),
    ("GET", H + "/a/./b/../c//d", ""),
    ("GET", H + "/a%2Fb/%7Ec/%c3%bc", ""),
    ("GET", H + "/a;b=c,d/(e)*'!", ""),
    ("GET", H + CARDS + "?a=1", ""),
    ("GET", H + CARDS + "?b=2&a=1&c=3", ""),
    ("GET", H + CARDS + "?a=2&a=1&a=10", ""),
    ("GET", H + CARDS + "?a=&b=", ""),
    ("GET", H + CARDS + "?a=1&a=1", ""),
    ("GET", H + CARDS + "?a=1&a1=2", ""),
    ("GET", H + CARDS + "?results=1&results%5B0%5D=2", ""),
    ("GET", H + CARDS + "?B=1&a=2&Z=3&%7E=4", ""),
    ("GET", H + CARDS + "?q=b%20c&t=a%2Bd", ""),
    ("GET", H + CARDS + "?q=%C3%BC%E2%98%83", ""),
    ("GET", H + CARDS + "?q=%c3%bc", ""),
    ("GET", H + CARDS + "?q=a%2fb%3D%26c%25", ""),
    ("GET", H + CARDS + "?t=2026-01-01T00:00:00Z", ""),
    ("GET", H + CARDS + "?t=2026-01-01T00:00:00Z&q=%20", ""),
    ("GET", H + CARDS + "?u=https://x.example/y?z,w", ""),
    ("GET", H + CARDS + "?q=(a)*b!c'd~e$f", ""),
    ("GET", H + CARDS + "?q=a+b", ""),
    ("GET", H + CARDS + "?q=a+b&r=%20c", ""),
    ("GET", H + CARDS + "?n=%7Bx%7D&m=%5B1%5D", ""),
    ("GET", H + CARDS + "?limit=50&offset=0&sort=-date_created", ""),
    ("GET", H + CARDS + "?email=a%40b.example&phone=%2B4412345", ""),
    ("POST", H + CARDS + "?serviceId=SRC%23E2E%2301&tag=b%20c&tag=a%2Bd", '{"a":1}'),
    ("GET", H + CARDS + "?nonce=1&zz=2&p=3", ""),
    ("GET", H + CARDS + "?pct=%2525", ""),
]


def enc(data):
    return quote(data, safe="~")


def base(method, url, query, oauth):
    scheme, rest = url.split("?")[0].split("://")
    host, _, path = rest.partition("/")
    host = host.lower()
    if (scheme, host.rpartition(":")[2]) in (("http", "80"), ("https", "443")):
        host = host.rpartition(":")[0]
    pairs = sorted((k.encode(), v.encode()) for k, v in query + oauth)
    text = b"&".join(k + b"=" + v for k, v in pairs)
    return "&".join((method.upper(), enc(f"{scheme}://{host}/{path}"), enc(text)))


def rules(method, url, header, signed):
    """Which rules accept a request that was signed over the base string `signed`."""
    raw = [p.partition("=")[::2] for p in url.partition("?")[2].split("&") if p]
    form = [tuple(enc(unquote_to_bytes(part.replace("+", " "))) for part in pair) for pair in raw]
    verbatim = [p for p in re.findall(r'(oauth_\w+)="([^"]*)"', header) if p[0] != "oauth_signature"]
    decoded = [(k, unquote_to_bytes(v).decode()) for k, v in verbatim]
    forms = {"Q_rfc": form, "Q_raw": raw, "O_verb": verbatim, "O_dec": decoded}

    def accepts(queries, headers):
        return any(base(method, url, forms[q], forms[o]) == signed for q, o in product(queries, headers))

    return {
        "S1": accepts(("Q_rfc", "Q_raw"), ("O_verb", "O_dec")),
        "G": accepts(("Q_raw",), ("O_verb", "O_dec")),
        "rfc5849": accepts(("Q_rfc",), ("O_verb",)),
    }


class Strict(Client):
    """oauthlib, with the body hash that the platform wants."""

    payload = None

    def get_oauth_params(self, request):
        params = super().get_oauth_params(request)
        if self.payload is not None:
            digest = hashlib.sha256(self.payload).digest()
            params.append(("oauth_body_hash", base64.b64encode(digest).decode()))
        return params

    def get_oauth_signature(self, request):
        uri, _, _ = self._render(request)
        params = rfc5849.collect_parameters(
            uri_query=uri.partition("?")[2], body=[], headers=self._render(request)[1], exclude_oauth_signature=True,
            with_realm=False)
        self.signed = rfc5849.signature_base_string(
            request.http_method, rfc5849.base_string_uri(uri),
            rfc5849.normalize_parameters(params))
        return super().get_oauth_signature(request)


def sign_mastercard(keys, consumer_key, method, url, body, nonce, timestamp, kind):
    coreutils.get_nonce = lambda: nonce
    coreutils.get_timestamp = lambda: timestamp
    key = load_pem_private_key(keys["sign.key.pem"].encode(), None)
    parameters = OAuth.get_oauth_parameters(url, method, body, consumer_key, key, signature_method=kind)
    values = parameters.get_base_parameters_dict()
    header = "OAuth " + ",".join(f'{name}="{value}"' for name, value in values.items())
    unsigned = {name: value for name, value in values.items() if name != "oauth_signature"}
    return header, OAuth.get_base_string(url, method, unsigned)


def sign_oauthlib(keys, consumer_key, method, url, body, nonce, timestamp):
    client = Strict(
        consumer_key, signature_method="RSA-SHA256", rsa_key=keys["sign.key.pem"], nonce=nonce,
        timestamp=str(timestamp))
    # The body hash is left out of every other request without a body.
    client.payload = body.encode() if body or timestamp % 2 else None
    _, headers, _ = client.sign(url, http_method=method)
    return headers["Authorization"], client.signed


def main():
    with open(sys.argv[1]) as file:
        examples = json.load(file)
    keys, consumer_key = examples["keys"], examples["consumerKey"]
    vectors = []
    for index, (method, url, body) in enumerate(REQUESTS):
        timestamp = 1795000000 + index % 200
        results = [
            ("mastercard", *sign_mastercard(
                keys, consumer_key, method, url, body, f"mcA{index:013d}", timestamp, SignatureMethod.RSA_SHA256)),
            ("oauthlib", *sign_oauthlib(
                keys, consumer_key, method, url, body, f"{10**18 + index}", timestamp)),
        ]
        if index % 5 == 0:
            results.append(("mastercard", *sign_mastercard(
                keys, consumer_key, method, url, body, f"mcP{index:013d}", timestamp, SignatureMethod.RSA_PSS_SHA256)))
        for client, header, signed in results:
            vectors.append({
                "client": client, "method": method, "url": url, "body": body, "authorization": header,
                "baseString": signed, "accepts": rules(method, url, header, signed)})
    json.dump({"consumerKey": consumer_key, "requests": vectors}, sys.stdout, indent=1, ensure_ascii=True)
    print()


if __name__ == "__main__":
    main()
