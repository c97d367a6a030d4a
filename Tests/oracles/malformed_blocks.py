#!/usr/bin/env python3
# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.
"""Makes signatures whose recovered block holds the right digest in a wrong wrapping, and prints them as test vectors.

  pip install cryptography
  python3 malformed_blocks.py ../RequestSigningTests/Vectors/security-examples.json \
      > ../RequestSigningTests/Vectors/malformed-blocks.json

A verifier that parses the block, instead of comparing the whole of it, accepts some of them. The request is the first
worked example; only its oauth_signature is replaced. The vector "well-formed" must verify: it shows that the rest of
the construction is right.
"""
import base64
import hashlib
import json
import sys
from urllib.parse import quote

from cryptography.hazmat.primitives.serialization import load_pem_private_key

SIZE = 256
SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")


def padded(info, kind=1, fill=0xFF):
    return bytes([0, kind]) + bytes([fill]) * (SIZE - 3 - len(info)) + b"\0" + info


def blocks(digest):
    good = SHA256 + digest
    tail = SIZE - 3 - 8 - len(good)
    yield "well-formed", padded(good)
    yield "bytes after a short padding", b"\0\1" + b"\xFF" * 8 + b"\0" + good + bytes(tail)
    yield "digest again after a short padding", b"\0\1" + b"\xFF" * 8 + b"\0" + good + bytes(tail - 32) + digest
    yield "no padding at all", b"\0\1\0" + good + bytes(SIZE - 3 - len(good))
    yield "padding of zeros", padded(good, fill=0)
    yield "one padding byte altered", padded(good)[:100] + b"\xFE" + padded(good)[101:]
    yield "block type 2", padded(good, kind=2)
    yield "block type 0", padded(good, kind=0)
    yield "no separator", padded(good)[:SIZE - len(good) - 1] + b"\xFF" + good
    yield "parameters left out", padded(bytes.fromhex("302f300b0609608648016503040201") + b"\x04\x20" + digest)
    yield "lengths in the long form", padded(
        bytes.fromhex("30813381") + b"\x0d" + SHA256[4:17] + b"\x04\x20" + digest)
    yield "name of SHA-512", padded(SHA256[:14] + b"\x03" + SHA256[15:] + digest)
    yield "name of SHA-1", padded(bytes.fromhex("302d300906052b0e03021a05000420") + digest)
    yield "digest without a name", padded(digest)
    yield "digest in text", padded(digest.hex().encode())
    yield "all but the digest zero", bytes(SIZE - 32) + digest


def main():
    with open(sys.argv[1]) as file:
        examples = json.load(file)
    key = load_pem_private_key(examples["keys"]["sign.key.pem"].encode(), None).private_numbers()
    example = examples["oauth1"][0]
    digest = hashlib.sha256(example["base_string"].encode()).digest()
    front = example["authorization"].split("oauth_signature=")[0]
    vectors = []
    for name, block in blocks(digest):
        assert len(block) == SIZE, name
        signature = pow(int.from_bytes(block, "big"), key.d, key.public_numbers.n).to_bytes(SIZE, "big")
        text = quote(base64.b64encode(signature).decode(), safe="")
        vectors.append({"name": name, "authorization": f'{front}oauth_signature="{text}"'})
    json.dump({"blocks": vectors}, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
