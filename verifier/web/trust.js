import init, { Verifier } from "./verifier.js";
import { kept } from "./kept.js";
import { send } from "./redemptions.js";

// What the page believes, kept with the date of the server's last word on it, and the offset of this device's clock.
//
// The root key that came first stays: a bundle under another one is refused until a person says otherwise.

const STALE_AFTER = 14 * 86400;

export const trust = {
  // "none", "ready" or why the last bundle was refused: "other-root", "roll-back", "signature", "unreadable".
  state: "none",
  checkedAt: 0,
  // The compiled verifier runs in this browser.
  runs: false,
};

let verifier;
let record;
let offset = 0;

// Unix seconds by the server's clock as last heard.
export function now() {
  return Date.now() / 1000 + offset;
}

// The server's clock, in whole seconds, so half of one more is right on average.
export function hear(seconds, sent = Date.now()) {
  if (!Number.isFinite(seconds)) return;
  offset = seconds + 0.5 - (sent + Date.now()) / 2000;
  kept.put("clock", offset).catch(() => {});
}

export async function load() {
  [offset, record] = await Promise.all([kept.get("clock"), kept.get("trust")]).catch(() => []);
  offset ??= 0;
  try {
    await init({ module_or_path: new URL("./verifier_bg.wasm", import.meta.url) });
    trust.runs = true;
    if (record) believe(record);
  } catch (error) {
    console.warn("this browser does not run the verifier", error);
  }
}

function believe({ bundle, root, checkedAt }) {
  try {
    verifier = new Verifier(lines(bundle), root, checkedAt);
    Object.assign(trust, { state: "ready", checkedAt });
  } catch (reason) {
    trust.state = String(reason);
  }
}

// A bundle's JSON as the verifier reads it: verifier/src/lines.rs.
function lines(bundle) {
  try {
    const { territory, name, root, keys, revocations, partners = [] } = JSON.parse(bundle);
    const all = [territory, name, root, keys, revocations, ...partners.flatMap((one) => [one.territory, one.name, one.root, one.keys])];
    return all.join("\n");
  } catch {
    return "";
  }
}

// Asks the server what is current. Gives back whether it answered.
export async function refresh() {
  const sent = Date.now();
  const headers = record?.etag && verifier ? { "if-none-match": record.etag } : {};
  let answer;
  try {
    answer = await fetch("/api/v1/card/trust", { cache: "no-store", headers, signal: AbortSignal.timeout?.(6000) });
  } catch {
    return false;
  }
  if (answer.status !== 200 && answer.status !== 304) return false;
  hear(Date.parse(answer.headers.get("date") ?? "") / 1000, sent);
  const checkedAt = Math.floor(now());
  if (answer.status === 304) {
    verifier?.confirm(checkedAt);
    record = { ...record, checkedAt };
  } else {
    const bundle = await answer.text().catch(() => "");
    if (!take(bundle, checkedAt)) return true;
    const root = record?.root ?? JSON.parse(bundle).root;
    record = { bundle, root, checkedAt, etag: answer.headers.get("etag") };
  }
  Object.assign(trust, { state: "ready", checkedAt });
  await kept.put("trust", record).catch(() => {});
  return true;
}

function take(bundle, checkedAt) {
  try {
    if (verifier) verifier.take(lines(bundle), checkedAt);
    else if (trust.runs) verifier = new Verifier(lines(bundle), record?.root ?? "", checkedAt);
    return true;
  } catch (reason) {
    trust.state = String(reason);
    return false;
  }
}

// A person decided that the town's new root is the right one.
export async function forget() {
  await kept.drop("trust");
  verifier = record = undefined;
  trust.state = "none";
  trust.checkedAt = 0;
}

export function isOld() {
  return trust.checkedAt > 0 && now() - trust.checkedAt > STALE_AFTER;
}

// Verifies here. Nothing: there is nothing to verify with.
export function verify(text) {
  return verifier ? JSON.parse(verifier.verify(text, Math.floor(now()), false)) : undefined;
}

// Asks the server about a code. Nothing: no answer in time.
export async function ask(digits, scan) {
  if (navigator.onLine === false) return undefined;
  const sent = Date.now();
  const late = new Promise((resolve) => setTimeout(resolve, 3000, { status: 0 }));
  const answer = await Promise.race([send("POST", "/api/v1/card/check", { digits, scan }), late]);
  hear(answer.body?.server_time, sent);
  return answer.status === 200 ? answer.body : undefined;
}

// The answer that counts. The server's does, but for one thing only the page can see: a late code that moves on from one
// scan to the next is a late clock, not a screenshot.
export function settled(here, server) {
  if (!server) return here;
  return here?.verdict === "clock-wrong" && server.verdict === "stale" ? here : server;
}
