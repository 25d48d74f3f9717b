// The page: which screen shows, what a scan sets off, what is asked of the server and when.
//
// A code is verified here first, at once; what the server says then refines it. Nothing valid shows before a check.
import * as camera from "./camera.js";
import { FACES, sound } from "./faces.js";
import { $, fill, show, write } from "./paper.js";
import { draw } from "./result.js";
import * as shop from "./shop.js";
import * as town from "./trust.js";
import { scanOf, ulid } from "./ulid.js";
import { language, switchLanguage, words } from "./words.js";

const REFRESH = 10 * 60_000;
// Verdicts that no server changes.
const FINAL = ["not-a-card", "forged"];

// "start", "result", "camera" or "invitation".
let screen = "start";
// The check on screen: { digits, text, scan, answer, asking }.
let check;
let audible = true;
let installing;

function open(next) {
  screen = next;
  for (const name of ["start", "result", "camera", "invitation"]) show(name, name === next);
  if (next !== "result") {
    delete document.body.dataset.verdict;
    delete document.body.dataset.kind;
  }
  render();
}

function render() {
  const say = words();
  document.documentElement.lang = language;
  document.title = `${say.startTitle}, ${document.querySelector(".brand").textContent}`;
  for (const place of document.querySelectorAll("[data-word]")) write(place, say[place.dataset.word]);
  write("language", say.other);
  $("language").lang = language === "fr" ? "en" : "fr";
  $("language").setAttribute("aria-label", `${say.other}, ${say.otherName}`);
  $("sound").setAttribute("aria-pressed", String(audible));
  $("sound").querySelector("use").setAttribute("href", audible ? "#icon-sound" : "#icon-mute");
  write("scan-words", screen === "result" ? say.next : say.scan);
  show("scan", screen === "start" || screen === "result");
  if (screen === "result" && check?.answer) draw(check, say);
  footer(say);
  shop.render({ check: screen === "result" ? check : undefined, calm: screen === "start" || screen === "result" });
}

function footer(say) {
  const { trust } = town;
  const date = trust.checkedAt > 0 ? say.date(trust.checkedAt) : "";
  write("data-date", date ? (town.isOld() ? say.dataOld(date) : say.data(date)) : say.dataNone);
  write("link", navigator.onLine === false ? say.offline_ : say.online_);
  const fault = say.refusedTrust[trust.state] ?? (ready && !trust.runs ? say.noWasm : "");
  show("trust-alert", Boolean(fault));
  write("trust-alert-words", fault);
  show("trust-reset", trust.state === "other-root");
  show("install", Boolean(installing));
}

let ready = false;

// Verifies a code and shows each answer as it comes.
async function examine(text, scan, digits = digitsOf(text)) {
  const mine = { text, digits, scan, answer: undefined, asking: true };
  check = mine;
  const current = () => check === mine;
  const tell = (answer, asking) => {
    if (!current()) return;
    const before = mine.heard;
    Object.assign(mine, { answer, asking });
    open("result");
    // Off line to on line is the same yes: said and sounded once.
    const kind = FACES[answer.verdict].kind;
    if ((asking && kind === "wait") || before === answer.verdict || (before && kind === "yes" && FACES[before].kind === "yes")) return;
    mine.heard = answer.verdict;
    sound(answer.verdict, audible);
    write("said", "");
    write("said", $("result").innerText);
    if (!before) $("title").focus({ preventScroll: true });
    scrollTo(0, 0);
  };
  let here = verifyHere(mine);
  if (here && FINAL.includes(here.verdict)) return tell(here, false);
  if (here) tell(here, true);
  const [server] = await Promise.all([
    digits ? town.ask(digits, scan) : undefined,
    // A key that is new here may be old to the server.
    here?.verdict === "unknown-key" || !here ? town.refresh() : undefined,
  ]);
  if (!current()) return;
  if (here?.verdict === "unknown-key" || !here) here = verifyHere(mine);
  tell(town.settled(here, server) ?? { verdict: "no-data" }, false);
}

