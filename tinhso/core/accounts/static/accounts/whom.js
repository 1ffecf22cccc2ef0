// Choosing whom one helps among the people of the villages that this phone carries along (core/field), or the one whom the
// address names. Without this file name and birth date are typed.

import { phone, readWork, workOf } from "../kit/outbox/store.js";

const SHOWN = 8, LETTERS = 2, root = document.documentElement;
const box = document.querySelector("[data-whom]");
const part = (name) => box.querySelector(`[data-${name}]`);
const field = (name) => box.querySelector(`[name="${name}"]`);
const owner = () => ("copy" in root.dataset ? localStorage.getItem("who") ?? "" : root.dataset.who ?? "");
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll(/[đĐ]/g, "d").toLowerCase();

function choose({ id, title }) {
  field("person").value = id;
  field("whom_name").value = title;
  field("whom_name").readOnly = Boolean(id);
  part("typed").hidden = Boolean(id);
  part("other").hidden = !id;
  part("found").replaceChildren();
}

function row(person) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button quiet", textContent: [person.title, ...(person.notes ?? []).slice(0, 1)].join(", ") });
  button.addEventListener("click", () => { choose(person); field("whom_name").focus(); });
  const line = document.createElement("li");
  line.append(button);
  return line;
}

function offer(people) {
  const find = document.getElementById("find-person");
  find.addEventListener("input", () => {
    const words = fold(find.value).split(/\s+/).filter(Boolean);
    const fitting = find.value.trim().length < LETTERS ? [] : people.filter(({ title }) => words.every((word) => fold(title).includes(word)));
    part("found").replaceChildren(...fitting.slice(0, SHOWN).map(row));
  });
  part("people").hidden = !people.length;
}

async function carried() {
  await phone();
  const parts = (await workOf(owner())).filter(({ name }) => name.split("/")[1]?.startsWith("people."));
  const texts = await Promise.all(parts.map((one) => readWork(owner(), one)));
  return texts.flatMap((text) => JSON.parse(text).rows);
}

async function begin() {
  part("other").querySelector("button").addEventListener("click", () => { choose({ id: "", title: "" }); field("whom_name").focus(); });
  if (field("person").value) choose({ id: field("person").value, title: field("whom_name").value });
  if (!owner() || !window.crypto?.subtle || !navigator.locks) return;
  const people = await carried();
  offer(people);
  const named = people.find(({ id }) => id === new URLSearchParams(location.search).get("person"));
  if (named) choose(named);
}

begin().catch(() => {});
