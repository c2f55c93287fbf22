import fc from "fast-check";
import { expect, test } from "vitest";
import { addressKey, addressPieces, addressText, naturally, type Walked, walking } from "./walking.ts";

const door = (more: Partial<Walked>): Walked => ({
  walkOrder: null,
  villagerGroup: null,
  building: null,
  stair: null,
  floor: null,
  room: null,
  side: null,
  doorNumber: null,
  doorId: "a",
  ...more,
});

test.each([
  ["2", "10", -1],
  ["3幢", "12幢", -1],
  ["A2", "A10", -1],
  ["东街", "西街", -1],
  ["1", null, -1],
  [null, null, 0],
])("%s against %s", (a, b, sign) => {
  expect(Math.sign(naturally(a, b))).toBe(sign);
});

const piece = fc.option(fc.oneof(fc.nat(40).map(String), fc.constantFrom("A1", "东1", "1单元", "01")), { nil: null });
const walked = fc.record({
  walkOrder: fc.option(fc.nat(5), { nil: null }),
  villagerGroup: piece,
  building: piece,
  stair: piece,
  floor: piece,
  room: piece,
  side: fc.constantFrom(null, "left", "right"),
  doorNumber: piece,
  doorId: fc.uuid(),
});

test("walking order is total: antisymmetric, transitive, and equal for the same door alone", () => {
  fc.assert(
    fc.property(walked, walked, walked, (a, b, c) => {
      expect(Math.sign(walking(a, b))).toBe(-Math.sign(walking(b, a)) + 0);
      if (walking(a, b) <= 0 && walking(b, c) <= 0) expect(walking(a, c)).toBeLessThanOrEqual(0);
      if (a.doorId !== b.doorId) expect(walking(a, b)).not.toBe(0);
    }),
    { numRuns: 500 },
  );
});

test("an address reads as a worker writes it, and is the same however it is typed", () => {
  expect(addressText(door({ building: "3", stair: "1", floor: "5", room: "502" }))).toBe("3幢1单元502室");
  expect(addressText(door({ villagerGroup: "第三组", doorNumber: "12" }))).toBe("第三组12号");
  expect(addressText(door({ side: "left", doorNumber: "12-1" }))).toBe("左侧12-1号");
  expect(addressKey(door({ building: "３", room: " 50 2" }))).toBe(addressKey(door({ building: "3", room: "502" })));
  expect(addressKey(door({ building: "1", room: "2" }))).not.toBe(addressKey(door({ building: "12" })));
});

test("reads what was typed of an address in pieces", () => {
  expect(addressPieces("3-502")).toEqual(["3", "502"]);
  expect(addressPieces("３幢２单元502室")).toEqual(["3", "2", "502"]);
  expect(addressPieces("东街 12号")).toEqual(["东街", "12"]);
  expect(addressPieces(" .*%_ ")).toEqual([]);
});
