/** Mutual recognition, as people do it: two of the province agree on another's keys and table; a holder brings reasons and takes them along. */
import type { Page } from "playwright-core";
import { encode } from "uqr";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enrol, recordEvidence } from "#capabilities/codes/evidence.ts";
import { signed, testKey, testKeySet } from "#capabilities/credentials/code.testing.ts";
import { fromBase64url } from "#capabilities/credentials/rules/bytes.ts";
import { readSign1 } from "#capabilities/credentials/rules/cose.ts";
import { encodeStatement, readStatement } from "#capabilities/credentials/rules/recognition.ts";
import type { Actor } from "#kernel/actor.ts";
import { DAY, HOUR, instant, isoInstant, later } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { axeFindings, forbiddenWords, openBrowser, openPage, shot } from "./browser.ts";

const NOW = instant("2020-02-10T09:30:00+08:00");
const database = await testDatabase(NOW);
/** The demo shows one-time codes on the screen. */
const services = { ...database.services, settings: { ...database.services.settings, isDemo: true } };
const server = await testServer({ ...database, services }, { pages: true });
const browser = await openBrowser();
afterAll(() => browser.close());

const [anhui, root] = [testKey("ES256"), testKey("EdDSA")];
const keySet = testKeySet([anhui], root, { issuer: "34", issuedAt: isoInstant(later(NOW, -3 * DAY)) });
const statement = Buffer.from(
  signed(
    encodeStatement({
      issuer: "34",
      audience: "32",
      subject: new Uint8Array(16),
      issuedAt: NOW,
      expiresAt: later(NOW, DAY),
      reasons: [
        { code: "observation-at-home", evidenceClass: "E1", since: later(NOW, -48 * HOUR), until: null },
        { code: "seen-by-neighbour", evidenceClass: "E5", since: later(NOW, -48 * HOUR), until: null },
      ],
    }),
    anhui,
  ),
).toString("base64url");

let analyst: Actor;
let health: Actor;
beforeAll(async () => {
  const { owner } = database;
  await testPlaces(owner, { "32": "江苏省", "3205": "苏州市", "320583": "昆山市", "320583101": "花桥镇" });
  analyst = await testPost(owner, { role: "analyst", area: "32", organisation: "省网格化办公室" });
  health = await testPost(owner, { role: "signatory", area: "32", department: "health", organisation: "省卫生健康委" });
});

async function asPost(actor: Actor): Promise<Page> {
  const { token } = await server.as(actor);
  const page = await openPage(browser, server.url, { token });
  page.setDefaultTimeout(15_000);
  await page.goto("/command/#/recognition");
  return page;
}
async function clean(page: Page): Promise<void> {
  expect(await axeFindings(page)).toEqual([]);
  expect(await forbiddenWords(page)).toEqual([]);
}
const close = (page: Page) => page.context().close();

/** A picture of a QR code, as a phone's camera would hand it over: a bitmap of four pixels a module. */
function photoOf(text: string): Buffer {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const side = size * 4;
  const head = Buffer.alloc(54);
  head.write("BM");
  head.writeUInt32LE(54 + side * side * 3, 2);
  head.writeUInt32LE(54, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(side, 18);
  head.writeInt32LE(-side, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(24, 28);
  const pixels = Buffer.alloc(side * side * 3, 255);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (data[y >> 2]?.[x >> 2] === true) pixels.fill(0, (y * side + x) * 3, (y * side + x + 1) * 3);
    }
  }
  return Buffer.concat([head, pixels]);
}

