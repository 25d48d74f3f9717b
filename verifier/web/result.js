// One answer, drawn: sign, title, who, why, what to mind.
import { FACES } from "./faces.js";
import { $, made, show, write } from "./paper.js";
import { isOld } from "./trust.js";

// What a second try may change once there is a network.
const AGAIN = { "unknown-key": "refresh", "needs-network": "retry", "no-data": "retry" };

export function draw({ answer, asking }, say) {
  const face = FACES[answer.verdict];
  const { title, why } = say.verdicts[answer.verdict];
  const valid = face.kind === "yes";
  document.body.dataset.verdict = answer.verdict;
  document.body.dataset.kind = face.kind;
  $("sign").setAttribute("href", `#sign-${face.kind}`);
  $("cause").setAttribute("href", face.cause ? `#cause-${face.cause}` : "");
  write("kicker", valid ? "" : say[face.kind]);
  write("title", title);
  const who = [answer.first_name ? made("span", { class: "name" }, answer.first_name) : "", answer.band ? made("span", { class: "band" }, say.years(answer.band)) : ""];
  $("who").replaceChildren(...(valid ? who.filter(Boolean) : []));
  write("why", reason(answer, asking, why, say));
  $("notes").replaceChildren(...notes(answer, valid, asking, say).map((note) => made("li", {}, note)));
  const again = asking ? undefined : AGAIN[answer.verdict];
  show("retry", Boolean(again));
  write("retry", again ? say[again] : "");
}

function reason(answer, asking, why, say) {
  if (answer.verdict === "valid") return say.online(say.clock(answer.server_time));
  if (asking && answer.verdict === "valid-offline") return say.asking;
  if (asking && ["unknown-key", "needs-network"].includes(answer.verdict)) return say.askingOnly;
  return why?.({ at: answer.at ?? 0, seconds: answer.seconds ?? 0, words: say }) ?? "";
}

function notes(answer, valid, asking, say) {
  if (!valid) return [];
  const { printed, partner, clock, old } = say.notes;
  return [
    answer.printed && printed,
    answer.territory && partner(answer.territory),
    answer.verdict === "valid-offline" && !asking && clock(say.clock(answer.server_time)),
    answer.verdict === "valid-offline" && !asking && isOld() && old,
  ].filter(Boolean);
}
