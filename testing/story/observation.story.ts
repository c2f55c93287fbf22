import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { at, buildTown, FILE, GRID } from "#capabilities/observation/homes.testing.ts";
import { personKeyOf } from "#capabilities/people/keys.ts";
import { type Listed, seedList } from "#capabilities/tasks/list.testing.ts";
import { publishList } from "#capabilities/tasks/publish.ts";
import type { Actor } from "#kernel/actor.ts";
import { isoInstant, type PlainDay } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPost } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { axeFindings, forbiddenWords, openBrowser, openPage, shot } from "./browser.ts";

const NOW = at("02T10:00");
const DAY = "2020-02-02" as PlainDay;
const plain = await testDatabase(NOW);
// The demo shows one-time codes on the screen.
const services = { ...plain.services, settings: { ...plain.services.settings, isDemo: true } };
const database = { ...plain, services };
const { owner, setNow } = database;
const server = await testServer(database, { pages: true, clockwork: true });
const town = await buildTown(database, server, "320583101201");
const browser = await openBrowser();
afterAll(() => browser.close());

let personKey = "";
let listedKey = "";
let unseenKey = "";

/** A list of the day with these residents as red, published to the worker's inbox. */
async function publish(keys: readonly string[]): Promise<void> {
  const listed: Listed[] = keys.map((key) => ({ personKey: key, tier: "red", place: GRID }));
  const list = await seedList(owner, { day: DAY, version: 1, listed });
  const actor = systemActor("32");
  await asActor(services.db, actor, (sql) =>
    publishList({ sql, actor, now: services.clock(), services }, { ...list, day: DAY, previousSessionId: null }),
  );
}

beforeAll(async () => {
  personKey = await town.person(at("01T20:00"));
  listedKey = await town.person(at("01T20:00"));
  unseenKey = await town.person(at("01T20:00"));
  await publish([personKey, listedKey, unseenKey]);
});

const good = async (page: Page) => {
  expect(await axeFindings(page)).toEqual([]);
  expect(await forbiddenWords(page)).toEqual([]);
};

async function phone(who: Actor, path = "/field/#/work/observation", language: "zh" | "en" = "zh"): Promise<Page> {
  const { token } = await town.as(who);
  const page = await openPage(browser, server.url, { size: "phone", token, language });
  page.setDefaultTimeout(10_000);
  await page.goto(path);
  return page;
}
const numberOf = (key: string) => key.slice(-4).toUpperCase();

const home = (page: Page, key: string) =>
  page.getByRole("list", { name: "居家观察" }).getByRole("link", { name: new RegExp(`居民 ${numberOf(key)}`) });

/** Draws a line in the box, long enough to be a name. */
async function sign(page: Page, box: string): Promise<void> {
  const target = page.getByRole("img", { name: box });
  await target.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await target.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(x + width * 0.1, y + height * 0.6);
  await page.mouse.down();
  for (const [part, level] of [
    [0.3, 0.3],
    [0.5, 0.7],
    [0.7, 0.3],
    [0.9, 0.6],
  ] as const)
    await page.mouse.move(x + width * part, y + height * level);
  await page.mouse.up();
}

const observationOf = async (key: string) =>
  (await owner<{ id: string; state: string }[]>`select id, state from observation where person_key = ${key}`)[0] ??
  null;
const checksOf = async (key: string) =>
  (
    await owner`select 1 from observation_check c join observation o on o.id = c.observation_id where o.person_key = ${key}`
  ).length;

