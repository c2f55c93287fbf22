import { gzipSync } from "node:zlib";
import type { FastifyInstance } from "fastify";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { settleUnchecked } from "#capabilities/codes/evidence.ts";
import { publishOnSchedule } from "#capabilities/credentials/lists.ts";
import { inflate, makeVerify } from "#capabilities/credentials/node-crypto.ts";
import { applyChanges, type ChangeState } from "#capabilities/credentials/rules/change-list.ts";
import { readSign1 } from "#capabilities/credentials/rules/cose.ts";
import type { SignedKeySet } from "#capabilities/credentials/rules/key-set.ts";
import { type Reading, readCode } from "#capabilities/credentials/rules/outcome.ts";
import { DAY, HOUR, type Instant, instant, instantOf, MINUTE } from "#kernel/time.ts";
import { buildServer, clockworks, startClockwork } from "#main";
import { asActor, systemActor } from "#platform/database.ts";
import { testDatabase, testPlaces } from "#testing/database.ts";
import { serveTestPages } from "#testing/server.ts";
import { axeFindings, forbiddenWords, openBrowser, openPage, shot } from "./browser.ts";

const NOW = instant("2020-02-10T09:00:00+08:00");
const database = await testDatabase(NOW);
/** The demo shows one-time codes on the screen. */
const services = { ...database.services, settings: { ...database.services.settings, isDemo: true } };
const browser = await openBrowser();

let app: FastifyInstance;
let url = "";
let port = 0;
let stopClockwork: () => Promise<void>;

async function startServer(): Promise<void> {
  app = await buildServer(services);
  await serveTestPages(app);
  url = await app.listen({ host: "127.0.0.1", port });
  port = Number(new URL(url).port);
}

const system = systemActor("32");
/**
 * The check of a declaration against evidence found nothing: what capabilities/false-greens does within two seconds. Done by
 * hand here, so that the page is surely seen before it.
 */
const settle = async () => {
  const holders = await database.owner<{ person_key: string }[]>`select distinct person_key from declaration`;
  await asActor(services.db, system, (sql) =>
    settleUnchecked(
      { sql, actor: system, now: services.clock(), services },
      holders.map((row) => row.person_key),
    ),
  );
};

let keySet: SignedKeySet;
let changes: ChangeState | null = null;

/** What a checkpoint has fetched while there was a network. */
async function fetchVerifier(): Promise<void> {
  await publishOnSchedule(services);
  const set: SignedKeySet = await (await fetch(`${url}/api/v1/key-set`)).json();
  keySet = set;
  const list = readSign1(new Uint8Array(await (await fetch(`${url}/api/v1/code-changes`)).arrayBuffer()));
  const applied = list === null ? null : applyChanges(null, list.payload, NOW);
  changes = applied !== null && "state" in applied ? applied.state : null;
}

/** What a checkpoint makes of the QR at `now`; its list may be as old as the outage. */
const check = (text: string, now: Instant): Promise<Reading> =>
  readCode(text, { inflate, verify: makeVerify(), keySet, changes, now, tolerances: { listFor: 3 * DAY } });

beforeAll(async () => {
  await testPlaces(database.owner, {
    "32": "江苏省",
    "3205": "苏州市",
    "320583": "昆山市",
    "320583101": "花桥镇",
    "320583101201": "徐公桥村",
    "320583101201001": "第一网格",
    "320583101201002": "第二网格",
  });
  await startServer();
  const turns = clockworks.filter(({ name }) => name !== "false-greens");
  stopClockwork = await startClockwork(services, database.sequencer, turns);
});
afterAll(async () => {
  await browser.close();
  await stopClockwork();
  await app.close();
});

const good = async (page: Page) => {
  expect(await axeFindings(page)).toEqual([]);
  expect(await forbiddenWords(page)).toEqual([]);
};

async function open(path = "/resident/", language: "zh" | "en" = "zh"): Promise<Page> {
  const page = await openPage(browser, url, { size: "small", language });
  page.setDefaultTimeout(15_000);
  await page.goto(path);
  return page;
}

