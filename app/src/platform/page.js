// What the page offers and Rust asks for by name, in browsers as a module and in web views as a plain script.
// No `eval` in it: a browser's policy forbids it.
const DATABASE = "guichet";
const STORE = "databases";

function withStore(mode, act) {
  return new Promise((resolve, reject) => {
    const open = indexedDB.open(DATABASE, 1);
    open.onupgradeneeded = () => open.result.createObjectStore(STORE);
    open.onerror = () => reject(open.error);
    open.onsuccess = () => {
      const transaction = open.result.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
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

export async function load(name) {
  try {
    return (await withStore("readonly", (store) => store.get(name))) ?? new Uint8Array();
  } catch (error) {
    // Private windows of some browsers have no IndexedDB: the app works, and forgets when it is closed.
    console.warn("nothing kept here", error);
    return new Uint8Array();
  }
}

// Words of a language that the app does not carry. The service worker keeps them.
export async function words(language) {
  try {
    const answer = await fetch(`/i18n/${language}.ftl`);
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}

export async function save(name, bytes) {
  await withStore("readwrite", (store) => store.put(bytes, name));
}

// Tabs of one browser share what is personal. Each saves over a version, and learns when another was there first; what
// becomes of both is Rust's to say (web.rs).
const PERSONAL = "personal";
const VERSION = "personal-version";
let tabs;

export async function loadPersonal() {
  let bytes;
  const version = await withStore("readonly", (store) => {
    const kept = store.get(PERSONAL);
    kept.onsuccess = () => (bytes = kept.result);
    return store.get(VERSION);
  });
  return [bytes ?? new Uint8Array(), version ?? 0];
}

export async function savePersonal(bytes, over) {
  const found = await withStore("readwrite", (store) => {
    const version = store.get(VERSION);
    version.onsuccess = () => {
      if ((version.result ?? 0) !== over) return;
      store.put(bytes, PERSONAL);
      store.put(over + 1, VERSION);
    };
    return version;
  });
  const saved = (found ?? 0) === over;
  if (saved) tabs?.postMessage(over + 1);
  return saved;
}

export function hearTabs(heard) {
  if ("BroadcastChannel" in window) {
    tabs = new BroadcastChannel("guichet-personal");
    tabs.onmessage = () => heard();
  }
  // A tab that slept heard nothing: it asks when it wakes.
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && heard());
  window.addEventListener("pageshow", (event) => event.persisted && heard());
}

export function look(theme, size, language, motion) {
  const root = document.documentElement;
  root.dataset.theme = theme;
  root.dataset.motion = motion;
  root.lang = language;
  root.style.fontSize = size === 100 ? "" : `${size}%`;
}

export async function share(title, text, url) {
  const address = new URL(url, location.origin).href;
  try {
    if (navigator.share) {
      await navigator.share({ title, text, url: address });
      return "shared";
    }
    await navigator.clipboard.writeText(address);
    return "copied";
  } catch (error) {
    return error?.name === "AbortError" ? "shared" : "failed";
  }
}

export function speak(text, language) {
  if (!("speechSynthesis" in window)) return false;
  speechSynthesis.cancel();
  // Engines cut long utterances: one a paragraph.
  for (const paragraph of text.split("\n").filter((line) => line.trim())) {
    const utterance = new SpeechSynthesisUtterance(paragraph);
    utterance.lang = language;
    speechSynthesis.speak(utterance);
  }
  return true;
}

export function hush() {
  window.speechSynthesis?.cancel();
}

// Whose maps lead the way on this device: 1 whatever app answers `geo:`, 2 Apple's, 0 nobody's.
export function guide() {
  const { userAgent, platform, maxTouchPoints } = navigator;
  if (/Android/.test(userAgent)) return 1;
  return /iPhone|iPad/.test(userAgent) || (/Mac/.test(platform) && maxTouchPoints > 1) ? 2 : 0;
}

export function openUrl(url) {
  if (/^https?:/i.test(url)) window.open(url, "_blank", "noopener,noreferrer");
  else location.href = url;
}

// What is being read stays where it is, however much arrives above it. The renderer reuses elements for other words, so
// the line is found again by its words: the first in view that no other line shares.
const LINES = "h1, h2, h3, p, li, dt, dd, td, button";

export function holdScroll() {
  const content = document.getElementById("content");
  if (!content || window.scrollY < 1) return;
  const lines = () => [...content.querySelectorAll(LINES)];
  const held = lines()
    .map((line) => ({ words: line.textContent, top: line.getBoundingClientRect().top }))
    .filter(({ words, top }) => words && top >= 0 && top < window.innerHeight);
  const moved = () => {
    const now = new Map();
    for (const line of lines()) now.set(line.textContent, now.has(line.textContent) ? null : line);
    for (const { words, top } of held) {
      const line = now.get(words);
      if (line) return line.getBoundingClientRect().top - top;
    }
    return 0;
  };
  // The browser's own anchoring goes by elements; and whoever scrolls meanwhile knows best.
  const root = document.documentElement;
  root.style.overflowAnchor = "none";
  let theirs = false;
  const scrolls = ["wheel", "touchmove", "keydown"];
  const leave = () => (theirs = true);
  for (const name of scrolls) window.addEventListener(name, leave, { passive: true });
  const settle = (frames) => {
    const top = theirs ? 0 : moved();
    if (Math.abs(top) >= 1) window.scrollBy({ top, behavior: "instant" });
    if (frames > 0 && !theirs) return requestAnimationFrame(() => settle(frames - 1));
    root.style.overflowAnchor = "";
    for (const name of scrolls) window.removeEventListener(name, leave);
  };
  requestAnimationFrame(() => settle(8));
}

// The console holds the app in a frame, to show what is being written as phones will.
export function hearPreview(heard) {
  addEventListener("message", ({ origin, source, data }) => {
    if (origin !== location.origin || source !== window.parent || typeof data?.preview !== "string") return;
    document.documentElement.dataset.theme = data.theme;
    heard(data.preview);
  });
  if (window.parent !== window) window.parent.postMessage("here", location.origin);
}

export function reveal() {
  document.getElementById("splash")?.remove();
}

// Whoever asked the phone to spare data keeps only the pictures that were looked at.
export async function keepPictures(addresses) {
  if (!navigator.serviceWorker || navigator.connection?.saveData) return;
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ keep: addresses });
}

// How far each screen left behind was scrolled. Browsers know by themselves; web views are told of each turn.
const tops = [];

export function turned(way) {
  if (way === "on") tops.push(window.scrollY);
  const top = way === "back" ? (tops.pop() ?? 0) : 0;
  requestAnimationFrame(() => requestAnimationFrame(() => window.scrollTo({ top, behavior: "instant" })));
}

// The card's key: made once, never readable, not by this page either. What goes wrong has a name that Rust knows.
const CARD_KEY = "card-key";

async function cardKeys() {
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB) throw "unsupported";
  let pair;
  try {
    pair = await withStore("readonly", (store) => store.get(CARD_KEY));
  } catch {
    throw "not-kept";
  }
  if (pair) return pair;
  try {
    pair = await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]);
  } catch {
    throw "unsupported";
  }
  try {
    await withStore("readwrite", (store) => store.add(pair, CARD_KEY));
  } catch {
    // Another tab was faster: its key is the one.
    pair = await withStore("readonly", (store) => store.get(CARD_KEY)).catch(() => null);
    if (!pair) throw "not-kept";
  }
  return pair;
}

