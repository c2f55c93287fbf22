import { expect, test } from "vitest";
import { plainDay } from "#kernel/time.ts";
import { type CarryFacts, isMinorOn, mayCarry } from "./carrying.ts";

const day = (text: string) =>
  plainDay(text) ??
  (() => {
    throw new Error(text);
  })();
const TODAY = day("2020-02-10");
const may = (facts: Partial<CarryFacts>) =>
  mayCarry(
    { relation: "child", bornOn: day("2010-01-01"), others: 0, hasSelf: true, givesPhone: false, ...facts },
    TODAY,
  );

test.each<[string, Partial<CarryFacts>, string]>([
  ["oneself", { relation: "self", hasSelf: false }, "at-once"],
  ["oneself twice", { relation: "self" }, "self-already"],
  ["a child before oneself", { hasSelf: false }, "self-first"],
  ["a child", {}, "at-once"],
  ["a child of 17", { bornOn: day("2002-02-11") }, "at-once"],
  ["a child of 18", { bornOn: day("2002-02-10") }, "wrong-age"],
  ["a child whose document says no age", { bornOn: null }, "wrong-age"],
  ["an elder of 60", { relation: "elder", bornOn: day("1960-02-10") }, "at-once"],
  ["an elder of 59", { relation: "elder", bornOn: day("1960-02-11") }, "wrong-age"],
  ["an elder with a phone", { relation: "elder", bornOn: day("1950-01-01"), givesPhone: true }, "by-code"],
  ["a spouse with a phone", { relation: "spouse", bornOn: day("1980-01-01"), givesPhone: true }, "by-code"],
  ["a spouse without", { relation: "spouse", bornOn: day("1980-01-01") }, "phone-needed"],
  ["a grandchild", { relation: "other-family" }, "at-once"],
  ["a neighbour's elder without a phone", { relation: "ward", bornOn: day("1940-01-01") }, "once-seen"],
  ["a neighbour of 40 without a phone", { relation: "ward", bornOn: day("1980-01-01") }, "once-seen"],
  ["a seventh, a neighbour", { relation: "ward", bornOn: day("1940-01-01"), others: 6 }, "too-many-persons"],
  ["a neighbour with a phone", { relation: "ward", bornOn: day("1940-01-01"), givesPhone: true }, "by-code"],
  ["the sixth", { others: 5 }, "at-once"],
  ["the seventh", { others: 6 }, "too-many-persons"],
])("%s", (_who, facts, answer) => {
  expect(may(facts)).toBe(answer);
});

test("under 18 is a minor until the birthday", () => {
  expect(isMinorOn(day("2002-02-11"), TODAY)).toBe(true);
  expect(isMinorOn(day("2002-02-10"), TODAY)).toBe(false);
  expect(isMinorOn(null, TODAY)).toBeNull();
});
