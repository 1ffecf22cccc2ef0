// Photos and voices of a signed-in person go ahead of their form in pieces, one by one, the smallest file first. What has
// arrived is asked for first, so that after a broken line only what is missing goes again (core/outbox/views/pieces.py).

import { NotTaken } from "../answers.js";
import { digestOf } from "../content.js";
import { mark } from "../store.js";

const SMALLEST = 16_384, LARGEST = 262_144, QUICK = 1_500, WORTH_IT = 49_152;

// The words by which the form refers to its files; null when they are small enough to go with it.
export async function sendPieces(item, content, files, now) {
  const all = files.reduce((sum, file) => sum + file.size, 0);
  if (all < WORTH_IT) return null;
  const hashes = await Promise.all(files.map(digestOf)), address = `/outbox/pieces/${item.uuid}/`;
  const { have } = await said(await fetch(address, { cache: "no-store" }));
  const order = files.map((_, number) => number).sort((one, other) => files[one].size - files[other].size);
  const way = { address, csrf: now.csrf, size: SMALLEST, gone: 0, tell: (gone) => mark(item.uuid, { gone, all }) };
  for (const number of order) await sendFile(files[number], hashes[number], have[hashes[number]] ?? 0, way);
  return JSON.stringify(content.files.map(({ name, filename, type }, number) => [name, filename, type, hashes[number]]));
}

async function sendFile(file, sha256, start, way) {
  for (let at = start; at < file.size;) {
    const piece = file.slice(at, at + way.size), began = Date.now();
    const header = `sha256=${sha256}; total=${file.size}; start=${at}; own=${await digestOf(piece)}`;
    const wish = { method: "POST", body: piece, headers: { Piece: header, "X-CSRFToken": way.csrf, "Content-Type": "application/octet-stream" } };
    const { have } = await said(await fetch(way.address, wish));
    if (have[sha256] <= at) throw new Error("nothing moves");
    at = have[sha256];
    way.size = Date.now() - began < QUICK ? Math.min(way.size * 2, LARGEST) : SMALLEST;
    await way.tell(way.gone + at);
  }
  way.gone += file.size;
}

async function said(answer) {
  if (!answer.ok || answer.redirected) throw new NotTaken(answer);
  return answer.json();
}
