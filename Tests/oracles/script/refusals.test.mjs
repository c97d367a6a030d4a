// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

// What the page itself gets wrong: the reasons that the script makes without the network (checkout 4.12, 4.7).

import { test } from "node:test";
import assert from "node:assert/strict";
import { ADA, CLIENT, Popup, SHOP, refuses, stage } from "./stage.mjs";

const CARD = { primaryAccountNumber: "5120 3400 0000 0004", panExpirationMonth: "8", panExpirationYear: "2099" };

for (const [reason, settings] of [
  ["SRCI_ID_MISSING", {}],
  ["SRCI_ID_MISSING", { srcDpaId: "d" }],
  ["SRCI_ID_MISSING", { ...SHOP, srcClientId: "" }],
  ["DPA_ID_MISSING", { srcClientId: CLIENT }],
  ["DPA_ID_MISSING", { ...SHOP, srcDpaId: null }],
  ["SRCI_TXN_ID_MISSING", { ...SHOP, srciTransactionId: "" }],
  ["SRCI_TXN_ID_MISSING", { ...SHOP, srciTransactionId: 7 }],
]) {
  test(`init: ${reason} of ${JSON.stringify(settings)}, and nothing is sent`, () =>
    stage(async ({ network, bare }) => {
      const script = bare();
      await refuses(() => script.init(settings), reason, 400);
      assert.deepEqual(network.calls, []);
      // It has not begun.
      await refuses(() => script.getSrcProfile(), "INVALID_REQUEST", 400);
    }));
}

test("init without settings is refused, and without a transaction's id it makes one", () =>
  stage(async ({ bare }) => {
    await refuses(() => bare().init(), "SRCI_ID_MISSING", 400);
    const script = bare();
    await script.init({ srcInitiatorId: CLIENT, srcDpaId: SHOP.srcDpaId });
    assert.match(script.srciTransactionId, /^[0-9a-f-]{36}$/);
  }));

for (const [name, work] of Object.entries({
  getCards: (script) => script.getCards(),
  idLookup: (script) => script.idLookup({ email: ADA }),
  identityLookup: (script) =>
    script.identityLookup({ consumerIdentity: { identityType: "EMAIL_ADDRESS", identityValue: ADA } }),
  validate: (script) => script.validate({ value: "123456" }),
  completeIdentityValidation: (script) => script.completeIdentityValidation({ validationData: "123456" }),
  isRecognized: (script) => script.isRecognized(),
  getSrcProfile: (script) => script.getSrcProfile(),
  authenticate: (script) => script.authenticate({ windowRef: new Popup(), accountReference: { email: ADA } }),
  checkout: (script) => script.checkout({ srcDigitalCardId: "c" }),
  checkoutWithCard: (script) => script.checkoutWithCard({ srcDigitalCardId: "c" }),
  checkoutWithNewCard: (script) => script.checkoutWithNewCard({ encryptedCard: "c" }),
  claimPreProvisionedCard: (script) => script.claimPreProvisionedCard({ preProvisionedCardId: "c" }),
  unbindAppInstance: (script) => script.unbindAppInstance(),
})) {
  test(`INVALID_REQUEST: ${name} before init, and nothing is sent`, () =>
    stage(async ({ network, bare }) => {
      await refuses(() => work(bare()), "INVALID_REQUEST", 400);
      assert.deepEqual(network.calls, []);
    }));
}

test("CONSUMER_ID_MISSING: nobody was named, or nobody was looked up", () =>
  stage(async ({ network, begin }) => {
    const script = await begin();
    const sent = network.calls.length;
    for (const nobody of [undefined, {}, { email: "" }, { consumerIdentity: { identityType: "EMAIL_ADDRESS" } }]) {
      await refuses(() => script.idLookup(nobody), "CONSUMER_ID_MISSING", 400);
    }
    await refuses(() => script.identityLookup(), "CONSUMER_ID_MISSING", 400);
    await refuses(() => script.initiateValidation(), "CONSUMER_ID_MISSING", 400);
    await refuses(() => script.initiateIdentityValidation(), "CONSUMER_ID_MISSING", 400);
    await refuses(() => script.authenticate({ windowRef: new Popup() }), "CONSUMER_ID_MISSING", 400);
    assert.equal(network.calls.length, sent);
  }));

