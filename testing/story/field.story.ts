import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keepIdentities } from "#capabilities/people/keep.ts";
import { type Listed, PLACES, person, seedList } from "#capabilities/tasks/list.testing.ts";
import { publishList } from "#capabilities/tasks/publish.ts";
import type { Actor } from "#kernel/actor.ts";
import { instant, type PlainDay } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { axeFindings, forbiddenWords, openBrowser, openPage, scriptsOf, shot } from "./browser.ts";

const NOW = instant("2020-02-10T09:00:00+08:00");
const DAY = "2020-02-10" as PlainDay;
const GRID = "320583101201001";
const NEXT_GRID = "320583101201002";
const database = await testDatabase(NOW);
const server = await testServer(database, { pages: true, clockwork: true });
const browser = await openBrowser();
afterAll(() => browser.close());

let worker: Actor;
let published = 0;
let previousSessionId: string | null = null;

/** Publishes one more list of the day: with those listed before, so that nobody leaves it. */
const listed: Listed[] = [];
async function publish(...more: readonly Listed[]): Promise<void> {
  listed.push(...more);
  const list = await seedList(database.owner, { day: DAY, version: ++published, listed });
  const actor = systemActor("32");
  await asActor(database.services.db, actor, (sql) =>
    publishList(
      { sql, actor, now: database.services.clock(), services: database.services },
      { ...list, day: DAY, previousSessionId },
    ),
  );
  previousSessionId = list.sessionId;
}

const inGrid = (n: number, tier: Listed["tier"] = "yellow"): Listed => ({ personKey: person(n), tier, place: GRID });
const numberOf = (n: number) => person(n).slice(-4);

const visitsOf = (n: number) =>
  database.owner<
    {
      id: string;
      result: string;
      temperature_tenths: number | null;
      symptoms: string[];
      place: string;
      corrects: string | null;
    }[]
  >`select id, result, temperature_tenths, symptoms, place, corrects from visit where person_key = ${person(n)} order by recorded_at, id`;
const taskOf = async (n: number) => {
  const [row] = await database.owner<
    { id: string; state: string; result: string | null; desk: string | null; delivered_at: Date | null }[]
  >`select id, state, result, desk, delivered_at from task where person_key = ${person(n)}`;
  if (row === undefined) throw new Error(`no task of ${n}`);
  return row;
};

/** The worker's phone, signed in. */
async function phone(language: "zh" | "en" = "zh"): Promise<Page> {
  const { token } = await server.as(worker);
  const page = await openPage(browser, server.url, { size: "phone", token, language });
  page.setDefaultTimeout(10_000);
  await page.goto("/field/");
  await page.getByRole("heading", { name: language === "zh" ? "需联系居民" : "Residents to contact" }).waitFor();
  return page;
}

const card = (page: Page, n: number) => page.getByRole("link", { name: `编号 ${numberOf(n)}` });

/** Fills the report of resident n as far as the last button. */
async function fillReport(page: Page, n: number, { result = "在家，已见到或通话", keys = "365" } = {}): Promise<void> {
  await card(page, n).first().click();
  await page.getByRole("link", { name: /填写走访结果|继续填写/ }).click();
  await page.getByText(result, { exact: true }).click();
  if (keys !== "") {
    const pad = page.getByRole("group", { name: "体温键盘" });
    for (const key of keys) await pad.getByRole("button", { name: key, exact: true }).click();
    await page.getByText("本人", { exact: true }).click();
  }
}

const good = async (page: Page) => {
  expect(await axeFindings(page)).toEqual([]);
  expect(await forbiddenWords(page)).toEqual([]);
};