describe("the worker's phone", () => {
  it("files a listed resident, reads the notice aloud and has it signed with a finger", async () => {
    const page = await phone(town.posts.worker);
    await page.getByRole("heading", { name: "居家观察" }).waitFor();
    await page.getByText("现在没有居家观察的住户").waitFor();
    await good(page);
    await page.getByRole("link", { name: new RegExp(`${numberOf(personKey)} · 建档`) }).click();
    await page.getByLabel("同住几个人").fill("0");
    expect(await page.getByRole("button", { name: "提交建档" }).isDisabled()).toBe(true);
    await page.getByLabel("同住几个人").fill("3");
    await page.getByText("买菜", { exact: true }).click();
    await shot(page, "observation-file", { whole: true });
    await good(page);
    await page.getByRole("button", { name: "提交建档" }).click();
    await page.getByText("已建档，待告知").first().waitFor();
    await page.getByText("第 1 天 / 共 14 天").waitFor();
    await page.getByRole("listitem").filter({ hasText: "社区干部 · 告知并签承诺" }).waitFor();
    await shot(page, "observation-home", { whole: true });
    await good(page);
    await page.getByRole("link", { name: "告知并签承诺" }).click();
    await page.getByText("到2020年2月15日24时为止").waitFor();
    expect(await page.getByRole("button", { name: "提交", exact: true }).isDisabled()).toBe(true);
    await sign(page, "签名");
    await shot(page, "observation-notice", { whole: true });
    await good(page);
    await page.getByRole("button", { name: "提交", exact: true }).click();
    // The phone knows the step before the server has answered.
    await page.getByText("本人已签").waitFor();
    await expect.poll(async () => (await observationOf(personKey))?.state).toBe("ACTIVE");
    await page.getByText("观察中").first().waitFor();
    // The need that was ticked at filing is no order until somebody taps.
    const order = page.getByRole("button", { name: "派成服务单：买菜买粮" });
    expect(await order.isDisabled()).toBe(true);
    expect((await owner`select 1 from service_request`).length).toBe(0);
    await page.getByLabel("门牌（楼、单元、室）").fill("3 幢 501");
    await order.click();
    await order.waitFor({ state: "detached" });
    await expect.poll(async () => (await owner`select 1 from service_request`).length).toBe(1);
    await page.context().close();
  });

  it("takes a check without a network, keeps it through a reload, and sends it once", async () => {
    const page = await phone(town.posts.worker);
    await home(page, personKey).click();
    await page.getByRole("link", { name: "测温问询" }).waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await page.context().setOffline(true);
    await page.getByRole("link", { name: "测温问询" }).click();
    expect(await page.getByRole("button", { name: "提交测温" }).isDisabled()).toBe(true);
    for (const key of "365") await page.getByRole("button", { name: key, exact: true }).click();
    await shot(page, "observation-check", { whole: true });
    await good(page);
    await page.getByRole("button", { name: "提交测温" }).click();
    await page.getByText("有 1 条还没发出").waitFor();
    await page.reload();
    await page.getByText("有 1 条还没发出").waitFor();
    expect(await checksOf(personKey)).toBe(0);
    await page.context().setOffline(false);
    await expect.poll(() => checksOf(personKey), { timeout: 15_000 }).toBe(1);
    await page.getByText("36.5℃").waitFor();
    await page.context().close();
  });

  it("file, notice, pledge and first check in one visit without a network; what arrives out of order is held and shown", async () => {
    const page = await phone(town.posts.worker);
    await page.getByRole("link", { name: new RegExp(`${numberOf(unseenKey)} · 建档`) }).waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await page.context().setOffline(true);
    await page.getByRole("link", { name: new RegExp(`${numberOf(unseenKey)} · 建档`) }).click();
    await page.getByRole("button", { name: "提交建档" }).click();
    await page.getByText("已建档，待告知").first().waitFor();
    // Filed is filed: not offered once more.
    await page.goto("/field/#/work/observation");
    expect(await page.getByRole("link", { name: new RegExp(`${numberOf(unseenKey)} · 建档`) }).count()).toBe(0);
    await home(page, unseenKey).click();
    await page.getByRole("link", { name: "告知并签承诺" }).click();
    await page.getByText("起止日期以名单为准").waitFor();
    await sign(page, "签名");
    await shot(page, "observation-notice-offline", { whole: true });
    await good(page);
    await page.getByRole("button", { name: "提交", exact: true }).click();
    await page.getByText("本人已签").waitFor();
    await page.getByRole("link", { name: "测温问询" }).click();
    for (const key of "364") await page.getByRole("button", { name: key, exact: true }).click();
    await page.getByRole("button", { name: "提交测温" }).click();
    await page.getByText("36.4℃").waitFor();
    await page.getByText("有 3 条还没发出").waitFor();
    await page.reload();
    await page.getByText("36.4℃").waitFor();
    await shot(page, "observation-visit-offline", { whole: true });
    await good(page);
    expect(await observationOf(unseenKey)).toBeNull();
    // The filing is lost on the way, what stands on it arrives: the server holds it, and the phone says so.
    let lost = true;
    await page.context().route("**/api/v1/field/commands", async (route) => {
      const { commands } = route.request().postDataJSON() as { commands: { id: string; kind: string }[] };
      const filing = commands.find(({ kind }) => kind === "observation/file");
      if (!lost || filing === undefined) return route.continue();
      const others = commands.filter((one) => one !== filing);
      const later = { id: filing.id, answer: "later", code: "common/try-later", zh: "请稍后再试。", en: "Try later." };
      if (others.length === 0) return route.fulfill({ json: { now: isoInstant(NOW), answers: [later] } });
      const response = await route.fetch({ postData: JSON.stringify({ commands: others }) });
      const { now, answers } = (await response.json()) as { now: string; answers: object[] };
      return route.fulfill({ response, json: { now, answers: [later, ...answers] } });
    });
    await page.context().setOffline(false);
    await page.goto("/field/#/outbox");
    const held = page.getByRole("region", { name: "已到服务器，等前一条" });
    await held.getByText("居家观察告知", { exact: true }).waitFor();
    await held.getByText("居家观察测温", { exact: true }).waitFor();
    await shot(page, "field-outbox-held", { whole: true });
    await good(page);
    expect(await observationOf(unseenKey)).toBeNull();
    lost = false;
    await page.getByRole("button", { name: "现在发送" }).click();
    await page.getByText("全部已发送").waitFor({ timeout: 20_000 });
    expect((await observationOf(unseenKey))?.state).toBe("ACTIVE");
    expect(await checksOf(unseenKey)).toBe(1);
    await page.context().close();
  });

  it("shows a missed check at the top, and the officer's phone has the breach and no temperature", async () => {
    await town.passTo(at("02T19:00"));
    await town.passTo(at("03T10:01"));
    const page = await phone(town.posts.worker);
    await page.getByText("没有测温，要打电话").first().waitFor();
    await page.context().close();
    const officer = await phone(town.posts.police);
    await home(officer, personKey).click();
    await officer.getByText("没有测温，要打电话").first().waitFor();
    expect(await officer.getByText("36.5℃").count()).toBe(0);
    expect(await officer.getByRole("link", { name: "测温问询" }).count()).toBe(0);
    await good(officer);
    await officer.context().close();
  });
});

