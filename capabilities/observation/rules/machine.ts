/**
 * The life of one home observation: a pure machine over what happened. Nothing here reads a clock or a table.
 *
 * Source: reference/domain.md §6.16 (names of the states), §6.5 (steps, breach ladder), §6.4(3) (nobody stays red because
 * staff forgot); design/field.md ("the breach ladder never skips a rung", "release by itself once the health seat has signed").
 */
import { dayOf, daysLater, HOUR, type Instant, later, startOf } from "#kernel/time.ts";
import type { Profile } from "./profile.ts";

export const STATES = [
  "PROPOSED",
  "NOTICED",
  "ACTIVE",
  "ABNORMAL",
  "COMPLETED_PENDING_SIGN",
  "RELEASED",
  "FOLLOWED_UP",
  "TRANSFERRED",
  "CONVERTED",
  "ENDED_EARLY",
  "ENDED_ERROR",
] as const;
export type State = (typeof STATES)[number];

/** States in which the home is looked after, and checks are owed. */
export const OPEN_STATES = [
  "PROPOSED",
  "NOTICED",
  "ACTIVE",
  "ABNORMAL",
  "COMPLETED_PENDING_SIGN",
] as const satisfies readonly State[];
export const isOpen = (state: State): boolean => (OPEN_STATES as readonly State[]).includes(state);

/** From a missed check to the law, one rung at a time. A check that is taken leads back to the ground. */
export const RUNGS = ["none", "missed", "called", "visited", "exit-confirmed", "explained", "legal"] as const;
export type Rung = (typeof RUNGS)[number];

/** Who takes a person over: a hospital, or an observation point. */
export const RECEIVERS = ["hospital", "central"] as const;
export type Receiver = (typeof RECEIVERS)[number];

/** Where somebody is observed. */
export const TYPES = ["home", "central"] as const;
export type ObservationType = (typeof TYPES)[number];

export type Observation = {
  readonly state: State;
  readonly isMinor: boolean;
  readonly filedAt: Instant;
  readonly dueAt: Instant;
  readonly noticedAt: Instant | null;
  /** From when checks are owed: from the notice on, whoever still has to take a seat. */
  readonly startedAt: Instant | null;
  /** All four seats were filled: step 3 is done. */
  readonly teamedAt: Instant | null;
  readonly abnormalSince: Instant | null;
  /** A doctor asked for the vehicle; ends with the hand-over to the other side. */
  readonly transferSince: Instant | null;
  readonly transferAs: Receiver | null;
  readonly signedAt: Instant | null;
  readonly releasedAt: Instant | null;
  readonly deliveredAt: Instant | null;
  readonly followedUpAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly rung: Rung;
  /** Confirmed exits so far; the law is for the second. */
  readonly exits: number;
  /** The person's own word on the exit that was confirmed last, or that he would not give any. */
  readonly hasStatement: boolean;
};

export type Event =
  | { readonly kind: "noticed" }
  /** All four seats are filled. */
  | { readonly kind: "team-complete" }
  | { readonly kind: "check"; readonly isAbnormal: boolean }
  | { readonly kind: "abnormal" }
  /** A doctor found nothing that speaks against home. */
  | { readonly kind: "cleared" }
  | { readonly kind: "transfer-asked"; readonly as: Receiver }
  /** The other side has the person. */
  | { readonly kind: "received" }
  /** Until a later hour, by order of health; `latest`: the law's limit. */
  | { readonly kind: "extended"; readonly until: Instant; readonly latest: Instant }
  /** The clock: the last day is over. */
  | { readonly kind: "due" }
  | { readonly kind: "signed"; readonly isSeatFilled: boolean }
  | { readonly kind: "delivered" }
  | { readonly kind: "followed-up" }
  | { readonly kind: "index-excluded" }
  | { readonly kind: "wrong-person" }
  | { readonly kind: "missed" }
  | { readonly kind: "called" }
  | { readonly kind: "visited" }
  | { readonly kind: "exit-confirmed" }
  | { readonly kind: "statement" }
  | { readonly kind: "explained" }
  | { readonly kind: "referred" };

export type Refusal =
  | "wrong-state"
  | "too-early"
  | "seat-vacant"
  | "abnormal-open"
  | "rung-skipped"
  | "no-statement"
  | "minor"
  | "not-longer"
  | "beyond-limit"
  | "not-delivered"
  | "follow-up-early";