beforeAll(async () => {
  await testPlaces(database.owner, PLACES);
  worker = await testPost(database.owner, {
    role: "grid-worker",
    area: GRID,
    isPrimary: true,
    organisation: "花桥镇徐公桥村",
  });
  await database.owner`update account set display_name = '周静' where id = ${worker.accountId}`;
  await testPost(database.owner, { role: "grid-worker", area: NEXT_GRID, isPrimary: true });
  for (const area of ["32", "3205", "320583", "320583101"]) await testPost(database.owner, { role: "operator", area });
  async function* heard() {
    yield [1, 2, 3].map((n) => ({
      personKey: person(n),
      feed: "police/residents",
      name: ["王小明", "李红", "赵志远"][n - 1] ?? null,
      idType: "111",
      idNumber: null,
      phone: `1380000000${n}`,
      address: `花桥镇徐公桥村 ${n} 幢 101 室`,
    }));
  }
  await keepIdentities(database.services, heard());
  await publish(inGrid(1, "red"), inGrid(2), inGrid(3, "blue"));
});

describe("a worker's phone", () => {
  it("shows the published residents, soonest due first, and tells the centre that they were delivered", async () => {
    const page = await phone();
    await expect.poll(() => page.getByRole("listitem").count()).toBe(3);
    expect(await page.getByRole("listitem").allTextContents()).toMatchObject([
      expect.stringContaining("红"),
      expect.stringContaining("黄"),
      expect.stringContaining("蓝"),
    ]);
    // high-area: first contact within 4 hours of 09:00.
    expect(await page.getByRole("listitem").first().textContent()).toMatch(/还有 [34] 小时/);
    await expect.poll(async () => (await taskOf(1)).state).toBe("delivered");
    await shot(page, "field-inbox");
    await good(page);
    await page.context().close();
  });

  it("takes one resident from the list to the door and back: reasons, who was there, the name, the report", async () => {
    const page = await phone();
    await card(page, 1).click();
    await page.getByText("到过高风险地区").waitFor();
    await page.getByText("今天还没有人联系过这位居民。").waitFor();
    await expect.poll(async () => (await taskOf(1)).state).toBe("read");
    expect(await page.getByText("王小明").count()).toBe(0);
    await good(page);
    await page.getByRole("button", { name: "打开姓名、电话、住址" }).click();
    await page.getByText("王小明").waitFor();
    expect(await page.getByRole("link", { name: "拨打电话" }).getAttribute("href")).toBe("tel:13800000001");
    await shot(page, "field-resident", { whole: true });
    await page.getByRole("button", { name: "接收", exact: true }).click();
    await expect.poll(async () => (await taskOf(1)).state).toBe("accepted");

    await page.getByRole("link", { name: "填写走访结果" }).click();
    await shot(page, "field-report-results", { whole: true });
    await good(page);
    await page.getByText("在家，已见到或通话", { exact: true }).click();
    await page.getByText("这项任务就办结了").waitFor();
    for (const key of "376") await page.getByRole("button", { name: key, exact: true }).click();
    await page.getByRole("alert").getByText("现在就联系社区医生或发热门诊").waitFor();
    await page.getByText("咳嗽", { exact: true }).click();
    await page.getByRole("button", { name: "提交" }).click();
    await page.getByRole("alert").getByText("和谁说上了话").waitFor();
    await page.getByText("本人", { exact: true }).click();
    await page.getByText("更多（帮助、人数、备注）").click();
    await page.getByLabel("本人所说的行程").fill("1月23日乘高铁从武汉到昆山");
    await shot(page, "field-report", { whole: true });
    await good(page);
    await page.getByRole("button", { name: "提交" }).click();
    await page.getByText("已发送，中心已收到。").waitFor();
    await page.getByRole("heading", { name: "下一位" }).waitFor();
    await shot(page, "field-reported", { whole: true });
    await good(page);

    expect(await visitsOf(1)).toMatchObject([
      { result: "HOME_IN_PLACE", temperature_tenths: 376, symptoms: ["cough"], place: GRID, corrects: null },
    ]);
    expect(await taskOf(1)).toMatchObject({ state: "done", result: "HOME_IN_PLACE" });
    await page.getByRole("link", { name: "回到今日" }).click();
    await expect.poll(() => page.getByRole("listitem").count()).toBe(2);
    await page.context().close();
  });

  it("learns of a new resident within two seconds, without a touch, and marks it quietly", async () => {
    const page = await phone();
    await page.getByRole("listitem").first().waitFor();
    await page.waitForTimeout(500);
    await publish(inGrid(4, "red"));
    const committed = Date.now();
    await card(page, 4).waitFor({ timeout: 5000 });
    expect(Date.now() - committed).toBeLessThanOrEqual(2000);
    await card(page, 4).getByText("新", { exact: true }).waitFor();
    await page.context().close();
  });

  it("asks before a resident is contacted a second time on one day", async () => {
    const page = await phone();
    await fillReport(page, 4, { result: "没人应门、没人接电话", keys: "" });
    await page.getByRole("button", { name: "提交" }).click();
    await page.getByText("已发送，中心已收到。").waitFor();
    await page.getByText("前再联系一次").waitFor();
    await page.getByRole("link", { name: "回到今日" }).click();
    await card(page, 4).click();
    await page.getByText("仍要联系？").waitFor();
    expect(await page.getByRole("button", { name: "打开姓名、电话、住址" }).count()).toBe(0);
    await shot(page, "field-contacted", { whole: true });
    await good(page);
    await page.getByRole("button", { name: "仍要联系" }).click();
    await page.getByRole("button", { name: "打开姓名、电话、住址" }).waitFor();
    await page.context().close();
  });
});

