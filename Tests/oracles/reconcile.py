# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""The client's results, the server's answers and the portfolio tell the same story.

reconcile.py PROFILE PORTFOLIO.csv RESULTS.csv
"""

import sys

from network import FINAL, Checks, Issuer, rows

issuer = Issuer(sys.argv[1])
portfolio, results = rows(sys.argv[2]), rows(sys.argv[3])
checks = Checks()
check = checks.check
NAMES = [
    "row",
    "externalConsumerId",
    "externalCardId",
    "status",
    "srcConsumerId",
    "srcDigitalCardId",
    "batchId",
    "reason",
    "field",
    "message",
]

# Every row of the file once, in its place, with its ids.
check("the headings", list(results[0]) == NAMES, list(results[0]))
check("a result for every row", len(results) == len(portfolio), (len(results), len(portfolio)))
results.sort(key=lambda row: int(row["row"]))
check("every row once", [int(row["row"]) for row in results] == list(range(1, len(portfolio) + 1)))
for row, result in zip(portfolio, results):
    for name in ("externalConsumerId", "externalCardId"):
        check("row %s: %s" % (result["row"], name), row[name] == result[name], result)
    check("row %s: status" % result["row"], result["status"] == "SUCCESSFUL", result)
check("no card twice", len({row["srcDigitalCardId"] for row in results}) == len(portfolio))
by_consumer = {}
for row in results:
    by_consumer.setdefault(row["externalConsumerId"], set()).add(row["srcConsumerId"])
check("one profile for each consumer", all(len(ids) == 1 for ids in by_consumer.values()))
check("one consumer for each profile", len(set().union(*by_consumer.values())) == len(by_consumer))

# Every batch is final at the server and says what the results say.
batches = {}
for row in results:
    batches.setdefault(row["batchId"], []).append(row)
for batch, sent in batches.items():
    answer = issuer.get("/cards/batch/status/" + batch)
    if not check("a batch is known", answer.status_code == 200, answer.text):
        continue
    status = answer.json()
    check("a batch is final", status["batchStatus"] in FINAL, status["batchStatus"])
    said = sorted((item["externalCardId"], item["status"], item.get("srcDigitalCardId")) for item in status["items"])
    kept = sorted((row["externalCardId"], row["status"], row["srcDigitalCardId"]) for row in sent)
    check("a batch says what the results say", said == kept, (said[:3], kept[:3]))

# Profiles and cards, here and there, agree with the file as far as they are shown.
cards_of = {}
for row in portfolio:
    cards_of.setdefault(row["externalConsumerId"], []).append(row["primaryAccountNumber"][-4:])
for index in range(0, len(results), max(1, len(results) // 12)):
    row, result = portfolio[index], results[index]
    profile = issuer.get("/profiles/" + result["srcConsumerId"])
    if check("a profile", profile.status_code == 200, profile.text):
        found = sorted(card["panLastFour"] for card in profile.json()["maskedCards"])
        check("its cards, none twice", found == sorted(cards_of[row["externalConsumerId"]]), found)
    card = issuer.get("/cards/" + result["srcDigitalCardId"])
    if check("a card", card.status_code == 200, card.text):
        masked = card.json()["maskedCard"]
        number = row["primaryAccountNumber"]
        check("its number", (masked["panBin"], masked["panLastFour"]) == (number[:6], number[-4:]), masked)
        check("no number in clear", number not in card.text + profile.text)
checks.end()
