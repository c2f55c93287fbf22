import { expect, test } from "vitest";
import { follow, type Member } from "./follow.ts";

const [ONE, TWO] = ["320583101201004", "320583101201005"];
let n = 0;
const member = (unitId: string, to: string | null, hasGone = true): Member => ({
  doorId: `d${++n}`,
  unitId,
  to,
  hasGone,
});

test("a unit goes with the grid that takes most of its doors, and leaves the others out", () => {
  n = 0;
  const { along, out, ended } = follow([member("u", ONE), member("u", TWO), member("u", TWO), member("v", ONE)]);
  expect([...along]).toEqual([
    ["u", TWO],
    ["v", ONE],
  ]);
  expect([out, ended]).toEqual([["d1"], []]);
});

test("a unit that has doors left where it was stays with them", () => {
  n = 0;
  const { along, out, ended } = follow([member("u", ONE), member("u", null, false), member("u", null, false)]);
  expect([[...along], out, ended]).toEqual([[], ["d1"], []]);
});

test("doors that lie in no grid now end their unit; of two equal grids the first by code takes it", () => {
  n = 0;
  const { along, out, ended } = follow([member("u", null), member("v", TWO), member("v", ONE)]);
  expect([[...along], out, ended]).toEqual([[["v", ONE]], ["d1", "d2"], ["u"]]);
});
