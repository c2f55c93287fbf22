import { expect, test } from "vitest";
import { census, kindOfCode, type SourceRow, topsOf } from "./rows.ts";

const row = (line: number, code: string, name = "某地", households = "", kind = ""): SourceRow => ({
  line,
  code,
  name,
  households,
  kind,
});

test("codes with the departments' trailing zeros and plain ones mean the same place, and the second is a duplicate", () => {
  const rows = census("padded");
  expect(rows.take(row(2, "320000000000"))?.code).toBe("32");
  expect(rows.take(row(3, "320500"))?.code).toBe("3205");
  expect(rows.take(row(4, "320583000000"))?.code).toBe("320583");
  expect(rows.take(row(5, "320583100000"))?.code).toBe("320583100");
  expect(rows.take(row(6, "320583100"))).toBeNull();
  expect(rows.faults()).toEqual([{ line: 6, code: "320583100", why: "duplicate" }]);
  expect(rows.counts()).toEqual({ province: 1, city: 1, county: 1, township: 1 });
});

test.each([
  ["3205831", "wrong-code"],
  ["0205", "wrong-code"],
  ["32058A", "wrong-code"],
  ["", "wrong-code"],
  ["32 05", "wrong-code"],
  ["３２", "wrong-code"],
])("the code %j is refused", (code, why) => {
  const rows = census("padded");
  expect(rows.take(row(7, code))).toBeNull();
  expect(rows.faults()).toEqual([{ line: 7, code, why }]);
});

test("names, households and kinds of a wrong form are refused with their line", () => {
  const rows = census("padded");
  for (const one of [
    row(2, "32", " "),
    row(3, "3205", "苏州市", "-1"),
    row(4, "320583", "昆山市", "2.5"),
    row(5, "320583100", "玉山镇", "", "dedicated"),
    row(6, "320583100001", "某村", "x"),
    row(7, "320583100001001", "一格", "", "other"),
  ]) {
    expect(rows.take(one)).toBeNull();
  }
  expect(rows.faults().map(({ line, why }) => [line, why])).toEqual([
    [2, "no-name"],
    [3, "wrong-households"],
    [4, "wrong-households"],
    [5, "wrong-kind"],
    [6, "wrong-households"],
    [7, "wrong-kind"],
  ]);
});

test("an orphan is told by its first line, and a parent that comes later is none", () => {
  const rows = census("padded");
  rows.take(row(2, "320583100001"));
  rows.take(row(3, "320583100002"));
  rows.take(row(4, "320583"));
  rows.take(row(5, "3206"));
  rows.take(row(6, "3205"));
  expect([...rows.missingParents()]).toEqual([
    ["320583100", 2],
    ["32", 5],
  ]);
});

test("a grid's kind follows its sequence: 900 and above are dedicated", () => {
  expect(kindOfCode("320583100001899")).toBe("comprehensive");
  expect(kindOfCode("320583100001900")).toBe("dedicated");
  expect(kindOfCode("320583100001")).toBeNull();
});

test("the tops of a list are the codes whose parent it does not give", () => {
  const codes = ["32", "3205", "320583", "320106001", "320106001001"];
  expect(topsOf(codes, (code) => codes.includes(code))).toEqual(["32", "320106001"]);
});

test("in a list of divisions 441900 is the county of 4419, as in a city without districts", () => {
  const rows = census("exact");
  for (const [line, code] of ["44", "4419", "441900", "441900003"].entries()) rows.take(row(line + 2, code));
  expect(rows.faults()).toEqual([]);
  expect(rows.counts()).toEqual({ province: 1, city: 1, county: 1, township: 1 });
});
