import { expect, test } from "vitest";
import { instant, later } from "#kernel/time.ts";
import { type AskFacts, mayAsk, needsIdentity } from "./one-time-code.ts";

const NOW = instant("2020-02-10T10:00:00+08:00");
const may = (facts: Partial<AskFacts>) =>
  mayAsk({ lastSentAt: null, inHour: 0, inDay: 0, fromAddress: 0, all: 0, ...facts }, NOW);

test.each<[string, Partial<AskFacts>, string]>([
  ["the first", {}, "send"],
  ["59 seconds after the last", { lastSentAt: later(NOW, -59_999), inHour: 1, inDay: 1 }, "quiet"],
  ["60 seconds after", { lastSentAt: later(NOW, -60_000), inHour: 1, inDay: 1 }, "send"],
  ["the fifth of an hour", { inHour: 4, inDay: 4 }, "send"],
  ["the sixth of an hour", { inHour: 5, inDay: 5 }, "too-many-codes"],
  ["the eleventh of a day", { inDay: 10 }, "too-many-codes"],
  ["the 201st from one address", { fromAddress: 200 }, "too-many-codes"],
  ["the 6,001st of a minute", { all: 6_000 }, "too-many-codes"],
])("%s", (_which, facts, answer) => {
  expect(may(facts)).toBe(answer);
});

test("a number is silent after 90 days, to the millisecond", () => {
  const signedIn = instant("2019-11-12T10:00:00+08:00");
  expect(needsIdentity(signedIn, NOW)).toBe(true);
  expect(needsIdentity(later(signedIn, 1), NOW)).toBe(false);
  expect(needsIdentity(null, NOW)).toBe(false);
});
