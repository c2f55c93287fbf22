/** The daily health check-in: who owes how many, and for which half of the day. */
import type { CodeColour } from "#kernel/colours.ts";
import { dayOf, daysLater, HOUR, type Instant, type PlainDay, startOf } from "#kernel/time.ts";

export const HALVES = ["morning", "afternoon"] as const;
export type Half = (typeof HALVES)[number];
export type HalfDay = { readonly day: PlainDay; readonly half: Half };

/** Noon divides the day. */
export function halfDayOf(at: Instant): HalfDay {
  const day = dayOf(at);
  return { day, half: at - startOf(day) < 12 * HOUR ? "morning" : "afternoon" };
}

/**
 * How many a day: two under a red or yellow code (notice no. 10: report twice a day), one while the code is pending or
 * the latest list says blue, none otherwise (a check-in is welcome from anyone).
 */
export function owedPerDay(colour: CodeColour | null, isBlue: boolean): 0 | 1 | 2 {
  if (colour === "red" || colour === "yellow") return 2;
  return colour === "pending" || isBlue ? 1 : 0;
}

/** Pending for minutes only (a declaration that is being checked) owes nothing: he has just told how he is. */
export const PENDING_OWES_AFTER = HOUR;

/** Is one due in this half-day, with what was done today? With one a day, either half does. */
export function isDue(perDay: 0 | 1 | 2, now: HalfDay, done: readonly HalfDay[]): boolean {
  const today = done.filter((one) => one.day === now.day);
  if (perDay === 0) return false;
  return perDay === 1 ? today.length === 0 : !today.some((one) => one.half === now.half);
}

/** What was missed since `from` (the day the duty began), up to but without the present half-day; 14 days at most. */
export function missedOf(perDay: 0 | 1 | 2, from: Instant, now: Instant, done: readonly HalfDay[]): HalfDay[] {
  const [begin, end] = [halfDayOf(from), halfDayOf(now)];
  const earliest = daysLater(end.day, -13);
  const missed: HalfDay[] = [];
  for (let day = laterDay(begin.day, earliest); day <= end.day; day = daysLater(day, 1)) {
    if (perDay === 1 && day < end.day && day > begin.day && !done.some((one) => one.day === day))
      missed.push({ day, half: "afternoon" });
    if (perDay !== 2) continue;
    for (const half of HALVES) {
      const isBefore = day < end.day || (half === "morning" && end.half === "afternoon");
      const isOwed = day > begin.day || (half === "afternoon" && begin.half === "morning");
      if (isBefore && isOwed && !done.some((one) => one.day === day && one.half === half)) missed.push({ day, half });
    }
  }
  return missed;
}

const laterDay = (one: PlainDay, other: PlainDay): PlainDay => [one, other].sort()[1] ?? one;
