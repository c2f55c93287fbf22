import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { instant, later, MINUTE } from "#kernel/time.ts";
import { testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { testDoors } from "#testing/doors.ts";
import { testServer } from "#testing/server.ts";
import { axeFindings, forbiddenWords, openBrowser, openPage, shot } from "./browser.ts";

const NOW = instant("2020-02-10T09:00:00+08:00");
const GRID = "320583101201001";
const database = await testDatabase(NOW);
const server = await testServer(database, { pages: true, clockwork: true });
const browser = await openBrowser();
afterAll(() => browser.close());
let worker: Actor;

beforeAll(async () => {
  await testPlaces(database.owner, {
    "32": "江苏省",
    "3205": "苏州市",
    "320583": "昆山市",
    "320583101": "花桥镇",
    "320583101201": "徐公桥村",
    [GRID]: "第一网格",
  });
  worker = await testPost(database.owner, { role: "grid-worker", area: GRID, isPrimary: true });
  await database.owner`update account set display_name = '周静' where id = ${worker.accountId}`;
});

async function phone(): Promise<Page> {
  const { token } = await server.as(worker);
  const page = await openPage(browser, server.url, { size: "phone", token, language: "zh" });
  await page.goto("/field/#/work/households");
  await page.getByRole("heading", { name: "住户" }).waitFor();
  return page;
}
const good = async (page: Page) => {
  expect(await axeFindings(page)).toEqual([]);
  expect(await forbiddenWords(page)).toEqual([]);
};
const save = (page: Page) => page.getByRole("button", { name: "保存" }).click();

it("adds a door and its tenants without a network, finds them at once, and the register has them once the network is back", async () => {
  const page = await phone();
  await page.getByRole("link", { name: "新增一户" }).click();
  await page.getByRole("heading", { name: "新增一户" }).waitFor();
  await save(page);
  await page.getByText("请至少填写房号、门牌号或楼栋中的一项。").waitFor();
  await good(page);
  await page.context().setOffline(true);
  await page.getByLabel("楼栋").fill("3");
  await page.getByLabel("室", { exact: true }).fill("502");
  await page.getByText("出租", { exact: true }).click();
  await save(page);
  await page.getByRole("heading", { name: "3幢502室" }).waitFor();
  await page.getByRole("link", { name: "登记入住" }).click();
  await page.getByLabel("姓名").fill("王小明");
  await page.getByLabel("身份证号(不填也可以)").fill("320583199003071231");
  await page.getByText("身份证号不对：请对照证件改正，或先空着。").waitFor();
  await save(page);
  await page.getByRole("heading", { name: "登记入住" }).waitFor();
  await page.getByLabel("身份证号(不填也可以)").fill("320583199003071239");
  await page.getByText("流动人口", { exact: true }).click();
  await good(page);
  await save(page);
  await page.getByText("王小明").waitFor();
  await page.getByText(/证件后四位 1239/).waitFor();
  await shot(page, "households-door");
  await page.getByRole("link", { name: "返回" }).click();
  await page.getByLabel("查找：姓名、楼栋房号、证件后四位").fill("1239");
  await page.getByRole("link", { name: /3幢502室/ }).waitFor();
  await good(page);
  await page.context().setOffline(false);
  await expect.poll(() => doors(), { timeout: 15_000 }).toEqual([{ room: "502", is_rented: true, people: 1 }]);
  const counted = await database.owner`select from household where place = ${GRID}`;
  expect(counted).toHaveLength(1);
  await page.getByRole("link", { name: /3幢502室/ }).click();
  await expect.poll(() => page.getByText("待发送").count(), { timeout: 15_000 }).toBe(0);
  await page
    .getByText(/周静 .* 问过/)
    .first()
    .waitFor();
  await good(page);
  await page.close();
});

const doors = async () => [
  ...(await database.owner`
    select d.room, d.is_rented, (select count(*)::int from stay s where s.door_id = d.id and s.superseded_at is null) as people
      from door d where d.ended_at is null`),
];

it("two phones change the same door apart: the later one stands, and the page says that there is another value", async () => {
  const edit = async (page: Page) => {
    await page.getByRole("link", { name: /3幢502室/ }).click();
    await page.getByRole("link", { name: "改门户" }).click();
    await page.context().setOffline(true);
  };
  const one = await phone();
  await edit(one);
  await one.getByText("空置", { exact: true }).click();
  await one.getByLabel("走访次序(数字，小的先走)").fill("7");
  await save(one);
  // The platform's clock stands still in a story, and a phone counts from its last contact: five minutes pass between.
  database.setNow(later(NOW, 5 * MINUTE));
  const two = await phone();
  await edit(two);
  await two.getByLabel("走访次序(数字，小的先走)").fill("9");
  await save(two);
  await two.context().setOffline(false);
  const order = async () => (await database.owner`select walk_order, is_vacant from door where ended_at is null`)[0];
  await expect.poll(order, { timeout: 15_000 }).toMatchObject({ walk_order: 9 });
  await one.context().setOffline(false);
  await expect.poll(order, { timeout: 15_000 }).toEqual({ walk_order: 9, is_vacant: true });
  // The one of the walking order: attributes stand in the order of their names, and being vacant changed as well.
  await one.getByRole("button", { name: "另有说法" }).last().click();
  await one.getByRole("list", { name: "看不同的说法" }).getByText("7").waitFor();
  await good(one);
  await one.close();
  await two.close();
});

it("a refused door is put right where it was typed, and who moved in behind it follows by itself", async () => {
  const page = await phone();
  await page.context().setOffline(true);
  // Meanwhile somebody else registers the very door.
  await testDoors(database.owner, [{ place: GRID, building: "3", room: "601" }]);
  await page.getByRole("link", { name: "新增一户" }).click();
  await page.getByLabel("楼栋").fill("3");
  await page.getByLabel("室", { exact: true }).fill("601");
  await page.getByText("出租", { exact: true }).click();
  await save(page);
  await page.getByRole("link", { name: "登记入住" }).click();
  await page.getByLabel("姓名").fill("李小红");
  await save(page);
  await page.getByText("李小红").waitFor();
  await page.context().setOffline(false);
  await page.goto("/field/#/outbox");
  await page.getByText(/那一条改正后，这一条自动再送/).waitFor();
  await good(page);
  await shot(page, "field-refused-leader", { whole: true });
  await page.getByRole("link", { name: "改正后重新提交" }).click();
  await page.getByRole("complementary", { name: "正在改正：新增一户" }).waitFor();
  expect(await page.getByLabel("室", { exact: true }).inputValue()).toBe("601");
  expect(await page.getByLabel("出租", { exact: true }).isChecked()).toBe(true);
  await good(page);
  await page.getByLabel("室", { exact: true }).fill("602");
  await save(page);
  const behind = () => database.owner`
    select d.room from stay s join door d on d.id = s.door_id where d.room in ('601', '602')`;
  await expect.poll(behind).toEqual([{ room: "602" }]);
  await page.goto("/field/#/outbox");
  await page.getByText("全部已发送").waitFor();
  await page.close();
});

it("at the desk a file is looked at, put right and kept; the register is searched, and a contested door says of what", async () => {
  const { token } = await server.as(await testPost(database.owner, { role: "grid-leader", area: "320583101201" }));
  const page = await openPage(browser, server.url, { token, language: "zh" });
  await page.goto("/command/#/households");
  await page.getByRole("heading", { name: "住户登记簿" }).waitFor();
  const head = "网格编码,楼栋,房号,姓名,身份证号,居住方式";
  const rows = [`${GRID},8,101,李芳,,租住`, `${GRID},8,102,孙七,320583199003071230,自住`, `${GRID},8,103,,,`];
  const csv = [head, ...rows].join("\n");
  await page
    .getByLabel("文件")
    .setInputFiles({ name: "登记.csv", mimeType: "text/csv", buffer: Buffer.from(csv, "utf8") });
  await page.getByText("共 3 行：可以收下 2 行，不收 1 行").waitFor();
  await page.getByText("身份证号不对(位数、校验码或出生日期)").waitFor();
  await shot(page, "households-import", { whole: true });
  await good(page);
  await page.getByRole("button", { name: "收下 2 行" }).click();
  await page.getByText("已收下：新增 2 户、1 人").waitFor();
  await page.getByLabel("查地址").fill("8-101");
  await page.getByRole("cell", { name: "8幢101室" }).waitFor();
  await page.getByText("1 户", { exact: true }).waitFor();
  await page.getByRole("button", { name: "谁住过" }).click();
  await page.getByRole("cell", { name: "李芳" }).waitFor();
  // Two phones said two walking orders of this door, above.
  await page.getByLabel("查地址").fill("");
  await page.getByLabel("只看").selectOption("contested");
  await page.getByText(/另有说法：.*走访次序/).waitFor();
  await shot(page, "households-desk", { whole: true });
  await good(page);
  await page.context().close();
});
