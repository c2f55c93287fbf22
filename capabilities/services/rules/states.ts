/**
 * The course of a request: REQUESTED → TAKEN → DELIVERED → CONFIRMED by who asked (reference/domain.md §6.16). Pages draw
 * their buttons from the same table that the server decides by.
 */
export const SERVICE_STATES = ["REQUESTED", "TAKEN", "DELIVERED", "CONFIRMED", "WITHDRAWN"] as const;
export type ServiceState = (typeof SERVICE_STATES)[number];

/** What a centre looks for: what is late, what waits for its supplies, what nobody confirmed, what has to come back. */
export const SERVICE_ONLY = ["overdue", "unallotted", "unconfirmed", "toReturn"] as const;
export type ServiceOnly = (typeof SERVICE_ONLY)[number];

export const SERVICE_STEPS = ["take", "hand-back", "deliver", "confirm", "reopen", "withdraw"] as const;
export type ServiceStep = (typeof SERVICE_STEPS)[number];

/** How a delivery is confirmed: in the app, by a signature at the door, by a call from somebody else than the doer. */
export const CONFIRMATIONS = ["app", "signed", "called"] as const;
export type Confirmation = (typeof CONFIRMATIONS)[number];

type Line = { readonly from: readonly ServiceState[]; readonly to: ServiceState };
const STEPS: Readonly<Record<ServiceStep, Line>> = {
  take: { from: ["REQUESTED"], to: "TAKEN" },
  "hand-back": { from: ["TAKEN"], to: "REQUESTED" },
  deliver: { from: ["TAKEN"], to: "DELIVERED" },
  confirm: { from: ["DELIVERED"], to: "CONFIRMED" },
  reopen: { from: ["DELIVERED"], to: "REQUESTED" },
  withdraw: { from: ["REQUESTED", "TAKEN"], to: "WITHDRAWN" },
};

/** Who takes a step: a post within the area, a volunteer, or the resident who asked. */
export type Stepper =
  | { readonly is: "post"; readonly id: string }
  | { readonly is: "volunteer"; readonly id: string }
  | { readonly is: "asker" };

export type ServiceFacts = {
  readonly state: ServiceState;
  readonly takenByPost: string | null;
  readonly takenByVolunteer: string | null;
  /** The resident agreed to a volunteer. */
  readonly mayVolunteer: boolean;
  /** The post that wrote it down, when no resident asked by himself. */
  readonly askedByPost: string | null;
  /** Relief supplies were asked for and not allotted yet. */
  readonly isWaitingForGoods: boolean;
};

export type StepRefusal =
  | "wrong-state"
  | "not-yours"
  | "not-for-volunteers"
  | "not-allotted"
  | "same-person"
  | "asker-only";

/** The state after the step, or why not. `how` only of a confirmation. */
export function stepService(
  facts: ServiceFacts,
  step: ServiceStep,
  who: Stepper,
  how: Confirmation | null = null,
): { readonly to: ServiceState } | { readonly refused: StepRefusal } {
  const { from, to } = STEPS[step];
  if (!from.includes(facts.state)) return { refused: "wrong-state" };
  const isTaker =
    (who.is === "post" && facts.takenByPost === who.id) ||
    (who.is === "volunteer" && facts.takenByVolunteer === who.id);
  switch (step) {
    case "take":
      if (who.is === "asker") return { refused: "not-yours" };
      return who.is === "volunteer" && !facts.mayVolunteer ? { refused: "not-for-volunteers" } : { to };
    case "hand-back":
      return isTaker ? { to } : { refused: "not-yours" };
    case "deliver":
      if (!isTaker) return { refused: "not-yours" };
      return facts.isWaitingForGoods ? { refused: "not-allotted" } : { to };
    case "confirm":
      return confirmation(who, how, isTaker) ?? { to };
    case "reopen":
      // Whoever asked says that it is not done; for one who has no phone, a post other than the doer.
      if (who.is === "asker") return { to };
      return who.is === "post" && !isTaker ? { to } : { refused: "asker-only" };
    case "withdraw":
      if (who.is === "volunteer") return { refused: "asker-only" };
      return { to };
  }
}

/** Nobody vouches for his own errand: the asker, his signature, or another post. */
function confirmation(
  who: Stepper,
  how: Confirmation | null,
  isTaker: boolean,
): { readonly refused: StepRefusal } | null {
  switch (how) {
    case "app":
      return who.is === "asker" ? null : { refused: "asker-only" };
    case "signed":
      return who.is === "post" || isTaker ? null : { refused: "not-yours" };
    case "called":
      if (who.is !== "post") return { refused: "not-yours" };
      return isTaker ? { refused: "same-person" } : null;
    case null:
      return { refused: "asker-only" };
  }
}

export const isOpen = (state: ServiceState): boolean => state !== "CONFIRMED" && state !== "WITHDRAWN";
