import fc from "fast-check";
import { expect, test } from "vitest";
import { instant } from "#kernel/time.ts";
import { RULE_IDS } from "./rules.ts";
import { isMostlyWrong, opensCase, scoreOf, strengthOf, type Weighted } from "./score.ts";
import { clockOf, mayDecide, mayFollow } from "./states.ts";

const one = (rule: Weighted["rule"], source: string, strength: number): Weighted => ({ rule, source, strength });

test.each<[string, Weighted[], number, boolean]>([
  ["nothing", [], 0, false],
  ["F1 alone", [one("F1", "a", 1)], 1, true],
  ["a weak F2 alone", [one("F2", "a", 0.2)], 0.2, true],
  ["F4 at full weight", [one("F4", "a", 0.6)], 0.6, true],
  ["F6 alone", [one("F6", "a", 0.5)], 0.5, false],
  ["F6 and F7 of two sources", [one("F6", "a", 0.5), one("F7", "b", 0.5)], 0.75, true],
  ["F6 and F7 of one source", [one("F6", "a", 0.5), one("F7", "a", 0.5)], 0.5, false],
  ["F8 and F12", [one("F8", "a", 0.4), one("F12", "b", 0.3)], 0.58, false],
])("%s", (_, findings, score, opens) => {
  expect(scoreOf(findings)).toBeCloseTo(score, 6);
  expect(opensCase(findings)).toBe(opens);
});

const finding = fc.record({
  rule: fc.constantFrom(...RULE_IDS),
  source: fc.constantFrom("a", "b", "c", "d"),
  strength: fc.double({ min: 0, max: 1, noNaN: true }),
});

test("adding a finding never lowers the score, nor closes a case; order does not matter", () => {
  fc.assert(
    fc.property(fc.array(finding), finding, (findings, more) => {
      expect(scoreOf([...findings, more])).toBeGreaterThanOrEqual(scoreOf(findings) - 1e-12);
      if (opensCase(findings)) expect(opensCase([...findings, more])).toBe(true);
      expect(scoreOf(findings.toReversed())).toBeCloseTo(scoreOf(findings), 9);
    }),
  );
});

test("a lower quality never raises a strength", () => {
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(unit, unit, unit, (weight, a, b) => {
      expect(strengthOf(weight, Math.min(a, b))).toBeLessThanOrEqual(strengthOf(weight, Math.max(a, b)));
    }),
  );
});

test.each([
  [49, 0, false],
  [50, 14, true],
  [50, 15, false],
  [200, 59, true],
  [200, 60, false],
])("right in %i closed cases, %i times: mostly wrong is %s", (closed, confirmed, wrong) => {
  expect(isMostlyWrong(closed, confirmed)).toBe(wrong);
});

test("the clocks are 2, 12, 24 and 48 hours from the opening", () => {
  const opened = instant("2020-02-22T09:00:00+08:00");
  expect(clockOf("SUSPECTED", opened)).toEqual({
    waitsFor: "triage",
    dueAt: instant("2020-02-22T11:00:00+08:00"),
    closesAt: instant("2020-02-24T09:00:00+08:00"),
  });
  expect(clockOf("TRIAGED", opened).dueAt).toBe(instant("2020-02-22T21:00:00+08:00"));
  expect(clockOf("FIELD_VERIFIED", opened).dueAt).toBe(instant("2020-02-23T09:00:00+08:00"));
  expect(clockOf("DECIDED", opened).dueAt).toBe(null);
});

test("nobody is found to have concealed before somebody was at the door; a decision stands", () => {
  expect(mayDecide("SUSPECTED", "INTENTIONAL")).toBe("not-verified");
  expect(mayDecide("TRIAGED", "INTENTIONAL")).toBe("not-verified");
  expect(mayDecide("FIELD_VERIFIED", "INTENTIONAL")).toBe("ok");
  expect(mayDecide("SUSPECTED", "DATA_ERROR")).toBe("ok");
  expect(mayDecide("DECIDED", "MISTAKE")).toBe("ended");
  expect(mayFollow("DECIDED", "TRIAGED")).toBe(false);
  expect(mayFollow("SUSPECTED", "TRIAGED")).toBe(true);
});
