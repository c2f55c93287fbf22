/** The three times of a day at which a shut door is tried again. Source: reference/domain.md §6.13. */
import { dayOf, daysLater, HOUR, type Instant, later, MINUTE, type PlainDay, startOf } from "#kernel/time.ts";

export type Window = { readonly from: number; readonly until: number };

/** 09–11, 14–16, 18:30–20:30, from the day's midnight. */
export const WINDOWS: readonly Window[] = [
  { from: 9 * HOUR, until: 11 * HOUR },
  { from: 14 * HOUR, until: 16 * HOUR },
  { from: 18 * HOUR + 30 * MINUTE, until: 20 * HOUR + 30 * MINUTE },
];

/** The window in which an instant falls, by its number; -1 outside of all. */
export function windowOf(at: Instant): number {
  const since = at - startOf(dayOf(at));
  return WINDOWS.findIndex(({ from, until }) => since >= from && since < until);
}

/** When the window in which an instant falls is over; the instant itself outside of all. */
export function endOfWindow(at: Instant): Instant {
  const until = WINDOWS[windowOf(at)]?.until;
  return until === undefined ? at : later(startOf(dayOf(at)), until);
}

export type Slot = { readonly on: PlainDay; readonly window: number };

/** How far ahead a next try is looked for: today's windows may be over, tomorrow's are not. */
const DAYS_AHEAD = 2;

/**
 * The next window that is not over, at another time of day than the tries before, and not the very one of the last try.
 * When every time of day was tried, any other than the last.
 */
export function nextSlot(triedIn: readonly number[], lastAt: Instant | null, now: Instant): Slot {
  const last = lastAt === null ? null : { on: dayOf(lastAt), window: windowOf(lastAt) };
  const untried = WINDOWS.some((_, window) => !triedIn.includes(window));
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
    const on = daysLater(dayOf(now), ahead);
    for (const [window, { until }] of WINDOWS.entries()) {
      if (later(startOf(on), until) <= now) continue;
      if (last !== null && last.on === on && last.window === window) continue;
      if (untried ? !triedIn.includes(window) : window !== triedIn.at(-1)) return { on, window };
    }
  }
  return { on: daysLater(dayOf(now), 1), window: 0 };
}
