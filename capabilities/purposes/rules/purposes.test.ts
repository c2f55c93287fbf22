import fc from "fast-check";
import { expect, test } from "vitest";
import { instant, instantOf } from "#kernel/time.ts";
import { inForceFrom, type PurposeDecision, purposeState } from "./purposes.ts";

const at = (hour: string) => instant(`2020-03-01T${hour}:00+08:00`);
const sign = (seat: PurposeDecision["seat"], hour: string): PurposeDecision => ({
  seat,
  decision: "sign",
  at: at(hour),
});
const object = (seat: PurposeDecision["seat"], hour: string): PurposeDecision => ({
  seat,
  decision: "object",
  at: at(hour),
});

test.each([
  ["nobody signed", [], null],
  ["health alone", [sign("health", "10:00")], null],
  ["the chair alone", [sign("chair", "10:00")], null],
  ["both: after a day of notice", [sign("health", "10:00"), sign("chair", "11:00")], "2020-03-02T09:00:00+08:00"],
  ["the auditor objects", [sign("health", "10:00"), sign("chair", "11:00"), object("auditor", "12:00")], null],
  [
    "and takes it back",
    [sign("health", "10:00"), sign("chair", "11:00"), object("auditor", "12:00"), sign("auditor", "13:00")],
    "2020-03-02T09:00:00+08:00",
  ],
  ["health changes its mind", [sign("health", "10:00"), sign("chair", "11:00"), object("health", "12:00")], null],
  ["an auditor's signature replaces nobody's", [sign("auditor", "10:00"), sign("chair", "11:00")], null],
])("proposed at 09:00, %s", (_, decisions, from) => {
  expect(inForceFrom(at("09:00"), decisions)).toBe(from === null ? null : instant(from));
});

test("signed after the notice period, it is in force from the last signature", () => {
  const late = instant("2020-03-05T09:00:00+08:00");
  const decisions: PurposeDecision[] = [sign("health", "10:00"), { seat: "chair", decision: "sign", at: late }];
  expect(inForceFrom(at("09:00"), decisions)).toBe(late);
});

test("never in force within a day of its proposal, nor after an end, whatever is decided in whatever order", () => {
  const decision = fc.record({
    seat: fc.constantFrom("health", "chair", "auditor"),
    decision: fc.constantFrom("sign", "object"),
    at: fc.integer({ min: 0, max: 1e9 }).map(instantOf),
  }) as fc.Arbitrary<PurposeDecision>;
  fc.assert(
    fc.property(fc.array(decision), fc.integer({ min: 0, max: 1e9 }), (decisions, proposedAt) => {
      const from = inForceFrom(instantOf(proposedAt), decisions);
      if (from === null) return;
      expect(from - proposedAt).toBeGreaterThanOrEqual(24 * 3600 * 1000);
      expect(decisions.some((one) => one.seat === "health" && one.decision === "sign")).toBe(true);
      expect(decisions.some((one) => one.seat === "chair" && one.decision === "sign")).toBe(true);
    }),
  );
});

test.each([
  [null, null, null, "proposed"],
  ["11:00", null, null, "announced"],
  ["10:00", null, null, "in-force"],
  ["09:00", "10:00", null, "ended"],
  ["09:00", "11:00", null, "in-force"],
  ["09:00", null, "09:30", "ended"],
  [null, null, "09:30", "ended"],
] as const)("in force from %s, ended %s, event ended %s: %s", (from, ended, eventEnded, state) => {
  const moment = (hour: string | null) => (hour === null ? null : at(hour));
  const facts = {
    proposedAt: at("08:00"),
    inForceFrom: moment(from),
    endedAt: moment(ended),
    eventEndedAt: moment(eventEnded),
  };
  expect(purposeState(facts, at("10:00"))).toBe(state);
});
