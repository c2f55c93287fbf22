/** Back to work, as people do it: an enterprise registers and applies on a phone; its people agree; the centres decide. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as fixture from "#capabilities/enterprises/enterprises.testing.ts";
import { CHECKS } from "#capabilities/enterprises/rules/plan.ts";
import { personKeyOf } from "#capabilities/people/keys.ts";
import type { Actor } from "#kernel/actor.ts";
import { instant } from "#kernel/time.ts";
import { testDatabase, testPlaces, testPost, testResident } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { axeFindings, forbiddenWords, openBrowser, openPage, shot } from "./browser.ts";

const NOW = instant("2020-02-10T09:30:00+08:00");
const database = await testDatabase(NOW);
/** The demo shows one-time codes on the screen. */
const services = { ...database.services, settings: { ...database.services.settings, isDemo: true } };
const server = await testServer({ ...database, services }, { pages: true });
const browser = await openBrowser();
afterAll(() => browser.close());

const TRAINING = CHECKS.find(({ id }) => id === "training")?.zh ?? "";
const [WORKER, COLLEAGUE] = fixture.STAFF;
let managerId = "";
let workerId = "";
let township: Actor;
let county: Actor;

beforeAll(async () => {
  const { owner } = database;
  await testPlaces(owner, fixture.PLACES);
  managerId = await testResident(owner, []);
  const key = personKeyOf(database.services.keys.provinceKey, "111", WORKER.idNumber);
  workerId = await testResident(owner, [key]);
  await fixture.giveCode(database, key, {
    kind: "declared-high-area",
    since: instant("2020-02-05T00:00:00+08:00"),
    until: instant("2020-02-16T00:00:00+08:00"),
  });
  township = await testPost(owner, { role: "operator", area: "320583100" });
  county = await testPost(owner, { role: "operator", area: "320583" });
});

async function asResident(id: string, path: string, size: "phone" | "desktop" = "phone"): Promise<Page> {
  const page = await openPage(browser, server.url, { size });
  const { token } = server.asResident(id);
  const cookie = {
    name: "wangge_resident",
    value: token,
    url: server.url,
    httpOnly: true,
    sameSite: "Strict",
  } as const;
  await page.context().addCookies([cookie]);
  page.setDefaultTimeout(15_000);
  await page.goto(`/enterprise/${path}`);
  return page;
}
async function asPost(actor: Actor, path: string): Promise<Page> {
  const { token } = await server.as(actor);
  const page = await openPage(browser, server.url, { token });
  page.setDefaultTimeout(15_000);
  await page.goto(`/command/#/${path}`);
  return page;
}
async function clean(page: Page): Promise<void> {
  expect(await axeFindings(page)).toEqual([]);
  expect(await forbiddenWords(page)).toEqual([]);
}
const close = (page: Page) => page.context().close();

it("sends whoever is not signed in to the residents' sign-in, and takes him back to where he was", async () => {
  const page = await openPage(browser, server.url, { size: "phone" });
  page.setDefaultTimeout(15_000);
  await page.goto("/enterprise/#/employers");
  await page.getByRole("link", { name: "去登录" }).waitFor();
  await clean(page);
  await page.getByRole("link", { name: "去登录" }).click();
  await signInHere(page, "13800000077");
  await page.getByRole("heading", { name: "谁把我列入名册" }).waitFor();
  expect(new URL(page.url()).pathname + new URL(page.url()).hash).toBe("/enterprise/#/employers");
  await close(page);
  // A link that somebody made up leads nowhere but to one's own code.
  const lured = await openPage(browser, server.url, { size: "phone" });
  lured.setDefaultTimeout(15_000);
  await lured.goto("/resident/?next=//evil.example/enterprise/#/sign-in");
  await signInHere(lured, "13800000078");
  await lured
    .getByRole("link", { name: "添加" })
    .or(lured.getByRole("heading", { level: 1 }))
    .first()
    .waitFor();
  await expect.poll(() => new URL(lured.url()).hash).toBe("#/");
  expect(new URL(lured.url()).origin).toBe(new URL(server.url).origin);
  await close(lured);
});

/** By the one-time code that the demo shows. */
async function signInHere(page: Page, phone: string): Promise<void> {
  await page.getByLabel("手机号").fill(phone);
  await page.getByRole("button", { name: "获取验证码" }).click();
  const message = await page.getByText(/验证码 \d{6}/).textContent();
  await page.getByLabel("短信验证码").fill(/验证码 (\d{6})/.exec(message ?? "")?.[1] ?? "");
  await page.getByRole("button", { name: "登录", exact: true }).click();
}