export async function cardKey() {
  try {
    return new Uint8Array(await crypto.subtle.exportKey("raw", (await cardKeys()).publicKey));
  } catch (error) {
    return typeof error === "string" ? error : "failed";
  }
}

export async function cardSign(message) {
  try {
    return new Uint8Array(await crypto.subtle.sign({ name: "Ed25519" }, (await cardKeys()).privateKey, message));
  } catch (error) {
    return typeof error === "string" ? error : "failed";
  }
}

export async function forgetCardKey() {
  await withStore("readwrite", (store) => store.delete(CARD_KEY)).catch(() => {});
}

// The screen stays on while a card is shown. Browsers let go of it whenever the page is hidden.
let awake = null;
let wanted = false;

async function wake() {
  if (!wanted || awake || document.visibilityState !== "visible") return;
  try {
    const lock = await navigator.wakeLock?.request("screen");
    if (!lock) return;
    if (!wanted) return void lock.release();
    awake = lock;
    lock.addEventListener("release", () => (awake = null));
  } catch {
    // A low battery may say no: the card is shown all the same.
  }
}

document.addEventListener("visibilitychange", wake);

// Escape leaves a card shown as large as the screen. Here, because the names of all keys would have to be carried to hear of one.
document.addEventListener("keydown", ({ key }) => key === "Escape" && document.querySelector(".kard-full .kard-toggle")?.click());

export function holdScreen(on) {
  wanted = on;
  if (on) wake();
  else awake?.release();
}

// A photo for the card is cropped, that of a proof is whole. Both are drawn anew here: what the phone wrote into the file
// (place, model) does not survive.
const PORTRAIT = { width: 480, height: 600, output: 150e3 };
const WHOLE = { side: 1600, output: 480e3 };
const MAX_INPUT = 20e6;

// Pixels of the picture, and how much it is scaled. Faces are nearer the top than the middle.
function framed({ naturalWidth: width, naturalHeight: height }, whole) {
  if (whole) {
    const scale = Math.min(1, WHOLE.side / Math.max(width, height));
    return { width: Math.ceil(width * scale), height: Math.ceil(height * scale), scale, left: 0, top: 0 };
  }
  const scale = Math.max(PORTRAIT.width / width, PORTRAIT.height / height);
  const [left, top] = [(PORTRAIT.width - width * scale) / 2, (PORTRAIT.height - height * scale) / 3];
  return { ...PORTRAIT, scale, left, top };
}