/** The one-time code in the message that the demo shows. */
const codeShown = async (page: Page): Promise<string> => {
  const message = await page.getByText(/验证码 \d{6}/).textContent();
  return /验证码 (\d{6})/.exec(message ?? "")?.[1] ?? "";
};

async function signIn(page: Page, phone: string): Promise<void> {
  await page.getByLabel("手机号").fill(phone);
  await page.getByRole("button", { name: "获取验证码" }).click();
  const code = await codeShown(page);
  await page.getByLabel("短信验证码").fill(code);
  await page.getByRole("button", { name: "登录", exact: true }).click();
}

/** ISO 7064 MOD 11-2, by hand: weights 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2. */
const idNumber = (first17: string): string => {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((all, weight, at) => all + weight * Number(first17[at]), 0);
  return first17 + "10X98765432"[sum % 11];
};
const SELF = idNumber("32058319880312451");
const CHILD = idNumber("32058320150601002");

async function addSelf(page: Page, number = SELF, name = "陈立"): Promise<void> {
  await page.getByRole("link", { name: "添加本人" }).click();
  await page.getByLabel("证件号码").fill(number);
  await page.getByLabel("姓名").fill(name);
  await page.getByRole("button", { name: "添加", exact: true }).click();
}

const next = (page: Page) => page.getByRole("button", { name: "下一步" }).click();

async function pick(page: Page, ...names: string[]): Promise<void> {
  for (const name of names) await page.getByRole("button", { name, exact: true }).click();
}

/** The declaration of someone who returned from Wenzhou by train and feels well. */
async function declare(page: Page, { isKnownHukou = false } = {}): Promise<void> {
  await page.getByText("从外地回来").click();
  if (!isKnownHukou && (await page.getByRole("button", { name: "江苏省" }).count()) > 0)
    await pick(page, "江苏省", "苏州市", "昆山市");
  await next(page);
  await pick(page, "浙江省", "温州市", "鹿城区");
  await page.getByLabel("到达日期").fill("2020-02-09");
  await page.getByText("火车", { exact: true }).click();
  await page.getByLabel(/车次/).fill("G7565");
  await page.getByText("工作", { exact: true }).click();
  await next(page);
  await page.getByText("否", { exact: true }).click();
  await next(page);
  await page.getByText("都没有", { exact: true }).click();
  await next(page);
  await page.getByText("都没有，身体正常").click();
  await page.getByLabel(/体温/).fill("36.5");
  await page.getByText("没有", { exact: true }).click();
  await next(page);
  if ((await page.getByRole("button", { name: "苏州市" }).count()) === 0) await pick(page, "江苏省");
  await pick(page, "苏州市", "昆山市", "花桥镇", "徐公桥村", "第一网格");
  await page.getByLabel("详细地址").fill("花园小区 3 幢 502 室");
  await page.getByText("租的房子").click();
  await next(page);
  await page.getByText("核对并提交").waitFor();
}

const word = (page: Page, text: string) => page.locator(".code-word", { hasText: text });
const qrText = async (page: Page): Promise<string> => {
  await page.locator(".code-qr[data-qr]").waitFor();
  return (await page.locator(".code-qr").getAttribute("data-qr")) ?? "";
};
/** The page's own idea of the time. */
const timeOn = async (page: Page): Promise<Instant> => {
  const shown = await page.locator(".code-time time").textContent();
  return instantOf(instant(`2020-02-10T${shown}+08:00`));
};

async function signedInHolder(phone: string, number: string): Promise<Page> {
  const page = await open();
  await signIn(page, phone);
  await addSelf(page, number);
  await page.getByText("第 1 步").waitFor();
  await declare(page);
  await page.getByLabel(/我承诺/).check();
  await page.getByRole("button", { name: "提交申报" }).click();
  await word(page, "待定").waitFor();
  await settle();
  await word(page, "可通行").waitFor();
  return page;
}

