/** The worker's phone in airplane mode and worse: what was typed is never lost and never counted twice, and what must go goes. */
import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Listed, PLACES, person, seedList } from "#capabilities/tasks/list.testing.ts";
import { publishList } from "#capabilities/tasks/publish.ts";
import type { Actor } from "#kernel/actor.ts";
import { instant, type PlainDay } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { axeFindings, forbiddenWords, openBrowser, openPage, PIN, shot, typePin } from "./browser.ts";
import { filmCode } from "./fake-camera.ts";

const NOW = instant("2020-02-10T09:00:00+08:00");
const DAY = "2020-02-10" as PlainDay;
const GRID = "320583101201001";
// Pages of this story's own, so that it can put a newer version there.
const pages = mkdtempSync(join(tmpdir(), "wangge-pages-"));
cpSync(resolve(process.env["WANGGE_PAGES"] ?? "dist/web"), pages, { recursive: true });
process.env["WANGGE_PAGES"] = pages;
const plain = await testDatabase(NOW);
const settings = { ...plain.services.settings, smsInboundSecret: "x".repeat(32), smsInboundNumber: "12350" };
const database = { ...plain, services: { ...plain.services, settings } };
const server = await testServer(database, { pages: true, clockwork: true });
const folder = mkdtempSync(join(tmpdir(), "wangge-film-"));
const FILM = join(folder, "film.y4m");
filmCode(FILM, null);
const browser = await openBrowser({ film: FILM });
afterAll(() => rmSync(folder, { recursive: true }));
afterAll(() => browser.close());

let worker: Actor;
let centre: Actor;
let published = 0;
let previousSessionId: string | null = null;
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

let n = 0;
/** A resident more on the list of the day; each test has one of its own. */
async function resident(): Promise<number> {
  await publish({ personKey: person(++n), tier: "yellow", place: GRID });
  return n;
}

const visitsOf = (of: number) =>
  database.owner<{ id: string; visited_at: number }[]>`
    select id, visited_at from visit where person_key = ${person(of)}`;

beforeAll(async () => {
  await testPlaces(database.owner, PLACES);
  centre = await testPost(database.owner, { role: "operator", area: "320583101" });
  for (const area of ["32", "3205", "320583"]) await testPost(database.owner, { role: "operator", area });
});

beforeEach(async () => {
  // A phone, a worker and a registration for each test: what one erases, the next does not miss.
  await database.owner`update post set valid_until = ${NOW} where role = 'grid-worker' and valid_until is null`;
  const made = await testPost(database.owner, { role: "grid-worker", area: GRID, isPrimary: true });
  const terminalId = newId();
  await database.owner`
    insert into terminal (id, post_id, activation_hash, activation_until, issued_by, issued_at, registered_at)
    values (${terminalId}, ${made.postId}, ${randomBytes(32)}, ${NOW}, ${made.postId}, ${NOW}, ${NOW})`;
  worker = { ...made, terminalId };
});

/** The worker's phone: signed in, its PIN chosen, its page kept by the service worker. */
async function phone(): Promise<Page> {
  const { token } = await server.as(worker);
  const page = await openPage(browser, server.url, { size: "phone", token });
  page.setDefaultTimeout(15_000);
  await page.goto("/field/");
  await page.getByRole("heading", { name: "需联系居民" }).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  return page;
}

const card = (page: Page, of: number) => page.getByRole("link", { name: `编号 ${person(of).slice(-4)}` });

async function report(page: Page, of: number): Promise<void> {
  await card(page, of).first().click();
  await page.getByRole("link", { name: "填写走访结果" }).click();
  await page.getByText("在家，已见到或通话", { exact: true }).click();
  await page.getByText("本人", { exact: true }).click();
  await page.getByRole("button", { name: "提交" }).click();
}

