/**
 * The rows of a workbook's first sheet, or of all of them, as text. Formulas are not computed (what the program last showed is taken), links
 * and pictures are not followed, dates stay the serial numbers that they are. Source: ECMA-376, SpreadsheetML.
 */
import { setImmediate } from "node:timers/promises";
import { type FileRow, ROSTER_ROWS_AT_MOST } from "../rules/roster.ts";
import { refuseFile } from "./refuse.ts";
import { attribute, tokens } from "./xml.ts";
import { openZip, type Zip } from "./zip.ts";

/** 20,000 rows of twelve cells with styles come to some 20 MB. */
const SHEET_BYTES = 32 * 1024 * 1024;
const STRINGS_BYTES = 16 * 1024 * 1024;
const PART_BYTES = 1024 * 1024;
const STRINGS_AT_MOST = 200_000;
const CELLS_AT_MOST = 400_000;
/** A roster has six columns of interest; those beyond are not looked at. */
export const COLUMNS_AT_MOST = 64;
const CELL_AT_MOST = 1_000;
/** Other requests go on between so many rows. */
const ROWS_A_TURN = 1_000;

/** A form or a template has some three sheets; nobody needs to read more than this. */
const SHEETS_AT_MOST = 30;

export type SheetPart = { readonly name: string; readonly path: string };

/** The first sheet's rows, the first of them with the headings. */
export async function readXlsx(bytes: Buffer): Promise<FileRow[]> {
  const zip = openZip(bytes);
  const [first] = await sheetsOf(zip);
  if (first === undefined) return refuseFile("not-a-table");
  return readSheet(zip, first, await sharedStrings(zip));
}

/** Every sheet with its name, in the workbook's order. */
export async function readSheets(bytes: Buffer): Promise<{ readonly name: string; readonly rows: FileRow[] }[]> {
  const zip = openZip(bytes);
  const strings = await sharedStrings(zip);
  const sheets: { readonly name: string; readonly rows: FileRow[] }[] = [];
  for (const part of await sheetsOf(zip)) sheets.push({ name: part.name, rows: await readSheet(zip, part, strings) });
  return sheets;
}

async function readSheet(zip: Zip, part: SheetPart, strings: readonly string[]): Promise<FileRow[]> {
  const sheet = await zip.read(part.path, SHEET_BYTES);
  return sheet === null ? refuseFile("not-a-table") : rowsOf(sheet.toString("utf8"), strings);
}

/** The sheets of a workbook and where each lies. A relation that leads out of the file is not followed. */
export async function sheetsOf(zip: Zip): Promise<SheetPart[]> {
  const workbook = await zip.read("xl/workbook.xml", PART_BYTES);
  const relations = await zip.read("xl/_rels/workbook.xml.rels", PART_BYTES);
  if (workbook === null || relations === null) return refuseFile("not-a-table");
  const targets = new Map<string | null, string>();
  for (const token of tokens(relations.toString("utf8"))) {
    if (token.kind !== "open" || token.name !== "Relationship") continue;
    if (attribute(token.attributes, "TargetMode") === "External") continue;
    const target = attribute(token.attributes, "Target") ?? "";
    targets.set(attribute(token.attributes, "Id"), target.startsWith("/") ? target.slice(1) : `xl/${target}`);
  }
  const sheets: SheetPart[] = [];
  for (const token of tokens(workbook.toString("utf8"))) {
    if (token.kind !== "open" || token.name !== "sheet") continue;
    const path = targets.get(attribute(token.attributes, "[A-Za-z0-9]+:id"));
    if (path === undefined) return refuseFile("not-a-table");
    sheets.push({ name: attribute(token.attributes, "name") ?? "", path });
    if (sheets.length > SHEETS_AT_MOST) refuseFile("too-many-entries");
  }
  return sheets.length > 0 ? sheets : refuseFile("not-a-table");
}

/** Texts that cells point to by their number. */
export async function sharedStrings(zip: Zip): Promise<string[]> {
  const bytes = await zip.read("xl/sharedStrings.xml", STRINGS_BYTES);
  const strings: string[] = [];
  if (bytes === null) return strings;
  let text = "";
  let isText = false;
  // Readings of a name's characters (rPh) stand beside the text and are not part of it.
  let isReading = false;
  for (const token of tokens(bytes.toString("utf8"))) {
    if (token.kind === "text") {
      if (isText && !isReading && text.length < CELL_AT_MOST) text += token.text;
      continue;
    }
    const isOpen = token.kind === "open" && !token.isEmpty;
    if (token.name === "t") isText = isOpen;
    else if (token.name === "rPh") isReading = isOpen;
    else if (token.name === "si") {
      if (token.kind === "open") text = "";
      if (!isOpen) strings.push(text.slice(0, CELL_AT_MOST));
      if (strings.length > STRINGS_AT_MOST) refuseFile("too-many-cells");
    }
  }
  return strings;
}

type Cell = { readonly column: number; readonly type: string; value: string };

/** The sheet's rows; stops at the first row or cell too many. */
async function rowsOf(xml: string, strings: readonly string[]): Promise<FileRow[]> {
  const rows: FileRow[] = [];
  let cells: string[] = [];
  let line = 0;
  let cellCount = 0;
  let cell: Cell | null = null;
  let isValue = false;
  for (const token of tokens(xml)) {
    if (token.kind === "text") {
      if (isValue && cell !== null && cell.value.length < CELL_AT_MOST) cell.value += token.text;
    } else if (token.name === "row") {
      if (token.kind === "open") {
        line = Number(attribute(token.attributes, "r") ?? line + 1);
        cells = [];
        if (rows.length > ROSTER_ROWS_AT_MOST) refuseFile("too-many-rows");
      }
      if (token.kind === "close" || token.isEmpty) {
        rows.push({ line, cells });
        if (rows.length % ROWS_A_TURN === 0) await setImmediate();
      }
    } else if (token.name === "c" && token.kind === "open") {
      if (++cellCount > CELLS_AT_MOST) refuseFile("too-many-cells");
      cell = cellOf(token.attributes, cells.length);
    } else if (token.name === "c" && cell !== null) {
      // Gaps are filled, so that a hole in a sparse array costs no more than the columns that we look at.
      if (cell.column < COLUMNS_AT_MOST) {
        while (cells.length < cell.column) cells.push("");
        cells[cell.column] = textOf(cell, strings);
      }
      cell = null;
    } else if (token.name === "v" || token.name === "t") isValue = token.kind === "open" && !token.isEmpty;
  }
  return rows;
}

function cellOf(attributes: string, next: number): Cell {
  const letters = /^[A-Z]{1,3}/.exec(attribute(attributes, "r") ?? "")?.[0];
  let column = 0;
  for (const letter of letters ?? "") column = column * 26 + letter.charCodeAt(0) - 64;
  return { column: letters === undefined ? next : column - 1, type: attribute(attributes, "t") ?? "n", value: "" };
}

function textOf({ type, value }: Cell, strings: readonly string[]): string {
  if (type === "s") return strings[Number(value)] ?? "";
  // A phone may be written 1.38E10; what a number has lost of its digits cannot be found again.
  if (type === "n" && /e/i.test(value) && Number.isSafeInteger(Number(value))) return String(Number(value));
  return value.slice(0, CELL_AT_MOST);
}
