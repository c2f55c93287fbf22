/**
 * A campaign of 2,000 doors on one cheap phone (4× CPU throttle), without a network: from the tap on the campaign to the drawn
 * list, on the plan of the grid and on a filter to what they show; a door marked with one tap, with nothing and with a day's 300
 * marks waiting to be sent.
 *
 *   npm run bench -- field-campaign [--runs 5]      (after npm run build; WANGGE_PAGES names another folder of built pages)
 */
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { newId } from "#platform/ids.ts";
import { begin, fieldGrid, HOUSEHOLDS, postOf, slowed, whole } from "./field-grid.ts";
import { percentile, figure as print } from "./figure.ts";

const { values } = parseArgs({ options: { runs: { type: "string", default: "5" } } });
const RUNS = Number(values.runs);
/** Doors that a worker without signal marks in a long day. */
const WAITING = 300;
const figure = (name: string, times: readonly number[]) => {
  print("field-campaign", `${name}, median`, percentile(times, 0.5), "ms", "at 4x CPU");
  print("field-campaign", `${name}, worst`, Math.max(...times), "ms", "at 4x CPU");
};

const grid = await fieldGrid();
try {
  const operator = await postOf(grid.bench, { username: "operator", role: "operator", area: "320583101" });
  const campaignId = newId();
  const started = await fetch(`${grid.url}/api/v1/campaigns`, {
    method: "POST",
    headers: { authorization: `Bearer ${operator}`, "content-type": "application/json" },
    body: JSON.stringify({
      id: campaignId,
      area: "320583101",
      name: "二月拉网排查",
      questions: ["door.hazard"],
      untilAt: "2099-01-01T00:00:00+08:00",
    }),
  });
  if (!started.ok) throw new Error(`${started.status} ${await started.text()}`);
  const page = await grid.phone();
  await begin(page);
  await whole(page);
  await slowed(page);
  await page.context().setOffline(true);
  const list = `#/work/campaigns/${campaignId}`;
  await page.evaluate(() => {
    location.hash = "#/work/campaigns";
  });
  await page.getByRole("link", { name: /二月拉网排查/ }).waitFor();
  const opened: number[] = [];
  const planned: number[] = [];
  const filtered: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    opened.push(await page.evaluate(timeOf, { go: list, until: ".campaign-door" }));
    filtered.push(await page.evaluate(timeOf, { tap: 'input[type="radio"] >> 1', until: ".campaign-door" }));
    planned.push(await page.evaluate(timeOf, { go: `${list}/plan`, until: ".plan-cell" }));
    await page.evaluate(() => {
      location.hash = "#/work/campaigns";
    });
    await page.getByRole("link", { name: /二月拉网排查/ }).waitFor();
  }
  figure(`open the list of ${HOUSEHOLDS} doors`, opened);
  figure("change the filter", filtered);
  figure("open the plan of the grid", planned);
  await page.evaluate(timeOf, { go: list, until: ".campaign-door" });
  figure("mark a door with one tap", await marks(page, RUNS));
  await marks(page, WAITING);
  figure(`mark a door, ${WAITING} marks waiting`, await marks(page, RUNS));
} finally {
  await grid.stop();
}

/** Marks doors by the quick button, the next one each time, and says how long each took until the row said so. */
async function marks(page: Page, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n++) times.push(await page.evaluate(timeOfMark));
  return times;
}

type Asked = { readonly go?: string; readonly tap?: string; readonly until: string };

/** Goes or taps as a thumb does; resolves after the frame in which what was waited for stands on the screen. */
function timeOf({ go, tap, until }: Asked): Promise<number> {
  const from = performance.now();
  if (go !== undefined) location.hash = go;
  if (tap !== undefined) {
    const [selector = "", at = "0"] = tap.split(" >> ");
    document.querySelectorAll<HTMLElement>(selector)[Number(at)]?.click();
  }
  return new Promise((done) => {
    const look = () => {
      if (document.querySelector(until) === null) return requestAnimationFrame(look);
      const channel = new MessageChannel();
      channel.port1.onmessage = () => done(performance.now() - from);
      return requestAnimationFrame(() => channel.port2.postMessage(null));
    };
    requestAnimationFrame(look);
  });
}

function timeOfMark(): Promise<number> {
  const row = [...document.querySelectorAll(".campaign-door")].find((one) => !one.textContent?.includes("没人 1 次"));
  const button = row?.querySelector<HTMLButtonElement>('button[aria-label$="没人"]');
  if (row === undefined || button == null) {
    // The rows on the screen are done: the next ones.
    [...document.querySelectorAll<HTMLButtonElement>("main button")]
      .find((one) => /再显示/.test(one.textContent ?? ""))
      ?.click();
    return new Promise((done) => requestAnimationFrame(() => done(timeOfMark())));
  }
  const name = button.getAttribute("aria-label");
  const from = performance.now();
  button.click();
  return new Promise((done) => {
    const look = () => {
      const now = document.querySelector(`button[aria-label="${name}"]`)?.closest(".campaign-door");
      if (now != null && !/没人 1 次/.test(now.textContent ?? "")) return requestAnimationFrame(look);
      return requestAnimationFrame(() => done(performance.now() - from));
    };
    requestAnimationFrame(look);
  });
}
