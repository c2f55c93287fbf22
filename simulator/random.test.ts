import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { encodeGb18030 } from "./gb18030.ts";
import { apportion, diceOf, streamOf } from "./random.ts";

test("DuckDB's hash of one unsigned number is still the function that published seeds were drawn with", async () => {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const [row] = (
    await connection.runAndReadAll("select hash(0::ubigint), hash(1::ubigint), hash(12345::ubigint)")
  ).getRowsJson();
  // Values of DuckDB 1.5.6. When they change, so does every simulated province: say so in the release notes.
  expect(row).toEqual(["0", "4717996019076358352", "15094371078363997769"]);
});

test("a die of n sides shows each side about equally often, and another name shows other sides", async () => {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const dice = diceOf(1);
  const sql = `select ${dice.die("a", "range", 4)}, count(*), count(*) filter (${dice.die("b", "range", 4)} = 0) from range(40000) group by 1 order by 1`;
  const rows = (await connection.runAndReadAll(sql)).getRowsJson();
  expect(rows.map(([side]) => Number(side))).toEqual([0, 1, 2, 3]);
  for (const [, count, both] of rows) {
    expect(Math.abs(Number(count) - 10_000)).toBeLessThan(500);
    expect(Math.abs(Number(both) - 2_500)).toBeLessThan(250);
  }
});

test("a stream repeats itself and stays below 1", () => {
  const [one, two] = [streamOf(1, "x"), streamOf(1, "x")];
  const numbers = Array.from({ length: 1_000 }, one);
  expect(numbers).toEqual(Array.from({ length: 1_000 }, two));
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
});

test("apportioning adds up, largest remainder first", () => {
  expect(apportion(10, [1, 1, 1])).toEqual([4, 3, 3]);
  expect(apportion(7, [0.5, 0.25, 0.25])).toEqual([3, 2, 2]);
  expect(apportion(0, [1, 2])).toEqual([0, 0]);
  expect(apportion(5, [])).toEqual([]);
});

test("GB18030 holds what the standard says: one, two and four bytes", () => {
  // 𬎆 is U+2C386: 0x2C386 - 0x10000 = 115590 = 9 * 12600 + 1 * 1260 + 93 * 10 + 0, from 0x90308130 on.
  expect(Buffer.from(encodeGb18030("A中€·𬎆")).toString("hex")).toBe("41d6d0a2e3a1a49931de30");
  const text = "昆山市玉山镇·买买提 A1，𬎆㐀";
  expect(new TextDecoder("gb18030").decode(encodeGb18030(text))).toBe(text);
});
