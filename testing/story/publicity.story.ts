import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PLACES } from "#capabilities/tasks/list.testing.ts";
import type { Actor } from "#kernel/actor.ts";
import { instant } from "#kernel/time.ts";
import { testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { axeFindings, forbiddenWords, openBrowser, openPage, shot } from "./browser.ts";

const GRID = "320583101201001";
const database = await testDatabase(instant("2020-02-10T09:00:00+08:00"));
const server = await testServer(database, { pages: true });
const { owner } = database;
const browser = await openBrowser();
afterAll(() => browser.close());

const actors = new Map<string, Actor>();
async function page(name: string, at: string, size: "phone" | "narrow"): Promise<Page> {
  const { token } = await server.as(actors.get(name) ?? null);
  const opened = await openPage(browser, server.url, { size, token });
  opened.setDefaultTimeout(15_000);
  await opened.goto(at);
  return opened;
}
const good = async (of: Page) => {
  expect(await axeFindings(of)).toEqual([]);
  expect(await forbiddenWords(of)).toEqual([]);
};

const TEXTS = {
  "标题（中文）": "隐瞒行程要负法律责任",
  "标题（英文）": "Hiding where one was is against the law",
  "正文（中文）": "请如实申报行程和身体情况。隐瞒造成传播的，依法承担责任。",
  "正文（英文）": "Please say truthfully where you were and how you feel.",
  "依据（法律、通知或指南）": "传染病防治法第十二条",
} as const;

beforeAll(async () => {
  await testPlaces(owner, PLACES);
  const posts = [
    ["worker", "grid-worker", GRID],
    ["desk", "operator", "320583101"],
    ["colleague", "operator", "320583101"],
  ] as const;
  for (const [name, role, area] of posts)
    actors.set(name, await testPost(owner, { role, area, isPrimary: role === "grid-worker" }));
  await owner`update account set display_name = '周静' where id = ${actors.get("worker")?.accountId ?? ""}`;
  const desk = await server.as(actors.get("desk") ?? null);
  await desk.call("PUT", "/areas/320583101/centre-line", { name: "花桥镇综治中心", phone: "0512-57690000" });
});

it("a desk writes a notice, a second person lets it out, the worker shows and reads it, and the receipts are counted", async () => {
  const desk = await page("desk", "/command/#/publicity", "narrow");
  await desk.getByRole("button", { name: "起草" }).click();
  const save = desk.getByRole("button", { name: "提交批准" });
  expect(await save.isDisabled()).toBe(true);
  for (const [label, text] of Object.entries(TEXTS)) await desk.getByLabel(label).fill(text);
  await desk.getByLabel("截止").fill("2020-02-01");
  expect(await save.isDisabled()).toBe(true);
  await desk.getByLabel("截止").fill("2020-03-01");
  await shot(desk, "publicity-draft");
  await good(desk);
  await save.click();
  await desk.getByText("待批准").waitFor();
  // Not by who wrote it.
  await desk.getByRole("button", { name: "批准发布" }).click();
  await desk.getByText("发布须由起草人以外的另一人批准").waitFor();
  await desk.context().close();

  const colleague = await page("colleague", "/command/#/publicity", "narrow");
  await colleague.getByRole("button", { name: "批准发布" }).click();
  await colleague.getByText("有效", { exact: true }).waitFor();

  const phone = await page("worker", "/field/#/work/publicity", "phone");
  await phone.getByRole("link", { name: TEXTS["标题（中文）"] }).click();
  await phone.getByText("隐瞒造成传播的").waitFor();
  await phone.getByLabel("听众人数").fill("0");
  await phone.getByText("已朗读").click();
  expect(await phone.getByRole("button", { name: "登记" }).isDisabled()).toBe(true);
  await phone.getByLabel("听众人数").fill("12");
  await shot(phone, "publicity-phone", { whole: true });
  await good(phone);
  // Shown in the stairwell, counted when there is a network.
  await phone.context().setOffline(true);
  await phone.getByRole("button", { name: "登记" }).click();
  await phone.getByText("已朗读，已登记").waitFor();
  await phone.context().setOffline(false);
  await expect.poll(() => owner`select from publicity_receipt`.then((rows) => rows.length)).toBe(1);
  await phone.context().close();

  await colleague.reload();
  await colleague.getByText("听众 12 人次").waitFor();
  await shot(colleague, "publicity-desk");
  await good(colleague);
  await colleague.context().close();
});

it("a resident checks a caller on the open page: the number of the minute says who it is, any other whom to ring", async () => {
  const phone = await page("worker", "/field/#/work/safety/caller", "phone");
  await phone.getByRole("heading", { name: "周静" }).waitFor();
  const number = (await phone.locator(".caller-number").textContent())?.replace(/\D/g, "") ?? "";
  expect(number).toMatch(/^\d{6}$/);
  await good(phone);
  await phone.context().close();

  const open = await openPage(browser, server.url, { size: "small" });
  open.setDefaultTimeout(10_000);
  await open.goto("/open/");
  const form = open.getByRole("region", { name: "核验来访人员" });
  const check = form.getByRole("button", { name: "核验" });
  for (const [label, name] of [
    ["设区市", "苏州市"],
    ["县（市、区）", "昆山市"],
    ["乡镇（街道）", "花桥镇"],
  ] as const)
    await form.getByLabel(label).selectOption(name);
  await form.getByLabel("六位核验号").fill("12");
  expect(await check.isDisabled()).toBe(true);
  await form.getByLabel("六位核验号").fill(number === "000000" ? "000001" : "000000");
  await check.click();
  await form.getByText("请不要开门或转账").waitFor();
  await form.getByText("花桥镇综治中心 0512-57690000").waitFor();
  await form.getByLabel("六位核验号").fill(number);
  await check.click();
  await form.getByText(/是真的，现在在岗：.*周静/).waitFor();
  await shot(open, "open-caller");
  await good(open);
  await open.context().close();
});
