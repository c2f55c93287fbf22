/**
 * Which names a feed's files may have. A name that passes has no separator, no dot but those of its ending and no
 * control character, so that it can lead nowhere but into its own folder.
 *
 * Source: design/feeds.md ("every file may be .csv, .parquet or .ndjson, plain or gzip, and may be split").
 */
import { FEED_IDS, type FeedId } from "#capabilities/assessment/rules/feeds.ts";

/** The feed that a file of this folder and name belongs to, or null when it is no name of a feed. */
export function feedOfName(folder: string, file: string): FeedId | null {
  const match = /^([a-z]+)(?:-[A-Za-z0-9_-]{1,60})?\.(?:csv|parquet|ndjson)(?:\.gz)?$/.exec(file);
  return FEED_IDS.find((id) => id === `${folder}/${match?.[1]}`) ?? null;
}

/**
 * Is the file one day's increment? A date in its name (`trips-2020-02-10.parquet`, `trips-20200210-01.csv`) says so;
 * a name without one belongs to a delivery that is whole by itself.
 */
export const isIncrement = (file: string): boolean => /-\d{4}-?\d{2}-?\d{2}(?=[-.])/.test(file);
