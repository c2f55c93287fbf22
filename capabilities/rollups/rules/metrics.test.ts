import fc from "fast-check";
import { expect, test } from "vitest";
import { coverageOf, percentText } from "./coverage.ts";
import { DEFINITIONS } from "./definitions.ts";
import { countedPlace, DAY_METRICS, dayIs, isMetric, METRICS, STANDING_METRICS } from "./metrics.ts";

test("scenario 14: 2,406 doors, 258 opened is 10.7 %, and never 100 % while a door is shut", () => {
  const whole = { registered: 2406, vacant: 0, reached: 258, neverVisited: 2148, permille: 107 };
  expect(coverageOf(2406, 258)).toEqual(whole);
  // 2,406 doors of which 106 stand empty: 258 of 2,300 is 11.2 %, and 2,042 were never visited.
  expect(coverageOf(2406, 258, 106)).toEqual({ ...whole, vacant: 106, neverVisited: 2042, permille: 112 });
  expect(coverageOf(3, 0, 3).permille).toBeNull();
  expect(percentText(107)).toBe("10.7 %");
  expect(coverageOf(2406, 2405).permille).toBe(999);
  expect(coverageOf(2406, 2406).permille).toBe(1000);
  expect(coverageOf(0, 0)).toMatchObject({ permille: null, neverVisited: 0 });
  expect(percentText(null)).toBe("–");
});

test("coverage is 100.0 % exactly when nobody is left", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 90_000_000 }), fc.nat(), (registered, some) => {
      const reached = some % (registered + 1);
      const { permille, neverVisited } = coverageOf(registered, reached);
      return (permille === 1000) === (neverVisited === 0) && neverVisited + reached === registered;
    }),
  );
});

test("a task counts under its list's day and stands over all; a visit under its day; households only stand", () => {
  expect(dayIs("task.red.issued")).toBe("list");
  expect(dayIs("visit.result.NO_ANSWER")).toBe("event");
  expect(dayIs("household.reached")).toBe("stock");
  expect(dayIs("task.green.issued")).toBeNull();
  expect(isMetric("visit.result.SEEN")).toBe(false);
  expect(DAY_METRICS).not.toContain("worker.post");
  expect(STANDING_METRICS).toContain("task.blue.overdue");
  expect(STANDING_METRICS).not.toContain("visit");
});

test("every metric has a definition in both languages, and nothing else has", () => {
  expect(DEFINITIONS.map((one) => one.id).sort()).toEqual([...METRICS].sort());
  for (const one of DEFINITIONS) {
    for (const text of [one.zh, one.en, one.unitZh, one.unitEn, one.howZh, one.howEn]) expect(text).not.toBe("");
    expect(one.dayIs).toBe(dayIs(one.id));
  }
  // 3 tiers × 9, 4 lists, 15 results, 13 single ones, 1 of screening, 1 of vacant doors, 2 of workers' health, 8 of checkpoints, 4 of home observation.
  expect(METRICS).toHaveLength(27 + 4 + 15 + 13 + 2 + 8 + 4 + 1 + 1);
});

test("a count is booked at the village at the finest", () => {
  expect(countedPlace("320583001001001002")).toBe("320583001001");
  expect(countedPlace("320583")).toBe("320583");
});
