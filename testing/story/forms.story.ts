import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSheets } from "#capabilities/enterprises/file/xlsx.ts";
import { type NewSheet, writeWorkbook } from "#capabilities/reports/file/write-workbook.ts";
import type { Actor } from "#kernel/actor.ts";
import { instant, isoInstant } from "#kernel/time.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { FORM_SHEETS, TEMPLATE } from "../../cli/demo-forms.ts";
import { axeFindings, forbiddenWords, openBrowser, openPage, shot } from "./browser.ts";

const NOW = instant("2020-02-10T09:00:00+08:00");
const GRID = "320583101201001";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const database = await testDatabase(NOW);
const server = await testServer(database, { pages: true, clockwork: true });
const browser = await openBrowser();
afterAll(() => browser.close());

let centre: Actor;
let worker: Actor;

/** A household of the register, of which somebody was told the size yesterday. */
async function seedHousehold(): Promise<void> {
  const phone = await server.as(worker);
  const [doorId, householdId] = [newId(), newId()];
  const say = async (id: string, kind: string, body: Record<string, unknown>) => {
    const sent = { id, kind, madeAt: isoInstant(NOW), clockOffsetMs: 0, after: null, body };
    const { body: said } = await phone.call("POST", "/field/commands", { commands: [sent] });
    expect(said).toMatchObject({ answers: [{ answer: "applied" }] });
  };
  await say(doorId, "households/add-door", {
    place: GRID,
    kind: "dwelling",
    building: "3",
    stair: "1",
    floor: "5",
    room: "501",
  });
  const persons = [{ personId: newId(), name: "王小明", relation: "head" }];
  await say(householdId, "households/move-in", { doorId, persons });
  const facts = [{ attribute: "household.size", value: 4 }];
  await say(newId(), "facts/record", { place: GRID, subjectKind: "household", subjectId: householdId, facts });
}

beforeAll(async () => {
  await testPlaces(database.owner, {
    "32": "江苏省",
    "3205": "苏州市",
    "320583": "昆山市",
    "320583101": "花桥镇",
    "320583101201": "徐公桥村",
    [GRID]: "第一网格",
  });
  centre = await testPost(database.owner, { role: "operator", area: "320583" });
  worker = await testPost(database.owner, {
    role: "grid-worker",
    area: GRID,
    isPrimary: true,
    organisation: "徐公桥村",
  });
  await database.owner`update account set display_name = '周静' where id = ${worker.accountId}`;
  await seedHousehold();
});

const desk = async (path: string) => {
  const { token } = await server.as(centre);
  const page = await openPage(browser, server.url, { token });
  page.setDefaultTimeout(20_000);
  await page.goto(path);
  return page;
};