describe("nothing that was typed is lost", () => {
  it("sends a report again whose answer was lost, and the server counts it once", async () => {
    await publish(inGrid(5));
    const page = await phone();
    await fillReport(page, 5);
    let lost = 0;
    await page.route("**/api/v1/visits", async (route) => {
      if (lost > 0) return route.continue();
      lost++;
      // The server hears it and answers; the answer never arrives.
      await route.fetch();
      return route.abort("connectionreset");
    });
    await page.getByRole("button", { name: "提交" }).click();
    await expect.poll(async () => (await visitsOf(5)).length).toBe(1);
    await page.getByRole("link", { name: "查看发送情况" }).click();
    await page.getByText("上次已送到，没有重复计数").waitFor();
    expect(lost).toBe(1);
    expect(await visitsOf(5)).toHaveLength(1);
    await page.context().close();
  });

  it("keeps a report made without network through a reload of the page, says so, and sends it later", async () => {
    await publish(inGrid(6));
    const page = await phone();
    await card(page, 6).waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await page.context().setOffline(true);
    await fillReport(page, 6);
    await page.getByRole("button", { name: "提交" }).click();
    await page.getByText("已存在手机里，还没有发出").waitFor();
    await shot(page, "field-offline-reported", { whole: true });
    await page.reload();
    await page.getByText("没有网络。可以照常查看和填报").waitFor();
    await page.goto("/field/#/outbox");
    await page.getByText("没有网络，恢复后自动发送").waitFor();
    await shot(page, "field-offline-outbox", { whole: true });
    await good(page);
    await page.goto("/field/#/");
    await shot(page, "field-offline-inbox", { whole: true });
    expect(await visitsOf(6)).toHaveLength(0);
    await page.context().setOffline(false);
    await expect.poll(async () => (await visitsOf(6)).length, { timeout: 15_000 }).toBe(1);
    await page.goto("/field/#/outbox");
    await page.getByText("全部已发送").waitFor();
    await page.context().close();
  });

  it("keeps a half-written report through a reload, and deletes it only when asked twice", async () => {
    const page = await phone();
    await fillReport(page, 2);
    await page.getByText("更多（帮助、人数、备注）").click();
    await page.getByLabel("备注").fill("下午再来量一次");
    // As long as a hand takes from the last letter to the reload: the letter is being sealed and written meanwhile.
    await page.waitForTimeout(500);
    await page.reload();
    await page.getByText("更多（帮助、人数、备注）").click();
    expect(await page.getByLabel("备注").inputValue()).toBe("下午再来量一次");
    await page.goto("/field/#/outbox");
    await page.getByRole("region", { name: "没写完的" }).getByText("下午再来量一次").waitFor();
    await good(page);
    await page.getByRole("link", { name: "继续填写" }).click();
    await page.getByRole("button", { name: "不填了，删掉草稿" }).click();
    await page.getByRole("button", { name: "删掉", exact: true }).click();
    await page.getByRole("heading", { name: "发送情况" }).waitFor();
    expect(await page.getByText("下午再来量一次").count()).toBe(0);
    await page.context().close();
  });

  it("shows what the server refused with its sentence, until a person has dealt with it", async () => {
    await publish(inGrid(7));
    const page = await phone();
    await fillReport(page, 7);
    // Meanwhile a centre has given the task to somebody else.
    await database.owner`update task set holder_post = null, desk = '320585', place = '320585100' where person_key = ${person(7)}`;
    await page.getByRole("button", { name: "提交" }).click();
    await page.getByText("没有被收下").first().waitFor();
    await page.goto("/field/#/outbox");
    await page.getByText("找不到这条报告对应的任务").waitFor();
    await shot(page, "field-refused", { whole: true });
    await good(page);
    await page.reload();
    await page.getByRole("button", { name: "我已处理，从手机删掉" }).click();
    await page.getByRole("button", { name: "删掉", exact: true }).click();
    await expect.poll(() => page.getByText("没有被收下").count()).toBe(0);
    expect(await visitsOf(7)).toHaveLength(0);
    await page.context().close();
  });

  it("keeps what is being typed when the sign-in expires, and sends it after signing in again", async () => {
    await publish(inGrid(12));
    const page = await phone();
    await fillReport(page, 12);
    const cookies = await page.context().cookies();
    await page.context().clearCookies();
    await page.getByRole("button", { name: "提交" }).click();
    await page.getByText("登录已过期").waitFor();
    await page.goto("/field/#/outbox");
    await page.getByText("登录已过期，重新登录后发送").waitFor();
    expect(await visitsOf(12)).toHaveLength(0);
    await page.context().addCookies(cookies);
    await page.getByRole("button", { name: "现在发送" }).click();
    await page.getByText("全部已发送").waitFor();
    expect(await visitsOf(12)).toHaveLength(1);
    await page.context().close();
  });

  it("corrects a report of today by a new one", async () => {
    await publish(inGrid(8));
    const page = await phone();
    await fillReport(page, 8);
    await page.getByRole("button", { name: "提交" }).click();
    await page.getByText("已发送，中心已收到。").waitFor();
    await page.getByRole("link", { name: "查看发送情况" }).click();
    await page.getByRole("link", { name: "更正" }).click();
    await page.getByText("原报告保留，以这一条为准").waitFor();
    await shot(page, "field-correct", { whole: true });
    await page.getByRole("button", { name: "改选" }).click();
    await page.getByText("在医院", { exact: true }).click();
    await page.getByRole("button", { name: "提交" }).click();
    await page.getByText("更正已记录").waitFor();
    await page.getByText("已发送，中心已收到。").waitFor();
    const [first, second] = await visitsOf(8);
    expect(first).toMatchObject({ result: "HOME_IN_PLACE", corrects: null });
    expect(second).toMatchObject({ result: "HOSPITAL", corrects: first?.id });
    await page.context().close();
  });
});

