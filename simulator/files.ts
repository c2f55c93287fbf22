/** Writes query results as the departments would: Parquet, CSV (UTF-8 or GB18030), NDJSON, plain or gzip. */
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { transcodeToGb18030 } from "./gb18030.ts";
import { sqlText } from "./random.ts";

export const FORMATS = ["parquet", "csv", "mixed"] as const;
export type Format = (typeof FORMATS)[number];

type Kind = "parquet" | "csv" | "csv-gb18030" | "csv.gz" | "ndjson" | "ndjson.gz";

const FEEDS = [
  "police/residents",
  "police/trips",
  "telecom/stays",
  "telecom/stays-handsets",
  "health/cases",
  "health/contacts",
  "health/areas",
  "health/measures",
] as const;
export type Feed = (typeof FEEDS)[number];

/** Which file is of what kind. Mixed: register in Parquet and its first part GB18030, tickets gzip, masts NDJSON and Parquet. */
const KINDS: Readonly<Record<Format, (feed: Feed, part: number) => Kind>> = {
  parquet: () => "parquet",
  csv: (feed) => (feed === "police/residents" || feed === "health/contacts" ? "csv-gb18030" : "csv"),
  mixed: (feed, part) => {
    if (feed === "police/residents") return part === 1 ? "csv-gb18030" : "parquet";
    if (feed === "police/trips") return "csv.gz";
    if (feed === "telecom/stays") return part % 2 === 1 ? "ndjson.gz" : "parquet";
    if (feed === "telecom/stays-handsets" || feed === "health/cases") return "ndjson";
    return feed === "health/contacts" ? "csv-gb18030" : "csv";
  },
};

/** Columns that hold instants, by feed: texts with offset in CSV and NDJSON, TIMESTAMP WITH TIME ZONE in Parquet. */
const INSTANTS: Readonly<Partial<Record<Feed, readonly string[]>>> = {
  "police/trips": ["departed_at", "arrived_at"],
  "telecom/stays": ["arrived_at", "left_at"],
  "telecom/stays-handsets": ["arrived_at", "left_at"],
  "health/measures": ["since", "until"],
};

/** Writes one part of a feed; returns its rows. Part 0: the feed is one file. */
export async function writeFeed(
  connection: DuckDBConnection,
  folder: string,
  format: Format,
  feed: Feed,
  part: number,
  query: string,
): Promise<number> {
  const kind = KINDS[format](feed, part);
  const suffix = part === 0 ? "" : `-${String(part).padStart(4, "0")}`;
  const path = join(folder, `${feed}${suffix}.${kind.replace("-gb18030", "")}`);
  if (kind === "parquet") return copy(connection, query, path, "format parquet, compression snappy");
  const columns = (INSTANTS[feed] ?? []).map(
    (name) => `strftime("${name}", '%Y-%m-%dT%H:%M:%S') || '+08:00' as "${name}"`,
  );
  const text = columns.length === 0 ? query : `select * replace (${columns.join(", ")}) from (${query})`;
  const gzip = kind.endsWith(".gz") ? ", compression gzip" : "";
  if (kind.startsWith("ndjson")) return copy(connection, text, path, `format json${gzip}`);
  const rows = await copy(connection, text, path, `format csv, header${gzip}`);
  if (kind === "csv-gb18030") {
    await transcodeToGb18030(path, `${path}.gb18030`);
    await rename(`${path}.gb18030`, path);
  }
  return rows;
}

/** Writes a file of the truth, always Parquet; returns its rows. */
export const writeTruth = (
  connection: DuckDBConnection,
  folder: string,
  name: string,
  query: string,
): Promise<number> => copy(connection, query, join(folder, `${name}.parquet`), "format parquet, compression snappy");

async function copy(connection: DuckDBConnection, query: string, path: string, options: string): Promise<number> {
  await rm(path, { force: true });
  const result = await connection.run(`copy (${query}) to ${sqlText(path)} (${options})`);
  return Number(result.rowsChanged);
}
