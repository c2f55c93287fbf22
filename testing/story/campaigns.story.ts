import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordFacts } from "#capabilities/facts/facts.ts";
import type { Actor } from "#kernel/actor.ts";
import { HOUR, instant, later } from "#kernel/time.ts";
import { asActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { testDoors } from "#testing/doors.ts";
import { testServer } from "#testing/server.ts";
import { axeFindings, forbiddenWords, openBrowser, openPage, shot } from "./browser.ts";

const NOW = instant("2020-02-10T09:00:00+08:00");
const GRID = "320583101201001";
const TOWNSHIP = "320583101";
const PHONE = "13800000001";
const database = await testDatabase(NOW);
/** The demo shows one-time codes on the screen. */
Object.assign(database.services.settings, { isDemo: true });
const server = await testServer(database, { pages: true, clockwork: true });
const browser = await openBrowser();
afterAll(() => browser.close());

/** What goes with the screening: one question about the door. */
const FORM = {
  key: "door-check",
  version: "1",
  title: { zh: "入户安全检查", en: "Safety at the door" },
  subject: "door",
  groups: [],
  questions: [
    {
      ...{ type: "text", name: "alarm", label: { zh: "烟感报警器怎么样", en: "Smoke alarm" }, hint: null, group: null },
      ...{ required: "true()", relevant: null, constraint: null, constraintMessage: null, calculation: null },
      ...{ default: null, isReadOnly: false, choices: null, choiceFilter: null, fact: null },
    },
  ],
};

let worker: Actor;
let operator: Actor;
let doorIds: string[] = [];

beforeAll(async () => {
  await testPlaces(database.owner, {
    "32": "江苏省",
    "3205": "苏州市",
    "320583": "昆山市",
    [TOWNSHIP]: "花桥镇",
    "320583101201": "徐公桥村",
    [GRID]: "第一网格",
  });
  worker = await testPost(database.owner, { role: "grid-worker", area: GRID, isPrimary: true });
  await database.owner`update account set display_name = '周静' where id = ${worker.accountId}`;
  operator = await testPost(database.owner, { role: "operator", area: TOWNSHIP });
  doorIds = await testDoors(
    database.owner,
    Array.from({ length: 12 }, (_, n) => ({
      place: GRID,
      building: "1",
      stair: "1",
      floor: String(Math.floor(n / 2) + 1),
      room: `${Math.floor(n / 2) + 1}0${(n % 2) + 1}`,
    })),
  );
  await database.owner`
    insert into form (id, key, version, title_zh, title_en, document, area, state, roles, shown_from, brought_by, brought_at,
                      published_by, published_at)
    values (${newId()}, ${FORM.key}, ${FORM.version}, ${FORM.title.zh}, ${FORM.title.en}, ${database.owner.json(FORM)},
            ${TOWNSHIP}, 'published', '{grid-worker}', ${later(NOW, -HOUR)}, ${operator.postId}, ${NOW},
            ${operator.postId}, ${NOW})`;
  // 周静 asked about this door yesterday evening.
  await asActor(database.server, worker, (sql) =>
    recordFacts({ sql, actor: worker, now: NOW, services: database.services }, [
      {
        county: "320583",
        place: GRID,
        subjectKind: "door",
        subjectId: doorIds[0] ?? "",
        attribute: "door.hazard",
        value: "楼道堆物",
        source: "visit",
        sourceId: newId(),
        observedAt: later(NOW, -14 * HOUR),
        byPost: worker.postId,
      },
    ]),
  );
});

const good = async (page: Page) => {
  expect(await axeFindings(page)).toEqual([]);
  expect(await forbiddenWords(page)).toEqual([]);
};

async function phone(path: string): Promise<Page> {
  const { token } = await server.as(worker);
  const page = await openPage(browser, server.url, { size: "phone", token });
  await page.goto(`/field/#/${path}`);
  return page;
}

describe("a centre", () => {
  it("begins a screening with a question, and sees nobody visited yet", async () => {
    const { token } = await server.as(operator);
    const page = await openPage(browser, server.url, { token });
    await page.goto("/command/#/campaigns");
    await page.getByRole("heading", { name: "发起排查" }).waitFor();
    await page.getByLabel("名称", { exact: true }).fill("二月拉网排查");
    await page.getByLabel("截止时间").fill("2020-02-13T18:00");
    await page.getByLabel("安全隐患").check();
    await page.getByLabel("随附的表").selectOption({ label: "入户安全检查" });
    await good(page);
    await page.getByRole("button", { name: "发起", exact: true }).click();
    await page.getByRole("link", { name: "二月拉网排查" }).click();
    await page.getByText("0 / 12 户").first().waitFor();
    await good(page);
    await shot(page, "command-campaign", { whole: true });
    await page.context().close();
  });
});

describe("a worker's phone", () => {
  it("shows the doors in walking order, takes marks without a network, and sends them when there is one", async () => {
    // The list of the day says what else waits, with its hour, and leads there.
    const page = await phone("");
    await page.getByRole("heading", { name: "今天还有" }).waitFor();
    await good(page);
    await shot(page, "field-also-today");
    await page.getByRole("link", { name: /二月拉网排查 12 户待走/ }).click();
    await page.getByText("1幢1单元101室").waitFor();
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "1幢1单元102室：没人" }).click();
    await page.getByText("待发送").waitFor();
    await page
      .getByText(/没人 1 次/)
      .first()
      .waitFor();
    await good(page);
    await shot(page, "field-campaign-list");

    // A question that is known and fresh is not asked; saving with nothing chosen says what is missing.
    await page.getByRole("link", { name: "1幢1单元101室：开门" }).click();
    await page.getByRole("button", { name: "记下" }).click();
    await page.getByRole("alert").getByText("请先选这户怎么样").waitFor();
    await page.getByText("开门，见到人", { exact: true }).click();
    await page.getByText(/周静 2月9日 19:00 已问过/).waitFor();
    await page.getByLabel("见到几人").fill("3");
    await good(page);
    await shot(page, "field-campaign-door", { whole: true });
    // To the form and back: what was said of the door is still there, and after a reload too.
    await page.getByRole("link", { name: "填写随附的表" }).click();
    await page.getByRole("button", { name: "提交" }).click();
    await page.getByText("这一题必须回答").waitFor();
    await page.getByLabel("烟感报警器怎么样").fill("正常");
    await page.getByRole("button", { name: "提交" }).click();
    await page.getByText("随附的表已填过").waitFor();
    await page.reload();
    await page.getByText("随附的表已填过").waitFor();
    expect(await page.getByLabel("见到几人").inputValue()).toBe("3");
    await page.getByRole("button", { name: "记下" }).click();
    await page.getByText("已入户 1 / 12 户（8.3 %）").waitFor();

    await page.getByRole("link", { name: "网格平面图" }).click();
    await page.getByRole("link", { name: "1幢1单元102室 没人 1 次" }).waitFor();
    await good(page);
    await shot(page, "field-campaign-plan", { whole: true });
    await page.context().setOffline(false);
    await expect
      .poll(async () => (await database.owner`select state from campaign_door where state <> 'NOT_VISITED'`).length)
      .toBe(2);
    await page.context().close();
  });

  it("adds a door that nobody had registered, and says that nothing was found", async () => {
    const page = await phone("work/campaigns");
    await page.getByRole("link", { name: /二月拉网排查/ }).click();
    await page.getByRole("link", { name: "发现没登记的门" }).click();
    await page.getByRole("button", { name: "登记这扇门" }).click();
    await page.getByRole("alert").getByText("请至少填").waitFor();
    await page.getByLabel("楼栋（如 3幢）或街名").fill("门卫室");
    await page.getByRole("button", { name: "登记这扇门" }).click();
    // Is it inside this grid? The address list lacks the building, so that is asked once.
    await page.getByRole("alert").getByText("还没有这栋楼").waitFor();
    await good(page);
    await page.getByRole("button", { name: "在本网格内，登记" }).click();
    await page.getByText("已入户 1 / 13 户").waitFor();
    await page.getByRole("button", { name: "零报告：今天没有发现" }).click();
    await page.getByText("您已走到 1 / 13 户").waitFor();
    await page.getByRole("button", { name: "确认没有发现" }).click();
    await page.getByText("周静 2月10日 报过“没有发现”").waitFor();
    await page.context().close();
  });

  it("forms the grid's unit and asks a head, whose wrong number is refused before it is sent", async () => {
    const page = await phone("work/units");
    await page.getByRole("button", { name: "按户籍划分单元" }).click();
    await page.getByRole("link", { name: /单元 U001/ }).click();
    await page.getByText("请一位责任人").click();
    const form = page.getByRole("region", { name: "责任人", exact: true });
    await form.getByLabel("姓名").fill("王阿姨");
    await form.getByLabel("手机号码").fill("12345");
    await form.getByLabel("从哪天起住在这里").fill("2010-05-01");
    await form.getByText("已满十八周岁").click();
    await form.getByText("目前方便担任").click();
    await form.getByRole("button", { name: "提出" }).click();
    await page.getByRole("alert").getByText("请填好姓名、手机号码").waitFor();
    await page.goto("/field/#/work/units");
    await page.goBack();
    expect(await form.getByLabel("姓名").inputValue()).toBe("王阿姨");
    await form.getByLabel("手机号码").fill(PHONE);
    await form.getByLabel("从哪天起住在这里").fill("2020-01-20");
    await good(page);
    await form.getByRole("button", { name: "提出" }).click();
    // Half a year here is the rule: the server says no, and the form opens again with what was typed.
    await page.goto("/field/#/outbox");
    await page.getByRole("link", { name: "改正后重新提交" }).click();
    await page.getByRole("complementary", { name: "正在改正：联防：请责任人" }).waitFor();
    expect(await form.getByLabel("姓名").inputValue()).toBe("王阿姨");
    await good(page);
    await shot(page, "field-mend-head", { whole: true });
    await form.getByLabel("从哪天起住在这里").fill("2010-05-01");
    await form.getByRole("button", { name: "提出" }).click();
    await page.getByText("等本人同意").waitFor();
    expect(await page.getByRole("complementary", { name: /正在改正/ }).count()).toBe(0);
    // The name is not on the phone.
    expect(await page.getByText("王阿姨").count()).toBe(0);
    await shot(page, "field-unit", { whole: true });
    await page.goto("/field/#/work/units");
    await page.getByText("发一条通知").click();
    await page.getByLabel("标题").fill("错峰取快递");
    await page.getByLabel("内容（不写任何人的姓名、病情）").fill("请每家一人，戴口罩，隔一米。");
    await page.getByRole("button", { name: "发给责任人" }).click();
    await page.getByText("已转告 0 / 0 个单元").waitFor();
    await page.context().close();
  });
});

