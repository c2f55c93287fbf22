/**
 * Work outside of hours, from what was recorded anyway: half-hours of a day, outside 08:30–18:00 of Monday to Friday, in which
 * a worker made a report. Shown to himself, and to his centre as a sum; nobody is tracked or ranked (domain.md §4.3).
 */
import { DAY, dayOf, HOUR, type Instant, MINUTE, type PlainDay, startOf } from "#kernel/time.ts";

export const HALF_HOUR = 30 * MINUTE;
const FROM = 8.5 * HOUR;
const UNTIL = 18 * HOUR;
/** 1970-01-01 was a Thursday; Asia/Shanghai is eight hours ahead, whole days count. */
const isWeekend = (day: PlainDay): boolean => {
  const weekday = (Math.floor((startOf(day) + 8 * HOUR) / DAY) + 4) % 7;
  return weekday === 0 || weekday === 6;
};

/** Is a report of this moment made outside of hours? */
export function isOutsideHours(at: Instant): boolean {
  const day = dayOf(at);
  const since = at - startOf(day);
  return isWeekend(day) || since < FROM || since >= UNTIL;
}

/** Half-hours outside of hours, by day; several reports of one half-hour are one. */
export function outsideByDay(times: readonly Instant[]): ReadonlyMap<PlainDay, number> {
  const slots = new Set(times.filter(isOutsideHours).map((at) => Math.floor(at / HALF_HOUR)));
  const byDay = new Map<PlainDay, number>();
  for (const slot of slots) {
    const day = dayOf((slot * HALF_HOUR) as Instant);
    byDay.set(day, (byDay.get(day) ?? 0) + 1);
  }
  return byDay;
}
