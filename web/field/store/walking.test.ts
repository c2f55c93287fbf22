import { expect, test } from "vitest";
import type { TaskHere } from "./outbox-rules.ts";
import { inWalkingOrder, walkBy } from "./walking.ts";

const task = (personKey: string, tier: string, place = "320583101201001"): TaskHere =>
  ({ id: `t-${personKey}`, personKey, tier, place, standing: "open" }) as unknown as TaskHere;

const stay = (doorId: string, untilOn: string | null = null) => ({ doorId, untilOn });
const doors = new Map([
  ["d1", { walkOrder: 30 }],
  ["d2", { walkOrder: 10 }],
  ["d3", { walkOrder: null }],
]);
const persons = new Map([
  ["a", { personKey: "a", stays: [stay("d1")] }],
  ["b", { personKey: "b", stays: [stay("d1", "2020-02-01"), stay("d2")] }],
  ["c", { personKey: "c", stays: [stay("d3")] }],
  ["d", { personKey: "d", stays: [stay("d2", "2020-02-10")] }],
  ["e", { personKey: null, stays: [stay("d2")] }],
]);
const walkOf = walkBy(persons, doors, "2020-02-10");

test("a person's door is the one of today; a stay ends before its last day", () => {
  expect(["a", "b", "c", "d", "x"].map(walkOf)).toEqual([30, 10, null, null, null]);
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
