/**
 * CSV (RFC 4180) and NDJSON rows into a scratch file that DuckDB reads without guessing: each row with the number of
 * the line on which it begins; rows that are no rows are told apart with their reason.
 */
import { isUtf8 } from "node:buffer";
import { closeSync, openSync, writeSync } from "node:fs";
import { type Block, blocksOf, FileRefused } from "./door-text.ts";

const COMMA = 44;
const QUOTE = 34;
const NEWLINE = 10;
const RETURN = 13;
/** A quoted field may hold line ends, but no row of a feed is longer than this. */
const MAX_QUOTED_BYTES = 64 * 1024;
const MAX_HEADER_BYTES = 64 * 1024;
const MAX_COLUMNS = 1000;
const OUT_BYTES = 1 << 20;
const REPLACEMENT = Buffer.from("\uFFFD");

export type RowFault = "columns" | "quoting" | "encoding" | "nul-byte" | "line-too-long" | "json" | "type";

export type ScannedText = {
  /** Column names of the scratch file, after its first column, the line number. */
  readonly columns: readonly string[];
  readonly rows: number;
  readonly faults: number;
};

type Out = { row(line: number, bytes: Buffer): void; fault(line: number, reason: RowFault): void };

/** A buffered writer of two scratch files: rows, and faults as `line,reason`. Synchronous: this process does nothing else. */
function scratchWriter(rowsPath: string, faultsPath: string): Out & { close(): { rows: number; faults: number } } {
  const rowsFile = openSync(rowsPath, "w", 0o600);
  const faultsFile = openSync(faultsPath, "w", 0o600);
  const buffer = Buffer.allocUnsafe(OUT_BYTES);
  let used = 0;
  let rows = 0;
  let faults = 0;
  let isClosed = false;
  const flush = () => {
    if (used > 0) writeSync(rowsFile, buffer, 0, used);
    used = 0;
  };
  return {
    row(line, bytes) {
      rows += 1;
      if (bytes.length + 32 > OUT_BYTES - used) flush();
      if (bytes.length + 32 > OUT_BYTES) {
        writeSync(rowsFile, Buffer.concat([Buffer.from(`${line},`), bytes, Buffer.from("\n")]));
        return;
      }
      used += buffer.write(`${line},`, used, "latin1");
      used += bytes.copy(buffer, used);
      buffer[used] = NEWLINE;
      used += 1;
    },
    fault(line, reason) {
      faults += 1;
      writeSync(faultsFile, `${line},${reason}\n`);
    },
    close() {
      if (!isClosed) {
        flush();
        closeSync(rowsFile);
        closeSync(faultsFile);
      }
      isClosed = true;
      return { rows, faults };
    },
  };
}

/** End of the quoted or plain record that starts at `from`, and its number of fields; null when the bytes end inside quotes. */
function recordEnd(bytes: Buffer, from: number): { end: number; fields: number; isSound: boolean } | null {
  let fields = 1;
  let isSound = true;
  let at = from;
  let atStart = true;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === QUOTE && atStart) {
      let close = bytes.indexOf(QUOTE, at + 1);
      while (close !== -1 && bytes[close + 1] === QUOTE) close = bytes.indexOf(QUOTE, close + 2);
      if (close === -1) return null;
      at = close + 1;
      const next = bytes[at];
      if (next !== undefined && next !== COMMA && next !== NEWLINE && !(next === RETURN && bytes[at + 1] === NEWLINE))
        isSound = false;
      atStart = false;
      continue;
    }
    if (byte === QUOTE) isSound = false;
    if (byte === NEWLINE) return { end: at, fields, isSound };
    atStart = byte === COMMA;
    if (atStart) fields += 1;
    at += 1;
  }
  return { end: at, fields, isSound };
}

function countFields(bytes: Buffer, from: number, to: number): number {
  let fields = 1;
  for (let at = from; at < to; at += 1) if (bytes[at] === COMMA) fields += 1;
  return fields;
}

