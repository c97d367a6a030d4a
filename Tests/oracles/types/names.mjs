// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

// Writes a TypeScript file that compiles when the names of the script and those of its types are the same.

import { pathToFileURL } from "node:url";

globalThis.crypto ??= {};
const script = await import(pathToFileURL(process.env.MUSTER_SCRIPT).href);
const members = (type) => Object.getOwnPropertyNames(type.prototype).filter((name) => name !== "constructor");
const record = (names) => "{ " + names.map((name) => name + ": true").join(", ") + " }";
const error = new script.MusterError("R", 400, "m", { errorDetail: [], retryAfter: 1 });
const ofErrors = [...Object.keys(error).filter((name) => name !== "name"), ...members(script.MusterError)];

console.log(`import MusterClickToPay, { MusterError } from "./sdk.js";
export const exported: Record<keyof typeof import("./sdk.js"), true> = ${record(Object.keys(script))};
export const members: Record<keyof MusterClickToPay, true> = ${record(members(script.default))};
export const ofErrors: Record<Exclude<keyof MusterError, keyof Error>, true> = ${record(ofErrors)};`);
