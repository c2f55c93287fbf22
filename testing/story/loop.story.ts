/**
 * The loop as a newcomer walks it on the demo: three departments and the chair sign, the list goes out, a worker reports
 * from a phone, and the province's number changes. Everything through the pages, with accounts and passwords.
 */
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, expect, it } from "vitest";
import { testDatabase } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { DEMO_STARTS_AT, prepareDemo } from "../../cli/demo.ts";
import { forbiddenWords, openBrowser, openPage, shot } from "./browser.ts";

/** Enough that a few dozen are on the list; a newcomer's demo has twenty times as many. */
const PERSONS = 3000;
const PASSWORD = "wangge-demo";
/** What a worker sees within this time of the report is "at once" (issue: two seconds, and a slow machine's margin). */
const AT_ONCE = 5000;

const plain = await testDatabase(DEMO_STARTS_AT);
const database = {
  ...plain,
  services: {
    ...plain.services,
    settings: {
      ...plain.services.settings,
      dataDir: mkdtempSync(join(plain.services.settings.dataDir, "story-")),
      demoPersons: PERSONS,
      assessMemoryMb: 1024,
      assessAt: "23:59",
    },
  },
};
await prepareDemo(database.services, () => {});
const [ready] = await database.owner<{ value: { grid: string } }[]>`
  select value from deployment where name = 'demo-ready'`;
const grid = ready?.value.grid ?? "";
const server = await testServer(database, { pages: true, clockwork: true });
const browser = await openBrowser();
afterAll(() => browser.close());

/** A page of somebody who signs in with account and password; stays open for what follows. */
async function signIn(username: string, size: "desktop" | "phone" = "desktop"): Promise<Page> {
  const page = await openPage(browser, server.url, { size });
  page.setDefaultTimeout(20_000);
  await page.goto("/");
  await enter(page, username, PASSWORD);
  await page.waitForURL(size === "phone" ? "**/field/**" : "**/command/**");
  return page;
}

async function enter(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel("账号").fill(username);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录" }).click();
}

/** From wherever he is to the day's draft. */
async function openDraft(page: Page): Promise<void> {
  await page.getByRole("link", { name: "联合研判", exact: true }).click();
  await page.getByRole("link", { name: "32-20200210-1" }).click();
  await page.getByRole("heading", { level: 1, name: /32-20200210-1/ }).waitFor();
}

const seat = (page: Page, name: string) =>
  page
    .getByRole("region", { name: "签署席" })
    .locator("div", { has: page.getByRole("heading", { name }) })
    .last();

async function sign(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "签署", exact: true }).click();
  await seat(page, name).getByText("已签署").waitFor();
}

const pages = new Map<string, Page>();
const as = (who: string): Page => {
  const page = pages.get(who);
  if (page === undefined) throw new Error(`${who} has not signed in`);
  return page;
};
/** Big number of a tile of the overview. */
const tile = async (page: Page, name: string): Promise<number> => {
  const text = await page.locator(".tile", { hasText: name }).locator(".tile-value").first().textContent();
  return Number((text ?? "").replaceAll(/\D/g, ""));
};
const openTasks = async () => {
  const [row] = await database.owner<{ n: number }[]>`select count(*)::int as n from task`;
  return row?.n ?? 0;
};

it("a wrong password is refused in a sentence, the right one opens the department's pages", async () => {
  const page = await openPage(browser, server.url);
  page.setDefaultTimeout(20_000);
  await page.goto("/");
  await shot(page, "loop-01-sign-in");
  await enter(page, "police-js", "wangge");
  await expect.poll(() => page.getByRole("alert").textContent()).toContain("账号或密码不对");
  await shot(page, "loop-02-wrong-password");
  await enter(page, "police-js", PASSWORD);
  await page.waitForURL("**/command/**");
  pages.set("police", page);
});

it("police and telecom sign; health objects with a reason, and the chair cannot publish", async () => {
  await openDraft(as("police"));
  await shot(as("police"), "loop-03-draft", { whole: true });
  expect(await forbiddenWords(as("police"))).toEqual([]);
  await sign(as("police"), "公安");
  pages.set("telecom", await signIn("telecom-js"));
  await openDraft(as("telecom"));
  await sign(as("telecom"), "通信");

  const health = await signIn("health-js");
  pages.set("health", health);
  await openDraft(health);
  await health.getByRole("button", { name: "提出异议" }).click();
  const dialog = health.getByRole("dialog", { name: "提出异议" });
  const confirm = dialog.getByRole("button", { name: "提出异议" });
  expect(await confirm.isDisabled()).toBe(true);
  await dialog.getByLabel(/异议理由/).fill("发热门诊昨晚的数据还没有到");
  await shot(health, "loop-04-objection");
  await confirm.click();
  await seat(health, "卫健").getByText("发热门诊昨晚的数据还没有到").waitFor();

  const chair = await signIn("chair-js");
  pages.set("chair", chair);
  await openDraft(chair);
  await sign(chair, "主持人");
  const publish = chair.getByRole("button", { name: "发布并下发" });
  await chair.getByText("仍有异议，请协商改签").waitFor();
  expect(await publish.isDisabled()).toBe(true);
  await shot(chair, "loop-05-objection-stands");
  expect(await openTasks()).toBe(0);
});