describe("the household", () => {
  const NUMBERS = ["320583199003071239", "320583198805120026", "320583197001010011", "320583198502280022"] as const;
  const keyOf = (number: string) => personKeyOf(services.keys.provinceKey, "111", number);
  async function couple(room: string, [one, other]: readonly [string, string], names: readonly [string, string]) {
    const door = await town.say(town.posts.worker, "households/add-door", { kind: "dwelling", building: "3", room });
    const person = { sex: null, bornYear: null, residence: [] };
    await town.say(town.posts.worker, "households/move-in", {
      doorId: door.id,
      sinceOn: "2019-01-01",
      persons: [
        { ...person, personId: newId(), name: names[0], relation: "head", idNumber: one, phone: "13800001234" },
        { ...person, personId: newId(), name: names[1], relation: "spouse", idNumber: other, phone: null },
      ],
    });
  }

  it("is found in the register with address, phone and members; who shares the room goes before the doctor", async () => {
    await couple("502", [NUMBERS[0], NUMBERS[1]], ["周建国", "李秀英"]);
    const page = await phone(town.posts.doctor);
    await page.getByRole("link", { name: "从住户登记册找人建档" }).click();
    await page.getByLabel("姓名、门牌或证件后四位").fill("赵无人");
    await page.getByText("没有找到。").waitFor();
    await page.getByLabel("姓名、门牌或证件后四位").fill("周建国");
    await shot(page, "observation-find", { whole: true });
    await good(page);
    await page.getByRole("link", { name: /周建国/ }).click();
    await page.getByText("13800001234").waitFor();
    await page.getByText("李秀英（配偶）").waitFor();
    expect(await page.getByLabel("同住几个人").inputValue()).toBe("2");
    await page.getByRole("group", { name: "有单独房间" }).getByText("否").click();
    await page.getByText("同住的 1 人会提请医生逐一确认").waitFor();
    await page.getByLabel("备注（密封保存）").fill("一室一厅");
    await shot(page, "observation-file-known", { whole: true });
    await good(page);
    await page.getByRole("button", { name: "提交建档" }).click();
    await page.getByText("李秀英 · 配偶").waitFor();
    await page.getByText("等医生确认").first().waitFor();
    await shot(page, "observation-household", { whole: true });
    // Name and door from the phone's own register: nothing is asked of the server for them.
    const inRegister = page.getByRole("region", { name: "手机上的住户登记" });
    await inRegister.getByText("周建国").waitFor();
    await inRegister.getByRole("link", { name: "3幢502室" }).waitFor();
    await page.getByRole("link", { name: "两测怎么问" }).click();
    await page.getByText("发短信问（听障、语障）").click();
    expect(await page.getByLabel("打给（发给）哪个号码").inputValue()).toBe("13800001234");
    await page.getByLabel("打给（发给）哪个号码").fill("12");
    expect(await page.getByRole("button", { name: "记下" }).isDisabled()).toBe(true);
    await page.getByLabel("打给（发给）哪个号码").fill("13800001234");
    await shot(page, "observation-reach", { whole: true });
    await good(page);
    await page.getByRole("button", { name: "记下" }).click();
    await expect
      .poll(
        async () => (await owner`select reach from observation where person_key = ${keyOf(NUMBERS[0])}`)[0]?.["reach"],
      )
      .toBe("text");
    await page.getByRole("link", { name: "查看密封备注" }).click();
    await page.getByText("照护需要").click();
    await page.getByRole("button", { name: "打开密封备注（会记录）" }).click();
    await page.getByText("一室一厅").waitFor();
    await shot(page, "observation-notes", { whole: true });
    await good(page);
    await page.context().close();
  });

  it("a township's doctor sees the homes without choosing a village, and decides on each of the household", async () => {
    await couple("503", [NUMBERS[2], NUMBERS[3]], ["沈国平", "陆文静"]);
    const doctor = await testPost(owner, { role: "health-worker", area: "320583101" });
    const body = { ...FILE, hasOwnRoom: false, personKey: keyOf(NUMBERS[2]) };
    expect(await town.say(doctor, "observation/file", body)).toMatchObject({ answer: "applied" });
    const page = await phone(doctor);
    await home(page, keyOf(NUMBERS[2])).click();
    await page.getByRole("link", { name: "确认同住的人" }).click();
    expect(await page.getByRole("button", { name: "我是医生，确认这个人" }).isDisabled()).toBe(true);
    await page.getByText("能分开住，不观察").click();
    await page.getByLabel("怎么分开住（至少2个字）").fill("住到女儿家");
    await shot(page, "observation-decide", { whole: true });
    await good(page);
    await page.getByRole("button", { name: "我是医生，确认这个人" }).click();
    await page.getByText("分开住，不观察").waitFor();
    expect(await observationOf(keyOf(NUMBERS[3]))).toBeNull();
    await page.context().close();
  });
});

