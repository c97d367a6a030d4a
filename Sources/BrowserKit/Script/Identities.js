// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/** A consumer by an email address or a mobile number, in whichever of the known forms it was given (checkout 2.1). */
function identityOf(given) {
  const identity = given?.consumerIdentity ?? given;
  if (identity?.identityType && identity.identityValue) {
    return { identityType: identity.identityType, identityValue: String(identity.identityValue) };
  }
  const email = given?.email ?? given?.emailAddress;
  if (email) return { identityType: "EMAIL_ADDRESS", identityValue: String(email).trim() };
  const mobile = given?.mobileNumber;
  if (!mobile) throw refuse("CONSUMER_ID_MISSING", "Give an email or a mobileNumber.");
  const number = typeof mobile === "string" ? mobile : `${mobile.countryCode ?? ""}${mobile.phoneNumber ?? ""}`;
  const digits = number.replace(/[\s().+-]/g, "");
  if (!/^\d{5,18}$/.test(digits)) {
    throw refuse("ID_FORMAT_UNSUPPORTED", "A mobile number has its country code and digits alone.");
  }
  return { identityType: "MOBILE_PHONE_NUMBER", identityValue: digits };
}

/** Asks for Remember Me where the consumer has ticked it (checkout 2.8). */
function withRememberMe(compliance, isWanted) {
  if (!isWanted) return compliance;
  const resource = {
    complianceType: "REMEMBER_ME",
    uri: location.origin + location.pathname,
    version: "LATEST",
    datePublished: Math.floor(Date.now() / 1000),
  };
  return { ...compliance, complianceResources: [...(compliance?.complianceResources ?? []), resource] };
}

/** Both documents, as shape A of `complianceSettings`; undefined unless the consumer has accepted them. */
function acceptance(network, isAccepted) {
  if (!isAccepted) return undefined;
  const consent = (path) => ({ acceptedVersion: "LATEST", latestVersion: "LATEST", latestVersionUri: network + path });
  return { tnc: consent("/terms"), privacy: consent("/privacy") };
}

const isUsable = (card) => {
  const { status } = card.digitalCardData ?? {};
  if (status && status !== "ACTIVE" && status !== "PENDING") return false;
  if (!card.panExpirationYear || !card.panExpirationMonth) return true;
  const now = new Date();
  return (
    Number(card.panExpirationYear) * 12 + Number(card.panExpirationMonth) >=
    now.getFullYear() * 12 + now.getMonth() + 1
  );
};

/** Usable before expired; used ones by their last use, then the others, the newest first (checkout 2.4). */
function inOrder(cards) {
  const rank = (card) => [isUsable(card) ? 1 : 0, card.dateOfCardLastUsed ?? "", card.dateOfCardCreated ?? ""];
  return [...cards].sort((one, other) => {
    const [a, b] = [rank(one), rank(other)];
    const place = a.findIndex((value, index) => value !== b[index]);
    return place < 0 ? 0 : a[place] < b[place] ? 1 : -1;
  });
}

/** The one thing that stays in the browser: a token for this shop, when its consumer wants to be remembered. */
class Memory {
  #storage;
  #key;

  constructor(storage, dpa) {
    this.#storage = storage;
    this.#key = `muster.recognition.${dpa}`;
  }

  get tokens() {
    try {
      const token = this.#storage?.getItem(this.#key);
      return token ? [token] : [];
    } catch {
      return [];
    }
  }

  keep(token) {
    if (typeof token !== "string") return;
    try {
      this.#storage?.setItem(this.#key, token);
    } catch {
      // A browser that keeps nothing asks for a code next time.
    }
  }

  forget() {
    try {
      this.#storage?.removeItem(this.#key);
    } catch {
      // Then there is nothing in it either.
    }
  }
}

