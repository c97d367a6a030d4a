// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

// A page for the script of shops, without a browser: a network of this machine that answers what a test says, windows
// that a test closes, and a storage. The module that is judged is named by MUSTER_SCRIPT.

import { createServer } from "node:http";
import { webcrypto } from "node:crypto";
import { pathToFileURL } from "node:url";
import assert from "node:assert/strict";

export const CLIENT = "11111111-2222-4333-8444-555555555555";
export const SHOP = { srcClientId: CLIENT, srcDpaId: `${CLIENT}_shop1`, srciTransactionId: "t-1" };
export const ADA = "ada@example.test";
const PATHS = {
  recognize: "/src/api/identities/recognize",
  lookup: "/src/api/identities/lookup",
  initiate: "/src/api/identities/validation/initiate",
  complete: "/src/api/identities/validation/complete",
  profiles: "/src/api/profiles",
  authenticate: "/src/api/authenticate",
  result: "/src/api/authenticate/result",
  checkout: "/src/api/checkout",
  unbind: "/src/api/app-instances/unbind",
  keys: "/keys",
};

// What a page has.
globalThis.crypto ??= webcrypto;
const page = new EventTarget();
globalThis.window = globalThis;
globalThis.location = { origin: "https://shop.example", pathname: "/pay" };
globalThis.document = {};
globalThis.addEventListener = page.addEventListener.bind(page);
globalThis.removeEventListener = page.removeEventListener.bind(page);

// Nothing here waits: what the script would wait for comes after a moment, and how long it was is kept.
export const limits = [];
const timeout = AbortSignal.timeout.bind(AbortSignal);
let isHurried = false;
AbortSignal.timeout = (milliseconds) => {
  limits.push(milliseconds);
  return timeout(isHurried ? 30 : 20_000);
};
export async function hurried(work) {
  isHurried = true;
  try {
    return await work();
  } finally {
    isHurried = false;
  }
}
// The script looks every 400 ms whether a window is still there.
const later = globalThis.setTimeout;
globalThis.setTimeout = (work, milliseconds, ...more) => later(work, milliseconds === 400 ? 1 : milliseconds, ...more);

export const { default: MusterClickToPay, MusterError } = await import(pathToFileURL(process.env.MUSTER_SCRIPT).href);

export function say(origin, source, data) {
  page.dispatchEvent(Object.assign(new Event("message"), { origin, source, data }));
}

/** Answers by path: `[status, body, headers]`, or a function of the request's body that gives one. */
export class Network {
  #server;
  calls = [];
  answers = { [PATHS.recognize]: [200, { recognized: false }] };

  async start() {
    this.#server = createServer(async (request, response) => {
      let text = "";
      for await (const part of request) text += part;
      const body = text ? JSON.parse(text) : undefined;
      this.calls.push({ path: request.url, body, headers: request.headers });
      const said = this.answers[request.url] ?? [404, { reason: "NOT_FOUND", status: 404, message: "No." }];
      const answer = typeof said === "function" ? said(body) : said;
      if (answer === "silence") return;
      if (answer === "reset") return response.destroy();
      const [status, value, headers = {}] = answer;
      response.writeHead(status, { "Content-Type": "application/json", ...headers });
      response.end(typeof value === "string" ? value : JSON.stringify(value));
    });
    await new Promise((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.origin = `http://127.0.0.1:${this.#server.address().port}`;
    return this;
  }

  stop() {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(resolve));
  }

  /** Says what an operation answers from now on. */
  on(operation, answer) {
    this.answers[PATHS[operation] ?? operation] = answer;
    return this;
  }

  /** The bodies that an operation got. */
  bodies(operation) {
    return this.calls.filter((call) => call.path === (PATHS[operation] ?? operation)).map((call) => call.body);
  }
}

export const refusal = (status, reason, more = {}) => [status, { reason, status, message: "Said by a test.", ...more }];

export class Storage {
  items = new Map();
  getItem = (key) => this.items.get(key) ?? null;
  setItem = (key, value) => this.items.set(key, value);
  removeItem = (key) => this.items.delete(key);
}

/** A window that a click has opened. */
export class Popup {
  closed = false;
  shown = [];
  location = { replace: (address) => this.shown.push(address) };
  window = this;
  close() {
    this.closed = true;
  }
}

/** Runs a test on a network of its own; `begin` gives a script that was begun, or one that was not. */
export async function stage(work) {
  const network = await new Network().start();
  try {
    await work({
      network,
      bare: (storage = null) => new MusterClickToPay({ network: network.origin, storage }),
      begin: async (storage = null) => {
        const script = new MusterClickToPay({ network: network.origin, storage });
        await script.init(SHOP);
        return script;
      },
    });
  } finally {
    await network.stop();
  }
}

/** Expects a `MusterError` of that reason and status, and gives it. */
export async function refuses(work, reason, status) {
  const error = await work().then(
    (value) => assert.fail(`${reason} was expected: ${JSON.stringify(value)}`),
    (error) => error,
  );
  assert.ok(error instanceof MusterError && error instanceof Error, String(error?.stack));
  assert.equal(error.reason, reason);
  if (status !== undefined) assert.equal(error.status, status);
  assert.ok(error.message);
  return error;
}
