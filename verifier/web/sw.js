// Keeps the shop's page on the device: after one visit it opens, verifies and queues redemptions without a network.
// The town's keys and revocations are not files: the page keeps them itself, with their date.
const VERSION = "{{version}}";
const PRECACHE = {{precache}};
const CACHE = `v-${VERSION}`;

{{modules}}
self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(PRECACHE.map((url) => new Request(url, { cache: "reload" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      // The version before stays: a page of it may still be open and load its code reader.
      .then((names) => names.filter((name) => name.startsWith("v-") && name !== CACHE).slice(0, -1))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || url.pathname.startsWith("/api/")) return;
  if (request.mode === "navigate") {
    // The shop's other pages are the server's: without a network, this one is what there is.
    if (url.pathname.startsWith("/v/commerce")) event.respondWith(fetch(request).catch(page));
    else event.respondWith(url.pathname === "/v" || url.pathname.startsWith("/v/") ? page() : elsewhere(request));
  } else {
    event.respondWith(caches.match(request).then((known) => known ?? fetch(request)));
  }
});

self.addEventListener("sync", (event) => {
  if (event.tag === "redemptions") event.waitUntil(sync());
});

async function sync() {
  // Failing asks the browser to try again later.
  if ((await flush()) === "later") throw new Error("the server cannot be reached");
}

async function page() {
  const cache = await caches.open(CACHE);
  return (await cache.match("/v")) ?? fetch("/v");
}

// A scope is a beginning of an address: the app's own addresses with this first letter come here too.
async function elsewhere(request) {
  return fetch(request).catch(async () => (await caches.match("/")) ?? Response.error());
}