function verifyHere(mine) {
  const here = town.verify(mine.text);
  // One code, two scans, one of them paid for: a picture of the first.
  if (here?.verdict === "valid-offline" && shop.spent(mine.digits, mine.scan)) return { verdict: "replayed", server_time: here.server_time };
  return here;
}

const digitsOf = (text) => /^(?:.*\/v#)?(\d+)$/s.exec(text.trim())?.[1] ?? "";

function fromAddress() {
  const text = decodeURIComponent(location.hash.slice(1));
  if (text) examine(text, scanOf(text));
}

async function scanNext() {
  history.replaceState(null, "", "/v");
  check = undefined;
  open("camera");
  write("camera-words", words().cameraAsking);
  show("torch", false);
  show(document.querySelector(".view"), true);
  $("camera-title").focus({ preventScroll: true });
  try {
    const text = await camera.read($("video"), () => {
      write("camera-words", words().cameraAim);
      show("torch", camera.hasTorch());
    });
    if (text) await examine(text, ulid());
    else if (screen === "camera") open("start");
  } catch (error) {
    show(document.querySelector(".view"), false);
    const faults = { refused: "cameraRefused", none: "cameraNone", busy: "cameraBusy", insecure: "cameraInsecure" };
    write("camera-words", words()[faults[error.message] ?? "cameraBusy"]);
  }
}

function listen() {
  $("scan").addEventListener("click", scanNext);
  $("camera-close").addEventListener("click", () => {
    camera.close();
    open("start");
    $("scan").focus();
  });
  $("torch").addEventListener("click", ({ currentTarget: torch }) => {
    const on = torch.getAttribute("aria-pressed") !== "true";
    torch.setAttribute("aria-pressed", String(on));
    camera.light(on);
  });
  $("retry").addEventListener("click", () => check && examine(check.text, check.scan));
  $("language").addEventListener("click", () => {
    switchLanguage();
    render();
  });
  $("sound").addEventListener("click", () => {
    audible = !audible;
    fill("guichet-v-silent", audible ? "" : "yes");
    render();
    if (audible) sound("valid", true);
  });
  $("trust-reset").addEventListener("click", async () => {
    await town.forget();
    await town.refresh();
    render();
  });
  $("install").addEventListener("click", () => installing?.prompt());
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    installing = event;
    render();
  });
  addEventListener("appinstalled", () => {
    installing = undefined;
    render();
  });
  addEventListener("hashchange", fromAddress);
  addEventListener("online", visit);
  addEventListener("offline", render);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") visit();
    // Nobody wants to be filmed from a pocket.
    else if (screen === "camera") $("camera-close").click();
  });
  setInterval(() => document.visibilityState === "visible" && visit(), REFRESH);
}

// What is worth doing whenever the network may be there.
async function visit() {
  await Promise.all([town.refresh(), shop.visit()]);
  render();
}

async function begin() {
  audible = fill("guichet-v-silent") !== "yes";
  listen();
  shop.listen();
  await Promise.all([town.load(), shop.load(render)]);
  ready = true;
  show("waiting", false);
  show("how", true);
  const invitation = /^\/v\/invitation\/([^/]+)\/?$/.exec(location.pathname)?.[1];
  if (invitation) shop.invite(decodeURIComponent(invitation), open);
  else open("start");
  fromAddress();
  if (navigator.serviceWorker) keepCopy();
  navigator.storage?.persist?.().catch(() => {});
  await visit();
}

// A file that did not arrive fails the whole copy, and the browser would try again at the next visit only: a till stays open for days.
function keepCopy(wait = 2_000) {
  const again = () => setTimeout(keepCopy, wait, Math.min(2 * wait, 600_000));
  navigator.serviceWorker.register("/v/sw.js", { scope: "/v" }).then(
    ({ installing }) => installing?.addEventListener("statechange", () => installing.state === "redundant" && again()),
    again,
  );
}

begin();
