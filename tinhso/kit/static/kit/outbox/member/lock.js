// The locker of a member on this phone: a key that a PIN opens, and that only the province could open besides.
//
// The key seals what the member carries and keeps (store.js). It lies here wrapped twice: by the PIN (PBKDF2), and for the
// province (ECDH), so that unsent work can be handed over closed when the PIN is forgotten. While the locker is open its key
// stands in the store as one that no script can read out; it goes when nobody touched the phone for some minutes.

import { base64, unhex } from "../content.js";
import { dropWork, forget, IDLE, isOpen, items, phone, tell, told, UNSENT } from "../store.js";

const ROUNDS = 600_000, FREE = 5, MOST = 10, PAUSE = 30_000;
const FORMAT = new TextEncoder().encode("TINHSO-OUTBOX-1"), CURVE = { name: "ECDH", namedCurve: "P-256" };
const random = (size) => crypto.getRandomValues(new Uint8Array(size));
const gcm = (iv) => ({ name: "AES-GCM", iv, additionalData: FORMAT });

async function byPin(pin, salt) {
  const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return crypto.subtle.deriveKey(how, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

// A raw key, locked for the province (core/outbox/domain/sealed.py).
export async function lockFor(point, raw) {
  const province = await crypto.subtle.importKey("raw", unhex(point), CURVE, false, []);
  const own = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: province }, own.privateKey, 256);
  const drawn = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: FORMAT };
  const wrapping = await crypto.subtle.deriveKey(how, drawn, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = random(12);
  const key = await crypto.subtle.encrypt(gcm(iv), wrapping, raw);
  return { public: base64(await crypto.subtle.exportKey("raw", own.publicKey)), iv: base64(iv), key: base64(key) };
}

const usable = (raw) => crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

export const lockerOf = (owner) => told(`locker/${owner}`);

// "none", "open", "shut", or "dead": the PIN was wrong too often.
export async function stateOf(owner) {
  const locker = owner ? await lockerOf(owner) : null;
  if (!locker) return "none";
  if (!locker.wrapped) return "dead";
  return isOpen(await told(`open/${owner}`)) ? "open" : "shut";
}

// A new locker with this PIN. What was kept before stays readable as it was. Answers with what the server must know of it.
export async function makeLocker(owner, pin) {
  const seal = (await told("known"))?.seal;
  if (!seal) throw new Error("never heard of the province");
  const raw = random(32), salt = random(16), iv = random(12);
  const wrapped = await crypto.subtle.encrypt(gcm(iv), await byPin(pin, salt), raw);
  const signing = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const locker = { uuid: crypto.randomUUID(), salt, iv, wrapped, seal: seal.name, lock: await lockFor(seal.key, raw), signing: signing.privateKey, tries: 0, wait: 0 };
  await tell(`locker/${owner}`, locker);
  await tell(`open/${owner}`, { key: await usable(raw), until: Date.now() + IDLE });
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", signing.publicKey));
  return { uuid: locker.uuid, device: await phone(), key: [...point].map((byte) => byte.toString(16).padStart(2, "0")).join("") };
}

// "open", "wrong", or "dead"; `{ wait }` in milliseconds when it is too early to try again.
export const unlock = (owner, pin) => navigator.locks.request("outbox-pin", async () => {
  const locker = await lockerOf(owner);
  if (!locker?.wrapped) return { state: "dead" };
  if (locker.wait > Date.now()) return { state: "wait", wait: locker.wait - Date.now() };
  await tell(`locker/${owner}`, { ...locker, tries: locker.tries + 1, wait: Date.now() + (locker.tries + 1 < FREE ? 0 : PAUSE * 2 ** (locker.tries + 1 - FREE)) });
  try {
    const raw = await crypto.subtle.decrypt(gcm(locker.iv), await byPin(pin, locker.salt), locker.wrapped);
    await tell(`locker/${owner}`, { ...locker, tries: 0, wait: 0 });
    await tell(`open/${owner}`, { key: await usable(raw), until: Date.now() + IDLE });
    return { state: "open" };
  } catch {
    return locker.tries + 1 >= MOST ? die(owner, locker) : { state: "wrong", left: MOST - locker.tries - 1 };
  }
});

// Nobody opens it any more: what was carried is gone; what is unsent can still be handed over closed.
async function die(owner, locker) {
  await tell(`locker/${owner}`, { ...locker, wrapped: null });
  await dropWork(owner);
  return { state: "dead" };
}

export const giveUp = async (owner) => die(owner, await lockerOf(owner));

export const shut = (owner) => tell(`open/${owner}`, null);

// Whoever touches the phone keeps it open; after some minutes without it is shut.
export function watch(owner, closed) {
  let touched = Date.now();
  for (const sign of ["pointerdown", "keydown"]) addEventListener(sign, () => { touched = Date.now(); }, { passive: true });
  setInterval(async () => {
    const open = await told(`open/${owner}`);
    if (open && touched + IDLE > Date.now()) await tell(`open/${owner}`, { ...open, until: touched + IDLE });
    else if (open) { await shut(owner); closed(); }
  }, 20_000);
}

// What only this locker opens leaves the phone, unsent or not: hand it over first (carry.js). The codes and the reasons
// that came back for it lie outside the locker, and stay until their member has put them away.
export async function empty(owner) {
  await drop(owner, ({ sealed }) => sealed.lock === owner);
  await remove(owner);
}

// Everything of a member leaves this phone, but for the locker itself, whose key signs that it is empty.
export const wipe = (owner) => drop(owner, () => true);

export const remove = (owner) => tell(`locker/${owner}`, null);

async function drop(owner, which) {
  await shut(owner);
  await dropWork(owner);
  for (const item of await items()) if (item.owner === owner && which(item)) await forget(item.uuid);
}

export const unsentOf = async (owner) => (await items()).filter((item) => item.owner === owner && UNSENT.has(item.state));