/** The fields of one sound record, quotes undone. Used for headers only. */
function fieldsOf(record: string): string[] {
  const fields: string[] = [];
  for (const match of record.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/gs))
    fields.push(match[1] === undefined ? (match[2] ?? "") : match[1].replaceAll('""', '"'));
  return fields;
}

/** Column names: trimmed, lower case. Throws FileRefused when they can be no header. */
function headerOf(bytes: Buffer): string[] {
  if (bytes.length > MAX_HEADER_BYTES) throw new FileRefused("not a table: the header row is too long");
  if (bytes.includes(0)) throw new FileRefused("not a table: NUL bytes in the header row");
  if (!isUtf8(bytes)) throw new FileRefused("not a table: the header row is not text");
  const names = fieldsOf(bytes.toString("utf8").replace(/\r?\n?$/, "")).map((name) => name.trim().toLowerCase());
  if (names.length > MAX_COLUMNS) throw new FileRefused(`not a table: more than ${MAX_COLUMNS} columns`);
  const twice = names.find((name, index) => name !== "" && names.indexOf(name) !== index);
  if (twice !== undefined) throw new FileRefused("not a table: a column name is there twice");
  return names;
}

type Checks = { needsUtf8: boolean; mayHaveNul: boolean; mayHaveReplacement: boolean };

const checksOf = (bytes: Buffer): Checks => ({
  needsUtf8: !isUtf8(bytes),
  mayHaveNul: bytes.includes(0),
  mayHaveReplacement: bytes.includes(REPLACEMENT),
});

function byteFault(row: Buffer, checks: Checks): RowFault | null {
  if (checks.mayHaveNul && row.includes(0)) return "nul-byte";
  if (checks.needsUtf8 && !isUtf8(row)) return "encoding";
  if (checks.mayHaveReplacement && row.includes(REPLACEMENT)) return "encoding";
  return null;
}

/** Rows of one block of CSV; gives back the unfinished quoted record at its end, if any. */
function csvBlock(
  bytes: Buffer,
  firstLine: number,
  width: number,
  isLast: boolean,
  out: Out,
): { rest: Buffer; line: number } {
  const checks = checksOf(bytes);
  let line = firstLine;
  let at = 0;
  let nextQuote = bytes.indexOf(QUOTE);
  while (at < bytes.length) {
    let end = bytes.indexOf(NEWLINE, at);
    if (end === -1) end = bytes.length;
    if (nextQuote !== -1 && nextQuote < at) nextQuote = bytes.indexOf(QUOTE, at);
    const hasQuote = nextQuote !== -1 && nextQuote < end;
    let lines = 1;
    let fault: RowFault | null = null;
    let recordTo = end;
    if (hasQuote) {
      const record = recordEnd(bytes, at);
      if (record === null && !isLast && bytes.length - at <= MAX_QUOTED_BYTES)
        return { rest: bytes.subarray(at), line };
      if (record === null || !record.isSound || record.end - at > MAX_QUOTED_BYTES) fault = "quoting";
      else if (record.fields !== width) fault = "columns";
      else recordTo = record.end;
    }
    let to = recordTo;
    if (to > at && bytes[to - 1] === RETURN) to -= 1;
    let row = bytes.subarray(at, to);
    if (row.length > 0) {
      fault ??= byteFault(row, checks);
      if (fault === null && !hasQuote && countFields(bytes, at, to) !== width) fault = "columns";
      if (fault === null && recordTo !== end) {
        lines = row.filter((byte) => byte === NEWLINE).length + 1;
        row = Buffer.from(row.map((byte) => (byte === NEWLINE || byte === RETURN ? 32 : byte)));
      } else if (fault === null && row.includes(RETURN)) fault = "columns";
      if (fault === null) out.row(line, row);
      else out.fault(line, fault);
    }
    // A faulty row ends at its first line: a stray quote must not swallow the rows that follow.
    at = (fault === null ? recordTo : end) + 1;
    line += lines;
  }
  return { rest: Buffer.alloc(0), line };
}