export type Next = { readonly ok: true; readonly next: Observation } | { readonly ok: false; readonly why: Refusal };

const no = (why: Refusal): Next => ({ ok: false, why });
const to = (before: Observation, change: Partial<Observation>): Next => ({ ok: true, next: { ...before, ...change } });

/** What an event makes of an observation; or why it cannot be. */
export function next(before: Observation, event: Event, now: Instant, profile: Profile): Next {
  switch (event.kind) {
    case "noticed":
      return before.state === "PROPOSED"
        ? to(before, { state: "NOTICED", noticedAt: now, startedAt: before.startedAt ?? now })
        : no("wrong-state");
    case "team-complete":
      return teamed(before, now);
    case "check":
      return checked(before, event.isAbnormal, now);
    case "abnormal":
      return isRunning(before)
        ? to(before, { state: "ABNORMAL", abnormalSince: before.abnormalSince ?? now })
        : no("wrong-state");
    case "cleared":
      return cleared(before, now);
    case "transfer-asked":
      return transferAsked(before, event.as, now);
    case "received":
      return before.transferSince === null || !isOpen(before.state)
        ? no("wrong-state")
        : to(before, { state: before.transferAs === "central" ? "CONVERTED" : "TRANSFERRED", endedAt: now });
    case "extended":
      return extended(before, event);
    case "index-excluded":
      return isOpen(before.state)
        ? to(before, { state: "ENDED_EARLY", endedAt: now, releasedAt: now })
        : no("wrong-state");
    case "wrong-person":
      return isOpen(before.state) ? to(before, { state: "ENDED_ERROR", endedAt: now }) : no("wrong-state");
    case "due":
      return completed(before, now);
    case "signed":
      return signed(before, event.isSeatFilled, now, profile);
    case "delivered":
      return before.state === "RELEASED" ? to(before, { deliveredAt: before.deliveredAt ?? now }) : no("wrong-state");
    case "followed-up":
      return followedUp(before, now, profile);
    default:
      return climbed(before, event.kind);
  }
}

/** Informed and not over: the steps in which something can happen at home. */
const isRunning = ({ state }: Observation): boolean =>
  state === "NOTICED" || state === "ACTIVE" || state === "ABNORMAL" || state === "COMPLETED_PENDING_SIGN";

/** The step that goes on when nothing else is open: what was not done before is still to be done. */
function stepOf({ noticedAt, teamedAt }: Observation): State {
  if (noticedAt === null) return "PROPOSED";
  return teamedAt === null ? "NOTICED" : "ACTIVE";
}

/** Seats that were filled while something abnormal is open are filled all the same. */
function teamed(before: Observation, now: Instant): Next {
  if (before.state === "NOTICED") return to(before, { state: "ACTIVE", teamedAt: now });
  return before.state === "ABNORMAL" && before.teamedAt === null ? to(before, { teamedAt: now }) : no("wrong-state");
}

function cleared(before: Observation, now: Instant): Next {
  const stays = { abnormalSince: null, transferSince: null, transferAs: null };
  if (before.state === "ABNORMAL")
    return to(before, { ...stays, state: now >= before.dueAt ? "COMPLETED_PENDING_SIGN" : stepOf(before) });
  return before.transferSince !== null && isOpen(before.state) ? to(before, stays) : no("wrong-state");
}

/** To a hospital goes who is ill; to a point also who is well and has no home that fits (domain.md §6.5), told or not. */
function transferAsked(before: Observation, as: Receiver, now: Instant): Next {
  const asked = { transferSince: now, transferAs: as };
  if (as === "central") return isOpen(before.state) ? to(before, asked) : no("wrong-state");
  return isRunning(before)
    ? to(before, { ...asked, state: "ABNORMAL", abnormalSince: before.abnormalSince ?? now })
    : no("wrong-state");
}

/** A signature for the old end is none for the new one. */
function extended(before: Observation, { until, latest }: { until: Instant; latest: Instant }): Next {
  if (!isOpen(before.state)) return no("wrong-state");
  if (until <= before.dueAt) return no("not-longer");
  if (until > latest) return no("beyond-limit");
  const state = before.state === "COMPLETED_PENDING_SIGN" ? stepOf(before) : before.state;
  return to(before, { state, dueAt: until, signedAt: null });
}

