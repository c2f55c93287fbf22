/**
 * 2,000 households and 6,000 people on one cheap phone (4× CPU throttle): opened without a network from the tap on its icon
 * to the list, without the time in which a person types the PIN; a search from a letter to the drawn answer; the size of
 * every script that the entrance can load.
 *
 *   npm run bench -- field-phone [--runs 5]      (after npm run build; WANGGE_PAGES names another folder of built pages)
 */
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { scriptsOf, typePin } from "../testing/story/browser.ts";
import { begin, everyScript, fieldGrid, slowed, whole } from "./field-grid.ts";
import { percentile, figure as print } from "./figure.ts";

const { values } = parseArgs({ options: { runs: { type: "string", default: "5" } } });
const figure = (name: string, value: number, unit: string, target?: string) =>
  print("field-phone", name, value, unit, target);

const grid = await fieldGrid();
try {
  const page = await grid.phone();
  await begin(page);
  const first = await scriptsOf(page);
  await whole(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await page.waitForTimeout(2_000);
  await slowed(page);
  await page.context().setOffline(true);
  const [toPin, toList]: [number[], number[]] = [[], []];
  for (let run = 0; run < Number(values.runs); run++) {
    await page.goto("about:blank");
    let from = performance.now();
    await page.goto("/field/#/", { waitUntil: "commit" });
    await heading(page, "输入本机密码");
    toPin.push(performance.now() - from);
    await typePin(page, "25836");
    from = performance.now();
    await typePin(page, "9");
    await heading(page, "需联系居民");
    toList.push(performance.now() - from);
  }
  const both = toPin.map((ms, run) => (ms + (toList[run] ?? 0)) / 1000);
  figure("start until the PIN can be typed, median", percentile(toPin, 0.5) / 1000, "s");
  figure("from the last digit to the list, median", percentile(toList, 0.5) / 1000, "s");
  figure("start, both together, median", percentile(both, 0.5), "s", "<= 2 at 4x CPU");
  figure("start, both together, worst", Math.max(...both), "s", "<= 2 at 4x CPU");
  await searches(page);
  figure("JavaScript until the list, gzipped", first / 1000, "kB", "<= 200");
  figure("JavaScript with every section, gzipped", await everyScript(grid.url), "kB");
} finally {
  await grid.stop();
}

/** By the cheapest question there is: a search by role walks the whole page on the slowed processor. */
async function heading(page: Page, text: string): Promise<void> {
  await page.waitForFunction((wanted) => document.querySelector("h1")?.textContent === wanted, text);
}

/** Letters as a worker types them: a name, a part of one, a phone's end, a room. */
async function searches(page: Page): Promise<void> {
  await page.evaluate(() => {
    location.hash = "#/work/households";
  });
  const box = page.getByRole("searchbox");
  await box.waitFor();
  await page.waitForTimeout(3_000);
  const times: number[] = [];
  for (const text of [
    "王",
    "王伟",
    "李芳",
    "陈",
    "张敏静",
    "1 幢",
    "3 幢 2 单元",
    "1103",
    "周",
    "何郭",
    "徐",
    "吴丽",
  ]) {
    await box.fill("");
    await page.waitForTimeout(300);
    times.push(await page.evaluate(timeOf, text));
  }
  figure("search, from the letter to the drawn answer, median", percentile(times, 0.5), "ms", "<= 50 at 4x CPU");
  figure("search, worst", Math.max(...times), "ms", "<= 50 at 4x CPU");
}

/** Sets the text as a keyboard does, and waits until the page has answered and drawn. */
function timeOf(text: string): Promise<number> {
  const box = document.querySelector<HTMLInputElement>('input[type="search"]');
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
  const from = performance.now();
  set?.call(box, text);
  box?.dispatchEvent(new Event("input", { bubbles: true }));
  return new Promise((done) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now() - from);
    // After the next frame's layout: what was answered stands on the screen.
    requestAnimationFrame(() => channel.port2.postMessage(null));
  });
}
