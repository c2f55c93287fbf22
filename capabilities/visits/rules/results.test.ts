import fc from "fast-check";
import { expect, test } from "vitest";
import { VISIT_RESULTS } from "#capabilities/rollups/rules/results.ts";
import { isAlarming } from "./answers.ts";
import { decideNext, RESULT_RULES, type ResultFacts } from "./results.ts";

const facts = (given: Partial<ResultFacts>): ResultFacts => ({
  result: "HOME_IN_PLACE",
  tier: "red",
  triesBefore: 0,
  toPlace: null,
  hops: 0,
  ...given,
});

test.each([
  ["HOME_IN_PLACE", "done"],
  ["CENTRAL", "done"],
  ["HOSPITAL", "done"],
  ["COMPLETED_14D", "done"],
  ["NOT_RETURNED", "try-again"],
  ["LEFT", "desk"],
  ["WRONG_NUMBER", "unlocated"],
  ["NO_ANSWER", "try-again"],
  ["REFUSED", "desk"],
  ["NOT_AT_ADDRESS", "unlocated"],
  ["MOVED", "unlocated"],
  ["DUPLICATE", "closed"],
  ["DECEASED", "closed"],
  ["NOT_THE_PERSON", "closed"],
  ["ALREADY_MANAGED", "closed"],
] as const)("%s leads to %s", (result, step) => {
  expect(decideNext(facts({ result })).step).toBe(step);
});

test("the next try is due in 2 h for red, 6 h for yellow, 12 h for blue; who has not come back is asked in 24 h", () => {
  const hours = (given: Partial<ResultFacts>) => (decideNext(facts(given)).againAfter ?? 0) / 3_600_000;
  expect(hours({ result: "NO_ANSWER", tier: "red" })).toBe(2);
  expect(hours({ result: "NO_ANSWER", tier: "yellow" })).toBe(6);
  expect(hours({ result: "NO_ANSWER", tier: "blue" })).toBe(12);
  expect(hours({ result: "NOT_RETURNED", tier: "red" })).toBe(24);
});

test("the third try without an answer goes to the desk, the second does not", () => {
  expect(decideNext(facts({ result: "NO_ANSWER", triesBefore: 1 })).step).toBe("try-again");
  expect(decideNext(facts({ result: "NO_ANSWER", triesBefore: 2 }))).toEqual({ step: "desk", againAfter: null });
});

test("who moved or left to a place of ours is offered there; after two hops the county decides", () => {
  for (const result of ["MOVED", "LEFT"] as const) {
    expect(decideNext(facts({ result, toPlace: "320581", hops: 1 })).step).toBe("transfer");
    expect(decideNext(facts({ result, toPlace: "320581", hops: 2 })).step).toBe("desk");
  }
  expect(decideNext(facts({ result: "HOME_IN_PLACE", toPlace: "320581" })).step).toBe("done");
});

test("only someone met where the report says verifies a place, and only wrong names and numbers blame the source", () => {
  const where = (has: (result: (typeof VISIT_RESULTS)[number]) => boolean) => VISIT_RESULTS.filter(has);
  expect(where((result) => RESULT_RULES[result].verifiesPlace)).toEqual(["HOME_IN_PLACE", "COMPLETED_14D", "REFUSED"]);
  expect(where((result) => RESULT_RULES[result].blamesSource === true)).toEqual(["WRONG_NUMBER", "NOT_THE_PERSON"]);
});

test("a time for the next try is given exactly when there is a next try", () => {
  const any = fc.record({
    result: fc.constantFrom(...VISIT_RESULTS),
    tier: fc.constantFrom("red", "yellow", "blue"),
    triesBefore: fc.nat({ max: 9 }),
    toPlace: fc.constantFrom(null, "320581"),
    hops: fc.nat({ max: 5 }),
  } as const);
  fc.assert(
    fc.property(any, (given) => {
      const { step, againAfter } = decideNext(given as ResultFacts);
      return (step === "try-again") === (againAfter !== null);
    }),
  );
});

test("37.3 °C or any symptom calls the centre; 37.2 and none do not", () => {
  expect(isAlarming(373, [])).toBe(true);
  expect(isAlarming(372, [])).toBe(false);
  expect(isAlarming(null, ["cough"])).toBe(true);
  expect(isAlarming(null, [])).toBe(false);
});