/** Everything in the page's database, as text. */
const kept = (page: Page) =>
  page.evaluate(async () => {
    const opening = indexedDB.open("wangge-field");
    await new Promise((done) => {
      opening.onsuccess = done;
    });
    const all: Record<string, { keys: string[]; text: string }> = {};
    for (const table of [...opening.result.objectStoreNames]) {
      const store = opening.result.transaction(table).objectStore(table);
      const of = <T>(request: IDBRequest<T>) =>
        new Promise<T>((done) => {
          request.onsuccess = () => done(request.result);
        });
      const [keys, values] = [await of(store.getAllKeys()), await of(store.getAll())];
      const text = values.map((one: { box?: ArrayBuffer }) =>
        one.box instanceof ArrayBuffer && table !== "vaults"
          ? new TextDecoder("latin1").decode(one.box)
          : JSON.stringify(one),
      );
      all[table] = { keys: keys.map(String), text: text.join("\n") };
    }
    opening.result.close();
    return all;
  });

const good = async (page: Page) => {
  expect(await axeFindings(page)).toEqual([]);
  expect(await forbiddenWords(page)).toEqual([]);
};

describe("the vault", () => {
  it("is made with the first sign-in: a PIN chosen twice, nothing readable in the phone's files", async () => {
    const of = await resident();
    const { token } = await server.as(worker);
    const page = await openPage(browser, server.url, { size: "phone", token, pin: null });
    await page.goto("/field/");
    await page.getByRole("heading", { name: "设一个六位本机密码" }).waitFor();
    await shot(page, "field-pin");
    await good(page);
    await typePin(page, "123456");
    await page.getByRole("alert").getByText("太容易被猜到").waitFor();
    for (const key of "258369") await page.getByRole("button", { name: key, exact: true }).click();
    await page.getByRole("heading", { name: "再输一遍" }).waitFor();
    await typePin(page, "258360");
    await page.getByRole("alert").getByText("两次不一样").waitFor();
    await typePin(page);
    await page.getByRole("heading", { name: "再输一遍" }).waitFor();
    await typePin(page);
    await card(page, of).waitFor();
    const files = await kept(page);
    expect(files["kept"]?.keys.length).toBeGreaterThan(1);
    for (const { text } of Object.values(files)) expect(text).not.toMatch(/320583|personKey|yellow|displayName/);

    await page.reload();
    await page.getByRole("heading", { name: "输入本机密码" }).waitFor();
    expect(await page.getByText("需联系居民").count()).toBe(0);
    await good(page);
    await typePin(page, "111222");
    await page.getByRole("alert").getByText("密码不对").waitFor();
    await typePin(page);
    await card(page, of).waitFor();
    await page.context().close();
  });

  it("after ten wrong tries erases what is for reading; what is unsent opens again by the account, with a new PIN", async () => {
    const of = await resident();
    const page = await phone();
    await card(page, of).waitFor();
    await expect.poll(async () => (await kept(page))["vaults"]?.text).toContain('"isSecretKept":true');
    await page.context().setOffline(true);
    await report(page, of);
    await page.getByText("已存在手机里，还没有发出").waitFor();
    const other = await openPageBeside(page);
    for (let wrong = 1; wrong <= 10; wrong++) {
      await other.getByRole("heading", { name: "输入本机密码" }).waitFor();
      await typePin(other, "999111");
      if (wrong < 10) await other.locator(".pin-fault", { hasText: /./ }).waitFor();
      // The waits are tested as a rule (vault-rules.test.ts); here they are skipped.
      await other.evaluate(skipWait);
    }
    await other.getByText("密码错了十次").waitFor();
    await other.getByRole("heading", { name: "请联网登录" }).waitFor();
    await shot(other, "field-wrong-pins");
    await good(other);
    const files = await kept(other);
    // The report, and the receipt that its task was read.
    expect(files["outbox"]?.keys).toHaveLength(2);
    expect([files["kept"]?.keys, files["copies"]?.keys, files["sent"]?.keys]).toEqual([[], [], []]);
    await page.close();
    await page.context().setOffline(false);
    await other.reload();
    await other.getByRole("heading", { name: "登录成功，请重新设本机密码" }).waitFor();
    await typePin(other);
    await other.getByRole("heading", { name: "再输一遍" }).waitFor();
    await typePin(other);
    await expect.poll(async () => (await visitsOf(of)).length, { timeout: 15_000 }).toBe(1);
    await other.context().close();
  });

  it("takes in what an older page left unsealed, and leaves nothing of it readable", async () => {
    const of = await resident();
    const { token } = await server.as(worker);
    const page = await openPage(browser, server.url, { size: "phone", token, pin: null });
    await page.goto("/field/");
    await page.getByRole("heading", { name: "设一个六位本机密码" }).waitFor();
    await page.evaluate(leaveUnsealed, { postId: worker.postId, id: newId(), place: GRID, at: "2020-02-10T00:50:00Z" });
    await page.reload();
    await page.getByRole("heading", { name: "设一个六位本机密码" }).waitFor();
    await typePin(page);
    await page.getByRole("heading", { name: "再输一遍" }).waitFor();
    await typePin(page);
    await card(page, of).waitFor();
    const [row] = await pollRows(
      () => database.owner`select result from visit where by_post = ${worker.postId} and result = 'NO_ANSWER'`,
    );
    expect(row).toBeDefined();
    const files = await kept(page);
    for (const { text } of Object.values(files)) expect(text).not.toContain("320583");
    await page.context().close();
  });
});

