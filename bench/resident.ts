/**
 * The resident's entrance on a cheap phone: Chromium at 4× CPU throttle and slow 3G (400 kbit/s each way, 400 ms a round
 * trip, as WebPageTest's "Slow 3G"). First load until the page can be used, opened again with and without a network
 * until the kept code can be scanned, and the size at first load. Each figure a JSON line.
 *
 *   npm run bench -- resident [--runs 5]      (after npm run build; WANGGE_PAGES names another folder of built pages)
 */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import type { CDPSession, Page } from "playwright-core";
import { enrol } from "#capabilities/codes/evidence.ts";
import { rotateOnSchedule } from "#capabilities/credentials/key-ring.ts";
import { makeResidentToken } from "#capabilities/residents/token.ts";
import { buildServer } from "#main";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { servePages } from "#platform/pages.ts";
import { openBrowser } from "../testing/story/browser.ts";
import { percentile, figure as print } from "./figure.ts";
import { benchDatabase } from "./setup.ts";

const { values } = parseArgs({ options: { runs: { type: "string", default: "5" } } });
const RUNS = Number(values.runs);
const CPU_TIMES = 4;
const SLOW_3G = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const figure = (name: string, value: number, unit: string, target?: string) =>
  print("resident", name, value, unit, target);

const database = await benchDatabase();
const { services, owner } = database;
await rotateOnSchedule(services);
const app = await buildServer(services);
await servePages(app, resolve(process.env["WANGGE_PAGES"] ?? "dist/web"));
const url = await app.listen({ host: "127.0.0.1", port: 0 });
const browser = await openBrowser();

/** A resident with a green code, straight in the tables. */
async function holder(): Promise<string> {
  const [residentId, personKey, now] = [newId(), newId(), services.clock()];
  const at = new Date(now);
  await owner`insert into resident (id, phone_key, created_at) values (${residentId}, ${newId()}, ${at})`;
  await owner`
    insert into resident_person (resident_id, person_key, relation, added_at)
    values (${residentId}, ${personKey}, 'self', ${at})`;
  const actor = systemActor("32");
  await asActor(services.db, actor, (sql) =>
    enrol({ sql, actor, now, services }, [{ personKey, place: "320583101201001" }]),
  );
  return makeResidentToken(services.keys.residentKey, { residentId, epoch: 1, issuedAt: now });
}

/** No interception and no lent fonts: they would be measured too. */
async function smallPhone(): Promise<Page> {
  const viewport = { width: 360, height: 740 };
  const context = await browser.newContext({ baseURL: url, viewport, isMobile: true, hasTouch: true, locale: "zh-CN" });
  return context.newPage();
}

async function throttled(page: Page, network: typeof SLOW_3G | null): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: CPU_TIMES });
  await session.send("Network.enable");
  if (network !== null) await session.send("Network.emulateNetworkConditions", network);
  return session;
}

const signInWords = (page: Page) => page.getByRole("button", { name: "获取验证码" }).waitFor();
const scannable = (page: Page) => page.locator(".code-qr[data-qr]").waitFor();

const first: number[] = [];
const again: number[] = [];
const offline: number[] = [];
for (let run = 0; run < RUNS; run++) {
  const page = await smallPhone();
  await throttled(page, SLOW_3G);
  let started = performance.now();
  await page.goto("/resident/", { waitUntil: "commit", timeout: 60_000 });
  await signInWords(page);
  first.push(performance.now() - started);
  await page.context().close();

  const kept = await smallPhone();
  await kept.context().addCookies([{ name: "wangge_resident", value: await holder(), url, httpOnly: true }]);
  await kept.goto("/resident/");
  await remember(kept);
  await kept.reload();
  await scannable(kept);
  await kept.waitForTimeout(3_000);
  await throttled(kept, SLOW_3G);
  started = performance.now();
  await kept.reload({ waitUntil: "commit" });
  await scannable(kept);
  again.push(performance.now() - started);
  await kept.context().setOffline(true);
  started = performance.now();
  await kept.reload({ waitUntil: "commit" });
  await scannable(kept);
  offline.push(performance.now() - started);
  await kept.context().close();
}

/** What signing in leaves on the phone: the account as it was answered. In words of the page, whose globals Node lacks. */
async function remember(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const me = await (await fetch("/api/v1/resident/me")).json();
    const opening = indexedDB.open("wangge-resident");
    await new Promise((done) => { opening.onsuccess = done; });
    const store = opening.result.transaction("kept", "readwrite").objectStore("kept");
    store.put({ value: me, at: me.now }, "/api/v1/resident/me");
    await new Promise((done) => { store.transaction.oncomplete = done; });
    opening.result.close();
  })()`);
}

const html = await (await fetch(`${url}/resident/`)).text();
const files = [...html.matchAll(/"(\/assets\/[^"]+\.js)"/g)].map(([, path]) => path ?? "");
let bytes = 0;
for (const file of files) bytes += gzipSync(Buffer.from(await (await fetch(url + file)).arrayBuffer())).length;
figure("JavaScript at first load, gzipped", bytes / 1000, "kB", "<= 120");
figure("first load until usable, 4x CPU, slow 3G, median", percentile(first, 0.5) / 1000, "s", "<= 5");
figure("first load until usable, worst", Math.max(...first) / 1000, "s", "<= 5");
figure("opened again, slow 3G, until the code can be scanned, median", percentile(again, 0.5) / 1000, "s", "<= 1");
figure("opened again without a network, median", percentile(offline, 0.5) / 1000, "s", "<= 1");
figure("opened again without a network, worst", Math.max(...offline) / 1000, "s", "<= 1");
await browser.close();
await app.close();
await database.stop();
