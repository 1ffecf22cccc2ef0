// The form for someone new: opened from a village (#village=…) or from a house (#household=…) that this phone carries.

import { asked, nameOf, offerHouses, opened, owner, rows, show } from "./carried.js";

const form = document.querySelector("form[data-outbox]");

async function fill() {
  await opened();
  const house = asked.has("household") && (await rows("homes")).find((row) => row.id === asked.get("household"));
  const village = house ? house.village : asked.get("village") ?? "";
  if (village) {
    document.querySelector("[data-where]").textContent = [await nameOf(village), house && house.title].filter(Boolean).join(" · ");
    form.elements.village.value = village;
    form.elements.household.value = house ? house.id : "";
  }
  if (village || asked.has("outbox")) { await offerHouses(form, village); show(form); }
}

if (owner) fill();