/** From here on the browser answers writes as it does when its quota is used up: the transaction ends with that error. */
const fillPhone = () => {
  const of = Object.assign(globalThis, { isPhoneFull: true });
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...given) {
    const asked = put.apply(this, given);
    if (of.isPhoneFull) {
      const error = new DOMException("full", "QuotaExceededError");
      Object.defineProperty(this.transaction, "error", { value: error });
      this.transaction.abort();
    }
    return asked;
  };
};

/** Sets back the wait after a wrong PIN, as time would. */
const skipWait = async () => {
  const opening = indexedDB.open("wangge-field");
  await new Promise((done) => {
    opening.onsuccess = done;
  });
  const store = opening.result.transaction("vaults", "readwrite").objectStore("vaults");
  await new Promise((done) => {
    const asked = store.getAll();
    asked.onsuccess = () => {
      for (const one of asked.result) store.put({ ...one, waitUntil: 0 }, one.id);
      store.transaction.oncomplete = done;
    };
  });
  opening.result.close();
};

/** What the page of before the vault kept: who signed in, and a report that has not gone out. */
const leaveUnsealed = async (of: { postId: string; id: string; place: string; at: string }) => {
  const opening = indexedDB.open("wangge-field");
  await new Promise((done) => {
    opening.onsuccess = done;
  });
  const me = await (await fetch("/api/v1/session")).json();
  const transaction = opening.result.transaction(["kept", "outbox"], "readwrite");
  transaction.objectStore("kept").put({ value: me, at: of.at }, "me");
  const report = {
    id: of.id,
    place: of.place,
    visitedAt: of.at,
    clockOffsetMs: 0,
    manner: "door",
    result: "NO_ANSWER",
    spokenTo: "nobody",
    symptoms: [],
    servicesAsked: [],
    servicesDone: [],
    personsMet: 0,
  };
  const about = { taskId: of.id, tier: "yellow", place: of.place };
  const item = { id: of.id, order: 1, postId: of.postId, madeAt: of.at, command: { kind: "visit", report, about } };
  transaction
    .objectStore("outbox")
    .put({ ...item, tries: 0, trouble: "new", mayHaveArrived: false, refusal: null }, of.id);
  await new Promise((done) => {
    transaction.oncomplete = done;
  });
  opening.result.close();
};

