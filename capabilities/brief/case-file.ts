/** Reading a case file from disk: rows that are right, rows that are refused with their lines. */
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream";
import { type CsvError, parse } from "csv-parse";
import { type CaseRow, caseRow, missingColumns, type RefusedRow } from "./rules/case-rows.ts";

/** The real figures of 2020-01-10 to 2020-03-31 that ship with the platform (data/README.md). */
export const SHIPPED_CASES = join(import.meta.dirname, "../../data/cases/cn-2020.csv");

export class CaseFileFault extends Error {}

/** Refused rows kept at most; one file of another kind would otherwise fill the memory. */
const REFUSED_KEPT = 1000;

export type CaseFile = {
  readonly rows: readonly CaseRow[];
  readonly refused: readonly RefusedRow[];
  /** All that were refused, when they are more than were kept. */
  readonly refusedCount: number;
};

/** Rows of other provinces are not looked at: what is wrong with them is not this brief's business. */
const isOfAnother = (record: Readonly<Record<string, string>>, province: string): boolean =>
  /^\d{6}$/.test((record["province"] ?? "").trim()) && !(record["province"] ?? "").trim().startsWith(province);

/** The rows of a case file, of one province (two digits) or all. Throws CaseFileFault. */
export async function readCaseFile(path: string, province: string | null): Promise<CaseFile> {
  const rows: CaseRow[] = [];
  const refused: RefusedRow[] = [];
  let refusedCount = 0;
  const refuse = (line: number, reason: string) => {
    refusedCount++;
    if (refused.length < REFUSED_KEPT) refused.push({ line, reason });
  };
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: 10_000,
    columns: (header: string[]) => {
      const names = header.map((name) => name.trim());
      const missing = missingColumns(names);
      if (missing.length > 0) throw new CaseFileFault(`${path}: line 1 lacks the columns ${missing.join(", ")}`);
      return names;
    },
  });
  // What breaks in reading reaches the loop below as the parser's own error.
  pipeline(createReadStream(path), parser, () => {});
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: Record<string, string>;
      info: { lines: number };
    }>) {
      if (province !== null && isOfAnother(record, province)) continue;
      const row = caseRow(record);
      if (typeof row === "string") refuse(info.lines, row);
      else if (row !== null && (province === null || row.place.startsWith(province))) rows.push(row);
    }
  } catch (error) {
    if (error instanceof CaseFileFault) throw error;
    const { code, message } = error as CsvError | NodeJS.ErrnoException;
    throw new CaseFileFault(code === "ENOENT" ? `${path}: no such file` : `${path}: ${message}`, { cause: error });
  }
  return { rows, refused, refusedCount };
}

/** Names of a province, its cities and counties, from the lists that ship; a code without a name names itself. */
export async function shippedNames(province: string): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const file of ["china-counties.csv", `${province}.csv`]) {
    const text = await readFile(join(import.meta.dirname, "../../data/places", file), "utf8").catch(() => "");
    for (const line of text.split("\n").slice(1)) {
      const [code = "", name = ""] = line.split(",");
      if (code.length <= 4 && code.startsWith(province)) names.set(code, name.trim());
    }
  }
  return names;
}
