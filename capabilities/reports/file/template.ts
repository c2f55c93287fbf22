/**
 * A department's workbook as a template: which cells bear markers, and whether it is one that may be filled at all. Macros,
 * links to outside, embedded objects and calls to outside are refused; everything else is left alone.
 */

import { type SheetPart, sharedStrings, sheetsOf } from "#capabilities/enterprises/file/xlsx.ts";
import { attribute, resolved, tokens } from "#capabilities/enterprises/file/xml.ts";
import { openZip, type Zip } from "#capabilities/enterprises/file/zip.ts";
import { EACH, EACH_KINDS, type EachKind, hasMarkers, isOurs, markerOf, nameAsMarker } from "../rules/markers.ts";

export type TemplateFault =
  | "macros"
  | "links-outside"
  | "objects"
  | "calls-outside"
  | "no-markers"
  | "prefixed"
  | "repeat-with-shared-formulas"
  | "repeat-with-table"
  | "repeat-unknown";

/** A cell that will be written: with the text in which the markers stand. */
export type MarkedCell = { readonly cell: string; readonly text: string };

export type TemplateSheet = SheetPart & {
  readonly xml: string;
  /** By the cell's reference. */
  readonly marked: ReadonlyMap<string, MarkedCell>;
  /** Rows that are printed several times, and for what. */
  readonly repeated: ReadonlyMap<number, EachKind>;
};

export type Template = {
  readonly zip: Zip;
  readonly workbookXml: string;
  readonly sheets: readonly TemplateSheet[];
};

const SHEET_BYTES = 8 * 1024 * 1024;
const PART_BYTES = 1024 * 1024;
const MARKED_AT_MOST = 2_000;

