// The button prints. Hidden until this script runs: without it, it would do nothing.
const button = document.getElementById("imprimer");
button.hidden = false;
button.addEventListener("click", () => print());
