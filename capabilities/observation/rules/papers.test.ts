import { expect, test } from "vitest";
import { instant, type PlainDay } from "#kernel/time.ts";
import { householdObserves, obstaclesOf } from "./conditions.ts";
import { noticeOf, releaseOf } from "./documents.ts";
import { DEFAULT_PROFILE } from "./profile.ts";

const facts = {
  basis: "list-red",
  dZero: "2020-02-01" as PlainDay,
  days: 14,
  dueAt: instant("2020-02-16T00:00:00+08:00"),
  isMinor: false,
} as const;

test("the notice says from when until when, the rights, and that doors are never sealed", () => {
  const { zh } = noticeOf(facts);
  const text = zh.lines.join("");
  expect(text).toContain("2020年2月1日");
  expect(text).toContain("2020年2月15日24时");
  expect(text).toContain("申诉");
  expect(text).toContain("门不会被封");
  expect(noticeOf({ ...facts, isMinor: true }).zh.lines.at(-1)).toContain("监护人");
});

test("the release notice names the last day and the day of release", () => {
  const { zh } = releaseOf({ ...facts, releasedAt: instant("2020-02-16T08:30:00+08:00"), isEarly: false });
  expect(zh.lines[0]).toBe("居家观察14天已满（至2020年2月15日24时），经医生签字，自2020年2月16日起解除。");
});

test("home only with a room and a bathroom, able to care for oneself, and nobody frail in the home", () => {
  const good = { hasOwnRoom: true, hasOwnBathroom: true, caresForSelf: true, livesWithFrail: false };
  expect(obstaclesOf(good)).toEqual([]);
  expect(obstaclesOf({ ...good, hasOwnBathroom: false, livesWithFrail: true })).toEqual([
    "no-own-bathroom",
    "lives-with-frail",
  ]);
  expect(householdObserves(good, DEFAULT_PROFILE)).toBe("nobody");
  expect(householdObserves({ ...good, hasOwnRoom: false }, DEFAULT_PROFILE)).toBe("sharing-a-room");
  // Changsha's variant (domain.md §6.5): the whole household.
  expect(householdObserves({ ...good, hasOwnRoom: false }, { household: "everybody" })).toBe("everybody");
});
