// A form that can be filled without signal: <form data-outbox="what it is called"> with p.outbox_words() in it. It is kept
// on this phone first, then sent; the page goes on when the receipt is there. The form is complete without this file.

import { asSent, bound, contentDigest, digestOf, hex } from "./content.js";
import { shrunk } from "./photo.js";
import { sendAll } from "./sending.js";
import { contentOf, filesOf, forget, items, keep, Locked, phone, told } from "./store.js";

const UNTOLD = new Set(["csrfmiddlewaretoken", "idempotency_key"]);
const root = document.documentElement;
// It is kept, and why it has not gone: the form has words for each; without them, those of no signal.
const WAITS = new Set(["kept", "person", "server", "busy", "node"]);

// Who fills it in. A page that this phone kept is a visitor's; then it is whoever was here last.
const owner = () => ("copy" in root.dataset ? localStorage.getItem("who") ?? "" : root.dataset.who ?? "");

const pairsOf = (form, pressed) => [...new FormData(form), ...(pressed?.name ? [[pressed.name, pressed.value]] : [])];

async function packed(form, pressed) {
  const pairs = pairsOf(form, pressed).filter(([name]) => !UNTOLD.has(name));
  const fields = pairs.filter(([, value]) => typeof value === "string").map(([name, value]) => [name, asSent(value)]);
  const given = pairs.filter(([, value]) => typeof value !== "string" && value.size);
  const files = await Promise.all(given.map(([name, file]) => shrunk(file, sizes(form, name))));
  const hashes = await Promise.all(files.map(digestOf));
  const content = {
    title: title(form, fields),
    action: new URL(form.getAttribute("action") || location.pathname + location.search, location).href,
    page: location.pathname,
    fields,
    files: files.map((file, number) => ({ name: given[number][0], filename: file.name, type: file.type })),
    sha256: await contentDigest(fields, files.map((_, number) => [given[number][0], hashes[number]])),
  };
  return { content, files };
}

function sizes(form, name) {
  const { longest, largest } = form.elements[name]?.dataset ?? {};
  return { ...(longest && { longest: Number(longest) }), ...(largest && { largest: Number(largest) }) };
}

// What it is called in the list: the form's own word, and what stands in the field that says data-title.
function title(form, fields) {
  const telling = form.querySelector("[data-title]")?.name;
  const said = fields.find(([name]) => name === telling)?.[1].trim().slice(0, 60);
  return said ? `${form.dataset.outbox}: ${said}` : form.dataset.outbox;
}

async function kept(form, pressed, instead) {
  const { content, files } = await packed(form, pressed);
  const uuid = crypto.randomUUID();
  const item = {
    uuid,
    bound: hex(await bound(uuid, content.sha256)),
    files: files.length,
    owner: owner(),
    language: root.lang,
    state: "kept",
    why: "",
    next: 0,
    tries: 0,
    bytes: JSON.stringify(content).length + files.reduce((sum, file) => sum + file.size, 0),
    pictures: files.filter((file) => file.type.startsWith("image/")).length,
    made: new Date().toISOString(),
    heard: (await told("known"))?.at ?? "",
  };
  await keep(item, content, files, instead);
  return item.uuid;
}

function show(form, state, reasons = []) {
  const words = form.querySelector("[data-outbox-words]");
  words.hidden = false;
  const shown = words.querySelector(`[data-when="${state}"]`) ?? (WAITS.has(state) ? words.querySelector('[data-when="kept"]') : null);
  for (const part of words.children) part.hidden = part !== shown;
  shown?.querySelector("ul")?.replaceChildren(...reasons.filter(({ said }) => said).map((reason) => line(form, reason)));
  if (state === "refused") form.classList.add("whole");
  if (state !== "sending") shown?.focus();
  for (const button of form.querySelectorAll("button:not([type=button])")) button.hidden = state === "sending" || WAITS.has(state);
}

function line(form, { name, label, said }) {
  const row = document.createElement("li");
  const field = form.elements[name];
  const input = field?.length && !field.id ? field[0] : field;
  if (input?.id) {
    const link = Object.assign(document.createElement("a"), { href: `#${input.id}`, textContent: label });
    row.append(link, " ");
  }
  row.append(said);
  return row;
}