it("registers by its credit code, uploads a roster, applies, and waits with a clock", async () => {
  const page = await asResident(managerId, "#/register");
  await page.getByLabel("统一社会信用代码（18位）").fill("91350100M000100Y44");
  expect(await page.getByLabel(/统一社会信用代码/).getAttribute("aria-invalid")).toBe("true");
  await page.getByLabel(/统一社会信用代码/).fill(fixture.USCC);
  await page.getByLabel("单位名称").fill(fixture.REGISTRATION.name);
  await page.getByLabel("行业门类").selectOption("C");
  await page.getByLabel("所在乡镇（街道）", { exact: true }).selectOption("32");
  await page.getByLabel("所在乡镇（街道） 2").selectOption("3205");
  await page.getByLabel("所在乡镇（街道） 3").selectOption("320583");
  await page.getByLabel("所在乡镇（街道） 4").selectOption("320583100");
  await page.getByLabel("详细地址").fill("某路1号");
  await page.getByLabel("联系人").fill("陈某");
  await page.getByLabel("联系电话").fill("13900000001");
  await page.getByLabel("职工人数").fill("120");
  await clean(page);
  await page.getByRole("button", { name: "登记单位" }).click();
  await page.getByRole("heading", { name: "复工方案" }).waitFor();

  await page.getByRole("link", { name: "名册", exact: true }).click();
  const bytes = Buffer.concat([fixture.csvOf([WORKER, COLLEAGUE]), Buffer.from("=cmd,320583198201010002\n")]);
  await page.getByLabel("选择名册文件").setInputFiles({ name: "roster.csv", mimeType: "text/csv", buffer: bytes });
  await page.getByText("2 行正确，1 行有问题").waitFor();
  await page.getByText("第 4 行").waitFor();
  await clean(page);
  await shot(page, "enterprise-roster", { whole: true });
  await page.getByRole("button", { name: "收下 2 人" }).click();
  await page.getByText("已收下，新增 2 人").waitFor();

  await page.getByRole("link", { name: "申请", exact: true }).click();
  const { content } = { content: fixture.CONTENT };
  await page.getByLabel("复工日期").fill(content.resumeOn);
  const numbers = {
    首批到岗人数: 40,
    "厂房（办公）间数": 12,
    隔离室间数: 2,
    "体温计（枪）数": 6,
    每天用口罩: 80,
    口罩库存: 1200,
  };
  for (const [label, value] of Object.entries(numbers)) await page.getByLabel(label).fill(String(value));
  await page.getByLabel("消毒液（升）").fill("100");
  await page.getByLabel(/物资可用天数/).fill("10");
  await page.getByLabel("就餐方式").selectOption("boxed-meals");
  await page.getByRole("button", { name: "加一班" }).click();
  const checks = page.locator("section", { has: page.getByRole("heading", { name: "自查清单" }) }).locator("select");
  for (const select of await checks.all()) await select.selectOption("yes");
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByText("还缺 3 项").waitFor();
  for (const item of [/门口设测温点.*拍照上传/, /公共区域.*拍照上传/, /隔离室 · 拍照上传/]) {
    const before = await page.getByRole("img").count();
    await page.getByLabel(item).setInputFiles({ name: "x.png", mimeType: "image/png", buffer: fixture.PNG });
    await expect.poll(() => page.getByRole("img").count()).toBe(before + 1);
  }
  await page.getByLabel("属于哪一项").selectOption("training");
  await page
    .getByLabel("拍照上传", { exact: true })
    .setInputFiles({ name: "x.png", mimeType: "image/png", buffer: fixture.PNG });
  await page.getByRole("img", { name: TRAINING }).waitFor();
  await clean(page);
  await shot(page, "enterprise-apply", { whole: true });
  await page.getByRole("button", { name: "提交" }).click();
  await page.getByText("乡镇现场核查中").waitFor();
  await page.getByText(/最迟 .* 前答复/).waitFor();
  await clean(page);
  await close(page);
});

it("is checked by the township and approved by the county", async () => {
  const check = await asPost(township, "enterprises/320583100");
  await check.getByRole("link", { name: fixture.REGISTRATION.name }).waitFor();
  await clean(check);
  await check.getByRole("link", { name: fixture.REGISTRATION.name }).click();
  await check.getByRole("heading", { name: TRAINING }).waitFor();
  await check.getByRole("img", { name: `${TRAINING} 1` }).waitFor();
  await check.getByRole("button", { name: "核查合格" }).click();
  await check.getByRole("dialog").getByLabel(/理由/).fill("现场核查合格");
  await clean(check);
  await check.getByRole("dialog").getByRole("button", { name: "核查合格" }).click();
  await check.getByText("县级审核").first().waitFor();
  await close(check);
  const decide = await asPost(county, "enterprises/320583?state=waiting");
  await decide.getByRole("link", { name: fixture.REGISTRATION.name }).click();
  await decide.getByRole("button", { name: "批准", exact: true }).click();
  await decide.getByRole("dialog").getByLabel(/理由/).fill("材料齐全，同意复工");
  await decide.getByRole("dialog").getByRole("button", { name: "批准", exact: true }).click();
  await decide.getByText("已批准").first().waitFor();
  await clean(decide);
  await shot(decide, "enterprise-decided", { whole: true });
  await close(decide);
});

