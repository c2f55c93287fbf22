import fc from "fast-check";
import { expect, test } from "vitest";
import { instant } from "#kernel/time.ts";
import { matching, unfit, type VolunteerFacts } from "./match.ts";
import { SKILLS, SLOTS, slotAt } from "./skills.ts";

/** 10:00 in Shanghai. */
const TEN = instant("2020-02-10T02:00:00Z");
const errand = { place: "320583101201001", kind: "groceries" as const };
const li: VolunteerFacts = {
  id: "01",
  place: "320583101201",
  skills: ["errands"],
  slots: ["morning"],
  inHand: 0,
};

test.each([
  ["serves there", li, TEN, null],
  ["serves in another village", { ...li, place: "320583101202" }, TEN, "elsewhere"],
  ["serves in another grid", { ...li, place: "320583101201002" }, TEN, "elsewhere"],
  ["can only teach", { ...li, skills: ["teaching" as const] }, TEN, "cannot-do-it"],
  ["is out in the evening only", { ...li, slots: ["evening" as const] }, TEN, "not-at-this-hour"],
  ["nobody goes at night", { ...li, slots: [...SLOTS] }, instant("2020-02-10T14:00:00Z"), "not-at-this-hour"],
  ["has three in hand", { ...li, inHand: 3 }, TEN, "hands-full"],
  ["has two in hand", { ...li, inHand: 2 }, TEN, null],
])("a volunteer who %s", (_says, volunteer, now, outcome) => {
  expect(unfit(volunteer, errand, now)).toBe(outcome);
});

test("what nobody needs a skill for, anybody may do", () => {
  expect(unfit({ ...li, skills: ["teaching"] }, { ...errand, kind: "other" }, TEN)).toBeNull();
});

test("the nearest comes first, then the one with the least in hand, then the one who came first", () => {
  const township = { ...li, id: "a", place: "320583101" };
  const grid = { ...li, id: "b", place: "320583101201001", inHand: 2 };
  const village = { ...li, id: "c", inHand: 1 };
  const freeVillage = { ...li, id: "d" };
  const olderVillage = { ...li, id: "0" };
  expect(matching([township, grid, village, freeVillage, olderVillage], errand, TEN).map(({ id }) => id)).toEqual([
    "b",
    "0",
    "d",
    "c",
    "a",
  ]);
});

test("the hours of the day in Shanghai fall into three parts and a night", () => {
  expect([5, 6, 11, 12, 17, 18, 21, 22].map(slotAt)).toEqual([
    null,
    "morning",
    "morning",
    "afternoon",
    "afternoon",
    "evening",
    "evening",
    null,
  ]);
});

test("in whatever order they come, the same are proposed in the same order, and each of them fits", () => {
  const someone = fc.record({
    id: fc.uuid(),
    place: fc.constantFrom("320583101", "320583101201", "320583101201001", "320583102"),
    skills: fc.subarray([...SKILLS]),
    slots: fc.subarray([...SLOTS]),
    inHand: fc.nat(4),
  });
  fc.assert(
    fc.property(fc.uniqueArray(someone, { selector: ({ id }) => id, maxLength: 12 }), (volunteers) => {
      const proposed = matching(volunteers, errand, TEN);
      expect(matching([...volunteers].reverse(), errand, TEN)).toEqual(proposed);
      for (const one of proposed) expect(unfit(one, errand, TEN)).toBeNull();
    }),
  );
});
