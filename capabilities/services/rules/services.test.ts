import fc from "fast-check";
import { expect, test } from "vitest";
import { instant } from "#kernel/time.ts";
import { SERVICE_KINDS, serviceClimbs, serviceDue } from "./kinds.ts";
import {
  CONFIRMATIONS,
  type Confirmation,
  SERVICE_STEPS,
  type ServiceFacts,
  type ServiceState,
  type ServiceStep,
  type Stepper,
  stepService,
} from "./states.ts";

const NINE = instant("2020-02-10T01:00:00Z");

test("medicine is due within two hours, everything else within four", () => {
  expect(serviceDue("medicine", NINE)).toBe(instant("2020-02-10T03:00:00Z"));
  for (const kind of SERVICE_KINDS.filter((one) => one !== "medicine"))
    expect(serviceDue(kind, NINE)).toBe(instant("2020-02-10T05:00:00Z"));
  expect(serviceClimbs("medicine")).toBe(3_600_000);
  expect(serviceClimbs("groceries")).toBe(7_200_000);
});

const WU = { is: "post", id: "wu" } as const;
const LI = { is: "post", id: "li" } as const;
const VOLUNTEER = { is: "volunteer", id: "v" } as const;
const ASKER = { is: "asker" } as const;
const asked: ServiceFacts = {
  state: "REQUESTED",
  takenByPost: null,
  takenByVolunteer: null,
  mayVolunteer: true,
  askedByPost: null,
  isWaitingForGoods: false,
};
const takenByWu: ServiceFacts = { ...asked, state: "TAKEN", takenByPost: "wu" };
const doneByWu: ServiceFacts = { ...takenByWu, state: "DELIVERED" };
const doneByVolunteer: ServiceFacts = { ...asked, state: "DELIVERED", takenByVolunteer: "v" };

test.each<[string, ServiceFacts, ServiceStep, Stepper, Confirmation | null, string]>([
  ["a post takes it", asked, "take", WU, null, "TAKEN"],
  ["a volunteer takes it", asked, "take", VOLUNTEER, null, "TAKEN"],
  [
    "a volunteer does not take what is not for volunteers",
    { ...asked, mayVolunteer: false },
    "take",
    VOLUNTEER,
    null,
    "not-for-volunteers",
  ],
  ["nobody takes what is taken", takenByWu, "take", LI, null, "wrong-state"],
  ["who took it delivers it", takenByWu, "deliver", WU, null, "DELIVERED"],
  ["nobody else delivers it", takenByWu, "deliver", LI, null, "not-yours"],
  [
    "nothing is delivered that was not allotted",
    { ...takenByWu, isWaitingForGoods: true },
    "deliver",
    WU,
    null,
    "not-allotted",
  ],
  ["who took it hands it back", takenByWu, "hand-back", WU, null, "REQUESTED"],
  ["the asker confirms in the app", doneByWu, "confirm", ASKER, "app", "CONFIRMED"],
  ["the doer does not confirm in the app", doneByWu, "confirm", WU, "app", "asker-only"],
  ["the doer brings the asker's signature", doneByWu, "confirm", WU, "signed", "CONFIRMED"],
  ["a volunteer brings the asker's signature", doneByVolunteer, "confirm", VOLUNTEER, "signed", "CONFIRMED"],
  ["the doer does not call to ask whether he did it", doneByWu, "confirm", WU, "called", "same-person"],
  ["another post calls", doneByWu, "confirm", LI, "called", "CONFIRMED"],
  ["nothing is confirmed before it was delivered", takenByWu, "confirm", ASKER, "app", "wrong-state"],
  ["nothing is confirmed without saying how", doneByWu, "confirm", ASKER, null, "asker-only"],
  ["the asker says that it was not done", doneByWu, "reopen", ASKER, null, "REQUESTED"],
  ["the doer does not reopen", doneByWu, "reopen", WU, null, "asker-only"],
  ["the asker no longer needs it", takenByWu, "withdraw", ASKER, null, "WITHDRAWN"],
  ["what was delivered is not withdrawn", doneByWu, "withdraw", ASKER, null, "wrong-state"],
  ["a volunteer withdraws nothing", asked, "withdraw", VOLUNTEER, null, "asker-only"],
])("%s", (_says, facts, step, who, how, outcome) => {
  const after = stepService(facts, step, who, how);
  expect("to" in after ? after.to : after.refused).toBe(outcome);
});

test("whatever steps are tried, nothing is confirmed that was not delivered, and an end stays an end", () => {
  const someone = fc.constantFrom<Stepper>(WU, LI, VOLUNTEER, ASKER);
  const tried = fc.record({
    step: fc.constantFrom(...SERVICE_STEPS),
    who: someone,
    how: fc.constantFrom<Confirmation | null>(...CONFIRMATIONS, null),
  });
  fc.assert(
    fc.property(fc.array(tried, { maxLength: 30 }), (steps) => {
      let facts = asked;
      const seen: ServiceState[] = [facts.state];
      for (const { step, who, how } of steps) {
        const after = stepService(facts, step, who, how);
        if (!("to" in after)) continue;
        const isEnded = facts.state === "CONFIRMED" || facts.state === "WITHDRAWN";
        expect(isEnded).toBe(false);
        if (after.to === "CONFIRMED") expect(seen.at(-1)).toBe("DELIVERED");
        facts = {
          ...facts,
          state: after.to,
          takenByPost:
            after.to === "TAKEN"
              ? who.is === "post"
                ? who.id
                : null
              : after.to === "REQUESTED"
                ? null
                : facts.takenByPost,
          takenByVolunteer:
            after.to === "TAKEN"
              ? who.is === "volunteer"
                ? who.id
                : null
              : after.to === "REQUESTED"
                ? null
                : facts.takenByVolunteer,
        };
        seen.push(facts.state);
      }
    }),
  );
});
