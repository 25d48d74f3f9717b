// Starts the app, then the service worker that keeps it for airplane mode.
// A file of its own: the page's policy forbids inline scripts.
import init from "./app.js";

const main = document.getElementById("main");

try {
  await init({ module_or_path: new URL("./app_bg.wasm", import.meta.url) });
} catch (error) {
  console.error(error);
  const words = document.createElement("p");
  words.setAttribute("role", "alert");
  words.style.padding = "1.5rem";
  words.textContent =
    "L’application n’a pas pu démarrer. Vérifie ta connexion et recharge la page. Si ça recommence, mets ton navigateur à jour.";
  main?.replaceChildren(words);
}

if ("serviceWorker" in navigator) {
  keepCopy();
}

// A file that did not arrive fails the whole copy, and the browser would try again at the next visit only.
function keepCopy(wait = 2_000) {
  const again = () => setTimeout(keepCopy, wait, Math.min(2 * wait, 600_000));
  navigator.serviceWorker.register("/sw.js").then(
    ({ installing }) => installing?.addEventListener("statechange", () => installing.state === "redundant" && again()),
    again,
  );
}
