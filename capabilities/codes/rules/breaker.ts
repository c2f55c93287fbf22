/**
 * The circuit breaker: how many may change colour by evidence in a place in an hour before people of health look at it.
 *
 * Source: issue 3, item 10; reference/domain.md §3.9 (Zhengzhou, June 2022); docs/decisions/0012.
 */
import type { CodeColour } from "#kernel/colours.ts";
import type { Cause } from "./causes.ts";

/** One level's limit: `persons` or `percent` of the holders, whichever is fewer, but never fewer than `atLeast`. */
export type LevelLimit = { readonly persons: number; readonly percent: number; readonly atLeast: number };
export const LIMITED_LEVELS = ["county", "city", "province"] as const;
export type LimitedLevel = (typeof LIMITED_LEVELS)[number];
/** The published document of limits. */
export type Limits = Readonly<Record<LimitedLevel, LevelLimit>>;

/** Digits of the codes of the limited levels. */
export const LEVEL_DIGITS = { county: 6, city: 4, province: 2 } as const satisfies Readonly<
  Record<LimitedLevel, number>
>;

/** How many may change in an hour among so many holders. */
export const allowedIn = (limit: LevelLimit, holders: number): number =>
  Math.max(limit.atLeast, Math.min(limit.persons, Math.floor((holders * limit.percent) / 100)));

/**
 * Does this change count? Those by evidence do, into or out of red or yellow, in either direction. Time does not (a code
 * goes green at its hour for everybody), nor a person's first colour, nor the few minutes of a check.
 */
export const isCounted = (cause: Cause, from: CodeColour | null, to: CodeColour): boolean =>
  (cause === "evidence" || cause === "withdrawal" || cause === "list") &&
  from !== null &&
  from !== to &&
  [from, to].some((colour) => colour === "red" || colour === "yellow");

/** What is known of a place: how many hold a code, how many changed in the hour before. */
export type PlaceFacts = { readonly holders: number; readonly changed: number };
export type Trip = {
  readonly place: string;
  readonly wouldChange: number;
  readonly holders: number;
  readonly limit: number;
};

/**
 * The places in which this batch is held. The county first: what is held there does not count for its city, nor what is
 * held in a city for the province, so that one county's flood does not stop the others.
 */
export function tripped(
  counts: ReadonlyMap<string, number>,
  factsOf: (place: string) => PlaceFacts,
  limits: Limits,
): Trip[] {
  const trips: Trip[] = [];
  let left = new Map(counts);
  for (const level of LIMITED_LEVELS) {
    const sums = new Map<string, number>();
    for (const [county, count] of left) {
      const place = county.slice(0, LEVEL_DIGITS[level]);
      sums.set(place, (sums.get(place) ?? 0) + count);
    }
    for (const [place, count] of sums) {
      const { holders, changed } = factsOf(place);
      const limit = allowedIn(limits[level], holders);
      if (changed + count > limit) trips.push({ place, wouldChange: changed + count, holders, limit });
    }
    left = new Map([...left].filter(([county]) => !trips.some((trip) => county.startsWith(trip.place))));
  }
  return trips;
}
