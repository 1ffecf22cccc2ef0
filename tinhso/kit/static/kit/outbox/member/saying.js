// The state of what was sent is heard too: the words of the outbox page, in the voice of this house or of the device. One
// after the other; nothing is said twice at once.

let turn = Promise.resolve();
const LONGEST = 4_000;

// The stamped words of a state; a page that has none takes those of the outbox page.
async function spoken(state) {
  const here = document.querySelector(`[data-aloud="${state}"]`);
  if (here) return here;
  const page = new DOMParser().parseFromString(await (await fetch("/outbox/")).text(), "text/html");
  return page.querySelector(`[data-aloud="${state}"]`);
}

const byDevice = (words) => new Promise((done) => {
  const said = new SpeechSynthesisUtterance(words);
  Object.assign(said, { lang: document.documentElement.lang, onend: done, onerror: done });
  speechSynthesis.speak(said);
});

async function heard(state) {
  const part = await spoken(state), button = document.querySelector("[data-listen]");
  if (!part) return;
  const voice = button?.dataset.say ? await import(button.dataset.module) : null;
  if (!voice?.canPlay()) { if (window.speechSynthesis) await byDevice(part.dataset.read); return; }
  await new Promise((done) => voice.play(button.dataset.say, [part], { rest: done, fail: done }));
}

const patience = () => new Promise((done) => setTimeout(done, LONGEST));

export function say(state) {
  turn = turn.then(() => Promise.race([heard(state).catch(() => {}), patience()]));
  return turn;
}
