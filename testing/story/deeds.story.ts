/** What centres do besides signing: transfers between two counties, handing in feeds, staff, grids, instructions. */
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PLACES, person, seedList } from "#capabilities/tasks/list.testing.ts";
import type { Actor } from "#kernel/actor.ts";
import { instant } from "#kernel/time.ts";
import { testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { axeFindings, forbiddenWords, openBrowser, openPage, shot } from "./browser.ts";

const NOW = instant("2020-02-10T09:30:00+08:00");
const GRID = "320583101201001";
const RULE_SET = JSON.parse(readFileSync("capabilities/assessment/rules/js-2020-02.json", "utf8"));

const database = await testDatabase(NOW);
const server = await testServer(database, { clockwork: true, pages: true });
const browser = await openBrowser();
afterAll(() => browser.close());

type Posts = Record<"kunshan" | "taicang" | "province" | "health", Actor>;
let posts: Posts;

const open = async (actor: Actor, path: string): Promise<Page> => {
  const { token } = await server.as(actor);
  const page = await openPage(browser, server.url, { token });
  page.setDefaultTimeout(15_000);
  await page.goto(`/command/#/${path}`);
  return page;
};
const close = (page: Page) => page.context().close();

/** The one dialog that is open, confirmed by the button of this name; waits until it is gone. */
async function confirm(page: Page, name: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  expect(await axeFindings(page)).toEqual([]);
  expect(await forbiddenWords(page)).toEqual([]);
  await dialog.getByRole("button", { name, exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
}

beforeAll(async () => {
  const { owner } = database;
  await testPlaces(owner, PLACES);
  const seat = (department: "police" | "telecom" | "health" | "centre") =>
    testPost(owner, { role: "signatory", area: "32", department });
  const [police, telecom, health, chair] = await Promise.all([
    seat("police"),
    seat("telecom"),
    seat("health"),
    seat("centre"),
  ]);
  posts = {
    kunshan: await testPost(owner, { role: "operator", area: "320583" }),
    taicang: await testPost(owner, { role: "operator", area: "320585" }),
    province: await testPost(owner, { role: "operator", area: "32" }),
    health,
  };
  await testPost(owner, { role: "grid-worker", area: GRID, isPrimary: true });
  const { sessionId } = await seedList(owner, {
    day: "2020-02-10",
    listed: [
      { personKey: person(1), tier: "red", place: "320583" },
      { personKey: person(2), tier: "yellow", place: GRID },
    ],
  });
  await owner`update rule_set set document = ${owner.json({ ...RULE_SET, id: "test" })} where id = 'test'`;
  const summary = {
    ...{ day: "2020-02-10", ruleSet: { id: "test", version: 1, sha256: "00" }, province: "32", engine: "duckdb" },
    ...{ listed: 2, managed: 0, byTier: { red: 1, yellow: 1, blue: 0 }, byRule: {}, byCity: { "3205": 2 } },
    ...{ byPlaceSource: {}, byKind: {}, feeds: {}, inputs: [], flags: [], rankedSha256: "ab".repeat(32) },
    ...{ seconds: 1, cpuSeconds: 1, peakMemoryMb: 100 },
  };
  await owner`update assessment set summary = ${owner.json(summary)}`;
  const [byTier, none] = [summary.byTier, { red: 0, yellow: 0, blue: 0 }];
  const changes = { previous: null, new: byTier, up: none, down: none, left: none, same: none };
  await owner`update joint_session set changes = ${owner.json(changes)} where id = ${sessionId}`;
  for (const actor of [police, telecom, health, chair]) {
    const client = await server.as(actor);
    const { status } = await client.call("POST", `/joint-sessions/${sessionId}/decisions`, { decision: "sign" });
    expect(status).toBe(200);
    if (actor !== chair) continue;
    expect((await client.call("POST", `/joint-sessions/${sessionId}/publication`, {})).status).toBe(200);
  }
});

describe("a transfer between two counties", () => {
  const offer = async (reason: string): Promise<void> => {
    const page = await open(posts.kunshan, "desk/320583?view=below&tier=red");
    await page.getByRole("checkbox", { name: /选择任务/ }).check();
    await page.getByRole("button", { name: "移交外地" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("移交到").fill("太仓");
    await dialog.getByRole("button", { name: /太仓市/ }).click();
    await dialog.getByLabel("理由（必填）").fill(reason);
    await shot(page, "deeds-transfer");
    await confirm(page, "移交外地");
    await page.getByText("已提出移交 1 条").waitFor();
    await close(page);
  };

  it("is declined with a reason, taken back, and at last accepted", async () => {
    await offer("本人现住太仓");
    const taicang = await open(posts.taicang, "desk/320585?view=offers");
    await taicang.getByRole("button", { name: "退回" }).click();
    await taicang.getByRole("dialog").getByLabel("理由").fill("地址不在太仓");
    await confirm(taicang, "退回");
    await taicang.getByText("没有待处理的移交").first().waitFor();

    await offer("已电话核实，确住太仓");
    const kunshan = await open(posts.kunshan, "desk/320583?view=offers");
    await kunshan.getByRole("button", { name: "撤回" }).click();
    await kunshan.getByText("已处理").waitFor();
    await expect.poll(() => kunshan.getByRole("button", { name: "撤回" }).count()).toBe(0);
    await close(kunshan);

    await offer("已电话核实，确住太仓城厢镇");
    await taicang.reload();
    await shot(taicang, "deeds-offers", { whole: true });
    await taicang.getByRole("button", { name: "接收" }).click();
    await taicang.getByText("已处理").waitFor();
    await taicang.goto("/command/#/desk/320585?view=below");
    await taicang.getByRole("checkbox", { name: /选择任务/ }).waitFor();
    await close(taicang);
  });
});

describe("feeds and rules", () => {
  it("takes a file from the page, and says again what is already there", async () => {
    const page = await open(posts.health, "feeds/2020-02-10");
    const file = {
      name: "areas.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("area,level,since,until\n420100,high,2020-01-23,\n330300,medium,2020-02-01,\n"),
    };
    await page.getByText("选择文件").waitFor();
    await page.locator("input[type=file]").setInputFiles(file);
    await page.getByText("已收", { exact: true }).waitFor();
    await page.getByRole("cell", { name: /areas\.csv/ }).waitFor();
    await page.locator("input[type=file]").setInputFiles(file);
    await page.getByText("此前已收过同样内容").waitFor();
    await page.locator("input[type=file]").setInputFiles({ ...file, name: "wrong name.exe" });
    await page.locator(".notice-refused").waitFor();
    await shot(page, "deeds-feeds", { whole: true });
    expect(await axeFindings(page)).toEqual([]);
    await close(page);
  });

  it("tries a version on a day's feeds, and names each fault of a proposed one", async () => {
    const page = await open(posts.health, "rule-set/test/1");
    await page.getByRole("button", { name: "用某日数据试算" }).click();
    await page.getByRole("region", { name: "试算" }).waitFor({ timeout: 60_000 });
    await shot(page, "deeds-what-if", { whole: true });
    await page.goto("/command/#/rule-sets");
    await page.getByRole("button", { name: "提出新版本" }).click();
    const dialog = page.getByRole("dialog");
    const text = dialog.getByRole("textbox");
    await text.fill("{");
    await dialog.getByRole("button", { name: "提出新版本" }).click();
    await dialog.getByRole("alert").waitFor();
    await text.fill(JSON.stringify({ ...RULE_SET, id: "test", version: 2, windowDays: 0 }));
    await dialog.getByRole("button", { name: "提出新版本" }).click();
    await dialog.getByText("$.windowDays").waitFor();
    await shot(page, "deeds-faults");
    await text.fill(JSON.stringify({ ...RULE_SET, id: "test", version: 2 }));
    await confirm(page, "提出新版本");
    await page.getByText("待签署").first().waitFor();
    await close(page);
  });
});

describe("staff", () => {
  it("is appointed, given a code, loses the terminal and the post", async () => {
    const page = await open(posts.kunshan, "workers/320583");
    await page.getByRole("button", { name: "任命岗位" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(/^账号/).fill("w-new-1");
    await dialog.getByLabel("姓名").fill("新网格员");
    await dialog.getByLabel("责任区").fill("夏桥");
    await dialog.getByRole("button", { name: /夏桥村/ }).click();
    await dialog.getByLabel("单位").fill("陆家镇");
    await shot(page, "deeds-appoint");
    await confirm(page, "任命岗位");
    const row = page.getByRole("row", { name: /w-new-1/ });
    await row.getByText("未激活").waitFor();
    await page.getByRole("button", { name: "发放激活码" }).click();
    await page
      .getByRole("dialog")
      .getByRole("row", { name: /w-new-1/ })
      .waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "关闭", exact: true }).last().click();

    await page.getByRole("button", { name: "停用 新网格员" }).click();
    await page.getByRole("dialog").getByLabel(/^理由/).fill("手机遗失");
    await confirm(page, "停用");
    await page.getByRole("region", { name: "终端" }).getByText("已停用").waitFor();
    await shot(page, "deeds-workers", { whole: true });

    await page.getByRole("button", { name: "结束岗位 新网格员" }).click();
    await page.getByRole("dialog").getByLabel(/^理由/).fill("借调结束");
    await confirm(page, "结束岗位");
    await row.waitFor({ state: "detached" });
    await close(page);
  });
});

describe("the grids of a village", () => {
  it("are created, renamed, split, merged and retired, each with its reason", async () => {
    const page = await open(posts.kunshan, "overview/320583101202");
    const dialog = page.getByRole("dialog");
    const because = (text: string) => dialog.getByLabel(/^理由/).fill(text);
    await page.getByRole("button", { name: "新建网格" }).click();
    await dialog.getByLabel("新网格名称").fill("东门网格");
    await because("新建小区交付");
    await confirm(page, "新建网格");
    await page.getByRole("cell", { name: "东门网格", exact: true }).waitFor();

    await page.getByRole("button", { name: "改名 东门网格" }).click();
    await dialog.getByLabel("名称", { exact: true }).fill("东门里网格");
    await because("按门牌改名");
    await confirm(page, "改名");
    await page.getByRole("cell", { name: "东门里网格", exact: true }).waitFor();

    await page.getByRole("button", { name: "拆分 第一网格" }).click();
    await dialog.getByLabel("新网格 1 名称").fill("第一网格甲");
    await dialog.getByLabel("新网格 2 名称").fill("第一网格乙");
    await because("户数过多需要拆分");
    await shot(page, "deeds-split");
    await confirm(page, "拆分");
    await page.getByRole("cell", { name: "第一网格乙", exact: true }).waitFor();
    expect(await page.getByRole("cell", { name: "第一网格", exact: true }).count()).toBe(0);

    await page.getByRole("checkbox", { name: "选择 第一网格甲" }).check();
    await page.getByRole("checkbox", { name: "选择 第一网格乙" }).check();
    await page.getByRole("button", { name: "合并所选" }).click();
    await dialog.getByLabel("新网格名称").fill("第一网格（合）");
    await because("住户减少合并");
    await confirm(page, "合并所选");
    await page.getByRole("cell", { name: "第一网格（合）", exact: true }).waitFor();

    await page.getByRole("button", { name: "停用 东门里网格" }).click();
    await dialog.getByLabel("接收的网格").selectOption({ label: "第一网格（合）" });
    await because("并入第一网格");
    await confirm(page, "停用");
    await page.getByRole("cell", { name: "东门里网格", exact: true }).waitFor({ state: "detached" });
    await shot(page, "deeds-grids", { whole: true });
    await close(page);
  });
});

describe("an instruction", () => {
  it("is issued, and replaced by a new one", async () => {
    const page = await open(posts.kunshan, "instructions");
    await page.getByRole("button", { name: "下发指令" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("标题").fill("今晚复核红色名单");
    await dialog.getByLabel("内容").fill("请逐户复核。");
    await dialog.getByLabel(/^依据/).fill("传染病防治法第四十二条");
    await confirm(page, "下发指令");
    await page.getByRole("button", { name: "今晚复核红色名单" }).click();
    await page.getByRole("button", { name: "替换" }).click();
    await dialog.getByLabel("标题").fill("明早八点前复核红色名单");
    await confirm(page, "替换");
    await page.getByText("已被替换").first().waitFor();
    await page.getByRole("button", { name: "明早八点前复核红色名单" }).waitFor();
    await shot(page, "deeds-instructions", { whole: true });
    await close(page);
  });
});
