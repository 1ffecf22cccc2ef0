// Small comforts of every page. Each page is complete without this file.

const speech = window.speechSynthesis;
const spoken = () =>
  [...document.querySelectorAll("[data-read]")]
    .filter((part) => part.getClientRects().length)
    .map((part) => part.dataset.read || part.textContent.trim())
    .join(". ");

function listenButton(button) {
  const word = button.querySelector("span");
  const listen = word.textContent;
  const rest = () => { word.textContent = listen; };
  const fail = (event) => { word.textContent = ["canceled", "interrupted"].includes(event.error) ? listen : button.dataset.silent; };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (speech.speaking) { speech.cancel(); rest(); return; }
    const words = new SpeechSynthesisUtterance(spoken());
    words.lang = document.documentElement.lang;
    words.voice = speech.getVoices().find((voice) => voice.lang.startsWith(words.lang)) ?? null;
    words.rate = 0.9;
    words.onend = rest;
    words.onerror = fail;
    word.textContent = button.dataset.stop;
    speech.speak(words);
  });
}

// A toast goes after ten seconds, but waits while it is touched or has focus.
function toast(note) {
  let timer;
  const start = () => { timer = setTimeout(() => note.remove(), 10000); };
  const wait = () => clearTimeout(timer);
  ["pointerenter", "focusin"].forEach((event) => note.addEventListener(event, wait));
  ["pointerleave", "focusout"].forEach((event) => note.addEventListener(event, start));
  start();
}

// Single keys press the button that shows them, never while someone types.
function keys(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, [contenteditable]")) return;
  const pressed = [...document.querySelectorAll("kbd.key")].find((key) => key.textContent === event.key);
  pressed?.closest("a, button")?.click();
}

function settle(root) {
  if (speech && document.querySelector("[data-read]")) root.querySelectorAll("[data-listen][hidden]").forEach(listenButton);
  root.querySelectorAll(".toasts [data-toast]").forEach(toast);
  root.querySelector("[data-errors]")?.focus();
}

settle(document);
document.addEventListener("keydown", keys);
document.addEventListener("htmx:afterSettle", (event) => settle(event.target));
window.addEventListener("pagehide", () => speech?.cancel());
for (const live of document.querySelectorAll("[data-live-map]")) import(live.dataset.module).then((module) => module.show(live));
