/** Who may answer for a unit, for how long, and what a day's tap is. Source: reference/domain.md §6.10, "Steward". */
import { DAY, daysBetween, daysLater, type Instant, later, type PlainDay } from "#kernel/time.ts";

export const SEATS = ["head", "deputy"] as const;
export type Seat = (typeof SEATS)[number];

/** One tap a day: all well; help is needed; something happened. */
export const TAPS = ["NORMAL", "HELP", "NOTICE"] as const;
export type Tap = (typeof TAPS)[number];

export const END_REASONS = [
  "withdrawn",
  "declined",
  "replaced",
  "term-over",
  "moved-away",
  "unit-ended",
  "other",
] as const;
export type EndReason = (typeof END_REASONS)[number];

const LIVES_HERE_DAYS = 183;
export const UNITS_AT_MOST = 2;
const TERM = 30 * DAY;

export const termFrom = (at: Instant): Instant => later(at, TERM);

export type Candidate = {
  readonly isAdult: boolean;
  readonly livesHereSince: PlainDay;
  /** The proposing worker says that nothing keeps him at home; why is nobody's business here. */
  readonly isFree: boolean;
  /** Other units in which this phone holds a seat. */
  readonly otherUnits: number;
};

export type Obstacle = "not-adult" | "not-six-months" | "not-free" | "two-units";

/** What stands against it; none: he may be asked. */
export function obstaclesOf(candidate: Candidate, today: PlainDay): Obstacle[] {
  const obstacles: Obstacle[] = [];
  if (!candidate.isAdult) obstacles.push("not-adult");
  if (daysBetween(candidate.livesHereSince, today) < LIVES_HERE_DAYS) obstacles.push("not-six-months");
  if (!candidate.isFree) obstacles.push("not-free");
  if (candidate.otherUnits >= UNITS_AT_MOST) obstacles.push("two-units");
  return obstacles;
}

/** Days without a tap after which the worker calls, kindly: to ask how they are, not to reproach. */
export const CALL_AFTER_DAYS = 2;

/** Has nobody of the unit tapped on the two days before today? A unit whose head agreed only since is not silent. */
export function isSilent(lastTapOn: PlainDay | null, headSinceOn: PlainDay, today: PlainDay): boolean {
  const last = lastTapOn !== null && lastTapOn > headSinceOn ? lastTapOn : headSinceOn;
  return last < daysLater(today, -CALL_AFTER_DAYS);
}
