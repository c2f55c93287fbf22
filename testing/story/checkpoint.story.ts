import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Gate, seedGate } from "#capabilities/checkpoints/gate.testing.ts";
import { enrol, recordEvidence } from "#capabilities/codes/evidence.ts";
import { keyRingOf } from "#capabilities/credentials/key-ring.ts";
import { publishOnSchedule } from "#capabilities/credentials/lists.ts";
import { deflate } from "#capabilities/credentials/node-crypto.ts";
import { writeCode } from "#capabilities/credentials/rules/envelope.ts";
import { encodeProof, proofBytes } from "#capabilities/credentials/rules/proof.ts";
import { encodeToken } from "#capabilities/credentials/token.ts";
import { HOUR, type Instant, instant, instantOf, later } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testResident } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { axeFindings, forbiddenWords, openBrowser, openPage, shot } from "./browser.ts";
import { filmCode } from "./fake-camera.ts";

const START = instant("2020-02-23T08:00:00+08:00");
const began = Date.now();
const database = await testDatabase(START);
const server = await testServer(database, { pages: true });
const folder = mkdtempSync(join(tmpdir(), "wangge-film-"));
const film = join(folder, "film.y4m");
filmCode(film, null);
const browser = await openBrowser({ film });
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

/** The platform's clock goes with the real one, so that proofs are fresh or stale as they would be. */
const now = (): Instant => {
  const at = instantOf(START + Date.now() - began);
  database.setNow(at);
  return at;
};
const system = systemActor("32");
const asSystem = <T>(work: (ctx: Parameters<typeof enrol>[0]) => Promise<T>): Promise<T> =>
  asActor(database.services.db, system, (sql) => work({ sql, actor: system, now: now(), services: database.services }));

