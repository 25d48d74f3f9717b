// The app's own screen in a window beside a page of the console, told what to show. The page's own script follows, and says
// what that is: `shown()` gives a record of the change log, which is what the app reads.
const frame = document.getElementById("apercu");
let theme = matchMedia("(prefers-color-scheme: dark)").matches ? "night" : "paper";

function draw() {
  frame?.contentWindow?.postMessage({ preview: JSON.stringify(shown()), theme }, location.origin);
}

function choose(next) {
  theme = next;
  for (const button of document.querySelectorAll("button[data-theme]")) {
    button.setAttribute("aria-pressed", String(button.dataset.theme === theme));
  }
  draw();
}

for (const button of document.querySelectorAll("button[data-theme]")) {
  button.addEventListener("click", () => choose(button.dataset.theme));
}
// The screen says when it is there to be told.
addEventListener("message", (event) => {
  if (event.origin === location.origin && event.source === frame?.contentWindow) choose(theme);
});

