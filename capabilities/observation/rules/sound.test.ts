import { expect, test } from "vitest";
import { DEFAULT_PROFILE, type Profile } from "./profile.ts";
import { changesOf, faultsOf } from "./sound.ts";

const variant = (over: Partial<Profile>): Profile => ({ ...DEFAULT_PROFILE, ...over });

test("the platform's own profile is sound", () => {
  expect(faultsOf(DEFAULT_PROFILE)).toEqual([]);
});

test("each fault is named", () => {
  expect(faultsOf(variant({ windows: { morning: [10, 7], evening: [16, 19] } }))).toEqual(["window-backwards"]);
  expect(faultsOf(variant({ windows: { morning: [7, 17], evening: [16, 19] } }))).toEqual(["windows-overlap"]);
  expect(faultsOf(variant({ mostDays: 13 }))).toEqual(["days-beyond-limit"]);
  expect(faultsOf(variant({ callHours: 4, visitHours: 2 }))).toEqual(["visit-before-call"]);
  expect(faultsOf(variant({ careDays: [3, 30] }))).toEqual(["care-day-beyond"]);
  expect(faultsOf(variant({ careDays: [3, 3] }))).toEqual(["care-days-twice"]);
});

test("a reader is shown what differs, by name, and nothing else", () => {
  expect(changesOf(DEFAULT_PROFILE, variant({ id: "3205@1" }))).toEqual([]);
  const after = variant({
    steps: { ...DEFAULT_PROFILE.steps, checks: { zh: "早晚两测", en: "Two checks a day" } },
    windows: { ...DEFAULT_PROFILE.windows, morning: [6, 9] },
    abnormalMinutes: 30,
  });
  expect(changesOf(DEFAULT_PROFILE, after)).toEqual(["steps.checks.zh", "windows.morning", "abnormalMinutes"]);
});
