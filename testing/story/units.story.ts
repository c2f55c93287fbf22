import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { instant } from "#kernel/time.ts";
import { testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { testDoors } from "#testing/doors.ts";
import { testServer } from "#testing/server.ts";
import { axeFindings, forbiddenWords, openBrowser, openPage, shot } from "./browser.ts";

const NOW = instant("2020-02-10T09:00:00+08:00");
const GRID = "320583101201001";
const TOWNSHIP = "320583101";
const PHONE = "13800000001";
const database = await testDatabase(NOW);
/** The demo shows one-time codes on the screen. */
Object.assign(database.services.settings, { isDemo: true });
const server = await testServer(database, { pages: true, clockwork: true });
const browser = await openBrowser();
afterAll(() => browser.close());

let worker: Actor;

beforeAll(async () => {
  await testPlaces(database.owner, {
    "32": "江苏省",
    "3205": "苏州市",
    "320583": "昆山市",
    [TOWNSHIP]: "花桥镇",
    "320583101201": "徐公桥村",
    [GRID]: "第一网格",
  });
  worker = await testPost(database.owner, { role: "grid-worker", area: GRID, isPrimary: true });
  await database.owner`update account set display_name = '周静' where id = ${worker.accountId}`;
  await testDoors(
    database.owner,
    Array.from({ length: 12 }, (_, n) => ({
      place: GRID,
      building: "1",
      stair: "1",
      floor: String(Math.floor(n / 2) + 1),
      room: `${Math.floor(n / 2) + 1}0${(n % 2) + 1}`,
    })),
  );
});

const good = async (page: Page) => {
  expect(await axeFindings(page)).toEqual([]);
  expect(await forbiddenWords(page)).toEqual([]);
};

async function phone(path: string): Promise<Page> {
  const { token } = await server.as(worker);
  const page = await openPage(browser, server.url, { size: "phone", token });
  await page.goto(`/field/#/${path}`);
  return page;
}

describe("a worker's phone", () => {
  it("forms the grid's unit and asks a head, whose wrong number is refused before it is sent", async () => {
    const page = await phone("work/units");
    await page.getByRole("button", { name: "按户籍划分单元" }).click();
    await page.getByRole("link", { name: /单元 U001/ }).click();
    await page.getByText("请一位责任人").click();
    const form = page.getByRole("region", { name: "责任人", exact: true });
    await form.getByLabel("姓名").fill("王阿姨");
    await form.getByLabel("手机号码").fill("12345");
    await form.getByLabel("从哪天起住在这里").fill("2010-05-01");
    await form.getByText("已满十八周岁").click();
    await form.getByText("目前方便担任").click();
    await form.getByRole("button", { name: "提出" }).click();
    await page.getByRole("alert").getByText("请填好姓名、手机号码").waitFor();
    await form.getByLabel("手机号码").fill(PHONE);
    await good(page);
    await form.getByRole("button", { name: "提出" }).click();
    await page.getByText("等本人同意").waitFor();
    // The name is not on the phone.
    expect(await page.getByText("王阿姨").count()).toBe(0);
    await shot(page, "field-unit", { whole: true });
    await page.goto("/field/#/work/units");
    await page.getByText("发一条通知").click();
    await page.getByLabel("标题").fill("错峰取快递");
    await page.getByLabel("内容（不写任何人的姓名、病情）").fill("请每家一人，戴口罩，隔一米。");
    await page.getByRole("button", { name: "发给责任人" }).click();
    await page.getByText("已转告 0 / 0 个单元").waitFor();
    await page.context().close();
  });
});

describe("the head's own page", () => {
  it("agrees, taps, passes on a notice, leaves; it never shows a name or a colour of anybody", async () => {
    const page = await openPage(browser, server.url, { size: "small" });
    await page.goto("/resident/");
    await page.getByLabel("手机号").fill(PHONE);
    await page.getByRole("button", { name: "获取验证码" }).click();
    const message = await page.getByText(/验证码 \d{6}/).textContent();
    await page.getByLabel("短信验证码").fill(/验证码 (\d{6})/.exec(message ?? "")?.[1] ?? "");
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await page.getByRole("link", { name: "我的" }).click();
    await page.getByRole("link", { name: "我的联防单元" }).click();
    await good(page);
    await page.getByRole("button", { name: "我同意担任" }).click();
    await page.getByRole("button", { name: "都正常" }).click();
    await page.getByText(/已报：都正常/).waitFor();
    await page.getByRole("button", { name: "我已转告" }).click();
    await page.getByText("✓ 已转告").waitFor();
    await good(page);
    await shot(page, "resident-unit", { whole: true });
    const shown = (await page.getByRole("main").textContent()) ?? "";
    expect(shown).not.toMatch(/王阿姨|红码|黄码|绿码|体温|身份证/);
    await page.getByRole("button", { name: "需要帮助" }).click();
    await page.getByText("网格员两小时内会联系您").waitFor();
    await expect.poll(async () => (await database.owner`select 1 from task`).length).toBe(1);
    await page.getByRole("button", { name: "退出担任" }).click();
    await page.getByRole("button", { name: "确定退出" }).click();
    await page.getByText("您现在没有担任联防单元的责任人").waitFor();
    const [row] = await database.owner`select sealed, phone_key from watch_head`;
    expect(row).toEqual({ sealed: null, phone_key: null });
    await page.context().close();
  });
});

describe("a resident's phone", () => {
  it("loads at most 120 kB of script, gzipped, before it can work", async () => {
    const html = await (await fetch(`${server.url}/resident/`)).text();
    const files = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, path]) => path ?? "");
    let bytes = 0;
    for (const file of files) bytes += gzipSync(await (await fetch(server.url + file)).text()).length;
    expect(bytes).toBeLessThanOrEqual(120_000);
  });
});