/** Parts that make a workbook do something, or fetch something. */
const REFUSED_PARTS: readonly (readonly [RegExp, TemplateFault])[] = [
  [/(^|\/)vbaProject|(^|\/)vbaData|\/macrosheets\/|\/dialogsheets\/|customUI/i, "macros"],
  [/^xl\/(externalLinks|connections|queryTables|model)/i, "links-outside"],
  [/^xl\/(embeddings|activeX|ctrlProps)/i, "objects"],
];
/** Functions that fetch or run; `|` with `!` is dynamic data exchange. */
const CALLS_OUTSIDE =
  /\b(WEBSERVICE|FILTERXML|CALL|REGISTER(\.ID)?|RTD|EXEC|IMAGE|HYPERLINK|DDE|STOCKHISTORY)\s*\(|\|\s*'?[^"]*!/i;

/** The template, or why the workbook is none. Throws what the reader of archives refuses. */
export async function readTemplate(
  bytes: Buffer,
): Promise<Template | { readonly fault: TemplateFault; readonly at: string }> {
  const zip = openZip(bytes);
  for (const name of zip.names) {
    const refused = REFUSED_PARTS.find(([pattern]) => pattern.test(name));
    if (refused !== undefined) return { fault: refused[1], at: name };
  }
  const outside = await linkOutside(zip);
  if (outside !== null) return { fault: outside.fault, at: outside.at };
  const strings = await sharedStrings(zip);
  const workbookXml = (await zip.read("xl/workbook.xml", PART_BYTES))?.toString("utf8") ?? "";
  const parts = await sheetsOf(zip);
  const named = namedCells(workbookXml);
  const sheets: TemplateSheet[] = [];
  for (const part of parts) {
    const xml = (await zip.read(part.path, SHEET_BYTES))?.toString("utf8") ?? "";
    const found = lookAt(xml, part, strings, named);
    if ("fault" in found) return found;
    sheets.push(found);
  }
  const count = sheets.reduce((sum, one) => sum + one.marked.size, 0);
  if (count === 0 || count > MARKED_AT_MOST) return { fault: "no-markers", at: "" };
  return { zip, workbookXml, sheets };
}

async function linkOutside(zip: Zip): Promise<{ fault: TemplateFault; at: string } | null> {
  const types = (await zip.read("[Content_Types].xml", PART_BYTES))?.toString("utf8") ?? "";
  if (/macroEnabled|vbaProject/i.test(types)) return { fault: "macros", at: "[Content_Types].xml" };
  for (const name of zip.names) {
    if (!name.endsWith(".rels")) continue;
    const text = (await zip.read(name, PART_BYTES))?.toString("utf8") ?? "";
    for (const token of tokens(text))
      if (token.kind === "open" && attribute(token.attributes, "TargetMode") === "External")
        return { fault: "links-outside", at: name };
  }
  return null;
}

/** Cells with a name that is a marker, as `Sheet!A1` → the marker. */
function namedCells(workbookXml: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let name: string | null = null;
  for (const token of tokens(workbookXml)) {
    if (token.kind === "open" && token.name === "definedName") name = attribute(token.attributes, "name");
    else if (token.kind === "close" && token.name === "definedName") name = null;
    else if (token.kind === "text" && name !== null) {
      const marker = nameAsMarker(name);
      const match = /^(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d+)$/.exec(token.text.trim());
      if (match === null || (markerOf(marker) === null && !isOurs(name))) continue;
      const sheet = match[1]?.replaceAll("''", "'") ?? match[2] ?? "";
      found.set(`${sheet}!${match[3] ?? ""}${match[4] ?? ""}`, marker);
    }
  }
  return found;
}

/** A cell as it stands in the sheet's text. */
export const CELL = /<c(\s[^>]*?)?(?:\/>|>([\s\S]*?)<\/c>)/g;
export const ROW = /<row(\s[^>]*?)?(?:\/>|>([\s\S]*?)<\/row>)/g;
export const referenceOf = (attributes: string): string => attribute(attributes, "r") ?? "";
export const rowOf = (cell: string): number => Number(cell.replace(/^[A-Z]+/, ""));

function lookAt(
  xml: string,
  part: SheetPart,
  strings: readonly string[],
  named: ReadonlyMap<string, string>,
): TemplateSheet | { fault: TemplateFault; at: string } {
  const at = part.name;
  if (!xml.includes("<sheetData")) return { fault: "prefixed", at };
  // Reads all tags once: what declares entities or is cut off is refused there.
  for (const _ of tokens(xml));
  const marked = new Map<string, MarkedCell>();
  const repeated = new Map<number, EachKind>();
  const own = [...named].filter(([place]) => place.startsWith(`${part.name}!`));
  for (const [place, marker] of own) {
    const cell = place.slice(part.name.length + 1);
    marked.set(cell, { cell, text: `{{${marker}}}` });
  }
  for (const match of xml.matchAll(CELL)) {
    const [, attributes = "", inside = ""] = match;
    const formula = /<f[\s>][\s\S]*?<\/f>/.exec(inside)?.[0];
    if (formula !== undefined && CALLS_OUTSIDE.test(resolved(formula)))
      return { fault: "calls-outside", at: `${at}!${referenceOf(attributes)}` };
    const text = textOf(attributes, inside, strings);
    if (!hasMarkers(text)) continue;
    const cell = referenceOf(attributes);
    const each = EACH.exec(text.trim());
    if (each !== null) {
      const kind = EACH_KINDS.find((one) => one === each[1]);
      if (kind === undefined) return { fault: "repeat-unknown", at: `${at}!${cell}` };
      repeated.set(rowOf(cell), kind);
    }
    marked.set(cell, { cell, text });
  }
  if (repeated.size > 0 && /<f[^>]*t="(shared|array)"/.test(xml)) return { fault: "repeat-with-shared-formulas", at };
  if (repeated.size > 0 && xml.includes("<tablePart")) return { fault: "repeat-with-table", at };
  return { ...part, xml, marked, repeated };
}

function textOf(attributes: string, inside: string, strings: readonly string[]): string {
  const type = attribute(attributes, "t");
  if (type === "s") return strings[Number(/<v>([^<]*)<\/v>/.exec(inside)?.[1] ?? -1)] ?? "";
  if (type !== "inlineStr") return "";
  return [...inside.matchAll(/<t(?:\s[^>]*)?>([^<]*)<\/t>/g)].map((one) => resolved(one[1] ?? "")).join("");
}