/** Reads a CSV file into scratch files. Throws FileRefused when it is no table. */
export async function scanCsv(path: string, rowsPath: string, faultsPath: string): Promise<ScannedText> {
  const out = scratchWriter(rowsPath, faultsPath);
  let columns: string[] | null = null;
  let rest: Buffer = Buffer.alloc(0);
  let restLine = 0;
  try {
    for await (const block of blocksOf(path)) {
      let { bytes, line } = block;
      for (const cut of block.cut) {
        if (columns === null) throw new FileRefused("not a table: the header row is too long");
        out.fault(cut, "line-too-long");
      }
      if (bytes.length === 0) continue;
      if (columns === null) {
        const header = recordEnd(bytes, 0);
        const end = header?.end ?? bytes.length;
        columns = headerOf(bytes.subarray(0, end));
        line += bytes.subarray(0, end + 1).filter((byte) => byte === NEWLINE).length;
        bytes = bytes.subarray(end + 1);
      }
      if (rest.length > 0) {
        bytes = Buffer.concat([rest, bytes]);
        line = restLine;
      }
      ({ rest, line: restLine } = csvBlock(bytes, line, columns.length, false, out));
    }
    if (rest.length > 0 && columns !== null) csvBlock(rest, restLine, columns.length, true, out);
    if (columns === null) throw new FileRefused("not a table: the file is empty");
    return { columns, ...out.close() };
  } catch (error) {
    out.close();
    throw error;
  }
}

/** The value as a CSV field; null when a feed's column cannot hold it. */
function csvField(value: unknown): string | null {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return Number.isInteger(value) && !Number.isSafeInteger(value) ? null : String(value);
  if (typeof value === "boolean") return String(value);
  if (typeof value !== "string" || value.includes("\0")) return null;
  if (!value.isWellFormed()) return null;
  return /[",\r\n]/.test(value) ? `"${value.replace(/[\r\n]/g, " ").replaceAll('"', '""')}"` : value;
}

function ndjsonRow(text: string, wanted: readonly string[], seen: Set<string>): Buffer | RowFault {
  let row: unknown;
  try {
    row = JSON.parse(text);
  } catch {
    return "json";
  }
  if (typeof row !== "object" || row === null || Array.isArray(row)) return "json";
  const values = new Map<string, unknown>(Object.entries(row));
  const fields: string[] = [];
  for (const name of wanted) {
    if (values.has(name)) seen.add(name);
    const field = csvField(values.get(name));
    if (field === null) return "type";
    fields.push(field);
  }
  return Buffer.from(fields.join(","), "utf8");
}

function ndjsonBlock(block: Block, wanted: readonly string[], seen: Set<string>, out: Out): void {
  const checks = checksOf(block.bytes);
  let line = block.line;
  for (let at = 0; at < block.bytes.length; line += 1) {
    let end = block.bytes.indexOf(NEWLINE, at);
    if (end === -1) end = block.bytes.length;
    const bytes = block.bytes.subarray(at, end);
    at = end + 1;
    const fault = byteFault(bytes, checks);
    if (fault !== null) {
      out.fault(line, fault);
      continue;
    }
    const text = bytes.toString("utf8").trim();
    if (text === "") continue;
    const row = ndjsonRow(text, wanted, seen);
    if (typeof row === "string") out.fault(line, row);
    else out.row(line, row);
  }
}

/**
 * Reads an NDJSON file into scratch files; `wanted` are the columns looked for, of which those are given back that
 * some row has. A file without rows has them all. Throws FileRefused when it is no table.
 */
export async function scanNdjson(
  path: string,
  rowsPath: string,
  faultsPath: string,
  wanted: readonly string[],
): Promise<ScannedText & { readonly present: ReadonlySet<string> }> {
  const out = scratchWriter(rowsPath, faultsPath);
  const seen = new Set<string>();
  try {
    for await (const block of blocksOf(path)) {
      for (const cut of block.cut) out.fault(cut, "line-too-long");
      ndjsonBlock(block, wanted, seen, out);
    }
    const { rows, faults } = out.close();
    if (rows === 0 && faults > 0) throw new FileRefused("not a table: no line is a JSON object");
    return { columns: wanted, rows, faults, present: rows === 0 ? new Set(wanted) : seen };
  } catch (error) {
    out.close();
    throw error;
  }
}
