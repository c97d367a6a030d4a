// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

// The checkout of the demo shop: Click to Pay by the network's own script. Texts and forms are in the page; this shows
// one part at a time. Card numbers stay in this page, and leave it encrypted for the network alone.

const wallet = document.getElementById("wallet");
const settings = wallet.dataset;
const texts = JSON.parse(settings.texts);
const part = (id) => document.getElementById(id);
const parts = ["look-up", "enter-code", "choose-card", "new-card", "in-window"].map(part);
const RESEND_SECONDS = 60;

const options = {
  transactionAmount: { transactionAmount: Number(settings.amount), transactionCurrencyCode: settings.currency },
  transactionType: "PURCHASE",
  dpaShippingPreference: settings.shipping,
  dpaBillingPreference: settings.billing,
  confirmPayment: settings.confirm === "yes",
  paymentOptions: { dynamicDataType: "CARD_APPLICATION_CRYPTOGRAM_SHORT_FORM" },
  payloadTypeIndicatorCheckout: "SUMMARY",
  customInputData: { "com.mastercard.dcfExperience": "WITHIN_CHECKOUT" },
  dpaLocale: settings.locale,
};

let clickToPay;
let cards = [];
let resendTimer;
let openWindow;

// What is shown.

function show(name, focus) {
  for (const form of parts) form.hidden = form.id !== name;
  part("wallet-status").hidden = true;
  const first = name ? part(name).querySelector("input:not([type=hidden]), [tabindex]") : null;
  (focus === undefined ? first : focus)?.focus();
}

function wait(text) {
  tell("");
  show("");
  const status = part("wallet-status");
  status.textContent = text;
  status.hidden = false;
}

function tell(text) {
  const alert = part("wallet-alert");
  alert.textContent = text;
  alert.hidden = !text;
}

const PROBLEMS = {
  UNABLE_TO_CONNECT: "unreachable", REQUEST_TIMEOUT: "unreachable", SERVICE_ERROR: "unreachable",
  SERVER_ERROR: "unreachable", RATE_LIMIT_EXCEEDED: "tooOften", RETRIES_EXCEEDED: "tooOften",
  ACCT_INACCESSIBLE: "locked", FRAUD: "locked", ACCT_FRAUD: "locked", CODE_INVALID: "codeWrong",
  VALIDATION_DATA_INVALID: "codeWrong", VALIDATION_DATA_MISSING: "codeWrong", CODE_EXPIRED: "codeOld",
  VALIDATION_DATA_EXPIRED: "codeOld", OTP_SEND_FAILED: "notSent", CONSUMER_ID_MISSING: "identity",
  ID_FORMAT_UNSUPPORTED: "identity", CARD_MISSING: "card", CARD_INVALID: "card", CARD_EXP_INVALID: "expiry",
  CARD_SECURITY_CODE_MISSING: "securityCode", CARD_ADD_FAILED: "refused", CARD_NOT_RECOGNIZED: "refused",
  ISSUER_DECLINED: "refused", PAN_INELIGIBLE: "refused", TOKENIZATION_INELIGIBLE: "refused",
  COMPLIANCE_REQUIRED: "terms", TERMS_AND_CONDITIONS_NOT_ACCEPTED: "terms", AUTH_INVALID: "signedOut",
};

function problem(error) {
  // What is no refusal is a fault of this script: it shows where faults are looked for.
  if (!error?.reason) console.error(error);
  tell(texts[PROBLEMS[error?.reason]] ?? texts.other.replace("{}", error?.reason ?? "UNKNOWN_ERROR"));
}

/** What a part does when it is sent; meanwhile it cannot be sent again. */
function onSubmit(id, action) {
  const form = part(id);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    tell("");
    try {
      await action(form);
    } catch (error) {
      problem(error);
    } finally {
      form.ariaBusy = null;
    }
  });
}

// Signing in.

onSubmit("look-up", async (form) => {
  const value = form.elements.identity.value.trim();
  const isEmail = value.includes("@");
  const { consumerPresent } = await clickToPay.idLookup(isEmail ? { email: value } : { mobileNumber: value });
  if (!consumerPresent) {
    if (isEmail) part("new-card").elements.email.value = value;
    enterCard();
    return tell(texts.unknown);
  }
  await sendCode();
});

async function sendCode(channel) {
  const sent = await clickToPay.initiateValidation({ requestedValidationChannelId: channel });
  const lead = part("code-sent");
  const to = document.createElement("bdi");
  to.textContent = sent.maskedValidationChannel;
  const [before, after] = texts.codeLead.split("{}");
  lead.replaceChildren(before, to, after);
  const others = (sent.supportedValidationChannels ?? [])
    .filter((other) => other.maskedValidationChannel !== sent.maskedValidationChannel);
  part("channels").replaceChildren(...others.map(channelButton));
  part("enter-code").elements.code.value = "";
  countDown();
  show("enter-code", part("enter-code").elements.code);
}

