/** The command page of purposes and of the end: health signs, the auditor objects, the end is planned and approved. */
import { afterAll, expect, test } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { DAY, instant, later } from "#kernel/time.ts";
import { testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { axeFindings, forbiddenWords, openBrowser, openPage, shot } from "./browser.ts";

const NOW = instant("2020-02-10T12:00:00+08:00");
const database = await testDatabase(NOW);
await testPlaces(database.owner, { "32": "江苏省" });
const server = await testServer(database, { pages: true });
const browser = await openBrowser();
afterAll(() => browser.close());
const post = (role: "analyst" | "signatory" | "auditor", department: "health" | "centre" | null = null) =>
  testPost(database.owner, {
    role,
    area: "32",
    department,
    organisation: department === "health" ? "省卫健委" : "省委政法委",
  });
const [health, chair, auditor] = [
  await post("signatory", "health"),
  await post("signatory", "centre"),
  await post("auditor"),
];
const open = async (actor: Actor) => {
  const page = await openPage(browser, server.url, { token: (await server.as(actor)).token });
  await page.goto("/command/#/purposes");
  await page.getByRole("heading", { name: "用途与收尾", level: 1 }).waitFor();
  return page;
};

test("a purpose is proposed, signed, objected to, and in force a day later", async () => {
  const page = await open(health);
  await page.getByRole("button", { name: "提出新用途" }).click();
  const fields = {
    "编号（如 code.study-rooms）": "code.libraries",
    "名称（中文）": "图书馆入馆核验健康码",
    "名称（英文）": "Verifying codes at libraries",
    依据的法律或通告: "苏州市疫情防控第10号通告",
    "用到的信息（用逗号分开）": "colour",
  };
  for (const [label, text] of Object.entries(fields)) await page.getByLabel(label).fill(text);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole("dialog").getByRole("button", { name: "提出新用途" }).click();
  const row = page.getByRole("row", { name: /图书馆入馆核验健康码/ });
  await row.getByText("待签署").waitFor();
  await row.getByRole("button", { name: /签\s*署/ }).click();
  await expect.poll(() => row.textContent()).toContain("卫健 签署");
  await page.context().close();

  const audit = await open(auditor);
  const seen = audit.getByRole("row", { name: /图书馆入馆核验健康码/ });
  await seen.getByRole("button", { name: "提出异议" }).click();
  await audit.getByRole("dialog").getByRole("textbox").fill("依据没有写明条款");
  await audit.getByRole("dialog").getByRole("button", { name: "提出异议" }).click();
  await expect.poll(() => seen.textContent()).toContain("依据没有写明条款");
  expect(await axeFindings(audit)).toEqual([]);
  await audit.context().close();

  await (await server.as(auditor)).call("POST", "/purposes/code.libraries/decisions", { decision: "sign" });
  const seat = await open(chair);
  const mine = seat.getByRole("row", { name: /图书馆入馆核验健康码/ });
  await mine.getByRole("button", { name: /签\s*署/ }).click();
  await mine.getByText("公示中").waitFor();
  await seat.context().close();
  database.setNow(later(NOW, DAY));
  const next = await open(chair);
  await next
    .getByRole("row", { name: /图书馆入馆核验健康码/ })
    .getByText("使用中")
    .waitFor();
  await next.context().close();
});

test("the end is planned with what will be erased in view, and approved by the three", async () => {
  const page = await open(health);
  await page.getByRole("button", { name: "提出收尾计划" }).click();
  await page.getByRole("dialog").getByRole("textbox").fill("省政府已宣布终止突发公共卫生事件应急响应");
  await page.getByRole("dialog").getByRole("button", { name: "提出收尾计划" }).click();
  await page.getByText("待批准").waitFor();
  await page.getByRole("button", { name: /批\s*准/ }).click();
  await page.locator("summary").click();
  await page
    .getByRole("row", { name: /sealed_identity/ })
    .getByText("删除")
    .waitFor();
  expect(await axeFindings(page)).toEqual([]);
  expect(await forbiddenWords(page)).toEqual([]);
  await shot(page, "purposes", { whole: true });
  await page.context().close();
  for (const [actor, button] of [
    [chair, /批\s*准/],
    [auditor, "同意见证"],
  ] as const) {
    const other = await open(actor);
    await other.getByRole("button", { name: button }).click();
    if (actor === auditor) await other.getByText("wangge sunset execute --event covid-19").waitFor();
    await other.context().close();
  }
});
