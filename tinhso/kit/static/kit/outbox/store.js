// What this phone keeps, locked by a key that no script can read out. Each part is sealed under its own name.
//
// items: uuid → what must be known without opening it, and the sealed rest; files: "uuid/number" → sealed bytes;
// meta: "key", "phone" (its name, the place of its last item, how many it keeps), "known" (what the server last told),
// "locker/owner" and, while it is open, "open/owner" (lock.js);
// work: "owner/village/part" → a part of a day's work, sealed, and what must be known without opening it.
// How many are kept stands once more in a cookie, which outlives the store: a phone that lost its store says so.

const NAME = "outbox", STORES = ["meta", "items", "files", "work"], COOKIE = "outbox", DAYS = 400, NONCE = 12;
export const UNSENT = new Set(["kept", "sending", "refused"]);
const channel = "BroadcastChannel" in self ? new BroadcastChannel(NAME) : null;

const done = (request) => new Promise((good, bad) => { request.onsuccess = () => good(request.result); request.onerror = () => bad(request.error); });
const ended = (work) => new Promise((good, bad) => { work.oncomplete = good; work.onabort = work.onerror = () => bad(work.error); });

function opening(version) {
  const request = indexedDB.open(NAME, version);
  request.onupgradeneeded = () => {
    for (const store of STORES) if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store);
  };
  return done(request);
}

let opened;
const open = () => (opened ??= whole().catch((broken) => { opened = undefined; throw broken; }));

// The database with all its stores, also when one of them has gone.
async function whole() {
  let database = await opening();
  if (STORES.some((store) => !database.objectStoreNames.contains(store))) {
    const next = database.version + 1;
    database.close();
    database = await opening(next);
  }
  database.onversionchange = () => { database.close(); opened = undefined; };
  database.onclose = () => { opened = undefined; };
  return database;
}

async function working(stores, mode = "readonly") {
  const database = await open();
  return database.transaction(stores, mode, { durability: "strict" });
}

export async function told(name) {
  return done((await working("meta")).objectStore("meta").get(name));
}

export async function tell(name, value) {
  const work = await working("meta", "readwrite");
  work.objectStore("meta").put(value, name);
  await ended(work);
}

// Who this phone is. Asked first by everything: makes name and key when there are none, and sees whether something is lost.
let known;
export const phone = () => (known ??= navigator.locks.request("outbox-phone", settled).catch((broken) => { known = undefined; throw broken; }));

async function settled() {
  const [key, stood] = [await told("key"), await told("phone")];
  const cookie = await remembered();
  const all = await items();
  const here = all.filter((item) => UNSENT.has(item.state)).length;
  const expected = stood ? stood.kept : cookie?.kept ?? 0;
  const readable = key ? here : 0;
  if (expected > readable) await tell("lost", { count: expected - readable, sequence: stood?.sequence ?? cookie.sequence });
  const now = { device: stood?.device ?? cookie?.device ?? crypto.randomUUID(), sequence: stood?.sequence ?? cookie?.sequence ?? 0, kept: readable };
  if (!key) {
    await tell("key", await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]));
    for (const item of all) await forget(item.uuid);
  }
  await tell("phone", now);
  await remember(now);
  return now.device;
}

async function remembered() {
  const text = self.cookieStore ? (await cookieStore.get(COOKIE))?.value : self.document?.cookie.match(/(?:^|; )outbox=([^;]*)/)?.[1];
  const [device, sequence, kept] = (text ?? "").split(".");
  return kept ? { device, sequence: Number(sequence), kept: Number(kept) } : null;
}

