import fc from "fast-check";
import { expect, test } from "vitest";
import { instant } from "#kernel/time.ts";
import { centreAt, courtUntil, type DisputeFacts, type DisputeStep, levelDue, stepDispute } from "./steps.ts";

const NOW = instant("2020-02-10T01:00:00Z");
const found: DisputeFacts = { state: "FOUND", level: "grid", consentA: null, consentB: null, courtUntil: null };
const consented: DisputeFacts = { ...found, state: "CONSENTED", consentA: "signed", consentB: "told" };
const mediating: DisputeFacts = { ...consented, state: "MEDIATING" };
const agreed: DisputeFacts = { ...mediating, state: "AGREED", courtUntil: courtUntil(NOW) };

test("the grid has a day, the village three, the township seven, the county thirty", () => {
  expect(levelDue("grid", NOW)).toBe(instant("2020-02-11T01:00:00Z"));
  expect(levelDue("village", NOW)).toBe(instant("2020-02-13T01:00:00Z"));
  expect(levelDue("township", NOW)).toBe(instant("2020-02-17T01:00:00Z"));
  expect(levelDue("county", NOW)).toBe(instant("2020-03-11T01:00:00Z"));
  expect(courtUntil(NOW)).toBe(instant("2020-03-11T01:00:00Z"));
  expect(
    ["grid", "village", "township", "county"].map((level) => centreAt(level as "grid", "320583101201001")),
  ).toEqual(["320583101201001", "320583101201", "320583101", "320583"]);
});

test.each<[string, DisputeFacts, DisputeStep, string]>([
  ["one side's consent is not enough", found, { is: "consent", side: "a" }, "FOUND grid"],
  ["both sides' is", { ...found, consentA: "told" }, { is: "consent", side: "b" }, "CONSENTED grid"],
  ["the same side twice is one", { ...found, consentA: "told" }, { is: "consent", side: "a" }, "FOUND grid"],
  ["nothing is mediated without consent", found, { is: "mediate" }, "wrong-state"],
  ["mediation begins", consented, { is: "mediate" }, "MEDIATING grid"],
  ["it goes one level up", mediating, { is: "raise" }, "MEDIATING village"],
  ["nothing is above the county", { ...mediating, level: "county" }, { is: "raise" }, "no-level-above"],
  ["an oral agreement needs no signature", mediating, { is: "agree", form: "oral", signatures: 0 }, "AGREED grid"],
  ["a written one needs both", mediating, { is: "agree", form: "written", signatures: 1 }, "not-signed"],
  ["a written one has both", mediating, { is: "agree", form: "written", signatures: 2 }, "AGREED grid"],
  ["nothing is agreed before it was mediated", consented, { is: "agree", form: "oral", signatures: 0 }, "wrong-state"],
  ["it is performed without the court", agreed, { is: "perform" }, "PERFORMED grid"],
  ["the court confirms", agreed, { is: "confirm" }, "CONFIRMED grid"],
  ["either side may end it before it began", found, { is: "fail" }, "FAILED grid"],
  ["what is agreed and not kept has failed", agreed, { is: "fail" }, "FAILED grid"],
  ["what was performed has not failed", { ...agreed, state: "PERFORMED" }, { is: "fail" }, "wrong-state"],
])("%s", (_says, facts, step, outcome) => {
  const after = stepDispute(facts, step, NOW);
  expect("to" in after ? `${after.to} ${after.level}` : after.refused).toBe(outcome);
});

test("the court confirms within thirty days, and not a millisecond later", () => {
  const last = instant("2020-03-11T00:59:59.999Z");
  expect(stepDispute(agreed, { is: "confirm" }, last)).toMatchObject({ to: "CONFIRMED" });
  expect(stepDispute(agreed, { is: "confirm" }, instant("2020-03-11T01:00:00Z"))).toEqual({
    refused: "court-too-late",
  });
});

test("whatever is tried, nothing is agreed without both sides' consent, and the level never falls", () => {
  const step = fc.constantFrom<DisputeStep>(
    { is: "consent", side: "a" },
    { is: "consent", side: "b" },
    { is: "mediate" },
    { is: "raise" },
    { is: "agree", form: "oral", signatures: 0 },
    { is: "confirm" },
    { is: "perform" },
    { is: "fail" },
  );
  const levels = ["grid", "village", "township", "county"];
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      let facts = found;
      for (const one of steps) {
        const after = stepDispute(facts, one, NOW);
        if (!("to" in after)) continue;
        expect(levels.indexOf(after.level)).toBeGreaterThanOrEqual(levels.indexOf(facts.level));
        facts = {
          ...facts,
          state: after.to,
          level: after.level,
          consentA: one.is === "consent" && one.side === "a" ? "told" : facts.consentA,
          consentB: one.is === "consent" && one.side === "b" ? "told" : facts.consentB,
        };
        if (!["FOUND", "FAILED"].includes(facts.state)) {
          expect(facts.consentA).not.toBeNull();
          expect(facts.consentB).not.toBeNull();
        }
      }
    }),
  );
});