describe("the doctor's orders", () => {
  it("is extended within the limit, is moved to a point of the directory, which takes over on its own phone", async () => {
    const point = await testPost(owner, { role: "health-worker", area: "320585", organisation: "太仓集中观察点" });
    const id = (await observationOf(personKey))?.id ?? "";
    const page = await phone(town.posts.doctor, `/field/#/work/observation/${id}/extend`);
    const submit = page.getByRole("button", { name: "我是医生，延长观察" });
    await page.getByLabel("延长到哪一天").fill("2020-03-20");
    await page.getByText("请选 2020-02-16 到 2020-02-29 之间的日期").waitFor();
    expect(await submit.isDisabled()).toBe(true);
    await page.getByLabel("延长到哪一天").fill("2020-02-16");
    await page.getByText("检查结果没出来").click();
    await page.getByLabel("说明（至少4个字，密封保存）").fill("核酸复检未出");
    await shot(page, "observation-extend", { whole: true });
    await good(page);
    await submit.click();
    await page.getByText("第 2 天 / 共 15 天").waitFor();
    await page.goto(`/field/#/work/observation/${id}/papers`);
    await page.getByRole("heading", { name: "延长居家医学观察决定书" }).waitFor();
    await page
      .getByText(/文号：居观〔2020〕320583第\d+号/)
      .first()
      .waitFor();
    await shot(page, "observation-papers", { whole: true });
    await good(page);
    await page.goto(`/field/#/work/observation/${id}/handle`);
    await page.getByText("转集中观察", { exact: true }).click();
    await page.getByLabel("医院或集中观察点名称").fill("没有这家");
    await page.getByText("没有找到。请换几个字").waitFor();
    await page.getByLabel("医院或集中观察点名称").fill("集中");
    await page.getByText("太仓集中观察点").click();
    expect(await page.getByRole("button", { name: "提交处置" }).isDisabled()).toBe(true);
    await page.getByLabel("专用车编号").fill("昆观-02");
    await shot(page, "observation-handle", { whole: true });
    await good(page);
    await page.getByRole("button", { name: "提交处置" }).click();
    await page.getByText("医生：转集中观察").waitFor();
    await page.context().close();
    const other = await phone(point, "/field/#/work/observation/incoming");
    await other.getByText("转集中观察 · 专用车 昆观-02").waitFor();
    await shot(other, "observation-incoming", { whole: true });
    await good(other);
    // Called off: she stays at home, and nobody is on the way any more.
    await town.say(town.posts.doctor, "observation/handle", { observationId: id, decision: "stays" });
    await other.getByText("现在没有人正在转来").waitFor({ timeout: 20_000 });
    await other.context().close();
  });
});

