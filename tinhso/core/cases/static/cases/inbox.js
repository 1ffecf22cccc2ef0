// The inbox by keyboard: J and K go down and up, Enter opens (the browser does that), / goes to the search.
const rows = () => [...document.querySelectorAll(".inbox-list a.link-row, .inbox-list label.link-row input")];

function move(step) {
  const all = rows();
  const here = all.indexOf(document.activeElement);
  const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step;
  all[Math.max(0, Math.min(all.length - 1, next))]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=checkbox]), select, textarea")) return;
  const act = { j: () => move(1), k: () => move(-1), "/": () => document.getElementById("q")?.focus() }[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});