describe("the head's own page", () => {
  it("agrees, taps, passes on a notice, leaves; it never shows a name or a colour of anybody", async () => {
    const page = await openPage(browser, server.url, { size: "small" });
    await page.goto("/resident/");
    await page.getByLabel("手机号").fill(PHONE);
    await page.getByRole("button", { name: "获取验证码" }).click();
    const message = await page.getByText(/验证码 \d{6}/).textContent();
    await page.getByLabel("短信验证码").fill(/验证码 (\d{6})/.exec(message ?? "")?.[1] ?? "");
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await page.getByRole("link", { name: "我的", exact: true }).click();
    await page.getByRole("link", { name: "我的联防单元" }).click();
    await good(page);
    await page.getByRole("button", { name: "我同意担任" }).click();
    await page.getByRole("button", { name: "都正常" }).click();
    await page.getByText(/已报：都正常/).waitFor();
    await page.getByRole("button", { name: "我已转告" }).click();
    await page.getByText("✓ 已转告").waitFor();
    await good(page);
    await shot(page, "resident-unit", { whole: true });
    const shown = (await page.getByRole("main").textContent()) ?? "";
    expect(shown).not.toMatch(/王阿姨|红码|黄码|绿码|体温|身份证/);
    await page.getByRole("button", { name: "需要帮助" }).click();
    await page.getByText("网格员两小时内会联系您").waitFor();
    await expect.poll(async () => (await database.owner`select 1 from task`).length).toBe(1);
    await page.getByRole("button", { name: "退出担任" }).click();
    await page.getByRole("button", { name: "确定退出" }).click();
    await page.getByText("您现在没有担任联防单元的责任人").waitFor();
    const [row] = await database.owner`select sealed, phone_key from watch_head`;
    expect(row).toEqual({ sealed: null, phone_key: null });
    await page.context().close();
  });
});

