import { expect, test } from "vitest";
import { allowedIn, isCounted, type Limits, tripped } from "./breaker.ts";

const LIMITS: Limits = {
  county: { persons: 500, percent: 2, atLeast: 20 },
  city: { persons: 3000, percent: 1, atLeast: 60 },
  province: { persons: 15000, percent: 0.5, atLeast: 120 },
};

test.each([
  ["a county of a million: 500 persons", 1_000_000, 500],
  ["a county of 10,000: two per cent", 10_000, 200],
  ["a county of 99: the floor", 99, 20],
])("%s", (_what, holders, allowed) => {
  expect(allowedIn(LIMITS.county, holders)).toBe(allowed);
});

test("the limit itself passes; one more is held", () => {
  const facts = () => ({ holders: 1_000_000, changed: 0 });
  expect(tripped(new Map([["320583", 500]]), facts, LIMITS)).toEqual([]);
  expect(tripped(new Map([["320583", 501]]), facts, LIMITS)).toEqual([
    { place: "320583", wouldChange: 501, holders: 1_000_000, limit: 500 },
  ]);
});

test("what changed in the hour before counts", () => {
  const facts = (place: string) => ({ holders: 1_000_000, changed: place === "320583" ? 499 : 0 });
  expect(tripped(new Map([["320583", 2]]), facts, LIMITS).map((trip) => trip.place)).toEqual(["320583"]);
});

test("a county's flood is held there and does not stop its neighbours; many small ones stop their city", () => {
  const facts = () => ({ holders: 10_000_000, changed: 0 });
  const flood = new Map([
    ["320583", 9000],
    ["320582", 400],
  ]);
  expect(tripped(flood, facts, LIMITS).map((trip) => trip.place)).toEqual(["320583"]);
  const many = new Map(Array.from({ length: 8 }, (_, n) => [`32050${n}`, 400]));
  expect(tripped(many, facts, LIMITS).map((trip) => trip.place)).toEqual(["3205"]);
});

test.each([
  ["evidence", "green", "red", true],
  ["evidence", "red", "green", true],
  ["list", "green", "yellow", true],
  ["withdrawal", "yellow", "green", true],
  ["evidence", "green", "pending", false],
  ["evidence", "red", "red", false],
  ["evidence", null, "red", false],
  ["time", "red", "green", false],
  ["settled", "pending", "green", false],
  ["hold", "green", "red", false],
] as const)("a change by %s from %s to %s counts: %s", (cause, from, to, counts) => {
  expect(isCounted(cause, from, to)).toBe(counts);
});
