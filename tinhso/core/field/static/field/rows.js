// The rows of a village as a tree: a household, its people, what each of them has going; houses come first.

const SHOWN = 60;
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll(/[đĐ]/g, "d").toLowerCase();

export function drawRows(rows, wanted = "") {
  const under = Map.groupBy ? Map.groupBy(rows, (row) => row.under ?? "") : grouped(rows);
  const known = new Set(rows.map((row) => row.id));
  const tops = rows.filter((row) => !row.under || !known.has(row.under));
  const words = fold(wanted).split(/\s+/).filter(Boolean);
  const fits = (row) => words.every((word) => fold(row.title).includes(word)) || (under.get(row.id) ?? []).some(fits);
  tops.sort((one, other) => under.has(other.id) - under.has(one.id));
  return tops.filter(fits).slice(0, SHOWN).map((row) => drawn(row, under));
}

function grouped(rows) {
  const found = new Map();
  for (const row of rows) found.set(row.under ?? "", [...(found.get(row.under ?? "") ?? []), row]);
  return found;
}

function drawn(row, under) {
  const below = under.get(row.id) ?? [];
  const made = document.querySelector(`template[data-part=${below.length ? "row" : "line"}]`).content.cloneNode(true);
  made.querySelector("summary, b").textContent = row.title;
  made.querySelector("p").textContent = (row.notes ?? []).join(" · ");
  if (row.url) {
    made.querySelector("[data-link]").hidden = false;
    Object.assign(made.querySelector("a"), { href: row.url, textContent: row.go ?? document.querySelector("[data-field]").dataset.go });
  }
  made.querySelector("ul").replaceChildren(...below.map((one) => drawn(one, under)));
  return made;
}
