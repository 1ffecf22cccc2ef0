// The page of the outbox: what this phone keeps, in the order refused, kept, sending, accepted; and the ways to send it.

import { ask, sendAll } from "./sending.js";
import { contentOf, forget, items, Locked, phone, tell, told, UNSENT, whenChanged } from "./store.js";

const ORDER = ["refused", "kept", "sending", "accepted"], DAYS_SHOWN = 30, DAY = 86_400_000;
const place = document.querySelector("[data-outbox-list]");
const part = (name) => document.querySelector(`[data-part="${name}"]`);
const words = JSON.parse(place.dataset.words);
const said = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const clock = (time) => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" }).format(new Date(time));
const size = (bytes) => said(words.size, { kilobytes: Math.max(1, Math.round(bytes / 1000)) });
const who = () => ("copy" in document.documentElement.dataset ? localStorage.getItem("who") ?? "" : document.documentElement.dataset.who ?? "");

async function parcel(item) {
  const row = part(item.state).content.cloneNode(true);
  let content;
  try {
    content = await contentOf(item);
  } catch (shut) {
    content = { title: shut instanceof Locked ? words.why.locked : words.unreadable };
  }
  row.querySelector("h3").textContent = content.title;
  row.querySelector("[data-note]").textContent = note(item, content);
  const gauge = row.querySelector("progress");
  if (gauge && item.all) Object.assign(gauge, { hidden: false, max: item.all, value: item.gone });
  row.querySelector("[data-why]")?.replaceChildren(...why(item, content));
  act(row, item, content);
  return row;
}

function note(item, content) {
  if (item.state === "accepted") return `${said(words.code, { code: content.code })} · ${clock(item.at)}`;
  if (item.state === "refused") return said(words.returned, { time: clock(item.at) });
  const pictures = item.pictures ? `${said(words.pictures, { number: item.pictures })}, ` : "";
  const code = item.why === "node" ? `${said(words.code, { code: content.code })} · ` : "";
  return `${code}${said(words.made, { time: clock(item.made) })} · ${pictures}${size(item.bytes)}`;
}

function why(item, content) {
  const reasons = (content.reasons ?? []).filter(({ said: reason }) => reason).map(({ label, said: reason }) => (label ? `${label}: ${reason}` : reason));
  const told = item.why === "reasons" ? reasons : [words.why[item.why], ...(item.why === "lost" ? reasons : [])];
  return (told.length && told[0] ? told : [words.why[item.state === "refused" ? "other" : "waiting"]]).map((sentence) => Object.assign(document.createElement("p"), { textContent: sentence }));
}

function act(row, item, content) {
  const [edit, drop, follow] = ["edit", "drop", "follow"].map((name) => row.querySelector(`[data-${name}]`));
  if (edit && content.page) { edit.href = `${content.page}#outbox=${item.uuid}`; edit.hidden = false; }
  if (follow && content.url) { follow.href = content.url; follow.hidden = false; }
  drop?.addEventListener("click", () => forget(item.uuid).then(draw));
}

async function draw() {
  await phone();
  const me = who();
  const all = await items();
  const old = all.filter((item) => item.state === "accepted" && item.at < Date.now() - DAYS_SHOWN * DAY);
  await Promise.all(old.map((item) => forget(item.uuid)));
  const mine = all.filter((item) => !old.includes(item) && (!item.owner || item.owner === me));
  const others = all.filter((item) => item.owner && item.owner !== me && UNSENT.has(item.state));
  mine.sort((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state) || other.made.localeCompare(one.made));
  const rows = await Promise.all(mine.map(parcel));
  place.replaceChildren(...rows);
  const unsent = mine.filter((item) => UNSENT.has(item.state)).length;
  count("waiting", unsent);
  count("others", others.length);
  part("empty").hidden = unsent > 0;
  part("send").hidden = !unsent;
  part("leaving").hidden = location.hash !== "#leaving" || !unsent;
  await mourn();
  tellAloud(mine);
}

function count(name, number) {
  part(name).hidden = !number;
  part(name).querySelector("b").textContent = number;
}

// What was lost is said until a person has read it.
async function mourn() {
  const lost = await told("lost");
  part("lost").hidden = !lost;
  if (!lost) return;
  part("lost").querySelector("b").textContent = lost.count;
  const heard = (await told("known"))?.heard;
  part("heard").hidden = !heard;
  if (heard) part("heard").textContent = said(words.heard, { sequence: heard.sequence, time: clock(heard.at) });
}

let member = null, before = new Map();
function tellAloud(mine) {
  const changed = mine.filter((item) => before.size && before.get(item.uuid) !== item.state);
  if (changed.length) part("aloud").textContent = changed.map((item) => words.states[item.state]).join(". ");
  for (const item of changed) if (item.owner && item.state !== "sending") member?.say(item.state);
  before = new Map(mine.map((item) => [item.uuid, item.state]));
  if (!before.size) before.set("", "");
}

async function send(pressed) {
  const button = part("send").querySelector("button");
  button.disabled = true;
  const why = await sendAll({ pressed });
  button.disabled = false;
  for (const name of ["line", "server", "busy"]) part(`no-${name}`).hidden = why !== name;
  await draw();
}

async function write() {
  const text = await member.written(who());
  if (!text) return;
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([text])), download: `${new Date().toISOString().slice(0, 10)}.outbox` });
  link.click();
  part("wrote").hidden = false;
}

async function welcome() {
  member = await import("./member/member.js");
  if ((await member.stateOf(who())) === "shut") await member.ask(who());
  member.watch(who(), () => location.reload());
  document.querySelector("[data-do=write]")?.addEventListener("click", write);
}

async function begin() {
  await phone();
  if (who()) await welcome();
  place.hidden = false;
  await draw();
  part("send").querySelector("button").addEventListener("click", () => send(true));
  part("read").addEventListener("click", () => tell("lost", null).then(draw));
  whenChanged(draw);
  window.addEventListener("online", () => send(false));
  window.addEventListener("hashchange", draw);
  await ask().then(draw, () => {});
  await send(false);
}

begin().catch(() => { part("broken").hidden = false; });
