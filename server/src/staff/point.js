// A place's point on the app's own map: pressed, or put in the middle by keys and a button. The field of numbers stays the
// form's truth, and all there is where this cannot draw.
const box = document.getElementById("carte-point");
const field = document.getElementById("position");
const ELEMENT = "carte-point-dessin";

// The map's program stands with the app's files: its first page says where.
async function program() {
  const page = await (await fetch("/", { headers: { accept: "text/html" } })).text();
  const address = new DOMParser().parseFromString(page, "text/html").documentElement.dataset.map;
  return import(new URL(address, location.href).href);
}

// `48.9566, 4.3634`, as this page itself writes points. Other writings are the server's to read.
function typed() {
  const [lat, lon] = field.value.split(",").map(Number);
  return field.value.trim() && Number.isFinite(lat) && Number.isFinite(lon) ? [lon, lat] : null;
}

async function begin() {
  const { take, hear } = await program();
  const bounds = JSON.parse(box.dataset.bounds);
  const words = JSON.parse(box.dataset.words);
  const draw = (go) => {
    const near = typed();
    take({ element: ELEMENT, bounds, pins: [], near, go: go && near ? [...near, 17] : undefined, drawings: {}, words });
  };
  hear((text) => {
    const [word, ...rest] = text.split(" ");
    if (word === "ground") box.hidden = rest[0] === "no-webgl";
    if (word !== "pressed" && word !== "centre") return;
    const [lat, lon] = rest.join(" ").split(",").map(Number);
    field.value = `${lat.toFixed(6)}, ${lon.toFixed(6)}`;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  box.hidden = false;
  draw(true);
  field.addEventListener("input", () => draw(false));
  field.addEventListener("change", () => draw(true));
  document.getElementById("carte-point-milieu").addEventListener("click", () => take({ centre: true }));
}

if (box && field) begin().catch(() => (box.hidden = true));
