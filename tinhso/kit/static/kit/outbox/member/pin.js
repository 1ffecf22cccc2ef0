// Asking for the PIN, on any page: a keypad for a thumb. The words are those of the outbox page.

import { unlock } from "./lock.js";

let asked;

async function dialog() {
  const here = document.querySelector("dialog[data-pin]");
  if (here) return here;
  const page = new DOMParser().parseFromString(await (await fetch("/outbox/")).text(), "text/html");
  const made = document.adoptNode(page.querySelector("dialog[data-pin]"));
  document.body.append(made);
  return made;
}

// Resolves when the locker is open. One question at a time.
export const ask = (owner) => (asked ??= opened(owner).finally(() => { asked = undefined; }));

async function opened(owner) {
  const shown = await dialog(), typed = shown.querySelector("input"), told = shown.querySelector("[role=status]");
  typed.value = "";
  told.textContent = "";
  shown.showModal();
  return new Promise((done) => {
    shown.oncancel = (event) => event.preventDefault();
    shown.querySelector("form").onsubmit = async (event) => {
      event.preventDefault();
      const answer = await unlock(owner, typed.value);
      typed.value = "";
      if (answer.state === "open") { shown.close(); done(); }
      else if (answer.state === "dead") location.assign("/field/");
      else told.textContent = (shown.dataset[answer.state] ?? "").replace("{left}", answer.left).replace("{seconds}", Math.ceil((answer.wait ?? 0) / 1000));
    };
    for (const key of shown.querySelectorAll("[data-key]")) key.onclick = () => { typed.value = key.dataset.key ? (typed.value + key.dataset.key).slice(0, 6) : typed.value.slice(0, -1); };
  });
}
