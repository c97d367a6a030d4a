// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

// What the script makes of the network's answers, and of none (checkout 4.12).

import { test } from "node:test";
import assert from "node:assert/strict";
import { constants, generateKeyPairSync, privateDecrypt, createDecipheriv } from "node:crypto";
import { ADA, MusterClickToPay, MusterError, Popup, SHOP, Storage, hurried, limits, refusal, refuses, stage }
  from "./stage.mjs";

const lookUp = (script) => script.idLookup({ email: ADA });

test("UNABLE_TO_CONNECT: nobody answers, the answer breaks off, or it leads elsewhere", () =>
  stage(async ({ network, begin }) => {
    const script = await begin();
    network.on("lookup", "reset");
    await refuses(() => lookUp(script), "UNABLE_TO_CONNECT", 0);
    network.on("lookup", [302, "", { Location: `${network.origin}/elsewhere` }]);
    await refuses(() => lookUp(script), "UNABLE_TO_CONNECT", 0);
    assert.deepEqual(network.bodies("/elsewhere"), []);
    const gone = new MusterClickToPay({ network: "http://127.0.0.1:1", storage: null });
    await refuses(() => gone.init(SHOP), "UNABLE_TO_CONNECT", 0);
  }));

test("REQUEST_TIMEOUT: no answer within 5 seconds, 20 for a checkout", () =>
  stage(async ({ network, begin }) => {
    network.on("lookup", "silence").on("checkout", "silence");
    const script = await begin();
    limits.length = 0;
    await hurried(() => refuses(() => lookUp(script), "REQUEST_TIMEOUT", 504));
    const pay = () => script.checkout({ srcDigitalCardId: "c", windowRef: new Popup() });
    await hurried(() => refuses(pay, "REQUEST_TIMEOUT", 504));
    assert.deepEqual(limits, [5_000, 20_000]);
  }));

for (const body of ["", "<html>busy</html>", "{", "null", "7", '"text"', "[]", '[{"consumerPresent":true}]']) {
  test(`SERVER_ERROR: a success that says nothing, ${JSON.stringify(body)}`, () =>
    stage(async ({ network, begin }) => {
      const script = await begin();
      network.on("lookup", [200, body]);
      await refuses(() => lookUp(script), "SERVER_ERROR", 200);
    }));
}

for (const [status, body, reason] of [
  [500, "<html>broken</html>", "SERVER_ERROR"],
  [502, "", "SERVER_ERROR"],
  [503, "[]", "SERVER_ERROR"],
  [404, "{}", "SERVER_ERROR"],
  [400, '{"reason":7}', "SERVER_ERROR"],
  [429, "slow down", "RATE_LIMIT_EXCEEDED"],
]) {
  test(`${reason}: a refusal without a reason, ${status} ${JSON.stringify(body)}`, () =>
    stage(async ({ network, begin }) => {
      const script = await begin();
      network.on("lookup", [status, body]);
      const error = await refuses(() => lookUp(script), reason, status);
      assert.equal(error.retryAfter, undefined);
    }));
}

for (const [status, reason] of [
  [400, "CONSUMER_ID_MISSING"], [400, "ID_FORMAT_UNSUPPORTED"], [400, "INVALID_PARAMETER"], [401, "AUTH_INVALID"],
  [403, "FRAUD"], [403, "ACCT_INACCESSIBLE"], [403, "PERMISSION_DENIED"], [404, "NOT_FOUND"],
  [429, "RATE_LIMIT_EXCEEDED"], [429, "RETRIES_EXCEEDED"], [500, "SERVER_ERROR"], [503, "SERVICE_ERROR"],
  [503, "OTP_SEND_FAILED"], [504, "REQUEST_TIMEOUT"], [418, "NEW_WORD"],
]) {
  test(`${reason}: what the network refuses is passed on as it is`, () =>
    stage(async ({ network, begin }) => {
      const script = await begin();
      const errordetail = [{ reason: "INVALID_VALUE", sourceType: "BODY", source: "x", message: "is wrong" }];
      network.on("lookup", [...refusal(status, reason, { errordetail }), { "Retry-After": "60" }]);
      const error = await refuses(() => lookUp(script), reason, status);
      assert.equal(error.message, "Said by a test.");
      assert.equal(error.retryAfter, 60);
      const written = { reason, status, message: "Said by a test.", errorDetail: errordetail };
      assert.deepEqual(JSON.parse(JSON.stringify(error)), written);
    }));
}

test("a retry that is no number of seconds is none", () =>
  stage(async ({ network, begin }) => {
    const script = await begin();
    for (const value of ["soon", "-1", "1.5", "Wed, 21 Oct 2026 07:28:00 GMT"]) {
      network.on("lookup", [...refusal(429, "RATE_LIMIT_EXCEEDED"), { "Retry-After": value }]);
      assert.equal((await refuses(() => lookUp(script), "RATE_LIMIT_EXCEEDED", 429)).retryAfter, undefined);
    }
  }));

