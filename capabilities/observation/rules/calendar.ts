/** Days and windows of an observation. D0 is the day of the last exposure or arrival; D+14 ends at 24:00 (domain.md §6). */
import {
  DAY,
  dayOf,
  daysBetween,
  daysLater,
  endOf,
  HOUR,
  type Instant,
  later,
  type PlainDay,
  startOf,
} from "#kernel/time.ts";
import { type Profile, WINDOWS, type Window } from "./profile.ts";

/** When it ends: 24:00 of the last day. Scenario 1: D0 1 February, 14 days → 15 February 24:00. */
export const dueOf = (dZero: PlainDay, days: number): Instant => later(endOf(dZero), days * DAY);

/** Day n: 0 on D0, never more than `days`. */
export function dayNumber(dZero: PlainDay, days: number, now: Instant): number {
  return Math.min(Math.max(daysBetween(dZero, dayOf(now)), 0), days);
}

export type CheckWindow = {
  readonly day: PlainDay;
  readonly window: Window;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
};

const windowOn = (day: PlainDay, window: Window, profile: Profile): CheckWindow => {
  const [from, to] = profile.windows[window];
  return { day, window, opensAt: later(startOf(day), from * HOUR), closesAt: later(startOf(day), to * HOUR) };
};

/**
 * The checks owed from `startedAt` until `dueAt`, oldest first: a window counts when it opens after the start (who begins in
 * the middle of one is not late for it) and before the end.
 */
export function windowsOwed(
  of: { readonly startedAt: Instant; readonly dueAt: Instant },
  profile: Profile,
): CheckWindow[] {
  const found: CheckWindow[] = [];
  for (let day = dayOf(of.startedAt); startOf(day) < of.dueAt; day = daysLater(day, 1)) {
    for (const window of WINDOWS) {
      const one = windowOn(day, window, profile);
      if (one.opensAt >= of.startedAt && one.opensAt < of.dueAt) found.push(one);
    }
  }
  return found;
}

/** The window that a check at `at` is for: the one that is open or closed last today; before the first, the first. */
export function windowAt(at: Instant, profile: Profile): CheckWindow {
  const day = dayOf(at);
  const evening = windowOn(day, "evening", profile);
  return at >= evening.opensAt ? evening : windowOn(day, "morning", profile);
}
