/** Requests as this phone knows them: the copies, what was written down here, and the steps on their way. */
import { useMemo } from "react";
import {
  askService,
  askVolunteer,
  confirmService,
  deliverService,
  handBackService,
  reopenService,
  serviceCopy,
  takeService,
  withdrawService,
} from "#capabilities/services/contract.ts";
import { instant } from "#kernel/time.ts";
import { useCopies } from "../store/copies.ts";
import { type Given, useGiven } from "../store/give.ts";
import { useLocal } from "../store/local.ts";
import { inTurn } from "../store/steps.ts";
import { askedHere, type ServiceView, serviceWith, type Told } from "./overlay.ts";

const waiting = <B extends { readonly requestId: string }>(
  given: readonly Given<B>[],
  tell: (body: B) => Pick<Told, "step" | "how">,
) =>
  given.map(({ order, refusal, madeAt, body }) => ({
    order,
    refusal,
    told: { requestId: body.requestId, madeAt: instant(madeAt), ...tell(body) } satisfies Told,
  }));

/** Every step that was given here, in the order of making; refused ones move nothing. */
function useTold(): readonly Told[] {
  const taken = useGiven(takeService);
  const back = useGiven(handBackService);
  const delivered = useGiven(deliverService);
  const confirmed = useGiven(confirmService);
  const reopened = useGiven(reopenService);
  const withdrawn = useGiven(withdrawService);
  const asked = useGiven(askVolunteer);
  return useMemo(() => {
    const all = [
      ...waiting(taken, () => ({ step: "take" })),
      ...waiting(back, () => ({ step: "hand-back" })),
      ...waiting(delivered, ({ signature }) =>
        signature === undefined ? { step: "deliver" } : { step: "deliver", how: "signed" },
      ),
      ...waiting(confirmed, ({ how }) => ({ step: "confirm", how })),
      ...waiting(reopened, () => ({ step: "reopen" })),
      ...waiting(withdrawn, () => ({ step: "withdraw" })),
      ...waiting(asked, ({ volunteerId }) => ({ step: { volunteerId } })),
    ];
    return inTurn(all).map(({ told }) => told);
  }, [taken, back, delivered, confirmed, reopened, withdrawn, asked]);
}

/** By id; of those that were written down here and refused, none: they wait in "send". */
export function useServices(): ReadonlyMap<string, ServiceView> {
  const copies = useCopies(serviceCopy);
  const asked = useGiven(askService);
  const told = useTold();
  const myName = useLocal(({ kept }) => kept.me?.value.displayName ?? null);
  return useMemo(() => {
    const all = new Map<string, ServiceView>(copies);
    for (const { id, madeAt, refusal, body } of asked)
      if (refusal === null && !all.has(id)) all.set(id, askedHere(body, instant(madeAt)));
    for (const one of told) {
      const before = all.get(one.requestId);
      if (before !== undefined) all.set(one.requestId, serviceWith(before, one, myName));
    }
    return all;
  }, [copies, asked, told, myName]);
}
