// Sending what is kept: small first, one at a time, by whoever comes first of all pages and the worker. An item leaves only
// when the receipt for it verifies here.

import { BUSY, NotTaken } from "./answers.js";
import { asSent, proves } from "./content.js";
import { contentOf, filesOf, items, Locked, mark, phone, release, tell, told } from "./store.js";

const NOW = "/outbox/now/", FIRST_WAIT = 15_000, LONGEST_WAIT = 3_600_000, PATIENCE = 60_000, SLOWEST = 0.5;
const FOR_GOOD = { 403: "right", 404: "gone", 405: "gone", 410: "gone", 413: "large", 422: "other" };

// For whom this browser delivers now, with what proof. Throws when there is no line.
export async function ask() {
  await phone();
  const answer = await fetch(NOW, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw new NotTaken(answer);
  const said = await answer.json();
  const pinned = (await told("known"))?.keys ?? {};
  const now = { ...said, keys: { ...said.keys, ...pinned } };
  await tell("known", { who: now.who, at: now.at, keys: now.keys, heard: now.heard, seal: now.seal });
  if (now.wipe?.length) await (await import("./member/carry.js")).obey(now);
  return now;
}

// Send what may be sent now; `pressed` also what was to wait. `only` is one item. Says why nothing goes: "line", "server"
// or "busy"; else "".
export const sendAll = (wish = {}) => navigator.locks.request("outbox", wish.only || wish.pressed ? {} : { ifAvailable: true }, (lock) => (lock ? sendEach(wish) : ""));

// A pause that is longer than any was made by another clock: it is over.
const isResting = ({ next }) => next > Date.now() && next <= Date.now() + LONGEST_WAIT;

async function sendEach({ pressed = false, only = "" }) {
  const all = (await items()).filter((item) => ["kept", "sending"].includes(item.state) && (!only || item.uuid === only));
  const waiting = all.filter((item) => pressed || only || !isResting(item)).sort((one, other) => one.bytes - other.bytes);
  let now;
  try {
    now = await ask();
  } catch (broken) {
    const why = broken instanceof NotTaken ? broken.why : "line";
    for (const item of waiting) await (why === "line" ? noLine(item) : later(item, why));
    return why;
  }
  for (const item of waiting) {
    if (item.owner && item.owner !== now.who) await mark(item.uuid, { state: "kept", why: "person" });
    else if ((await send(item, now)) === "line") return "line";
  }
  return "";
}

async function noLine(item) {
  if (item.state !== "kept" || item.why !== "line") await mark(item.uuid, { state: "kept", why: "line" });
}

// How it went: "accepted", "refused", "kept", or "line" when the line broke.
async function send(item, now) {
  let content, files;
  try {
    content = await contentOf(item);
    files = await filesOf(item, content);
  } catch (shut) {
    if (!(shut instanceof Locked)) return refused(item, "unreadable");
    await mark(item.uuid, { state: "kept", why: "locked" });
    return "kept";
  }
  await mark(item.uuid, { state: "sending", why: "" });
  try {
    const referred = item.owner && files.length ? await (await import("./member/pieces.js")).sendPieces(item, content, files, now) : null;
    const wish = await post(item, content, referred ?? files, now);
    return await heard(item, content, await fetch(content.action, wish), now);
  } catch (broken) {
    if (broken instanceof NotTaken) return later(item, broken.why);
    await later(item, "line");
    return "line";
  }
}

// `files`: themselves, or the words that refer to them when they came in pieces before.
async function post(item, content, files, now) {
  const body = new FormData();
  content.fields.forEach(([name, value]) => body.append(name, asSent(value)));
  if (typeof files === "string") body.append("outbox_files", files);
  else files.forEach((file, number) => body.append(content.files[number].name, file));
  body.append("csrfmiddlewaretoken", now.csrf);
  const device = item.owner ? await phone() : item.uuid;
  const about = { device, sequence: item.sequence, sha256: content.sha256, made: item.made, sent: new Date().toISOString(), heard: item.heard };
  return {
    method: "POST",
    body,
    redirect: "manual",
    credentials: !item.owner && now.who ? "omit" : "same-origin",
    signal: AbortSignal.timeout(PATIENCE + item.bytes / SLOWEST),
    headers: {
      Accept: "application/json",
      "Accept-Language": item.language,
      "Idempotency-Key": item.uuid,
      "Outbox-Item": Object.entries(about).map(([name, value]) => `${name}=${value}`).join("; "),
    },
  };
}

async function heard(item, content, answer, now) {
  if (answer.type === "opaqueredirect") return later(item, "person");
  const said = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
  if (said.state === "accepted") return accepted(item, content, said, now);
  if (said.state === "refused") return refused(item, "reasons", { ...content, reasons: said.reasons });
  const wait = Number(answer.headers.get("Retry-After")) * 1000;
  if (said.state === "sent_on") return later(item, "node", wait, { ...content, code: said.code });
  if (["revoked", "missing"].includes(said.state)) return later(item, said.state);
  if (FOR_GOOD[answer.status]) return refused(item, FOR_GOOD[answer.status]);
  return later(item, BUSY.has(answer.status) ? "busy" : "server", wait);
}

async function accepted(item, content, said, now) {
  if (!(await proves(said.receipt, { uuid: item.uuid, sha256: content.sha256 }, now.keys))) return later(item, "receipt");
  const { title } = content;
  await release(item.uuid, { title, code: said.code || said.receipt.split(":")[3], url: said.url, receipt: said.receipt }, item.owner);
  return "accepted";
}

async function refused(item, why, content = null) {
  await mark(item.uuid, { state: "refused", why, at: Date.now() }, content, item.owner);
  return "refused";
}

async function later(item, why, wait = 0, content = null) {
  const tries = (item.tries ?? 0) + 1;
  const pause = wait || Math.min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT);
  await mark(item.uuid, { state: "kept", why, tries, next: Date.now() + pause }, content, item.owner);
  return "kept";
}
