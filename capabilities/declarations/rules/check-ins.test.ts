import { expect, test } from "vitest";
import { instant } from "#kernel/time.ts";
import { halfDayOf, isDue, missedOf, owedPerDay } from "./check-ins.ts";

const at = (text: string) => instant(`2020-02-${text}:00+08:00`);
const half = (text: string) => halfDayOf(at(text));

test("noon in Shanghai divides the day", () => {
  expect([half("10T00:00"), half("10T11:59"), half("10T12:00"), half("10T23:59")].map((one) => one.half)).toEqual([
    "morning",
    "morning",
    "afternoon",
    "afternoon",
  ]);
  expect(half("10T00:00").day).toBe("2020-02-10");
});

test.each([
  ["red", false, 2],
  ["yellow", false, 2],
  ["pending", false, 1],
  ["green", false, 0],
  ["green", true, 1],
  [null, false, 0],
] as const)("under %s (blue: %s) %s a day are owed", (colour, isBlue, perDay) => {
  expect(owedPerDay(colour, isBlue)).toBe(perDay);
});

test("two a day are due in each half, one a day in either", () => {
  const done = [half("10T08:00")];
  expect([isDue(2, half("10T09:00"), done), isDue(2, half("10T13:00"), done)]).toEqual([false, true]);
  expect([isDue(1, half("10T13:00"), done), isDue(1, half("11T08:00"), done), isDue(0, half("11T08:00"), [])]).toEqual([
    false,
    true,
    false,
  ]);
});

test("what was missed are the halves since the duty began, without the present one", () => {
  const done = [half("09T08:00")];
  expect(missedOf(2, at("08T13:00"), at("10T09:00"), done)).toEqual([{ day: "2020-02-09", half: "afternoon" }]);
  expect(missedOf(2, at("08T09:00"), at("09T09:00"), [])).toEqual([{ day: "2020-02-08", half: "afternoon" }]);
  expect(missedOf(2, at("10T09:00"), at("10T10:00"), [])).toEqual([]);
  expect(missedOf(2, instant("2020-01-01T09:00:00+08:00"), at("20T09:00"), [])).toHaveLength(26);
  expect(missedOf(0, at("01T09:00"), at("10T09:00"), [])).toEqual([]);
});