describe("a cheap phone on a thin line", () => {
  it("loads at most 200 kB of script, gzipped, before it can work", async () => {
    const page = await phone();
    const bytes = await scriptsOf(page);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThanOrEqual(200_000);
    await page.context().close();
  });
});

describe("a small phone held by someone who reads large text", () => {
  /** What is wider than the phone, and what is smaller than a thumb: 48 px, links inside a sentence excepted. */
  const misfits = (page: Page) =>
    page.evaluate(() => {
      const found: string[] = [];
      const { scrollWidth, clientWidth } = document.documentElement;
      if (scrollWidth > clientWidth) found.push(`page ${scrollWidth} > ${clientWidth}`);
      for (const target of document.querySelectorAll<HTMLElement>(
        "button, a, summary, .chip, .result-one, .input, .agree",
      )) {
        const { width, height } = target.getBoundingClientRect();
        if (width > 0 && (height < 47.5 || width < 47.5))
          found.push(`${target.className} ${target.textContent} ${width}x${height}`);
      }
      return found;
    });

  it("fits every screen in 360 px, in both languages, at ordinary and at half as large again text", async () => {
    await publish(inGrid(10, "red"), inGrid(11, "blue"));
    for (const language of ["zh", "en"] as const) {
      const page = await phone(language);
      await page.setViewportSize({ width: 360, height: 740 });
      const { id } = await taskOf(10);
      for (const path of [
        "",
        `task/${id}`,
        `task/${id}/report`,
        `task/${id}/not-mine`,
        "outbox",
        "mine",
        "mine/away",
      ]) {
        await page.goto(`/field/#/${path}`);
        await page.getByRole("heading").first().waitFor();
        for (const size of [17, 26]) {
          await page.evaluate((px) => document.documentElement.style.setProperty("font-size", `${px}px`), size);
          expect(await misfits(page), `${language} ${path} ${size}`).toEqual([]);
          await shot(page, `field-small-${language}-${path.replaceAll(/\W|[0-9a-f-]{36}/g, "")}-${size}`, {
            whole: true,
          });
        }
        await good(page);
      }
      await page.context().close();
    }
  });
});

