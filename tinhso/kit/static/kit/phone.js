// What makes these pages an app on a phone: the worker, the word that there is no signal, what waits to be sent, installing.

const root = document.documentElement;
const isCopy = "copy" in root.dataset;
const part = (name) => document.querySelector(`[data-phone="${name}"]`);
const waiting = () => Number(document.cookie.match(/(?:^|; )outbox=[^.;]*\.\d*\.(\d+)/)?.[1] ?? 0);
const canKeep = Boolean(window.crypto?.subtle && navigator.locks && navigator.serviceWorker);

// Who was here last, for what is filled in off line on a page that knows nobody.
function remember() {
  if (isCopy) return;
  if (root.dataset.who) localStorage.setItem("who", root.dataset.who);
  else localStorage.removeItem("who");
}

// A page that this phone kept brings no proof for its forms; it is asked for while there is a line.
async function prove() {
  const { csrf } = await (await fetch("/outbox/now/")).json();
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = csrf;
}

function register() {
  const wish = new URLSearchParams({ language: root.lang, theme: root.dataset.theme ?? "", text: root.dataset.text ?? "" });
  navigator.serviceWorker.register(`${root.dataset.worker}?${wish}`, { type: "module" }).catch(() => {});
}

// Pages that a page names are kept for where there is no signal, as soon as the worker runs.
async function keepAhead() {
  const named = [...document.querySelectorAll("[data-keep]")].flatMap((one) => one.dataset.keep.trim().split(/\s+/));
  if (named.length && navigator.onLine) (await navigator.serviceWorker.ready).active.postMessage({ keep: named });
}

function tellSignal() {
  part("off").hidden = navigator.onLine;
  const number = waiting();
  part("waiting").hidden = !number || location.pathname === new URL(part("waiting").href).pathname;
  part("waiting").querySelector("b").textContent = number;
}

async function send() {
  if (waiting()) await (await import("./outbox/sending.js")).sendAll();
  tellSignal();
}

// Whoever signs out while something waits is told so first; it stays on the phone, locked, until they come back.
function leave(event) {
  if (!waiting() || location.hash === "#leaving") return;
  event.preventDefault();
  location.assign(`${part("waiting").href}#leaving`);
}

// The browser offers to install the site; the person is asked once, in a line at the foot of the page.
function offer(event) {
  event.preventDefault();
  if (localStorage.getItem("asked-to-install")) return;
  part("install").hidden = false;
  const answer = (yes) => {
    localStorage.setItem("asked-to-install", "1");
    part("install").hidden = true;
    if (yes) event.prompt();
  };
  part("install").querySelectorAll("button").forEach((button, number) => button.addEventListener("click", () => answer(number === 0), { once: true }));
}

if (part("install")) window.addEventListener("beforeinstallprompt", offer);
if (canKeep) {
  remember();
  if (!isCopy) navigator.serviceWorker.controller?.postMessage({ visitor: !root.dataset.who });
  else if (navigator.onLine) prove().catch(() => {});
  if (root.dataset.worker) window.addEventListener("load", register, { once: true });
  if (root.dataset.worker && !isCopy) keepAhead();
  document.querySelectorAll("form[data-leave]").forEach((form) => form.addEventListener("submit", leave));
  if (document.querySelector("form[data-outbox]")) import("./outbox/form.js");
  if (part("off")) {
    tellSignal();
    window.addEventListener("online", send);
    window.addEventListener("offline", tellSignal);
    new BroadcastChannel("outbox").addEventListener("message", tellSignal);
    if (navigator.onLine && !document.querySelector("[data-outbox-list]")) send();
  }
}