/** From the day on which it is due, and only of what was handed over: a call is no delivery. */
function followedUp(before: Observation, now: Instant, profile: Profile): Next {
  if (before.state !== "RELEASED" || before.releasedAt === null) return no("wrong-state");
  if (before.deliveredAt === null) return no("not-delivered");
  if (now < startOf(daysLater(dayOf(before.releasedAt), profile.followUpDays))) return no("follow-up-early");
  return to(before, { state: "FOLLOWED_UP", followedUpAt: now });
}

/**
 * A check leads the ladder back to the ground, unless an exit was confirmed and is not explained yet. It counts at every
 * step and ends none: seats that are empty stay owed, and who reports well while a doctor is asked stays abnormal.
 */
function checked(before: Observation, isAbnormal: boolean, now: Instant): Next {
  if (!isRunning(before)) return no("wrong-state");
  const isGround = before.rung === "missed" || before.rung === "called" || before.rung === "visited";
  const reached: Partial<Observation> = {
    rung: isGround ? "none" : before.rung,
    startedAt: before.startedAt ?? now,
  };
  return to(
    before,
    isAbnormal ? { ...reached, state: "ABNORMAL", abnormalSince: before.abnormalSince ?? now } : reached,
  );
}

/** The days are over for whoever was never informed, too: what nobody did holds nobody (domain.md §6.4(3)). */
const ENDS_BY_ITSELF: ReadonlySet<State> = new Set(["PROPOSED", "NOTICED", "ACTIVE"]);

function completed(before: Observation, now: Instant): Next {
  if (!ENDS_BY_ITSELF.has(before.state)) return no("wrong-state");
  if (now < before.dueAt) return no("too-early");
  return before.signedAt === null
    ? to(before, { state: "COMPLETED_PENDING_SIGN" })
    : to(before, { state: "RELEASED", releasedAt: now, endedAt: now });
}

/** Signed before the end it waits for the hour; after it, the release is at once. */
function signed(before: Observation, isSeatFilled: boolean, now: Instant, profile: Profile): Next {
  if (!isSeatFilled) return no("seat-vacant");
  if (before.state === "ABNORMAL" || (before.transferSince !== null && isOpen(before.state)))
    return no("abnormal-open");
  if (!ENDS_BY_ITSELF.has(before.state) && before.state !== "COMPLETED_PENDING_SIGN") return no("wrong-state");
  if (now < later(before.dueAt, -profile.signHoursBefore * HOUR)) return no("too-early");
  return now < before.dueAt
    ? to(before, { signedAt: before.signedAt ?? now })
    : to(before, { signedAt: before.signedAt ?? now, state: "RELEASED", releasedAt: now, endedAt: now });
}

type LadderKind = "missed" | "called" | "visited" | "exit-confirmed" | "statement" | "explained" | "referred";

/** What each rung stands on: never one without the one below it. */
const BELOW = {
  called: ["missed", "called"],
  visited: ["called", "visited"],
  "exit-confirmed": ["visited"],
  explained: ["exit-confirmed"],
} as const satisfies Readonly<Record<string, readonly Rung[]>>;

function climbed(before: Observation, kind: LadderKind): Next {
  if (!isRunning(before)) return no("wrong-state");
  if (kind === "missed") {
    const isOnGround = before.rung === "none" || before.rung === "explained";
    return to(before, isOnGround ? { rung: "missed" } : {});
  }
  if (kind === "statement") return before.exits > 0 ? to(before, { hasStatement: true }) : no("rung-skipped");
  if (kind === "referred") return referred(before);
  if (!(BELOW[kind] as readonly Rung[]).includes(before.rung)) return no("rung-skipped");
  return to(
    before,
    kind === "exit-confirmed" ? { rung: kind, exits: before.exits + 1, hasStatement: false } : { rung: kind },
  );
}

/** The law: for a second confirmed exit, explained, with the person's own word on file; never for a child (scenario 28). */
function referred(before: Observation): Next {
  if (before.isMinor) return no("minor");
  if (before.rung !== "explained" || before.exits < 2) return no("rung-skipped");
  return before.hasStatement ? to(before, { rung: "legal" }) : no("no-statement");
}