describe("a form", () => {
  it("is brought as a workbook: faults are said at their cell; a sound one is looked at and published", async () => {
    const page = await desk("/command/#/forms");
    await page.getByRole("heading", { name: "表单", level: 1 }).waitFor();
    const choose = page.locator("input[type=file]");
    const [survey, ...rest] = FORM_SHEETS;
    const broken = { name: "survey", rows: [...(survey?.rows ?? []), ["geopoint", "where", "在哪里", "Where"]] };
    await choose.setInputFiles({ name: "坏.xlsx", mimeType: XLSX, buffer: await writeWorkbook([broken, ...rest]) });
    await page.getByText("题型“geopoint”会采集位置").waitFor();
    await choose.setInputFiles({ name: "核查.xlsx", mimeType: XLSX, buffer: await writeWorkbook(FORM_SHEETS) });
    await page.getByText("已存为草稿").waitFor();
    const preview = page.getByRole("region", { name: "手机上的样子" });
    await preview.getByText("是", { exact: true }).click();
    await preview.getByRole("button", { name: "下一步" }).click();
    await preview.getByText("现在住几个人").waitFor();
    await shot(page, "forms-preview", { whole: true });
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole("button", { name: "发布", exact: true }).click();
    await page.getByRole("dialog").getByLabel("填报需要审核").check();
    await page.getByRole("dialog").getByRole("button", { name: "发布", exact: true }).click();
    await page.getByText("使用中").first().waitFor();
    expect(await forbiddenWords(page)).toEqual([]);
    await page.context().close();
  });

  it("is filled without a network: what is known is confirmed, skipping is live, wrong input is said; sent later", async () => {
    const { token } = await server.as(worker);
    const page = await openPage(browser, server.url, { size: "phone", token });
    page.setDefaultTimeout(20_000);
    await page.goto("/field/#/work/forms");
    await page.getByRole("link", { name: /返苏家庭核查/ }).click();
    await page.getByRole("textbox", { name: "哪一户" }).fill("501");
    await page.getByRole("link", { name: /王小明/ }).waitFor();
    await page.context().setOffline(true);
    await page.getByRole("link", { name: /王小明/ }).click();
    // Wrong input: nothing chosen.
    await page.getByRole("button", { name: "下一步" }).click();
    await page.getByText("这一题必须回答").waitFor();
    await page.getByText("是", { exact: true }).click();
    await page.getByRole("button", { name: "下一步" }).click();
    await page.getByText(/已知：4，由周静于/).waitFor();
    await page
      .getByRole("group", { name: /外地回来/ })
      .getByText("否")
      .click();
    await page
      .getByRole("group", { name: /生活物资够用/ })
      .getByText("否")
      .click();
    await page
      .getByRole("group", { name: /需要什么帮助/ })
      .getByText("口罩")
      .click();
    await shot(page, "forms-phone", { whole: true });
    expect(await axeFindings(page)).toEqual([]);
    expect(await forbiddenWords(page)).toEqual([]);
    // Every touch is kept: the same form is there again after a reload without a network is not needed here; going back is.
    await page.getByRole("link", { name: "回到表单" }).click();
    await page.getByRole("link", { name: /返苏家庭核查/ }).click();
    await page.getByRole("link", { name: /王小明/ }).click();
    await page.getByRole("group", { name: /需要什么帮助/ }).waitFor();
    await page.getByRole("button", { name: "下一步" }).click();
    await page.getByRole("button", { name: "提交" }).click();
    await page.getByText("已保存在手机上").waitFor();
    await page.context().setOffline(false);
    await expect
      .poll(async () => (await database.owner`select state from form_answer`).map((row) => row["state"]), {
        timeout: 20_000,
      })
      .toEqual(["to-review"]);
    await page.context().close();
  });

  it("is returned with a reason by the centre, and the collector sees it", async () => {
    const page = await desk("/command/#/forms");
    await page.getByRole("button", { name: "返苏家庭核查" }).click();
    await page.getByRole("button", { name: "打开" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("口罩").waitFor();
    await dialog.getByRole("button", { name: "退回" }).click();
    await page.getByRole("dialog").getByRole("textbox").fill("请核对人数");
    await page.getByRole("dialog").getByRole("button", { name: "退回" }).click();
    await page.getByText("已退回").first().waitFor();
    await page.context().close();
    const { token } = await server.as(worker);
    const phone = await openPage(browser, server.url, { size: "phone", token });
    phone.setDefaultTimeout(20_000);
    await phone.goto("/field/#/work/forms");
    await phone.getByText("退回理由：请核对人数").waitFor();
    await phone.context().close();
  });

  it("is printed blank, and keyed in at the village's desk for whoever filled it", async () => {
    const village = await testPost(database.owner, { role: "operator", area: "320583101201" });
    const page = await openPage(browser, server.url, { size: "narrow", token: (await server.as(village)).token });
    page.setDefaultTimeout(20_000);
    await page.goto("/command/#/forms");
    await page.getByRole("button", { name: "返苏家庭核查" }).click();
    await page.getByRole("button", { name: "打印空白表" }).click();
    const paper = page.getByRole("article", { name: "打印空白表" });
    await paper.getByText("现在住几个人").waitFor();
    await shot(page, "forms-blank", { whole: true });
    await page.getByRole("button", { name: "录入纸质表" }).click();
    // Nothing is keyed in before it is clear whose it is.
    await page.getByText("先选地点、对象、填表人和填表时间").waitFor();
    await page.getByLabel("找门户（如 3-502）").fill("501");
    await page.getByLabel(/^门户/).selectOption({ index: 1 });
    await page.getByLabel("填的是谁").selectOption({ label: "王小明" });
    await page.getByLabel("填表人").selectOption({ label: "周静 · 徐公桥村" });
    await page.getByLabel("填表时间").fill("2020-02-10T10:30");
    const form = page.getByRole("region", { name: "录入纸质表" });
    await form.getByText("是", { exact: true }).click();
    await form.getByRole("button", { name: "下一步" }).click();
    await form.getByLabel("现在住几个人").fill("3");
    await form
      .getByRole("group", { name: /外地回来/ })
      .getByText("否")
      .click();
    await form
      .getByRole("group", { name: /生活物资够用/ })
      .getByText("是")
      .click();
    expect(await axeFindings(page)).toEqual([]);
    expect(await forbiddenWords(page)).toEqual([]);
    await shot(page, "forms-key", { whole: true });
    await form.getByRole("button", { name: "下一步" }).click();
    // The hour on the paper has not come yet: said, and nothing that was keyed is gone.
    await form.getByRole("button", { name: "录入", exact: true }).click();
    await page.getByText("填表时间应在这张表发布之后、现在之前").waitFor();
    database.setNow(instant("2020-02-10T12:00:00+08:00"));
    await form.getByRole("button", { name: "录入", exact: true }).click();
    await page.getByText("填表人和录入人都已记下").waitFor();
    expect(await database.owner`select by_post, keyed_by from form_answer where keyed_by is not null`).toEqual([
      { by_post: worker.postId, keyed_by: village.postId },
    ]);
    database.setNow(NOW);
    await page.context().close();
  });
});

const JOURNEYS: readonly NewSheet[] = [
  {
    name: "survey",
    rows: [
      ["type", "name", "label", "required", "appearance"],
      ["image", "notice", "拍下已签的告知书", "yes", ""],
      ["text", "remark", "情况说明", "", "multiline"],
      ["begin repeat", "people", "返回人员", "", ""],
      ["text", "who", "姓名", "yes", ""],
      ["begin repeat", "trips", "行程", "", ""],
      ["text", "town", "到过哪里", "yes", ""],
      ["end repeat", "", "", "", ""],
      ["end repeat", "", "", "", ""],
    ],
  },
  {
    name: "settings",
    rows: [
      ["form_id", "form_title"],
      ["journeys", "行程核查"],
    ],
  },
];

describe("a form with a photo and a repeat in a repeat", () => {
  it("is filled without a network, and the centre sees the rows and opens the photo", async () => {
    const { call, token } = await server.as(centre);
    const response = await fetch(`${server.url}/api/v1/forms`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" },
      body: new Uint8Array(await writeWorkbook(JOURNEYS)),
    });
    const { form } = (await response.json()) as { form: { id: string } };
    const given = { area: "320583", roles: ["grid-worker"], from: null, until: null, isReviewed: true };
    await call("POST", `/forms/${form.id}/publication`, given);

    const phone = await openPage(browser, server.url, { size: "phone", token: (await server.as(worker)).token });
    phone.setDefaultTimeout(20_000);
    await phone.goto("/field/#/work/forms");
    await phone.getByRole("link", { name: /行程核查/ }).click();
    await phone.context().setOffline(true);
    await phone.getByRole("button", { name: "下一步" }).click();
    await phone.getByText("这一题必须回答").waitFor();
    const picture = Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
      "base64",
    );
    await phone.getByLabel("拍照").setInputFiles({ name: "a.png", mimeType: "image/png", buffer: picture });
    await phone.getByRole("img", { name: "照片 1" }).waitFor();
    expect(await axeFindings(phone)).toEqual([]);
    await shot(phone, "forms-photo", { whole: true });
    await phone.getByRole("button", { name: "下一步" }).click();
    await phone.getByRole("button", { name: "增加一条：返回人员" }).click();
    await phone.getByLabel("姓名").fill("王小明");
    await phone.getByRole("button", { name: "增加一条：行程" }).click();
    await phone.getByRole("button", { name: "提交" }).click();
    await phone.getByText("这一题必须回答").waitFor();
    await phone.getByLabel("到过哪里").fill("武汉");
    await phone.getByRole("button", { name: "增加一条：行程" }).click();
    await phone.getByRole("region", { name: "行程 2" }).getByLabel("到过哪里").fill("黄石");
    expect(await axeFindings(phone)).toEqual([]);
    await shot(phone, "forms-nested", { whole: true });
    await phone.getByRole("button", { name: "提交" }).click();
    await phone.getByText("已保存在手机上").waitFor();
    await phone.context().setOffline(false);
    const arrived = async () => (await database.owner`select from attachment where object_kind = 'form-answer'`).length;
    await expect.poll(arrived, { timeout: 20_000 }).toBe(1);
    await phone.context().close();

    const page = await desk("/command/#/forms");
    await page.getByRole("button", { name: "行程核查" }).click();
    await page.getByRole("button", { name: "打开" }).click();
    const dialog = page.getByRole("dialog");
    const second = dialog.getByRole("region", { name: "返回人员 1" }).getByRole("region", { name: "行程 2" });
    await second.getByText("黄石").waitFor();
    await shot(page, "forms-answer");
    expect(await axeFindings(page)).toEqual([]);
    const [opened] = await Promise.all([
      page.waitForEvent("popup"),
      dialog.getByRole("link", { name: "打开照片" }).click(),
    ]);
    expect(opened.url()).toContain("/attachments/");
    await page.context().close();
  });
});