describe("the centre's page of units", () => {
  it("counts units, heads and today's taps, and sends a notice whose text must not be empty", async () => {
    const { token } = await server.as(operator);
    const page = await openPage(browser, server.url, { token, size: "narrow" });
    await page.goto("/command/#/units");
    await page.getByRole("heading", { name: /十户联防/ }).waitFor();
    const tile = (name: string) =>
      page.locator(".tile", { has: page.getByText(name, { exact: true }) }).locator(".tile-value");
    // The head has left since; his word of today stands.
    expect(await tile("联防单元").textContent()).toBe("2");
    expect(await tile("有责任人").textContent()).toBe("0 / 2");
    expect(await tile("今天需要帮助").textContent()).toBe("1");
    await page.getByRole("link", { name: "徐公桥村" }).waitFor();
    await page.getByLabel("标题").fill("周三集中消毒");
    await page.getByRole("button", { name: "发给责任人" }).click();
    expect(await page.getByLabel("内容").evaluate((box: HTMLTextAreaElement) => box.validity.valueMissing)).toBe(true);
    await page.getByLabel("内容").fill("请关好门窗。");
    await page.getByRole("button", { name: "发给责任人" }).click();
    await page.getByRole("button", { name: "收回：周三集中消毒" }).waitFor();
    await good(page);
    await shot(page, "command-units", { whole: true });
    await page.getByRole("button", { name: "收回：周三集中消毒" }).click();
    await page.getByRole("button", { name: "收回：周三集中消毒" }).waitFor({ state: "detached" });
    await page.context().close();
  });
});

