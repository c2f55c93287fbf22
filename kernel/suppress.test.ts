import fc from "fast-check";
import { expect, test } from "vitest";
import { mayShowSum, suppress } from "./suppress.ts";

test.each([
  [[], []],
  [
    [0, 0],
    [0, 0],
  ],
  [
    [120, 35, 10],
    [120, 35, 10],
  ],
  // One small count: the smallest larger one that hides it goes too.
  [
    [120, 35, 3],
    [120, "hidden", "small"],
  ],
  // 10 + 1 = 11 unseen: an onlooker who knows that what is hidden is at least 10 would read 1. So one more goes.
  [
    [10, 1, 500],
    ["hidden", "small", "hidden"],
  ],
  [
    [0, 4, 200, 6],
    [0, "small", "hidden", "small"],
  ],
  [
    [4, 6],
    ["small", "small"],
  ],
])("%j is published as %j", (counts, published) => {
  expect(suppress(counts)).toEqual(published);
});

test.each([
  [[120, 35], true],
  [[4, 6], false],
  [[9], false],
  [[3, 11], false],
  [[3, 200], true],
  [[0, 0], true],
])("may the sum of %j be shown: %s", (counts, may) => {
  expect(mayShowSum(counts)).toBe(may);
});

test("with the sum known, every small count can still be any number from 1 to 9", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.integer({ min: 0, max: 15 }), fc.nat(5000)), { maxLength: 13 }), (counts) => {
      const published = suppress(counts);
      for (const [at, one] of published.entries()) {
        if (typeof one === "number") expect(one).toBe(counts[at]);
        else if (one === "small") expect(counts[at]).toBeLessThan(10);
        else expect(counts[at]).toBeGreaterThanOrEqual(10);
      }
      if (!mayShowSum(counts)) return;
      const smalls = published.filter((one) => one === "small").length;
      const hidden = published.filter((one) => one === "hidden").length;
      const shown = published.reduce<number>((sum, one) => sum + (typeof one === "number" ? one : 0), 0);
      const unseen = counts.reduce((sum, count) => sum + count, 0) - shown;
      for (let guess = 1; smalls > 0 && guess <= 9; guess++) {
        // The others: smalls of 1 to 9, and hidden ones of 10 or more that can take any excess.
        const rest = unseen - guess;
        const [least, most] = [smalls - 1 + 10 * hidden, hidden > 0 ? Number.POSITIVE_INFINITY : 9 * (smalls - 1)];
        expect(rest >= least && rest <= most, `${counts} could not be ${guess}`).toBe(true);
      }
    }),
  );
});
