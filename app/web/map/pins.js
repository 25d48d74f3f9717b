// Pins cut out of paper: the section's colour, its pictogram in ink, a ticket when there is a discount. Drawn once for each
// look, when MapLibre first asks for one.

import { tokens } from "./style.js";

const SIZE = [44, 54];
// Facets of a pin, its tip at the bottom; of a heap of pins; of the ticket in the corner.
const PIN = "M4 15 L12 3 L29 1 L40 9 L43 25 L35 38 L26 43 L21 53 L17 43 L6 36 L1 24Z";
const HEAP = "M3 12 L14 2 L31 1 L42 12 L43 30 L33 42 L15 43 L2 31Z";
const TICKET = "M27 0 L43 1 L42 15 L35 12 L28 16Z";
const MARKS = {
  here: ["M9 22 L15 12 L26 10 L34 17 L35 28 L27 35 L15 34Z", "--c-travailler"],
  near: ["M22 6 L27 17 L38 22 L27 27 L22 38 L17 27 L6 22 L17 17Z", "--c-s-engager"],
};

// Which token colours each paper of a pictogram; as in app.css.
const PAPERS = {
  "paper-ink": "--ink", "paper-cream": "--cream", "paper-sun": "--c-se-former", "paper-pink": "--c-se-soigner",
  "paper-sky": "--c-travailler", "paper-mint": "--c-bouger", "paper-coral": "--c-s-engager",
};

// The picture that an id names: `pin-bouger`, `pin-bouger-discount`, `heap`, `mark-here`.
export function picture(id, drawings) {
  const token = tokens();
  const ratio = 2;
  const [width, height] = id.startsWith("pin-") ? SIZE : [44, 44];
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * ratio, height * ratio];
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  const cut = (path, colour, edge = 3) => {
    const shape = new Path2D(path);
    pen.fillStyle = colour;
    pen.fill(shape);
    pen.strokeStyle = token("--ink");
    pen.lineWidth = edge;
    pen.lineJoin = "bevel";
    if (edge) pen.stroke(shape);
  };
  pen.translate(0.5, 0);
  if (id === "heap") {
    cut(HEAP, token("--cream"));
  } else if (id.startsWith("mark-")) {
    const [path, colour] = MARKS[id.slice(5)] ?? MARKS.near;
    cut(path, token(colour), 4);
  } else {
    const discount = id.endsWith("-discount");
    const section = id.slice(4).replace(/-discount$/, "");
    cut(PIN, token(`--c-${section}`) || token("--accent"));
    pen.save();
    pen.translate(8, 7);
    pen.scale(28 / 120, 28 / 120);
    for (const [paper, path] of drawings[section] ?? []) {
      const shape = new Path2D(path);
      if (paper === "paper-ink-strip") {
        [pen.strokeStyle, pen.lineWidth, pen.lineJoin] = [token("--ink"), 8, "bevel"];
        pen.stroke(shape);
      } else {
        pen.fillStyle = token(PAPERS[paper] ?? "--ink");
        pen.fill(shape);
      }
    }
    pen.restore();
    if (discount) cut(TICKET, token("--c-se-former"), 2);
  }
  return { data: pen.getImageData(0, 0, canvas.width, canvas.height), ratio };
}
