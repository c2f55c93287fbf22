/**
 * Where a task goes that its holder says is not his: at most two hops are carried out; the third is blocked, and the
 * county decides within two hours.
 *
 * Source: domain.md §6.3 ("Hop limit 3, then county arbitrates in 2 h") and scenario 16 (A→B→A, the third is blocked).
 */
import { HOUR, type Instant, later } from "#kernel/time.ts";

/** How long the other side of an offer, or the county in arbitration, has. */
export const DECIDE_WITHIN = 2 * HOUR;
const HOPS_CARRIED_OUT = 2;

export type ReturnFacts = {
  /** Hops that were carried out before this one. */
  readonly hops: number;
  readonly place: string;
  /** The right place, if whoever returns it knows one. */
  readonly proposedPlace: string | null;
};

export type ReturnDecision = {
  /** route: to the proposed place's holder. offer: to the other county, which must accept. desk: the lowest centre. */
  readonly outcome: "route" | "offer" | "desk" | "arbitration";
  readonly hops: number;
  readonly decideBy: Instant | null;
};

/** The key of the county family: the first six digits, fewer for a coarser place. */
export const countyOf = (place: string): string => place.slice(0, 6);

/** The first line that holds decides. */
export function decideReturn(facts: ReturnFacts, now: Instant): ReturnDecision {
  const hops = facts.hops + 1;
  if (facts.hops >= HOPS_CARRIED_OUT) return { outcome: "arbitration", hops, decideBy: later(now, DECIDE_WITHIN) };
  if (facts.proposedPlace === null) return { outcome: "desk", hops, decideBy: null };
  if (countyOf(facts.proposedPlace) !== countyOf(facts.place))
    return { outcome: "offer", hops, decideBy: later(now, DECIDE_WITHIN) };
  return { outcome: "route", hops, decideBy: null };
}