// What is asked and has no answer: told while the person still sits there, not days later when there is a signal.
function unanswered(form) {
  const boxes = [...form.querySelectorAll(".field[data-needed]")].filter((box) => box.checkVisibility() && !inputsOf(box).some(answered));
  const said = form.querySelector("[data-outbox-words]").dataset.open;
  return boxes.map((box) => ({ name: inputsOf(box)[0].name, label: box.querySelector("label, .label").textContent.trim(), said }));
}

const inputsOf = (box) => [...box.querySelectorAll("[name]")];
const answered = (input) => (input.matches("[type=radio], [type=checkbox]") ? input.checked : input.value.trim());

// Keep it, send it, go on. When this phone cannot keep it, it goes out as any form does.
async function submit(form, pressed, instead) {
  show(form, "sending");
  let uuid;
  try {
    uuid = await kept(form, pressed, instead);
  } catch (broken) {
    if (broken instanceof Locked) { await opened(form, owner()); await submit(form, pressed, instead); return; }
    if (navigator.onLine) plainly(form, pressed);
    else show(form, "full");
    return;
  }
  form.dataset.kept = uuid;
  await sendAll({ only: uuid });
  const item = (await items()).find((one) => one.uuid === uuid);
  const content = await contentOf(item);
  if (item.state === "accepted" && item.owner) await (await import("./member/saying.js")).say("accepted");
  if (item.state === "accepted") location.assign(content.url || "/outbox/");
  else if (item.state === "refused" && item.why === "reasons") { await forget(uuid); renew(form, content.reasons); show(form, "refused", content.reasons); }
  else if (item.state === "refused") location.assign("/outbox/");
  else { show(form, WAITS.has(item.why) ? item.why : "kept"); await wake(); }
}

// The locker shut while the form was filled in: its PIN opens it, and what was typed stays where it is.
async function opened(form, member) {
  show(form, "none");
  await (await import("./member/pin.js")).ask(member);
}

function plainly(form, pressed) {
  form.dataset.plain = "";
  form.requestSubmit(pressed);
}

// The worker sends it when the line is back, also when this page is closed.
async function wake() {
  const worker = await navigator.serviceWorker?.getRegistration();
  await worker?.sync?.register("outbox").catch(() => {});
}

// What came back is put into the form once more, with its photos, to be put right.
async function refill(form, uuid) {
  await phone();
  const item = (await items()).find((one) => one.uuid === uuid && one.state === "refused" && one.owner === owner());
  if (!item) return "";
  const content = await contentOf(item);
  const files = await filesOf(item, content);
  for (const field of form.elements) fill(field, content, files);
  renew(form, content.reasons ?? []);
  if (content.reasons?.length) show(form, "refused", content.reasons);
  return uuid;
}

// What the next try is based on, once its person has seen both values.
function renew(form, reasons) {
  for (const { name, value } of reasons) if (value) form.elements[name].value = value;
}

function fill(field, content, files) {
  if (!field.name || UNTOLD.has(field.name)) return;
  const values = content.fields.filter(([name]) => name === field.name).map(([, value]) => value);
  if (field.type === "file") {
    const carried = new DataTransfer();
    files.forEach((file, number) => { if (content.files[number].name === field.name) carried.items.add(file); });
    field.files = carried.files;
  } else if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
  else if (values.length && field.type !== "submit") field.value = values[0];
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

// The words that the form shows; one that brings none takes those of the outbox page.
async function worded(form) {
  if (form.querySelector("[data-outbox-words]")) return;
  const page = new DOMParser().parseFromString(await (await fetch("/outbox/")).text(), "text/html");
  [...form.querySelectorAll("button:not([type=button])")].pop().before(document.adoptNode(page.querySelector("[data-outbox-words]")));
}

async function take(form) {
  await worded(form);
  let instead = "";
  form.addEventListener("submit", (event) => {
    if ("plain" in form.dataset) return;
    event.preventDefault();
    const open = unanswered(form);
    if (open.length) show(form, "refused", open);
    else submit(form, event.submitter, instead);
  });
  form.dataset.ready = "";
  const asked = new URLSearchParams(location.hash.slice(1)).get("outbox");
  if (asked) instead = await refill(form, asked);
}

if (window.crypto?.subtle && navigator.locks) document.querySelectorAll("form[data-outbox]").forEach(take);