describe("at home", () => {
  it("a resident reads the notice, signs, takes today's check and sees who is responsible", async () => {
    setNow(at("02T17:00"));
    const { id } = await town.say(town.posts.worker, "observation/file", { ...FILE, personKey: listedKey });
    const page = await openPage(browser, server.url, { size: "small" });
    page.setDefaultTimeout(10_000);
    await page.goto("/resident/");
    await page.getByLabel("手机号").fill("13800000007");
    await page.getByRole("button", { name: "获取验证码" }).click();
    const message = await page.getByText(/验证码 \d{6}/).textContent();
    await page.getByLabel("短信验证码").fill(/验证码 (\d{6})/.exec(message ?? "")?.[1] ?? "");
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await page.getByRole("link", { name: "添加本人" }).waitFor();
    // The account says "this is me" of the observed person.
    await owner`
      insert into resident_person (resident_id, person_key, relation, added_at)
      select id, ${listedKey}, 'self', ${NOW} from resident order by created_at desc limit 1`;
    await page.goto("/resident/#/observation");
    await page.getByText("已建档，待告知").waitFor();
    await page.getByText("门不会被封").first().waitFor();
    await page.getByText("health-worker 320583101201").first().waitFor();
    await sign(page, "请在框里签名");
    await page.getByRole("button", { name: "我已看完，签名承诺" }).click();
    await page.getByText("今天的测温").first().waitFor();
    await page.getByLabel("体温（℃）").fill("20");
    await page.getByRole("button", { name: "提交", exact: true }).click();
    await page.getByText("请填34.0到43.0之间的数").waitFor();
    await page.getByLabel("体温（℃）").fill("36.4");
    await page.getByText("都没有，身体正常").click();
    await shot(page, "observation-mine", { whole: true });
    await good(page);
    await page.getByRole("button", { name: "提交", exact: true }).click();
    await page.getByText("今天的健康打卡也一并完成了").waitFor();
    expect(await town.stateOf(id)).toBe("ACTIVE");
    await page.context().close();
  });
});

