/**
 * The life of one home observation: a pure machine over what happened. Nothing here reads a clock or a table.
 *
 * Source: reference/domain.md §6.16 (names of the states), §6.5 (steps, breach ladder), §6.4(3) (nobody stays red because
 * staff forgot); design/field.md ("the breach ladder never skips a rung", "release by itself once the health seat has signed").
 */
import { HOUR, type Instant, later } from "#kernel/time.ts";
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

export type Observation = {
  readonly state: State;
  readonly isMinor: boolean;
  readonly filedAt: Instant;
  readonly dueAt: Instant;
  readonly noticedAt: Instant | null;
  /** From when checks are owed. */
  readonly startedAt: Instant | null;
  readonly abnormalSince: Instant | null;
  /** A doctor asked for the vehicle; ends with the hand-over to the other side. */
  readonly transferSince: Instant | null;
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
  | { readonly kind: "transfer-asked" }
  | { readonly kind: "transferred" }
  | { readonly kind: "converted" }
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
  | "minor";
export type Next = { readonly ok: true; readonly next: Observation } | { readonly ok: false; readonly why: Refusal };

const no = (why: Refusal): Next => ({ ok: false, why });
const to = (before: Observation, change: Partial<Observation>): Next => ({ ok: true, next: { ...before, ...change } });

/** What an event makes of an observation; or why it cannot be. */
export function next(before: Observation, event: Event, now: Instant, profile: Profile): Next {
  switch (event.kind) {
    case "noticed":
      return before.state === "PROPOSED" ? to(before, { state: "NOTICED", noticedAt: now }) : no("wrong-state");
    case "team-complete":
      return before.state === "NOTICED" ? to(before, { state: "ACTIVE", startedAt: now }) : no("wrong-state");
    case "check":
      return checked(before, event.isAbnormal, now);
    case "abnormal":
      return isRunning(before)
        ? to(before, { state: "ABNORMAL", abnormalSince: before.abnormalSince ?? now })
        : no("wrong-state");
    case "cleared":
      return before.state === "ABNORMAL"
        ? to(before, {
            state: now >= before.dueAt ? "COMPLETED_PENDING_SIGN" : "ACTIVE",
            abnormalSince: null,
            transferSince: null,
          })
        : no("wrong-state");
    case "transfer-asked":
      return isRunning(before)
        ? to(before, { state: "ABNORMAL", abnormalSince: before.abnormalSince ?? now, transferSince: now })
        : no("wrong-state");
    case "transferred":
      return before.transferSince === null || before.state !== "ABNORMAL"
        ? no("wrong-state")
        : to(before, { state: "TRANSFERRED", endedAt: now });
    case "converted":
      return isOpen(before.state) ? to(before, { state: "CONVERTED", endedAt: now }) : no("wrong-state");
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
      return before.state === "RELEASED"
        ? to(before, { state: "FOLLOWED_UP", followedUpAt: now, deliveredAt: before.deliveredAt ?? now })
        : no("wrong-state");
    default:
      return climbed(before, event.kind);
  }
}

/** Informed and not over: the steps in which something can happen at home. */
const isRunning = ({ state }: Observation): boolean =>
  state === "NOTICED" || state === "ACTIVE" || state === "ABNORMAL" || state === "COMPLETED_PENDING_SIGN";

/** A check leads the ladder back to the ground, unless an exit was confirmed and is not explained yet. */
function checked(before: Observation, isAbnormal: boolean, now: Instant): Next {
  if (!isRunning(before)) return no("wrong-state");
  const isGround = before.rung === "missed" || before.rung === "called" || before.rung === "visited";
  const reached: Partial<Observation> = {
    rung: isGround ? "none" : before.rung,
    startedAt: before.startedAt ?? now,
    // Who reports well while a doctor is asked stays abnormal until the doctor has said so.
    state: before.state === "NOTICED" ? "ACTIVE" : before.state,
  };
  return to(
    before,
    isAbnormal ? { ...reached, state: "ABNORMAL", abnormalSince: before.abnormalSince ?? now } : reached,
  );
}

function completed(before: Observation, now: Instant): Next {
  if (before.state !== "ACTIVE" && before.state !== "NOTICED") return no("wrong-state");
  if (now < before.dueAt) return no("too-early");
  return before.signedAt === null
    ? to(before, { state: "COMPLETED_PENDING_SIGN" })
    : to(before, { state: "RELEASED", releasedAt: now, endedAt: now });
}

/** Signed before the end it waits for the hour; after it, the release is at once. */
function signed(before: Observation, isSeatFilled: boolean, now: Instant, profile: Profile): Next {
  if (!isSeatFilled) return no("seat-vacant");
  if (before.state === "ABNORMAL") return no("abnormal-open");
  if (before.state !== "ACTIVE" && before.state !== "COMPLETED_PENDING_SIGN") return no("wrong-state");
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