it("is proposed by pasting, and confirmed by somebody of health after comparing the root key", async () => {
  const page = await asPost(analyst);
  await page.getByText("还没有互认的省份").waitFor();
  await clean(page);
  await page.getByRole("button", { name: "提议互认" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/密钥集/).fill('{"issuer": "3');
  await dialog.getByText("不是有效的 JSON。").waitFor();
  await dialog.getByLabel(/密钥集/).fill(JSON.stringify({ ...keySet, issuer: "x" }));
  await dialog.getByText("内容不合要求：issuer").waitFor();
  // A set that somebody changed on the way: its shape is right, its signature is not.
  await dialog.getByLabel(/密钥集/).fill(JSON.stringify({ ...keySet, issuer: "33" }));
  await dialog.getByRole("button", { name: "填入示例：三色" }).click();
  await dialog.getByLabel(/^说明/).fill("苏皖互认，2020年1号");
  await dialog.getByRole("button", { name: "提议互认" }).click();
  await dialog.getByText(/根签名不成立/).waitFor();
  await dialog.getByLabel(/密钥集/).fill(JSON.stringify(keySet));
  await clean(page);
  await shot(page, "recognition-propose");
  await dialog.getByRole("button", { name: "提议互认" }).click();
  await page.getByText("安徽省").waitFor();
  await page.getByText("待确认").waitFor();
  expect(await page.getByRole("button", { name: "确认互认" }).count()).toBe(0);
  await close(page);

  const decide = await asPost(health);
  await decide.getByText(`根密钥 ${root.kid}`).waitFor();
  await decide.getByText(/已 3 天/).waitFor();
  expect(await decide.getByRole("button", { name: "提议互认" }).count()).toBe(0);
  await decide.getByRole("button", { name: "确认互认" }).click();
  await decide.getByRole("dialog").getByText(`请先与对方核对根密钥编号 ${root.kid}`).waitFor();
  await clean(decide);
  await decide.getByRole("dialog").getByRole("button", { name: "确认互认" }).click();
  await decide.getByText("互认中").waitFor();
  await clean(decide);
  await shot(decide, "recognition-list", { whole: true });
  await close(decide);
});

const PHONE = "13800000066";
async function signedIn(): Promise<Page> {
  const page = await openPage(browser, server.url, { size: "small" });
  page.setDefaultTimeout(15_000);
  await page.goto("/resident/");
  await page.getByLabel("手机号").fill(PHONE);
  await page.getByRole("button", { name: "获取验证码" }).click();
  const message = await page.getByText(/验证码 \d{6}/).textContent();
  await page.getByLabel("短信验证码").fill(/验证码 (\d{6})/.exec(message ?? "")?.[1] ?? "");
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.getByRole("link", { name: "我的", exact: true }).click();
  await page.getByRole("link", { name: "其他省份的码、理由证明" }).click();
  return page;
}

it("a holder brings the reasons of another province as a picture, and takes his own along", async () => {
  const page = await signedIn();
  await page.getByText("还没有添加任何人").waitFor();
  await clean(page);
  const personKey = await carryMyself();
  await page.reload();
  await page.getByRole("heading", { name: "从其他省份来：交来那边的证明" }).waitFor();
  await page.getByLabel("拍下或选择二维码图片").setInputFiles({
    name: "wall.bmp",
    mimeType: "image/bmp",
    buffer: photoOf("https://example.invalid/"),
  });
  await expect.poll(() => page.getByLabel("证明文字").last().inputValue()).toBe("https://example.invalid/");
  await page.getByRole("button", { name: "交证明" }).click();
  await page.getByText("这不是理由证明的文字").waitFor();
  await page.getByLabel("拍下或选择二维码图片").setInputFiles({
    name: "code.bmp",
    mimeType: "image/bmp",
    buffer: photoOf(statement),
  });
  await expect.poll(() => page.getByLabel("证明文字").last().inputValue()).toBe(statement);
  await page.getByRole("button", { name: "交证明" }).click();
  await page.getByText("已收下安徽省的证明。").waitFor();
  await page.getByText(/observation-at-home · 按黄码办理/).waitFor();
  await page.getByText(/现在不作任何依据： ?seen-by-neighbour/).waitFor();
  const [row] = await database.owner`select colour from code_current where person_key = ${personKey}`;
  expect(row).toEqual({ colour: "red" });

  await page.getByLabel("去哪个省").selectOption("34");
  await page.getByRole("button", { name: "开具证明" }).click();
  await page.getByText("正在接受隔离或医学观察").waitFor();
  await page.getByRole("img", { name: "理由证明的二维码" }).waitFor();
  const text = await page.getByLabel("证明文字").first().inputValue();
  const sign1 = readSign1(fromBase64url(text) ?? new Uint8Array());
  const read = sign1 === null ? null : readStatement(sign1.payload);
  // Its own reason; what Anhui stated is Anhui's to state.
  expect(read).toMatchObject({ issuer: "32", audience: "34", reasons: [{ code: "measure" }] });
  expect(read?.reasons).toHaveLength(1);
  await clean(page);
  await shot(page, "recognition-resident", { whole: true });
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("heading", { name: "Going elsewhere: take a statement along" }).waitFor();
  await clean(page);
  await close(page);
});

/** The account adds its own person, whose code a measure holds. */
async function carryMyself(): Promise<string> {
  const [account] = await database.owner<{ id: string }[]>`select id from resident`;
  const added = await server.asResident(account?.id ?? "").call("POST", "/my/persons", {
    id: newId(),
    relation: "self",
    document: "resident-id",
    number: "320583198001010008",
    name: "王甲",
    place: "320583101",
  });
  expect(added.status, JSON.stringify(added.body)).toBe(200);
  const { personKey } = added.body as { personKey: string };
  const system = systemActor("32");
  await asActor(services.db, system, async (sql) => {
    const ctx = { sql, actor: system, now: services.clock(), services };
    await enrol(ctx, [{ personKey, place: "320583101" }]);
    const standing = { source: "test", sourceId: "1", since: NOW, until: null, facts: {} };
    await recordEvidence(ctx, [{ id: newId(), personKey, kind: "measure", ...standing }]);
  });
  return personKey;
}
