// The worker of this site: pages for when there is no signal, static files named by their content, and the outbox.
//
// It keeps only what any visitor is shown, fetched without any cookie. Of what someone signed in is shown it keeps the few
// pages that members of the teams carry along, which name nobody (core/field). A page may name others that a visitor will
// want where there is no signal (`data-keep`). It is started by an address that says how this person wants pages:
// language, light or dark, size of the text.

import { sendAll } from "./outbox/sending.js";

const PATIENCE = 3000, DAY = 86_400_000, VISITOR = "/visitor", CARRIED = "carried", AHEAD = "ahead", MOST_AHEAD = 60, MEMBERS = "/member/";
const wish = new URL(self.location).searchParams;
const IMPORTED = /(?:from|import)\s*\(?\s*["'](\.[^"']+)["']/g, NAMED = /(?:href|src)="([^"]+\.(?:css|js|svg|woff2))"/g;

export function serve({ version, files, first, pages, noSignal }) {
  const name = `pages-${version}-${wish}`;
  self.addEventListener("install", (event) => { self.skipWaiting(); event.waitUntil(fill(name, files, first)); });
  self.addEventListener("activate", (event) => event.waitUntil(dropOthers(name).then(() => self.clients.claim())));
  self.addEventListener("sync", (event) => { if (event.tag === "outbox") event.waitUntil(sent()); });
  self.addEventListener("message", (event) => {
    const { visitor, carry, keep } = event.data;
    event.waitUntil(carry ? carried(name, files, carry) : keep ? ahead(name, files, keep) : know(name, visitor));
  });
  self.addEventListener("fetch", (event) => {
    const { request } = event, { origin, pathname } = new URL(request.url);
    if (origin !== self.location.origin) return;
    if (request.mode === "navigate") {
      const shown = page(name, request, pages.includes(pathname) ? pathname : "", noSignal);
      event.respondWith(shown);
      event.waitUntil(shown.then(() => fill(name, files, pages)));
    }
    else if (request.method === "GET" && pathname.startsWith(files)) event.respondWith(file(name, request));
  });
}

async function sent() {
  const why = await sendAll();
  if (why) throw new Error(why);
}

async function dropOthers(name) {
  const names = await caches.keys();
  await Promise.all(names.filter((other) => other.startsWith("pages-") && other !== name).map((other) => caches.delete(other)));
}

// Pages that are not here yet, with their files: the smallest few when the worker is installed, the others at the next page.
async function fill(name, files, pages) {
  const cache = await caches.open(name), seen = new Set();
  const texts = await Promise.all(pages.map(async (path) => ((await cache.match(path)) ? "" : copied(cache, path).catch(() => ""))));
  await Promise.all(texts.flatMap((text) => [...text.matchAll(NAMED)]).map(([, path]) => path.startsWith(files) && fetched(cache, path, seen)));
}

// A page as a visitor sees it, in the language, light and size of whoever uses this phone.
async function copied(cache, path) {
  const answer = await fetch(path, { credentials: "omit", cache: "no-cache", headers: { "Accept-Language": wish.get("language") ?? "vi" } });
  if (!answer.ok || answer.redirected) return "";
  const looks = ["theme", "text"].filter((one) => wish.get(one)).map((one) => ` data-${one}="${wish.get(one).replace(/\W/g, "")}"`).join("");
  const text = (await answer.text()).replace("<html ", `<html data-copy${looks} `);
  await cache.put(path, new Response(text, { headers: answer.headers }));
  return text;
}

// Pages and sounds for a day without signal, as whoever asks sees them; those that are gone are left out.
async function carried(name, files, addresses) {
  const cache = await caches.open(CARRIED), shelf = await caches.open(name), seen = new Set();
  for (const address of addresses) {
    const answer = await fetch(address, { cache: "no-cache", headers: { Accept: "text/html, audio/*" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) continue;
    if (!answer.headers.get("Content-Type").startsWith("text/html")) { await cache.put(address, answer); continue; }
    const text = (await answer.text()).replace("<html ", "<html data-copy ");
    await cache.put(address, new Response(text, { headers: answer.headers }));
    for (const [, path] of text.matchAll(NAMED)) if (path.startsWith(files)) await fetched(shelf, path, seen, true);
  }
}

// Pages that lie ahead on somebody's way, as any visitor sees them; the oldest go when there are many.
async function ahead(name, files, paths) {
  const cache = await caches.open(AHEAD), shelf = await caches.open(name), seen = new Set();
  for (const path of paths.filter((one) => one.startsWith("/"))) {
    const text = await copied(cache, path).catch(() => "");
    for (const [, file] of text.matchAll(NAMED)) if (file.startsWith(files)) await fetched(shelf, file, seen);
  }
  const all = await cache.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST_AHEAD)).map((one) => cache.delete(one)));
}

// A file, and what a script among them asks for; what only members need is left out for others.
async function fetched(cache, path, seen, members = false) {
  if (seen.has(path)) return;
  seen.add(path);
  const answer = await fetch(path);
  if (!answer.ok) return;
  await cache.put(path, answer.clone());
  if (!path.endsWith(".js")) return;
  const asked = [...(await answer.text()).matchAll(IMPORTED)].map(([, other]) => new URL(other, new URL(path, self.location)).pathname);
  const wanted = asked.filter((other) => members || !other.includes(MEMBERS));
  await Promise.all(wanted.map((other) => fetched(cache, other, seen, members)));
}

async function file(name, request) {
  const cache = await caches.open(name);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && answer.status === 200) await cache.put(request, answer.clone());
  return answer;
}

// Whether nobody is signed in, as the last page told.
async function know(name, visitor) {
  const cache = await caches.open(name);
  await (visitor ? cache.put(VISITOR, new Response("")) : cache.delete(VISITOR));
}

const fresh = (answer) => Date.now() - Date.parse(answer.headers.get("Date")) < DAY;

// A page that a member carries along, or that lies ahead, whatever its address asks of it.
const copy = (request, cacheName = CARRIED) => caches.match(request, { cacheName, ignoreSearch: true, ignoreVary: true });

// From the server. What this phone keeps of the few open pages comes at once to a visitor, for whom it was made a day ago
// at most; to others when there is no line, or a very slow one.
async function page(name, request, kept, noSignal) {
  const cache = await caches.open(name);
  const visitor = await cache.match(VISITOR), ours = request.method === "GET";
  const own = (ours && !visitor && (await copy(request))) || (ours && kept && (await cache.match(kept))) || undefined;
  if (own && visitor && fresh(own)) return own;
  const asked = fetch(request).then((answer) => (own && answer.status >= 500 ? own : answer));
  const late = own ? new Promise((good) => setTimeout(good, PATIENCE, own)) : asked;
  try {
    return await Promise.race([asked, late]);
  } catch {
    return own || (ours && (await copy(request, AHEAD))) || (await cache.match(noSignal)) || Response.error();
  }
}
