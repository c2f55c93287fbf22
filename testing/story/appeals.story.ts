/** The command pages of declarations to verify and of appeals: looked at, decided by health, read by an operator. */
import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { currentColours, recordEvidence } from "#capabilities/codes/evidence.ts";
import { aForm, aTrip } from "#capabilities/declarations/forms.testing.ts";
import { checkOnce } from "#capabilities/false-greens/clock.ts";
import type { Actor } from "#kernel/actor.ts";
import { instant } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPlaces, testPost, testResident } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { axeFindings, openBrowser, openPage } from "./browser.ts";

const NOW = instant("2020-02-22T09:00:00+08:00");
const GRID = "320583001001001";
const database = await testDatabase(NOW);
const { owner, services } = database;
await testPlaces(owner, {
  "32": "江苏省",
  "3205": "苏州市",
  "320583": "昆山市",
  "320583001": "玉山镇",
  "320583001001": "某社区",
  [GRID]: "第一网格",
});
const server = await testServer(database, { pages: true });
const browser = await openBrowser();
afterAll(() => browser.close());
const health = await testPost(owner, {
  role: "signatory",
  area: "320583",
  department: "health",
  organisation: "昆山市卫健委",
});
const operator = await testPost(owner, { role: "operator", area: "320583", organisation: "昆山市指挥中心" });

const personKey = randomUUID();
const resident = server.asResident(await testResident(owner, [personKey]));
const system = systemActor("32");
await asActor(services.db, system, (sql) =>
  recordEvidence({ sql, actor: system, now: NOW, services }, [
    {
      id: newId(),
      personKey,
      kind: "measure",
      source: "measures",
      sourceId: "1",
      since: instant("2020-02-17T12:00:00+08:00"),
      until: null,
      facts: {},
    },
  ]),
);
await resident.call("POST", `/my/persons/${personKey}/declarations`, {
  id: newId(),
  baseVersion: 0,
  form: { ...aForm, place: GRID, category: "returning", trip: aTrip("411500", "2020-02-17", "2020-02-17") },
});
await checkOnce(services);

const open = async (actor: Actor, path: string, title: string) => {
  const page = await openPage(browser, server.url, { token: (await server.as(actor)).token });
  await page.goto(`/command/#/${path}`);
  await page.getByRole("heading", { name: title, level: 1 }).waitFor();
  return page;
};

test("a case shows declared beside observed with what may be harmless about it; an operator sorts, health decides", async () => {
  const page = await open(operator, "false-greens", "申报核实");
  await page.getByRole("link", { name: personKey.slice(0, 8) }).click();
  await page.getByRole("heading", { name: "申报", level: 3, exact: true }).waitFor();
  await page.getByText("没有在隔离或观察").waitFor();
  await page.getByText("观察已结束，记录还没有注销").waitFor();
  expect(await page.locator("body").textContent()).not.toContain("伪绿");
  expect(await page.getByRole("button", { name: "作出认定" }).count()).toBe(0);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole("button", { name: "转上门核实" }).click();
  await page.getByRole("dialog").getByRole("textbox").fill("请网格上门核实");
  await page.getByRole("dialog").getByRole("button", { name: "转上门核实" }).click();
  await page.getByText("待上门核实").first().waitFor();
  await page.context().close();

  const seat = await open(health, "false-greens", "申报核实");
  await seat.getByRole("link", { name: personKey.slice(0, 8) }).click();
  await seat.getByRole("button", { name: "作出认定" }).click();
  // Nobody was at the door yet: intent is not offered.
  expect(await seat.getByRole("radio").count()).toBe(4);
  await seat.getByRole("radio", { name: "登记已过时" }).check();
  await seat.getByRole("dialog").getByRole("textbox").fill("观察昨日已结束，记录未及时注销");
  expect(await axeFindings(seat)).toEqual([]);
  await seat.getByRole("dialog").getByRole("button", { name: "作出认定" }).click();
  await seat.getByText("登记已过时").first().waitFor();
  await seat.context().close();
});

test("an appeal shows its clock and the evidence in plain words; upheld, the code is green", async () => {
  await resident.call("POST", "/my/appeals", {
    id: newId(),
    personKey,
    about: { kind: "colour" },
    words: "我的观察已经结束了",
  });
  const page = await open(health, "appeals", "申诉");
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole("link", { name: personKey.slice(0, 8) }).click();
  await page.getByText("正在接受隔离或医学观察").waitFor();
  await page.getByText("我的观察已经结束了").waitFor();
  await page.getByRole("button", { name: "作出决定" }).click();
  await page.getByRole("radio", { name: /^成立/ }).check();
  await page.getByRole("dialog").getByRole("textbox").fill("经核对，观察已于昨日结束，依据应当撤回");
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole("dialog").getByRole("button", { name: "作出决定" }).click();
  await page.getByText("已答复").first().waitFor();
  const colours = await asActor(services.db, system, (sql) =>
    currentColours({ sql, actor: system, now: NOW, services }, [personKey]),
  );
  expect(colours.get(personKey)?.colour).toBe("green");
  await page.context().close();
});
