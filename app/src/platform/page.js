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

export async function save(name, bytes) {
  await withStore("readwrite", (store) => store.put(bytes, name));
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

export function openUrl(url) {
  if (/^https?:/i.test(url)) window.open(url, "_blank", "noopener,noreferrer");
  else location.href = url;
}

// The first element that is wholly in view stays where it is, however much arrives above it.
export function holdScroll() {
  const content = document.getElementById("content");
  if (!content || window.scrollY < 1) return;
  const anchor = [...content.querySelectorAll("h1, h2, h3, p, li, section, button")].find(
    (element) => element.getBoundingClientRect().top >= 0,
  );
  if (!anchor) return;
  const before = anchor.getBoundingClientRect().top;
  const settle = (frames) => {
    if (!anchor.isConnected) return;
    const moved = anchor.getBoundingClientRect().top - before;
    if (Math.abs(moved) >= 1) window.scrollBy({ top: moved, behavior: "instant" });
    if (frames > 0) requestAnimationFrame(() => settle(frames - 1));
  };
  requestAnimationFrame(() => settle(2));
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
