import fc from "fast-check";
import { expect, test } from "vitest";
import type { PlainDay } from "#kernel/time.ts";
import { mayPublish, type PublishFacts, seatOf, standingOf, waitsFor } from "./may-publish.ts";

const day = (text: string) => text as PlainDay;
const ALL = { police: "sign", telecom: "sign", health: "sign", chair: "sign" } as const;
const READY: PublishFacts = {
  state: "draft",
  day: day("2020-02-10"),
  standing: ALL,
  hasNewerVersion: false,
  latestPublishedDay: day("2020-02-09"),
};

test.each<[string, Partial<PublishFacts>, string]>([
  ["all four signed", {}, "ok"],
  ["the first list ever", { latestPublishedDay: null }, "ok"],
  ["a correction of today's published list", { latestPublishedDay: day("2020-02-10") }, "ok"],
  ["nobody signed", { standing: {} }, "signature-missing"],
  ["police missing", { standing: { telecom: "sign", health: "sign", chair: "sign" } }, "signature-missing"],
  ["telecom missing", { standing: { police: "sign", health: "sign", chair: "sign" } }, "signature-missing"],
  ["health missing", { standing: { police: "sign", telecom: "sign", chair: "sign" } }, "signature-missing"],
  ["chair missing", { standing: { police: "sign", telecom: "sign", health: "sign" } }, "signature-missing"],
  ["health objects", { standing: { ...ALL, health: "object" } }, "objection-stands"],
  ["the chair objects", { standing: { ...ALL, chair: "object" } }, "objection-stands"],
  ["an objection before a missing one", { standing: { police: "object" } }, "objection-stands"],
  ["a later day's list is out", { latestPublishedDay: day("2020-02-11") }, "later-list-published"],
  ["a later list before an objection", { latestPublishedDay: day("2020-02-11"), standing: {} }, "later-list-published"],
  ["a newer version exists", { hasNewerVersion: true }, "superseded"],
  ["it was superseded", { state: "superseded" }, "superseded"],
  ["superseded before a later list", { state: "superseded", latestPublishedDay: day("2020-02-11") }, "superseded"],
  ["it is published", { state: "published" }, "already-published"],
  ["published before anything else", { state: "published", hasNewerVersion: true, standing: {} }, "already-published"],
])("%s: %j gives %s", (_what, change, answer) => {
  expect(mayPublish({ ...READY, ...change })).toBe(answer);
});

test.each([
  ["police", "police"],
  ["telecom", "telecom"],
  ["health", "health"],
  ["centre", "chair"],
  [null, null],
] as const)("a signatory of %s holds the seat %s", (department, seat) => {
  expect(seatOf(department)).toBe(seat);
});

const seat = fc.constantFrom("police" as const, "telecom" as const, "health" as const, "chair" as const);
const decision = fc.record({
  id: fc.uuid(),
  seat,
  decision: fc.constantFrom("sign" as const, "object" as const),
  at: fc.integer({ min: 0, max: 20 }),
});

test("without four standing signatures nothing is ever published", () => {
  fc.assert(
    fc.property(fc.array(decision, { maxLength: 12 }), (decisions) => {
      const { standing } = standingOf(decisions);
      const answer = mayPublish({ ...READY, standing });
      expect(answer === "ok").toBe(waitsFor(standing).length === 0);
      if (answer === "ok")
        for (const name of ["police", "telecom", "health", "chair"] as const)
          expect(decisions.some((one) => one.seat === name && one.decision === "sign")).toBe(true);
    }),
  );
});

test("the latest decision of a seat stands, whatever the order in which they are read", () => {
  const unique = fc.uniqueArray(decision, { selector: (one) => one.id, maxLength: 10 });
  fc.assert(
    fc.property(unique, (decisions) => {
      const { standing, ids } = standingOf(decisions);
      expect(standingOf(decisions.toReversed())).toEqual({ standing, ids });
      for (const one of decisions)
        if (decisions.every((other) => other.seat !== one.seat || other.at < one.at || other.id === one.id))
          expect(standing[one.seat]).toBe(one.decision);
    }),
  );
});

test("of two decisions of one seat at the same instant the later made one stands: ids grow with time", () => {
  const { standing, ids } = standingOf([
    { id: "2", seat: "health", decision: "object", at: 5 },
    { id: "1", seat: "health", decision: "sign", at: 5 },
  ]);
  expect(standing).toEqual({ health: "object" });
  expect([...ids]).toEqual(["2"]);
});
