import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Listed, PLACES, person, seedList } from "#capabilities/tasks/list.testing.ts";
import { publishList } from "#capabilities/tasks/publish.ts";
import type { Actor } from "#kernel/actor.ts";
import { instant, type PlainDay } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { axeFindings, forbiddenWords, openBrowser, openPage, shot } from "./browser.ts";

const NOW = instant("2020-02-10T09:00:00+08:00");
const GRID = "320583101201001";
const database = await testDatabase(NOW);
const server = await testServer(database, { pages: true });
const { owner, services } = database;
const browser = await openBrowser();
afterAll(() => browser.close());

const actors = new Map<string, Actor>();

async function page(name: string, at: string, size: "phone" | "desktop"): Promise<Page> {
  const actor = actors.get(name);
  if (actor === undefined) throw new Error(`nobody called ${name}`);
  const { token } = await server.as(actor);
  const opened = await openPage(browser, server.url, { size, token });
  opened.setDefaultTimeout(15_000);
  await opened.goto(at);
  return opened;
}

const good = async (of: Page) => {
  expect(await axeFindings(of)).toEqual([]);
  expect(await forbiddenWords(of)).toEqual([]);
};

beforeAll(async () => {
  await testPlaces(owner, PLACES);
  const posts = [
    ["worker", "grid-worker", GRID],
    ["village", "operator", "320583101201"],
    ["township", "operator", "320583101"],
    ["doctor", "health-worker", "320583"],
    ["judge", "legal-partner", GRID],
    ["officer", "police-officer", "320583101201"],
  ] as const;
  for (const [name, role, area] of posts)
    actors.set(name, await testPost(owner, { role, area, isPrimary: role === "grid-worker" }));
  await owner`update account set display_name = '周静' where id = ${actors.get("worker")?.accountId ?? ""}`;
  const listed: Listed[] = [{ personKey: person(1), tier: "yellow", place: GRID }];
  const day = "2020-02-10" as PlainDay;
  const list = await seedList(owner, { day, version: 1, listed });
  const actor = systemActor("32");
  await asActor(services.db, actor, (sql) =>
    publishList({ sql, actor, now: NOW, services }, { ...list, day, previousSessionId: null }),
  );
  const township = await server.as(actors.get("township") ?? null);
  await township.call("PUT", "/areas/320583101/centre-line", { name: "花桥镇综治中心", phone: "0512-57690000" });
});