async function pollRows<T>(look: () => PromiseLike<readonly T[]>): Promise<readonly T[]> {
  await expect.poll(async () => (await look()).length, { timeout: 15_000 }).toBeGreaterThan(0);
  return look();
}

/** A second tab of the same phone. */
async function openPageBeside(page: Page): Promise<Page> {
  const other = await page.context().newPage();
  other.setDefaultTimeout(15_000);
  await other.goto("/field/");
  return other;
}

/** Enters the PIN in a tab that openPage did not make. */
async function unlock(page: Page): Promise<void> {
  await page.getByRole("heading", { name: "输入本机密码" }).waitFor();
  await typePin(page, PIN);
  await page.getByRole("heading", { name: "需联系居民" }).waitFor();
}

describe("without a network", () => {
  it("an entry outlives a reload and a lost acknowledgement, is sent by two tabs, and counts once", async () => {
    const of = await resident();
    const page = await phone();
    await card(page, of).waitFor();
    await page.context().setOffline(true);
    await report(page, of);
    await page.getByText("已存在手机里，还没有发出").waitFor();
    await page.reload();
    await page.getByText("没有网络。可以照常查看和填报").waitFor();
    const other = await openPageBeside(page);
    await unlock(other);
    let lost = 0;
    await page.context().route("**/api/v1/visits", async (route) => {
      if (lost++ > 0) return route.continue();
      await route.fetch();
      return route.abort("connectionreset");
    });
    await page.context().setOffline(false);
    await expect.poll(async () => (await visitsOf(of)).length, { timeout: 20_000 }).toBe(1);
    await page.goto("/field/#/outbox");
    await page.getByText("全部已发送").waitFor({ timeout: 30_000 });
    await other.goto("/field/#/outbox");
    await other.getByText("全部已发送").waitFor();
    expect(await visitsOf(of)).toHaveLength(1);
    await page.context().close();
  });

  it("a phone whose clock is hours wrong, and set right between entry and sending, reports the true time", async () => {
    const of = await resident();
    const page = await phone();
    await card(page, of).waitFor();
    // The device's clock runs on seven hours ahead from here; what it learnt from the server still holds.
    await page.context().setOffline(true);
    await report(page, of);
    await page.getByText("已存在手机里，还没有发出").waitFor();
    await page.addInitScript(() => {
      const real = Date.now;
      Date.now = () => real() + 7 * 3_600_000;
    });
    await page.reload();
    await page.getByText("没有网络。可以照常查看和填报").waitFor();
    await page.context().setOffline(false);
    await page.goto("/field/#/outbox");
    await page.getByText("全部已发送").waitFor({ timeout: 30_000 });
    const [visit] = await visitsOf(of);
    expect(Math.abs((visit?.visited_at ?? 0) - NOW)).toBeLessThan(10 * 60_000);
    await page.context().close();
  });

  it("in a full phone keeps what was typed, and says so", async () => {
    const of = await resident();
    const page = await phone();
    await card(page, of).waitFor();
    await page.context().setOffline(true);
    await page.evaluate(fillPhone);
    await card(page, of).first().click();
    await page.getByRole("link", { name: "填写走访结果" }).click();
    await page.getByText("在家，已见到或通话", { exact: true }).click();
    await page.getByText("本人", { exact: true }).click();
    await page.getByText("更多（帮助、人数、备注）").click();
    await page.getByLabel("备注").fill("楼道里没有信号");
    await page.getByRole("button", { name: "提交" }).click();
    await page.getByText("手机存储已满").waitFor();
    await shot(page, "field-storage-full");
    // Room again: the same button sends the same report, with every letter.
    await page.evaluate(() => Object.assign(globalThis, { isPhoneFull: false }));
    expect(await page.getByLabel("备注").inputValue()).toBe("楼道里没有信号");
    await page.getByRole("button", { name: "提交" }).click();
    await page.getByText("已存在手机里，还没有发出").waitFor();
    await page.context().setOffline(false);
    await expect.poll(async () => (await visitsOf(of)).length, { timeout: 20_000 }).toBe(1);
    await page.context().close();
  });

  it("a newer page waits until it is asked for, and what is unsent is there after it", async () => {
    const of = await resident();
    const page = await phone();
    await card(page, of).waitFor();
    // There is a network, but nobody is signed in: nothing goes out, and the page is renewed all the same.
    const cookies = await page.context().cookies();
    await page.context().clearCookies();
    await report(page, of);
    await page.getByText("登录已过期").waitFor();
    const index = join(pages, "field/index.html");
    writeFileSync(index, readFileSync(index, "utf8").replace("<body>", '<body data-version="newer">'));
    await page.reload();
    expect(await page.locator('body[data-version="newer"]').count()).toBe(0);
    await page.getByText("有新版本。没发出的内容会保留。").waitFor();
    await shot(page, "field-update");
    await good(page);
    await page.getByRole("button", { name: "现在更新" }).click();
    await page.locator('body[data-version="newer"]').waitFor();
    // Behind the PIN again.
    await page.locator("main.screen").waitFor();
    await page.goto("/field/#/outbox");
    await page.getByText("1 条还没发出").waitFor();
    await page.context().addCookies(cookies);
    await page.getByRole("button", { name: "现在发送" }).click();
    await page.getByText("全部已发送").waitFor();
    expect(await visitsOf(of)).toHaveLength(1);
    await page.context().close();
  });

  it("what is unsent goes to another phone of the post as a sealed file, or as a text message, and counts once", async () => {
    const of = await resident();
    const page = await phone();
    await card(page, of).waitFor();
    await expect.poll(async () => (await kept(page))["vaults"]?.text).toContain('"isSecretKept":true');
    await page.context().setOffline(true);
    await report(page, of);
    await page.getByText("已存在手机里，还没有发出").waitFor();
    await page.goto("/field/#/outbox");
    const sms = await page.getByRole("link", { name: "用短信发送" }).getAttribute("href");
    expect(decodeURIComponent(sms ?? "")).toMatch(
      /^sms:12350\?body=WG1 [\w-]{22} [\w-]{22} [\w-]{22}\.\d{2,6} 320583101201001 [0-9a-z]+ HDS\.\d\.-\. [\w-]{8}$/,
    );
    await page.getByRole("link", { name: "转到另一台手机" }).click();
    await page.getByRole("button", { name: "带走这台手机上没发出的 1 条" }).click();
    const phrase = await page.locator(".transfer-phrase").textContent();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "存成加密文件" }).click(),
    ]);
    await page.getByText(/第 1 张，共 \d+ 张/).waitFor();
    await shot(page, "field-transfer", { whole: true });
    await good(page);
    const file = await download.path();
    expect(readFileSync(file, "utf8")).toMatch(/^WGT1\.[\w-]+$/);

    const code = await page.locator(".transfer-code").getAttribute("data-code");

    const second = await phone();
    await second.goto("/field/#/outbox/transfer");
    await second.getByRole("button", { name: "接收另一台手机的内容" }).click();
    // This browser cannot read codes by itself (no BarcodeDetector): the reader comes with its WebAssembly.
    filmCode(FILM, code);
    await second.getByRole("button", { name: "用相机读二维码" }).click();
    await second.getByText(/已读 1 /).waitFor();
    await second.getByLabel("选择加密文件").setInputFiles(file);
    await second.getByLabel("口令").fill("AAAA-BBBB-CCCC");
    await second.getByRole("button", { name: "接收", exact: true }).click();
    await second.getByRole("alert").getByText("口令不对").waitFor();
    await second.getByLabel("口令").fill((phrase ?? "").toLowerCase());
    await second.getByRole("button", { name: "接收", exact: true }).click();
    await second.getByText("收到 1 条，会自动发送。").waitFor();
    await expect.poll(async () => (await visitsOf(of)).length, { timeout: 15_000 }).toBe(1);
    await page.context().setOffline(false);
    await page.goto("/field/#/outbox");
    await page.getByText("上次已送到，没有重复计数").waitFor({ timeout: 20_000 });
    expect(await visitsOf(of)).toHaveLength(1);
    for (const one of [page, second]) await one.context().close();
  });
});

