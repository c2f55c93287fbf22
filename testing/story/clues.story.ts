import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { instant } from "#kernel/time.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { axeFindings, forbiddenWords, openBrowser, openPage, shot } from "./browser.ts";

const NOW = instant("2020-02-10T10:00:00+08:00");
const GRID = "320583101201001";
const plain = await testDatabase(NOW);
// The demo shows one-time codes on the screen.
const services = { ...plain.services, settings: { ...plain.services.settings, isDemo: true } };
const database = { ...plain, services };
const server = await testServer(database, { pages: true, clockwork: true });
const browser = await openBrowser();
afterAll(() => browser.close());

let worker: Actor;
let centre: Actor;
let police: Actor;

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
  centre = await testPost(database.owner, { role: "operator", area: "320583101" });
  police = await testPost(database.owner, { role: "police-officer", area: "320583101" });
});

const good = async (page: Page) => {
  expect(await axeFindings(page)).toEqual([]);
  expect(await forbiddenWords(page)).toEqual([]);
};

async function phone(path: string): Promise<Page> {
  const { token } = await server.as(worker);
  const page = await openPage(browser, server.url, { size: "phone", token });
  page.setDefaultTimeout(15_000);
  await page.goto("/field/#/work");
  await page.getByRole("heading", { name: "工作" }).waitFor();
  await page.goto(path);
  return page;
}

