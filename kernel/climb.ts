/**
 * When an open thing that is due climbs, and to whose desk: at its due time to the centre of its holder's own level, then
 * one level up each interval (design/command.md, "Tasks": "escalation").
 */
import { CODE_LENGTH, type Level, parentOf } from "./places.ts";
import { type Instant, later } from "./time.ts";

export type ClimbFacts = {
  readonly dueAt: Instant;
  /** The centre of the holder's own level: the lowest centre over the place. */
  readonly ownCentre: string;
  /** How far up it has gone; null = nobody above was told yet. */
  readonly escalatedTo: string | null;
  /** Between one level and the next. */
  readonly everyMs: number;
  /** The highest level that is told; the province when not said. */
  readonly upTo?: Level;
};

export type Climb = {
  /** The centre that is told now. */
  readonly to: string;
  /** When it climbs again; null once the highest level knows. */
  readonly nextAt: Instant | null;
};

/** The next step, or null when it is not due, or the highest level has been told already. */
export function climb(facts: ClimbFacts, now: Instant): Climb | null {
  if (now < facts.dueAt) return null;
  const top = CODE_LENGTH[facts.upTo ?? "province"];
  const to = facts.escalatedTo === null ? facts.ownCentre : parentOf(facts.escalatedTo);
  if (to === null || (facts.escalatedTo !== null && to.length < top)) return null;
  const above = parentOf(to);
  return { to, nextAt: above === null || above.length < top ? null : later(now, facts.everyMs) };
}
