/**
 * How fast a lane works: the seconds between one person and the next while somebody waits. Target: five seconds a
 * person (row d10).
 */
import type { Instant } from "#kernel/time.ts";

/** A longer pause means that nobody came, not that somebody was slow. */
const PAUSE_MS = 60_000;

export type Throughput = {
  readonly people: number;
  /** Median seconds from one person to the next, to a tenth; null with fewer than two people in a row. */
  readonly secondsEach: number | null;
  /** The most people in any five minutes. */
  readonly busiestFiveMinutes: number;
};

/** Of the instants of one lane's scans, in any order. */
export function throughputOf(instants: readonly Instant[]): Throughput {
  const sorted = [...instants].sort((one, other) => one - other);
  const gaps: number[] = [];
  let busiest = 0;
  let from = 0;
  for (const [index, at] of sorted.entries()) {
    const before = sorted[index - 1];
    if (before !== undefined && at - before <= PAUSE_MS) gaps.push(at - before);
    while (at - (sorted[from] ?? at) >= 5 * PAUSE_MS) from++;
    busiest = Math.max(busiest, index - from + 1);
  }
  gaps.sort((one, other) => one - other);
  const middle = gaps.length / 2;
  const median = gaps.length === 0 ? null : ((gaps[Math.ceil(middle) - 1] ?? 0) + (gaps[Math.floor(middle)] ?? 0)) / 2;
  return {
    people: sorted.length,
    secondsEach: median === null ? null : Math.round(median / 100) / 10,
    busiestFiveMinutes: busiest,
  };
}
