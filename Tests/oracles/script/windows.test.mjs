// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

// Checkouts and sign-ins that go on in a window of the network's (checkout 4.7, 5.4).

import { test } from "node:test";
import assert from "node:assert/strict";
import { ADA, Popup, SHOP, Storage, refusal, refuses, say, stage } from "./stage.mjs";

const ACTIONS = "/dcf/d-1/actions";
const JWS = `h.${Buffer.from('{"maskedCard":{"panLastFour":"0004"}}').toString("base64url")}.s`;
const COMPLETE = [200, { dcfActionCode: "COMPLETE", checkoutResponse: JWS, srcCorrelationId: "s-1" }];

const asks = (network, dcfUri = "/dcf/d-1") =>
  network.on("checkout", [202, { dcfSessionId: "d-1", dcfUri, requiredSteps: ["CONFIRM"], srcCorrelationId: "s-1" }]);

/** Waits for something that the script does by itself. */
async function until(condition) {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

test("COMPLETE at once closes the window unused; the unified answer is read, not checked", () =>
  stage(async ({ network, begin }) => {
    network.on("checkout", COMPLETE);
    const script = await begin();
    const windowRef = new Popup();
    const answer = await script.checkoutWithCard({ srcDigitalCardId: "c", windowRef });
    assert.equal(answer.checkoutActionCode, "COMPLETE");
    assert.equal(answer.network, "mastercard");
    assert.equal(answer.checkoutResponseData.maskedCard.panLastFour, "0004");
    assert.ok(windowRef.closed && windowRef.shown.length === 0);
    assert.equal(network.bodies("checkout")[0].srciTransactionId, SHOP.srciTransactionId);
    // The next checkout is another one.
    await script.checkout({ srcDigitalCardId: "c", windowRef: new Popup() });
    assert.equal(network.bodies("checkout")[1].srcCorrelationId, undefined);
  }));

for (const windowRef of [Object.assign(new Popup(), { closed: true }), null]) {
  test(`UNABLE_TO_CONNECT: ${windowRef ? "the window is closed" : "the browser opens none"}`, () =>
    stage(async ({ network, begin }) => {
      asks(network);
      globalThis.open = () => null;
      const script = await begin();
      await refuses(() => script.checkout({ srcDigitalCardId: "c", windowRef }), "UNABLE_TO_CONNECT", 400);
    }));
}

for (const dcfUri of ["https://evil.example/dcf/d-1", "javascript:alert(1)", "//evil.example/dcf/d-1", "data:,x"]) {
  test(`SERVER_ERROR: a window that is not the network's, ${dcfUri}`, () =>
    stage(async ({ network, begin }) => {
      asks(network, dcfUri);
      network.on("authenticate", [200, { authenticationSession: "a-1", authenticationUri: dcfUri }]);
      const script = await begin();
      const windowRef = new Popup();
      await refuses(() => script.checkout({ srcDigitalCardId: "c", windowRef }), "SERVER_ERROR", 502);
      const signIn = () => script.authenticate({ windowRef, accountReference: { email: ADA } });
      await refuses(signIn, "SERVER_ERROR", 502);
      assert.ok(windowRef.closed && windowRef.shown.length === 0);
    }));
}

for (const dcfUri of [undefined, null, "http://[", 7]) {
  test(`SERVER_ERROR: a window without an address, ${dcfUri}`, () =>
    stage(async ({ network, begin }) => {
      asks(network, dcfUri ?? null);
      const script = await begin();
      await refuses(() => script.checkout({ srcDigitalCardId: "c", windowRef: new Popup() }), "SERVER_ERROR", 502);
    }));
}

test("the network's word alone ends a checkout, and what it came to is asked of the network", () =>
  stage(async ({ network, begin }) => {
    asks(network).on(ACTIONS, COMPLETE);
    const script = await begin();
    const windowRef = new Popup();
    const pending = script.checkout({ srcDigitalCardId: "c", windowRef });
    await until(() => windowRef.shown.length === 1);
    assert.deepEqual(windowRef.shown, [`${network.origin}/dcf/d-1`]);
    const word = { type: "muster.checkout.over", dcfSessionId: "d-1" };
    say("https://evil.example", windowRef, word);
    say(network.origin, new Popup(), word);
    say(network.origin, windowRef, { ...word, dcfSessionId: "d-2" });
    say(network.origin, windowRef, null);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(network.bodies(ACTIONS), []);
    say(network.origin, windowRef, word);
    assert.equal((await pending).dcfActionCode, "COMPLETE");
    assert.deepEqual(network.bodies(ACTIONS).map((body) => body.action), ["status"]);
    assert.ok(windowRef.closed);
  }));

test("a window that is closed while something is open cancels; one that was done is not", () =>
  stage(async ({ network, begin }) => {
    const open = [200, { dcfSessionId: "d-1", requiredSteps: ["CONFIRM"] }];
    asks(network).on(ACTIONS, ({ action }) => (action === "status" ? open : [200, { dcfActionCode: "CANCEL" }]));
    const script = await begin();
    const windowRef = new Popup();
    const pending = script.checkoutWithCard({ srcDigitalCardId: "c", windowRef });
    await until(() => windowRef.shown.length === 1);
    windowRef.close();
    const answer = await pending;
    assert.equal(answer.checkoutActionCode, "CANCEL");
    assert.equal(answer.headers, undefined);
    assert.deepEqual(network.bodies(ACTIONS).map((body) => body.action), ["status", "cancel"]);
  }));

test("what is refused at the end of a window is passed on; the window is closed", () =>
  stage(async ({ network, begin }) => {
    asks(network).on(ACTIONS, refusal(404, "NOT_FOUND"));
    const script = await begin();
    const windowRef = new Popup();
    const pending = refuses(() => script.checkout({ srcDigitalCardId: "c", windowRef }), "NOT_FOUND", 404);
    await until(() => windowRef.shown.length === 1);
    windowRef.closed = true;
    await pending;
  }));

test("AUTH_INVALID: a remembered browser is asked for again, once; another one pays no further", () =>
  stage(async ({ network, begin }) => {
    const storage = new Storage();
    storage.setItem(`muster.recognition.${SHOP.srcDpaId}`, "r");
    network.on("recognize", [200, { recognized: true, idTokens: ["i"] }]);
    network.on("checkout", refusal(401, "AUTH_INVALID"));
    const script = await begin(storage);
    const pay = () => script.checkout({ srcDigitalCardId: "c", windowRef: new Popup() });
    await refuses(pay, "AUTH_INVALID", 401);
    assert.equal(network.bodies("checkout").length, 2);
    network.on("recognize", [200, { recognized: false }]);
    await refuses(pay, "AUTH_INVALID", 401);
    assert.equal(network.bodies("checkout").length, 3);
    assert.equal(storage.items.size, 0);
    await refuses(pay, "AUTH_INVALID", 401);
    assert.equal(network.bodies("recognize").length, 3);
  }));

for (const reason of [
  "CARD_ADD_FAILED", "CARD_NOT_RECOGNIZED", "BILLING_ADDRESS_REQUIRED", "TERMS_AND_CONDITIONS_NOT_ACCEPTED",
  "MERCHANT_DATA_INVALID", "RISK_DECISION", "AUTHENTICATION_METHOD_NOT_SUPPORTED", "ACCT_INACCESSIBLE",
]) {
  test(`${reason}: what a checkout is refused with is passed on, and the window is closed`, () =>
    stage(async ({ network, begin }) => {
      network.on("checkout", refusal(400, reason));
      const script = await begin();
      const windowRef = new Popup();
      await refuses(() => script.checkoutWithNewCard({ encryptedCard: "e", windowRef }), reason, 400);
      assert.ok(windowRef.closed);
    }));
}

test("Not you?: the browser is given up, and the answer says so", () =>
  stage(async ({ network, begin }) => {
    network.on("checkout", [200, { dcfActionCode: "SWITCH_CONSUMER", unbindAppInstance: true, idToken: "i" }]);
    network.on("unbind", [200, { recognized: false }]);
    const script = await begin();
    const answer = await script.checkoutWithCard({ srcDigitalCardId: "c", windowRef: new Popup() });
    assert.equal(answer.checkoutActionCode, "SWITCH_CONSUMER");
    assert.equal(network.bodies("unbind")[0].idToken, "i");
  }));

test("ERROR: an answer without an action code", () =>
  stage(async ({ network, begin }) => {
    network.on("checkout", [200, { srcCorrelationId: "s" }]);
    const script = await begin();
    const answer = await script.checkout({ srcDigitalCardId: "c", windowRef: new Popup() });
    assert.equal(answer.dcfActionCode, "ERROR");
  }));

test("authenticate: closed, too old to be known, and signed in", () =>
  stage(async ({ network, begin }) => {
    const uri = "/src/api/authenticate?session=p-1";
    network.on("authenticate", [200, { authenticationSession: "a-1", authenticationUri: uri }]);
    const script = await begin();
    const signIn = async () => {
      const windowRef = new Popup();
      const pending = script.authenticate({ windowRef, accountReference: { email: ADA } });
      await until(() => windowRef.shown.length === 1);
      windowRef.closed = true;
      return pending;
    };
    network.on("result", [200, { authenticationStatus: "CLOSED" }]);
    assert.deepEqual(await signIn(), { authenticationStatus: "CLOSED" });
    assert.equal(network.bodies("result")[0].close, true);
    network.on("result", refusal(404, "NOT_FOUND"));
    assert.deepEqual(await signIn(), { authenticationStatus: "CLOSED" });
    network.on("result", refusal(403, "ACCT_INACCESSIBLE"));
    await refuses(signIn, "ACCT_INACCESSIBLE", 403);
    network.on("result", [200, { authenticationStatus: "AUTHENTICATED", idToken: "i" }]);
    network.on("profiles", [200, { profiles: [] }]);
    assert.deepEqual(await signIn(), { authenticationStatus: "AUTHENTICATED", cards: [] });
    assert.deepEqual(network.bodies("profiles")[0].idTokens, ["i"]);
  }));
