import { expect, test } from "vitest";
import { columnsAreUsable, dayOfCell, guessColumns, readRoster, rosterAtMost } from "./roster.ts";

const COLUMNS = { name: 0, idType: 1, idNumber: 2, phone: 3, dormitory: 4, arrivesOn: 5 };
const read = (...cells: string[]) => readRoster([{ line: 2, cells }], COLUMNS, "2020-02-10");
/** The example of GB 11643-1999's own kind: 1949-12-31, a county that is none of ours. */
const NUMBER = "11010519491231002X";

test("columns are known by their headings, in any order, with a note in brackets", () => {
  expect(guessColumns(["序号", "身份证号（必填）", "员工姓名", "手机号码", "返岗日期"])).toEqual({
    name: 2,
    idType: null,
    idNumber: 1,
    phone: 3,
    dormitory: null,
    arrivesOn: 4,
  });
  expect(columnsAreUsable(guessColumns(["name", "ID number"]))).toBe(true);
  expect(columnsAreUsable(guessColumns(["name"]))).toBe(false);
  expect(columnsAreUsable({ ...COLUMNS, phone: 0 })).toBe(false);
});

test("a row is read: wide digits, +86, a serial date", () => {
  expect(read("王 某", "身份证", "１１0105194912310-02x", "+86 138 0000 0001", "3-201", "43871").staff).toEqual([
    {
      line: 2,
      name: "王 某",
      idType: "111",
      idNumber: NUMBER,
      phone: "13800000001",
      dormitory: "3-201",
      arrivesOn: "2020-02-10",
    },
  ]);
  expect(read("O'CONNOR-LÓPEZ, Seán María", "护照", "PA1234567").staff).toHaveLength(1);
});

test.each([
  ["2020-02-10", "2020-02-10"],
  ["2020/2/9", "2020-02-09"],
  ["2020年2月9日", "2020-02-09"],
  ["2020-02-30", null],
  ["43871", "2020-02-10"],
  ["43871.5", "2020-02-10"],
  ["10/02/2020", null],
])("%s is %s", (text, day) => expect(dayOfCell(text)).toBe(day));

test.each([
  [["", "", NUMBER], "name-missing"],
  [["王某", "", ""], "number-missing"],
  [["王某", "", "110105194912310021"], "number-checksum"],
  [["王某", "", "1101051949123100"], "number-form"],
  [["王某", "", "3.2058319800101E+17"], "number-form"],
  [["王某", "驾照", NUMBER], "id-type-unknown"],
  [["王某", "", NUMBER, "1380000"], "phone-wrong"],
  [["王某", "", NUMBER, "", "x".repeat(31)], "dormitory-long"],
  [["王某", "", NUMBER, "", "", "昨天"], "date-wrong"],
  [["王<b>", "", NUMBER], "name-wrong"],
  [["=cmd|' /C calc'!A0", "", NUMBER], "formula"],
  [["+cmd", "", NUMBER], "formula"],
  [["王某", "", NUMBER, "", "@SUM(1)"], "formula"],
])("%j: %s", (cells, fault) => expect(read(...cells).faults).toEqual([{ line: 2, fault }]));

test("an empty line is no fault; the same number twice is one", () => {
  expect(read("", " ", "")).toEqual({ staff: [], faults: [] });
  const rows = [2, 3].map((line) => ({ line, cells: ["王某", "", NUMBER] }));
  expect(readRoster(rows, COLUMNS, "2020-02-10").faults).toEqual([{ line: 3, fault: "twice" }]);
});

test("a roster may have three times the registered staff, twenty in any case, twenty thousand at most", () => {
  expect([1, 6, 7, 120, 6_666, 6_667, 500_000].map(rosterAtMost)).toEqual([20, 20, 21, 360, 19_998, 20_000, 20_000]);
});
