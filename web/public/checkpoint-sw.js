/**
 * Keeps the checkpoint's page itself on the phone, with the reader of codes (a WebAssembly file), so that a shift begins
 * without a network and within a second: the kept page is shown at once and renewed behind. Nothing of the API passes
 * through here: what is known and what is recorded lies in the page's own database (web/checkpoint/store).
 */
const CACHE = "wangge-checkpoint-1";
const PAGE = "/checkpoint/";
const FILES = ["/mark.svg", "/checkpoint.webmanifest"];

self.addEventListener("install", (event) => {
  event.waitUntil(renew().then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname.startsWith(PAGE)) event.respondWith(openPage(event));
  // Built files carry their content's hash in their name: a kept one is the right one.
  else if (pathname.startsWith("/assets/") || FILES.includes(pathname)) event.respondWith(fromCache(request));
});

async function openPage(event) {
  const kept = await caches.match(PAGE);
  const renewal = renew();
  event.waitUntil(renewal.catch(() => undefined));
  return kept ?? (await renewal);
}

/**
 * Fetches the page and keeps it with every file that it names (also those that it will only need later: its links of
 * rel=later). Files of the page before stay until the next change, for a tab that is still open.
 */
async function renew() {
  const response = await fetch(PAGE, { cache: "no-cache" });
  const html = await response.clone().text();
  // A login page of a foreign network is not this page.
  if (!response.ok || !html.includes('id="app"')) throw new Error("not the page");
  const cache = await caches.open(CACHE);
  const before = await (await cache.match(PAGE))?.text();
  const files = [...filesIn(html), ...FILES];
  await Promise.all(files.map(async (file) => (await cache.match(file)) ?? cache.add(file)));
  await cache.put(PAGE, response.clone());
  if (before !== undefined && before !== html) await letGo(cache, new Set([PAGE, ...files, ...filesIn(before)]));
  return response;
}

async function letGo(cache, wanted) {
  for (const request of await cache.keys()) {
    if (!wanted.has(new URL(request.url).pathname)) await cache.delete(request);
  }
}

const filesIn = (html) => [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path);

async function fromCache(request) {
  return (await caches.match(request)) ?? fetch(request);
}
