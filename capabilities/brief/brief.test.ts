import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { PlainDay } from "#kernel/time.ts";
import { briefFromCases } from "./brief.ts";
import { readCaseFile, SHIPPED_CASES, shippedNames } from "./case-file.ts";
import { caseRow } from "./rules/case-rows.ts";
import { workOf } from "./rules/work.ts";

const folder = mkdtempSync(join(tmpdir(), "wangge-brief-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function briefOfFile(path: string, day: string, province = "32") {
  const file = await readCaseFile(path, province);
  const names = await shippedNames(province);
  return { file, brief: briefFromCases(file.rows, { place: province, day: day as PlainDay, names }) };
}

function fileOf(...lines: string[]): string {
  const path = join(folder, `${Math.random()}.csv`);
  writeFileSync(path, ["date,province,city,confirmed,suspected,cured,dead", ...lines].join("\n"));
  return path;
}

test("S1: the brief for 8 March 2020 says 631 confirmed in Jiangsu and 19 days without a new one, with the 13 cities", async () => {
  const { brief, file } = await briefOfFile(SHIPPED_CASES, "2020-03-08");
  // From 22 March the file has rows for cases from abroad under codes that are no places (3200xx, 3200y0).
  expect(file.refusedCount).toBe(11);
  expect(file.refused[0]).toEqual({ line: 28780, reason: "city “3200xx” is not a six-digit code" });
  expect(brief.cases.own).toMatchObject({
    confirmed: 631,
    newConfirmed: 0,
    daysWithoutNew: 19,
    cured: 618,
    newCured: 8,
    dead: 0,
  });
  expect(brief.cases.below.map((line) => [line.place, line.name, line.confirmed])).toEqual([
    ["3201", "南京市", 93],
    ["3202", "无锡市", 55],
    ["3203", "徐州市", 79],
    ["3204", "常州市", 51],
    ["3205", "苏州市", 87],
    ["3206", "南通市", 40],
    ["3207", "连云港市", 48],
    ["3208", "淮安市", 66],
    ["3209", "盐城市", 27],
    ["3210", "扬州市", 23],
    ["3211", "镇江市", 12],
    ["3212", "泰州市", 37],
    ["3213", "宿迁市", 13],
  ]);
  expect(brief.textZh).toContain("江苏省累计确诊631例，新增0例；已连续19天无新增确诊");
  expect(brief.textZh).toContain("苏州市2020-02-04核减");
  expect(brief.textEn).toContain("631 confirmed in all, 0 new; 19 consecutive days without a new case");
  expect(brief.work).toBeNull();
});

test("the days around it: 18 February brought the last new cases, the 19th was the first day without", async () => {
  expect((await briefOfFile(SHIPPED_CASES, "2020-02-18")).brief.cases.own).toMatchObject({
    daysWithoutNew: 0,
    confirmed: 631,
    newConfirmed: 2,
  });
  expect((await briefOfFile(SHIPPED_CASES, "2020-02-19")).brief.cases.own).toMatchObject({ daysWithoutNew: 1 });
});

test("rows that cannot be right are left out and named with their lines; the others stand", async () => {
  const path = fileOf(
    "2020-02-01,320000,,10,0,0,0",
    "2020-02-30,320000,,11,0,0,0",
    "2020-02-02,320000,,eleven,0,0,0",
    "2020-02-02,320000,,-1,0,0,0",
    "2020-02-02,320000,330100,1,0,0,0",
    "2020-02-02,32,,1,0,0,0",
    "2020-02-02,320000,,12",
    "",
    "2020-02-02,320000,,12,0,1,0",
  );
  const { file, brief } = await briefOfFile(path, "2020-02-02");
  expect(file.refused.map((row) => row.line)).toEqual([3, 4, 5, 6, 7, 8]);
  expect(brief.cases.own).toMatchObject({ confirmed: 12, newConfirmed: 2, daysWithoutNew: 0 });
});

test("a later row of the same day corrects it; figures taken back and cities that do not add up are stated", async () => {
  const path = fileOf(
    "2020-02-01,320000,,10,0,0,0",
    "2020-02-01,320000,320100,6,0,0,0",
    "2020-02-02,320000,,11,0,0,0",
    "2020-02-02,320000,,9,0,0,0",
  );
  const { brief } = await briefOfFile(path, "2020-02-02");
  expect(brief.cases.own).toMatchObject({ confirmed: 9, newConfirmed: -1, daysWithoutNew: 1 });
  expect(brief.cases.remarks.map((remark) => remark.kind).sort()).toEqual(["decrease", "missing-day", "sum-differs"]);
  expect(brief.textZh).toContain("核减1例");
});

test.each([
  ["no header of ours", "a,b,c\n1,2,3\n"],
  ["a quote that never ends", 'date,province,city,confirmed,suspected,cured,dead\n2020-02-01,"320000,,1,0,0,0\n'],
  ["one endless record", `date,province,city,confirmed,suspected,cured,dead\n${"x".repeat(50_000)}\n`],
])("a file that is %s is refused", async (_what, text) => {
  const path = join(folder, `${Math.random()}.csv`);
  writeFileSync(path, text);
  await expect(readCaseFile(path, "32")).rejects.toThrow(path);
});

test("a file that is not there says so, and an empty one has nothing", async () => {
  await expect(readCaseFile(join(folder, "none.csv"), "32")).rejects.toThrow("no such file");
  expect((await readCaseFile(fileOf(), "32")).rows).toEqual([]);
});

test("a country's row is nobody's, Hong Kong's only city is itself", () => {
  const row = (province: string, city: string) =>
    caseRow({ date: "2020-02-01", province, city, confirmed: "1", suspected: "0", cured: "0", dead: "0" });
  expect(row("", "")).toBeNull();
  expect(row("320000", "")).toMatchObject({ place: "32" });
  expect(row("320000", "320500")).toMatchObject({ place: "3205" });
  expect(row("420000", "429004")).toMatchObject({ place: "429004" });
  expect(row("810000", "810000")).toMatchObject({ place: "81" });
  expect(row("320000", "320000")).toMatch(/not a city/);
});

test("the work of a day: tiers with their open tasks, the change against the day before, coverage rounded down", () => {
  const coverage = { registered: 2406, vacant: 0, reached: 258, neverVisited: 2148, permille: 107 };
  const today = {
    values: {
      "list.red": 38,
      "task.red.issued": 3,
      "task.red.accepted": 4,
      "task.red.done": 31,
      visit: 120,
      "visit.household": 90,
    },
    standing: { "task.red.issued": 5, "task.red.read": 1, "worker.on-duty": 12, "worker.terminal": 11 },
    coverage,
  };
  const work = workOf(today, { values: { "list.red": 40, visit: 100 }, standing: {}, coverage }, "320583");
  expect(work.tiers[0]).toEqual({
    tier: "red",
    listed: { value: 38, change: -2 },
    open: { value: 7, change: 7 },
    done: { value: 31, change: 31 },
    closed: { value: 0, change: 0 },
    overdue: { value: 0, change: 0 },
    openInAll: 6,
  });
  expect(work).toMatchObject({
    visits: { value: 120, change: 20 },
    households: { value: 90, change: 90 },
    workersOnDuty: 12,
    coverage,
  });
  expect(workOf(today, null, "320583").visits).toEqual({ value: 120, change: null });
  // The article's figure of workers infected is zero; a village's number would name somebody.
  expect(work).toMatchObject({ workersInfected: 0, workersRested: { value: 0, change: 0 } });
  expect(workOf(today, null, "320583001001")).toMatchObject({ workersInfected: null, workersRested: null });
});
