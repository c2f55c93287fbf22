/**
 * The course of an appeal: states, clocks, who gets it next when a clock is missed.
 *
 * Source: reference/domain.md §6.8 (acknowledged instantly; triage 30 min between 07:00 and 22:00; data error 4 h;
 * exposure dispute 12 h; 24 h at most; second review 24 h; then the ombudsman) and §6.16 (names of the states).
 */
import { DAY, dayOf, daysLater, HOUR, type Instant, later, MINUTE, startOf } from "#kernel/time.ts";

export const APPEAL_STATES = [
  "RECEIVED",
  "OWNED",
  "EVIDENCE",
  "DECIDED",
  "NOTIFIED",
  "SECOND_REVIEW",
  "OMBUDSMAN",
  "CLOSED",
] as const;
export type AppealState = (typeof APPEAL_STATES)[number];

/** What the appeal says is wrong: the record itself (wrong person, stale, a typing error), or what follows from it. */
export const APPEAL_KINDS = ["data-error", "exposure"] as const;
export type AppealKind = (typeof APPEAL_KINDS)[number];

export const APPEAL_CHANNELS = ["app", "phone", "desk", "grid", "family", "helper"] as const;
export type AppealChannel = (typeof APPEAL_CHANNELS)[number];

export const APPEAL_OUTCOMES = ["upheld", "partial", "rejected"] as const;
export type AppealOutcome = (typeof APPEAL_OUTCOMES)[number];

const TRIAGE_FOR = 30 * MINUTE;
const DECIDE_FOR: Readonly<Record<AppealKind, number>> = { "data-error": 4 * HOUR, exposure: 12 * HOUR };
const AT_MOST = 24 * HOUR;
export const SECOND_REVIEW_FOR = 24 * HOUR;
/** After the letter one has so long to ask for the second review. */
export const REVIEW_ASKED_WITHIN = 7 * DAY;
const OPENS = 7 * HOUR;
const CLOSES = 22 * HOUR;

/** By when an appeal received at `at` is looked at: 30 minutes, which run between 07:00 and 22:00 in Shanghai only. */
export function triageDue(at: Instant): Instant {
  const day = startOf(dayOf(at));
  const opens = later(day, OPENS);
  const closes = later(day, CLOSES);
  if (at < opens) return later(opens, TRIAGE_FOR);
  if (at >= closes) return later(later(startOf(daysLater(dayOf(at), 1)), OPENS), TRIAGE_FOR);
  const due = later(at, TRIAGE_FOR);
  if (due <= closes) return due;
  return later(later(startOf(daysLater(dayOf(at), 1)), OPENS), due - closes);
}

/** By when it is decided: by its kind, and never later than 24 hours after it was received. */
export function decisionDue(receivedAt: Instant, kind: AppealKind): Instant {
  return later(receivedAt, Math.min(DECIDE_FOR[kind], AT_MOST));
}

export const lastDue = (receivedAt: Instant): Instant => later(receivedAt, AT_MOST);

export type AppealClock = {
  readonly waitsFor: "triage" | "decision" | "review" | "ombudsman" | null;
  readonly dueAt: Instant | null;
};

export type AppealFacts = {
  readonly state: AppealState;
  readonly kind: AppealKind;
  readonly receivedAt: Instant;
  /** When the second review was asked for. */
  readonly reviewAskedAt: Instant | null;
};

/** What an appeal waits for, and until when. */
export function clockOf({ state, kind, receivedAt, reviewAskedAt }: AppealFacts): AppealClock {
  switch (state) {
    case "RECEIVED":
      return { waitsFor: "triage", dueAt: triageDue(receivedAt) };
    case "OWNED":
    case "EVIDENCE":
      return { waitsFor: "decision", dueAt: decisionDue(receivedAt, kind) };
    case "SECOND_REVIEW":
      return { waitsFor: "review", dueAt: reviewAskedAt === null ? null : later(reviewAskedAt, SECOND_REVIEW_FOR) };
    case "OMBUDSMAN":
      return { waitsFor: "ombudsman", dueAt: null };
    case "DECIDED":
    case "NOTIFIED":
    case "CLOSED":
      return { waitsFor: null, dueAt: null };
    default:
      return state satisfies never;
  }
}

/** Is it still before its first decision? */
export const isUndecided = (state: AppealState): boolean =>
  state === "RECEIVED" || state === "OWNED" || state === "EVIDENCE";

/** The office above: county, city, province; null above the province. */
export function nextLevel(area: string): string | null {
  if (area.length > 6) return area.slice(0, 6);
  if (area.length === 6) return area.slice(0, 4);
  return area.length === 4 ? area.slice(0, 2) : null;
}

/** Evidence that a missed clock suspends in the holder's favour: weak, and no stronger colour rests on it (§6.8). */
export const isWeak = (evidence: { readonly colour: string; readonly class: string }): boolean =>
  evidence.colour === "yellow" && (evidence.class === "E4" || evidence.class === "E5");

export type Decider = {
  readonly isHealth: boolean;
  readonly accountId: string;
  /** Accounts that proposed, confirmed or recorded the evidence appealed against. */
  readonly evidenceBy: readonly string[];
  /** Who decided before, when this is the second review. */
  readonly decidedBefore: string | null;
};

/** May this person decide it? Only health, never over what is his own, and the second review never who was first. */
export function mayDecide(
  state: AppealState,
  by: Decider,
): "ok" | "not-now" | "health-only" | "own-evidence" | "same-person" {
  if (!by.isHealth) return "health-only";
  if (!isUndecided(state) && state !== "SECOND_REVIEW") return "not-now";
  if (by.evidenceBy.includes(by.accountId)) return "own-evidence";
  return state === "SECOND_REVIEW" && by.decidedBefore === by.accountId ? "same-person" : "ok";
}
