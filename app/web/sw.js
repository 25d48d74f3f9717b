// Keeps the whole app on the device: everything below is fetched once per version and served from the cache, with
// or without network. Content lives in the app's own database, so the API is never answered from here.
const VERSION = "{{version}}";
const PRECACHE = {{precache}};
const CACHE = `app-${VERSION}`;
const MEDIA = "media";
// Images are addressed by their content: a cached one is right for ever, only room is limited.
const MEDIA_LIMIT = 200;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      // "reload" goes past the HTTP cache: a version is made of its own files or not at all.
      .then((cache) => cache.addAll(PRECACHE.map((url) => new Request(url, { cache: "reload" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((name) => name.startsWith("app-") && name !== CACHE).map((name) => caches.delete(name))),
      )
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (SERVER_PAGES.some((prefix) => url.pathname === prefix || url.pathname.startsWith(`${prefix}/`))) return;
  if (request.mode === "navigate") {
    event.respondWith(page());
  } else if (url.pathname.startsWith("/media/")) {
    event.respondWith(media(request));
  } else {
    event.respondWith(kept(request));
  }
});

// The app names the pictures of its content: they are fetched one after another, so as not to hold up a screen.
self.addEventListener("message", (event) => {
  const { keep } = event.data ?? {};
  if (!Array.isArray(keep)) return;
  event.waitUntil(
    keep
      .slice(0, MEDIA_LIMIT)
      .reduce((before, address) => before.then(() => media(new Request(address))).catch(() => {}), Promise.resolve()),
  );
});

// Addresses that the server answers itself: API, staff console, shop page, the frame in the console, health, feeds.
const SERVER_PAGES = ["/api", "/staff", "/v", "/apercu", "/healthz", "/readyz", "/metrics", "/feeds"];

async function page() {
  const cache = await caches.open(CACHE);
  return (await cache.match("/")) ?? fetch("/");
}

async function kept(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request)) ?? fetch(request);
}

async function media(request) {
  const cache = await caches.open(MEDIA);
  const known = await cache.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) {
    await cache.put(request, answer.clone());
    const all = await cache.keys();
    await Promise.all(all.slice(0, Math.max(0, all.length - MEDIA_LIMIT)).map((old) => cache.delete(old)));
  }
  return answer;
}
