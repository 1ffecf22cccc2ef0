// The ticket at a kiosk: it can be printed, and the next person finds the first page again.

const STAY = 40000;
const print = document.querySelector("[data-print]");
const done = document.querySelector("[data-done]");

print.hidden = false;
print.addEventListener("click", () => window.print());
let timer = setTimeout(() => done.click(), STAY);
["pointerdown", "keydown"].forEach((event) =>
  document.addEventListener(event, () => { clearTimeout(timer); timer = setTimeout(() => done.click(), STAY); }));
