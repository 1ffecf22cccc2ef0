// What this phone carries, for the forms at the door of a house.

import { phone, readWork, workOf } from "../kit/outbox/store.js";
import { ask, stateOf } from "../kit/outbox/member/member.js";

const root = document.documentElement;
export const owner = "copy" in root.dataset ? localStorage.getItem("who") : root.dataset.who;
export const asked = new URLSearchParams(location.hash.slice(1));

// The locker is open after it.
export async function opened() {
  await phone();
  if ((await stateOf(owner)) === "shut") await ask(owner);
}

// All rows of a kind ("people", "homes"), each with the village it is of.
export async function rows(kind) {
  const parts = (await workOf(owner)).filter(({ name }) => name.includes(`/${kind}.`));
  const texts = await Promise.all(parts.map((part) => readWork(owner, part)));
  return texts.flatMap((text, number) => JSON.parse(text).rows.map((row) => ({ ...row, village: parts[number].name.split("/")[0] })));
}

export async function nameOf(village) {
  const [list] = await workOf(owner, `${village}/~list`);
  return list ? JSON.parse(await readWork(owner, list)).name : "";
}

// Only who came from a village, or mends what came back, finds the form.
export function show(form) {
  form.hidden = false;
  document.querySelector("[data-nobody]").hidden = true;
}

// A house is chosen by its number and head; the form keeps its uuid. `village` empty: of all villages on this phone.
export async function offerHouses(form, village) {
  const chosen = form.querySelector("[data-houses]"), field = form.elements.household;
  const homes = (await rows("homes")).filter((row) => !village || row.village === village);
  chosen.append(...homes.map((row) => new Option(row.title, row.id)));
  const shown = () => { chosen.value = field.value; };
  chosen.addEventListener("change", () => { field.value = chosen.value; });
  field.addEventListener("change", shown);
  shown();
  form.querySelector("[data-seat]").hidden = !homes.length;
}
