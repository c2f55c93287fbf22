/** The platform's clock on this phone: phones run wrong, and the demo lives in February 2020. */
import { type Instant, instant, instantOf } from "#kernel/time.ts";

let offset = 0;

export const restoreClock = (kept: number | undefined): void => {
  if (kept !== undefined) offset = kept;
};

/** Takes the platform's time from an answer; returns the offset to keep. */
export function learnClock(now: string): number {
  offset = instant(now) - Date.now();
  return offset;
}

export const clockOffset = (): number => Math.round(offset);
export const platformNow = (): Instant => instantOf(Date.now() + offset);
