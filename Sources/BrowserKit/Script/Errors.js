// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

// Click to Pay in the page of a shop, as one ES module without dependencies:
//
//     import MusterClickToPay from "https://network.example/sdk.js";
//
// The network serves it, and it calls that network and nobody else (checkout 4.1, 4.13). Nothing is kept in the browser
// but one recognition token, in the shop's own storage, and only when its consumer has asked to be remembered.

/**
 * Why a call did not succeed (checkout 4.12). It never holds what was sent.
 *
 * `status` is the HTTP status of the answer; 0: there was none. `retryAfter`, where it is known, is in seconds.
 */
export class MusterError extends Error {
  constructor(reason, status, message, { errorDetail, retryAfter } = {}) {
    super(message);
    this.name = "MusterError";
    this.reason = reason;
    this.status = status;
    if (errorDetail) this.errorDetail = errorDetail;
    if (retryAfter !== undefined) this.retryAfter = retryAfter;
  }

  toJSON() {
    const { reason, status, message, errorDetail } = this;
    return { reason, status, message, ...(errorDetail && { errorDetail }) };
  }
}

/** What the page itself got wrong: nothing was sent. */
function refuse(reason, message) {
  return new MusterError(reason, 400, message);
}

