// ULIDs (ulid/spec): 48 bits of time, 80 of chance, in Crockford's base 32. They name scans and redemptions.

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export function ulid() {
  const chance = crypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  let head = "";
  for (let place = 0; place < 10; place += 1) {
    head = LETTERS[time % 32] + head;
    time = Math.floor(time / 32);
  }
  return head + Array.from(chance, (byte) => LETTERS[byte % 32]).join("");
}

const KEY = "guichet-v-scan";

// The name of the scan that opened the page with these digits. A reload is the same scan, not a second one; a picture of
// the code that is opened again is another.
export function scanOf(digits) {
  const again = ["reload", "back_forward"].includes(performance.getEntriesByType("navigation")[0]?.type);
  try {
    const last = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    if (again && last.digits === digits) return last.scan;
    const scan = ulid();
    sessionStorage.setItem(KEY, JSON.stringify({ digits, scan }));
    return scan;
  } catch {
    return ulid();
  }
}
