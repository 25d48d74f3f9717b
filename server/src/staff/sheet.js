// What a form says, as the app will show it. The server reads the form as it does to save it, and keeps nothing.
const form = document.getElementById("fiche");
const PAUSE = 350;
let record;
let timer;
let asked = 0;

function shown() {
  return { seq: 0, ...record };
}

async function ask() {
  const said = new FormData(form);
  // A picture that was just chosen is seen once it was sent.
  said.delete("photo");
  const mine = ++asked;
  const answer = await fetch(frame.dataset.address, { method: "POST", body: new URLSearchParams(said) }).catch(() => undefined);
  if (!answer?.ok || mine !== asked) return;
  record = await answer.json();
  choose(theme);
}

if (frame) {
  ask();
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
}
