// A day's work on this phone: fetching it part by part, showing it without signal, throwing it away.

import { dropWork, keepWork, phone, readWork, workOf } from "../kit/outbox/store.js";
import { drawRows } from "./rows.js";
import { enter, sunlight } from "./locker.js";

const DAY = 86_400_000, root = document.documentElement;
const place = document.querySelector("[data-field]");
const part = (name) => document.querySelector(`[data-part="${name}"]`);
const words = JSON.parse(place.dataset.words);
const said = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const clock = (time) => new Intl.DateTimeFormat(root.lang, { dateStyle: "short", timeStyle: "short" }).format(new Date(time));
const owner = () => ("copy" in root.dataset ? localStorage.getItem("who") ?? "" : root.dataset.who ?? "");
const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const hashOf = async (text) => hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
const LIST = "~list";

function tell(sentence) {
  part("told").hidden = !sentence;
  part("told").textContent = sentence;
}

// What this member has of a village: the list of its parts, and the parts themselves.
async function kept(village) {
  const parts = await workOf(owner(), `${village}/`);
  return { list: parts.find((one) => one.name.endsWith(LIST)), parts: parts.filter((one) => !one.name.endsWith(LIST)) };
}

// Lines of an answer, each as soon as it has arrived whole. What comes after the last end of a line was cut off.
async function* linesOf(answer) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let held = "";
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    held += next.value;
    for (let end = held.indexOf("\n"); end >= 0; end = held.indexOf("\n")) {
      yield held.slice(0, end);
      held = held.slice(end + 1);
    }
  }
}

async function asked(address, village) {
  const { parts } = await kept(village);
  const known = Object.fromEntries(parts.map(({ name, hash }) => [name.split("/")[1], hash]));
  const body = new URLSearchParams({ known: JSON.stringify(known), csrfmiddlewaretoken: document.querySelector("[name=csrfmiddlewaretoken]").value });
  return fetch(address, { method: "POST", body, headers: { "Accept-Language": root.lang } });
}

// Fetch a village; what arrived is kept, also when the line breaks. Answers with its name, or throws.
export async function fetchVillage(address, village) {
  const answer = await asked(address, village);
  if (answer.status === 404) { await dropWork(owner(), `${village}/`); throw new Error("gone"); }
  if (!answer.ok || answer.redirected) throw new Error("broken");
  let list = null;
  for await (const line of linesOf(answer)) {
    if (list) await keepPart(village, list, line);
    else { list = JSON.parse(line); await dropOld(village, list); }
    const have = (await kept(village)).parts.length;
    tell(said(words.fetching, { name: list.name, done: have, all: list.parts.length }));
  }
  const whole = new Set((await kept(village)).parts.map((one) => one.hash));
  if (!list?.parts.every(({ hash }) => whole.has(hash))) throw new Error("broken");
  await keepWork(owner(), `${village}/${LIST}`, { at: list.at, bytes: 0, hash: "" }, JSON.stringify({ ...list, address }));
  await carry(village, list);
  return list.name;
}

// Kept only when it is what the list says it is.
async function keepPart(village, list, line) {
  const tab = line.indexOf("\t"), [name, text] = [line.slice(0, tab), line.slice(tab + 1)];
  const told = list.parts.find((one) => one.name === name);
  if (!told || told.hash !== (await hashOf(text))) throw new Error("broken");
  await keepWork(owner(), `${village}/${name}`, { hash: told.hash, bytes: told.bytes, at: list.at }, text);
}

async function dropOld(village, list) {
  const names = new Set(list.parts.map((one) => `${village}/${one.name}`));
  for (const one of (await kept(village)).parts) if (!names.has(one.name)) await dropWork(owner(), one.name);
}

// Pages and sounds are fetched by the worker, after the work itself.
async function carry(village, list) {
  const { parts } = await kept(village);
  const texts = await Promise.all(parts.map(async (one) => JSON.parse(await readWork(owner(), one))));
  const worker = await navigator.serviceWorker?.ready;
  worker?.active?.postMessage({ carry: [...list.pages, ...texts.flatMap((one) => one.keeps)] });
}

async function fetchAll(villages) {
  let end = "";
  for (const { address, village } of villages) {
    try {
      end = said(words.fetched, { name: await fetchVillage(address, village) });
    } catch (broken) {
      end = broken.name === "QuotaExceededError" ? words.full : words[broken.message] ?? words.broken;
      if (end === words.broken) break;
    }
  }
  await draw();
  tell(end);
}

async function draw() {
  const lists = (await workOf(owner())).filter((one) => one.name.endsWith(LIST));
  part("kept").hidden = !lists.length;
  part("villages").replaceChildren(...(await Promise.all(lists.map(villageRow))));
  for (const box of place.querySelectorAll("[data-uuid]")) box.checked ||= lists.some((one) => one.name.startsWith(box.dataset.uuid));
}

async function villageRow(one) {
  const list = JSON.parse(await readWork(owner(), one)), village = list.village;
  const row = document.querySelector("template[data-part=village]").content.cloneNode(true);
  const bytes = list.parts.reduce((sum, { bytes }) => sum + bytes, 0);
  row.querySelector("h3").textContent = list.name;
  row.querySelector("[data-note]").textContent = `${said(words.age, { time: clock(one.at) })} · ${said(words.size, { kilobytes: Math.max(1, Math.round(bytes / 1000)) })}`;
  if (Date.now() - Date.parse(one.at) > DAY) { row.querySelector("[data-old]").hidden = false; row.querySelector("[data-old] > span:last-child").textContent = words.old; }
  row.querySelector("[data-do=open]").addEventListener("click", () => open(list));
  row.querySelector("[data-do=renew]").addEventListener("click", () => fetchAll([{ address: list.address, village }]));
  row.querySelector("[data-do=drop]").addEventListener("click", () => dropWork(owner(), `${village}/`).then(draw));
  return row;
}

async function open(list) {
  const { parts } = await kept(list.village);
  const texts = await Promise.all(parts.map((one) => readWork(owner(), one)));
  const rows = texts.flatMap((text) => JSON.parse(text).rows);
  part("name").textContent = list.name;
  part("newcomer").hash = `village=${list.village}`;
  const show = () => part("rows").replaceChildren(...drawRows(rows, document.getElementById("find").value));
  document.getElementById("find").oninput = show;
  show();
  shift(true);
}

function shift(opened) {
  part("open").hidden = !opened;
  part("choose").hidden = opened;
  part("kept").hidden = opened || !part("villages").children.length;
  tell("");
}

function choose(event) {
  event.preventDefault();
  const boxes = [...part("choose").querySelectorAll("[name=village]:checked")];
  fetchAll(boxes.map((box) => ({ address: box.value, village: box.dataset.uuid })));
}

async function begin() {
  await phone();
  await enter(owner());
  part("choose").addEventListener("submit", choose);
  document.querySelector("[data-do=close]").addEventListener("click", () => shift(false));
  sunlight();
  place.hidden = false;
  await draw();
}

if (owner() && window.crypto?.subtle && navigator.locks) begin();