describe("the end", () => {
  it("the doctor sees all days, signs, and the code is green; the centre's board counts it", async () => {
    await town.passTo(at("17T03:00"));
    const board = await openPage(browser, server.url, { token: (await town.as(town.posts.desk)).token });
    board.setDefaultTimeout(10_000);
    await board.goto("/command/#/observation/320583101");
    await board.getByRole("table").getByText("期满未签字，逾期未解除").first().waitFor();
    const filters = board.locator(".filters select");
    await filters.nth(1).selectOption("期满未签字，逾期未解除");
    await filters.nth(0).selectOption("已转集中观察");
    await board.getByText("没有。").waitFor();
    await filters.nth(0).selectOption("期满，待医生签字");
    await board.getByRole("button", { name: "查看", exact: true }).first().click();
    await board.getByRole("button", { name: "核实外出" }).click();
    await board.getByText("打开，已记录").waitFor();
    await board.getByRole("button", { name: "打开文书（会记录）" }).click();
    await board.getByRole("heading", { name: "居家医学观察告知书和承诺书" }).waitFor();
    await shot(board, "observation-board", { whole: true });
    await good(board);
    await board.context().close();
    await town.passTo(at("17T08:30"));
    const found = await observationOf(personKey);
    const page = await phone(town.posts.doctor, `/field/#/work/observation/${found?.id}`);
    await page.getByRole("link", { name: "签字解除" }).click();
    await page.getByText("请看完全部体温再签字").waitFor();
    await shot(page, "observation-sign", { whole: true });
    await good(page);
    await page.getByRole("button", { name: "我是医生，签字解除" }).click();
    await expect.poll(() => town.stateOf(found?.id ?? "")).toBe("RELEASED");
    expect(await town.colourOf(personKey)).toBe("green");
    await page.context().close();
  });

  it("hands the numbered release notice to who has no phone, also without a network", async () => {
    const found = await observationOf(personKey);
    const page = await phone(town.posts.worker, `/field/#/work/observation/${found?.id}/papers`);
    await page.getByRole("heading", { name: "解除居家医学观察通知书" }).waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await page.context().setOffline(true);
    await page.reload();
    await page.getByText("没有网络：这里是手机里有的文字").waitFor();
    const sheet = page.getByRole("article", { name: "解除居家医学观察通知书" });
    await sheet.getByText(/文号：居观〔2020〕320583第\d+号/).waitFor();
    expect(await sheet.getByRole("button", { name: "送达解除通知" }).isDisabled()).toBe(true);
    await sheet.getByText("念给本人听").click();
    await shot(page, "observation-release", { whole: true });
    await good(page);
    await sheet.getByRole("button", { name: "送达解除通知" }).click();
    await page.getByText("有 1 条还没发出").waitFor();
    await page.context().setOffline(false);
    await expect
      .poll(
        async () =>
          (await owner`select delivered_at from observation where id = ${found?.id ?? ""}`)[0]?.["delivered_at"],
      )
      .not.toBeNull();
    await page.context().close();
  });

  it("a city's desk changes its own way by a draft with the reason, and publishes it with its basis", async () => {
    const city = await testPost(owner, { role: "operator", area: "3205", organisation: "苏州市指挥部" });
    const page = await openPage(browser, server.url, { token: (await town.as(city)).token });
    page.setDefaultTimeout(10_000);
    await page.goto("/command/#/observation-profile/3205");
    await page.getByText("现在用的是平台统一的办法。").waitFor();
    await page.getByText("没有草稿。").waitFor();
    const save = page.getByRole("button", { name: "存为草稿" });
    await page.getByLabel("医生几分钟内回应").fill("300");
    await page.getByText("有的数没填，或不在范围内。").waitFor();
    await page.getByLabel("医生几分钟内回应").fill("30");
    await page.getByLabel("上午测温 从几点").fill("11");
    await page.getByText("测温时段的开始要早于结束。").waitFor();
    await shot(page, "observation-profile-wrong", { whole: true });
    await page.getByLabel("上午测温 从几点").fill("6");
    expect(await save.isDisabled()).toBe(true);
    await page.getByLabel("为什么改（至少4个字）").fill("农村路远，医生30分钟内到");
    await save.click();
    await page.getByText("苏州市指挥部", { exact: false }).first().waitFor();
    const drafted = page.getByRole("region", { name: "草稿" });
    await drafted.getByText("医生几分钟内回应").waitFor();
    await drafted.getByText("上午测温").waitFor();
    await page.getByLabel("依据（文件名称和文号）").fill("苏州市疫情防控第10号通告");
    await shot(page, "observation-profile", { whole: true });
    await good(page);
    await page.getByRole("button", { name: "发布，从现在起算" }).click();
    await page.getByText("现在用的是本地的办法，本地第 1 版。").waitFor();
    await page.getByRole("table").getByText("苏州市疫情防控第10号通告").waitFor();
    await page.context().close();
  });

  it("speaks English by the switch", async () => {
    const page = await phone(town.posts.worker, "/field/#/work/observation", "en");
    await page.getByRole("heading", { name: "Home observation" }).waitFor();
    await page.getByText("Homes under observation in my area").waitFor();
    await page.context().close();
  });
});