describe("a report", () => {
  it("is made from a department's own workbook; what is missing is listed; the file is downloaded", async () => {
    const page = await desk("/command/#/reports");
    await page.getByRole("heading", { name: "报表", level: 1 }).waitFor();
    await page.getByLabel("部门").fill("民政局");
    await page.getByLabel("报表名称").fill("返苏家庭日报");
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "日报.xlsx", mimeType: XLSX, buffer: await TEMPLATE() });
    await page.getByText("下级地区名称").first().waitFor();
    await page.getByRole("button", { name: "生成" }).click();
    const row = page.getByRole("row").filter({ hasText: "民政局 · 返苏家庭日报" });
    await row.waitFor();
    await shot(page, "reports", { whole: true });
    expect(await axeFindings(page)).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      row.getByRole("link", { name: "下载" }).click(),
    ]);
    const [sheet] = await readSheets(await streamed(await download.createReadStream()));
    expect(sheet?.rows[0]?.cells[0]).toBe("昆山市返苏家庭走访日报");
    expect(sheet?.rows.map((one) => one.cells[1])).toContain("花桥镇");
    await page.context().close();
  });
});

describe("a list of persons", () => {
  it("is asked for with its purpose, approved at two other desks, and fetched with its watermark", async () => {
    const rows = [["{{person.name}}", "{{person.address}}", "{{#each persons}}"]];
    const seat = (department: "health" | "police" | "centre") =>
      testPost(database.owner, { role: "signatory", area: "320583", department });
    const [health, police, chair] = [await seat("health"), await seat("police"), await seat("centre")];
    const at = async (who: Actor) => {
      const page = await openPage(browser, server.url, { token: (await server.as(who)).token });
      page.setDefaultTimeout(20_000);
      await page.goto("/command/#/reports");
      return page;
    };
    const page = await at(health);
    await page.getByLabel("部门").fill("卫健委");
    await page.getByLabel("报表名称").fill("同楼栋名单");
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "名单.xlsx", mimeType: XLSX, buffer: await writeWorkbook([{ name: "名单", rows }]) });
    const asking = page.getByRole("region", { name: "申请个人名单" });
    await asking.getByLabel("为什么需要").fill("流调");
    await asking.getByText("还差 8 个字").waitFor();
    expect(await asking.getByRole("button", { name: "提交申请" }).isDisabled()).toBe(true);
    await asking.getByLabel("为什么需要").fill("核对同楼栋住户的流调名单");
    await asking.getByRole("button", { name: "提交申请" }).click();
    const row = (of: typeof page) => of.getByRole("row").filter({ hasText: "核对同楼栋住户的流调名单" });
    await row(page).getByText("待批准").waitFor();
    expect(await row(page).getByRole("button", { name: "同意" }).count()).toBe(0);
    await shot(page, "reports-persons", { whole: true });
    expect(await axeFindings(page)).toEqual([]);
    for (const who of [police, chair]) {
      const desk = await at(who);
      await row(desk).getByRole("button", { name: "同意" }).click();
      await row(desk).getByRole("button", { name: "同意" }).waitFor({ state: "detached" });
      await desk.context().close();
    }
    await page.reload();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      row(page).getByRole("link", { name: "下载" }).click(),
    ]);
    const [sheet] = await readSheets(await streamed(await download.createReadStream()));
    expect(sheet?.rows.at(-1)?.cells[0]).toContain("仅用于流行病学调查");
    await page.context().close();
  });
});

async function streamed(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(parts);
}