describe("a form on paper", () => {
  it("is printed with its number, and keyed in later", async () => {
    const { token } = await server.as(operator);
    const page = await openPage(browser, server.url, { token });
    const [campaign] = await database.owner<{ id: string }[]>`select id from campaign`;
    await page.goto(`/command/#/campaign/${campaign?.id}/${GRID}`);
    await page.getByRole("button", { name: "生成可打印的表" }).click();
    const sheet = page.getByRole("article").first();
    await sheet.getByText("拉网排查登记表").waitFor();
    const number = /\d{10}/.exec((await sheet.textContent()) ?? "")?.[0] ?? "";
    await good(page);
    await shot(page, "command-campaign-sheet", { whole: true });
    database.setNow(later(NOW, 3 * HOUR));
    await page.goto("/command/#/campaigns");
    await page.getByLabel("表的编号（十位数字）").fill(number);
    await page.getByRole("button", { name: "查找" }).click();
    await page.getByLabel("填表人").selectOption({ label: "周静" });
    await page.getByLabel("填表时间").fill("2020-02-10T10:30");
    await page.getByLabel("1幢1单元201室 情况").selectOption("opened");
    // The campaign's own question, and what a phone would have taken besides.
    await page.getByLabel("1幢1单元201室 安全隐患").fill("电动车进楼");
    await page.getByLabel("1幢1单元201室 再访时间").fill("2020-02-11T09:00");
    await page.getByLabel("1幢1单元201室 邻居说").selectOption("lives-here");
    await good(page);
    await page.getByRole("button", { name: "录入", exact: true }).click();
    await page.getByText("已录入 1 户。").waitFor();
    await shot(page, "command-campaign-key", { whole: true });
    const [kept] = await database.owner`
      select f.by_post, m.keyed_by, m.revisit_at from fact f join campaign_mark m on m.id = f.source_id
       where f.attribute = 'door.hazard'`;
    expect(kept).toEqual({
      by_post: worker.postId,
      keyed_by: operator.postId,
      revisit_at: instant("2020-02-11T09:00:00+08:00"),
    });
    await page.context().close();
  });
});

describe("a resident's phone", () => {
  it("loads at most 120 kB of script, gzipped, before it can work", async () => {
    const html = await (await fetch(`${server.url}/resident/`)).text();
    const files = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, path]) => path ?? "");
    let bytes = 0;
    for (const file of files) bytes += gzipSync(await (await fetch(server.url + file)).text()).length;
    expect(bytes).toBeLessThanOrEqual(120_000);
  });
});
