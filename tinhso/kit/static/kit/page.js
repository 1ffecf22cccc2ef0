// Small comforts of every page. Each page is complete without this file.

const speech = window.speechSynthesis;
const readable = (root) => [...root.querySelectorAll("[data-read]")].filter((part) => part.getClientRects().length);
const wordsOf = (part) => part.dataset.read || part.textContent.trim();
const ownVoice = (language) => speech?.getVoices().find((voice) => voice.lang.startsWith(language)) ?? null;

// The device reads when it has a voice for this page and nobody chose another; else this house does. A button within a
// part marked data-aloud reads that part only.
function listenButton(button) {
  const root = button.closest("[data-aloud]") ?? document;
  const word = button.querySelector("span");
  const listen = word.textContent;
  const { lang, dataset } = document.documentElement;
  let house = null;
  const begin = () => { word.textContent = button.dataset.stop; button.dataset.reading = ""; };
  const rest = () => { word.textContent = listen; button.removeAttribute("data-reading"); };
  const fail = (sentence) => { rest(); word.textContent = sentence || button.dataset.silent; };
  const bySelf = () => {
    const words = new SpeechSynthesisUtterance(readable(root).map(wordsOf).join(". "));
    words.lang = lang;
    words.voice = ownVoice(lang);
    words.rate = 0.9;
    words.onend = rest;
    words.onerror = (event) => (["canceled", "interrupted"].includes(event.error) ? rest() : fail());
    speech.speak(words);
  };
  const byHouse = async () => {
    house = await import(button.dataset.module);
    if (!house.canPlay()) return speech ? bySelf() : fail();
    return house.play(button.dataset.say, readable(root).filter((part) => part.dataset.stamp), {
      begin,
      rest,
      fail: (sentence) => (ownVoice(lang) ? bySelf() : fail(sentence)),
    });
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    if ("reading" in button.dataset) { speech?.cancel(); house?.stop(); rest(); return; }
    begin();
    if (button.dataset.say && (dataset.voice || !ownVoice(lang))) byHouse().catch(() => fail());
    else bySelf();
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
  if (document.querySelector("[data-read]")) [...root.querySelectorAll("[data-listen][hidden]")].filter((button) => speech || button.dataset.say).forEach(listenButton);
  root.querySelectorAll(".toasts [data-toast]").forEach(toast);
  root.querySelector("[data-errors]")?.focus();
}

speech?.getVoices();
settle(document);
document.addEventListener("keydown", keys);
document.addEventListener("htmx:afterSettle", (event) => settle(event.target));
window.addEventListener("pagehide", () => speech?.cancel());
for (const live of document.querySelectorAll("[data-live-map]")) import(live.dataset.module).then((module) => module.show(live));
