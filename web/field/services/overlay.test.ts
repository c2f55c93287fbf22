import { describe, expect, it } from "vitest";
import { instant } from "#kernel/time.ts";
import { askedHere, serviceWith, type Told } from "./overlay.ts";

const NOON = instant("2020-02-10T12:00:00+08:00");
const requestId = "0190b0a0-0000-7000-8000-000000000002";
const body = {
  place: "320583101201001",
  kind: "medicine",
  errand: { words: "降压药", door: "6幢301" },
  mayVolunteer: true,
} as const;
const told = (step: Told["step"], how?: Told["how"]): Told => ({
  ...{ requestId, madeAt: NOON, step },
  ...(how === undefined ? {} : { how }),
});
const once = (...steps: readonly Told[]) =>
  steps.reduce((one, step) => serviceWith(one, step, "周静"), askedHere(body, NOON));

describe("a request for help without a network", () => {
  it("is written down, taken and delivered by the same hands; medicine is due within two hours", () => {
    expect(once()).toMatchObject({ state: "REQUESTED", dueAt: "2020-02-10T06:00:00.000Z", words: "降压药" });
    expect(once(told("take"))).toMatchObject({ state: "TAKEN", isTakenByMe: true, takenBy: { name: "周静" } });
    expect(once(told("take"), told("deliver"))).toMatchObject({ state: "DELIVERED", confirmedAt: null });
    expect(once(told("take"), told("deliver", "signed"))).toMatchObject({
      state: "CONFIRMED",
      confirmedHow: "signed",
      confirmedAt: "2020-02-10T04:00:00.000Z",
    });
  });

  it("is open again once given back, and stays as it was when a step is not possible", () => {
    expect(once(told("take"), told("hand-back"))).toMatchObject({ state: "REQUESTED", isTakenByMe: false });
    expect(once(told("deliver")).state).toBe("REQUESTED");
    // Nobody vouches for his own errand.
    expect(once(told("take"), told("deliver"), told("confirm", "called")).state).toBe("DELIVERED");
    expect(once(told({ volunteerId: requestId })).askedVolunteer).toBe(requestId);
  });

  it("waits for relief supplies that are not allotted yet", () => {
    const asked = askedHere({ ...body, goods: [{ item: "rice", quantity: 2 }] }, NOON);
    const taken = serviceWith(asked, told("take"), null);
    expect(serviceWith(taken, told("deliver"), null).state).toBe("TAKEN");
  });
});
