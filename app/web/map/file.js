// The map's file in this browser: pieces as they come, in a database of their own, each kept before the next is asked for.
// The one in use stays until its successor is whole. Rust decides what to do (shared/src/map/keep.rs); this does it.

const NAME = "guichet-map";
const META = "meta";
const PIECES = "pieces";

function within(mode, act) {
  return new Promise((resolve, reject) => {
    const open = indexedDB.open(NAME, 1);
    open.onupgradeneeded = () => [META, PIECES].forEach((store) => open.result.createObjectStore(store));
    open.onerror = () => reject(open.error);
    open.onsuccess = () => {
      const transaction = open.result.transaction([META, PIECES], mode);
      const request = act(transaction.objectStore(META), transaction.objectStore(PIECES));
      transaction.oncomplete = () => {
        open.result.close();
        resolve(request?.result);
      };
      transaction.onabort = () => {
        open.result.close();
        reject(transaction.error ?? request?.error);
      };
    };
  });
}

// Pieces stand under the sum of their file and their number in it.
const range = (sha256) => IDBKeyRange.bound([sha256, 0], [sha256, Infinity]);
const meta = (name) => within("readonly", (store) => store.get(name));

// A file as Rust reads and writes it: its bytes, its sum, when it was built.
const words = (file) => (file ? `${file.bytes} ${file.sha256} ${file.built_at}` : "");

// In three lines the file in use, the one being brought, how much of it is there.
export async function held() {
  const [whole, part] = [await meta("whole"), await meta("part")];
  return `${words(whole)}\n${words(part?.file)}\n${part?.bytes ?? 0}`;
}

// The file that the town's server offers.
export async function offered() {
  const answer = await fetch("/api/v1/map");
  return answer.ok ? words((await answer.json()).file) : "";
}

export async function begin(told) {
  await discard();
  const [bytes, sha256, built_at] = told.split(" ");
  const file = { bytes: Number(bytes), sha256, built_at: Number(built_at) };
  await within("readwrite", (store) => store.put({ file, bytes: 0, pieces: 0 }, "part"));
}

// A piece and the word of how many there are, in one transaction: killed between, neither is there.
export async function append(piece) {
  await within("readwrite", (store, pieces) => {
    const part = store.get("part");
    part.onsuccess = () => {
      const { file, bytes, pieces: count } = part.result;
      pieces.put(piece, [file.sha256, count]);
      store.put({ file, bytes: bytes + piece.byteLength, pieces: count + 1 }, "part");
    };
    return part;
  });
}

async function joined(sha256) {
  const pieces = await within("readonly", (_, store) => store.getAll(range(sha256)));
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  pieces.reduce((at, piece) => (whole.set(piece, at), at + piece.byteLength), 0);
  return whole;
}

export async function sum() {
  const { file } = await meta("part");
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await joined(file.sha256)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function finish() {
  await within("readwrite", (store, pieces) => {
    const old = store.get("whole");
    old.onsuccess = () => {
      const part = store.get("part");
      part.onsuccess = () => {
        if (old.result && old.result.sha256 !== part.result.file.sha256) pieces.delete(range(old.result.sha256));
        store.put(part.result.file, "whole");
        store.delete("part");
      };
    };
    return old;
  });
}

export async function discard() {
  await within("readwrite", (store, pieces) => {
    const part = store.get("part");
    part.onsuccess = () => {
      if (!part.result) return;
      pieces.delete(range(part.result.file.sha256));
      store.delete("part");
    };
    return part;
  });
}

// The tiles seen go with it: they say where somebody looked.
export async function remove() {
  await globalThis.caches?.delete("map-tiles");
  await within("readwrite", (store, pieces) => {
    pieces.clear();
    return store.clear();
  });
}

// The bytes of the map in use.
export async function bytes() {
  const whole = await meta("whole");
  return whole ? joined(whole.sha256) : null;
}
