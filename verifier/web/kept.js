// What the page keeps in the browser: the town's keys and revocations, the shop, redemptions not yet recorded.
// Never a name: of a holder nothing stays but the digits of a redemption that waits for the network.

const BASE = "guichet-v";

// For pages and their service worker alike. A database that another page holds up is given up after a while: a card can be
// verified without it, and the next look tries again.
function opened() {
  return new Promise((resolve, reject) => {
    setTimeout(reject, 1500, new Error("the browser's database does not open"));
    const request = indexedDB.open(BASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("kept");
      request.result.createObjectStore("redemptions", { keyPath: "key" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

let base;

async function within(store, mode, act) {
  base ??= opened().catch((error) => {
    base = undefined;
    throw error;
  });
  const transaction = (await base).transaction(store, mode);
  const request = act(transaction.objectStore(store));
  return new Promise((resolve, reject) => {
    // Only a finished transaction is on the disk.
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

export const kept = {
  get: (name) => within("kept", "readonly", (store) => store.get(name)),
  put: (name, value) => within("kept", "readwrite", (store) => store.put(value, name)),
  drop: (name) => within("kept", "readwrite", (store) => store.delete(name)),
};

export const book = {
  all: () => within("redemptions", "readonly", (store) => store.getAll()),
  get: (key) => within("redemptions", "readonly", (store) => store.get(key)),
  put: (entry) => within("redemptions", "readwrite", (store) => store.put(entry)),
  drop: (key) => within("redemptions", "readwrite", (store) => store.delete(key)),
  // Reads and writes in one transaction, so that a tab and the service worker do not undo each other's word. `change` gives
  // the new entry, or nothing to remove it. Gives back the new one; nothing when there is none.
  change: async (key, change) => {
    let next;
    await within("redemptions", "readwrite", (store) => {
      const request = store.get(key);
      request.onsuccess = () => {
        if (!request.result) return;
        next = change(request.result);
        if (next) store.put(next);
        else store.delete(key);
      };
      return request;
    });
    return next;
  },
};
