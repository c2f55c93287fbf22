/** A grid of 2,000 households and 6,000 people, a worker of it, and his phone: what the benchmarks of the field begin with. */
import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, CDPSession, Page } from "playwright-core";
import { openSession } from "#capabilities/workers/sessions.ts";
import { isoInstant } from "#kernel/time.ts";
import { buildServer } from "#main";
import { newId } from "#platform/ids.ts";
import { servePages } from "#platform/pages.ts";
import { openBrowser, typePin } from "../testing/story/browser.ts";
import { type BenchDatabase, benchDatabase } from "./setup.ts";

export const GRID = "320583101201001";
export const HOUSEHOLDS = 2_000;
export const PERSONS_EACH = 3;
const COMMANDS_AT_ONCE = 50;
const CPU_TIMES = 4;

export type FieldGrid = {
  readonly url: string;
  readonly browser: Browser;
  readonly doorIds: readonly string[];
  /** The database's owner, for posts that a benchmark needs beside the worker. */
  readonly bench: BenchDatabase;
  readonly say: (commands: readonly object[]) => Promise<void>;
  /** The worker's phone, nothing on it yet. */
  readonly phone: () => Promise<Page>;
  readonly stop: () => Promise<void>;
};

/** Seeds through the API, as phones do: every record as the register itself makes it. */
export async function fieldGrid(): Promise<FieldGrid> {
  const bench = await benchDatabase();
  const app = await buildServer(bench.services);
  await servePages(app, resolve(process.env["WANGGE_PAGES"] ?? "dist/web"));
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  const token = await workerOf(bench);
  const say = async (commands: readonly object[]) => {
    for (let at = 0; at < commands.length; at += COMMANDS_AT_ONCE) {
      const response = await fetch(`${url}/api/v1/field/commands`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ commands: commands.slice(at, at + COMMANDS_AT_ONCE) }),
      });
      const { answers } = (await response.json()) as { answers: { answer: string; code?: string }[] };
      const bad = answers.find(({ answer }) => answer !== "applied");
      if (bad) throw new Error(`${bad.answer} ${bad.code ?? ""}`);
    }
  };
  const now = isoInstant(bench.services.clock());
  const doorIds = Array.from({ length: HOUSEHOLDS }, () => newId());
  await say(doorIds.map((id, n) => ({ id, kind: "households/add-door", madeAt: now, body: doorOf(n) })));
  await say(
    doorIds.map((doorId, n) => ({ id: newId(), kind: "households/move-in", madeAt: now, body: movedIn(doorId, n) })),
  );
  const browser = await openBrowser();
  return {
    url,
    browser,
    doorIds,
    bench,
    say,
    async phone() {
      const viewport = { width: 360, height: 740 };
      const of = { baseURL: url, viewport, isMobile: true, hasTouch: true, locale: "zh-CN" };
      const context = await browser.newContext(of);
      await context.addCookies([{ name: "wangge_session", value: token, url, httpOnly: true, sameSite: "Strict" }]);
      const page = await context.newPage();
      page.setDefaultTimeout(120_000);
      return page;
    },
    async stop() {
      await browser.close();
      await app.close();
      await bench.stop();
    },
  };
}

/** Six stairs of a block, eleven floors, three rooms a floor. */
const doorOf = (n: number) => ({
  place: GRID,
  kind: "dwelling",
  building: `${Math.floor(n / 198) + 1} 幢`,
  stair: `${Math.floor((n % 198) / 33) + 1} 单元`,
  floor: `${Math.floor((n % 33) / 3) + 1}`,
  room: `${Math.floor((n % 33) / 3) + 1}0${(n % 3) + 1}`,
  walkOrder: n,
});

const FAMILY = [..."王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"];
const GIVEN = [..."伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚"];
const nameOf = (n: number) =>
  `${FAMILY[n % 20] ?? ""}${GIVEN[Math.floor(n / 20) % 20] ?? ""}${GIVEN[Math.floor(n / 400) % 20] ?? ""}`;

const movedIn = (doorId: string, n: number) => ({
  doorId,
  sinceOn: "2018-05-01",
  persons: Array.from({ length: PERSONS_EACH }, (_, at) => ({
    personId: newId(),
    name: nameOf(n * PERSONS_EACH + at),
    phone: `138${String(n * PERSONS_EACH + at).padStart(8, "0")}`,
    sex: at % 2 === 0 ? "male" : "female",
    bornYear: 1950 + ((n + at * 13) % 60),
    relation: at === 0 ? "head" : "other",
  })),
});

async function workerOf({ owner, services }: BenchDatabase): Promise<string> {
  const long = "2020-01-01T00:00:00Z";
  const places = [
    ["32", "江苏省"],
    ["3205", "苏州市"],
    ["320583", "昆山市"],
    ["320583101", "花桥镇"],
    ["320583101201", "徐公桥村"],
    [GRID, "第一网格"],
  ];
  for (const [code = "", name = ""] of places)
    await owner`
      insert into place (code, name, kind, source, valid_from, recorded_at)
      values (${code}, ${name}, ${code === GRID ? "comprehensive" : null}, 'bench', '2020-01-01', ${long})`;
  return postOf({ owner, services }, { username: "worker", role: "grid-worker", area: GRID });
}

/** An account with a post, signed in. */
export async function postOf(
  { owner, services }: Pick<BenchDatabase, "owner" | "services">,
  { username, role, area }: { readonly username: string; readonly role: string; readonly area: string },
): Promise<string> {
  const long = "2020-01-01T00:00:00Z";
  const [account, post] = [randomUUID(), randomUUID()];
  await owner`insert into account (id, username, display_name, state, created_at) values (${account}, ${username}, '周静', 'active', ${long})`;
  await owner`
    insert into post (id, account_id, role, area, organisation, is_primary, valid_from, recorded_at)
    values (${post}, ${account}, ${role}, ${area}, '徐公桥村', true, ${long}, ${long})`;
  return openSession(owner, { accountId: account, postId: post, terminalId: null, now: services.clock() });
}

/** Opens the page and chooses the PIN; the list is on the screen when it resolves. */
export async function begin(page: Page, before: () => Promise<void> = async () => {}): Promise<void> {
  await page.goto("/field/");
  await page.getByRole("heading", { name: "设一个六位本机密码" }).waitFor();
  await typePin(page);
  await page.getByRole("heading", { name: "再输一遍" }).waitFor();
  await before();
  await typePin(page);
  await page.getByRole("heading", { name: "需联系居民" }).waitFor();
}

/** Until the phone itself says that its copy is whole. */
export async function whole(page: Page): Promise<void> {
  await page.evaluate(() => {
    location.hash = "#/mine";
  });
  await page.getByText(/^完整，截至/).waitFor();
}

/** A cheap phone's processor. */
export async function slowed(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: CPU_TIMES });
  return session;
}

/** kB of scripts, gzipped: all that the entrance can come to load, every section's too. */
export async function everyScript(url: string): Promise<number> {
  const html = await (await fetch(`${url}/field/`)).text();
  const files = new Set([...html.matchAll(/"(\/assets\/[^"]+\.js)"/g)].map(([, file = ""]) => file));
  let bytes = 0;
  for (const file of files) bytes += gzipSync(Buffer.from(await (await fetch(url + file)).arrayBuffer())).length;
  return bytes / 1000;
}
