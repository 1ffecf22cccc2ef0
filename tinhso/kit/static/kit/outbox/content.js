// How the content of an item is counted, alike here and by the server (core/outbox/domain.py), and what a receipt proves.

export const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
export const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const sha256 = (bytes) => crypto.subtle.digest("SHA-256", bytes);
const byName = ([one], [other]) => (one < other ? -1 : one > other ? 1 : 0);
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const PARTS = 8;

export const asSent = (text) => (text.toWellFormed?.() ?? text).replace(/\r\n|\r|\n/g, "\r\n");
export const digestOf = async (file) => hex(await sha256(await file.arrayBuffer()));

// fields: [name, text]; files: [name, SHA-256 in hexadecimal].
export async function contentDigest(fields, files) {
  const said = [...fields.toSorted(byName), ...files.toSorted(byName)];
  return hex(await sha256(new TextEncoder().encode(JSON.stringify(said))));
}

export function base32(bytes) {
  let bits = 0, held = 0, text = "";
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += LETTERS[(held >> (bits - 5)) & 31];
    held &= 255;
  }
  return bits ? text + LETTERS[(held << (5 - bits)) & 31] : text;
}

function fromBase32(text) {
  let bits = 0, held = 0;
  const bytes = [];
  for (const letter of text) {
    held = (held << 5) | LETTERS.indexOf(letter);
    for (bits += 5; bits >= 8; bits -= 8) bytes.push((held >> (bits - 8)) & 255);
    held &= 255;
  }
  return Uint8Array.from(bytes);
}

export function base64(bytes) {
  let text = "";
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text);
}

// What a receipt signs of an item.
export const bound = async (uuid, digest) => new Uint8Array(await sha256(Uint8Array.from([...unhex(uuid.replaceAll("-", "")), ...unhex(digest)])));

// Whether the receipt is over this very item and signed by one of the pinned keys (name → hexadecimal).
export const proves = async (receipt, { uuid, sha256: digest }, keys) => provesBound(receipt, await bound(uuid, digest), keys);

export async function provesBound(receipt, over, keys) {
  const parts = receipt.split(":");
  if (parts.length !== PARTS || parts[0] !== "TINHSO1" || parts[2] !== "OUTBOX" || !keys[parts[1]]) return false;
  if (parts[4] !== base32(over)) return false;
  const signature = fromBase32(parts[7]), said = new TextEncoder().encode(parts.slice(0, -1).join(":"));
  return signed(unhex(keys[parts[1]]), signature, said);
}

// Ed25519 by the browser; by our own hand where it is too old to know it.
async function signed(key, signature, said) {
  try {
    const known = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", known, signature, said);
  } catch (unknown) {
    if (unknown.name !== "NotSupportedError") return false;
    return (await import("./ed25519.js")).verify(key, signature, said);
  }
}
