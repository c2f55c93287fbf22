/**
 * Fever at a checkpoint: one reading is never enough. A cold or hot forehead rests ten minutes and is measured again.
 *
 * Source: reference/domain.md §6.4 (5); scenario 11. Temperatures are tenths of a degree Celsius.
 */
import { type Instant, later, MINUTE } from "#kernel/time.ts";

export const FEVER_TENTHS = 373;
export const REST_FOR = 10 * MINUTE;
/** What a forehead thermometer can show; anything else was typed wrong. */
export const TENTHS = { from: 340, to: 425 } as const;

export const isFever = (tenths: number): boolean => tenths >= FEVER_TENTHS;

export type Reading = { readonly tenths: number; readonly at: Instant };

/**
 * none: nothing to do. waiting: rests, then the recheck. too-soon: measured again before the rest was over, which
 * counts for nothing. false-alarm: passes. confirmed: the fever procedure.
 */
export type Fever = "none" | "waiting" | "too-soon" | "false-alarm" | "confirmed";

/** What a first reading and its rechecks, in any order, come to: the first recheck after the rest decides. */
export function decideFever(first: Reading | null, rechecks: readonly Reading[]): Fever {
  if (first === null || !isFever(first.tenths)) return "none";
  const counted = rechecks
    .filter((recheck) => recheck.at >= later(first.at, REST_FOR))
    .sort((one, other) => one.at - other.at);
  const [recheck] = counted;
  if (recheck === undefined) return rechecks.length === 0 ? "waiting" : "too-soon";
  return isFever(recheck.tenths) ? "confirmed" : "false-alarm";
}
