/**
 * A worker's alarm: who has to answer and until when, and when it is over.
 *
 * Source: features.md f13; design/command.md "Watch": the lowest centre answers within five minutes (level 1), else it is
 * the next level's turn, and every centre that has had its turn goes on seeing it.
 */
import { isWithin, levelOf, parentOf } from "#kernel/places.ts";
import { type Instant, instantOf, later, MINUTE } from "#kernel/time.ts";

export const ANSWER_WITHIN = 5 * MINUTE;

/** Why a worker leaves a door: facts about the place or himself, nothing about a person. */
export const WITHDRAW_REASONS = ["threatened", "unsafe-place", "no-equipment", "feeling-ill"] as const;
export type WithdrawReason = (typeof WITHDRAW_REASONS)[number];

/** Who may answer an alarm. */
export const ANSWERING_ROLES = ["operator", "grid-leader", "police-officer"] as const;

export type AlarmFacts = {
  readonly acceptedAt: number | null;
  readonly safeAt: number | null;
  readonly reportedAt: number | null;
};
export type AlarmState = "waiting" | "accepted" | "closed";

/** Closed takes both: somebody knows that the worker is safe, and the centre has said what was done. */
export function stateOf({ acceptedAt, safeAt, reportedAt }: AlarmFacts): AlarmState {
  if (safeAt !== null && reportedAt !== null) return "closed";
  return acceptedAt === null ? "waiting" : "accepted";
}

export type Turn = { readonly turnOf: string; readonly answerBy: Instant };

/** The turn after one that nobody answered: the next level up; at the province it stays, and the clock goes on. */
export function nextTurn({ turnOf, answerBy }: Turn, now: Instant): Turn {
  const level = levelOf(turnOf);
  const up = level === null || level === "province" ? turnOf : (parentOf(turnOf) ?? turnOf);
  return { turnOf: up, answerBy: later(instantOf(Math.max(answerBy, now)), ANSWER_WITHIN) };
}

/** Is it loud at this centre? From the moment of its turn on; above, it is listed and quiet. */
export const isLoudAt = (centre: string, turnOf: string): boolean => isWithin(centre, turnOf);
