/**
 * Which of the files handed in stand for the assessment of a day.
 *
 * Source: design/feeds.md: "hand over files, each day or many times a day", "a corrected file replaces by name and day".
 * What it leaves open is decided here: the files of a feed without a date in their names are one delivery, whole by
 * itself, and the newest delivery at or before the day stands (a feed that failed today is read as it was yesterday,
 * and flagged as late). Files with a date in their names are increments and stand side by side.
 */
import { isIncrement } from "#capabilities/intake/rules/file-names.ts";
import { daysBetween, daysLater, type PlainDay } from "#kernel/time.ts";

export type HandedIn = {
  readonly id: string;
  readonly day: PlainDay;
  /** `folder/file`. */
  readonly name: string;
};

/** Increments of movements older than the window hold no row of it; two days more for rows that came late. */
const LATE_DAYS = 2;
const MOVEMENTS = new Set(["police/trips", "telecom/stays"]);

/** The feed of a file, from its name alone. */
export const feedOf = (name: string): string => /^[a-z]+\/[a-z]+/.exec(name)?.[0] ?? name;

/** The standing files of a day, by name; at most one of each name. */
export function standingFiles<T extends HandedIn>(files: readonly T[], day: PlainDay, windowDays: number): T[] {
  const known = files.filter((file) => file.day <= day);
  const newestDelivery = new Map<string, PlainDay>();
  for (const file of known) {
    if (isIncrement(file.name)) continue;
    const feed = feedOf(file.name);
    const newest = newestDelivery.get(feed);
    if (newest === undefined || newest < file.day) newestDelivery.set(feed, file.day);
  }
  const oldest = daysLater(day, -(windowDays + LATE_DAYS));
  const standing = new Map<string, T>();
  for (const file of known) {
    const feed = feedOf(file.name);
    const stands = isIncrement(file.name)
      ? !MOVEMENTS.has(feed) || file.day >= oldest
      : newestDelivery.get(feed) === file.day;
    const other = standing.get(file.name);
    if (stands && (other === undefined || other.day < file.day)) standing.set(file.name, file);
  }
  return [...standing.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Feeds whose newest standing file was handed in for an earlier day, with how many days late; by feed. */
export function lateFeeds(standing: readonly HandedIn[], day: PlainDay): { feed: string; days: number }[] {
  const newest = new Map<string, PlainDay>();
  for (const file of standing) {
    const feed = feedOf(file.name);
    const known = newest.get(feed);
    if (known === undefined || known < file.day) newest.set(feed, file.day);
  }
  return [...newest]
    .map(([feed, last]) => ({ feed, days: daysBetween(last, day) }))
    .filter(({ days }) => days > 0)
    .toSorted((a, b) => (a.feed < b.feed ? -1 : 1));
}
