/**
 * The checkpoint's page on a cheap phone: Chromium with the processor slowed four times and, for the first load, a slow
 * 3G network (400 kbit/s, 400 ms). Figures: verification in the browser, first load, opened again without a network.
 * Needs the built pages (npm run build, or --pages FOLDER).
 *
 *   node bench/checkpoint-web.ts [--pages dist/web] [--codes 30]
 */
import { generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { BrowserContext, Page } from "playwright-core";
import { keyRingOf } from "#capabilities/credentials/key-ring.ts";
import { publishOnSchedule } from "#capabilities/credentials/lists.ts";
import { deflate } from "#capabilities/credentials/node-crypto.ts";
import { writeCode } from "#capabilities/credentials/rules/envelope.ts";
import { encodeProof, proofBytes } from "#capabilities/credentials/rules/proof.ts";
import { encodeToken } from "#capabilities/credentials/token.ts";
import { openSession } from "#capabilities/workers/sessions.ts";
import { DAY, instantOf, later } from "#kernel/time.ts";
import { buildServer } from "#main";
import { servePages } from "#platform/pages.ts";
import { openBrowser } from "../testing/story/browser.ts";
import { filmCode } from "../testing/story/fake-camera.ts";
import { percentile, figure as print } from "./figure.ts";
import { benchDatabase } from "./setup.ts";

const { values } = parseArgs({
  options: { pages: { type: "string", default: "dist/web" }, codes: { type: "string", default: "12" } },
});
const figure = (name: string, value: number, unit: string, target: string) =>
  print("checkpoint-web", name, value, unit, target);
const SLOWER = 4;
const SLOW_3G = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };

const bench = await benchDatabase();
const { services, owner } = bench;
const app = await buildServer(services);
await servePages(app, resolve(values.pages));
const url = await app.listen({ host: "127.0.0.1", port: 0 });
const folder = mkdtempSync(join(tmpdir(), "wangge-film-"));
const film = join(folder, "film.y4m");
filmCode(film, null);
const browser = await openBrowser({ film });

/** A checkpoint, somebody who stands there, and his session. */
async function seed(): Promise<string> {
  const [account, post, checkpoint] = [randomUUID(), randomUUID(), randomUUID()];
  const long = "2020-01-01T00:00:00Z";
  await owner`insert into place (code, name, source, valid_from, recorded_at) values ('320583101', '花桥镇', 'bench', '2020-01-01', ${long})`;
  await owner`insert into account (id, username, display_name, state, created_at) values (${account}, 'gate', '李志愿', 'active', ${long})`;
  await owner`
    insert into post (id, account_id, role, area, organisation, is_primary, valid_from, recorded_at)
    values (${post}, ${account}, 'checkpoint-staff', '320583101', '花桥镇', false, ${long}, ${long})`;
  await owner`
    insert into checkpoint (id, place, name, kind, lanes, set_up_by, set_up_at)
    values (${checkpoint}, '320583101', '南门', 'estate-gate', 1, ${post}, ${long})`;
  return openSession(owner, { accountId: account, postId: post, terminalId: null, now: services.clock() });
}

/** A phone's live code, signed as the server signs. */
function liveCode(codeId: number): string {
  const now = services.clock();
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const x = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url");
  const holderKey = Buffer.concat([Buffer.from([0xa3, 1, 1, 0x20, 6, 0x21, 0x58, 32]), x]);
  const times = { issuedAt: now, expiresAt: later(now, DAY) };
  const token = encodeToken(
    { issuer: "32", codeId, ...times, colour: "green", holderKey, isShortStay: false, form: "phone" },
    keyRingOf(services).signer("code", now),
  );
  const at = instantOf(now);
  return writeCode(token, encodeProof(at, sign(null, proofBytes(token, at), privateKey)), deflate);
}

async function contextOf(token: string): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    baseURL: url,
  });
  await context.addCookies([{ name: "wangge_session", value: token, url, httpOnly: true, sameSite: "Strict" }]);
  return context;
}

async function slowed(page: Page, network: typeof SLOW_3G | null): Promise<void> {
  const client = await page.context().newCDPSession(page);
  await client.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  if (network === null) return;
  await client.send("Network.enable");
  await client.send("Network.emulateNetworkConditions", network);
}

async function firstLoad(token: string): Promise<void> {
  const context = await contextOf(token);
  const page = await context.newPage();
  await slowed(page, SLOW_3G);
  const startedAt = performance.now();
  await page.goto("/checkpoint/", { waitUntil: "commit", timeout: 60_000 });
  await page.locator("h1").first().waitFor({ timeout: 60_000 });
  figure("usable-first", performance.now() - startedAt, "ms", "<= 5000 at 4x CPU and slow 3G");
  await context.close();
}

async function atTheGate(token: string): Promise<void> {
  const context = await contextOf(token);
  const page = await context.newPage();
  await page.goto("/checkpoint/");
  await page.getByRole("button", { name: /开始上岗/ }).click();
  await page.getByText("把健康码放进框里").waitFor();
  await page.evaluate("navigator.serviceWorker.ready.then(() => true)");
  await slowed(page, null);
  const times: number[] = [];
  for (let n = 0; n < Number(values.codes); n++) {
    await page.getByRole("button", { name: "更多" }).click();
    await page.getByRole("heading", { name: "更多" }).waitFor();
    filmCode(film, liveCode(1000 + n));
    await page.getByRole("button", { name: "返回" }).click();
    await page.getByRole("heading", { name: "通过", exact: true }).waitFor({ timeout: 30_000 });
    times.push(...(await page.evaluate(() => performance.getEntriesByName("verify").map((entry) => entry.duration))));
    await page.evaluate(() => performance.clearMeasures());
    filmCode(film, null);
    await page.getByRole("button", { name: "36.5", exact: true }).click();
    await page.getByText("已放行").waitFor();
  }
  figure("verify-first", times[0] ?? Number.NaN, "ms", "");
  figure("verify-p50", percentile(times, 0.5), "ms", "<= 100 at 4x CPU");
  figure("verify-p95", percentile(times, 0.95), "ms", "<= 100 at 4x CPU");
  await context.setOffline(true);
  const startedAt = performance.now();
  await page.reload({ waitUntil: "commit" });
  await page.getByText("把健康码放进框里").waitFor();
  figure("usable-again-offline", performance.now() - startedAt, "ms", "<= 1000 at 4x CPU, no network");
  await context.close();
}

try {
  const token = await seed();
  await publishOnSchedule(services);
  await firstLoad(token);
  await atTheGate(token);
} finally {
  await browser.close();
  await app.close();
  await bench.stop();
  rmSync(folder, { recursive: true });
}
