import { expect, test } from "vitest";
import { instant } from "#kernel/time.ts";
import { expiryOf } from "./reasons.ts";

test.each([
  ["2020-02-01T20:00:00+08:00", ["high-area"], "2020-02-15T24:00:00+08:00"],
  ["2020-02-01T00:00:01+08:00", ["high-area"], "2020-02-15T24:00:00+08:00"],
  ["2020-02-02T00:00:00+08:00", ["contact"], "2020-02-15T24:00:00+08:00"],
])("an exposure at %s by %j expires %s", (at, rules, expires) => {
  const [day, clock] = expires.split("T24:00:00");
  const end = instant(`${day}T23:59:59.999${clock}`) + 1;
  expect(expiryOf(instant(at), 14, rules)).toBe(end);
});

test("a case does not expire by a window", () => {
  expect(expiryOf(instant("2020-02-01T00:00:00+08:00"), 14, ["case", "high-area"])).toBeNull();
});

test("no exposure, no expiry", () => {
  expect(expiryOf(null, 14, ["from-outside"])).toBeNull();
});