describe("a resident's page", () => {
  it("takes somebody from signing in to a green code that a checkpoint accepts", async () => {
    const page = await open();
    await shot(page, "resident-sign-in");
    await good(page);
    await page.getByLabel("手机号").fill("123");
    await page.getByRole("button", { name: "获取验证码" }).click();
    await page.getByText("请输入11位手机号").waitFor();
    await page.getByLabel("手机号").fill("13800000001");
    await page.getByRole("button", { name: "获取验证码" }).click();
    await expect.poll(() => page.getByRole("button", { name: /秒后可重新获取/ }).isDisabled()).toBe(true);
    await page.getByLabel("短信验证码").fill("12");
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await page.getByText("验证码是6位数字。").waitFor();
    const code = await codeShown(page);
    await page.getByLabel("短信验证码").fill(code === "000000" ? "000001" : "000000");
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await page.getByText("验证码不对或已过期").waitFor();
    await shot(page, "resident-code-wrong");
    await good(page);
    await page.getByLabel("短信验证码").fill(code);
    await page.getByRole("button", { name: "登录", exact: true }).click();

    await page.getByRole("link", { name: "添加本人" }).click();
    await page.getByRole("button", { name: "添加", exact: true }).click();
    await page.getByText("请填写证件号码。").waitFor();
    await page.getByLabel("证件号码").fill(`${SELF.slice(0, 17)}${SELF[17] === "0" ? "1" : "0"}`);
    await page.getByText("号码有一位填错了").waitFor();
    await shot(page, "resident-add-wrong", { whole: true });
    await good(page);
    await page.getByLabel("证件号码").fill(SELF);
    await page.getByLabel("姓名").fill("陈立");
    await page.getByRole("button", { name: "添加", exact: true }).click();

    await page.getByText("第 1 步").waitFor();
    await next(page);
    await page.getByText("请选择您属于哪一类。").waitFor();
    await shot(page, "resident-declare-who", { whole: true });
    await good(page);
    await declare(page);
    await shot(page, "resident-review", { whole: true });
    await good(page);
    await page.getByRole("button", { name: "提交申报" }).click();
    await page.getByText("请勾选承诺后提交。").waitFor();
    await page.getByLabel(/我承诺/).check();
    await page.getByRole("button", { name: "提交申报" }).click();

    await word(page, "待定").waitFor();
    await page.getByText("申报正在核对").waitFor();
    await shot(page, "resident-pending");
    await settle();
    await word(page, "可通行").waitFor();
    await shot(page, "resident-green");
    await good(page);

    await fetchVerifier();
    const text = await qrText(page);
    expect(text.length).toBeLessThanOrEqual(600);
    const reading = await check(text, await timeOn(page));
    expect(reading).toMatchObject({ outcome: "pass", why: "green" });
    expect(reading.attestation).toMatchObject({ colour: "green", form: "phone" });
    // A picture of the screen is worth nothing after a minute.
    const later = instantOf((await timeOn(page)) + 2 * MINUTE);
    expect(await check(text, later)).toMatchObject({ why: "stale-proof" });

    await page.getByRole("link", { name: "原因和办法" }).click();
    await page.getByRole("heading", { name: "这个颜色的原因" }).waitFor();
    await page.getByText("没有发现异常").waitFor();
    await shot(page, "resident-why", { whole: true });
    await good(page);
    await page.context().close();
  });

  it("goes on showing and verifying with the server stopped for 24 hours, opened again too, and then says so", async () => {
    const page = await openPage(browser, url, { size: "small" });
    page.setDefaultTimeout(15_000);
    await page.clock.install({ time: NOW });
    await page.goto("/resident/");
    await signIn(page, "13800000002");
    await addSelf(page, idNumber("32058319900101333"));
    await page.getByText("第 1 步").waitFor();
    await declare(page);
    await page.getByLabel(/我承诺/).check();
    await page.getByRole("button", { name: "提交申报" }).click();
    await word(page, "待定").waitFor();
    await settle();
    await page.clock.fastForward(10_000);
    await word(page, "可通行").waitFor();
    await fetchVerifier();
    // All parts of the page are on the phone.
    await page.clock.fastForward(5_000);
    await expect.poll(() => cachedFiles(page)).toBeGreaterThan(15);

    await app.close();
    try {
      for (const hours of [1, 6, 12, 18, 23]) {
        await page.clock.setSystemTime(NOW + hours * HOUR);
        await page.clock.fastForward(31_000);
        const at = instantOf(NOW + hours * HOUR + 31_000);
        await expect.poll(async () => (await check(await qrText(page), at)).why, { timeout: 10_000 }).toBe("green");
        expect(await word(page, "可通行").count()).toBe(1);
      }
      await shot(page, "resident-as-of", { whole: true });
      await page.getByText(/截至/).waitFor();
      const started = Date.now();
      await page.reload();
      await word(page, "可通行").waitFor();
      expect(Date.now() - started).toBeLessThan(3_000);
      await page.clock.setSystemTime(NOW + 25 * HOUR);
      await page.clock.fastForward(31_000);
      await page.getByText("无法确认").waitFor();
      await page.getByText("请向值守员出示身份证").waitFor();
      expect(await page.locator(".code-qr").count()).toBe(0);
      await shot(page, "resident-unconfirmed");
      await good(page);
    } finally {
      await startServer();
    }
    await page.context().close();
  });

  it("keeps what was typed when the page is closed half-way, and shows a new version beside the one before", async () => {
    const page = await open();
    await signIn(page, "13800000003");
    await addSelf(page, idNumber("32058319770707777"));
    await page.getByText("从外地回来").click();
    if ((await page.getByRole("button", { name: "江苏省" }).count()) > 0)
      await pick(page, "江苏省", "苏州市", "昆山市");
    await next(page);
    await page.getByLabel("到达日期").fill("2020-02-08");
    await page.context().setOffline(true);
    await page.getByText("火车", { exact: true }).click();
    await page.context().setOffline(false);
    await page.reload();
    await page.getByText("第 2 步").waitFor();
    expect(await page.getByLabel("到达日期").inputValue()).toBe("2020-02-08");
    expect(await page.getByLabel("火车").isChecked()).toBe(true);
    await page.getByRole("button", { name: "上一步" }).click();
    await page.getByText("第 1 步").waitFor();
    await declare(page, { isKnownHukou: true });
    await page.getByLabel(/我承诺/).check();
    await page.getByRole("button", { name: "提交申报" }).click();
    await word(page, "待定").waitFor();
    await page.getByRole("link", { name: "申报", exact: true }).click();
    await page.getByRole("link", { name: "申报或更改" }).click();
    // Everything else is known; how one feels is asked anew.
    await page.getByRole("heading", { name: "身体情况" }).waitFor();
    await page.getByText("都没有，身体正常").click();
    await next(page);
    await page.getByText("核对并提交").waitFor();
    await page.getByRole("button", { name: /详细地址/ }).click();
    await page.getByLabel("详细地址").fill("新家园 1 幢 101 室");
    await next(page);
    await page.getByLabel(/我承诺/).check();
    await page.getByRole("button", { name: "提交申报" }).click();
    await word(page, "待定").waitFor();
    await page.goto("/resident/#/declare");
    await page.getByRole("link", { name: "申报记录" }).click();
    await page.getByText("与上一次不同的地方").waitFor();
    await page.getByText("新家园 1 幢 101 室").waitFor();
    await page.locator("del", { hasText: "花园小区 3 幢 502 室" }).waitFor();
    await shot(page, "resident-history", { whole: true });
    await good(page);
    await page.context().close();
  });

  it("turns yellow by a symptom, says why and until when, and takes the daily check-in in seconds", async () => {
    const page = await signedInHolder("13800000004", idNumber("32058319660606666"));
    await page.goto("/resident/#/declare");
    await page.getByRole("link", { name: "每日健康打卡" }).click();
    await page.getByLabel(/体温/).fill("99");
    await page.getByRole("button", { name: "打卡", exact: true }).click();
    await page.getByText("体温在34.0到43.0之间").waitFor();
    await page.getByLabel(/体温/).fill("37.6");
    await page.getByLabel("发热", { exact: true }).check();
    await page.getByRole("button", { name: "打卡", exact: true }).click();
    await page.getByText("请戴口罩到最近的发热门诊").waitFor();
    await shot(page, "resident-check-in", { whole: true });
    await good(page);
    await page.goto("/resident/#/notices");
    await page.getByRole("heading", { name: "通知" }).waitFor();
    await page.goto("/resident/#/");
    await page.getByText("待定").or(page.getByText("暂缓")).or(page.getByText("可通行")).first().waitFor();
    await expect.poll(() => word(page, "暂缓").count(), { timeout: 15_000 }).toBe(1);
    await shot(page, "resident-yellow");
    await page.getByRole("link", { name: "原因和办法" }).click();
    await page.getByRole("heading", { name: "这个颜色的原因" }).waitFor();
    await page.getByText("本人申报发热、干咳或呼吸困难").waitFor();
    await page.getByText("到期自动恢复绿码").waitFor();
    await shot(page, "resident-why-yellow", { whole: true });
    await good(page);
    await page.context().close();
  });

  it("carries a child's code beside one's own, one tap apart, and lets go of it", async () => {
    const page = await signedInHolder("13800000005", idNumber("32058319850505555"));
    await page.getByRole("link", { name: "家人" }).click();
    await page.getByRole("link", { name: "添加家人" }).click();
    await page.getByLabel("证件类型").selectOption("household-book");
    await page.getByLabel("证件号码").fill(CHILD);
    await page.getByLabel("姓名").fill("陈小宝");
    await shot(page, "resident-add-child", { whole: true });
    await good(page);
    await page.getByRole("button", { name: "添加", exact: true }).click();
    await page.getByText("第 1 步").waitFor();
    await page.goto("/resident/#/people");
    await page.getByText("没有手机").waitFor();
    await shot(page, "resident-people");
    await good(page);
    await page.goto("/resident/#/");
    await page.getByRole("navigation", { name: "这是谁的码" }).getByText("子女").click();
    await page.getByText("还没有健康码").waitFor();
    await page.goto("/resident/#/people");
    await page.getByText("子女", { exact: true }).click();
    await page.getByRole("button", { name: "不再代办" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "不再代办" }).click();
    await page.getByRole("heading", { name: "我和家人" }).waitFor();
    await expect.poll(() => page.getByText("子女", { exact: true }).count()).toBe(0);
    await page.context().close();
  });

  it("appeals with one tap from the colour, with a photo, and follows the clock", async () => {
    const page = await signedInHolder("13800000009", idNumber("32058319220202222"));
    await page.getByRole("link", { name: "我要申诉" }).click();
    await page.getByRole("heading", { name: "申诉", exact: true }).waitFor();
    await page.getByRole("button", { name: "提交申诉" }).click();
    await page.getByText("请至少写两个字。").waitFor();
    await page.getByLabel("请说明情况").fill("我一直在家，没有离开过昆山。");
    await page.getByLabel(/拍照或上传证明/).setInputFiles({
      name: "票.png",
      mimeType: "image/png",
      buffer: await page.screenshot(),
    });
    await page.getByText("照片 1", { exact: true }).waitFor();
    await shot(page, "resident-appeal", { whole: true });
    await good(page);
    await page.getByRole("button", { name: "提交申诉" }).click();
    await page.getByText("已收到").waitFor();
    await page.getByText("证明材料 1 份").waitFor();
    await page.getByText(/还有 \d+ 分钟/).waitFor();
    await shot(page, "resident-appeal-case", { whole: true });
    await good(page);
    const [row] = await database.owner<{ count: number }[]>`select count(*)::int from appeal_attachment`;
    expect(row?.count).toBe(1);
    for (const screen of ["appeals", "notices", "consents", "help"]) {
      await page.goto(`/resident/#/${screen}`);
      await page.locator("main").waitFor();
      await expect.poll(() => page.locator(".state-dot").count()).toBe(0);
      await shot(page, `resident-${screen}`, { whole: true });
      await good(page);
    }
    await page.context().close();
  });

  it("is readable in large text, in English, and by the keyboard alone", async () => {
    const page = await signedInHolder("13800000006", idNumber("32058319440404444"));
    await page.getByRole("button", { name: "大字版" }).click();
    const sizes = () =>
      page.evaluate(() => ({
        text: Number.parseFloat(getComputedStyle(document.body).fontSize),
        targets: [...document.querySelectorAll("a[href], button")].map((one) => one.getBoundingClientRect().height),
        overflow: document.documentElement.scrollWidth - innerWidth,
      }));
    const large = await sizes();
    expect(large.text).toBeGreaterThanOrEqual(18);
    expect(Math.min(...large.targets)).toBeGreaterThanOrEqual(60);
    expect(large.overflow).toBeLessThanOrEqual(0);
    await shot(page, "resident-large", { whole: true });
    await good(page);
    await page.goto("/resident/#/mine");
    await page.getByLabel("特大").check();
    expect((await sizes()).text).toBe(30);
    expect((await sizes()).overflow).toBeLessThanOrEqual(0);
    await shot(page, "resident-largest", { whole: true });
    await good(page);
    await page.getByRole("button", { name: "退出大字版" }).click();
    expect((await sizes()).text).toBe(17);
    await page.getByRole("button", { name: "Switch to English" }).click();
    await page.goto("/resident/#/");
    await word(page, "Pass").waitFor();
    await shot(page, "resident-english");
    await good(page);
    await page.getByRole("main").focus();
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Why?");
    await page.context().close();
  });

  it("is one phone in two tabs, and a new one after the browser's storage was cleared", async () => {
    const page = await signedInHolder("13800000007", idNumber("32058319550515151"));
    await fetchVerifier();
    const other = await page.context().newPage();
    await other.goto("/resident/");
    const now = await timeOn(page);
    const readings = [await check(await qrText(page), now), await check(await qrText(other), await timeOn(other))];
    expect(readings.map(({ why }) => why)).toEqual(["green", "green"]);
    expect(readings[0]?.attestation?.holderKey).toEqual(readings[1]?.attestation?.holderKey);
    await other.close();
    await clearStorage(page.context(), page);
    await page.goto("/resident/");
    await page.getByRole("heading", { name: "登录" }).waitFor();
    database.setNow(instantOf(NOW + 2 * MINUTE));
    await signIn(page, "13800000007");
    await word(page, "可通行").waitFor();
    const after = await check(await qrText(page), await timeOn(page));
    expect(after.why).toBe("green");
    expect(after.attestation?.holderKey).not.toEqual(readings[0]?.attestation?.holderKey);
    database.setNow(NOW);
    await page.context().close();
  });

  it("keeps nothing of anybody after signing out", async () => {
    const page = await signedInHolder("13800000008", idNumber("32058319330303333"));
    await page.goto("/resident/#/mine");
    await page.getByRole("heading", { name: "我的", exact: true }).waitFor();
    await shot(page, "resident-mine", { whole: true });
    await good(page);
    await page.getByRole("button", { name: "退出登录" }).click();
    await page.getByRole("button", { name: "确定" }).click();
    await page.getByRole("heading", { name: "登录" }).waitFor();
    expect(await page.evaluate(countRecords)).toBe(0);
    await page.context().close();
  });

  it("loads at most 120 kB of JavaScript, gzipped, before the first screen", async () => {
    const html = await (await fetch(`${url}/resident/`)).text();
    const files = [...html.matchAll(/"(\/assets\/[^"]+\.js)"/g)].map(([, path]) => path ?? "");
    const sizes = await Promise.all(
      files.map(async (file) => gzipSync(Buffer.from(await (await fetch(url + file)).arrayBuffer())).length),
    );
    const all = sizes.reduce((sum, size) => sum + size, 0);
    expect(all).toBeLessThanOrEqual(120_000);
    expect(all).toBeGreaterThan(50_000);
  });
});

/** How many files the service worker keeps. */
const cachedFiles = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    let count = 0;
    for (const name of await caches.keys()) count += (await (await caches.open(name)).keys()).length;
    return count;
  });

async function clearStorage(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", { origin: url, storageTypes: "all" });
}

/** Records of all tables of the page's database. */
async function countRecords(): Promise<number> {
  const opening = indexedDB.open("wangge-resident");
  await new Promise((resolve) => {
    opening.onsuccess = resolve;
  });
  const database = opening.result;
  let count = 0;
  for (const table of database.objectStoreNames) {
    const counting = database.transaction(table).objectStore(table).count();
    await new Promise((resolve) => {
      counting.onsuccess = resolve;
    });
    count += counting.result;
  }
  return count;
}
