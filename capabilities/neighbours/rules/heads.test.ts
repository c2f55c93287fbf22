import { expect, test } from "vitest";
import { instant, isoInstant, type PlainDay } from "#kernel/time.ts";
import { isSilent, obstaclesOf, termFrom } from "./heads.ts";

const day = (text: string) => text as PlainDay;
const today = day("2020-02-10");
const good = { isAdult: true, livesHereSince: day("2019-08-11"), isFree: true, otherUnits: 0 };

test("a head is an adult, lives here for six months, is free, and holds two units at most", () => {
  // 183 days from 11 August 2019 to 10 February 2020.
  expect(obstaclesOf(good, today)).toEqual([]);
  expect(obstaclesOf({ ...good, livesHereSince: day("2019-08-12") }, today)).toEqual(["not-six-months"]);
  expect(obstaclesOf({ isAdult: false, livesHereSince: today, isFree: false, otherUnits: 2 }, today)).toEqual([
    "not-adult",
    "not-six-months",
    "not-free",
    "two-units",
  ]);
  expect(obstaclesOf({ ...good, otherUnits: 1 }, today)).toEqual([]);
});

test("a term is thirty days", () => {
  expect(isoInstant(termFrom(instant("2020-02-10T09:00:00+08:00")))).toBe("2020-03-11T01:00:00.000Z");
});

test("two whole days without a tap are a reason to call; a head of yesterday is none", () => {
  expect(isSilent(day("2020-02-07"), day("2020-02-01"), today)).toBe(true);
  expect(isSilent(day("2020-02-08"), day("2020-02-01"), today)).toBe(false);
  expect(isSilent(null, day("2020-02-09"), today)).toBe(false);
  expect(isSilent(null, day("2020-02-01"), today)).toBe(true);
});