it("sees colour and day after the employee agreed, and no more once he takes it back", async () => {
  const employee = await asResident(workerId, "#/employers");
  await employee.getByText(fixture.REGISTRATION.name).waitFor();
  await clean(employee);
  await employee.getByRole("button", { name: "同意", exact: true }).click();
  await employee.getByText("已同意").waitFor();

  const manager = await asResident(managerId, "", "desktop");
  await manager.getByRole("link", { name: fixture.REGISTRATION.name }).click();
  await manager.getByRole("link", { name: "员工状态" }).click();
  await manager.getByText("暂不到岗，至 2020-02-15").waitFor();
  await manager.getByText("红码").waitFor();
  await manager.getByText("本人尚未同意").waitFor();
  await clean(manager);
  await shot(manager, "enterprise-staff", { whole: true });
  await manager.getByRole("button", { name: `${COLLEAGUE.name} 体温正常` }).click();

  await employee.getByRole("button", { name: "撤回同意" }).click();
  await employee.getByText("未同意").waitFor();
  await manager.reload();
  await expect.poll(() => manager.getByText("本人尚未同意").count()).toBe(2);
  await manager.getByRole("link", { name: "每日数据" }).click();
  await manager.getByRole("button", { name: "确认上报" }).click();
  await manager.getByText(/已于 .* 上报/).waitFor();
  await clean(manager);
  await close(manager);
  await close(employee);
});

it("corrects what is registered, takes a person off the roster, and passes the management on", async () => {
  const manager = await asResident(managerId, "");
  await manager.getByRole("link", { name: fixture.REGISTRATION.name }).click();
  await manager.getByRole("link", { name: "登记信息" }).click();
  expect(await manager.getByLabel("详细地址").inputValue()).toBe("某路1号");
  await manager.getByLabel("职工人数").fill("150");
  await clean(manager);
  await shot(manager, "enterprise-registration", { whole: true });
  await manager.getByRole("button", { name: "更正登记信息" }).click();
  await manager.getByText("登记信息已更正。").waitFor();
  // It is under way: its township stays.
  await manager.getByLabel("所在乡镇（街道） 4").selectOption("320583101");
  await manager.getByRole("button", { name: "更正登记信息" }).click();
  await manager.getByText("申请现在的状态不能做这一步").waitFor();

  await manager.getByRole("link", { name: "员工状态" }).click();
  await manager.getByRole("button", { name: `移出名册 ${COLLEAGUE.name}` }).click();
  await clean(manager);
  await manager.getByRole("button", { name: `确定 移出名册 ${COLLEAGUE.name}` }).click();
  await expect.poll(() => manager.getByText(COLLEAGUE.name).count()).toBe(0);
  await manager.getByText(WORKER.name).waitFor();

  await manager.getByRole("link", { name: "进度", exact: true }).click();
  // The only one can invite, and cannot go.
  expect(await manager.getByRole("button", { name: /退出管理/ }).count()).toBe(0);
  await manager.getByLabel("邀请手机号").fill("13800000099");
  await manager.getByRole("button", { name: "邀请", exact: true }).click();
  await manager.getByRole("button", { name: /^撤回邀请/ }).click();
  await manager.getByRole("button", { name: /^确定 撤回邀请/ }).click();
  await expect.poll(() => manager.getByText("已邀请，待确认").count()).toBe(0);
  await manager.getByLabel("邀请手机号").fill("13800000077");
  await manager.getByRole("button", { name: "邀请", exact: true }).click();
  await manager.getByText("已邀请，待确认").waitFor();
  const [guestRow] = await database.owner<{ id: string }[]>`
    select r.id from resident r join enterprise_manager m on m.phone_key = r.phone_key and m.resident_id is null and m.ended_at is null`;
  const guest = await asResident(guestRow?.id ?? "", "");
  await guest.getByRole("button", { name: "接受", exact: true }).click();
  await guest.getByRole("link", { name: fixture.REGISTRATION.name }).waitFor();
  await manager.reload();
  await manager.getByRole("button", { name: "退出管理 我" }).click();
  await clean(manager);
  await manager.getByRole("button", { name: "确定 退出管理 我" }).click();
  await manager.getByText("还没有登记单位。").waitFor();
  await close(guest);
  await close(manager);
});