export async function readPhoto(id, whole) {
  const input = document.getElementById(id);
  const file = input?.files?.[0];
  if (!file) return "none";
  input.value = "";
  if (file.type && !file.type.startsWith("image/")) return "not-an-image";
  if (file.size > MAX_INPUT) return "too-large";
  const address = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    if (!image.naturalWidth || !image.naturalHeight) return "unreadable";
    const { width, height, scale, left, top } = framed(image, whole);
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext("2d");
    // What is transparent would turn black.
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
    context.drawImage(image, left, top, image.naturalWidth * scale, image.naturalHeight * scale);
    for (const quality of [0.85, 0.7, 0.5, 0.3]) {
      const data = canvas.toDataURL("image/jpeg", quality);
      if (data.length * 0.75 < (whole ? WHOLE : PORTRAIT).output) return data;
    }
    return "unreadable";
  } catch {
    return "unreadable";
  } finally {
    URL.revokeObjectURL(address);
  }
}

export function saveFile(name, text) {
  const link = document.createElement("a");
  const type = name.endsWith(".ics") ? "text/calendar;charset=utf-8" : "application/json";
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// A reminder that is due while the app is open behind something else. A page that is looked at says it itself.
export async function remind(text, path) {
  if (document.visibilityState === "visible" || window.Notification?.permission !== "granted") return;
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.showNotification(text, { tag: path, data: { path } });
}

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

// Notifications: what this browser can do, what its owner says once asked, where it is reached.
export function pushDevice() {
  if (!navigator.serviceWorker || !window.PushManager || !window.Notification) {
    return guide() === 2 && !navigator.standalone ? "home-screen" : "browser";
  }
  return Notification.permission;
}

export async function askToNotify() {
  const before = pushDevice();
  return before === "default" ? await Notification.requestPermission() : before;
}

const base64url = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

export async function pushSubscribe(applicationServerKey) {
  // Subscribing would ask again, with nobody having pressed.
  if (pushDevice() !== "granted") return "denied";
  try {
    const late = new Promise((_, fail) => setTimeout(fail, 20_000));
    const { pushManager } = await Promise.race([navigator.serviceWorker.ready, late]);
    let held = await pushManager.getSubscription();
    const key = held?.options.applicationServerKey;
    if (held && (!key || base64url(key) !== applicationServerKey)) {
      await held.unsubscribe();
      held = null;
    }
    held ??= await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
    const { endpoint, keys } = held.toJSON();
    return [endpoint, keys.p256dh, keys.auth];
  } catch (error) {
    console.warn("no subscription to notifications", error);
    return pushDevice() === "denied" ? "denied" : "failed";
  }
}

export async function pushUnsubscribe() {
  try {
    const registration = await navigator.serviceWorker?.getRegistration();
    await (await registration?.pushManager?.getSubscription())?.unsubscribe();
  } catch (error) {
    console.warn("still subscribed to notifications", error);
  }
}

// What the service worker must know to show notifications while the app is closed, and what it fetched with them.
const BRIEFING = "briefing";
const AHEAD = "ahead";

let briefed;

export async function brief(text) {
  if (text === briefed) return;
  briefed = text;
  await withStore("readwrite", (store) => {
    if (text) return store.put(text, BRIEFING);
    store.delete(AHEAD);
    return store.delete(BRIEFING);
  }).catch(() => {});
}

export async function ahead() {
  return withStore("readonly", (store) => store.get(AHEAD)).catch(() => undefined);
}

// A notification that was pressed leads an open app to its screen without loading it again.
navigator.serviceWorker?.addEventListener("message", ({ data }) => {
  if (typeof data?.lead !== "string" || location.pathname === data.lead) return;
  history.pushState(null, "", data.lead);
  dispatchEvent(new PopStateEvent("popstate"));
});

// The map is a program of its own, fetched when a screen first shows one. What a finger does on it comes back: a word, a space, the rest.
let map;
let heardOnMap = () => {};

function openMap() {
  map ??= import(document.documentElement.dataset.map).then((it) => {
    it.hear((text) => heardOnMap(text));
    return it;
  });
  return map;
}

export async function tellMap(scene) {
  const told = JSON.parse(scene);
  // A map that never came needs no end.
  if (told.element === null && !map) return;
  try {
    await (await openMap()).take(told);
  } catch (error) {
    console.warn("no map", error);
    map = undefined;
    heardOnMap("ground no-code");
  }
}

export function hearMap(heard) {
  heardOnMap = heard;
}

// An act of one of the map's scripts, loaded by whoever needs it. A full disk has a name of its own.
export async function mapAct(script, act, argument) {
  try {
    const acts = await import(new URL(script, new URL(document.documentElement.dataset.map, location)).href);
    return await acts[act](argument);
  } catch (error) {
    console.warn(script, error);
    throw error?.name === "QuotaExceededError" ? "full" : "failed";
  }
}

// Tiles of the file kept: `[info, tile]`, for the map's script to ask before the network.
export function serveTiles(served) {
  window.keptMap = served;
}

// Where the person is, asked for because they pressed; else a word for why not.
const LOCATE = { timeout: 15_000, maximumAge: 60_000 };

export function locate() {
  return new Promise((done) => {
    if (!navigator.geolocation) return done("unavailable");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => done(`${coords.latitude},${coords.longitude}`),
      ({ code }) => done(["unavailable", "refused", "unavailable", "late"][code] ?? "unavailable"),
      LOCATE,
    );
  });
}
