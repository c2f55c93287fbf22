/** A roster file as rows of text: what it is shows in its first bytes, not in its name. */
import { parse } from "csv-parse/sync";
import { type FileRow, ROSTER_ROWS_AT_MOST } from "../rules/roster.ts";
import { refuseFile } from "./refuse.ts";
import { COLUMNS_AT_MOST, readXlsx } from "./xlsx.ts";

const startsWith = (bytes: Buffer, hex: string): boolean =>
  bytes.subarray(0, hex.length / 2).equals(Buffer.from(hex, "hex"));

/** Rows of an xlsx or csv file, the headings first. Refuses what is neither, and what goes beyond a limit. */
export async function readTable(bytes: Buffer): Promise<FileRow[]> {
  if (bytes.length === 0) refuseFile("empty");
  // An encrypted workbook and the format of 1997 are both compound files.
  if (startsWith(bytes, "d0cf11e0a1b11ae1")) refuseFile("old-or-encrypted");
  const rows = startsWith(bytes, "504b") ? await readXlsx(bytes) : readCsv(bytes);
  if (rows.length === 0) refuseFile("empty");
  if (rows.length > ROSTER_ROWS_AT_MOST + 1) refuseFile("too-many-rows");
  return rows;
}

type CsvLine = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

function readCsv(bytes: Buffer): FileRow[] {
  const text = decoded(bytes);
  const firstLine = /^[^\r\n]*/.exec(text)?.[0] ?? "";
  const delimiter = ["\t", ";", ","].find((one) => firstLine.includes(one)) ?? ",";
  try {
    const records = parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 64 * 1024,
      to: ROSTER_ROWS_AT_MOST + 2,
    }) as unknown as readonly CsvLine[];
    return records.map(({ record, info }) => ({ line: info.lines, cells: record.slice(0, COLUMNS_AT_MOST) }));
  } catch {
    return refuseFile("damaged");
  }
}

/** UTF-8 with or without its mark, else GB18030, in which Chinese office programs write csv. */
function decoded(bytes: Buffer): string {
  if (bytes.includes(0)) refuseFile("not-text");
  for (const encoding of ["utf-8", "gb18030"]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Not this one.
    }
  }
  return refuseFile("not-text");
}
