import { expect, test } from "vitest";
import { columnsAreUsable, guessColumns, readRegister } from "./register-file.ts";

const HEADINGS = [
  "楼栋",
  "单元",
  "房号",
  "类型",
  "姓名",
  "身份证号",
  "手机号",
  "居住方式",
  "入住日期",
  "人口类别",
  "网格编码",
];
const columns = guessColumns(HEADINGS);
const read = (...cells: string[][]) =>
  readRegister(
    cells.map((row, at) => ({ line: at + 2, cells: row })),
    columns,
    { place: "320583101201", today: "2020-02-10" },
  );

test("columns are known by their headings; without an address, or one column twice, nothing can be read", () => {
  expect(columnsAreUsable(columns)).toBe(true);
  expect(columnsAreUsable(guessColumns(["姓名"]))).toBe(false);
  expect(columnsAreUsable({ ...columns, name: columns.room })).toBe(false);
});

test("a row becomes a door and a person", () => {
  const { rows, faults } = read([
    "3",
    "１",
    "502",
    "",
    "王小明",
    "320583199003071239",
    "+86 139 1234 5678",
    "租住",
    "2019年6月1日",
    "流动、合租",
    "320583101201001",
  ]);
  expect(faults).toEqual([]);
  expect(rows).toMatchObject([
    {
      line: 2,
      place: "320583101201001",
      kind: "dwelling",
      stair: "1",
      isRented: true,
      tenure: "tenant",
      since: "2019-06-01",
      phone: "13912345678",
      residence: ["floating", "shared-tenant"],
    },
  ]);
});

test.each([
  [["", "", ""], "room", "no-address"],
  [["3", "", "502", "城堡"], "kind", "unknown-word"],
  [["3", "", "502", "", "王", "320583199003071231"], "idNumber", "number-wrong"],
  [["3", "", "502", "", "王", "", "12345"], "phone", "phone-wrong"],
  [["3", "", "502", "", "=1+1"], "name", "formula"],
  [["3", "", "502", "", "", "", "", "", "2020-02-11"], "since", "not-a-day"],
  [["3", "", "502", "", "", "", "", "", "", "外星"], "residence", "unknown-word"],
  [["3", "", "502", "", "", "", "", "", "", "", "320583101202001"], "grid", "other-place"],
  [["3".repeat(41), "", "502"], "building", "too-long"],
])("%j is refused at %s: %s", (cells, column, fault) => {
  // An empty row is no row: something else stands in it.
  const row = cells.every((cell) => cell === "") ? [...cells, "住宅"] : cells;
  expect(read(row)).toEqual({ rows: [], faults: [{ line: 2, column, fault }] });
});

test("the same number twice in a file is refused at the second row; empty lines are none", () => {
  const person = ["3", "", "502", "", "王", "320583199003071239"];
  expect(read(person, [""], person)).toMatchObject({ rows: [{ line: 2 }], faults: [{ line: 4, fault: "twice" }] });
});