describe("what must go from the phone goes", () => {
  it("a revoked phone is refused at once, erases everything at its next contact, and the centre reads that it did", async () => {
    const of = await resident();
    const page = await phone();
    await card(page, of).waitFor();
    await expect.poll(async () => (await kept(page))["vaults"]?.text).toContain('"isSecretKept":true');
    await page.context().setOffline(true);
    await report(page, of);
    await page.getByText("已存在手机里，还没有发出").waitFor();
    const { call } = await server.as(centre);
    const revoked = await call("POST", `/terminals/${worker.terminalId}/revoke`, { reason: "手机丢失" });
    expect(revoked.status).toBe(200);
    // The line breaks once more just when the phone asks whether it must erase.
    let broken = 0;
    await page.route("**/contact", (route) => (broken++ === 0 ? route.abort("connectionreset") : route.continue()));
    await page.context().setOffline(false);
    await page.getByText("本级中心停用了这台手机").waitFor({ timeout: 30_000 });
    expect(broken).toBeGreaterThan(1);
    await shot(page, "field-revoked");
    await good(page);
    const files = await kept(page);
    expect(Object.values(files).flatMap(({ keys }) => keys)).toEqual([]);
    await expect
      .poll(async () => {
        const { body } = await call("GET", `/terminals?area=${GRID}&state=revoked`);
        return (body as { items: { id: string; wipedUnsent: number | null }[] }).items.find(
          ({ id }) => id === worker.terminalId,
        );
      })
      .toMatchObject({ wipedUnsent: 1, wipedAt: "2020-02-10T01:00:00.000Z" });
    await page.context().close();
  });

  it("with the duty the old area's data go: refused by the server at once, gone at the next contact", async () => {
    const of = await resident();
    const page = await phone();
    await card(page, of).waitFor();
    await expect.poll(async () => (await kept(page))["vaults"]?.text).toContain('"isSecretKept":true');
    await database.owner`update post set valid_until = ${NOW} where id = ${worker.postId}`;
    database.services.hub.tell({ topic: "session", key: worker.accountId });
    const refused = await page.evaluate(() =>
      fetch("/api/v1/field/copy?area=320583101201001&kinds=door").then(({ status }) => status),
    );
    expect(refused).toBe(401);
    // The next contact may be the phone's own, before the touch: then there is no list to refresh any more.
    const touched = page
      .getByRole("button", { name: "刷新" })
      .click()
      .catch(() => undefined);
    await page.getByText("您的岗位已结束").waitFor();
    expect(Object.values(await kept(page)).flatMap(({ keys }) => keys)).toEqual([]);
    await page.context().close();
    await touched;
  });

  it("after a week without contact only what is unsent is left", async () => {
    const of = await resident();
    const page = await phone();
    await card(page, of).waitFor();
    await expect.poll(async () => (await kept(page))["vaults"]?.text).toContain('"isSecretKept":true');
    await page.context().setOffline(true);
    await report(page, of);
    await page.getByText("已存在手机里，还没有发出").waitFor();
    await page.addInitScript(() => {
      const real = Date.now;
      Date.now = () => real() + 7 * 86_400_000 + 60_000;
    });
    await page.reload();
    await page.getByText("超过七天没有联系服务器").waitFor();
    const files = await kept(page);
    expect([files["kept"]?.keys, files["copies"]?.keys, files["outbox"]?.keys.length]).toEqual([[], [], 2]);
    await page.context().close();
  });
});
