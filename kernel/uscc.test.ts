import fc from "fast-check";
import { expect, test } from "vitest";
import { normaliseUscc, organisationCheck, usccCheck, usccFault } from "./uscc.ts";

/** The standard's own example, and one that stands in a public health-code address (reference/domain.md §2.10). */
const GOOD = ["91350100M000100Y43", "91330106MA27Y4U47R"];
const ALPHABET = [..."0123456789ABCDEFGHJKLMNPQRTUWXY"];

test.each(GOOD)("%s is right", (code) => expect(usccFault(code)).toBeNull());

test.each([
  ["91350100M000100Y44", "checksum"],
  ["91350100M000100Y4", "form"],
  ["91350100M000100Y430", "form"],
  ["91350100I000100Y43", "form"],
  ["91350100O000100Y43", "form"],
  ["91350100Z000100Y43", "form"],
  ["91350100S000100Y43", "form"],
  ["91350100V000100Y43", "form"],
  ["9135O100M000100Y43", "form"],
  ["", "form"],
])("%s: %s", (code, fault) => expect(usccFault(code)).toBe(fault));

test("a code whose own check is right is refused when its organisation code is wrong", () => {
  expect(organisationCheck("M000100Y")).toBe("4");
  const first17 = "91350100M000100Y5";
  expect(usccFault(first17 + usccCheck(first17))).toBe("organisation");
});

test("11 less the remainder is written X for 10 and 0 for 11", () => {
  // 3·1 = 3, 11 − 3 = 8; 7·3 = 21 mod 11 = 10 → 1; 3·4 = 12 mod 11 = 1 → 10 → X; all zero → 11 → 0.
  expect([organisationCheck("10000000"), organisationCheck("03000000")]).toEqual(["8", "1"]);
  expect([organisationCheck("40000000"), organisationCheck("00000000")]).toEqual(["X", "0"]);
});

test("it is read in any spelling", () => {
  expect(normaliseUscc(" ９１350100-m000100y43 ")).toBe("91350100M000100Y43");
});

test("any single character that is changed is found", () => {
  fc.assert(
    fc.property(fc.constantFrom(...GOOD), fc.nat(17), fc.constantFrom(...ALPHABET), (good, at, other) => {
      fc.pre(good[at] !== other);
      expect(usccFault(good.slice(0, at) + other + good.slice(at + 1))).not.toBeNull();
    }),
    { numRuns: 2_000 },
  );
});
