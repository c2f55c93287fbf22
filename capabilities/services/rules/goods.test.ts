import fc from "fast-check";
import { expect, test } from "vitest";
import { type Line, mayAllot, mayReturn } from "./goods.ts";
import { SERVICE_STATES } from "./states.ts";

const rice = (quantity: number) => ({ item: "rice", quantity }) as const;
const oil = (quantity: number) => ({ item: "oil", quantity }) as const;
const asked: readonly Line[] = [
  { item: "oil", asked: 1, allotted: null },
  { item: "rice", asked: 2, allotted: null },
];
const given: readonly Line[] = [
  { item: "oil", asked: 1, allotted: 0 },
  { item: "rice", asked: 2, allotted: 2 },
];

test.each([
  ["all of it", "REQUESTED", asked, [rice(2), oil(1)], null],
  ["less, after it was taken", "TAKEN", asked, [rice(1), oil(0)], null],
  ["not more than was asked", "REQUESTED", asked, [rice(3), oil(1)], "not-asked-for"],
  ["not half of the lines", "REQUESTED", asked, [rice(2)], "not-asked-for"],
  ["not a line twice", "REQUESTED", asked, [rice(1), rice(1)], "not-asked-for"],
  ["not nothing at all", "REQUESTED", asked, [rice(0), oil(0)], "not-asked-for"],
  ["not twice", "REQUESTED", given, [rice(2), oil(1)], "allotted-already"],
  ["not after the end", "WITHDRAWN", asked, [rice(2), oil(1)], "wrong-state"],
  ["not for what asks for none", "REQUESTED", [], [rice(1)], "not-asked-for"],
] as const)("allot: %s", (_says, state, lines, goods, refused) => {
  expect(mayAllot(state, lines, goods)?.refused ?? null).toBe(refused);
});

test.each([
  ["what came back of a withdrawn request", "WITHDRAWN", false, given, [rice(1), oil(0)], null],
  ["all of it before anybody took it", "REQUESTED", false, given, [rice(2), oil(0)], null],
  ["not more than was given", "WITHDRAWN", false, given, [rice(2), oil(1)], "not-asked-for"],
  ["not while somebody carries it", "TAKEN", false, given, [rice(2), oil(0)], "wrong-state"],
  ["not what was received", "CONFIRMED", false, given, [rice(2), oil(0)], "wrong-state"],
  ["not twice", "WITHDRAWN", true, given, [rice(1), oil(0)], "wrong-state"],
  ["not what was never given", "WITHDRAWN", false, asked, [rice(1), oil(0)], "wrong-state"],
] as const)("return: %s", (_says, state, isReturned, lines, goods, refused) => {
  expect(mayReturn({ state, isReturned }, lines, goods)?.refused ?? null).toBe(refused);
});

test("whatever is sent, no more is given than asked, and no more comes back than was given", () => {
  const number = fc.nat({ max: 4 });
  fc.assert(
    fc.property(fc.constantFrom(...SERVICE_STATES), number, number, number, (state, r, o, back) => {
      if (mayAllot(state, asked, [rice(r), oil(o)]) !== null) return;
      expect(r).toBeLessThanOrEqual(2);
      expect(o).toBeLessThanOrEqual(1);
      const lines: Line[] = [
        { item: "oil", asked: 1, allotted: o },
        { item: "rice", asked: 2, allotted: r },
      ];
      if (mayReturn({ state: "WITHDRAWN", isReturned: false }, lines, [rice(back), oil(o)]) === null)
        expect(back).toBeLessThanOrEqual(r);
    }),
  );
});
