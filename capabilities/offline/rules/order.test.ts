import { expect, test } from "vitest";
import { orderOf } from "./order.ts";

test.each([
  ["that follows nothing", null, null, "apply"],
  ["whose predecessor was applied", "a", "applied", "apply"],
  ["whose predecessor has not come", "a", null, "hold"],
  ["whose predecessor is itself held", "a", "held", "hold"],
  ["whose predecessor was refused", "a", "refused", "refuse"],
] as const)("a command %s", (_what, after, standing, expected) => {
  expect(orderOf(after, standing)).toBe(expected);
});
