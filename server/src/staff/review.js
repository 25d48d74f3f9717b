// The app's own screen beside what came, as phones would show it. Everything else on the page works without.
const frame = document.getElementById("apercu");
const record = JSON.parse(frame.dataset.record);
let theme = matchMedia("(prefers-color-scheme: dark)").matches ? "night" : "paper";

function choose(next) {
  theme = next;
  for (const button of document.querySelectorAll("button[data-theme]")) {
    button.setAttribute("aria-pressed", String(button.dataset.theme === theme));
  }
  // As a record of the change log, which is what the app reads.
  frame.contentWindow?.postMessage({ preview: JSON.stringify({ seq: 0, ...record }), theme }, location.origin);
}

for (const button of document.querySelectorAll("button[data-theme]")) {
  button.addEventListener("click", () => choose(button.dataset.theme));
}
// The screen says when it is there to be told.
addEventListener("message", (event) => {
  if (event.origin === location.origin && event.source === frame.contentWindow) choose(theme);
});
choose(theme);
