import { beforeAll, describe, expect, it } from "vitest";
import { readSheets } from "#capabilities/enterprises/file/xlsx.ts";
import { foldOnce } from "#capabilities/rollups/fold.ts";
import { recount } from "#capabilities/rollups/store-verify.ts";
import { DAY, instant, isoInstant, later, MINUTE } from "#kernel/time.ts";
import { asActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";
import { FORM_SHEETS, TEMPLATE } from "../../cli/demo-forms.ts";
import { writeWorkbook } from "./file/write-workbook.ts";
import { makeDailyOnce } from "./make.ts";
import { erasePersonListsOnce } from "./person-lists.ts";

const NOW = instant("2020-02-10T02:00:00Z");
const GRID = "320583001001001";
let database: TestDatabase;
let server: TestServer;
let centre: Client;
let worker: Client;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, {
    "320583": "昆山市",
    "320583001": "甲镇",
    "320583001001": "甲村",
    "320583001002": "乙村",
    [GRID]: "甲村一格",
  });
  server = await testServer(database);
  centre = await server.as(await testPost(database.owner, { role: "operator", area: "320583" }));
  worker = await server.as(await testPost(database.owner, { role: "grid-worker", area: GRID, isPrimary: true }));
});

const upload = async (path: string, bytes: Buffer) => {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${centre.token}`, "content-type": "application/octet-stream" },
    body: new Uint8Array(bytes),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const bring = async (department: string, title: string, bytes: Buffer) => {
  const query = new URLSearchParams({ department, title });
  const { status, body } = await upload(`/reports/templates?${query}`, bytes);
  expect(status, JSON.stringify(body)).toBe(200);
  return body as { template: { id: string; version: number }; markers: { marker: string; meaning: unknown }[] };
};
type Made = {
  id: string;
  missing: { sheet: string; cell: string; marker: string; zh: string }[];
  definitions: unknown[];
  asOf: { fold: number };
};
const make = async (templateId: string, area: string, more: Record<string, unknown> = {}) => {
  const answer = await centre.call("POST", `/reports/templates/${templateId}/reports`, {
    area,
    day: "2020-02-10",
    asOf: null,
    ...more,
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body as Made;
};
const cellsOf = async (reportId: string) => {
  const response = await fetch(`${server.url}/api/v1/reports/${reportId}/file`, {
    headers: { authorization: `Bearer ${centre.token}` },
  });
  expect(response.headers.get("content-disposition")).toContain("attachment");
  const [sheet] = await readSheets(Buffer.from(await response.arrayBuffer()));
  return (sheet?.rows ?? []).map((row) => row.cells);
};
const fold = async () => {
  while ((await foldOnce(database.services)) > 0);
};
const figureOf = async (day: string, metric: string) => {
  const { body } = await centre.call("GET", `/areas/320583/figures?day=${day}`);
  return (body as { own: { values: Record<string, number> } }).own.values[metric];
};
const visit = async (place: string) => {
  const report = {
    id: newId(),
    place,
    visitedAt: "2020-02-10T09:30:00+08:00",
    result: "HOME_IN_PLACE",
    spokenTo: "self",
    personsMet: 3,
    manner: "door",
  };
  const answer = await worker.call("POST", "/visits", { reports: [report] });
  expect(answer.body).toMatchObject({ answers: [{ answer: "accepted" }] });
};

/** Two departments ask for the same facts in another order, in other cells, one by names of cells and one by markers. */
const CIVIL = () =>
  writeWorkbook(
    [
      {
        name: "日报",
        rows: [["疫情防控日报（民政）"], ["户数", null], ["人数", null], ["在住人数", null]],
        merged: ["A1:B1"],
      },
    ],
    {
      "wangge.visit.household": "日报!$B$2",
      "visit.person": "日报!$B$3",
      "wangge.fact.household.size.sum": "日报!$B$4",
    },
  );
const HEALTH = () =>
  writeWorkbook([
    {
      name: "卫健日报表",
      rows: [
        ["{{area.name}} {{day}}"],
        ["地区", "走访人次", "走访户次"],
        ["{{place.name}}", "{{visit.person}}", "{{visit.household}}", "{{#each places}}"],
        ["合计", "{{visit.person}}", "{{visit.household}}"],
        [
          "核查份数 {{form.returnee-check.answers}}，在住 {{form.returnee-check.size.sum}} 人，未知 {{form.nowhere.answers}}",
        ],
      ],
    },
  ]);

const take = (path: string) =>
  fetch(`${server.url}/api/v1/areas/320583/exports/${path}`, { headers: { authorization: `Bearer ${centre.token}` } });

describe("one visit, entered once", () => {
  it("fills two differently laid out templates of two departments, with figures equal to the counters", async () => {
    const form = await upload("/forms", await writeWorkbook(FORM_SHEETS));
    const formId = (form.body["form"] as { id: string }).id;
    await centre.call("POST", `/forms/${formId}/publication`, {
      area: "320583",
      roles: ["grid-worker"],
      from: isoInstant(NOW),
      until: null,
      isReviewed: false,
    });
    await visit(GRID);
    const answers = { opened: "yes", size: "4", returned: "no", supplies: "yes" };
    const body = { formId, place: GRID, subject: { kind: "household", id: newId() }, answers };
    const sent = { id: newId(), kind: "forms/submit", madeAt: isoInstant(NOW), clockOffsetMs: 0, after: null, body };
    expect((await worker.call("POST", "/field/commands", { commands: [sent] })).body).toMatchObject({
      answers: [{ answer: "applied" }],
    });
    await fold();

    const civil = await bring("民政局", "防控日报", await CIVIL());
    const health = await bring("卫健委", "走访日报", await HEALTH());
    const counters = (await centre.call("GET", "/areas/320583/figures?day=2020-02-10")).body as {
      own: { values: Record<string, number> };
    };
    expect(counters.own.values).toMatchObject({ "visit.household": 1, "visit.person": 3 });

    const first = await make(civil.template.id, "320583");
    expect(await cellsOf(first.id)).toEqual([
      ["疫情防控日报（民政）"],
      ["户数", "1"],
      ["人数", "3"],
      ["在住人数", "4"],
    ]);
    expect(first.missing).toEqual([]);
    expect(first.definitions).toHaveLength(2);

    const second = await make(health.template.id, "320583001");
    expect(await cellsOf(second.id)).toEqual([
      ["甲镇 2020-02-10"],
      ["地区", "走访人次", "走访户次"],
      ["甲村", "3", "1"],
      ["乙村", "0", "0"],
      ["合计", "3", "1"],
      ["核查份数 1，在住 4 人，未知 ____"],
    ]);
    expect(second.missing).toMatchObject([
      { sheet: "卫健日报表", cell: "A6", marker: "form.nowhere.answers", zh: expect.stringContaining("没有这张表") },
    ]);
  });

  it("is in no report as known before it was", async () => {
    const { template } = await bring("民政局", "历史", await CIVIL());
    const before = instant("2020-02-10T02:10:00Z");
    database.setNow(later(before, 10 * MINUTE));
    await visit(GRID);
    await fold();
    const now = await make(template.id, "320583");
    const then = await make(template.id, "320583", { asOf: isoInstant(before) });
    expect((await cellsOf(now.id))[2]).toEqual(["人数", "6"]);
    expect((await cellsOf(then.id))[2]).toEqual(["人数", "3"]);
    const never = await centre.call("POST", `/reports/templates/${template.id}/reports`, {
      area: "320583",
      day: "2020-02-10",
      asOf: "2020-01-01T00:00:00Z",
    });
    expect(never.body).toMatchObject({ code: "reports/nothing-known" });
    database.setNow(NOW);
  });
});

describe("a row for each door and each household", () => {
  it("prints the register as it stands with what is known, and says what is not, once with how many rows", async () => {
    const say = async (kind: string, body: Record<string, unknown>, id = newId()) => {
      const sent = { id, kind, madeAt: isoInstant(NOW), clockOffsetMs: 0, after: null, body };
      const answer = await worker.call("POST", "/field/commands", { commands: [sent] });
      expect(answer.body).toMatchObject({ answers: [{ answer: "applied" }] });
      return id;
    };
    const door = (room: string, more: Record<string, unknown> = {}) =>
      say("households/add-door", { place: GRID, kind: "dwelling", building: "3", room, ...more });
    const second = await door("502", { isRented: true });
    const first = await door("501");
    const persons = [{ personId: newId(), name: "王小明", relation: "head", idNumber: "320583199003071239" }];
    const living = { sinceOn: "2019-09-01", tenure: "tenant", persons };
    const household = await say("households/move-in", { doorId: second, ...living });
    await say("households/move-in", { doorId: first, sinceOn: "2020-02-11" });
    const facts = [
      { attribute: "household.size", value: 3 },
      { attribute: "household.needs", value: ["food", "masks"] },
    ];
    await say("facts/record", { place: GRID, subjectKind: "household", subjectId: household, facts });

    const lists = await writeWorkbook([
      {
        name: "门户台账",
        rows: [
          ["{{area.name}}门户台账", null, null],
          ["序号", "地址", "出租", "隐患"],
          ["{{door.row}}", "{{door.address}}", "{{door.is-rented}}", "{{door.hazard}}", "{{#each doors}}"],
          ["合计 {{visit.household}}"],
        ],
        merged: ["A1:D1"],
      },
      {
        name: "住户台账",
        rows: [
          [
            "{{household.address}}",
            "{{household.grid}}",
            "{{household.since}}",
            "{{household.tenure}}",
            "{{household.people}}",
            "{{household.size}}",
            "{{household.needs}}",
            "{{#each households}}",
          ],
        ],
      },
    ]);
    const { template } = await bring("公安局", "台账", lists);
    const report = await make(template.id, "320583001");
    const response = await fetch(`${server.url}/api/v1/reports/${report.id}/file`, {
      headers: { authorization: `Bearer ${centre.token}` },
    });
    const [doors, households] = await readSheets(Buffer.from(await response.arrayBuffer()));
    expect(doors?.rows.map((row) => row.cells)).toEqual([
      ["甲镇门户台账"],
      ["序号", "地址", "出租", "隐患"],
      ["1", "3幢501室", "否"],
      ["2", "3幢502室", "是"],
      ["合计 2"],
    ]);
    // Whoever moves in tomorrow does not live there on the day of the report. Nobody's name is in it.
    const grid = households?.rows[0]?.cells[1];
    expect(households?.rows.map((row) => row.cells)).toEqual([
      ["3幢502室", grid, "2019-09-01", "租住", "1", "3", "生活物资、口罩等防护用品"],
    ]);
    expect(report.missing).toMatchObject([
      { sheet: "门户台账", cell: "D3", marker: "door.hazard", zh: expect.stringContaining("共 2 行") },
    ]);
    const [deed] = await database.owner`
      select detail from audit_pending where action = 'report.make' and object_id = ${report.id}`;
    expect(deed?.["detail"]).toMatchObject({ doors: 2, households: 1 });
    const uses = await database.owner`select from fact_use where used_id = ${report.id}`;
    expect(uses).toHaveLength(2);
  });
});

describe("more than a day, and more than the area", () => {
  const say = async (kind: string, body: Record<string, unknown>, id = newId()) => {
    const sent = { id, kind, madeAt: isoInstant(NOW), clockOffsetMs: 0, after: null, body };
    const answer = await worker.call("POST", "/field/commands", { commands: [sent] });
    expect(answer.body).toMatchObject({ answers: [{ answer: "applied" }] });
    return id;
  };
  const row = (...cells: string[]) => writeWorkbook([{ name: "表", rows: [cells] }]);
  const printed = async (cells: readonly string[], area: string, more: Record<string, unknown> = {}) => {
    const { template } = await bring("卫健委", `表${newId().slice(-6)}`, await row(...cells));
    const report = await make(template.id, area, more);
    return { cells: (await cellsOf(report.id))[0], missing: report.missing.map((one) => one.marker) };
  };

  it("sums a period, and what has been counted from the beginning", async () => {
    const of = async (day: string) => ({ day, person: (await figureOf(day, "visit.person")) ?? 0 });
    const days = [await of("2020-02-09"), await of("2020-02-10")];
    // A visit of the day before, which arrives today: three persons more.
    await worker.call("POST", "/visits", {
      reports: [
        {
          id: newId(),
          place: GRID,
          visitedAt: "2020-02-09T09:30:00+08:00",
          result: "HOME_IN_PLACE",
          spokenTo: "self",
          personsMet: 3,
          manner: "door",
        },
      ],
    });
    await fold();
    const [today] = [days[1]?.person ?? 0];
    const markers = ["{{visit.person}}", "{{total.visit.person}}", "{{period}}"];
    expect((await printed(markers, "320583")).cells).toEqual([String(today), String(today + 3), "2020-02-10"]);
    const period = await printed(markers, "320583", { from: "2020-02-09" });
    expect(period.cells).toEqual([String(today + 3), String(today + 3), "2020-02-09 至 2020-02-10"]);
    // As it was known before the visit arrived.
    const before = await printed(markers, "320583", { from: "2020-02-09", asOf: "2020-02-10T02:10:00Z" });
    expect(before.cells?.[0]).toBe("3");
    const { template } = await bring("卫健委", "反了", await row("{{day}}"));
    const wrong = await centre.call("POST", `/reports/templates/${template.id}/reports`, {
      area: "320583",
      from: "2020-02-11",
      day: "2020-02-10",
      asOf: null,
    });
    expect(wrong.body).toMatchObject({ code: "reports/not-a-period" });
  });

  it("counts a form by the places below", async () => {
    const { cells } = await printed(
      ["{{place.name}}", "{{form.returnee-check.answers}}", "{{form.returnee-check.size.sum}}", "{{#each places}}"],
      "320583001",
    );
    expect(cells).toEqual(["甲村", "1", "4"]);
    const so = await printed(["{{total.form.returnee-check.needs.is.food}}"], "320583");
    expect(so).toEqual({ cells: ["0"], missing: [] });
  });

  it("prints the last answer to a form of each household; free words stay out", async () => {
    const sheets = FORM_SHEETS.map((sheet) => ({
      ...sheet,
      rows: sheet.rows.map((cells) => cells.map((cell) => (cell === "returnee-check" ? "home-check" : cell))),
    }));
    const [survey, ...others] = sheets;
    if (survey === undefined) throw new Error("no sheet");
    const asked = { ...survey, rows: [...survey.rows, ["text", "wish", "还有什么要说的", "Anything else?"]] };
    const { body } = await upload("/forms", await writeWorkbook([asked, ...others]));
    const formId = (body["form"] as { id: string }).id;
    await centre.call("POST", `/forms/${formId}/publication`, {
      area: "320583",
      roles: ["grid-worker"],
      from: isoInstant(NOW),
      until: null,
      isReviewed: false,
    });
    const [household] = await database.owner<{ id: string }[]>`select id from door_household order by id limit 1`;
    const subject = { kind: "household", id: household?.id ?? "" };
    for (const size of ["5", "6"])
      await say("forms/submit", {
        formId,
        place: GRID,
        subject,
        answers: { opened: "yes", size, returned: "no", supplies: "no", needs: "food masks", wish: "给老李带药" },
      });
    const report = await printed(
      [
        "{{household.form.home-check.size}}",
        "{{household.form.home-check.needs}}",
        "{{household.form.home-check.wish}}",
        "{{household.form.home-check.nothing}}",
        "{{#each households}}",
      ],
      "320583001",
    );
    expect(report.cells).toEqual(["6", "生活物资、口罩"]);
    expect(report.missing).toEqual(["household.form.home-check.wish", "household.form.home-check.nothing"]);
  });

  it("prints how far a screening is, by place, and its zero reports", async () => {
    const campaignId = newId();
    await centre.call("POST", "/campaigns", {
      id: campaignId,
      area: "320583001",
      name: "第一轮拉网排查",
      questions: ["household.visitors"],
      formId: null,
      untilAt: "2020-02-12T00:00:00Z",
    });
    const [door] = await database.owner<{ id: string }[]>`
      select id from campaign_door where campaign_id = ${campaignId} order by ordinal limit 1`;
    await say("campaigns/mark-door", {
      campaignDoorId: door?.id,
      campaignId,
      place: GRID,
      outcome: "opened",
      seen: 2,
      revisitAt: null,
      neighbour: null,
      leftNote: false,
    });
    await say("campaigns/zero-report", { campaignId, place: GRID });
    await fold();
    const markers = ["{{campaign.name}}", "{{campaign.covered}}/{{campaign.of}}", "{{campaign.percent}}"];
    expect((await printed([...markers, "{{campaign.zero}}"], "320583001")).cells).toEqual([
      "第一轮拉网排查",
      "1/2",
      "50.0 %",
      "1",
    ]);
    const places = await printed(["{{campaign.opened}}", "{{campaign.not-visited}}", "{{#each places}}"], "320583001");
    expect(places.cells).toEqual(["1", "1"]);
    const none = await printed(["{{campaign.percent}}"], "320583");
    expect(none.missing).toEqual(["campaign.percent"]);
    expect((await database.owner.begin((sql) => recount(sql))).differences).toEqual([]);
  });
});

describe("a template", () => {
  it("says what each marker will be filled with, has versions, and is retired", async () => {
    const first = await bring("应急局", "周报", await HEALTH());
    expect(first.markers.find((one) => one.marker === "area.name")?.meaning).toEqual({
      zh: "地区名称",
      en: "name of the area",
    });
    const second = await bring("应急局", "周报", await CIVIL());
    expect([first.template.version, second.template.version]).toEqual([1, 2]);
    const old = await centre.call("POST", `/reports/templates/${first.template.id}/reports`, {
      area: "320583",
      day: "2020-02-10",
      asOf: null,
    });
    expect(old.body).toMatchObject({ code: "reports/template-ended" });
    const future = await centre.call("POST", `/reports/templates/${second.template.id}/reports`, {
      area: "320583",
      day: "2020-02-11",
      asOf: null,
    });
    expect(future.body).toMatchObject({ code: "reports/day-in-the-future" });
    expect(
      (
        await centre.call("POST", `/reports/templates/${second.template.id}/reports`, {
          area: "320585",
          day: "2020-02-10",
          asOf: null,
        })
      ).status,
    ).toBe(404);
    expect(
      (
        await worker.call("POST", `/reports/templates/${second.template.id}/reports`, {
          area: "320583",
          day: "2020-02-10",
          asOf: null,
        })
      ).status,
    ).toBe(403);
    expect((await centre.call("POST", `/reports/templates/${second.template.id}/retirement`, {})).status).toBe(200);
  });

  it("with macros, or that is none, is refused with the reason", async () => {
    const query = new URLSearchParams({ department: "民政局", title: "坏表" });
    expect((await upload(`/reports/templates?${query}`, Buffer.from("not a zip"))).body).toMatchObject({
      code: "reports/file-refused",
    });
    const plain = await writeWorkbook([{ name: "a", rows: [["b"]] }]);
    expect((await upload(`/reports/templates?${query}`, plain)).body).toMatchObject({
      code: "reports/not-a-template",
      fault: "no-markers",
    });
  });

  it("is made by the clockwork once a day at its time", async () => {
    const { template } = await bring("统计局", "日报", await TEMPLATE());
    await centre.call("PUT", `/reports/templates/${template.id}/schedule`, { dailyAt: "10:30" });
    expect(await makeDailyOnce(database.services)).toBe(0);
    database.setNow(later(NOW, 31 * MINUTE));
    expect(await makeDailyOnce(database.services)).toBe(1);
    expect(await makeDailyOnce(database.services)).toBe(0);
    const { body } = await centre.call("GET", `/areas/320583/reports?templateId=${template.id}`);
    expect(body).toMatchObject({ reports: [{ isByClock: true, day: "2020-02-10" }] });
    database.setNow(NOW);
  });
});

describe("a list of persons", () => {
  const seat = async (department: "health" | "police" | "centre" | "telecom", area = "320583") =>
    server.as(await testPost(database.owner, { role: "signatory", area, department }));
  const WANTED = {
    area: "320583001001",
    day: "2020-02-10",
    purpose: "case-finding",
    reason: "核对同楼栋住户的流调名单",
  };
  let brought: string | null = null;
  const template = async () => {
    if (brought !== null) return brought;
    const rows = [
      ["{{area.name}}名单"],
      [
        "{{person.row}}",
        "{{person.name}}",
        "{{person.id-number}}",
        "{{person.address}}",
        "{{household.people}}",
        "{{#each persons}}",
      ],
    ];
    brought = (await bring("卫健委", `名单${newId().slice(-6)}`, await writeWorkbook([{ name: "名单", rows }])))
      .template.id;
    return brought;
  };
  type Asked = { id: string; state: string; mayDecide: boolean; mayFetch: boolean };
  const ask = async (who: Client, id: string, more: Record<string, unknown> = {}) =>
    who.call("POST", `/reports/templates/${id}/person-lists`, { ...WANTED, ...more });
  const approve = (who: Client, id: string) =>
    who.call("POST", `/reports/person-lists/${id}/decision`, { decision: "approve" });
  const fetchFile = (who: Client, id: string) =>
    fetch(`${server.url}/api/v1/reports/person-lists/${id}/file`, {
      headers: { authorization: `Bearer ${who.token}` },
    });

  it("is asked for with its purpose, approved by two others of two departments, marked, logged for its persons, and gone after a day", async () => {
    const [health, otherHealth, police, chair, telecom] = [
      await seat("health"),
      await seat("health"),
      await seat("police"),
      await seat("centre"),
      await seat("telecom"),
    ];
    const id = await template();
    // By no shorter way: not as a report, not by the clockwork, not by a centre.
    const report = { area: "320583", day: "2020-02-10", asOf: null };
    expect((await centre.call("POST", `/reports/templates/${id}/reports`, report)).body).toMatchObject({
      code: "reports/needs-approval",
    });
    expect((await centre.call("PUT", `/reports/templates/${id}/schedule`, { dailyAt: "10:30" })).body).toMatchObject({
      code: "reports/needs-approval",
    });
    expect((await ask(centre, id)).status).toBe(403);
    expect((await ask(chair, id)).body).toMatchObject({ code: "reports/not-your-seat" });
    expect((await ask(health, id, { reason: "要" })).status).toBe(400);
    expect((await ask(health, id, { area: "320585" })).status).toBe(404);

    const asked = (await ask(health, id)).body as Asked;
    expect(asked).toMatchObject({ state: "waiting", persons: null, mayDecide: false, mayFetch: false });
    expect((await approve(health, asked.id)).body).toMatchObject({ code: "reports/not-your-seat", why: "own-request" });
    expect((await approve(telecom, asked.id)).body).toMatchObject({ why: "not-a-seat" });
    expect((await fetchFile(health, asked.id)).status).toBe(409);
    expect((await approve(police, asked.id)).body).toMatchObject({ state: "waiting", mayDecide: false });
    expect((await approve(police, asked.id)).body).toMatchObject({ why: "same-person" });
    expect((await approve(await seat("police"), asked.id)).body).toMatchObject({ why: "same-department" });
    // Elsewhere there is no such list, neither for a page nor by row-level security.
    const far = await testPost(database.owner, { role: "signatory", area: "320585", department: "centre" });
    expect((await approve(await server.as(far), asked.id)).status).toBe(404);
    expect(await asActor(database.server, far, (sql) => sql`select from person_list`)).toHaveLength(0);
    // Whoever asked cannot be the one who approves, nor one alone enough, whatever the program says.
    const [self] = await database.owner<{ asked_by: string; asked_by_account: string }[]>`
      select asked_by, asked_by_account from person_list where id = ${asked.id}`;
    await expect(
      database.owner`insert into person_list_decision (list_id, account_id, post, department, decision, at)
                     values (${asked.id}, ${self?.asked_by_account ?? ""}, ${self?.asked_by ?? ""}, 'health', 'approve', ${NOW})`,
    ).rejects.toThrow("does not decide");
    await expect(
      database.owner`update person_list set made_at = ${NOW}, expires_at = ${NOW}, sealed_file = '\\x00' where id = ${asked.id}`,
    ).rejects.toThrow("two have approved");

    expect((await approve(chair, asked.id)).body).toMatchObject({ state: "made", persons: 1 });
    expect((await approve(otherHealth, asked.id)).body).toMatchObject({ code: "reports/list-over" });
    expect((await fetchFile(police, asked.id)).status).toBe(404);
    const [sheet] = await readSheets(Buffer.from(await (await fetchFile(health, asked.id)).arrayBuffer()));
    const rows = (sheet?.rows ?? []).map((row) => row.cells);
    expect(rows[1]).toEqual(["1", "王小明", "320583199003071239", "3幢502室", "1"]);
    for (const marked of [rows[0]?.at(-1), rows.at(-1)?.[0]])
      expect(marked).toMatch(
        /^signatory 320583 2020-02-10 10:00 申请，仅用于流行病学调查，2020-02-11 10:00 前有效，编号 /,
      );
    // In no clear text at rest; in the person's own log; every step in the audit log, without a name.
    const [kept] = await database.owner<{ sealed_file: Uint8Array }[]>`
      select sealed_file from person_list where id = ${asked.id}`;
    expect(Buffer.from(kept?.sealed_file ?? []).includes("PK")).toBe(false);
    const log = await database.owner`select action, detail from holder_log where action = 'person-list.print'`;
    expect(log).toMatchObject([{ detail: { purpose: "case-finding", list: asked.id } }]);
    const deeds = await database.owner<{ action: string; detail: unknown }[]>`
      select action, detail from audit_pending where object_id = ${asked.id} order by id`;
    expect(deeds.map((one) => one.action)).toEqual([
      "person-list.ask",
      "person-list.approve",
      "person-list.approve",
      "person-list.make",
      "person-list.download",
    ]);
    expect(JSON.stringify(deeds)).not.toContain("王小明");

    await database.owner`update person_list set expires_at = ${NOW} where id = ${asked.id}`;
    expect((await fetchFile(health, asked.id)).status).toBe(409);
    expect(await erasePersonListsOnce(database.services)).toBe(1);
    const listed = await health.call("GET", "/areas/320583/reports/person-lists");
    expect(listed.body).toMatchObject({ lists: [{ id: asked.id, state: "over", mayFetch: false }] });
  });

  it("is refused with a reason, lapses when nobody decides, and is never of more than 500", async () => {
    const [health, police] = [await seat("health"), await seat("police")];
    const id = await template();
    const asked = (await ask(health, id)).body as Asked;
    const refused = { decision: "refuse", reason: "范围过大" };
    expect((await police.call("POST", `/reports/person-lists/${asked.id}/decision`, refused)).body).toMatchObject({
      state: "refused",
      decisions: [{ department: "police", decision: "refuse", reason: "范围过大" }],
    });
    expect((await approve(await seat("centre"), asked.id)).body).toMatchObject({ code: "reports/list-over" });
    const late = (await ask(health, id)).body as Asked;
    await database.owner`update person_list set asked_at = ${later(NOW, -3 * DAY)} where id = ${late.id}`;
    expect((await approve(police, late.id)).body).toMatchObject({ code: "reports/list-over", why: "over" });
    await database.owner`
      insert into stay (county, person_id, household_id, version, door_id, place, relation, since_on, recorded_at, command_id)
      select s.county, p.id, s.household_id, 1, s.door_id, s.place, 'other', null, ${NOW}, s.command_id
        from (select * from stay limit 1) s,
             lateral (select gen_random_uuid() as id from generate_series(1, 500)) p`;
    await database.owner`
      insert into register_person (county, id, sealed, key_id, recorded_at, changed_at)
      select s.county, s.person_id, '\\x00', 'x', ${NOW}, ${NOW} from stay s
       where not exists (select from register_person p where p.id = s.person_id)`;
    expect((await ask(health, id)).body).toMatchObject({ code: "reports/too-many-persons" });
  });
});

describe("a list that is taken away", () => {
  it("has rows with their purpose, without names, numbers and free words", async () => {
    const rows = async (path: string) => {
      const text = await (await take(path)).text();
      return text.split("\r\n");
    };
    expect(await (await take("doors")).json()).toMatchObject({ code: "reports/purpose-missing" });
    const doors = await rows("doors?purpose=check");
    expect(doors[1]).toContain("3幢501室");
    expect(doors.at(-2)).toContain("用途 purpose,check");
    const answers = await rows("answers?form=home-check&purpose=report");
    expect(answers[1]).toContain("生活物资、口罩");
    expect(answers.join()).not.toContain("给老李带药");
    const [campaign] = await database.owner<{ id: string }[]>`select id from campaign limit 1`;
    const screened = await rows(`campaign-doors?campaignId=${campaign?.id}&purpose=plan`);
    expect(screened.filter((one) => one.includes("OPENED"))).toHaveLength(1);
    expect((await take("campaign-doors?purpose=plan")).status).toBe(404);
    expect((await rows("supplies?purpose=archive"))[0]).toContain("结存 stock after");
    const [deed] = await database.owner`
      select detail from audit_pending where action = 'report.export' and object_id = 'doors' order by id desc limit 1`;
    expect(deed?.["detail"]).toMatchObject({ purpose: "check", rows: 2 });
  });
  it("holds figures with what they mean, never persons", async () => {
    const csv = await (await take("figures?format=csv")).text();
    expect(csv.split("\r\n")[0]).toContain("走访人次 visit.person");
    const book = await readSheets(Buffer.from(await (await take("figures?format=xlsx")).arrayBuffer()));
    expect(book.map((one) => one.name)).toEqual(["figures", "definitions"]);
    expect(await (await take("forms?form=returnee-check")).text()).toContain("现在住几个人,,1,4");
    expect(await (await take("persons")).json()).toMatchObject({ code: "reports/persons-not-exported" });
  });
});
