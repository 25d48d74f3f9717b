// Comfort for whoever writes: the app's own screen beside the form, words saved as they are typed, a bar for Markdown,
// a photo dropped or pasted. Everything can be done without.
const form = document.getElementById("article");
const state = document.getElementById("etat");
const field = (name) => form.elements.namedItem(name);
const text = (name) => field(name)?.value.trim() ?? "";

// The screen in the window

let image = frame ? JSON.parse(frame.dataset.image || "null") : null;

// As the server reads it: a page that was just chosen, else the address typed.
let before = text("lien-app");
function led() {
  const chosen = text("lien-app");
  return (chosen !== before && chosen) || text("lien") || chosen;
}

function shown() {
  const age = (name) => Number(text(name)) || undefined;
  const picture = image && !field("sans-photo")?.checked ? { ...image, alt: text("photo-texte") } : undefined;
  return {
    seq: 0,
    kind: "news",
    id: frame.dataset.id,
    title: text("titre"),
    summary: text("resume"),
    body: field("texte").value,
    category: text("categorie") || undefined,
    audience: { from: age("age-de"), to: age("age-a") },
    image: picture,
    link: led() ? { label: text("lien-texte"), url: led() } : undefined,
    pinned: field("en-tete").checked,
    publish_at: Number(frame.dataset.at),
  };
}

// Saving

const PAUSE = 1500;
let timer;
let busy = false;
let dirty = false;
let stopped = false;

function say(words, bad = false) {
  state.textContent = words;
  state.classList.toggle("fault", bad);
}

function later() {
  dirty = true;
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}

async function save() {
  if (busy || stopped || !dirty) return;
  busy = true;
  dirty = false;
  const said = new FormData(form);
  said.set("action", "auto");
  const photo = said.get("photo");
  try {
    // Not `form.action`: that is the buttons of this name.
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: said, headers: { accept: "application/json" } });
    if (answer.status === 409) {
      const { by } = await answer.json();
      stopped = true;
      say(`${by} a enregistré cette actu pendant que vous écriviez. Enregistrez pour comparer : rien n’est écrasé.`, true);
    } else if (answer.redirected || answer.status === 401) {
      stopped = true;
      say("Votre session est finie. Ouvrez une autre page pour vous reconnecter, puis enregistrez ici.", true);
    } else if (answer.ok) {
      const kept = await answer.json();
      field("version").value = kept.version;
      before = said.get("lien-app");
      if (photo?.size && !kept.faults.photo) field("photo").value = "";
      if (JSON.stringify(image) !== JSON.stringify(kept.image)) {
        image = kept.image;
        draw();
      }
      const fault = kept.faults.photo ?? Object.values(kept.faults)[0];
      const clock = new Date().toLocaleTimeString("fr", { hour: "2-digit", minute: "2-digit" });
      say(fault ?? `Brouillon enregistré à ${clock.replace(":", "\u00a0h\u00a0")}.`, Boolean(fault));
    } else {
      throw new Error(String(answer.status));
    }
  } catch {
    dirty = true;
    say("Pas enregistré : le serveur ne répond pas. Vos mots restent ici, nouvel essai dans un instant.", true);
  }
  busy = false;
  if (dirty && !stopped) timer = setTimeout(save, 5 * PAUSE);
}

form.addEventListener("input", () => {
  draw();
  later();
});
form.addEventListener("submit", () => {
  stopped = true;
  clearTimeout(timer);
});

// A photo from anywhere

function take(files) {
  const photo = [...(files ?? [])].find((file) => file.type.startsWith("image/"));
  if (!photo) return false;
  const carried = new DataTransfer();
  carried.items.add(photo);
  field("photo").files = carried.files;
  say("La photo est en route…");
  dirty = true;
  save();
  return true;
}

field("photo").addEventListener("change", () => take(field("photo").files));
addEventListener("paste", (event) => take(event.clipboardData?.files) && event.preventDefault());
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  take(event.dataTransfer?.files);
});

// The bar over the text

const area = field("texte");
const BAR = [
  ["Gras", (words) => `**${words || "gras"}**`],
  ["Italique", (words) => `*${words || "italique"}*`],
  ["Intertitre", (words) => `\n\n## ${words || "Intertitre"}\n\n`],
  ["Liste", (words) => `\n\n${(words || "premier\nsecond").split("\n").map((line) => `- ${line}`).join("\n")}\n\n`],
  ["Lien", (words) => `[${words || "mots du lien"}](https://)`],
];
const bar = document.createElement("div");
bar.className = "inline bar";
bar.setAttribute("role", "group");
bar.setAttribute("aria-label", "Mise en forme du texte");
for (const [label, wrap] of BAR) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-line btn-small";
  button.textContent = label;
  button.addEventListener("click", () => {
    const { selectionStart: from, selectionEnd: to } = area;
    area.setRangeText(wrap(area.value.slice(from, to)), from, to, "select");
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
  bar.append(button);
}
area.before(bar);

// How many characters are left, said when they become few

for (const one of form.querySelectorAll("[data-most]")) {
  const most = Number(one.dataset.most);
  const left = document.createElement("p");
  left.className = "quiet left";
  one.after(left);
  const count = () => {
    const rest = most - [...one.value].length;
    left.textContent = rest < most / 5 || rest < 0 ? (rest < 0 ? `${-rest} caractères de trop` : `encore ${rest} caractères`) : "";
    left.classList.toggle("fault", rest < 0);
  };
  one.addEventListener("input", count);
  count();
}
