/**
 * When an open task that is due climbs, and to whose desk: at its due time to the holder's own level's centre, then one
 * level up each interval, up to the province.
 *
 * Source: design/command.md, "Tasks" (red 1 h, yellow 6 h, blue 12 h).
 */
import { type Climb, climb } from "#kernel/climb.ts";
import { selfAndAncestors } from "#kernel/places.ts";
import type { RiskTier } from "#kernel/tiers.ts";
import { HOUR, type Instant } from "#kernel/time.ts";

const INTERVAL: Readonly<Record<RiskTier, number>> = { red: HOUR, yellow: 6 * HOUR, blue: 12 * HOUR };

export type EscalationFacts = {
  readonly tier: RiskTier;
  readonly dueAt: Instant;
  /** The centre of the holder's own level: the desk itself, or the lowest centre over a worker's place. */
  readonly ownCentre: string;
  /** How far up it has gone; null = nobody above was told yet. */
  readonly escalatedTo: string | null;
};

export type Escalation = Climb;

/** The next step, or null when it is not due, or the province has been told already. */
export const escalate = (facts: EscalationFacts, now: Instant): Escalation | null =>
  climb({ ...facts, everyMs: INTERVAL[facts.tier] }, now);

/** The lowest place that contains both: who decides between two counties. Null: they share no province. */
export function commonCentre(one: string, other: string): string | null {
  return selfAndAncestors(one).find((place) => other.startsWith(place)) ?? null;
}
