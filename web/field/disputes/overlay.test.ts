import { describe, expect, it } from "vitest";
import { instant } from "#kernel/time.ts";
import { agreementTold, consentTold, disputeWith, foundHere, type Told } from "./overlay.ts";

const NOON = instant("2020-02-10T12:00:00+08:00");
const disputeId = "0190b0a0-0000-7000-8000-000000000001";
const body = {
  place: "320583101201001",
  category: "rent",
  matter: "租客返乡两个月，要求减租",
  partyA: { name: "周房东" },
  partyB: { name: "郑租客", phone: "13800000001" },
} as const;
const told = (step: Told["step"], sets: Told["sets"] = {}): Told => ({ disputeId, madeAt: NOON, step, sets });
const once = (...steps: readonly Told[]) => steps.reduce(disputeWith, foundHere(body, NOON));
const a = told({ is: "consent", side: "a" }, consentTold({ disputeId, side: "a", signature: "M0 0L9 9" }));
const b = told({ is: "consent", side: "b" }, consentTold({ disputeId, side: "b" }));

describe("a dispute at a door without a network", () => {
  it("takes one side's consent and then the other's", () => {
    expect(once()).toMatchObject({
      state: "FOUND",
      dueAt: "2020-02-11T04:00:00.000Z",
      partyB: { phone: "13800000001" },
    });
    expect(once(a)).toMatchObject({ state: "FOUND", consentA: "signed", signatureA: "M0 0L9 9", consentB: null });
    expect(once(a, b)).toMatchObject({ state: "CONSENTED", consentA: "signed", consentB: "told" });
  });

  it("is mediated, agreed and performed in one visit, with the court's thirty days from the agreement", () => {
    const agreed = told(
      { is: "agree", form: "oral", signatures: 0 },
      agreementTold({ disputeId, form: "oral", terms: "减一个半月" }, NOON),
    );
    const applied = told(null, { courtAppliedOn: "2020-02-10" });
    const sat = told({ is: "mediate" });
    expect(once(a, b, sat, agreed, applied)).toMatchObject({
      state: "AGREED",
      terms: "减一个半月",
      courtUntil: "2020-03-11T04:00:00.000Z",
      courtAppliedOn: "2020-02-10",
    });
    expect(once(a, b, sat, agreed, told({ is: "perform" }))).toMatchObject({
      state: "PERFORMED",
      endedAt: "2020-02-10T04:00:00.000Z",
    });
    expect(once(a, b, told({ is: "raise" }))).toMatchObject({ level: "village", dueAt: "2020-02-13T04:00:00.000Z" });
  });

  it("stays as it was when a step is not possible, or is in the copy already", () => {
    expect(once(a, told({ is: "mediate" })).state).toBe("FOUND");
    expect(once(a, b, b)).toEqual(once(a, b));
    expect(once(told(null, { courtAppliedOn: "2020-02-10" })).courtAppliedOn).toBeNull();
  });
});