describe("what a worker answers beside reports", () => {
  it("gives back a task that is not his, with the reason and the grid it belongs to", async () => {
    await publish(inGrid(9));
    const page = await phone();
    await card(page, 9).click();
    await page.getByRole("link", { name: "不是我的" }).click();
    await page.getByRole("button", { name: "地址属于别的网格" }).click();
    // The grids of the village and the villages around are on the phone: nobody is asked for them.
    await page.context().route(/\/api\/v1\/places\?/, (route) => route.abort());
    await page.getByLabel(/应该归哪里/).fill("第二网格");
    await page.getByRole("button", { name: /第二网格/ }).click();
    await shot(page, "field-not-mine", { whole: true });
    await good(page);
    await page.getByRole("button", { name: "退回", exact: true }).click();
    await page.getByText("退回任务").waitFor();
    await expect
      .poll(async () => {
        const [row] = await database.owner`select place from task where person_key = ${person(9)} and ended_at is null`;
        return row?.["place"];
      })
      .toBe(NEXT_GRID);
    await page.context().close();
  });

  it("shows an instruction from above on top, and takes read, accepted and done", async () => {
    const operator = await testPost(database.owner, { role: "operator", area: "320583101" });
    const page = await phone();
    const { call } = await server.as(operator);
    const issued = await call("POST", "/instructions", {
      targetArea: "320583101",
      roles: ["grid-worker"],
      title: "今天起每户测温两次",
      body: "上午、下午各一次，随走访结果一起填报。",
      legalBasis: "传染病防治法第四十二条",
      priority: "urgent",
    });
    expect(issued.status).toBe(200);
    await page.getByRole("button", { name: /今天起每户测温两次/ }).click();
    await shot(page, "field-instruction", { whole: true });
    await good(page);
    await page.getByRole("button", { name: "接收", exact: true }).click();
    await page.getByRole("button", { name: "已完成" }).click();
    await expect.poll(() => page.getByText("今天起每户测温两次").count()).toBe(0);
    await expect
      .poll(async () => {
        const [row] = await database.owner`select answer from instruction_receipt where post_id = ${worker.postId}`;
        return row?.["answer"];
      })
      .toBe("done");
    await page.context().close();
  });

  it("counts my day, and warns before signing out with something unsent", async () => {
    const page = await phone();
    await page.getByRole("link", { name: "我的", exact: true }).click();
    await page.getByRole("heading", { name: "周静" }).waitFor();
    await expect.poll(() => page.getByRole("region", { name: "我的今天" }).textContent()).toMatch(/\d+报告|报告\d+/);
    await shot(page, "field-mine", { whole: true });
    await good(page);
    await page.getByRole("button", { name: "退出登录" }).click();
    await page.getByText("退出后，这台手机上不留名单和草稿").waitFor();
    await page.getByRole("button", { name: "退出", exact: true }).click();
    await page.waitForURL((url) => url.pathname === "/");
    await page.goto("/field/");
    await page.waitForURL((url) => url.pathname === "/");
    await page.context().close();
  });

  it("registers a phone with the code of the township's centre, after a pledge", async () => {
    const operator = await testPost(database.owner, { role: "operator", area: "320583101" });
    const fresh = await testPost(database.owner, { role: "grid-worker", area: "320583101202001" });
    await database.owner`update account set state = 'invited' where id = ${fresh.accountId}`;
    const { call } = await server.as(operator);
    const issued = await call("POST", "/activation-codes", { area: "320583101202001", postIds: [fresh.postId] });
    const { codes } = issued.body as { codes: { code: string }[] };
    const page = await openPage(browser, server.url, { size: "phone" });
    await page.goto("/field/#/activate");
    await page.getByLabel("激活码").fill(codes[0]?.code ?? "");
    await page.getByLabel("密码", { exact: false }).first().fill("lantern-bridge-71");
    await page.getByLabel("再输一遍密码").fill("lantern-bridge-71");
    await shot(page, "field-activate", { whole: true });
    await good(page);
    await page.getByLabel("我已读懂并承诺").check();
    await page.getByRole("button", { name: "登记并开始工作" }).click();
    await page.getByText("现在没有需要联系的居民").waitFor();
    const [terminal] = await database.owner`select registered_at from terminal where post_id = ${fresh.postId}`;
    expect(terminal?.["registered_at"]).not.toBeNull();
    await shot(page, "field-empty");

    // Signed out and in again, the phone is still the same terminal.
    await page.getByRole("link", { name: "我的", exact: true }).click();
    await page.getByText("本机已登记为工作手机").waitFor();
    await page.getByRole("button", { name: "退出登录" }).click();
    await page.getByRole("button", { name: "退出", exact: true }).click();
    await page.waitForURL((url) => url.pathname === "/");
    await page.getByLabel("账号").fill(`u-${fresh.accountId}`);
    await page.getByLabel("密码").fill("lantern-bridge-71");
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByRole("heading", { name: "需联系居民" }).waitFor();
    const sessions = await database.owner`
      select terminal_id from session where post_id = ${fresh.postId} order by created_at desc, ended_at nulls first`;
    expect(sessions.map((row) => row["terminal_id"] !== null)).toEqual([true, true]);
    await page.context().close();
  });

  it("hands the open tasks over when its worker goes on leave, and takes him back", async () => {
    const page = await phone();
    await page.goto("/field/#/mine/away");
    await page.getByLabel("原因").fill("本人发热就医");
    await page.getByRole("button", { name: "登记离岗" }).click();
    await page
      .getByRole("status")
      .getByText(/已登记离岗，\d+ 项任务已转出/)
      .waitFor();
    await shot(page, "field-away");
    await good(page);
    await page.goto("/field/#/");
    await page.getByText(/现在没有需要联系的居民|今天名单上的居民都联系过了/).waitFor();
    const open = await database.owner`select 1 from task where holder_post = ${worker.postId} and ended_at is null`;
    expect(open).toHaveLength(0);
    await page.goto("/field/#/mine/away");
    await page.getByRole("button", { name: "我回来了，恢复上岗" }).click();
    await page.getByRole("button", { name: "登记离岗" }).waitFor();
    const [absence] = await database.owner`select until_at from absence where post_id = ${worker.postId}`;
    expect(absence?.["until_at"]).not.toBeNull();
    await page.context().close();
  });
});
