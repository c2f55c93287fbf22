import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readRuleSet, ruleSetJsonSchema } from "./contract.ts";

const read = () => JSON.parse(readFileSync(join(import.meta.dirname, "rules/js-2020-02.json"), "utf8"));

/** Paths of the faults of the default rule set after a change. */
function faultsAfter(change: (set: ReturnType<typeof read>) => void): string[] {
  const set = read();
  change(set);
  const result = readRuleSet(set);
  return result.ok ? [] : result.faults.map((fault) => fault.path);
}

describe("a rule-set document", () => {
  it("that ships is good and names the eight rules with their first-contact hours", () => {
    const result = readRuleSet(read());
    expect(
      result.ok && result.ruleSet.rules.map((rule) => `${rule.id} ${rule.tier} ${rule.firstContactHours}`),
    ).toEqual([
      "case red 1",
      "contact red 2",
      "high-area red 4",
      "co-traveller yellow 12",
      "household yellow 12",
      "fever-clinic yellow 12",
      "medium-area yellow 12",
      "from-outside blue 24",
    ]);
  });

  it.each([
    [
      "an unknown tier",
      (set: ReturnType<typeof read>) => {
        set.rules[2].tier = "green";
      },
      "$.rules[2].tier",
    ],
    [
      "evidence of class E8",
      (set: ReturnType<typeof read>) => {
        set.rules[0].evidence.push("E8");
      },
      "$.rules[0].evidence[1]",
    ],
    [
      "an identity prefix as an input",
      (set: ReturnType<typeof read>) => {
        set.rules[7].parameters.idPrefix = "42";
      },
      "$.rules[7].parameters.idPrefix",
    ],
    [
      "a plate province as an input",
      (set: ReturnType<typeof read>) => {
        set.rules[3].parameters.plateProvince = "鄂";
      },
      "$.rules[3].parameters.plateProvince",
    ],
    [
      "an unknown kind",
      (set: ReturnType<typeof read>) => {
        set.rules[1].kind = "name";
      },
      "$.rules[1].kind",
    ],
    [
      "a rule twice",
      (set: ReturnType<typeof read>) => {
        set.rules[1].id = "case";
      },
      "$.rules[1].id",
    ],
    [
      "a household of no case rule",
      (set: ReturnType<typeof read>) => {
        set.rules[4].parameters.ofRules = ["high-area"];
      },
      "$.rules[4].parameters.ofRules[0]",
    ],
    [
      "no window",
      (set: ReturnType<typeof read>) => {
        delete set.windowDays;
      },
      "$.windowDays",
    ],
    [
      "a reason in one language",
      (set: ReturnType<typeof read>) => {
        delete set.rules[5].reason.en;
      },
      "$.rules[5].reason.en",
    ],
  ])("with %s is refused with the path of the fault", (_, change, path) => {
    expect(faultsAfter(change)).toContain(path);
  });

  it("has a JSON schema", () => {
    expect(ruleSetJsonSchema()).toMatchObject({
      type: "object",
      additionalProperties: false,
      required: expect.arrayContaining(["id", "rules", "windowDays"]),
    });
  });
});
