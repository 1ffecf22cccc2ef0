// The door of the field page: a PIN is chosen, asked for, or given up; and the look for bright sun.

import { handOver, remember, written } from "../kit/outbox/member/carry.js";
import { empty, giveUp, makeLocker, shut, stateOf, unsentOf, watch } from "../kit/outbox/member/lock.js";
import { ask as askPin } from "../kit/outbox/member/pin.js";
import { inTheSun, shine } from "../kit/outbox/member/sun.js";
import { ask } from "../kit/outbox/sending.js";

const section = (name) => document.querySelector(`[data-pin-${name}]`);
const pressed = (place, what) => place.querySelector(`[data-do=${what}]`);
const forgotten = () => location.hash === "#forgotten";

// Resolves when the locker of this member is open.
export async function enter(owner) {
  const state = await stateOf(owner);
  if (state === "none") await choose(owner);
  else if (state === "dead" || forgotten()) await forget(owner);
  else if (state === "shut") await askPin(owner);
  window.addEventListener("hashchange", () => location.reload());
  watch(owner, () => location.reload());
  pressed(document, "lock").addEventListener("click", () => shut(owner).then(() => location.reload()));
}

function choose(owner) {
  const place = section("new"), [one, again] = place.querySelectorAll("input");
  place.hidden = false;
  return new Promise((done) => {
    place.querySelector("form").addEventListener("submit", async (event) => {
      event.preventDefault();
      const good = /^\d{6}$/.test(one.value) && one.value === again.value && new Set(one.value).size > 1;
      place.querySelector(".mistake").hidden = good;
      if (!good) return;
      const now = await ask();
      await register(await makeLocker(owner, one.value), now.csrf);
      await remember(owner);
      place.hidden = true;
      done();
    });
  });
}

async function register(locker, csrf) {
  const phone = navigator.userAgentData?.platform ?? navigator.platform;
  const answer = await fetch("/outbox/phones/open/", { method: "POST", body: new URLSearchParams({ ...locker, phone, csrfmiddlewaretoken: csrf }) });
  if (!answer.ok) throw new Error((await answer.json()).said);
}

// Without the PIN: what is unsent goes closed to the province, the rest is thrown away.
async function forget(owner) {
  const place = section("gone"), told = place.querySelector("[data-told]");
  place.hidden = false;
  place.querySelector("[data-unsent]").textContent = (await unsentOf(owner)).length;
  pressed(place, "file").addEventListener("click", () => save(owner));
  pressed(place, "back").addEventListener("click", () => { location.hash = ""; });
  return new Promise(() => {
    pressed(place, "hand").addEventListener("click", async () => {
      try {
        const now = await ask();
        if (!(await handOver(owner, now))) throw new Error("not whole");
        await giveUp(owner);
        await empty(owner);
        location.replace(location.pathname);
      } catch {
        told.textContent = document.querySelector("[data-field]") && JSON.parse(document.querySelector("[data-field]").dataset.words).notHanded;
      }
    });
  });
}

export async function save(owner) {
  const text = await written(owner);
  if (!text) return;
  Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([text])), download: `${new Date().toISOString().slice(0, 10)}.outbox` }).click();
}

// The button for the sun.
export function sunlight() {
  const button = pressed(document, "sun");
  const show = () => { shine(); button.setAttribute("aria-pressed", inTheSun()); };
  button.addEventListener("click", () => { localStorage.setItem("sun", inTheSun() ? "0" : "1"); show(); });
  show();
}
