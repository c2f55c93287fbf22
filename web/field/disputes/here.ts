/** Disputes as this phone knows them: the copies, what was written down here, and the steps on their way. */
import { useMemo } from "react";
import {
  agreeDispute,
  confirmDispute,
  consentDispute,
  disputeCopy,
  failDispute,
  findDispute,
  mediateDispute,
  performDispute,
  raiseDispute,
} from "#capabilities/disputes/contract.ts";
import type { DisputeStep } from "#capabilities/disputes/rules/steps.ts";
import { instant } from "#kernel/time.ts";
import { useCopies } from "../store/copies.ts";
import { type Given, useGiven } from "../store/give.ts";
import { inTurn } from "../store/steps.ts";
import { agreementTold, consentTold, type DisputeView, disputeWith, foundHere, type Told } from "./overlay.ts";

type Waiting = Pick<Given<unknown>, "order" | "refusal"> & { readonly told: Told };
type Of = { readonly disputeId: string };

function waiting<B extends Of>(
  given: readonly Given<B>[],
  tell: (
    body: B,
    madeAt: Told["madeAt"],
  ) => { readonly step: DisputeStep | null; readonly sets?: Partial<DisputeView> },
): Waiting[] {
  return given.map(({ order, refusal, madeAt, body }) => {
    const at = instant(madeAt);
    return { order, refusal, told: { disputeId: body.disputeId, madeAt: at, sets: {}, ...tell(body, at) } };
  });
}

/** Every step that was given here, in the order of making; refused ones move nothing. */
function useTold(): readonly Told[] {
  const consents = useGiven(consentDispute);
  const sittings = useGiven(mediateDispute);
  const raised = useGiven(raiseDispute);
  const agreed = useGiven(agreeDispute);
  const court = useGiven(confirmDispute);
  const performed = useGiven(performDispute);
  const failed = useGiven(failDispute);
  return useMemo(() => {
    const all = [
      ...waiting(consents, (body) => ({ step: { is: "consent", side: body.side }, sets: consentTold(body) })),
      ...waiting(sittings, () => ({ step: { is: "mediate" } })),
      ...waiting(raised, () => ({ step: { is: "raise" } })),
      ...waiting(agreed, (body, at) => ({
        step: { is: "agree", form: body.form, signatures: body.form === "written" ? 2 : 0 },
        sets: agreementTold(body, at),
      })),
      ...waiting(court, ({ what, on }) =>
        what === "applied"
          ? { step: null, sets: { courtAppliedOn: on } }
          : { step: { is: "confirm" }, sets: { courtConfirmedOn: on } },
      ),
      ...waiting(performed, () => ({ step: { is: "perform" } })),
      ...waiting(failed, ({ referredTo }) => ({ step: { is: "fail" }, sets: { referredTo } })),
    ];
    return inTurn(all).map(({ told }) => told);
  }, [consents, sittings, raised, agreed, court, performed, failed]);
}

/** By id; of those that were written down here and refused, none: they wait in "send". */
export function useDisputes(): ReadonlyMap<string, DisputeView> {
  const copies = useCopies(disputeCopy);
  const found = useGiven(findDispute);
  const told = useTold();
  return useMemo(() => {
    const all = new Map<string, DisputeView>(copies);
    for (const { id, madeAt, refusal, body } of found)
      if (refusal === null && !all.has(id)) all.set(id, foundHere(body, instant(madeAt)));
    for (const one of told) {
      const before = all.get(one.disputeId);
      if (before !== undefined) all.set(one.disputeId, disputeWith(before, one));
    }
    return all;
  }, [copies, found, told]);
}
