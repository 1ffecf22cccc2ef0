// Hides questions that need no answer now. Without this file all show, and the server drops what does not count.

import { holds } from "./logic.js";

for (const note of document.querySelectorAll("[data-asking]")) settle(note);
document.addEventListener("htmx:afterSettle", (event) => event.target.querySelectorAll("[data-asking]").forEach(settle));

function settle(note) {
  const form = note.closest("form");
  const asking = JSON.parse(note.dataset.asking);
  const show = () => refresh(form, asking);
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  form.addEventListener("reset", () => setTimeout(show));
  show();
}

/** Field by field, in order: an answer counts only where its question is asked. */
function refresh(form, asking) {
  const data = nested(asking.known);
  data.form ??= {};
  for (const field of asking.fields) {
    const inputs = [...form.querySelectorAll(`[name="${CSS.escape(asking.prefix + field.key)}"]`)];
    const asked = holds(field.when, data);
    for (const box of new Set(inputs.map((input) => input.closest(".field")))) if (box) box.hidden = !asked;
    if (asked) data.form[field.key] = answer(field.type, inputs, asking);
  }
}

/** `{"values.kind": 1}` as `{values: {kind: 1}}`. */
function nested(known) {
  const data = {};
  for (const [name, value] of Object.entries(known)) {
    const steps = name.split(".");
    const last = steps.pop();
    let here = data;
    for (const step of steps) {
      if (!Object.hasOwn(here, step) || here[step] === null || typeof here[step] !== "object") here[step] = {};
      here = here[step];
    }
    here[last] = value;
  }
  return data;
}

function answer(type, inputs, asking) {
  const chosen = inputs.filter((input) => input.checked).map((input) => input.value);
  if (type === "choices") return chosen;
  if (type === "consent") return chosen.length > 0;
  const typed = inputs.some((input) => input.type === "radio") ? chosen[0] : inputs[0]?.value.trim();
  if (!typed) return null;
  if (type === "yes_no") return typed === "yes";
  if (type === "date") return day(typed);
  if (["number", "integer", "money"].includes(type)) return number(typed, asking);
  return typed;
}

function day(typed) {
  const read = /^(\d{1,2})[/\-. ](\d{1,2})[/\-. ](\d{4})$/.exec(typed);
  return read ? `${read[3]}-${read[2].padStart(2, "0")}-${read[1].padStart(2, "0")}` : null;
}

function number(typed, asking) {
  const bare = typed.replace(/\s|đ|₫/g, "").replaceAll(asking.group, "").replace(asking.point, ".").replace("−", "-");
  return bare && Number.isFinite(Number(bare)) ? Number(bare) : null;
}
