import { book } from "./kept.js";

// Redemptions on their way to the server, written down before anything is sent: a closed tab loses none.
//
// An entry is "waiting" until the server answers, "done" while it may be taken back, "undo" when it was taken back
// without a network, "conflict" when the server refused it later: then it stays until the shop has read why. Its key makes
// sending twice record once. Runs in the page and in the service worker, one at a time.

const ADDRESS = "/api/v1/shop/redemptions";
const PATIENCE = 6000;

// What an answer means for an entry.
export function outcome(status) {
  if (status >= 200 && status < 300) return "done";
  if (status === 401) return "signed-out";
  // Busy, full or broken: later. Everything else that a server refuses stays refused.
  return status === 408 || status === 429 || status >= 500 || status === 0 ? "later" : "conflict";
}

// { status, body, reason }; status 0: no answer.
export async function send(method, address, body) {
  try {
    const answer = await fetch(address, {
      method,
      cache: "no-store",
      credentials: "same-origin",
      headers: body ? { "content-type": "application/json" } : {},
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout?.(PATIENCE),
    });
    const read = await answer.json().catch(() => null);
    return { status: answer.status, body: read, reason: read?.type ?? "" };
  } catch {
    return { status: 0, body: null, reason: "" };
  }
}

// One at a time, in whichever tab or worker.
export function alone(act) {
  return navigator.locks ? navigator.locks.request("guichet-redemptions", act) : act();
}

// Sends what waits, oldest first. `heard` gets each answer of the server. Gives back "done" or why it stopped.
export function flush(heard = () => {}) {
  return alone(async () => {
    const entries = (await book.all()).filter((entry) => entry.state === "waiting" || entry.state === "undo");
    for (const entry of entries.sort((one, other) => one.at - other.at)) {
      const result = await settle(entry, heard);
      if (result === "later" || result === "signed-out") return result;
    }
    return "done";
  });
}

// Sends one entry and writes down what became of it.
async function settle({ key }, heard) {
  // Written before it is sent: from now on the server may know it.
  let entry = await book.change(key, (known) => ({ ...known, tried: true }));
  if (!entry) return "done";
  if (!entry.id) {
    const { offer, digits, scan, at } = entry;
    const answer = await send("POST", ADDRESS, { key, offer, digits, scan, at });
    heard(answer);
    const result = outcome(answer.status);
    if (result === "conflict") {
      // Taken back and refused: nothing was recorded, nothing to say.
      const refused = (known) => (known.state === "undo" ? undefined : { ...known, state: "conflict", reason: answer.reason });
      await book.change(key, refused);
    }
    if (result !== "done") return result;
    const { id, undo_until: undoUntil, left } = answer.body;
    // Perhaps taken back while it was under way.
    entry = await book.change(key, (known) => ({ ...known, id, undoUntil, left, state: known.state === "undo" ? "undo" : "done" }));
    if (entry?.state !== "undo") return "done";
  }
  const answer = await send("DELETE", `${ADDRESS}/${encodeURIComponent(entry.id)}`);
  heard(answer);
  const result = outcome(answer.status);
  if (result === "done" || answer.status === 404) await book.drop(key);
  else if (result === "conflict") await book.put({ ...entry, state: "conflict", reason: answer.reason });
  return result;
}

// Takes one back: at once when the server cannot know it yet.
export function takeBack(key) {
  return book.change(key, (entry) => (entry.tried ? { ...entry, state: "undo" } : undefined));
}
