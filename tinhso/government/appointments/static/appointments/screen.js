// The screen of a waiting room. It asks every few seconds what has changed, calls out new numbers one after another, and
// when the line is cut it keeps what it shows and says how old that is.

const EVERY = 4000;
const OLD = 30000;
const now = document.querySelector("[data-now]");
const old = document.querySelector("[data-old]");
const voice = document.querySelector("[data-voice]");
const keys = () => [...now.querySelectorAll("[data-call]")].map((call) => call.dataset.call);
let mark = "";
let seen = Date.now();
let heard = new Set(keys());
let house = null;
const calls = [];
let speaking = false;

function age() {
  const passed = Date.now() - seen;
  old.hidden = passed < OLD;
  old.textContent = old.dataset.words.replace("#", Math.max(1, Math.round(passed / 60000)));
}

// The device's own voice says it where this house cannot.
function bySelf(words) {
  const speech = window.speechSynthesis;
  if (!speech) return Promise.resolve();
  const said = new SpeechSynthesisUtterance(words);
  said.lang = document.documentElement.lang;
  return new Promise((done) => { said.onend = said.onerror = done; speech.speak(said); });
}

function say(call) {
  return new Promise((done) => {
    house.play(voice.dataset.say, [call], { rest: done, fail: () => bySelf(call.dataset.read).then(done) });
  });
}

async function speak() {
  if (speaking || !house) return;
  speaking = true;
  while (calls.length) await say(calls.shift());
  speaking = false;
}

function callOut() {
  const shown = [...now.querySelectorAll("[data-call]")];
  calls.push(...shown.filter((call) => !heard.has(call.dataset.call)).reverse());
  heard = new Set(keys());
  speak();
}

async function ask() {
  try {
    const answer = await fetch(now.dataset.now, { headers: mark ? { "If-None-Match": mark } : {}, cache: "no-store" });
    if (answer.status === 200) {
      now.innerHTML = await answer.text();
      mark = answer.headers.get("ETag") ?? "";
      callOut();
    }
    if (answer.ok || answer.status === 304) seen = Date.now();
  } catch {
    // The line is cut: what stands there stays, and its age is told.
  }
  age();
  setTimeout(ask, EVERY);
}

if (voice) {
  voice.hidden = false;
  voice.addEventListener("click", async () => {
    house = await import(voice.dataset.module);
    voice.querySelector("span").textContent = voice.dataset.on;
    voice.dataset.onNow = "";
    const newest = now.querySelector("[data-call]");
    if (newest) { calls.push(newest); speak(); }
  });
}
setTimeout(ask, EVERY);
