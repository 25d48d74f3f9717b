// The shop of this device: its invitation, its offers after a valid card, its redemptions and counts.
import { FACES } from "./faces.js";
import { book, kept } from "./kept.js";
import { $, made, show, write } from "./paper.js";
import { flush, send, takeBack } from "./redemptions.js";
import { hear, now } from "./trust.js";
import { ulid } from "./ulid.js";
import { words } from "./words.js";

// Seconds during which a redemption may be taken back.
const UNDO = 60;

// What the server last said of this shop, and when.
let info;
// All entries written down, and those of this very page that are being sent or were refused in front of the shopkeeper.
let entries = [];
const pressed = new Map();
let over = false;
let redraw = () => {};

export async function load(render) {
  redraw = render;
  info = await kept.get("shop").catch(() => undefined);
  await reread();
  setInterval(tick, 1000);
}

// Counts down in place: a button that is drawn anew under a finger is never pressed. Draws only what the service worker or
// time has changed.
async function tick() {
  if (entries.length === 0) return;
  const before = JSON.stringify(entries);
  await reread();
  const undos = [...document.querySelectorAll("[data-until]")];
  const over = undos.some((button) => button.dataset.until - now() < 1);
  if (over || JSON.stringify(entries) !== before) redraw();
  else for (const button of undos) write(button, countdown(button.dataset.until));
}

function countdown(until) {
  return `${words().undo} (${Math.floor(until - now())}\u00a0s)`;
}

async function reread() {
  entries = await book.all().catch(() => entries);
  const past = entries.filter((entry) => entry.state === "done" && entry.undoUntil < now());
  await Promise.all(past.map((entry) => book.drop(entry.key)));
  entries = entries.filter((entry) => !past.includes(entry)).sort((one, other) => other.at - one.at);
}

// A code that another scan already paid with.
export function spent(digits, scan) {
  return entries.some((entry) => entry.digits === digits && entry.scan !== scan && entry.state !== "undo");
}

async function learn(next) {
  info = next;
  await (next ? kept.put("shop", next) : kept.drop("shop")).catch(() => {});
}

function heard({ body, status }) {
  hear(body?.server_time);
  if (status === 401) over = true;
  const counts = body?.counts ?? (status < 300 && body?.today !== undefined ? body : undefined);
  if (info && counts) learn({ ...info, counts });
}

// Asks how the shop stands and sends what waits.
export async function visit() {
  if (info || entries.length > 0) {
    const answer = await send("GET", "/api/v1/shop");
    hear(answer.body?.server_time);
    if (answer.status === 200) {
      over = false;
      await learn({ ...answer.body, asked: Math.floor(now()) });
    } else if (answer.status === 401) {
      over = true;
      await learn(undefined);
    }
    if (answer.status === 200 && entries.some((entry) => ["waiting", "undo"].includes(entry.state))) await flush(heard);
  }
  await reread();
}

async function redeem(offer, check) {
  const key = ulid();
  const entry = { key, offer: offer.id, title: offer.title, digits: check.digits, scan: check.scan, at: Math.floor(now()), state: "waiting" };
  pressed.set(`${check.scan} ${offer.id}`, { key, state: "sending" });
  redraw();
  const state = await book.put(entry).then(() => flush(heard)).catch(() => "unkept");
  await reread();
  const mine = entries.find((other) => other.key === key);
  if (mine?.state === "conflict") {
    // Said in front of the shopkeeper: no need to say it again in the list.
    await book.drop(key);
    pressed.set(`${check.scan} ${offer.id}`, { key, state: "refused", reason: mine.reason });
    await reread();
  } else {
    pressed.set(`${check.scan} ${offer.id}`, { key, state: state === "unkept" ? "refused" : "written", left: mine?.left });
  }
  if (mine?.state === "waiting") later();
  redraw();
  focusOn(key);
}

// The browser sends what waits even when this page is closed, where it can.
function later() {
  navigator.serviceWorker?.ready.then((worker) => worker.sync?.register("redemptions")).catch(() => {});
}

async function undo(key) {
  await takeBack(key);
  await flush(heard).catch(() => {});
  await reread();
  const mine = entries.find((entry) => entry.key === key);
  for (const [place, press] of pressed) {
    if (press.key === key && !mine) pressed.set(place, { key, state: "undone" });
  }
  redraw();
  write("said", words()[mine ? "undoing" : "undone"]);
}

function focusOn(key) {
  const place = document.querySelector(`[data-key="${key}"]`);
  place?.focus({ preventScroll: true });
  write("said", place?.innerText ?? "");
}

export function render({ check, calm }) {
  const say = words();
  const valid = check?.answer && FACES[check.answer.verdict].kind === "yes";
  offers(valid && info ? check : undefined, say);
  const conflicts = entries.filter((entry) => entry.state === "conflict");
  show("reports", calm && conflicts.length > 0);
  $("report-list").replaceChildren(...conflicts.map((entry) => report(entry, say)));
  const recent = entries.filter((entry) => entry.state !== "conflict");
  show("recent", calm && !check && recent.length > 0);
  $("recent-list").replaceChildren(...recent.map((entry) => made("li", { class: "sheet" }, made("h3", {}, entry.title), standing(entry, say))));
  show("shop", calm && !check && Boolean(info));
  show("no-shop", calm && !info && !check);
  write("shop-title", info?.name);
  $("alerts").replaceChildren(...(info?.alerts ?? []).map((alert) => made("li", { class: "sheet" }, say.alert(alert))));
  show("shop-example", Boolean(info?.example));
  const counts = Object.entries(say.counts).map(([name, label]) => made("div", {}, made("dt", {}, label), made("dd", {}, String(info?.counts?.[name] ?? 0))));
  $("counts").replaceChildren(...counts);
  const waiting = entries.filter((entry) => entry.state === "waiting").length;
  write("shop-queued", waiting ? say.waiting(waiting) : "");
  if (over) {
    show("no-shop", calm);
    write(document.querySelector("#no-shop p"), [say.sessionOver, waiting ? say.waiting(waiting) : ""].join(" "));
  }
}

