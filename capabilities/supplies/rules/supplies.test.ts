import fc from "fast-check";
import { expect, test } from "vitest";
import { HELD_AT_MOST } from "./items.ts";
import { afterDeed, missingOf, type OrderFacts, shortOf } from "./orders.ts";
import { changeOf, isPossible, MOVEMENTS } from "./stock.ts";

test.each([
  ["received", 50, 10, 50],
  ["handed-back", 3, 10, 3],
  ["allotted", 4, 10, -4],
  ["written-off", 10, 10, -10],
  ["counted", 7, 10, -3],
  ["counted", 10, 10, 0],
  ["counted", 12, 10, 2],
] as const)("%s %i with %i in stock changes it by %i", (because, quantity, stock, change) => {
  expect(changeOf(because, quantity, stock)).toBe(change);
});

test("no stock goes below none or beyond what a place can hold", () => {
  expect(isPossible(3, -3)).toBe(true);
  expect(isPossible(3, -4)).toBe(false);
  expect(isPossible(HELD_AT_MOST, 1)).toBe(false);
  expect(isPossible(3, 0.5)).toBe(false);
});

const asked: OrderFacts = { state: "asked", asked: 100, allotted: null };
const allotted: OrderFacts = { state: "allotted", asked: 100, allotted: 80 };
test.each([
  ["less than asked is allotted", asked, { is: "allot", quantity: 80 }, { to: "allotted", change: -80 }],
  ["more than asked is not", asked, { is: "allot", quantity: 101 }, { refused: "too-much" }],
  ["nothing is allotted twice", allotted, { is: "allot", quantity: 1 }, { refused: "not-now" }],
  ["a refusal costs nothing", asked, { is: "refuse" }, { to: "refused", change: 0 }],
  ["what was set aside comes back", allotted, { is: "refuse" }, { to: "refused", change: 80 }],
  ["what came is counted in", allotted, { is: "receive", quantity: 78 }, { to: "received", change: 78 }],
  ["not more than was sent", allotted, { is: "receive", quantity: 81 }, { refused: "too-much" }],
  ["nothing is received before it was sent", asked, { is: "receive", quantity: 1 }, { refused: "not-now" }],
] as const)("an order: %s", (_says, facts, deed, move) => {
  expect(afterDeed(facts, deed)).toEqual(move);
});

test("two pieces went missing on the way; a shortage is what homes wait for beyond the stock", () => {
  expect(missingOf(80, 78)).toBe(2);
  expect(missingOf(80, null)).toBe(0);
  expect(shortOf(12, 5)).toBe(7);
  expect(shortOf(5, 12)).toBe(0);
});

test("whatever is entered, the book is the sum of its movements and never below none", () => {
  const entries = fc.array(fc.record({ because: fc.constantFrom(...MOVEMENTS), quantity: fc.nat({ max: 1_000 }) }), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(entries, (all) => {
      let stock = 0;
      const done: number[] = [];
      for (const { because, quantity } of all) {
        const change = changeOf(because, quantity, stock);
        if (!isPossible(stock, change)) continue;
        stock += change;
        done.push(change);
        expect(stock).toBeGreaterThanOrEqual(0);
        if (because === "counted") expect(stock).toBe(quantity);
      }
      expect(done.reduce((sum, one) => sum + one, 0)).toBe(stock);
    }),
  );
});

test("whatever two centres do, no piece of an order is made: above loses what below gains and what is missing", () => {
  const deed = fc.oneof(
    fc.record({ is: fc.constant("allot" as const), quantity: fc.integer({ min: 1, max: 120 }) }),
    fc.record({ is: fc.constant("refuse" as const) }),
    fc.record({ is: fc.constant("receive" as const), quantity: fc.nat({ max: 120 }) }),
  );
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 12 }), (deeds) => {
      let facts: OrderFacts = asked;
      let above = 0;
      let below = 0;
      let received: number | null = null;
      for (const one of deeds) {
        const move = afterDeed(facts, one);
        if ("refused" in move) continue;
        if (one.is === "receive") {
          below += move.change;
          received = one.quantity;
        } else above += move.change;
        facts = { ...facts, state: move.to, allotted: one.is === "allot" ? one.quantity : facts.allotted };
        if (facts.state === "refused") facts = { ...facts, allotted: null };
      }
      const onTheWay = facts.state === "allotted" ? (facts.allotted ?? 0) : 0;
      expect(above + below + onTheWay + missingOf(facts.allotted, received)).toBe(0);
    }),
  );
});
