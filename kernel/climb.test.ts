import fc from "fast-check";
import { expect, test } from "vitest";
import { climb } from "./climb.ts";
import { HOUR, instant, instantOf } from "./time.ts";

const DUE = instant("2020-02-10T04:00:00Z");
const facts = { dueAt: DUE, ownCentre: "320583101201", escalatedTo: null, everyMs: 2 * HOUR };

test("at its due time the own centre is told, not a millisecond before; then one level up each interval", () => {
  expect(climb(facts, instantOf(DUE - 1))).toBeNull();
  expect(climb(facts, DUE)).toEqual({ to: "320583101201", nextAt: instant("2020-02-10T06:00:00Z") });
  expect(climb({ ...facts, escalatedTo: "320583101201" }, DUE)).toEqual({
    to: "320583101",
    nextAt: instant("2020-02-10T06:00:00Z"),
  });
  expect(climb({ ...facts, escalatedTo: "3205" }, DUE)).toEqual({ to: "32", nextAt: null });
  expect(climb({ ...facts, escalatedTo: "32" }, DUE)).toBeNull();
});

test("it stops at the highest level that is to be told", () => {
  expect(climb({ ...facts, escalatedTo: "320583101", upTo: "county" }, DUE)).toEqual({ to: "320583", nextAt: null });
  expect(climb({ ...facts, escalatedTo: "320583", upTo: "county" }, DUE)).toBeNull();
  // Where the lowest centre is above that level already, it is told all the same.
  expect(climb({ ...facts, ownCentre: "3205", upTo: "county" }, DUE)).toEqual({ to: "3205", nextAt: null });
});

test("each climb goes to a place that contains the last, until it ends", () => {
  fc.assert(
    fc.property(fc.constantFrom("320583101201", "320583101", "320583", "3205", "32"), (ownCentre) => {
      let escalatedTo: string | null = null;
      for (let n = 0; n < 10; n += 1) {
        const step = climb({ ...facts, ownCentre, escalatedTo }, DUE);
        if (step === null) return escalatedTo === "32";
        if (escalatedTo !== null && !escalatedTo.startsWith(step.to)) return false;
        escalatedTo = step.to;
      }
      return false;
    }),
  );
});
