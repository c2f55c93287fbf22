/** A request as this phone knows it, with the steps that are still on their way laid over it, by the server's own rules. Pure. */
import type { z } from "zod";
import type * as contract from "#capabilities/services/contract.ts";
import { serviceDue } from "#capabilities/services/rules/kinds.ts";
import { type Confirmation, type ServiceStep, stepService } from "#capabilities/services/rules/states.ts";
import { type Instant, isoInstant } from "#kernel/time.ts";

export type ServiceView = z.output<typeof contract.ServiceRequest>;
export type Told = {
  readonly requestId: string;
  readonly madeAt: Instant;
  /** A volunteer asked moves nothing. */
  readonly step: ServiceStep | { readonly volunteerId: string };
  /** Of a confirmation, and of a delivery that was signed for. */
  readonly how?: Confirmation;
};

/** One that was written down here. */
export const askedHere = (body: z.input<typeof contract.askService.body>, madeAt: Instant): ServiceView => ({
  county: body.place.slice(0, 6),
  place: body.place,
  kind: body.kind,
  state: "REQUESTED",
  source: "worker",
  isContactless: body.isContactless ?? false,
  mayVolunteer: body.mayVolunteer,
  askedAt: isoInstant(madeAt),
  dueAt: isoInstant(serviceDue(body.kind, madeAt)),
  householdKey: body.householdKey ?? null,
  isMine: true,
  isTakenByMe: false,
  takenBy: null,
  askedVolunteer: null,
  takenAt: null,
  deliveredAt: null,
  confirmedAt: null,
  confirmedHow: null,
  reopened: 0,
  escalatedTo: null,
  words: body.errand.words,
  contact: { name: body.errand.name ?? null, door: body.errand.door, phone: body.errand.phone ?? null },
  ...(body.goods === undefined
    ? {}
    : {
        goods: body.goods.map(({ item, quantity }) => ({
          ...{ item, asked: quantity, allotted: null, fromPlace: null, returned: null },
        })),
      }),
});

/** Whoever holds this phone, and anybody else: all that the rules need to tell apart. */
const [ME, OTHER] = ["me", "other"];

const factsOf = (one: ServiceView) => ({
  state: one.state,
  takenByPost: one.isTakenByMe ? ME : one.takenBy?.is === "post" ? OTHER : null,
  takenByVolunteer: one.takenBy?.is === "volunteer" ? OTHER : null,
  mayVolunteer: one.mayVolunteer,
  askedByPost: null,
  isWaitingForGoods: one.goods?.some(({ allotted }) => allotted === null) ?? false,
});

/** The request after one step; as it was when the step is not possible (any more): the server knows of it, or will say no. */
export function serviceWith(one: ServiceView, { step, how, madeAt }: Told, myName: string | null): ServiceView {
  if (typeof step === "object") return one.state === "REQUESTED" ? { ...one, askedVolunteer: step.volunteerId } : one;
  const decided = stepService(factsOf(one), step, { is: "post", id: ME }, step === "confirm" ? (how ?? null) : null);
  if ("refused" in decided) return one;
  const at = isoInstant(madeAt);
  const moved = { ...one, state: decided.to };
  switch (step) {
    case "take":
      return { ...moved, isMine: true, isTakenByMe: true, takenBy: { is: "post", name: myName }, takenAt: at };
    case "hand-back":
    case "reopen":
      return { ...moved, isMine: false, isTakenByMe: false, takenBy: null, takenAt: null, deliveredAt: null };
    case "deliver":
      // The asker's signature confirms it in the same step.
      return how === "signed"
        ? { ...moved, state: "CONFIRMED", deliveredAt: at, confirmedAt: at, confirmedHow: how }
        : { ...moved, deliveredAt: at };
    case "confirm":
      return { ...moved, confirmedAt: at, confirmedHow: how ?? null };
    case "withdraw":
      return moved;
  }
}