// Buttons keep the focus while the list around them is drawn anew.
function offers(check, say) {
  const list = $("offer-list");
  show("offers", Boolean(check));
  if (!check) return list.replaceChildren();
  const focused = document.activeElement?.closest?.("#offer-list [data-offer]")?.dataset.offer;
  const today = new Date().toDateString() === new Date((info.asked ?? 0) * 1000).toDateString();
  write("offers-title", say.offersTitle(info.name));
  const presses = info.offers.map((offer) => pressed.get(`${check.scan} ${offer.id}`));
  const busy = presses.some((press) => press && ["sending", "written"].includes(press.state));
  write("offers-words", info.offers.length === 0 ? say.offersNone : busy && info.offers.length > 1 ? say.offersOnce : today ? (info.example ? say.example : "") : say.offersOld(say.date(info.asked ?? 0)));
  list.replaceChildren(...info.offers.map((offer, place) => card(offer, presses[place], check, busy, say)));
  if (focused) list.querySelector(`[data-offer="${CSS.escape(focused)}"] button, [data-offer="${CSS.escape(focused)}"] [data-key]`)?.focus({ preventScroll: true });
}

function card(offer, press, check, busy, say) {
  const entry = press && entries.find((other) => other.key === press.key);
  const limit = offer.limit ? say.limit(offer.limit.count, offer.limit.per) : "";
  const parts = [made("h3", {}, offer.title), made("p", { class: "quiet" }, [offer.terms, limit].filter(Boolean).join(" · "))];
  if (press?.state === "sending") parts.push(made("p", { class: "standing", role: "status" }, say.using));
  else if (press?.state === "written") parts.push(entry ? standing(entry, say) : written(press, say));
  else if (press?.state === "refused") parts.push(refusal(press, say));
  else {
    if (press?.state === "undone") parts.push(made("p", { class: "standing" }, say.undone));
    if (!busy) parts.push(made("button", { class: "btn btn-wide use", type: "button", "aria-label": `${say.use} : ${offer.title}`, press: () => redeem(offer, check) }, say.use));
  }
  return made("li", { class: "sheet", "data-offer": offer.id }, ...parts);
}

function written(press, say) {
  return made("p", { class: "standing done", "data-key": press.key, tabindex: "-1" }, say.used);
}

function refusal(press, say) {
  const words = press.reason ? reasonOf(press.reason, say) : say.reasons.other;
  return made("p", { class: "standing refused", "data-key": press.key, tabindex: "-1" }, made("b", {}, say.refused), made("span", {}, words));
}

function reasonOf(reason, say) {
  return say.reasons[reason] ?? (reason.startsWith("verdict-") ? say.reasons.verdict : say.reasons.other);
}

// How an entry stands, and its undo while it may be taken back.
function standing(entry, say) {
  const done = entry.state === "done";
  const title = { waiting: say.queued, done: say.used, undo: say.undoing }[entry.state];
  const more = done ? (entry.left === undefined || entry.left === null ? "" : say.left(entry.left)) : entry.state === "waiting" ? say.queuedWhy : "";
  const until = done ? entry.undoUntil : entry.at + UNDO;
  const inside = [made("p", { class: `standing ${done ? "done" : "queued"}`, "data-key": entry.key, tabindex: "-1" }, made("b", {}, title), more ? made("span", {}, more) : "")];
  if (entry.state !== "undo" && until - now() >= 1) {
    inside.push(made("button", { class: "btn btn-line btn-small", type: "button", "data-until": until, "aria-label": say.undoOf(entry.title), press: () => undo(entry.key) }, countdown(until)));
  }
  return made("div", { class: "stack" }, ...inside);
}

function report(entry, say) {
  const dismiss = async () => {
    await book.drop(entry.key);
    await reread();
    redraw();
  };
  return made(
    "li",
    { class: "sheet" },
    made("h3", {}, entry.title),
    made("p", {}, `${say.reportAt(say.date(entry.at))}. ${reasonOf(entry.reason, say)}`),
    made("button", { class: "btn btn-line btn-small", type: "button", "aria-label": say.dismissOf(entry.title), press: dismiss }, say.dismiss),
  );
}

// Shows an invitation; it is used by a press, not by opening its address: messengers open addresses to preview them.
export function invite(code, open) {
  open("invitation");
  $("invitation-accept").addEventListener("click", async () => {
    write("invitation-words", words().invitationWorking);
    const answer = await send("POST", "/api/v1/shop/session", { code });
    hear(answer.body?.server_time);
    if (answer.status !== 200) {
      const say = words().invitationErrors;
      write("invitation-words", say[answer.reason] ?? say.offline);
      return;
    }
    over = false;
    await learn({ ...answer.body, asked: Math.floor(now()) });
    history.replaceState(null, "", "/v");
    open("start");
    // Before the server is asked again: a focus that moves later is taken from whoever has gone on.
    $("shop-title").setAttribute("tabindex", "-1");
    $("shop-title").focus();
    await visit();
    redraw();
  });
}

export function listen() {
  $("sign-out").addEventListener("click", async () => {
    const answer = await send("DELETE", "/api/v1/shop/session");
    if (answer.status !== 204 && answer.status !== 401) return write("said", words().signOutOffline);
    await learn(undefined);
    redraw();
    write("said", words().signedOut);
  });
}