async function remember({ device, sequence, kept }) {
  const value = `${device}.${sequence}.${kept}`;
  if (self.document) document.cookie = `${COOKIE}=${value}; path=/; max-age=${DAYS * 86400}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  else await self.cookieStore?.set({ name: COOKIE, value, path: "/", expires: Date.now() + DAYS * 86400000, sameSite: "lax" });
}

// The locker of someone is shut: their PIN opens it (lock.js).
export class Locked extends Error {}

// A key that stands open for longer than this (but for a minute by which clocks are put right) was opened by another
// clock: it counts as shut.
export const IDLE = 10 * 60_000;
const PUT_RIGHT = 60_000;
export const isOpen = (open) => Boolean(open) && open.until > Date.now() && open.until <= Date.now() + IDLE + PUT_RIGHT;

// With what the work of someone is sealed: by their own locker when they have one, else by the key of this phone.
async function keyOf(lock) {
  if (!lock) return told("key");
  const open = await told(`open/${lock}`);
  if (!isOpen(open)) throw new Locked(lock);
  return open.key;
}

async function seal(name, bytes, owner = "") {
  const lock = owner && (await told(`locker/${owner}`)) ? owner : "";
  const iv = crypto.getRandomValues(new Uint8Array(NONCE));
  const how = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) };
  return { lock, iv, bytes: await crypto.subtle.encrypt(how, await keyOf(lock), bytes) };
}

export async function unseal(name, sealed) {
  const how = { name: "AES-GCM", iv: sealed.iv, additionalData: new TextEncoder().encode(name) };
  return crypto.subtle.decrypt(how, await keyOf(sealed.lock), sealed.bytes);
}

const words = (value) => new TextEncoder().encode(JSON.stringify(value));

export async function items() {
  return done((await working("items")).objectStore("items").getAll());
}

export async function contentOf(item) {
  return JSON.parse(new TextDecoder().decode(await unseal(item.uuid, item.sealed)));
}

export async function filesOf(item, content) {
  return Promise.all(content.files.map(async (file, number) => {
    return new File([await unseal(`${item.uuid}/${number}`, await sealedFile(item, number))], file.filename, { type: file.type });
  }));
}

export const sealedFile = async ({ uuid }, number) => done((await working("files")).objectStore("files").get(`${uuid}/${number}`));

// Keep an item with its files; all of it or nothing. `instead` is the item that it replaces. Rejects when the phone is full.
export async function keep(item, content, files, instead = "") {
  await phone();
  const sealed = await seal(item.uuid, words(content), item.owner);
  const locked = await Promise.all(files.map(async (file, number) => seal(`${item.uuid}/${number}`, await file.arrayBuffer(), item.owner)));
  await changed((work, now) => {
    if (item.owner) now.sequence += 1;
    work.objectStore("items").put({ ...item, sequence: item.owner ? now.sequence : 0, sealed }, item.uuid);
    locked.forEach((file, number) => work.objectStore("files").put(file, `${item.uuid}/${number}`));
    if (instead) drop(work, instead);
  });
  navigator.storage?.persist?.().catch(() => false);
}

// Other things about an item: its state, why, when to try again; and its content, when that has changed too.
export async function mark(uuid, changes, content = null, owner = "") {
  const more = content ? { sealed: await seal(uuid, words(content), owner) } : {};
  await changed(async (work) => {
    const items = work.objectStore("items");
    const item = await done(items.get(uuid));
    if (item) items.put({ ...item, ...changes, ...more }, uuid);
  });
}

// It has left: only what the receipt says stays here.
export async function release(uuid, stub, owner = "") {
  const sealed = await seal(uuid, words(stub), owner);
  await changed(async (work) => {
    const item = await done(work.objectStore("items").get(uuid));
    drop(work, uuid);
    work.objectStore("items").put({ ...item, state: "accepted", why: "", at: Date.now(), sealed }, uuid);
  });
}

export const forget = (uuid) => changed((work) => drop(work, uuid));

function drop(work, uuid) {
  work.objectStore("items").delete(uuid);
  work.objectStore("files").delete(IDBKeyRange.bound(`${uuid}/`, `${uuid}/~`));
}

// One change of the store and of its count, in one transaction; then everyone who shows it is told.
async function changed(change) {
  const work = await working(STORES, "readwrite");
  const end = ended(work);
  end.catch(() => {});
  const meta = work.objectStore("meta");
  const now = (await done(meta.get("phone"))) ?? { sequence: 0, kept: 0 };
  await change(work, now);
  now.kept = (await done(work.objectStore("items").getAll())).filter((item) => UNSENT.has(item.state)).length;
  if (now.device) meta.put(now, "phone");
  await end;
  if (now.device) await remember(now);
  channel?.postMessage("changed");
}

export const whenChanged = (call) => channel?.addEventListener("message", call);

// A part of a day's work; `about` is told without opening it. Rejects when the phone is full.
export async function keepWork(owner, name, about, text) {
  await phone();
  const id = `${owner}/${name}`;
  const sealed = await seal(id, new TextEncoder().encode(text), owner);
  const work = await working("work", "readwrite");
  work.objectStore("work").put({ ...about, name, sealed }, id);
  await ended(work);
}

const ofOwner = (owner, start) => IDBKeyRange.bound(`${owner}/${start}`, `${owner}/${start}~`);

// The parts whose names begin so, unopened.
export async function workOf(owner, start = "") {
  return done((await working("work")).objectStore("work").getAll(ofOwner(owner, start)));
}

export async function readWork(owner, { name, sealed }) {
  return new TextDecoder().decode(await unseal(`${owner}/${name}`, sealed));
}

export async function dropWork(owner, start = "") {
  const work = await working("work", "readwrite");
  work.objectStore("work").delete(ofOwner(owner, start));
  await ended(work);
}
