import { expect, test } from "vitest";
import { NOWHERE } from "#capabilities/households/rules/walking.ts";
import type { TaskHere } from "./outbox-rules.ts";
import { inWalkingOrder, walkBy } from "./walking.ts";

const task = (personKey: string, tier: string, place = "320583101201001"): TaskHere =>
  ({ id: `t-${personKey}`, personKey, tier, place, standing: "open" }) as unknown as TaskHere;

const stay = (doorId: string, untilOn: string | null = null) => ({ doorId, untilOn });
const door = (walkOrder: number | null, building: string | null = null, room: string | null = null) => ({
  ...NOWHERE,
  walkOrder,
  building,
  room,
});
const doors = new Map([
  ["d1", door(30)],
  ["d2", door(10)],
  ["d3", door(null, "10", "101")],
  ["d4", door(null, "2", "1001")],
  ["d5", door(null, "2", "302")],
]);
const persons = new Map([
  ["a", { personKey: "a", stays: [stay("d1")] }],
  ["b", { personKey: "b", stays: [stay("d1", "2020-02-01"), stay("d2")] }],
  ["c", { personKey: "c", stays: [stay("d3")] }],
  ["d", { personKey: "d", stays: [stay("d2", "2020-02-10")] }],
  ["e", { personKey: null, stays: [stay("d2")] }],
  ["f", { personKey: "f", stays: [stay("d4")] }],
  ["g", { personKey: "g", stays: [stay("d5")] }],
  ["h", { personKey: "h", stays: [stay("d5")] }],
  ["i", { personKey: "i", stays: [stay("gone")] }],
]);
const of = (...keys: readonly string[]) => walkBy(persons, doors, "2020-02-10", new Set(keys));
const walkOf = of("a", "b", "d", "x");

test("a person's door is the one of today; a stay ends before its last day", () => {
  expect(["a", "b", "c", "d", "x"].map(walkOf)).toEqual([1, 0, null, null, null]);
});

test("a register without an order is walked by its addresses, rooms by their number; one door is one place", () => {
  const natural = of("c", "f", "g", "h", "i");
  // 2幢302, 2幢1001, 10幢101.
  expect(["g", "h", "f", "c", "i"].map(natural)).toEqual([0, 0, 1, 2, null]);
  // What was set by hand comes before all of them.
  expect(["b", "g", "c"].map(of("b", "g", "c"))).toEqual([0, 1, 2]);
});

test("red by the hour, then along the doors, then those without a door by the hour", () => {
  // As the list comes: soonest due first.
  const tasks = [task("c", "blue"), task("a", "yellow"), task("a2", "red"), task("b", "yellow"), task("d", "red")];
  expect(inWalkingOrder(tasks, walkOf).map(({ personKey }) => personKey)).toEqual(["a2", "d", "b", "a", "c"]);
});

test("place by place: nobody is sent from one grid to the other and back", () => {
  const tasks = [task("a", "blue", "320583101201002"), task("b", "blue", "320583101201002"), task("a", "blue")];
  expect(inWalkingOrder(tasks, walkOf).map(({ personKey, place }) => `${personKey} ${place.slice(-1)}`)).toEqual([
    "a 1",
    "b 2",
    "a 2",
  ]);
});
