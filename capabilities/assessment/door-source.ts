/** A feed file as a relation of DuckDB, whatever its format: Parquet in place, text by way of a scratch file. */

import { createWriteStream } from "node:fs";
import { rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { FeedFile } from "./door-files.ts";
import { scanCsv, scanNdjson } from "./door-rows.ts";
import type { Source } from "./door-sql.ts";
import { bytesOf, isGzip } from "./door-text.ts";
import { type Duck, quoted } from "./duck.ts";

export type OpenedSource = Source & {
  /** Rows that are no rows: a relation of line and reason, and how many; null for Parquet. */
  readonly structural: string | null;
  readonly structuralFaults: number;
  /** Deletes what was written in clear to the scratch folder. */
  readonly release: () => Promise<void>;
};

const KEYS_AND_NAMES = ["person_key", "phone_key", "id_type", "id_number", "phone", "name", "address", "source_line"];
const doubleQuoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Opens a file. Throws FileRefused or DuckDB's error when it is no table. `scratch` is a private folder of this run. */
export async function openSource(duck: Duck, file: FeedFile, no: number, scratch: string): Promise<OpenedSource> {
  return file.format === "parquet" ? openParquet(duck, file, no, scratch) : openText(file, no, scratch);
}

async function openParquet(duck: Duck, file: FeedFile, no: number, scratch: string): Promise<OpenedSource> {
  // Under a name of our own: DuckDB takes * and [ in a path for a pattern.
  const path = join(scratch, `in-${no}.parquet`);
  if (await isGzip(file.path)) await pipeline(bytesOf(file.path), createWriteStream(path, { mode: 0o600 }));
  else await symlink(file.path, path);
  const relation = `read_parquet(${quoted(path)}, file_row_number = true, binary_as_string = true)`;
  const types = new Map<string, string>();
  const names = new Map<string, string>();
  for (const row of await duck.all(`describe select * from ${relation}`)) {
    const name = String(row["column_name"]);
    if (name === "file_row_number") continue;
    types.set(name.trim().toLowerCase(), String(row["column_type"]));
    names.set(name.trim().toLowerCase(), name);
  }
  return {
    relation,
    types,
    nameOf: (column) => doubleQuoted(names.get(column) ?? column),
    line: "file_row_number + 1",
    isParquet: true,
    structural: null,
    structuralFaults: 0,
    release: async () => {},
  };
}

async function openText(file: FeedFile, no: number, scratch: string): Promise<OpenedSource> {
  const rows = join(scratch, `rows-${no}.csv`);
  const faults = join(scratch, `faults-${no}.csv`);
  const wanted = [...KEYS_AND_NAMES, ...file.feed.columns.map((column) => column.name)];
  const scanned =
    file.format === "csv"
      ? { ...(await scanCsv(file.path, rows, faults)), present: null }
      : await scanNdjson(file.path, rows, faults, wanted);
  const names = new Map<string, string>();
  const types = new Map<string, string>();
  for (const [index, name] of scanned.columns.entries()) {
    names.set(name, `c${index}`);
    if (scanned.present?.has(name) ?? name !== "") types.set(name, "VARCHAR");
  }
  const columns = scanned.columns.map((_, index) => `'c${index}': 'VARCHAR'`).join(", ");
  const csv = `header = false, delim = ',', quote = '"', escape = '"', auto_detect = false, max_line_size = 4194304`;
  return {
    relation: `read_csv(${quoted(rows)}, ${csv}, columns = {'line': 'BIGINT', ${columns}})`,
    types,
    nameOf: (column) => names.get(column) ?? doubleQuoted(column),
    line: "line",
    isParquet: false,
    structural: `read_csv(${quoted(faults)}, ${csv}, columns = {'line': 'BIGINT', 'reason': 'VARCHAR'})`,
    structuralFaults: scanned.faults,
    release: () => rm(rows, { force: true }),
  };
}