function channelButton({ validationChannelId, maskedValidationChannel }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = texts.otherChannel.replace("{}", `\u2068${maskedValidationChannel}\u2069`);
  button.addEventListener("click", () => attempt(() => sendCode(validationChannelId)));
  return button;
}

/** A minute between two codes (checkout 7). */
function countDown() {
  const button = part("resend");
  button.dataset.text ??= button.textContent;
  const end = performance.now() + RESEND_SECONDS * 1000;
  clearTimeout(resendTimer);
  const tick = () => {
    const left = Math.ceil((end - performance.now()) / 1000);
    const buttons = [button, ...part("channels").querySelectorAll("button")];
    for (const one of buttons) one.disabled = left > 0;
    button.textContent = left > 0 ? `${button.dataset.text} (${left})` : button.dataset.text;
    if (left > 0) resendTimer = setTimeout(tick, 250);
  };
  tick();
}

async function attempt(action) {
  tell("");
  try {
    await action();
  } catch (error) {
    problem(error);
  }
}

onSubmit("enter-code", async (form) => {
  const { code, remember } = form.elements;
  try {
    cards = await clickToPay.validate({ value: code.value.trim(), rememberMe: remember.checked });
  } catch (error) {
    code.select();
    throw error;
  }
  showCards();
});

// Cards.

function inactive(card) {
  const { status } = card.digitalCardData ?? {};
  if (status === "SUSPENDED") return texts.suspended;
  return status && status !== "ACTIVE" && status !== "PENDING" ? texts.expired : "";
}

function facts(card) {
  const expiry = card.panExpirationMonth && `${card.panExpirationMonth}/${card.panExpirationYear}`;
  const ending = texts.ending.replace("{}", `\u2066${card.panLastFour}\u2069`);
  const rest = inactive(card) || (expiry && texts.expires.replace("{}", `\u2066${expiry}\u2069`));
  return [ending, rest].filter(Boolean).join(" · ");
}

function nameOf(card) {
  const { descriptorName, issuerName } = card.digitalCardData ?? {};
  return descriptorName || issuerName || "Mastercard";
}

/** A colour for each card that stays the same. */
function styleOf(card) {
  return `style-${Number(card.panLastFour ?? 0) % 4}`;
}

function choice(card) {
  const label = part("card-template").content.cloneNode(true).firstElementChild;
  const radio = label.querySelector("input");
  radio.value = card.srcDigitalCardId;
  radio.disabled = Boolean(inactive(card));
  label.classList.toggle("off", radio.disabled);
  label.querySelector(".mini").classList.add(styleOf(card));
  label.querySelector(".card-name").textContent = nameOf(card);
  label.querySelector(".card-facts").textContent = facts(card);
  return label;
}

function claim(card) {
  const row = document.createElement("div");
  row.className = "choice card-choice";
  const face = part("card-template").content.cloneNode(true).firstElementChild;
  face.querySelector(".mini").classList.add(styleOf(card));
  face.querySelector(".card-name").textContent = nameOf(card);
  const says = facts({ ...card, digitalCardData: undefined });
  face.querySelector(".card-facts").textContent = says;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet small-button";
  button.textContent = texts.claim;
  button.setAttribute("aria-label", `${texts.claim}: ${nameOf(card)}, ${says}`);
  button.addEventListener("click", () => attempt(async () => {
    const { "claim-accept": accept } = part("choose-card").elements;
    if (!accept.checked) {
      accept.focus();
      return tell(texts.terms);
    }
    button.disabled = true;
    try {
      const { preProvisionedCardId } = card;
      const taken = await clickToPay.claimPreProvisionedCard({ preProvisionedCardId, isAccepted: true });
      cards = await clickToPay.getCards();
      showCards(taken.srcDigitalCardId);
    } finally {
      button.disabled = false;
    }
  }));
  row.append(face.querySelector(".mini"), face.querySelector(".face"), button);
  return row;
}

function showCards(chosen) {
  const list = part("card-list");
  for (const old of list.querySelectorAll("label")) old.remove();
  list.append(...cards.map(choice));
  const radios = [...list.querySelectorAll("input")];
  const best = radios.find((radio) => radio.value === chosen) ?? radios.find((radio) => !radio.disabled);
  if (best) best.checked = true;
  const claims = clickToPay.getPreProvisionedCards();
  part("claim-list").replaceChildren(...claims.map(claim));
  part("claims").hidden = claims.length === 0;
  list.hidden = cards.length === 0;
  part("no-cards").hidden = cards.length > 0 || claims.length > 0;
  part("pay").hidden = !best;
  const who = clickToPay.maskedConsumer?.maskedConsumerIdentity?.maskedIdentityValue ?? "";
  part("who").textContent = texts.signedIn.replace("{}", `\u2068${who}\u2069`);
  show("choose-card", best ?? part("choose-card").querySelector("#claims button, [tabindex]"));
}