/** Draws a line in the box, long enough to be a name. */
async function sign(page: Page, box: RegExp): Promise<void> {
  const target = page.getByRole("img", { name: box });
  // Away from the dock, which lies over the end of the page.
  await target.evaluate((box) => box.scrollIntoView({ block: "center" }));
  const { x, y, width, height } = (await target.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(x + width * 0.1, y + height * 0.6);
  await page.mouse.down();
  for (const part of [0.3, 0.5, 0.7, 0.9]) await page.mouse.move(x + width * part, y + height * 0.3);
  await page.mouse.up();
}

/** The demo's one-time code, as the page shows it. */
const codeShown = async (page: Page): Promise<string> => {
  const message = await page.getByText(/验证码 \d{6}/).textContent();
  return /验证码 (\d{6})/.exec(message ?? "")?.[1] ?? "";
};

/** A browser that hears these words; null: one that cannot listen. */
const listenWith = (page: Page, words: string | null): Promise<void> =>
  page.evaluate((heard) => {
    class Hears {
      onresult: ((event: unknown) => void) | null = null;
      onend: (() => void) | null = null;
      start(): void {
        this.onresult?.({ results: [[{ transcript: heard }]] });
        this.onend?.();
      }
      abort(): void {}
    }
    const recogniser = heard === null ? undefined : Hears;
    Object.assign(window, { SpeechRecognition: recogniser, webkitSpeechRecognition: recogniser });
  }, words);

describe("a clue", () => {
  it("is refused on the phone when it is about an opinion, kept through a reload, and sent with its photo later", async () => {
    const page = await phone("/field/#/work/clues/new");
    await page.getByText("用工和工资", { exact: true }).click();
    await page.getByLabel("看到了什么").fill("有工人准备去上访");
    await page.getByText("线索不收个人的观点").waitFor();
    await page.getByLabel("看到了什么").fill("工地停工，12名工人没有拿到工资");
    expect(await page.getByText("线索不收个人的观点").count()).toBe(0);
    await page.reload();
    await page.getByLabel("要解决什么").waitFor();
    expect(await page.getByLabel("看到了什么").inputValue()).toBe("工地停工，12名工人没有拿到工资");
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "上报" }).click();
    await page.getByText(/还没填：要解决什么/).waitFor();
    await page.getByLabel("要解决什么").fill("发清工资");
    // What the camera hands over: a picture of this very page.
    const picture = await page.screenshot();
    await page.getByLabel("拍照").setInputFiles({ name: "a.png", mimeType: "image/png", buffer: picture });
    await page.getByRole("img", { name: "照片 1" }).waitFor();
    await good(page);
    await shot(page, "clue-new", { whole: true });
    await page.getByRole("button", { name: "上报" }).click();
    await page.getByText("已存在手机里，等待发送").waitFor();
    expect(await database.owner`select from clue`).toHaveLength(0);
    await page.context().setOffline(false);
    await page.getByRole("heading", { name: "我报的" }).waitFor();
    await expect.poll(async () => (await database.owner`select media_type from attachment`).length).toBe(1);
    const [kept] = await database.owner`select media_type, taken_at, latitude_thousandths from attachment`;
    expect(kept).toEqual({ media_type: "image/jpeg", taken_at: null, latitude_thousandths: null });
    await good(page);
    await page.context().close();
  });

  it("is assessed by two at the centre, assigned, and done on the phone", async () => {
    const [clue] = await database.owner<{ id: string }[]>`select id from clue`;
    const id = clue?.id ?? "";
    for (const who of [centre, police]) {
      const client = await server.as(who);
      if (who === police) {
        const reason = { impact: 3, likelihood: 3, reason: "拖欠属实" };
        await client.call("POST", `/clues/320583/${id}/assessments`, reason);
        continue;
      }
      const desk = await openPage(browser, server.url, { token: client.token });
      desk.setDefaultTimeout(15_000);
      await desk.goto("/command/#/clues");
      await desk.getByRole("link", { name: "用工和工资" }).click();
      await desk.getByText("工地停工，12名工人没有拿到工资").waitFor();
      await good(desk);
      await desk
        .getByRole("button", { name: "评 估" })
        .or(desk.getByRole("button", { name: "评估" }))
        .first()
        .click();
      const dialog = desk.getByRole("dialog");
      await dialog.getByRole("textbox").fill("人数较多，拖欠属实");
      await dialog.getByRole("button", { name: /评\s?估/ }).click();
      await desk.getByText("一人评估").waitFor();
      await shot(desk, "clue-desk", { whole: true });
      await desk.context().close();
    }
    const operator = await server.as(centre);
    const given = await operator.call("POST", `/clues/320583/${id}/assignment`, { postId: worker.postId });
    expect(given.status).toBe(200);
    const page = await phone(`/field/#/work/clues/${id}`);
    await page.getByRole("button", { name: "接收" }).click();
    await page.getByRole("button", { name: "办完了，报结果" }).click();
    // Spoken, where the browser can listen; where it cannot, nothing offers it.
    const done = page.getByLabel("做了什么、结果怎样");
    await listenWith(page, null);
    await done.fill("劳动监察到场");
    expect(await page.getByRole("button", { name: "说话输入" }).count()).toBe(0);
    await listenWith(page, "工资已发");
    await done.fill("劳动监察到场，");
    await page.getByRole("button", { name: "说话输入" }).click();
    await page.getByText("声音可能传给浏览器的厂商").waitFor();
    await page.getByRole("button", { name: "知道了，开始说" }).click();
    expect(await done.inputValue()).toBe("劳动监察到场，工资已发");
    await good(page);
    await shot(page, "clue-dictated", { whole: true });
    await page.getByRole("button", { name: "办完了，报结果" }).click();
    await page.getByText("已办，待核实").first().waitFor();
    await page.context().close();
  });
});

