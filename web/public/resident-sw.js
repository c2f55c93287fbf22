/**
 * Keeps the resident's page itself on the phone, so that the code opens without a network and within a second: the kept
 * page is shown at once and renewed behind. Nothing of the API passes through here: what is known lies in the page's
 * own database (web/resident/store).
 */
const CACHE = "wangge-resident-1";
const PAGE = "/resident/";
const RENEW_AFTER_MS = 3000;
const FILES = ["/mark.svg", "/resident.webmanifest"];

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
  if (request.mode === "navigate" && pathname.startsWith(PAGE)) {
    event.respondWith(openPage(event));
  }
  // Built files carry their content's hash in their name: a kept one is the right one.
  else if (pathname.startsWith("/assets/") || FILES.includes(pathname)) event.respondWith(fromCache(request));
});

/** The kept page first: a slow network is a missing one, and a code must be on the screen within a second. */
async function openPage(event) {
  const kept = await caches.match(PAGE);
  if (!kept) return renew();
  // Renewed once the page stands: until then the phone's processor is the page's.
  const renewal = new Promise((resolve) => setTimeout(resolve, RENEW_AFTER_MS)).then(renew);
  event.waitUntil(renewal.catch(() => undefined));
  return kept;
}

/**
 * Fetches the page, keeps it with all files that it names, and lets older ones go that neither it names nor the page
 * before it: a tab that is still open may yet ask for those.
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

/** Parts that are loaded when needed are kept as they come; the page asks for all of them once it stands still. */
async function letGo(cache, wanted) {
  for (const request of await cache.keys()) {
    if (!wanted.has(new URL(request.url).pathname)) await cache.delete(request);
  }
}

const filesIn = (html) => [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path);

async function fromCache(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(CACHE)).put(request, response.clone());
  return response;
}