test("ID_FORMAT_UNSUPPORTED: a number that is none; what was typed is not in the error", () =>
  stage(async ({ begin }) => {
    const script = await begin();
    for (const mobileNumber of ["12", "call me", { countryCode: "1", phoneNumber: "x" }, "1".repeat(19)]) {
      const error = await refuses(() => script.idLookup({ mobileNumber }), "ID_FORMAT_UNSUPPORTED", 400);
      assert.ok(!JSON.stringify(error).includes("call me"));
    }
  }));

test("numbers are sent as digits, however they are written", () =>
  stage(async ({ network, begin }) => {
    network.on("lookup", [200, { consumerPresent: true }]);
    const script = await begin();
    for (const mobileNumber of ["+1 (202) 555-0100", { countryCode: "1", phoneNumber: "202.555.0100" }]) {
      await script.idLookup({ mobileNumber });
      const { consumerIdentity } = network.bodies("lookup").at(-1);
      assert.deepEqual(consumerIdentity, { identityType: "MOBILE_PHONE_NUMBER", identityValue: "12025550100" });
    }
  }));

for (const [reason, card] of [
  ["CARD_MISSING", undefined],
  ["CARD_MISSING", { ...CARD, primaryAccountNumber: " - " }],
  ["CARD_INVALID", { ...CARD, primaryAccountNumber: "5120340000000005" }],
  ["CARD_INVALID", { ...CARD, primaryAccountNumber: "4111111111111111" }],
  ["CARD_INVALID", { ...CARD, primaryAccountNumber: "5120x40000000004" }],
  ["CARD_INVALID", { ...CARD, primaryAccountNumber: "51203400000" }],
  ["CARD_EXP_INVALID", { ...CARD, panExpirationMonth: "13" }],
  ["CARD_EXP_INVALID", { ...CARD, panExpirationMonth: undefined }],
  ["CARD_EXP_INVALID", { ...CARD, panExpirationYear: "2020" }],
  ["CARD_EXP_INVALID", { ...CARD, panExpirationYear: "3020" }],
  ["CARD_SECURITY_CODE_MISSING", { ...CARD, cardSecurityCode: "12" }],
  ["CARD_SECURITY_CODE_MISSING", { ...CARD, cardSecurityCode: "" }],
]) {
  test(`encryptCard: ${reason} of ${JSON.stringify(card)?.length ?? "nothing"}, and no key is asked for`, () =>
    stage(async ({ network, bare }) => {
      const error = await refuses(() => bare().encryptCard(card), reason, 400);
      assert.deepEqual(network.calls, []);
      if (card) assert.ok(!JSON.stringify(error).includes(card.primaryAccountNumber.slice(0, 8) || "none"));
    }));
}

test("SERVICE_ERROR: the network publishes no key for cards", () =>
  stage(async ({ network, bare }) => {
    for (const set of [{}, { keys: [] }, { keys: [{ kty: "RSA", kid: "1-src-payload-verification", n: "", e: "" }] }]) {
      network.on("keys", [200, set]);
      await refuses(() => bare().encryptCard(CARD), "SERVICE_ERROR", 503);
    }
  }));

test("checkout: CARD_MISSING without a card, INVALID_PARAMETER with two; no window is opened", () =>
  stage(async ({ network, begin }) => {
    const script = await begin();
    const sent = network.calls.length;
    globalThis.open = () => assert.fail("a window was opened");
    for (const call of ["checkout", "checkoutWithCard", "checkoutWithNewCard"]) {
      await refuses(() => script[call](), "CARD_MISSING", 400);
      await refuses(() => script[call]({ srcDigitalCardId: "" }), "CARD_MISSING", 400);
      await refuses(() => script[call]({ srcDigitalCardId: "a", encryptedCard: "b" }), "INVALID_PARAMETER", 400);
    }
    assert.equal(network.calls.length, sent);
  }));

test("CARDID_MISSING: no staged card was named", () =>
  stage(async ({ begin }) => {
    const script = await begin();
    await refuses(() => script.claimPreProvisionedCard(), "CARDID_MISSING", 400);
    await refuses(() => script.claimPreProvisionedCard({ preProvisionedCardId: "" }), "CARDID_MISSING", 400);
  }));

test("authenticate: INVALID_PARAMETER for what is neither a window nor an element", () =>
  stage(async ({ begin }) => {
    const script = await begin();
    for (const windowRef of [undefined, null, globalThis, {}, "popup", { ownerDocument: {}, replaceChildren() {} }]) {
      const call = () => script.authenticate({ windowRef, accountReference: { email: ADA } });
      await refuses(call, "INVALID_PARAMETER", 400);
    }
  }));
