/**
 * Keeps the worker's page itself on the phone, so that it opens without a network. Nothing of the API passes through
 * here: what is known and what is typed lies in the page's own database (web/field/store).
 */
const CACHE = "wangge-field-1";
const PAGE = "/field/";
/** A slow network is a missing one: after so long the kept page is shown. */
const PATIENCE_MS = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(fetchPage().then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname.startsWith(PAGE)) event.respondWith(openPage());
  // Built files carry their content's hash in their name: a kept one is the right one.
  else if (pathname.startsWith("/assets/") || pathname === "/mark.svg") event.respondWith(fromCache(request));
});

async function openPage() {
  const kept = await caches.match(PAGE);
  if (!kept) return fetch(PAGE);
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE_MS));
  return Promise.race([fetchPage().catch(() => kept), late]);
}

/** Fetches the page, keeps it with all files that it names, and lets older ones go. */
async function fetchPage() {
  const response = await fetch(PAGE, { cache: "no-cache" });
  const html = await response.clone().text();
  // A login page of a foreign network is not this page.
  if (!response.ok || !html.includes('id="app"')) throw new Error("not the page");
  const files = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);
  const cache = await caches.open(CACHE);
  for (const file of files) if (!(await cache.match(file))) await cache.add(file);
  await cache.put(PAGE, response.clone());
  const wanted = new Set([PAGE, ...files]);
  for (const request of await cache.keys()) {
    if (!wanted.has(new URL(request.url).pathname)) await cache.delete(request);
  }
  return response;
}

async function fromCache(request) {
  return (await caches.match(request)) ?? fetch(request);
}
