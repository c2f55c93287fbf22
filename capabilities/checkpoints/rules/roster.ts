/** Who stands when, planned ahead. */
import { HOUR, type Instant } from "#kernel/time.ts";

export type Turn = { readonly postId: string; readonly lane: number; readonly from: Instant; readonly until: Instant };

/** Nobody stands longer than this at a stretch. */
export const TURN_AT_MOST = 12 * HOUR;

export type RosterFault = "backward" | "too-long" | "no-such-lane" | "twice-at-once";

/** What is wrong with a plan, or null: turns run forward, on lanes that exist, and nobody stands in two places. */
export function rosterFault(turns: readonly Turn[], lanes: number): RosterFault | null {
  for (const turn of turns) {
    if (turn.until <= turn.from) return "backward";
    if (turn.until - turn.from > TURN_AT_MOST) return "too-long";
    if (turn.lane < 1 || turn.lane > lanes) return "no-such-lane";
  }
  const sorted = [...turns].sort((one, other) => one.postId.localeCompare(other.postId) || one.from - other.from);
  const isTwice = sorted.some((turn, index) => {
    const before = sorted[index - 1];
    return before !== undefined && before.postId === turn.postId && turn.from < before.until;
  });
  return isTwice ? "twice-at-once" : null;
}
