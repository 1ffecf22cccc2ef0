// Says every sum that comes, once someone has pressed the button: a page may not make a sound by itself.

const place = document.querySelector("[data-coming]");
const button = place?.querySelector("button");
const news = place?.querySelector("[data-silent]");
const rows = () => [...document.querySelectorAll("[data-credit]")];
let house = null;
let seen = new Set(rows().map((row) => row.dataset.credit));

function say(parts) {
  const rest = () => {};
  house.play(place.dataset.say, parts, { rest, fail: (why) => { news.textContent = why || news.dataset.silent; } });
}

if (place) {
  place.hidden = false;
  button.addEventListener("click", async () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", on);
    house ??= await import(place.dataset.module);
    if (on) say(rows().slice(0, 1));
    else house.stop();
  });
  document.addEventListener("htmx:afterSettle", () => {
    const fresh = rows().filter((row) => !seen.has(row.dataset.credit));
    seen = new Set(rows().map((row) => row.dataset.credit));
    if (fresh.length && button.getAttribute("aria-pressed") === "true") say(fresh.reverse());
  });
}