function enterCard() {
  const isKnown = Boolean(clickToPay.maskedConsumer);
  part("guest").hidden = isKnown;
  show("new-card", part("new-card").elements.number);
}

const places = {
  new: enterCard,
  back: () => (clickToPay.maskedConsumer ? showCards() : show("look-up")),
  switch: () => show("look-up"),
  "sign-out": () => attempt(async () => {
    await clickToPay.signOut();
    cards = [];
    show("look-up");
  }),
};
wallet.addEventListener("click", (event) => {
  const place = event.target.closest("[data-go]")?.dataset.go;
  if (!place) return;
  tell("");
  places[place]();
});

// Paying.

/** Only a click may open a window; it is closed again when the network has nothing to ask. */
function windowOfClick() {
  openWindow = window.open("", "muster-checkout", "popup,width=480,height=760");
  return openWindow;
}

async function pay(begin, from) {
  const windowRef = windowOfClick();
  if (!windowRef) return tell(texts.window);
  show("in-window", part("in-window").querySelector("h3"));
  try {
    await finish(await begin(windowRef), from);
  } catch (error) {
    windowRef.close();
    if (error?.reason === "AUTH_INVALID") show("look-up");
    else show(from);
    throw error;
  }
}

async function finish(result, from) {
  const words = { CANCEL: texts.closed, ERROR: texts.other.replace("{}", "ERROR") };
  switch (result.checkoutActionCode) {
    case "COMPLETE": {
      wait(texts.finishing);
      const form = part("order");
      form.elements.checkout.value = result.checkoutResponse;
      form.elements.flow.value = result.headers?.["X-Src-Cx-Flow-Id"] ?? "";
      return form.submit();
    }
    case "ADD_CARD": return enterCard();
    case "SWITCH_CONSUMER":
      if (clickToPay.maskedConsumer) await clickToPay.signOut();
      return show("look-up");
    case "CHANGE_CARD":
      return cards.length > 0 ? showCards() : show(from);
    default:
      show(from);
      return tell(words[result.checkoutActionCode] ?? words.ERROR);
  }
}

onSubmit("choose-card", (form) => {
  const srcDigitalCardId = form.querySelector("#card-list input:checked")?.value;
  if (!srcDigitalCardId) return undefined;
  return pay((windowRef) => clickToPay.checkoutWithCard({ srcDigitalCardId, windowRef }), "choose-card");
});

onSubmit("new-card", (form) => {
  const fields = form.elements;
  if (!fields["card-accept"].checked) {
    fields["card-accept"].focus();
    return tell(texts.terms);
  }
  const [panExpirationMonth, panExpirationYear] = fields.expiry.value.split("/").map((text) => text.trim());
  const cardholderFullName = fields.holder.value.trim();
  const [, firstName, lastName] = /^(.*?)\s*(\S*)$/.exec(cardholderFullName);
  return pay(async (windowRef) => {
    const sealed = await clickToPay.encryptCard({
      primaryAccountNumber: fields.number.value,
      panExpirationMonth,
      panExpirationYear,
      cardSecurityCode: fields["security-code"].value.trim(),
      cardholderFullName: cardholderFullName || undefined,
    });
    const origin = new URL(settings.sdk).origin;
    const consent = (path) => ({
      acceptedVersion: "LATEST", latestVersion: "LATEST", latestVersionUri: origin + path,
    });
    const emailAddress = fields.email.value.trim();
    return clickToPay.checkoutWithNewCard({
      ...sealed,
      windowRef,
      rememberMe: fields["new-remember"].checked,
      complianceSettings: { tnc: consent("/terms"), privacy: consent("/privacy") },
      consumer: {
        emailAddress: (!clickToPay.maskedConsumer && emailAddress) || undefined,
        firstName: firstName || undefined,
        lastName: lastName || undefined,
        languageCode: settings.locale.slice(0, 2),
        countryCode: settings.locale.slice(3),
      },
    });
  }, "new-card");
});

part("show-window").addEventListener("click", () => openWindow?.focus());

// The beginning.

try {
  const { default: MusterClickToPay } = await import(settings.sdk);
  clickToPay = new MusterClickToPay();
  const { recognized } = await clickToPay.init({
    srcClientId: settings.client,
    srcDpaId: settings.dpa,
    srciTransactionId: settings.transaction,
    dpaTransactionOptions: options,
    dpaLocale: settings.locale,
  });
  if (recognized) cards = await clickToPay.getCards();
  if (recognized && clickToPay.maskedConsumer) showCards();
  else show("look-up", null);
} catch (error) {
  part("wallet-status").hidden = true;
  problem(error?.reason ? error : { reason: "UNABLE_TO_CONNECT" });
}