describe("help at home", () => {
  it("is written down at the door without a network, taken, and signed for", async () => {
    const page = await phone("/field/#/work/services/new");
    await page.getByText("买菜买粮", { exact: true }).click();
    await page.context().setOffline(true);
    await page.getByLabel("具体要什么").fill("一袋米");
    await page.getByLabel("门牌（楼、单元、室）").fill("3幢502");
    await good(page);
    await page.getByRole("button", { name: "记下" }).click();
    // Taken and signed for in the same stairwell: each step follows the one before, and is sent in that order.
    await page.getByText("已存在手机里，等待发送").waitFor();
    await page.getByRole("heading", { name: "等人接单" }).waitFor();
    await page.getByRole("link", { name: /买菜买粮/ }).click();
    await page.getByRole("button", { name: "我来办" }).click();
    await sign(page, /求助人签名/);
    await shot(page, "service-door", { whole: true });
    await good(page);
    await page.getByRole("button", { name: "求助人签名并确认" }).click();
    await page.getByText("已确认", { exact: true }).waitFor();
    await page.context().setOffline(false);
    await expect
      .poll(async () => (await database.owner`select state, confirmed_how from service_request`)[0])
      .toEqual({ state: "CONFIRMED", confirmed_how: "signed" });
    await page.context().close();
  });

  it("is asked for by a resident, who follows it and confirms", async () => {
    const page = await openPage(browser, server.url, { size: "phone", pin: null });
    page.setDefaultTimeout(15_000);
    await page.goto("/resident/");
    await page.getByLabel("手机号").fill("19999900011");
    await page.getByRole("button", { name: "获取验证码" }).click();
    await page.getByLabel("短信验证码").fill(await codeShown(page));
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await page.getByRole("link", { name: "添加本人" }).waitFor();
    const id = newId();
    const errand = { words: "两盒降压药", door: "5幢101" };
    const goods = [{ item: "medicine-kit", quantity: 2 }];
    const asked = { id, place: GRID, kind: "medicine", errand, mayVolunteer: false, isContactless: true, goods };
    const status = await page.evaluate(async (body) => {
      const headers = { "content-type": "application/json" };
      return (await fetch("/api/v1/my/services", { method: "POST", headers, body: JSON.stringify(body) })).status;
    }, asked);
    expect(status).toBe(200);
    await database.owner`
      update service_request set state = 'DELIVERED', taken_by_post = ${worker.postId}, delivered_at = ${NOW} where id = ${id}`;
    await database.owner`
      update service_goods set allotted = 1, from_place = '320583101', allotted_at = ${NOW} where request_id = ${id}`;
    await page.goto("/resident/#/services");
    await page.getByText("已送到，请确认").waitFor();
    await page.getByText("申请 2，实配 1").waitFor();
    await page.getByLabel("选一种物资").selectOption("quilt");
    await page.getByRole("button", { name: "多一件：棉被（条）" }).click();
    await page.getByRole("button", { name: "提交求助" }).click();
    await page.getByText(/请填上：需要什么帮助、具体要什么/).waitFor();
    await good(page);
    await shot(page, "service-resident", { whole: true });
    await page.getByRole("button", { name: "收到了，办好了" }).click();
    await page.getByText("已办好").waitFor();
    await page.goto("/resident/#/volunteer");
    await page.getByText("自愿登记，可随时退出").waitFor();
    await good(page);
    await page.context().close();
  });
});

