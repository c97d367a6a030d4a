// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

const CARD_KEY_MARK = "src-fpan-encryption";
const ADDRESS_MEMBERS = ["name", "line1", "line2", "line3", "city", "state", "countryCode", "zip"];
// An address with less than this is no address (checkout 2.7).
const ADDRESS_NEEDED = ["name", "line1", "city", "countryCode"];

const encoded = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const utf8 = (text) => new TextEncoder().encode(text);

function decodedJSON(part) {
  const binary = atob(part.replaceAll("-", "+").replaceAll("_", "/"));
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (letter) => letter.charCodeAt(0))));
}

/** What a signed answer says. The shop's server checks the signature; a page cannot be trusted to. */
function payloadOf(token) {
  try {
    return decodedJSON(token.split(".")[1]);
  } catch {
    return undefined;
  }
}

/** `mastercard` or `maestro`; undefined for a number that belongs to neither. */
function brandOf(number) {
  const six = Number(number.slice(0, 6));
  if ((six >= 510000 && six <= 559999) || (six >= 222100 && six <= 272099)) return "mastercard";
  return (six >= 500000 && six <= 509999) || (six >= 560000 && six <= 699999) ? "maestro" : undefined;
}

function hasRightCheckDigit(number) {
  let sum = 0;
  for (let place = 0; place < number.length; place += 1) {
    const digit = Number(number[number.length - 1 - place]);
    sum += place % 2 === 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit;
  }
  return sum % 10 === 0;
}

function checkedAddress(address) {
  if (!address || !ADDRESS_NEEDED.every((name) => address[name])) return undefined;
  return Object.fromEntries(ADDRESS_MEMBERS.filter((name) => address[name]).map((name) => [name, address[name]]));
}

/** A card as it goes to the network, and its brand; refused here when no network would take it. */
function checkedCard(card) {
  const number = String(card?.primaryAccountNumber ?? "").replace(/[\s-]/g, "");
  if (!number) throw refuse("CARD_MISSING", "The card number is missing.");
  const brand = brandOf(number);
  if (!/^\d{12,19}$/.test(number) || !hasRightCheckDigit(number) || !brand) {
    throw refuse("CARD_INVALID", "The card number is not one of a card that can be used.");
  }
  const month = String(card.panExpirationMonth ?? "").padStart(2, "0");
  const given = String(card.panExpirationYear ?? "");
  const year = given.length === 2 ? `20${given}` : given;
  const now = new Date();
  const isOver = Number(year) * 12 + Number(month) < now.getFullYear() * 12 + now.getMonth() + 1;
  if (!/^(0[1-9]|1[0-2])$/.test(month) || !/^20\d\d$/.test(year) || isOver) {
    throw refuse("CARD_EXP_INVALID", "The card's expiry date is not right, or is over.");
  }
  const code = card.cardSecurityCode === undefined ? undefined : String(card.cardSecurityCode);
  if (code !== undefined && !/^\d{3,4}$/.test(code)) {
    throw refuse("CARD_SECURITY_CODE_MISSING", "The card's security code must be three or four digits.");
  }
  const plain = {
    primaryAccountNumber: number,
    panExpirationMonth: month,
    panExpirationYear: year,
    cardSecurityCode: code,
    cardholderFullName: card.cardholderFullName,
    cardholderFirstName: card.cardholderFirstName,
    cardholderLastName: card.cardholderLastName,
    billingAddress: checkedAddress(card.billingAddress),
  };
  return { brand, plain };
}

/** The key that cards are encrypted with; ids begin with the time that they were made. */
function cardKeyOf(set) {
  const keys = (set.keys ?? []).filter((key) => key.kty === "RSA" && key.kid?.includes(CARD_KEY_MARK));
  const key = keys.sort((one, other) => (one.kid < other.kid ? 1 : -1))[0];
  if (!key) throw new MusterError("SERVICE_ERROR", 503, "The network publishes no key for cards.");
  return key;
}

/** A JWE in compact form: RSA-OAEP-256 and A128GCM (checkout 2.9; RFC 7516). */
async function sealed(value, key) {
  const header = encoded(utf8(JSON.stringify({ alg: "RSA-OAEP-256", enc: "A128GCM", kid: key.kid })));
  const { kty, n, e } = key;
  const hash = { name: "RSA-OAEP", hash: "SHA-256" };
  const publicKey = await crypto.subtle.importKey("jwk", { kty, n, e }, hash, false, ["encrypt"]);
  const secret = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const wrapped = await crypto.subtle.encrypt({ name: "RSA-OAEP" }, publicKey, secret);
  const contentKey = await crypto.subtle.importKey("raw", secret, "AES-GCM", false, ["encrypt"]);
  const settings = { name: "AES-GCM", iv, additionalData: utf8(header), tagLength: 128 };
  const text = utf8(JSON.stringify(value));
  const output = new Uint8Array(await crypto.subtle.encrypt(settings, contentKey, text));
  text.fill(0);
  secret.fill(0);
  const parts = [wrapped, iv, output.subarray(0, -16), output.subarray(-16)];
  return [header, ...parts.map(encoded)].join(".");
}