it("when health signs after all the chair publishes, having seen without a reload that nothing is missing", async () => {
  await as("health").getByRole("button", { name: "签署", exact: true }).click();
  const chair = as("chair");
  await chair.getByText("签署齐全，可以发布").waitFor({ timeout: AT_ONCE });
  await chair.getByRole("button", { name: "发布并下发" }).click();
  const dialog = chair.getByRole("dialog", { name: "发布这份名单？" });
  await dialog.getByText("发布后不能撤回").waitFor();
  await shot(chair, "loop-06-publish");
  await dialog.getByRole("button", { name: "发布并下发" }).click();
  await chair
    .getByText(/下发去向/)
    .first()
    .waitFor();
  await dialog.waitFor({ state: "hidden" });
  await shot(chair, "loop-07-published", { whole: true });
  await chair.getByRole("button", { name: "打印纪要" }).click();
  await chair.getByRole("heading", { level: 1, name: "江苏省联合研判会纪要" }).waitFor();
  await chair.getByText(/发热门诊昨晚的数据还没有到/).waitFor();
  await shot(chair, "loop-07-minutes", { whole: true });
  expect(await openTasks()).toBeGreaterThan(0);
});

it("the worker of the grid finds the residents on the phone, opens one and reports; the province sees it at once", async () => {
  const province = await signIn("centre-js");
  pages.set("province", province);
  await province.getByRole("heading", { level: 1, name: "江苏省" }).waitFor();
  await expect.poll(() => tile(province, "需联系居民")).toBeGreaterThan(0);
  expect(await tile(province, "走访户次")).toBe(0);
  await shot(province, "loop-08-province-before", { whole: true });

  const phone = await signIn(`w-${grid}`, "phone");
  pages.set("worker", phone);
  await phone.getByRole("heading", { name: "需联系居民" }).waitFor();
  await phone.getByRole("listitem").first().waitFor();
  await shot(phone, "loop-09-inbox");
  expect(await forbiddenWords(phone)).toEqual([]);
  await phone.getByRole("listitem").first().getByRole("link").click();
  await phone.getByText("今天还没有人联系过这位居民。").waitFor();
  await phone.getByRole("button", { name: "打开姓名、电话、住址" }).click();
  await phone.getByText(/已打开并记入审计日志/).waitFor();
  await shot(phone, "loop-10-resident", { whole: true });
  await phone.getByRole("link", { name: "填写走访结果" }).click();
  await phone.getByText("在家，已见到或通话", { exact: true }).click();
  for (const key of "365") await phone.getByRole("button", { name: key, exact: true }).click();
  await phone.getByText("本人", { exact: true }).click();
  await phone.getByText(/^更多（/).click();
  await phone.getByLabel("本人所说的行程").fill("正月初八乘高铁从武汉回昆山，一直在家");
  await shot(phone, "loop-11-report", { whole: true });
  await phone.getByRole("button", { name: "提交" }).click();
  await phone.getByText("已发送，中心已收到。").waitFor();
  const sentAt = Date.now();
  await expect.poll(() => tile(province, "走访户次"), { timeout: AT_ONCE, interval: 50 }).toBe(1);
  expect(Date.now() - sentAt).toBeLessThan(AT_ONCE);
  // What the worker chose is called the same here, and no part of the page still says that nobody has been visited.
  await province.getByText("在家，已见到或通话").waitFor();
  expect(await province.getByText("近14日还没有走访").count()).toBe(0);
  await shot(phone, "loop-12-reported");
  await shot(province, "loop-13-province-after", { whole: true });
});

it("the province goes down to the village by its places, and every level shows the visit", async () => {
  const page = as("province");
  for (const code of [grid.slice(0, 4), grid.slice(0, 6), grid.slice(0, 9), grid.slice(0, 12)]) {
    const [row] = await database.owner<{ name: string }[]>`select name from place where code = ${code}`;
    await page
      .getByRole("link", { name: row?.name ?? code, exact: true })
      .first()
      .click();
    await page.getByRole("heading", { level: 1, name: row?.name ?? code }).waitFor();
    await expect.poll(() => tile(page, "走访户次")).toBe(1);
  }
  await shot(page, "loop-14-village", { whole: true });
});

it("both pages speak English after the switch, and Chinese after the next", async () => {
  const page = as("province");
  await page.getByRole("button", { name: "Switch to English" }).click();
  await page.getByText("Residents to contact").first().waitFor();
  await shot(page, "loop-15-village-en", { whole: true });
  await page.getByRole("button", { name: "切换到中文" }).click();
  await page.getByText("需联系居民").first().waitFor();

  const phone = as("worker");
  await phone.getByRole("link", { name: "回到今日" }).click();
  await phone.getByRole("link", { name: "我的", exact: true }).click();
  await phone.getByRole("button", { name: "Switch to English" }).click();
  await phone.getByRole("link", { name: /Today/ }).click();
  await phone.getByRole("heading", { name: "Residents to contact" }).waitFor();
  await shot(phone, "loop-16-inbox-en");
});
