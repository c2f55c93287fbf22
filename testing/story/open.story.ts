/** What anybody may read without signing in: purposes, figures, ends. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countOnce } from "#capabilities/statistics/statistics.ts";
import { instant } from "#kernel/time.ts";
import { testDatabase, testPlaces } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { axeFindings, forbiddenWords, openBrowser, openPage, shot } from "./browser.ts";

const NOW = instant("2020-02-10T12:00:00+08:00");
const database = await testDatabase(NOW);
const server = await testServer(database, { pages: true });
const browser = await openBrowser();
afterAll(() => browser.close());

beforeAll(async () => {
  await testPlaces(database.owner, { "32": "江苏省", "3201": "南京市", "3205": "苏州市" });
  for (const [colour, count] of [
    ["red", 3],
    ["yellow", 14],
    ["green", 61],
  ] as const) {
    for (let at = 0; at < count; at++) {
      const key = randomUUID();
      await database.owner`insert into code_current (person_key, place, seq, colour) values (${key}, '320583', 1, ${colour})`;
      await database.owner`
        insert into colour_decision (person_key, seq, id, place, new_colour, rule, rule_set, evidence_ids, at, cause, mac)
        values (${key}, 1, ${randomUUID()}, '320583', ${colour}, 'test', 'test', '{}', ${NOW}, 'enrol', '')`;
    }
  }
  await countOnce(database.services);
});

test.each(["desktop", "phone"] as const)("the open page on a %s", async (size) => {
  const page = await openPage(browser, server.url, { size });
  await page.goto("/open/");
  await page.getByRole("heading", { name: "用途清单" }).waitFor();
  await expect.poll(() => page.getByText("生成、展示健康码并说明理由").count()).toBe(1);
  const suzhou = page.getByRole("row", { name: /苏州市/ });
  await expect.poll(() => suzhou.textContent()).toBe("苏州市<1014061");
  expect(await page.getByText("还没有结束的事件。").count()).toBe(1);
  expect(await axeFindings(page)).toEqual([]);
  expect(await forbiddenWords(page)).toEqual([]);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wider).toBe(0);
  await shot(page, `open-${size}`, { whole: true });
  await page.getByRole("button", { name: "Switch to English" }).click();
  await page.getByRole("heading", { name: "Purposes" }).waitFor();
  await page.context().close();
});