describe("relief supplies", () => {
  it("go from the phone without a network over the centre's stock to the door and the resident", async () => {
    const desk = await openPage(browser, server.url, { size: "narrow", token: (await server.as(centre)).token });
    desk.setDefaultTimeout(15_000);
    await desk.goto("/command/#/supplies");
    // Wrong first: no number, no reason.
    await desk.getByRole("button", { name: "登记" }).click();
    await desk.getByText("来源或原因至少两个字").waitFor();
    await desk.getByRole("textbox", { name: "件数" }).fill("二十");
    await desk.getByText("件数填整数").waitFor();
    await good(desk);
    await desk.getByRole("textbox", { name: "件数" }).fill("20");
    await desk.getByLabel("来源或原因").fill("红十字会捐赠");
    await desk.getByRole("button", { name: "登记" }).click();
    await desk.getByText("已登记").waitFor();

    const page = await phone("/field/#/work/services/new");
    await page.getByText("买菜买粮", { exact: true }).click();
    await page.context().setOffline(true);
    await page.getByLabel("选一种物资").selectOption("rice");
    await page.getByRole("button", { name: "多一件：大米（袋）" }).click();
    await page.getByLabel("选一种物资").selectOption("formula");
    await page.getByLabel("具体要什么").fill("刚断粮，有婴儿");
    await page.getByLabel("门牌（楼、单元、室）").fill("6幢301");
    await good(page);
    await shot(page, "supplies-ask", { whole: true });
    await page.getByRole("button", { name: "记下" }).click();
    await page.getByText("已存在手机里，等待发送").waitFor();
    await page.context().setOffline(false);
    await page.getByText("物资待配发").waitFor();
    await page.getByRole("link", { name: /刚断粮/ }).click();
    await page.getByRole("button", { name: "我来办" }).click();
    await page.getByText("物资还没有配发").waitFor();

    await desk.goto("/command/#/services?only=unallotted");
    await desk
      .getByRole("row", { name: /待配发/ })
      .getByRole("link", { name: "买菜买粮" })
      .click();
    await desk.getByText("刚断粮，有婴儿").waitFor();
    await desk.getByLabel("大米（袋） 配发").fill("3");
    await desk.getByRole("button", { name: "从本中心库存配发" }).click();
    await desk.getByText("大米（袋）：填 0 到 2 的整数").waitFor();
    await desk.getByLabel("大米（袋） 配发").fill("2");
    // The one tin is not there: the server says so, and nothing has moved.
    await desk.getByRole("button", { name: "从本中心库存配发" }).click();
    await desk.getByText("库存不够").waitFor();
    expect(await database.owner`select quantity from supply_stock where item = 'rice'`).toEqual([{ quantity: 20 }]);
    await desk.getByLabel("婴儿奶粉（罐） 配发").fill("0");
    await good(desk);
    await shot(desk, "service-desk", { whole: true });
    await desk.getByRole("button", { name: "从本中心库存配发" }).click();
    await desk.getByText("配发物资").waitFor();

    await page.getByText("到 花桥镇 领取").or(page.getByText("到 昆山市 花桥镇 领取")).waitFor();
    await sign(page, /求助人签名/);
    await page.getByRole("button", { name: "求助人签名并确认" }).click();
    await expect
      .poll(async () => (await database.owner`select quantity from supply_stock where item = 'rice'`)[0])
      .toEqual({ quantity: 18 });
    await desk.goto("/command/#/services?view=open");
    await desk.getByRole("heading", { name: "居家服务" }).waitFor();
    await good(desk);
    await desk.goto("/command/#/supplies?view=orders");
    await desk.getByRole("textbox", { name: "件数" }).fill("0");
    await desk.getByRole("button", { name: "提交申请" }).click();
    await desk.getByText("件数填 1 到 1000000 的整数").waitFor();
    await desk.getByRole("textbox", { name: "件数" }).fill("30");
    await desk.getByRole("button", { name: "提交申请" }).click();
    await desk.getByRole("row", { name: /待答复/ }).waitFor();
    await good(desk);
    await desk.goto("/command/#/supplies?view=ledger");
    await desk.getByText("配发 · 给居民").waitFor();
    await good(desk);
    await page.context().close();
    await desk.context().close();
  });
});

