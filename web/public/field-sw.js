/**
 * Keeps the worker's page itself on the phone, with every section's script, so that it opens without a network. Nothing of
 * the API passes through here: what is known and what is typed lies in the page's own vault (web/field/store), which this
 * worker cannot open.
 *
 * A newer page is fetched whole beside the present one and waits: the person is asked, or it is taken when the page is next
 * opened with no other tab open. So nobody's form changes under the fingers, and a broken download changes nothing.
 */
const CACHE = "wangge-field-2";
const PAGE = "/field/";
/** Under which name a newer page waits. */
const NEXT = "/field/next";
const FILES = [
  "/mark.svg",
  "/field.webmanifest",
  "/field-192.png",
  "/field-512.png",
];
const SEND_TAG = "wangge-field-send";

self.addEventListener("install", (event) => {
  event.waitUntil(renew());
});
self.addEventListener("activate", (event) => {
  event.waitUntil(letOldCachesGo().then(() => self.clients.claim()));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname.startsWith(PAGE)) event.respondWith(openPage(event));
  // Built files carry their content's hash in their name: a kept one is the right one.
  else if (pathname.startsWith("/assets/") || FILES.includes(pathname)) event.respondWith(fromCache(request));
});
self.addEventListener("message", (event) => {
  if (event.data === "take-over") event.waitUntil(self.skipWaiting());
  if (event.data === "take-page") event.waitUntil(takeNext().then(() => event.ports[0]?.postMessage("taken")));
});
/** The network is back: an open page, even in the background, sends. With none open the vault is shut, and nothing can be. */
self.addEventListener("sync", (event) => {
  if (event.tag === SEND_TAG) event.waitUntil(tell("send"));
});

async function tell(what) {
  for (const client of await self.clients.matchAll({ type: "window", includeUncontrolled: true }))
    if (new URL(client.url).pathname.startsWith(PAGE)) client.postMessage(what);
}

async function openPage(event) {
  const open = await self.clients.matchAll({ type: "window" });
  if (open.every((client) => client.id === event.clientId || client.id === event.replacesClientId)) await takeNext();
  const kept = await caches.match(PAGE);
  if (!kept) return fetch(PAGE);
  event.waitUntil(renew().catch(() => undefined));
  return kept;
}

/**
 * Fetches the page with every file that it names (also those that it will only need later: its links of rel=later). The
 * first one is kept at once; a later one, when it is another, waits beside the present one.
 */
async function renew() {
  const response = await fetch(PAGE, { cache: "no-cache" });
  const html = await response.clone().text();
  // A login page of a foreign network is not this page.
  if (!response.ok || !html.includes('id="app"')) throw new Error("not the page");
  const cache = await caches.open(CACHE);
  const present = await (await cache.match(PAGE))?.text();
  const files = [...filesIn(html), ...FILES];
  await Promise.all(files.map(async (file) => (await cache.match(file)) ?? cache.add(file)));
  if (present === undefined) return cache.put(PAGE, response);
  const waiting = await (await cache.match(NEXT))?.text();
  if (html === present) return cache.delete(NEXT);
  if (html !== waiting) await cache.put(NEXT, response);
  return tell("page-ready");
}

async function takeNext() {
  const cache = await caches.open(CACHE);
  const next = await cache.match(NEXT);
  if (!next) return;
  const before = await (await cache.match(PAGE))?.text();
  const html = await next.clone().text();
  await cache.put(PAGE, next);
  await cache.delete(NEXT);
  // Files of the page before stay until the next change, for a tab that is still open.
  const wanted = new Set([PAGE, ...filesIn(html), ...filesIn(before ?? ""), ...FILES]);
  for (const request of await cache.keys())
    if (!wanted.has(new URL(request.url).pathname)) await cache.delete(request);
}

async function letOldCachesGo() {
  for (const name of await caches.keys())
    if (name.startsWith("wangge-field-") && name !== CACHE) await caches.delete(name);
}

const filesIn = (html) => [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path);

async function fromCache(request) {
  return (await caches.match(request)) ?? fetch(request);
}
