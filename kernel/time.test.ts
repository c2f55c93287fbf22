import fc from "fast-check";
import { expect, test } from "vitest";
import {
  DAY,
  dayOf,
  daysBetween,
  daysLater,
  endOf,
  instant,
  instantOf,
  isoInstant,
  isoShanghai,
  later,
  type PlainDay,
  plainDay,
  startOf,
} from "./time.ts";

const day = (text: string) => text as PlainDay;

test("a day begins and ends at midnight in Shanghai, eight hours before that of UTC", () => {
  expect(dayOf(instant("2020-02-09T15:59:59.999Z"))).toBe("2020-02-09");
  expect(dayOf(instant("2020-02-09T16:00:00Z"))).toBe("2020-02-10");
  expect(isoInstant(startOf(day("2020-02-10")))).toBe("2020-02-09T16:00:00.000Z");
  expect(isoInstant(endOf(day("2020-02-10")))).toBe("2020-02-10T16:00:00.000Z");
});

test("times are written at +08:00 to the second, as the feeds write them", () => {
  expect(isoShanghai(instant("2020-03-08T16:00:00.999Z"))).toBe("2020-03-09T00:00:00+08:00");
});

test("from 19 February to 8 March 2020 there are 18 days, with the 29th of February among them", () => {
  expect(daysBetween(day("2020-02-19"), day("2020-03-08"))).toBe(18);
  expect(daysLater(day("2020-02-28"), 1)).toBe("2020-02-29");
  expect(daysLater(day("2020-02-29"), 1)).toBe("2020-03-01");
  expect(daysLater(day("2019-02-28"), 1)).toBe("2019-03-01");
  expect(daysLater(day("2020-01-01"), -1)).toBe("2019-12-31");
  expect(daysBetween(day("2020-03-08"), day("2020-02-19"))).toBe(-18);
});

test.each([
  ["2020-02-29", "2020-02-29"],
  ["2019-02-29", null],
  ["2020-13-01", null],
  ["2020-2-9", null],
  ["20200209", null],
  ["2020-02-09T00:00", null],
  ["", null],
])("%j is the day %s", (text, expected) => {
  expect(plainDay(text)).toBe(expected);
});

test("an instant is in its day, and no other day's range has it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (ms) => {
      const at = instantOf(ms);
      const on = dayOf(at);
      expect(startOf(on) <= at && at < endOf(on)).toBe(true);
      expect(dayOf(later(at, DAY))).toBe(daysLater(on, 1));
      expect(daysBetween(on, daysLater(on, 40))).toBe(40);
    }),
  );
});