describe("a worker's safety", () => {
  it("two touches from any screen; without a network it says so and whom to ring; sent, the centre answers, both close it", async () => {
    // The copy with the centre's number is on the phone before the network goes.
    const phone = await page("worker", "/field/#/mine", "phone");
    await phone
      .getByText(/(?<!不)完整/)
      .first()
      .waitFor();
    await phone.goto("/field/#/");
    await phone.getByRole("link", { name: "编号" }).first().click();
    await phone.getByRole("link", { name: "我的安全" }).click();
    await phone.getByRole("button", { name: "无声求助" }).waitFor();
    await good(phone);
    await phone.context().setOffline(true);
    await phone.getByRole("button", { name: "无声求助" }).click();
    await phone.getByText("尚未送出，正在不停重试。现在请拨打：").waitFor();
    expect(await phone.getByRole("link", { name: "110" }).getAttribute("href")).toBe("tel:110");
    expect(await phone.getByRole("link", { name: /花桥镇综治中心/ }).getAttribute("href")).toBe("tel:0512-57690000");
    await shot(phone, "field-alarm-offline");
    await good(phone);
    expect((await owner`select from field_alarm`).length).toBe(0);

    const desk = await page("village", "/command/", "desktop");
    await desk.getByRole("heading", { level: 1 }).waitFor();
    await phone.context().setOffline(false);
    await phone.getByText(/已送达，等待响应/).waitFor();
    expect((await owner`select from field_alarm`).length).toBe(1);
    // Loud on whatever page is open.
    await desk.getByText("有 1 起求助等待响应").waitFor();
    // Rings on the phone of the officer round the corner, in words too; never on the worker's own.
    const officer = await page("officer", "/field/", "phone");
    await officer.getByText("有 1 名同事求助").waitFor();
    await shot(officer, "field-ring");
    await good(officer);
    await officer.getByRole("button", { name: "这部手机静音" }).click();
    await officer.getByRole("link", { name: "去响应" }).click();
    await officer.getByRole("button", { name: "我来响应" }).waitFor();
    await officer.context().close();
    expect(await phone.getByText("名同事求助").count()).toBe(0);
    await desk.getByRole("link", { name: "立即查看" }).click();
    await desk.getByText("周静").waitFor();
    await shot(desk, "command-safety");
    await good(desk);
    await desk.getByRole("button", { name: "我来响应" }).click();
    await desk
      .getByText(/已响应/)
      .first()
      .waitFor();
    await phone.getByText(/已于.*响应/).waitFor();
    await phone.getByRole("button", { name: "我已安全" }).click();
    await desk.getByText("本人安全已确认").waitFor();
    await desk.getByRole("button", { name: "填写处理情况" }).click();
    await desk.getByRole("textbox").last().fill("民警到场，已劝离");
    await desk.getByRole("button", { name: "保存" }).last().click();
    await desk.getByText("已办结").waitFor();
    await phone.context().close();
    await desk.context().close();
  });

  it("self-check in seconds; equipment; a number that proves the caller; what cannot be done goes back", async () => {
    const phone = await page("worker", "/field/#/work/safety/check", "phone");
    const pad = phone.getByRole("group", { name: "体温键盘" });
    for (const key of "365") await pad.getByRole("button", { name: key, exact: true }).click();
    await phone.getByText("齐全", { exact: true }).click();
    await good(phone);
    await phone.getByRole("button", { name: "提交" }).click();
    await phone.getByText(/正常，可以上岗/).waitFor();

    await phone.goto("/field/#/work/safety/equipment");
    await phone.getByText("N95口罩（只）", { exact: true }).click();
    await phone.getByLabel("数量").fill("0");
    expect(await phone.getByRole("button", { name: "申请" }).isDisabled()).toBe(true);
    await phone.getByLabel("数量").fill("20");
    await phone.getByRole("button", { name: "申请" }).click();
    await expect.poll(() => owner`select from equipment_request`.then((rows) => rows.length)).toBe(1);
    await good(phone);

    await phone.goto("/field/#/work/safety/caller");
    const number = (await phone.locator("output.caller-number").textContent()) ?? "";
    expect(number).toMatch(/^\d{6}$/);
    const asked = await (await server.as(null)).call("POST", "/caller/check", { place: "320583101", number });
    expect(asked.body).toMatchObject({ worker: { name: "周静" } });
    await shot(phone, "field-caller");
    await good(phone);

    for (const screen of ["week", "hand-over", "leave"]) {
      await phone.goto(`/field/#/work/safety/${screen}`);
      await phone.getByRole("heading", { level: 1 }).waitFor();
      await phone.waitForTimeout(300);
      await good(phone);
    }

    await phone.goto("/field/#/");
    await phone.getByRole("link", { name: "编号" }).first().click();
    await phone.getByRole("link", { name: "不是我的" }).click();
    await phone.getByRole("link", { name: "办不了" }).click();
    await phone.getByText("现场不安全", { exact: true }).click();
    await good(phone);
    await phone.getByRole("button", { name: "退回中心" }).click();
    await expect
      .poll(() => owner<{ desk: string | null }[]>`select desk from task`.then((rows) => rows[0]?.desk))
      .toBe("320583101201");
    await phone.context().close();
  });

  it("before the PIN too: a locked phone sends the alarm straight to the server", async () => {
    const phone = await page("worker", "/field/#/work/safety", "phone");
    await phone.getByRole("button", { name: "无声求助" }).waitFor();
    const before = (await owner`select from field_alarm`).length;
    const again = await phone.context().newPage();
    await again.goto("/field/");
    await again.getByRole("button", { name: "我的安全" }).click();
    await again.getByRole("button", { name: "无声求助" }).click();
    await again.getByText("已送达中心").waitFor();
    expect((await owner`select from field_alarm`).length).toBe(before + 1);
    await good(again);
    await phone.context().close();
  });

  it("a phone that can keep nothing, or is full, calls all the same; a door without a task is left at once", async () => {
    const alarms = async () => (await owner`select kind from field_alarm`).map(({ kind }) => kind as string);
    const before = (await alarms()).length;
    const { token } = await server.as(actors.get("worker") ?? null);
    const phone = await openPage(browser, server.url, { size: "small", token });
    phone.setDefaultTimeout(15_000);
    await phone.addInitScript(() => Object.defineProperty(globalThis, "indexedDB", { value: undefined }));
    await phone.goto("/field/#/work/safety");
    await phone.getByRole("button", { name: /求助/ }).click();
    await expect.poll(async () => (await alarms()).length).toBe(before + 1);
    await phone.context().close();

    const full = await page("worker", "/field/#/work/safety", "phone");
    await full.getByRole("button", { name: /求助/ }).waitFor();
    await full.evaluate(() => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    });
    await full.context().setOffline(true);
    await full.getByRole("button", { name: /求助/ }).click();
    await full.getByText("没有送出。请再按一次，或拨打：").waitFor();
    await shot(full, "field-alarm-failed");
    await good(full);
    await full.context().setOffline(false);
    await full.getByRole("button", { name: /求助/ }).click();
    await expect.poll(async () => (await alarms()).length).toBe(before + 2);
    await full.goto(`/field/#/work/safety/leave/at/${GRID}`);
    const go = full.getByRole("button", { name: "撤离并上报" });
    expect(await go.isDisabled()).toBe(true);
    await full.getByText("受到威胁").click();
    await shot(full, "field-leave", { whole: true });
    await good(full);
    await go.click();
    await expect.poll(async () => (await alarms()).filter((kind) => kind === "withdraw").length).toBe(1);
    await full.context().close();
  });

  it("a judge's phone has the alarm and no list of residents; the health seat has its own part of the page", async () => {
    const phone = await page("judge", "/field/", "phone");
    await phone.getByRole("link", { name: "我的安全" }).first().waitFor();
    expect(await phone.getByRole("link", { name: "编号" }).count()).toBe(0);
    expect(await phone.getByRole("navigation").getByText("居民").count()).toBe(0);
    await good(phone);
    await phone.context().close();
    const seat = await page("doctor", "/command/#/safety", "desktop");
    await seat.getByText("没有需要决定的").waitFor();
    expect(await seat.getByText("防护物资").count()).toBe(0);
    await good(seat);
    await seat.context().close();
  });
});
