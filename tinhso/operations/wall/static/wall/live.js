// News on an open wall: the server says that numbers changed, the page fetches them. Without this file it stands still
// until it is loaded again. Nothing changes under somebody who reads a table or chooses a number.

const wall = () => document.getElementById("wall");
const POLL = 5000;
let waiting = false;

const isRead = (part) => part.querySelector("details[open]") || part.contains(document.activeElement);

function fetchNumbers() {
  if (document.hidden || isRead(wall())) { waiting = true; return; }
  waiting = false;
  wall().dispatchEvent(new Event("numbers"));
}

const source = new EventSource(wall().dataset.live);
let polling = null;
source.addEventListener("message", fetchNumbers);
source.addEventListener("error", () => {
  // A closed source was refused for good (signed out, a proxy that knows no streams): ask the page itself instead.
  if (source.readyState === EventSource.CLOSED) polling ??= setInterval(fetchNumbers, POLL);
});
setInterval(() => { if (waiting) fetchNumbers(); }, 1000);
