import fc from "fast-check";
import { expect, test } from "vitest";
import { afterArea, ancestorAt, isWithin, levelOf, parentOf, placeCode, selfAndAncestors } from "./places.ts";

test.each([
  ["32", "province"],
  ["3205", "city"],
  ["320583", "county"],
  ["320583100", "township"],
  ["320583100001", "village"],
  ["320583100001001", "grid"],
  ["320583100001001002", "micro-grid"],
  ["3", null],
  ["32058", null],
  ["", null],
  ["3205831000010010021", null],
])("%s is a %s", (code, level) => {
  expect(levelOf(code)).toBe(level);
});

test.each([
  ["320000", "32"],
  ["320500", "3205"],
  ["320583", "320583"],
  ["320000000000", "32"],
  ["320500000000", "3205"],
  ["320583000000", "320583"],
  ["320583100000", "320583100"],
  ["320583100001", "320583100001"],
  ["320583100001001", "320583100001001"],
  ["32058", null],
  ["", null],
])("%s, as the departments write it, is %s", (text, code) => {
  expect(placeCode(text)).toBe(code);
});

test("two counties called 鼓楼区 are two places: 320106 in Nanjing, 320302 in Xuzhou", () => {
  expect(isWithin("320106001001", "320106")).toBe(true);
  expect(isWithin("320302001001", "320106")).toBe(false);
  expect(isWithin("320106001001", "3203")).toBe(false);
});

test("a place lies in itself and in every place above it", () => {
  expect(selfAndAncestors("320583100001001")).toEqual([
    "320583100001001",
    "320583100001",
    "320583100",
    "320583",
    "3205",
    "32",
  ]);
  expect(parentOf("320583100001001")).toBe("320583100001");
  expect(parentOf("32")).toBeNull();
  expect(ancestorAt("320583", "township")).toBeNull();
  expect(ancestorAt("320583100001", "county")).toBe("320583");
});

const digits = fc.stringMatching(/^[1-9]\d{1,17}$/);

test("'starts with' and the half-open range over bytes say the same of any two codes", () => {
  fc.assert(
    fc.property(digits, digits, fc.nat(18), (place, other, cut) => {
      for (const area of [other, place.slice(0, Math.max(1, cut))]) {
        const isInRange = place >= area && place < afterArea(area);
        expect(isWithin(place, area)).toBe(isInRange);
      }
    }),
  );
});
