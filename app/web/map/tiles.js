// Where tiles come from: the town's server, or what this browser has seen of them before. What is kept has a cap, and the
// oldest goes first. In the window and on phones the app itself answers these addresses and does the keeping.

const API = document.documentElement.dataset.mapApi ?? "/api/v1/map";
const KEEPS = !document.documentElement.dataset.mapApi && "caches" in window;
const CACHE = "map-tiles";
// About 30 MB at the 20 kB of a town's tile.
const MOST = 1500;
// Tiles put in between two looks at the cap.
const LOOK = 64;

let put = 0;

async function keep(address, answer) {
  const cache = await caches.open(CACHE);
  await cache.put(address, answer);
  if ((put = (put + 1) % LOOK)) return;
  const all = await cache.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST)).map((old) => cache.delete(old)));
}

async function kept(address) {
  return KEEPS ? (await caches.open(CACHE)).match(address).catch(() => undefined) : undefined;
}

// The file kept in this browser: what tiles it has, and each of them by its numbers. `undefined`: there is no file.
function file() {
  const [text, tile] = window.keptMap ?? [];
  return text ? { basemap: JSON.parse(text), tile } : undefined;
}

// Tiles of a file are still packed; browsers unpack those of the network themselves.
async function unpacked(bytes) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.buffer;
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

// What tiles can be had, as the server last said: `{ basemap, file }`, or nothing when it never did.
export async function info() {
  const here = file();
  if (here) return { basemap: here.basemap, file: null };
  try {
    const answer = await fetch(API, { headers: { accept: "application/json" } });
    if (!answer.ok) throw answer.status;
    if (KEEPS) keep(API, answer.clone()).catch(() => {});
    return await answer.json();
  } catch {
    return (await kept(API))?.json() ?? null;
  }
}

// One tile, as MapLibre's protocol `town://z/x/y` asks for it.
export function source(version) {
  return async ({ url }, { signal }) => {
    const here = file()?.tile(...url.slice("town://".length).split("/").map(Number));
    if (here !== undefined) return { data: here ? await unpacked(here) : new ArrayBuffer(0) };
    const address = `${API}/tiles/${url.slice("town://".length)}?v=${encodeURIComponent(version)}`;
    const known = await kept(address);
    if (known) return { data: await known.arrayBuffer() };
    const answer = await fetch(address, { signal });
    if (!answer.ok) throw new Error(`tile ${url}: ${answer.status}`);
    // A full disk keeps nothing more, and the map is drawn all the same.
    if (KEEPS && answer.status === 200) keep(address, answer.clone()).catch(() => {});
    return { data: await unpacked(new Uint8Array(await answer.arrayBuffer())) };
  };
}
