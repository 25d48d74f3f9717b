// What this shop asks the town to offer in its name, and what became of it. The server alone keeps proposals: what is typed
// stays in the form until the server has it, and its key makes sending twice propose once.
import { $, made, show, write } from "./paper.js";
import { send } from "./redemptions.js";
import { ulid } from "./ulid.js";
import { words } from "./words.js";

const ADDRESS = "/api/v1/shop/proposals";
// Fields of which the server's objections speak.
const AT = { title: "propose-name", terms: "propose-terms", value: "propose-value", dates: "propose-until", words: "propose-note", offer: "propose-offer" };

let key = ulid();
let known = [];
let redraw = () => {};

// Asks what became of what was proposed.
export async function ask() {
  const answer = await send("GET", ADDRESS);
  if (answer.status === 200) known = answer.body.proposals;
}

export function forget() {
  known = [];
}

export function render(info, say) {
  const chosen = $("propose-offer").value;
  const offers = [["", say.proposeNew], ...(info?.offers ?? []).map((offer) => [offer.id, say.proposeChange(offer.title)])];
  $("propose-offer").replaceChildren(...offers.map(([value, text]) => made("option", { value, selected: value === chosen }, text)));
  for (const [name, options] of [["propose-kind", say.proposeKinds], ["propose-limit", say.proposeLimits]]) {
    const before = $(name).value;
    $(name).replaceChildren(...Object.entries(options).map(([value, text]) => made("option", { value, selected: value === before }, text)));
  }
  unit(say);
  show("proposals", known.length > 0);
  $("proposal-list").replaceChildren(...known.slice(0, 5).map((proposal) => line(proposal, say)));
}

// A gift has no figure.
function unit(say) {
  const kind = $("propose-kind").value;
  show($("propose-value").parentElement, kind !== "gift");
  write("propose-value-label", kind === "percent" ? say.proposePercent : say.proposeEuros);
}

function line(proposal, say) {
  const takeBack = async () => {
    const answer = await send("DELETE", `${ADDRESS}/${proposal.id}`);
    if (answer.status === 0) return write("said", say.proposeErrors.offline);
    await ask();
    redraw();
  };
  const inside = [made("h4", {}, proposal.title), made("p", {}, say.proposalStates[proposal.state] ?? "")];
  if (proposal.reason) inside.push(made("p", { class: "quiet" }, proposal.reason));
  if (proposal.state === "waiting") {
    inside.push(made("button", { class: "btn btn-line btn-small", type: "button", "aria-label": `${say.proposeBack} : ${proposal.title}`, press: takeBack }, say.proposeBack));
  }
  return made("li", { class: "sheet" }, ...inside);
}

// What the form says. A figure that is none goes as nothing, and the server says so at its field.
function proposal() {
  const said = (name) => $(name).value.trim();
  const kind = said("propose-kind");
  const figure = Number(said("propose-value").replace(",", ".").replace(/[\s€%]/g, ""));
  const whole = kind === "percent" ? figure : Math.round(figure * 100);
  const value = kind !== "gift" && Number.isInteger(whole) && whole > 0 ? whole : undefined;
  const per = said("propose-limit");
  return {
    key,
    offer: said("propose-offer") || undefined,
    title: said("propose-name"),
    terms: said("propose-terms"),
    offer_kind: kind,
    value,
    limit: per === "none" ? undefined : { count: 1, per },
    valid_until: said("propose-until") || undefined,
    words: said("propose-note"),
  };
}

async function go(event) {
  event.preventDefault();
  const say = words();
  for (const id of Object.values(AT)) $(id).removeAttribute("aria-invalid");
  write("propose-words", say.proposing);
  const { status, reason } = await send("POST", ADDRESS, proposal());
  if (status !== 200 && status !== 201) {
    const field = $(AT[reason.split("-")[0]] ?? "propose-form");
    field.setAttribute("aria-invalid", "true");
    field.focus();
    write("propose-words", say.proposeErrors[reason] ?? (status === 0 ? say.proposeErrors.offline : say.proposeErrors.other));
    return;
  }
  key = ulid();
  $("propose-form").reset();
  await ask();
  redraw();
  write("propose-words", say.proposed);
}

// An offer to be changed begins as it is.
function begin(info) {
  const offer = info()?.offers.find((one) => one.id === $("propose-offer").value);
  $("propose-name").value = offer?.title ?? "";
  $("propose-terms").value = offer?.terms ?? "";
}

export function listen(info, draw) {
  redraw = draw;
  $("propose-form").addEventListener("submit", go);
  $("propose-offer").addEventListener("change", () => begin(info));
  $("propose-kind").addEventListener("change", () => unit(words()));
}