describe("a dispute", () => {
  it("waits for both sides, and takes a signature on the screen", async () => {
    const page = await phone("/field/#/work/disputes/new");
    await page.getByText("房租", { exact: true }).click();
    await page.getByLabel("为了什么事").fill("租客返乡两个月，要求减租");
    await page.getByRole("button", { name: "记下" }).click();
    await page.getByText(/还没填：一方、另一方/).waitFor();
    await page.getByLabel("一方", { exact: true }).fill("周房东");
    await page.getByLabel("另一方", { exact: true }).fill("郑租客");
    await good(page);
    // At one door, without a network: written down, both sides' consent, the sitting; each follows the one before.
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "记下" }).click();
    await page.getByRole("link", { name: /房租 · 周房东/ }).click();
    await page.getByText("已存在手机里，等待发送").waitFor();
    await sign(page, /周房东 签名/);
    await page.getByRole("button", { name: "周房东 同意调解" }).click();
    await page.getByText("周房东：已同意").waitFor();
    await page.getByRole("button", { name: "郑租客：口头同意" }).click();
    await page.getByText("双方同意，待调解").waitFor();
    await page.getByRole("button", { name: "记一次调解" }).click();
    await page.getByLabel("双方怎么说，提了什么办法").fill("房东愿减一个月，租客要两个月");
    // Called away in the middle of the record: it is there when he comes back.
    await page.goto("/field/#/outbox");
    await page.getByText("纠纷", { exact: true }).first().waitFor();
    await page.goBack();
    expect(await page.getByLabel("双方怎么说，提了什么办法").inputValue()).toBe("房东愿减一个月，租客要两个月");
    await page.getByRole("button", { name: "记一次调解" }).click();
    await page.getByLabel("协议内容").waitFor();
    await good(page);
    await shot(page, "dispute-offline", { whole: true });
    await page.context().setOffline(false);
    await expect
      .poll(async () => (await database.owner`select state from dispute`)[0], { timeout: 15_000 })
      .toEqual({ state: "MEDIATING" });
    await page.getByLabel("协议内容").fill("减免一个半月租金");
    await page.getByText("书面协议", { exact: true }).click();
    await sign(page, /周房东 签名/);
    // What two people agreed outlives a reload; without the second name it is not given.
    await page.reload();
    await page.getByLabel("协议内容").waitFor();
    expect(await page.getByLabel("协议内容").inputValue()).toBe("减免一个半月租金");
    expect(await page.getByRole("button", { name: "记下协议" }).isDisabled()).toBe(true);
    await sign(page, /郑租客 签名/);
    await shot(page, "dispute", { whole: true });
    await good(page);
    // The server says no once (here: of a state that it put back): nothing that was typed or signed is gone.
    await database.owner`update dispute set state = 'CONSENTED'`;
    await page.getByRole("button", { name: "记下协议" }).click();
    await page.getByRole("alert").waitFor();
    await database.owner`update dispute set state = 'MEDIATING'`;
    await page.goto("/field/#/outbox");
    await page.getByRole("link", { name: "改正后重新提交" }).click();
    expect(await page.getByLabel("协议内容").inputValue()).toBe("减免一个半月租金");
    await page.getByRole("img", { name: "郑租客 签名：已签名" }).waitFor();
    await page.getByRole("button", { name: "记下协议" }).click();
    await page.getByText("已达成协议").waitFor();
    await expect.poll(async () => (await database.owner`select state from dispute`)[0]).toEqual({ state: "AGREED" });
    await page.context().close();
    const desk = await openPage(browser, server.url, { size: "narrow", token: (await server.as(centre)).token });
    desk.setDefaultTimeout(15_000);
    await desk.goto("/command/#/disputes");
    await desk.getByRole("link", { name: "房租" }).waitFor();
    await good(desk);
    // The list has no names; a kind that has none says so.
    expect(await desk.getByText("周房东").count()).toBe(0);
    await desk.getByLabel("类别").selectOption("wages");
    await desk.getByText("没有这样的纠纷").waitFor();
    await desk.getByLabel("类别").selectOption("rent");
    await desk.getByRole("link", { name: "房租" }).click();
    await desk.getByText("租客返乡两个月，要求减租").waitFor();
    await desk.getByText("房东愿减一个月，租客要两个月").waitFor();
    await desk.getByRole("img", { name: "郑租客" }).waitFor();
    await desk.getByText("口头同意调解").waitFor();
    await good(desk);
    await shot(desk, "dispute-desk", { whole: true });
    await desk.context().close();
  });
});