test("a recognition token that opens nothing is forgotten, and that is no failure; another refusal is one", () =>
  stage(async ({ network, bare }) => {
    const storage = new Storage();
    storage.setItem(`muster.recognition.${SHOP.srcDpaId}`, "old");
    network.on("recognize", refusal(503, "SERVICE_ERROR"));
    await refuses(() => bare(storage).init(SHOP), "SERVICE_ERROR", 503);
    assert.equal(storage.items.size, 1);
    network.on("recognize", refusal(401, "AUTH_INVALID"));
    assert.equal((await bare(storage).init(SHOP)).recognized, false);
    assert.deepEqual(network.bodies("recognize").at(-1).recognitionTokens, ["old"]);
    assert.equal(storage.items.size, 0);
  }));

test("a storage that throws is a browser that keeps nothing", () =>
  stage(async ({ network, begin }) => {
    const broken = () => {
      throw new Error("no");
    };
    network.on("recognize", [200, { recognized: true, idTokens: ["i"], recognitionToken: "r" }]);
    await begin({ getItem: broken, setItem: broken, removeItem: broken });
  }));

test("CODE_INVALID and RETRIES_EXCEEDED leave the session as it is; the right code gives the cards", () =>
  stage(async ({ network, begin }) => {
    network.on("lookup", [200, { consumerPresent: true }]);
    network.on("initiate", [200, { idValidationSessionId: "ivs_1", maskedValidationChannel: "a***" }]);
    network.on("profiles", [200, { profiles: [{ idToken: "i2", maskedCards: [{ srcDigitalCardId: "c" }] }] }]);
    const script = await begin();
    await lookUp(script);
    await script.initiateValidation();
    for (const reason of ["CODE_INVALID", "CODE_EXPIRED", "VALIDATION_DATA_INVALID"]) {
      network.on("complete", refusal(400, reason));
      await refuses(() => script.validate({ value: "000000" }), reason, 400);
    }
    network.on("complete", [200, { idToken: "i1" }]);
    assert.deepEqual(await script.validate({ value: "135790" }), [{ srcDigitalCardId: "c" }]);
    assert.deepEqual(new Set(network.bodies("complete").map((body) => body.idValidationSessionId)), new Set(["ivs_1"]));
  }));

test("signOut never fails: who cannot be forgotten is still recognized", () =>
  stage(async ({ network, begin }) => {
    const script = await begin();
    network.on("unbind", refusal(401, "AUTH_INVALID"));
    assert.deepEqual(await script.signOut(), { recognized: true, cards: [] });
    await refuses(() => script.unbindAppInstance(), "AUTH_INVALID", 401);
    network.on("unbind", [200, { recognized: false, srcCorrelationId: "s" }]);
    assert.deepEqual(await script.signOut(), { recognized: false });
  }));

test("a card is encrypted so that the network alone can read it, with the newest key", () =>
  stage(async ({ network, bare }) => {
    const made = [1, 2].map(() => generateKeyPairSync("rsa", { modulusLength: 2048 }));
    const keys = made.map(({ publicKey }, index) => ({
      ...publicKey.export({ format: "jwk" }), kid: `2026010${index + 1}000000-src-fpan-encryption`,
    }));
    network.on("keys", [200, { keys: keys.toReversed?.() ?? [...keys].reverse() }]);
    const { encryptedCard, cardBrand } = await bare().encryptCard({
      primaryAccountNumber: "5120-3400-0000-0004", panExpirationMonth: 8, panExpirationYear: "99",
      cardSecurityCode: "123", billingAddress: { line1: "no city" }, other: "x",
    });
    assert.equal(cardBrand, "mastercard");
    const [header, ...rest] = encryptedCard.split(".");
    const [wrapped, iv, text, tag] = rest.map((part) => Buffer.from(part, "base64url"));
    assert.equal(JSON.parse(Buffer.from(header, "base64url")).kid, keys[1].kid);
    const padding = { key: made[1].privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" };
    const cipher = createDecipheriv("aes-128-gcm", privateDecrypt(padding, wrapped), iv);
    cipher.setAAD(Buffer.from(header)).setAuthTag(tag);
    const plain = JSON.parse(Buffer.concat([cipher.update(text), cipher.final()]));
    assert.deepEqual(plain, {
      primaryAccountNumber: "5120340000000004", panExpirationMonth: "08", panExpirationYear: "2099",
      cardSecurityCode: "123",
    });
    assert.equal(network.calls.at(-1).headers.cookie, undefined);
  }));

test("an error is an Error, and holds what it says alone", () => {
  const error = new MusterError("NOT_FOUND", 404, "No.");
  assert.equal(String(error), "MusterError: No.");
  assert.deepEqual(JSON.parse(JSON.stringify(error)), { reason: "NOT_FOUND", status: 404, message: "No." });
});
