// Fills the form with what this phone carries of a person (#person=…), so that a change says on what it is based.

import { phone, readWork, workOf } from "../kit/outbox/store.js";
import { ask, stateOf } from "../kit/outbox/member/member.js";

const form = document.querySelector("form[data-outbox]"), root = document.documentElement;
const wanted = new URLSearchParams(location.hash.slice(1)).get("person");
const owner = "copy" in root.dataset ? localStorage.getItem("who") : root.dataset.who;

async function carried() {
  for (const part of await workOf(owner)) {
    if (!part.name.includes("/people.")) continue;
    const found = JSON.parse(await readWork(owner, part)).rows.find((row) => row.id === wanted);
    if (found) return found;
  }
  return null;
}

async function fill() {
  await phone();
  if ((await stateOf(owner)) === "shut") await ask(owner);
  const row = await carried();
  if (!row) return;
  show();
  const { version, year, speaks, reads, read } = row.values, fields = form.elements;
  document.querySelector("[data-neighbour]").textContent = row.title;
  [fields.person.value, fields.version.value, fields.birth_year.value] = [row.id, version, year ?? ""];
  fields.can_read.value = read === undefined || read === null ? "" : read ? "yes" : "no";
  for (const box of fields.speaks) box.checked = speaks.includes(box.value);
  for (const box of fields.reads) box.checked = reads.includes(box.value);
}

// Only who came from a person of a village, or mends what came back, finds the form.
function show() {
  form.hidden = false;
  document.querySelector("[data-nobody]").hidden = true;
}

if (location.hash.startsWith("#outbox=")) show();
if (owner && wanted) fill();
