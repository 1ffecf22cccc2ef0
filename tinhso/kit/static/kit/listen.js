// The voice of this house. A page is heard sentence by sentence: the next is fetched while one is heard, the words it
// says are marked, and what all may hear stays on the device for the next time, with signal or without.

const SHELF = "voice";
const audio = new Audio();
const language = document.documentElement.lang;
const bar = document.querySelector("[data-voice-bar]");
const looks = Object.assign(document.createElement("link"), { rel: "stylesheet", href: bar.dataset.style });
document.head.append(looks);
let turn = 0;
let last = null;

const shelf = () => ("caches" in window ? caches.open(SHELF).catch(() => null) : null);
const proof = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
const post = (address, values) =>
  fetch(address, { method: "POST", body: new URLSearchParams({ ...values, csrfmiddlewaretoken: proof() }) });

export const canPlay = () => audio.canPlayType('audio/ogg; codecs="opus"') !== "";

async function sha256(text) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The plan of a page that says only what everyone is told is kept with its sounds; any other is asked for each time.
async function planned(door, parts) {
  const told = JSON.stringify(parts.map((part) => [part.dataset.read, part.dataset.stamp]));
  const kept = await shelf();
  const name = kept && `${door}?plan=${await sha256(language + (document.documentElement.dataset.voice ?? "") + told)}`;
  const answer = await post(door, { parts: told }).catch(() => null);
  if (!answer) return (await kept?.match(name))?.json() ?? null;
  if (!answer.ok) return answer.json();
  const plan = await answer.clone().json();
  if (kept && plan.pieces.every((piece) => piece.src)) await kept.put(name, answer);
  return plan;
}

async function fetched(piece, voice) {
  if (!piece.src) return post(bar.dataset.own, { words: piece.words, stamp: piece.stamp, voice });
  const kept = await shelf();
  const known = await kept?.match(piece.src);
  if (known) return known;
  const answer = await fetch(piece.src);
  if (answer.ok) await kept?.put(piece.src, answer.clone());
  return answer;
}

function sound(piece, voice) {
  piece.sound ??= fetched(piece, voice).then(async (answer) => {
    if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).detail);
    return URL.createObjectURL(new Blob([await answer.arrayBuffer()], { type: "audio/ogg" }));
  });
  piece.sound.catch(() => { piece.sound = null; });
  return piece.sound;
}

// Where the words of a piece stand in its part: text nodes sign by sign, with every run of spaces as one.
function rangeOf(part, words, from) {
  const signs = [];
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    [...node.data].reduce((at, sign) => {
      const blank = /\s/.test(sign);
      if (!blank || signs.at(-1)?.sign !== " ") signs.push({ node, at, sign: blank ? " " : sign });
      return at + sign.length;
    }, 0);
  }
  const at = signs.map((one) => one.sign).join("").indexOf(words, from);
  if (at < 0) return null;
  const [first, end] = [signs[at], signs[at + words.length - 1]];
  const range = document.createRange();
  range.setStart(first.node, first.at);
  range.setEnd(end.node, end.at + end.sign.length);
  return { range, next: at + words.length };
}

function mark(part, piece, places) {
  document.querySelector("[data-heard]")?.removeAttribute("data-heard");
  CSS.highlights?.delete("voice");
  if (!part) return;
  part.dataset.heard = "";
  part.scrollIntoView({ block: "nearest" });
  const found = rangeOf(part, piece.words, places.get(part) ?? 0);
  if (!found) return;
  places.set(part, found.next);
  if (CSS.highlights) CSS.highlights.set("voice", new Highlight(found.range));
}

const ended = () => new Promise((done, broken) => { audio.onended = done; audio.onerror = broken; });

async function hear(pieces, parts, voice, mine) {
  const places = new Map();
  for (const [at, piece] of pieces.entries()) {
    const source = await sound(piece, voice);
    if (mine !== turn) return;
    if (pieces[at + 1]) sound(pieces[at + 1], voice).catch(() => {});
    mark(parts[piece.part], piece, places);
    audio.src = source;
    const slow = bar.querySelector("[data-voice-do=slower]").getAttribute("aria-pressed") === "true";
    audio.playbackRate = audio.defaultPlaybackRate = slow ? 0.75 : 1;
    const over = ended();
    await audio.play();
    await over;
    if (mine !== turn) return;
  }
}

export function stop() {
  turn += 1;
  audio.pause();
  mark(null);
  bar.hidden = true;
  last?.rest();
}

// Reads parts of the page; `begin` is called at each beginning, `rest` at the end, `fail` with a sentence when nothing can
// be heard. What was heard once is heard again without asking.
export async function play(door, parts, { rest, fail, begin = () => {}, known = null }) {
  if (last) stop();
  last = { door, parts, rest, fail, begin, known };
  begin();
  const mine = (turn += 1);
  bar.hidden = false;
  try {
    const plan = known ?? (await planned(door, parts));
    if (mine !== turn) return;
    if (!plan?.pieces?.length) throw new Error(plan?.detail);
    last.known = plan;
    bar.querySelector("[data-voice-note]").textContent = plan.note ?? "";
    await hear(plan.pieces, parts, plan.voice, mine);
    if (mine === turn) stop();
  } catch (silent) {
    if (mine !== turn) return;
    stop();
    fail(silent.message && !(silent instanceof TypeError) ? silent.message : "");
  }
}

bar.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-voice-do]");
  if (pressed?.dataset.voiceDo === "stop") stop();
  if (pressed?.dataset.voiceDo === "again") play(last.door, last.parts, last);
  if (pressed?.dataset.voiceDo === "slower") {
    const slow = pressed.getAttribute("aria-pressed") !== "true";
    pressed.setAttribute("aria-pressed", slow);
    audio.playbackRate = audio.defaultPlaybackRate = slow ? 0.75 : 1;
  }
});

// Once someone listens, a choice that is touched says its name.
document.addEventListener("change", (event) => {
  const choice = event.target.closest("label[data-stamp]");
  if (choice && last) play(last.door, [choice], { ...last, known: null });
});
