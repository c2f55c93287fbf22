/**
 * The quality gate before fusion: what is odd about today's feeds, decided from counts alone. Flags stand on the draft;
 * nothing is stopped by them.
 *
 * Source: reference/domain.md §6.3; design/assessment.md "A quality gate".
 */
import { HOUR, type Instant } from "#kernel/time.ts";

/** Row counts may differ by half from the median of the last seven days. */
const ROW_COUNT_SHARE = 0.5;
const HISTORY_DAYS = 7;
/** Share of rows whose identity number fails its checksum. */
const CHECKSUM_SHARE = 0.02;
/** Share of rows that are there twice. The page names the rate and no limit: as for checksums (decisions/0010). */
const DUPLICATE_SHARE = 0.02;
/** The newest row is older than this at the end of the day. */
const STALE_FOR = 36 * HOUR;

export type FeedFacts = {
  readonly feed: string;
  readonly isExpected: boolean;
  readonly files: number;
  readonly refusedFiles: number;
  readonly read: number;
  readonly checksumFailures: number;
  readonly duplicateShare: number;
  /** Beginning of the newest row; null: no rows, or rows have no beginning. */
  readonly latestAt: Instant | null;
  /** Rows read on earlier days, the latest day first. */
  readonly earlierCounts: readonly number[];
};

export type Flag = {
  readonly feed: string;
  readonly flag: "absent" | "refused" | "row-count" | "duplicates" | "checksum" | "stale";
  readonly value: number;
  readonly limit: number;
};

/** The middle value, of an even number the mean of the two in the middle; null of nothing. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const above = sorted[Math.floor(sorted.length / 2)];
  const below = sorted[Math.ceil(sorted.length / 2) - 1];
  return above === undefined || below === undefined ? null : (above + below) / 2;
}

/** Everything odd about one feed at the end of the day. */
export function qualityFlags(facts: FeedFacts, dayEndsAt: Instant): Flag[] {
  const flags: Flag[] = [];
  const raise = (flag: Flag["flag"], value: number, limit: number) =>
    flags.push({ feed: facts.feed, flag, value, limit });
  if (facts.isExpected && facts.files === 0) raise("absent", 0, 1);
  if (facts.refusedFiles > 0) raise("refused", facts.refusedFiles, 0);
  const usual = median(facts.earlierCounts.slice(0, HISTORY_DAYS));
  if (usual !== null && Math.abs(facts.read - usual) > usual * ROW_COUNT_SHARE) raise("row-count", facts.read, usual);
  if (facts.duplicateShare > DUPLICATE_SHARE) raise("duplicates", facts.duplicateShare, DUPLICATE_SHARE);
  const checksum = facts.read === 0 ? 0 : facts.checksumFailures / facts.read;
  if (checksum > CHECKSUM_SHARE) raise("checksum", Math.round(checksum * 10_000) / 10_000, CHECKSUM_SHARE);
  if (facts.latestAt !== null && dayEndsAt - facts.latestAt > STALE_FOR)
    raise("stale", Math.floor((dayEndsAt - facts.latestAt) / HOUR), STALE_FOR / HOUR);
  return flags;
}
