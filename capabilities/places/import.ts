/** Importing a list of places: streamed into a temporary table, checked whole, merged by sets, in one transaction. */
import { once } from "node:events";
import type { Writable } from "node:stream";
import type { PlainDay } from "#kernel/time.ts";
import { dayOf } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import type { Sql } from "#platform/database.ts";
import { type Census, census, type PlaceRow, type RowFault, topsOf } from "./rules/rows.ts";
import { formOf, readSource } from "./sources.ts";
import {
  createImportTable,
  type ImportCounts,
  insertDefaultGrids,
  knownAmong,
  mergeImport,
  noteImport,
  retiredGridsInImport,
} from "./store-import.ts";

export type ImportRequest = {
  readonly source: string;
  readonly province: string | null;
  /** From when new places stand; null: today, and for a province's first import since long ago. */
  readonly effectiveOn: PlainDay | null;
  readonly hasDefaultGrids: boolean;
};

/** The list is wrong: nothing was imported. */
export class ImportRefused extends Error {
  readonly faults: readonly RowFault[];

  constructor(faults: readonly RowFault[]) {
    super(`${faults.length} wrong rows`);
    this.faults = faults;
  }
}

/** Divisions that stood before this deployment did. */
const SINCE_LONG = "2000-01-01" as PlainDay;

/**
 * Imports the source in the caller's transaction; repeating it changes nothing. Renames and retirements go to
 * place_change. Throws ImportRefused with the faults by line, SourceFault when the source cannot be read.
 */
export async function importPlaces(
  ctx: Context,
  request: ImportRequest,
  progress: (rows: number) => void = () => {},
): Promise<ImportCounts> {
  const { sql, now } = ctx;
  await createImportTable(sql);
  const rows = census(formOf(request.source));
  const tops = await stream(sql, rows, request, progress);
  const faults = [...rows.faults(), ...(await orphans(sql, rows)), ...(await retiredGridsInImport(sql))];
  if (faults.length > 0) throw new ImportRefused(faults.toSorted((a, b) => a.line - b.line));

  const on = {
    effectiveOn: request.effectiveOn,
    today: dayOf(now),
    sinceLong: SINCE_LONG,
    source: request.source,
    now,
  };
  const counts = await mergeImport(sql, on);
  const grids = request.hasDefaultGrids ? await insertDefaultGrids(sql, on) : 0;
  const done = { ...counts, grids };
  if (done.created + done.renamed + done.retired + done.restored + grids > 0) await noteImport(sql, tops, done, on);
  await audit(ctx, {
    action: "places.import",
    objectKind: "source",
    objectId: request.source.slice(-100),
    detail: done,
  });
  return done;
}

const ROWS_A_REPORT = 5_000;

/** Streams the source into the temporary table; returns the tops of the list. */
async function stream(
  sql: Sql,
  rows: Census,
  request: ImportRequest,
  progress: (rows: number) => void,
): Promise<string[]> {
  const into: Writable = await sql`copy place_import (line, code, name, households, kind) from stdin`.writable();
  const codes: string[] = [];
  try {
    for await (const source of readSource(request.source, request.province)) {
      const row = rows.take(source);
      if (row === null) continue;
      codes.push(row.code);
      if (!into.write(copyLine(row))) await once(into, "drain");
      if (codes.length % ROWS_A_REPORT === 0) progress(codes.length);
    }
  } finally {
    // Also when the source breaks off: the connection must leave COPY before the transaction can roll back.
    into.end();
    await once(into, "finish");
  }
  progress(codes.length);
  return topsOf(codes, rows.hasCode);
}

const copyText = (text: string): string =>
  text.replace(/[\\\t\n\r]/g, (c) => (c === "\\" ? "\\\\" : c === "\t" ? "\\t" : c === "\n" ? "\\n" : "\\r"));

const copyLine = (row: PlaceRow): string =>
  `${row.line}\t${row.code}\t${copyText(row.name)}\t${row.households ?? "\\N"}\t${row.kind ?? "\\N"}\n`;

async function orphans(sql: Sql, rows: Census): Promise<RowFault[]> {
  const missing = rows.missingParents();
  const known = await knownAmong(sql, [...missing.keys()]);
  return [...missing]
    .filter(([parent]) => !known.has(parent))
    .map(([parent, line]) => ({ line, code: parent, why: "orphan" as const }));
}
