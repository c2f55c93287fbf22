import fc from "fast-check";
import { expect, test } from "vitest";
import { daysLater, type PlainDay } from "#kernel/time.ts";
import { type DayFigures, lineAt, odditiesOf } from "./streak.ts";

const d = (text: string) => text as PlainDay;
const BEGINS = d("2020-01-22");

/** Cumulative figures from new cases a day. */
function history(from: string, news: readonly number[]): DayFigures[] {
  let confirmed = 0;
  return news.map((count, index) => {
    confirmed += count;
    return { day: daysLater(d(from), index), confirmed, cured: 0, dead: 0 };
  });
}

test("scenario 20: all zero from 19 February to 8 March is 19 days; a correction of one case on 25 February makes it 12", () => {
  // 22 January to 18 February is 28 days with a new case each; 19 February to 8 March is 19 days without.
  const bulletins = history("2020-01-22", [...Array(28).fill(1), ...Array(19).fill(0)]);
  expect(lineAt(bulletins, d("2020-03-08"), BEGINS)).toMatchObject({
    daysWithoutNew: 19,
    newConfirmed: 0,
    confirmed: 28,
  });
  // The correction is published as new figures of 25 February and of all days after it.
  const corrected = bulletins.map((one) => (one.day >= "2020-02-25" ? { ...one, confirmed: one.confirmed + 1 } : one));
  expect(lineAt(corrected, d("2020-03-08"), BEGINS)).toMatchObject({ daysWithoutNew: 12, confirmed: 29 });
  // The same when only the day itself is put right.
  const once = bulletins.map((one) => (one.day === "2020-02-25" ? { ...one, confirmed: one.confirmed + 1 } : one));
  expect(lineAt(once, d("2020-03-08"), BEGINS)).toMatchObject({ daysWithoutNew: 12 });
});

test("the 29th of February counts: 28 February to 1 March is two days", () => {
  const rows = history("2020-02-28", [1, 0, 0]);
  expect(lineAt(rows, d("2020-03-01"), BEGINS)?.daysWithoutNew).toBe(2);
});

test("a day with a new case is 0 days; figures taken back are no new case, and a change below 0", () => {
  const rows = history("2020-02-01", [3, 0, -1, 0, 2]);
  const at = (day: string) => lineAt(rows, d(day), BEGINS);
  expect(at("2020-02-01")).toMatchObject({ daysWithoutNew: 0, newConfirmed: 3 });
  expect(at("2020-02-03")).toMatchObject({ daysWithoutNew: 2, newConfirmed: -1 });
  expect(at("2020-02-04")).toMatchObject({ daysWithoutNew: 3, newConfirmed: 0 });
  expect(at("2020-02-05")).toMatchObject({ daysWithoutNew: 0, newConfirmed: 2 });
  expect(odditiesOf(rows, d("2020-02-05"))).toEqual([{ kind: "decrease", day: "2020-02-03", by: 1 }]);
});

test("over a gap the rise counts on the day it was seen; the change of that day is not known", () => {
  const rows = history("2020-02-01", [5, 0, 0, 1, 0]).filter((one) => one.day !== "2020-02-03");
  expect(lineAt(rows, d("2020-02-04"), BEGINS)).toMatchObject({ daysWithoutNew: 0, newConfirmed: null });
  expect(lineAt(rows, d("2020-02-05"), BEGINS)).toMatchObject({ daysWithoutNew: 1, newConfirmed: 0 });
  expect(odditiesOf(rows, d("2020-02-05"))).toEqual([{ kind: "missing-day", day: "2020-02-03" }]);
});

test("when the day itself is missing the streak ends at the last day on record, and the days between are named", () => {
  const rows = history("2020-02-01", [5, 0, 0]);
  expect(lineAt(rows, d("2020-02-05"), BEGINS)).toMatchObject({ day: "2020-02-03", daysWithoutNew: 2 });
  expect(odditiesOf(rows, d("2020-02-05"))).toEqual([
    { kind: "missing-day", day: "2020-02-04" },
    { kind: "missing-day", day: "2020-02-05" },
  ]);
});

test("a record that begins with cases and sees no new one says `at least`; a place without a case has no streak", () => {
  const rows = history("2020-01-22", [7, 0, 0]);
  expect(lineAt(rows, d("2020-01-24"), BEGINS)).toMatchObject({ daysWithoutNew: 2, isAtLeast: true, newConfirmed: 0 });
  expect(lineAt(rows, d("2020-01-22"), BEGINS)).toMatchObject({ newConfirmed: null });
  expect(lineAt(history("2020-01-22", [0, 0]), d("2020-01-23"), BEGINS)).toMatchObject({ daysWithoutNew: null });
  expect(lineAt([], d("2020-01-23"), BEGINS)).toBeNull();
});

test("the streak is the number of zero days at the end, whatever came before", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 5 }),
      fc.nat({ max: 40 }),
      (before, last, zeros) => {
        const rows = history("2020-01-23", [...before, last, ...Array(zeros).fill(0)]);
        const day = daysLater(d("2020-01-23"), before.length + zeros);
        return lineAt(rows, day, BEGINS)?.daysWithoutNew === zeros;
      },
    ),
  );
});

test("a day later without a new case is one day more", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -2, max: 4 }), { minLength: 1, maxLength: 30 }), (news) => {
      const rows = history("2020-01-23", [...news, 0]);
      const day = daysLater(d("2020-01-23"), news.length);
      const [before, after] = [lineAt(rows, daysLater(day, -1), BEGINS), lineAt(rows, day, BEGINS)];
      return before?.daysWithoutNew === null || after?.daysWithoutNew === (before?.daysWithoutNew ?? 0) + 1;
    }),
  );
});
