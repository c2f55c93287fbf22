/**
 * The copy of a grid of 2,000 households and 6,000 people over 1 Mbit/s (100 ms a round trip, 4× CPU throttle): first copy,
 * one that is cut in the middle and goes on, and a day's changes.
 *
 *   npm run bench -- field-sync      (after npm run build; WANGGE_PAGES names another folder of built pages)
 */
import type { Page } from "playwright-core";
import { type instant, isoInstant } from "#kernel/time.ts";
import { newId } from "#platform/ids.ts";
import { begin, fieldGrid, slowed, whole } from "./field-grid.ts";
import { figure as print } from "./figure.ts";

const ONE_MBIT = { offline: false, latency: 100, downloadThroughput: 125_000, uploadThroughput: 125_000 };
/** Doors and people of whom something changes on a busy day of one grid. */
const CHANGED_A_DAY = 400;
const figure = (name: string, value: number | boolean, unit: string, target?: string) =>
  print("field-sync", name, value, unit, target);

const grid = await fieldGrid();
try {
  const first = await grid.phone();
  let from = 0;
  await begin(first, async () => {
    const session = await slowed(first);
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", ONE_MBIT);
    from = performance.now();
  });
  await whole(first);
  figure("first copy, whole", (performance.now() - from) / 1000, "s", "<= 15 on 1 Mbit/s");
  await day(first);
  await first.context().close();
  await cut();
} finally {
  await grid.stop();
}

/** The phone is away while a day goes by; then it comes back. */
async function day(page: Page): Promise<void> {
  await page.context().setOffline(true);
  const madeAt = isoInstant(Date.now() as ReturnType<typeof instant>);
  await grid.say(
    grid.doorIds.slice(0, CHANGED_A_DAY).map((doorId, n) => ({
      id: newId(),
      kind: "households/set-door",
      madeAt,
      body: { doorId, parts: { isRented: n % 2 === 0, walkOrder: n + 1 } },
    })),
  );
  const came = page.waitForResponse(
    async (response) => response.url().includes("/field/copy") && (await response.json()).records.length > 0,
  );
  const from = performance.now();
  await page.context().setOffline(false);
  const { records } = (await (await came).json()) as { records: unknown[] };
  await whole(page);
  figure(`a day's ${records.length} changes`, (performance.now() - from) / 1000, "s", "<= 5 on 1 Mbit/s");
}

/** The line breaks in the middle and the page is closed; opened again it goes on. */
async function cut(): Promise<void> {
  const page = await grid.phone();
  let asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/field/copy")) asked.push(request.url());
  });
  await begin(page, async () => {
    const session = await slowed(page);
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", ONE_MBIT);
  });
  await page.getByText(/正在下载本网格资料/).waitFor();
  await page.waitForTimeout(2_500);
  await page.context().setOffline(true);
  const said = (await page.getByText(/正在下载本网格资料/).textContent()) ?? "";
  const done = Number((/：([\d,]+)/.exec(said)?.[1] ?? "0").replaceAll(",", ""));
  await page.reload().catch(() => undefined);
  asked = [];
  await page.context().setOffline(false);
  await page.goto("/field/#/");
  await page.getByRole("heading", { name: "输入本机密码" }).waitFor();
  const from = performance.now();
  await page.keyboard.type("258369");
  await page.getByRole("heading", { name: "需联系居民" }).waitFor();
  await whole(page);
  figure("records that were there when the line broke", done, "records");
  figure("whole after the break, from there", (performance.now() - from) / 1000, "s", "<= 15 on 1 Mbit/s");
  figure("went on from its cursor", asked.length > 0 && asked.every((url) => url.includes("cursor=")), "", "true");
  await page.context().close();
}
