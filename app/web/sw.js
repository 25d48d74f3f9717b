// Keeps the whole app on the device: everything below is fetched once per version and served from the cache, with
// or without network. Content lives in the app's own database, so the API is never answered from here.
const VERSION = "{{version}}";
const PRECACHE = {{precache}};
// What draws the map, kept once somebody opened it.
const MAP = {{map_files}};
const CACHE = `app-${VERSION}`;
const MEDIA = "media";
// Images are addressed by their content: a cached one is right for ever, only room is limited.
const MEDIA_LIMIT = 200;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      // "reload" goes past the HTTP cache: a version is made of its own files or not at all.
      .then(async (cache) => cache.addAll([...PRECACHE, ...(await languages()), ...(await hadMap())].map((url) => new Request(url, { cache: "reload" }))))
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
  if (isServerPage(url)) return;
  if (request.mode === "navigate") {
    event.respondWith(page());
  } else if (url.pathname.startsWith("/media/")) {
    event.respondWith(media(request));
  } else if (isWords(url) || MAP.includes(url.pathname)) {
    event.respondWith(fetched(request));
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

function isServerPage({ pathname }) {
  return SERVER_PAGES.some((prefix) => pathname === prefix || pathname.startsWith(`${prefix}/`));
}

async function page() {
  const cache = await caches.open(CACHE);
  return (await cache.match("/")) ?? fetch("/");
}

// Words of the languages that somebody chose here: a new version takes them along.
function isWords({ pathname }) {
  return pathname.startsWith("/i18n/");
}

async function addresses() {
  const all = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
  return all.flat().map(({ url }) => new URL(url));
}

async function languages() {
  return new Set((await addresses()).filter(isWords).map(({ pathname }) => pathname));
}

// Whoever opened the map has that of the new version too.
async function hadMap() {
  return (await addresses()).some(({ pathname }) => pathname.endsWith("/maplibre-gl.mjs")) ? MAP : [];
}

async function fetched(request) {
  const cache = await caches.open(CACHE);
  const known = await cache.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
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

// Notifications. The server does not know whose phone it tells, and the app may be closed: what must be known here is the
// word that the app left in its database (page.js, `brief`): age, where its content stands, its subscription.
const SCREENS = { news: "/actus/", page: "/page/", event: "/agenda/", offer: "/bons-plans/", place: "/lieu/" };

self.addEventListener("push", (event) => {
  const briefing = briefed();
  event.waitUntil(Promise.allSettled([show(event.data, briefing), fetchAhead(briefing)]));
});

// Whatever came, something is shown: browsers take the subscription from whoever is silent. News for other ages are shown
// without a sound and taken away at once.
async function show(data, briefing) {
  let told = {};
  try {
    told = Object(data.json());
  } catch {
    // Of a later version, or empty: the inbox says what it was.
  }
  const screen = SCREENS[told.kind];
  const path = screen && told.id ? screen + encodeURIComponent(told.id) : "/notifications";
  const others = isForOthers(told.audience ?? {}, (await briefing).age);
  await self.registration.showNotification(told.title ?? "{{app_name}}", {
    body: told.body ?? "",
    // The same record again takes the place of the former notification.
    tag: path,
    lang: "{{lang}}",
    icon: "/icons/icon-192.png",
    badge: "/icons/badge-96.png",
    silent: others,
    data: { path },
  });
  if (others) for (const shown of await self.registration.getNotifications({ tag: path })) shown.close();
}

function isForOthers({ from, to }, age) {
  return age != null && (age < (from ?? 0) || age > (to ?? Infinity));
}

// While there is a network, what is new since the app was last open: opened without one, the notification still leads to
// its news. The app takes it in when it starts (web/push.rs).
async function fetchAhead(briefing) {
  const { since, log } = await briefing;
  if (!log) return;
  const answer = await fetch(`/api/v1/sync?since=${since}&log=${log}`);
  if (answer.status !== 200) return;
  const page = await answer.text();
  await withStore("readwrite", (store) => store.put([since, page, Math.floor(Date.now() / 1000)], "ahead"));
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(lead(event.notification.data?.path ?? "/notifications"));
});

// An open app is led there, without losing what it shows; else one is opened.
async function lead(path) {
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const apps = open.filter(({ url }) => !isServerPage(new URL(url)));
  const app = apps.find(({ focused }) => focused) ?? apps.find(({ visibilityState }) => visibilityState === "visible") ?? apps[0];
  if (!app) return self.clients.openWindow(path);
  app.postMessage({ lead: path });
  await app.focus();
}

// The browser changed its subscription by itself. The server is told now, or by the app the next time it is open.
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));

async function renew({ oldSubscription, newSubscription }) {
  const { subscription, key: applicationServerKey, endpoint: sent } = await briefed();
  if (!subscription) return;
  const fresh = newSubscription ?? (await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey }));
  const { endpoint, keys } = fresh.toJSON();
  const target = { provider: "web", endpoint, p256dh: keys.p256dh, auth: keys.auth };
  await fetch("/api/v1/push/subscription", {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...subscription, target, replaces: oldSubscription?.endpoint ?? sent }),
  });
}

async function briefed() {
  try {
    return JSON.parse(await withStore("readonly", (store) => store.get("briefing")));
  } catch {
    return {};
  }
}

// The app's database in this browser; as in page.js.
function withStore(mode, act) {
  return new Promise((resolve, reject) => {
    const open = indexedDB.open("guichet", 1);
    open.onupgradeneeded = () => open.result.createObjectStore("databases");
    open.onerror = () => reject(open.error);
    open.onsuccess = () => {
      const transaction = open.result.transaction("databases", mode);
      const request = act(transaction.objectStore("databases"));
      transaction.oncomplete = () => {
        open.result.close();
        resolve(request.result);
      };
      transaction.onerror = transaction.onabort = () => {
        open.result.close();
        reject(transaction.error);
      };
    };
  });
}
