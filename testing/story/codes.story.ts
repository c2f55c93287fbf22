/** The seats of health: holds, proposals, alarms, one person's code; and a look-back from asking to telling. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { enrol } from "#capabilities/codes/evidence.ts";
import type { Actor } from "#kernel/actor.ts";
import { instant } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { axeFindings, forbiddenWords, openBrowser, openPage, shot } from "./browser.ts";

const NOW = instant("2020-02-20T12:00:00+08:00");
const GRID = "320583100001001";
const PERSON = randomUUID();
const database = await testDatabase(NOW);
const server = await testServer(database, { pages: true });
const browser = await openBrowser();
afterAll(() => browser.close());
const { owner, services } = database;
await testPlaces(owner, { "32": "江苏省", "3205": "苏州市", "320583": "昆山市", [GRID]: "一号网格" });
const health = (organisation: string) => testPost(owner, { role: "health-worker", area: "320583", organisation });
const [cdc, hospital] = [await health("昆山市疾控中心"), await health("昆山市第一人民医院")];
const signatory = await testPost(owner, {
  role: "signatory",
  area: "32",
  department: "health",
  organisation: "省卫健委",
});

const open = async (actor: Actor, path: string) => {
  const page = await openPage(browser, server.url, { token: (await server.as(actor)).token });
  await page.goto(`/command/#/${path}`);
  return page;
};

beforeAll(async () => {
  const system = systemActor("32");
  await asActor(services.db, system, (sql) =>
    enrol(
      { sql, actor: system, now: NOW, services },
      [{ personKey: PERSON, place: GRID }],
      [
        {
          id: newId(),
          personKey: PERSON,
          kind: "declared-symptom",
          source: "declaration",
          sourceId: newId(),
          since: NOW,
          until: null,
          facts: {},
        },
      ],
    ),
  );
  await owner`
    insert into recolouring_hold (id, place, cause, opened_at, would_change, holders, limit_persons, limit_version, state)
    values (${randomUUID()}, '320583', 'list', ${NOW}, 640, 21000, 420, 1, 'open')`;
  const [operator, market, at] = [
    await testPost(owner, { role: "operator", area: "320583" }),
    randomUUID(),
    "2020-02-19T10:30:00+08:00",
  ];
  await owner`
    insert into checkpoint (id, place, name, kind, lanes, set_up_by, set_up_at)
    values (${market}, ${GRID}, '亭林菜市场', 'market', 1, ${operator.postId}, ${at})`;
  await owner`
    insert into scan (county, id, kind, checkpoint_id, place, lane, post_id, scanned_at, scanned_on, recorded_at, direction, person_key)
    values ('320583', ${randomUUID()}, 'code', ${market}, ${GRID}, 1, ${operator.postId}, ${at}, '2020-02-19', ${at}, 'in', ${PERSON})`;
});

test("a signatory of health sees what is held: a place and counts, and decides with a reason", async () => {
  const page = await open(signatory, "codes");
  const row = page.getByRole("row", { name: /昆山市/ });
  await expect.poll(() => row.textContent()).toContain("640");
  expect(await axeFindings(page)).toEqual([]);
  expect(await forbiddenWords(page)).toEqual([]);
  await shot(page, "codes-holds");
  await row.getByRole("button").first().click();
  await page.getByRole("dialog").getByRole("textbox").fill("当日公布名单新增一个中风险地区，数量属实");
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole("dialog").getByRole("button").last().click();
  await expect.poll(() => row.textContent()).toContain("数量属实");
  await page.context().close();
});

test("one person's code: colour with shape and word, reason, until when, its evidence", async () => {
  const page = await open(cdc, `codes?view=person&key=${PERSON}`);
  await expect.poll(() => page.locator("main").textContent()).toContain("黄码");
  await expect.poll(() => page.locator("main").textContent()).toContain("本人申报发热、干咳或呼吸困难");
  expect(await axeFindings(page)).toEqual([]);
  await shot(page, "codes-person", { whole: true });
  await page.context().close();
});

test("a look-back is counted by one organisation and confirmed by another; the colour stays", async () => {
  const page = await open(cdc, "look-backs");
  await page.getByLabel("地点（卡口）").selectOption({ label: "亭林菜市场（一号网格）" });
  await page.getByLabel("从", { exact: true }).fill("2020-02-19T10:00");
  await page.getByLabel("到", { exact: true }).fill("2020-02-19T12:00");
  await page.getByLabel("事件或病例编号（不写姓名）").fill("昆山2020-07");
  await page.getByLabel("理由（至少二十个字）").fill("确诊病例当日上午在该市场停留约一小时，需提醒同时段在场人员");
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole("button", { name: "查人数" }).click();
  await page
    .getByRole("row", { name: /昆山2020-07/ })
    .getByText("待确认")
    .waitFor();
  await shot(page, "look-backs", { whole: true });
  await page.context().close();
  const other = await open(hospital, "look-backs");
  await other.getByRole("button", { name: "确认并通知" }).click();
  await other.getByRole("dialog").getByRole("textbox").fill("核对流调报告，时间地点一致");
  await other.getByRole("dialog").getByRole("button", { name: "确认并通知" }).click();
  await other.getByText("已确认并通知").waitFor();
  await other.context().close();
  expect(await owner`select colour from code_current where person_key = ${PERSON}`).toMatchObject([
    { colour: "yellow" },
  ]);
  expect(await owner`select from task where person_key = ${PERSON}`).toHaveLength(1);
});
