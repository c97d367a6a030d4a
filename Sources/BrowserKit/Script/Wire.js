// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

const CALL_MILLISECONDS_MAX = 5_000;
// A checkout with a new card waits for the card's issuer.
const CHECKOUT_MILLISECONDS_MAX = 20_000;

/** An address, or undefined for a text that is none. */
function addressOf(text, base) {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/** The network over HTTP. */
class Wire {
  #network;
  #flow;

  constructor(network) {
    this.#network = network;
  }

  get network() {
    return this.#network;
  }

  /** What the shop's server sends along when it goes on where the page has stopped. */
  get headers() {
    return this.#flow ? { "X-Src-Cx-Flow-Id": this.#flow } : {};
  }

  post(path, body, milliseconds = CALL_MILLISECONDS_MAX) {
    const headers = { ...this.headers, "Content-Type": "application/json" };
    return this.#send(path, { method: "POST", headers, body: JSON.stringify(body) }, milliseconds);
  }

  /** A public file, such as the key set: without anything that tells who asks. */
  read(path) {
    return this.#send(path, { credentials: "omit" }, CALL_MILLISECONDS_MAX);
  }

  async #send(path, request, milliseconds) {
    let answer;
    let body;
    try {
      answer = await fetch(this.#network + path, {
        credentials: "include",
        cache: "no-store",
        redirect: "error",
        referrerPolicy: "origin",
        signal: AbortSignal.timeout(milliseconds),
        ...request,
      });
      body = await answer.text();
    } catch (error) {
      if (error?.name === "TimeoutError") {
        throw new MusterError("REQUEST_TIMEOUT", 504, "The network did not answer in time.");
      }
      throw new MusterError("UNABLE_TO_CONNECT", 0, "The network cannot be reached.");
    }
    this.#flow = answer.headers.get("X-Src-Cx-Flow-Id") ?? this.#flow;
    let value;
    try {
      value = JSON.parse(body);
    } catch {
      value = undefined;
    }
    // Every answer is an object that says something (checkout 4.12).
    if (answer.ok && value && typeof value === "object" && !Array.isArray(value)) return value;
    throw Wire.#refusal(answer, value);
  }

  static #refusal(answer, value) {
    const seconds = Number(answer.headers.get("Retry-After") ?? NaN);
    const retryAfter = Number.isInteger(seconds) && seconds >= 0 ? seconds : undefined;
    if (answer.ok || typeof value?.reason !== "string") {
      const reason = answer.status === 429 ? "RATE_LIMIT_EXCEEDED" : "SERVER_ERROR";
      return new MusterError(reason, answer.status, "The network gave an answer that says nothing.", { retryAfter });
    }
    return new MusterError(value.reason, value.status ?? answer.status, value.message ?? "", {
      errorDetail: value.errordetail ?? value.errorDetail,
      retryAfter,
    });
  }
}

