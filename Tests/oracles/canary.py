# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""Looks for personal data of a portfolio where none may be: plain, in hex, and in base64 at each of its three offsets.

canary.py PORTFOLIO.csv [--most N] PLACE...   a place is a file or a folder, read as bytes
canary.py --plant FOLDER                      writes one file for each form and value, and the portfolio, for a trial

Ends with 1 when something was found; says the form, the kind of value and the file, never the value.
"""

import base64
import csv
import os
import sys

HEADINGS = ["externalConsumerId", "email", "mobileCountryCode", "mobileNumber", "primaryAccountNumber"]


def base64_forms(value):
    """What stays the same in base64 text whatever stands before and behind the value, in both alphabets."""
    for offset in range(3):
        text = base64.b64encode(b"\0" * offset + value + b"\0" * 2)
        # Whole letters of the value alone: those that share bits with what stands around it are cut off.
        first = (offset * 8 + 5) // 6
        last = (offset + len(value)) * 8 // 6
        yield "base64 at offset %d" % offset, text[first:last]
        yield "base64url at offset %d" % offset, text[first:last].translate(bytes.maketrans(b"+/", b"-_"))


def forms(value):
    data = value.encode()
    yield "plain", data
    yield "hex", data.hex().encode()
    yield "hex in capitals", data.hex().upper().encode()
    yield "UTF-16", value.encode("utf-16-le")
    yield from base64_forms(data)
    if value.isdigit() and len(value) % 2 == 0:
        yield "packed digits", bytes.fromhex(value)


def canaries(path, most):
    """(kind, value) of the portfolio; values so short that chance would find them are left out."""
    found = {}
    with open(path, encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            if number == most:
                break
            found[row["primaryAccountNumber"]] = "PAN"
            found[row["email"]] = "email"
            found[row["mobileCountryCode"] + row["mobileNumber"]] = "phone"
            found[row["mobileNumber"]] = "phone"
    return [(kind, value) for value, kind in found.items() if len(value) >= 8]


def files(places):
    for place in places:
        if os.path.isfile(place):
            yield place
        for folder, _, names in os.walk(place):
            for name in names:
                yield os.path.join(folder, name)


def scan(portfolio, most, places):
    wanted = [
        (kind, form, text)
        for kind, value in canaries(portfolio, most)
        for form, text in forms(value)
        # Packed digits of a phone number are four or five bytes: chance finds those in ciphertext.
        if not (form == "packed digits" and kind != "PAN")
    ]
    count = size = hits = 0
    for path in files(places):
        if os.path.samefile(path, portfolio):
            continue
        with open(path, "rb") as file:
            data = file.read()
        count += 1
        size += len(data)
        for kind, form, text in wanted:
            if text in data:
                hits += 1
                print("FOUND %s (%s) in %s" % (kind, form, path))
    print("%d files, %d bytes, %d patterns, %d found" % (count, size, len(wanted), hits))
    return hits, count


def plant(folder):
    row = ["cust-1", "canary.bird@example.test", "44", "7712345678", "5204731234567891"]
    with open(os.path.join(folder, "portfolio.csv"), "w", encoding="utf-8") as file:
        file.write(",".join(HEADINGS) + "\n" + ",".join(row) + "\n")
    number = 0
    for kind, value in (("PAN", row[4]), ("email", row[1]), ("phone", row[3])):
        for form, text in forms(value):
            if form.startswith("base64"):
                # As it really happens: encoded together with what stands around it.
                offset = int(form[-1])
                around = base64.b64encode(b"xyz"[:offset] + value.encode() + b"more")
                text = around.translate(bytes.maketrans(b"+/", b"-_")) if "url" in form else around
            if form == "packed digits" and kind != "PAN":
                continue
            with open(os.path.join(folder, "planted-%d" % number), "wb") as file:
                file.write(b"\x00\x01before" + text + b"behind\xff")
            number += 1
    print(number)


if sys.argv[1] == "--plant":
    plant(sys.argv[2])
    sys.exit(0)
arguments = sys.argv[2:]
limit = None
if arguments and arguments[0] == "--most":
    limit = int(arguments[1])
    arguments = arguments[2:]
hits, count = scan(sys.argv[1], limit, arguments)
sys.exit(1 if hits or not count else 0)