/** A holder's phone: a key, and attestations as the server issues them. */
class Phone {
  readonly personKey = newId();
  readonly #key: KeyObject;
  readonly #jwk: object;
  #resident: Promise<string> | null = null;
  constructor() {
    const pair = generateKeyPairSync("ed25519");
    const { kty, crv, x } = pair.publicKey.export({ format: "jwk" });
    this.#key = pair.privateKey;
    this.#jwk = { kty, crv, x };
  }
  async attested(): Promise<Uint8Array> {
    this.#resident ??= testResident(database.owner, [this.personKey]);
    const client = server.asResident(await this.#resident);
    now();
    const { status, body } = await client.call("POST", `/codes/${this.personKey}/attestation`, { key: this.#jwk });
    expect(status, JSON.stringify(body)).toBe(200);
    return Buffer.from((body as { attestation: string }).attestation, "base64url");
  }
  code(attestation: Uint8Array, provedAt = now()): string {
    const signature = sign(null, proofBytes(attestation, provedAt), this.#key);
    return writeCode(attestation, encodeProof(provedAt, signature), deflate);
  }
}

let gate: Gate;
let page: Page;
const phone = new Phone();
let attestation: Uint8Array;

beforeAll(async () => {
  gate = await seedGate(database.owner);
  await database.owner`update account set display_name = '李志愿' where id = ${gate.staff.accountId}`;
  await database.owner`
    insert into checkpoint_banner (county, version, valid_on, text_zh, text_en, published_by, published_at)
    values ('320583', 1, '2020-02-23', '绿码、体温正常放行；无码查身份证、登记，不拒绝。', 'Green and no fever: pass.',
            ${gate.operator.postId}, '2020-02-22T10:00:00Z')`;
  await asSystem((ctx) => enrol(ctx, [{ personKey: phone.personKey, place: "320583101201001" }]));
  await publishOnSchedule(database.services);
  attestation = await phone.attested();
  const { token } = await server.as(gate.staff);
  page = await openPage(browser, server.url, { size: "phone", token });
  page.setDefaultTimeout(15_000);
});

/** Puts a code before the camera: the page starts the camera anew, which reads the film anew. */
async function show(text: string | null): Promise<void> {
  await page.getByRole("button", { name: "更多" }).click();
  await page.getByRole("heading", { name: "更多" }).waitFor();
  filmCode(film, text);
  await page.getByRole("button", { name: "返回" }).click();
}
const signOf = (word: string) => page.getByRole("heading", { name: word, exact: true });
const good = async () => {
  expect(await axeFindings(page)).toEqual([]);
  expect(await forbiddenWords(page)).toEqual([]);
};
const scans = () =>
  database.owner<
    { outcome: string; why: string; temperature_tenths: number | null; person_key: string | null; kind: string }[]
  >`select outcome, why, temperature_tenths, person_key, kind from scan order by scanned_at, id`;
const TITLES: Readonly<Record<string, string>> = { 人数与排队: "现场人数", 到场码: "到场签到码" };
const settled = () => page.getByText("全部已上传").waitFor();

describe("a volunteer at the gate", () => {
  it("signs in, chooses the checkpoint, and begins", async () => {
    await page.goto("/checkpoint/");
    await page.getByRole("heading", { name: "选择卡口，开始上岗" }).waitFor();
    await good();
    await shot(page, "checkpoint-choose");
    await page.getByRole("button", { name: /开始上岗/ }).click();
    await page.getByText("把健康码放进框里").waitFor();
    await page.getByText("绿码、体温正常放行").waitFor();
    await good();
    await shot(page, "checkpoint-gate");
  });

  it("scans a real code through the camera: passes, one tap on 36.5, and the next", async () => {
    await show(phone.code(attestation));
    await signOf("通过").waitFor();
    await good();
    await shot(page, "checkpoint-pass");
    await thenNothing(() => page.getByRole("button", { name: "36.5", exact: true }).click());
    await page.getByText("36.5 ℃ 已放行").waitFor();
    await expect
      .poll(scans)
      .toEqual([{ outcome: "pass", why: "green", temperature_tenths: 365, person_key: phone.personKey, kind: "code" }]);
    const log = await database.owner`select who, action from holder_log where person_key = ${phone.personKey}`;
    expect(log).toEqual([{ who: "checkpoint", action: "scan" }]);
  });

  it("asks for the live code when shown a picture of one", async () => {
    await show(phone.code(attestation, later(now(), -5 * 60_000)));
    await signOf("请询问").waitFor();
    await page.getByText("这可能是截图").waitFor();
    await good();
    await shot(page, "checkpoint-ask");
    await thenNothing(() => page.getByRole("button", { name: "请亮动态码，重扫" }).click());
    await page.getByText("把健康码放进框里").waitFor();
  });

  it("cannot verify a forged one, and lets the person in by identity card, temperature and register", async () => {
    const { kid } = keyRingOf(database.services).signer("code", now());
    const stranger = generateKeyPairSync("ed25519").privateKey;
    const forger = { kid, alg: "EdDSA" as const, sign: (data: Uint8Array) => sign(null, data, stranger) };
    const at = now();
    const claims = { issuer: "32", codeId: 77, issuedAt: at, expiresAt: later(at, HOUR), colour: "green" as const };
    const forged = encodeToken({ ...claims, holderKey: null, isShortStay: false, form: "paper" }, forger);
    await show(writeCode(forged, null, deflate));
    await signOf("无法核验").waitFor();
    await page.getByText("不要拒绝").waitFor();
    await good();
    await shot(page, "checkpoint-cannot-verify");
    filmCode(film, null);
    await page.getByRole("button", { name: "查身份证" }).click();
    await page.getByRole("heading", { name: "手工核验" }).waitFor();
    await good();
    await page.getByLabel("证件号码").fill("11010519491231002X");
    await page.getByRole("button", { name: "查验" }).first().click();
    await signOf("无法核验").waitFor();
    await page.getByRole("button", { name: "36.6", exact: true }).click();
    await page.getByText("证件和体温已登记，可以进入").waitFor();
    await page.getByRole("button", { name: "下一位" }).click();
    const card = { kind: "card", outcome: "cannot-verify", why: "forged", temperature_tenths: 366 };
    await expect.poll(async () => (await scans()).at(-1)).toMatchObject(card);
  });

  it("stops a red code, in shape and word", async () => {
    await asSystem((ctx) =>
      recordEvidence(ctx, [
        {
          id: newId(),
          personKey: phone.personKey,
          kind: "measure",
          source: "test",
          sourceId: "1",
          since: now(),
          until: null,
          facts: {},
        },
      ]),
    );
    await show(phone.code(await phone.attested()));
    await signOf("请停步").waitFor();
    await good();
    await shot(page, "checkpoint-stop");
    await thenNothing(() => page.getByRole("button", { name: "下一位" }).click());
    await expect.poll(async () => (await scans()).at(-1)).toMatchObject({ outcome: "stop", why: "red" });
  });

  it("sends whoever reads 37.4 to rest for ten minutes", async () => {
    const other = new Phone();
    await asSystem((ctx) => enrol(ctx, [{ personKey: other.personKey, place: "320583101201001" }]));
    await show(other.code(await other.attested()));
    await signOf("通过").waitFor();
    await page.getByRole("button", { name: "37", exact: true }).click();
    await page.getByRole("button", { name: "37.4", exact: true }).click();
    await page.getByText("请到一旁休息十分钟，再测一次").waitFor();
    filmCode(film, null);
    await page.getByRole("button", { name: "下一位" }).click();
    await page.getByRole("button", { name: "复测 1" }).click();
    await page.getByText("还要休息 10 分钟").waitFor();
    expect(await page.getByRole("button", { name: "复测体温" }).isDisabled()).toBe(true);
    await good();
    await shot(page, "checkpoint-rests");
    await page.getByRole("button", { name: "返回" }).click();
  });

  it("registers a visitor without a phone, a vehicle and a count; every form is clean", async () => {
    await page.getByRole("button", { name: "来访登记" }).click();
    await page.getByRole("heading", { name: "来访登记" }).waitFor();
    await good();
    await shot(page, "checkpoint-visitor", { whole: true });
    const form = page.getByRole("form", { name: "来访登记" });
    await form.getByLabel("姓名").fill("王桂兰");
    await form.getByLabel("证件号码").fill("11010519491231002X");
    await form.getByLabel("从哪里来").fill("上海嘉定");
    await form.getByRole("button", { name: "体温" }).click();
    await page.getByRole("button", { name: "36.4", exact: true }).click();
    await page.getByText("证件和体温已登记，可以进入").waitFor();
    await page.getByRole("button", { name: "车辆" }).click();
    await page.getByRole("heading", { name: "车辆登记" }).waitFor();
    await good();
    await page.getByLabel("车牌号").fill("鄂A12345");
    await page.getByLabel("车上人数").fill("3");
    await page.getByRole("button", { name: "登记" }).click();
    for (const name of ["人数与排队", "到场码", "上传情况", "交班"]) {
      await page.getByRole("button", { name: "更多" }).click();
      await page.getByRole("heading", { name: "更多" }).waitFor();
      await good();
      await page.getByRole("button", { name, exact: true }).click();
      await page.getByRole("heading", { name: TITLES[name] ?? name, level: 1 }).waitFor();
      await good();
      await page.getByRole("button", { name: "返回" }).click();
    }
    await expect.poll(async () => (await scans()).slice(-2).map((row) => row.kind)).toEqual(["visitor", "vehicle"]);
  });
});

describe("without a network", () => {
  it("opens within a second, scans as before, and sends everything exactly once when the network is back", async () => {
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    const other = new Phone();
    await asSystem((ctx) => enrol(ctx, [{ personKey: other.personKey, place: "320583101201001" }]));
    const token = await other.attested();
    const before = (await scans()).length;
    await page.context().setOffline(true);
    filmCode(film, null);
    const startedAt = Date.now();
    await page.reload({ waitUntil: "commit" });
    await page.getByText("没有网络，照常核验").waitFor();
    console.log(`offline: opened in ${Date.now() - startedAt} ms`);
    for (const tenth of ["36.3", "36.8"]) {
      await show(other.code(token));
      await signOf("通过").waitFor();
      await thenNothing(() => page.getByRole("button", { name: tenth, exact: true }).click());
      await page.waitForTimeout(4100);
    }
    await page.getByText("2条未上传").waitFor();
    // Killed and opened again in the middle of the shift: nothing is lost.
    await page.reload({ waitUntil: "commit" });
    await page.getByText("2条未上传").waitFor();
    await shot(page, "checkpoint-offline");
    await page.context().setOffline(false);
    await settled();
    await expect.poll(async () => (await scans()).length).toBe(before + 2);
    const rows = await scans();
    expect(rows.slice(before).map((row) => [row.temperature_tenths, row.person_key])).toEqual([
      [363, other.personKey],
      [368, other.personKey],
    ]);
  });

  it("asks for help without a sound, two touches from the gate; the alarm says which gate", async () => {
    await page.getByRole("button", { name: "我的安全" }).click();
    await page.getByRole("button", { name: "无声求助" }).waitFor();
    await good();
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "无声求助" }).click();
    await page.getByText("尚未送出，正在不停重试").waitFor();
    expect(await page.getByRole("link", { name: "110" }).getAttribute("href")).toBe("tel:110");
    await shot(page, "checkpoint-alarm");
    await page.context().setOffline(false);
    await page.getByText(/已送达，等待响应/).waitFor();
    const [alarm] = await database.owner<{ place: string }[]>`select place from field_alarm`;
    const [there] = await database.owner<{ place: string }[]>`select place from checkpoint limit 1`;
    expect(alarm?.place).toBe(there?.place);
    await page.getByRole("button", { name: "我已安全" }).click();
    await page.getByText("您已报平安").waitFor();
    await page.getByRole("button", { name: "返回" }).click();
  });

  it("hands the shift over, signed by both", async () => {
    await page.getByRole("button", { name: "更多" }).click();
    await page.getByRole("button", { name: "交班", exact: true }).click();
    await page.getByLabel("现在现场人数").fill("12");
    await page.getByLabel("未了事项，一行一件").fill("东侧围栏松动");
    await shot(page, "checkpoint-hand-over", { whole: true });
    await page.getByRole("button", { name: "签字交班" }).click();
    await page.getByRole("heading", { name: "选择卡口，开始上岗" }).waitFor();
    const { token } = await server.as(gate.colleague);
    const next = await openPage(browser, server.url, { size: "phone", token });
    await expect
      .poll(async () => (await database.owner`select from checkpoint_shift where closed_at is not null`).length)
      .toBe(1);
    await next.goto("/checkpoint/");
    await next.getByText("东侧围栏松动").waitFor();
    await next.getByRole("button", { name: "接班并签字" }).click();
    await next.getByText("把健康码放进框里").waitFor();
    await expect
      .poll(async () => (await database.owner`select taken_by from checkpoint_shift where taken_by is not null`).length)
      .toBe(1);
  });
});

it("the centre sees the day, publishes the rule of the day, sets a checkpoint up and plans turns", async () => {
  const { token } = await server.as(gate.operator);
  const desk = await openPage(browser, server.url, { token });
  desk.setDefaultTimeout(15_000);
  await desk.goto(`/command/#/checkpoints/320583/${gate.checkpointId}`);
  await desk.getByRole("heading", { name: "今日公告" }).waitFor();
  await desk.getByText("每人秒数（中位）").waitFor();
  expect(await axeFindings(desk)).toEqual([]);
  expect(await forbiddenWords(desk)).toEqual([]);
  await shot(desk, "command-checkpoints", { whole: true });
  await desk.getByLabel("中文").fill("湖北来人先登记，绿码放行。");
  await desk.getByLabel("英文").fill("From Hubei: register first.");
  await desk.getByRole("button", { name: "发布" }).click();
  await desk.getByText("湖北来人先登记，绿码放行。").first().waitFor();
  await desk.getByRole("button", { name: "加一班" }).click();
  await desk.getByRole("button", { name: "保存排班" }).click();
  await expect.poll(async () => (await database.owner`select from checkpoint_roster`).length).toBe(1);
  await desk.getByLabel("名称").fill("花桥地铁站");
  await desk.getByRole("button", { name: "设立卡口" }).click();
  await desk.getByRole("link", { name: "花桥地铁站" }).waitFor();
});

it("the first load is at most 120 kB of JavaScript, gzipped", () => {
  const pages = resolve(process.env["WANGGE_PAGES"] ?? "dist/web");
  const html = readFileSync(join(pages, "checkpoint/index.html"), "utf8");
  const files = [...html.matchAll(/<(script|link)[^>]*?(?:src|href)="(\/assets\/[^"]+\.js)"[^>]*>/g)].map(
    ([tag, , path]) => ({ path: path ?? "", isLater: tag.includes('rel="later"') }),
  );
  const sizeOf = (of: typeof files) =>
    of.reduce((sum, { path }) => sum + gzipSync(readFileSync(join(pages, path))).length, 0);
  const first = sizeOf(files.filter(({ isLater }) => !isLater));
  console.log(`checkpoint: ${first} bytes at first, ${sizeOf(files.filter(({ isLater }) => isLater))} later`);
  expect(first).toBeGreaterThan(20_000);
  expect(first).toBeLessThanOrEqual(120_000);
});

/** The camera sees an empty wall from here on, so that the same code is not the next person. */
async function thenNothing(work: () => Promise<void>): Promise<void> {
  filmCode(film, null);
  await work();
}
