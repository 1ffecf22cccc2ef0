// Fills the form with what this phone carries of a person (#person=…), so that a change says on what it is based.

import { asked, offerHouses, opened, owner, rows, show } from "./carried.js";

const form = document.querySelector("form[data-outbox]");

async function fill() {
  await opened();
  const row = (await rows("people")).find((one) => one.id === asked.get("person"));
  if (!row) return;
  show(form);
  const { version, year, speaks, reads, read } = row.values, fields = form.elements;
  document.querySelector("[data-neighbour]").textContent = row.title;
  [fields.person.value, fields.version.value, fields.birth_year.value] = [row.id, version, year ?? ""];
  fields.can_read.value = read === undefined || read === null ? "" : read ? "yes" : "no";
  for (const box of fields.speaks) box.checked = speaks.includes(box.value);
  for (const box of fields.reads) box.checked = reads.includes(box.value);
  if (!row.under) await offerHouses(form, row.village);
}

// What came back is mended: the outbox fills the form itself.
async function mend() {
  show(form);
  await opened();
  await offerHouses(form, "");
}

if (owner && asked.has("outbox")) mend();
else if (owner && asked.has("person")) fill();
