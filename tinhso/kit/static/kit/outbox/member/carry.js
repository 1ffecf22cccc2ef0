// The outbox as a file for a stick: sealed for the province, signed by the member's locker (core/outbox/domain/sealed.py).
// What a shut locker holds goes along as it is, closed; so a forgotten PIN loses nothing.

import { base64, hex, provesBound, unhex } from "../content.js";
import { lockerOf, lockFor, remove, shut, unsentOf, wipe } from "./lock.js";
import { dropWork, items, mark, phone, release, sealedFile, tell, told, UNSENT, unseal } from "../store.js";

const FORMAT = "TINHSO-OUTBOX-1", EMPTIED = "TINHSO-EMPTIED-1", WAITS = ["sent_on", "missing", "server"];
const words = (value) => new TextEncoder().encode(JSON.stringify(value));
const sha256 = async (bytes) => hex(await crypto.subtle.digest("SHA-256", bytes));

async function sealed(key, name, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) };
  return { iv, bytes: await crypto.subtle.encrypt(how, key, bytes) };
}

// The content or a file of an item: closed by the member's own locker as it lies here, or sealed anew by the key of the file.
async function blob(name, lying, key) {
  const made = lying.lock ? lying : await sealed(key, name, await unseal(name, lying));
  return { ...made, lock: lying.lock ? 1 : 0, name };
}

const signed = (locker, bytes) => crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, locker.signing, bytes);

async function blobsOf(item, key) {
  const number = item.files ?? 0;
  const parts = [await blob(item.uuid, item.sealed, key)];
  for (let one = 0; one < number; one += 1) parts.push(await blob(`${item.uuid}/${one}`, await sealedFile(item, one), key));
  return parts;
}

function about({ uuid, owner, sequence, made, heard, language }, device) {
  return { uuid, owner, sequence, made, heard, language, device: owner ? device : uuid, sent: new Date().toISOString() };
}

// What this member has not sent, with what nobody's name is on, as the text of a file. Null when nothing waits.
export async function written(owner) {
  const waiting = (await items()).filter((item) => (!item.owner || item.owner === owner) && UNSENT.has(item.state));
  const [locker, seal, device] = [owner ? await lockerOf(owner) : null, (await told("known"))?.seal, await phone()];
  if (!waiting.length || !seal) return null;
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
  const blobs = (await Promise.all(waiting.map((item) => blobsOf(item, key)))).flat();
  const hashes = await Promise.all(blobs.map((one) => sha256(one.bytes)));
  const listed = waiting.map((item) => about(item, device));
  const head = await sealed(key, FORMAT, words({ at: new Date().toISOString(), blobs: hashes, items: listed }));
  const signature = locker ? await signed(locker, head.bytes) : new Uint8Array();
  return JSON.stringify({
    format: FORMAT,
    key: seal.name,
    locker: locker?.uuid ?? "",
    locks: [await lockFor(seal.key, raw), ...(locker ? [locker.lock] : [])],
    head: { iv: base64(head.iv), bytes: base64(head.bytes) },
    signature: base64(signature),
    blobs: blobs.map(({ lock, name, iv, bytes }) => ({ lock, name, iv: base64(iv), bytes: base64(bytes) })),
  });
}

async function post(address, values, csrf) {
  const body = new FormData();
  for (const [name, value] of Object.entries({ ...values, csrfmiddlewaretoken: csrf })) body.append(name, value);
  return fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
}

// Hand over, closed, what is unsent of a member whose locker cannot be opened. True when nothing is left behind.
export async function handOver(owner, now) {
  const text = await written(owner);
  if (!text) return true;
  const answer = await post("/outbox/hand-over/", { file: new File([text], "outbox") }, now.csrf);
  const said = await answer.json();
  if (said.state === "held") return true;
  if (said.state !== "taken") return false;
  for (const one of said.items) await settle(one, now);
  return !(await unsentOf(owner)).some((item) => item.state !== "refused");
}

// What lies here afterwards is no longer in the locker: a code, or why it came back. What we only could not take in now stays.
async function settle({ uuid, title, state, receipt, code, reasons }, now) {
  const item = (await items()).find((one) => one.uuid === uuid);
  if (!item || WAITS.includes(state)) return;
  const lost = { title, fields: [], files: [], reasons: reasons.map((said) => ({ said })) };
  if (state !== "accepted") await mark(uuid, { state: "refused", why: "lost", at: Date.now() }, lost);
  else if (await provesBound(receipt, unhex(item.bound), now.keys)) await release(uuid, { title, code, receipt, url: "" });
}

// Lockers that were taken out of use are emptied: first shut and without what was carried, then without what was unsent.
// The locker goes last: until we have heard that it is empty, the phone says so at each contact, signed by its key.
export async function obey(now) {
  for (const [owner, locker] of await lockers()) {
    if (!now.wipe?.includes(locker.uuid)) continue;
    await shut(owner);
    await dropWork(owner);
    await caches.delete("carried");
    if (!(await handOver(owner, now))) continue;
    await wipe(owner);
    const signature = hex(await signed(locker, new TextEncoder().encode(`${EMPTIED} ${locker.uuid}`)));
    const answer = await post("/outbox/phones/wiped/", { uuid: locker.uuid, signature }, now.csrf);
    if (answer.ok) await remove(owner);
  }
}

async function lockers() {
  const owners = (await told("owners")) ?? [];
  const all = await Promise.all(owners.map(async (owner) => [owner, await lockerOf(owner)]));
  return all.filter(([, locker]) => locker);
}

export async function remember(owner) {
  await tell("owners", [...new Set([...((await told("owners")) ?? []), owner])]);
}
