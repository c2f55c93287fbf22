/**
 * The template filled: marked cells get their values in place, repeated rows are printed, references follow; every part
 * that nothing was written to keeps its bytes.
 */
import { attribute, resolved } from "#capabilities/enterprises/file/xml.ts";
import { type Around, movedAreas, movedFormula, type Rows, rowsAfter } from "../rules/formula.ts";
import { EACH, type EachKind, piecesOf } from "../rules/markers.ts";
import { gatheredMissing, type Missing, type MissingWhy } from "../rules/missing.ts";
import type { InRow } from "../rules/resolve.ts";
import { CELL, ROW, referenceOf, rowOf, type Template, type TemplateSheet } from "./template.ts";
import { withWatermark } from "./watermark.ts";
import { type Cell, cellXml, escaped } from "./write-workbook.ts";
import { packed, writeZip } from "./write-zip.ts";

export type Filled = { readonly value: string | number } | { readonly missing: MissingWhy };
/** What a marker comes to, in which copy of a repeated row. */
export type Resolve = (marker: string, at: InRow) => Filled;
/** How many copies a repeated row has. */
export type Copies = (each: EachKind) => number;

/** Left where a value is missing among text: seen on paper, and no number. */
const BLANK = "____";

type Work = {
  readonly resolve: Resolve;
  readonly copies: Copies;
  readonly missing: (Missing & { readonly from: string })[];
};

/** A row without anything to print stays once, with its cells empty: the sheet keeps its shape. */
const timesOf = (sheet: TemplateSheet, row: number, copies: Copies): number => {
  const each = sheet.repeated.get(row);
  return each === undefined ? 1 : Math.max(1, copies(each));
};

export async function fillTemplate(
  template: Template,
  resolve: Resolve,
  { copies, mark }: { readonly copies: Copies; readonly mark: string | null },
): Promise<{ readonly bytes: Buffer; readonly missing: readonly Missing[] }> {
  const work: Work = { resolve, copies, missing: [] };
  const moved = template.sheets
    .map((sheet) => ({
      sheet: sheet.name,
      times: new Map([...sheet.repeated.keys()].map((row) => [row, timesOf(sheet, row, copies)])),
    }))
    .filter(({ times }) => [...times.values()].some((count) => count > 1))
    .map(({ sheet, times }) => ({ sheet, rows: rowsAfter(times) }));
  const parts = new Map<string, string>();
  const hasFormulas = template.sheets.some(({ xml }) => xml.includes("<f"));
  for (const sheet of template.sheets) {
    const filled = sheetXml(sheet, moved, work);
    const xml = mark === null ? filled : withWatermark(filled, mark);
    if (xml !== sheet.xml) parts.set(sheet.path, xml);
  }
  const workbook = workbookXml(template.workbookXml, moved, hasFormulas);
  if (workbook !== template.workbookXml) parts.set("xl/workbook.xml", workbook);
  // The order of calculation names cells that may have moved; programs make it anew.
  const dropped = moved.length > 0 ? await withoutChain(template, parts) : null;
  const entries = [];
  for (const name of template.zip.names) {
    if (name === dropped) continue;
    const text = parts.get(name);
    const entry = text === undefined ? template.zip.packed(name) : await packed(name, Buffer.from(text, "utf8"));
    if (entry !== null) entries.push(entry);
  }
  return { bytes: writeZip(entries), missing: gatheredMissing(work.missing) };
}

type Moved = readonly { readonly sheet: string; readonly rows: Rows }[];

function sheetXml(sheet: TemplateSheet, moved: Moved, work: Work): string {
  const [from, to] = [sheet.xml.indexOf("<sheetData"), sheet.xml.lastIndexOf("</sheetData>")];
  if (to < 0) return sheet.xml;
  const [head, data, tail] = [sheet.xml.slice(0, from), sheet.xml.slice(from, to), sheet.xml.slice(to)];
  const own = moved.find((one) => one.sheet === sheet.name)?.rows ?? null;
  const written = withNewCells(data, sheet).replace(ROW, (whole, attributes: string = "", inside: string = "") =>
    rowXml({ whole, attributes, inside }, { sheet, moved, own, work }),
  );
  if (own === null) return head + written + tail;
  return aroundXml(head, own) + written + mergedXml(aroundXml(tail, own), sheet, own, work.copies);
}

type Around2 = { readonly sheet: TemplateSheet; readonly moved: Moved; readonly own: Rows | null; readonly work: Work };
type RowText = { readonly whole: string; readonly attributes: string; readonly inside: string };

function rowXml({ whole, attributes, inside }: RowText, around: Around2): string {
  const { sheet, own, work } = around;
  const row = Number(attribute(attributes, "r") ?? 0);
  const each = sheet.repeated.get(row);
  const count = timesOf(sheet, row, work.copies);
  const made = Array.from({ length: count }, (_, index) => {
    const target = own === null ? row : own.first(row) + index;
    const cells = inside.replace(CELL, (cell, of: string = "", content: string = "") =>
      oneCell(
        { whole: cell, attributes: of, inside: content },
        { ...around, row, target, copy: each === undefined ? null : { each, index } },
      ),
    );
    if (cells === inside && target === row) return whole;
    const head = attributes.replace(/(\sr=")\d+"/, `$1${target}"`);
    return inside === "" && cells === "" ? `<row${head}/>` : `<row${head}>${cells}</row>`;
  });
  return made.join("");
}

type CellAround = Around2 & { readonly row: number; readonly target: number; readonly copy: InRow };

function oneCell({ whole, attributes, inside }: RowText, around: CellAround): string {
  const { sheet, moved, work, row, target, copy: at } = around;
  const before = referenceOf(attributes);
  const reference = before.replace(/\d+$/, String(target));
  const marked = sheet.marked.get(before);
  const hasFormula = inside.includes("<f");
  if (marked !== undefined && !hasFormula) {
    const style = attribute(attributes, "s") ?? "";
    const place = { sheet: sheet.name, cell: reference, from: before, at, work };
    return cellXml(reference, style, filledText(marked.text, place));
  }
  if (marked !== undefined)
    work.missing.push({ sheet: sheet.name, cell: reference, from: before, marker: marked.text, why: "has-formula" });
  const head = attributes.replace(/(\sr=")[A-Z]+\d+"/, `$1${reference}"`);
  if (!hasFormula) return reference === before ? whole : inside === "" ? `<c${head}/>` : `<c${head}>${inside}</c>`;
  // What a formula last came to was of the template; programs compute it when the file is opened.
  const formula = inside
    .replace(/<v>[^<]*<\/v>|<v\/>/g, "")
    .replace(/(<f(?:\s[^>]*)?>)([^<]*)(<\/f>)/g, (_, open: string, text: string, close: string) => {
      let fresh = resolved(text);
      for (const one of moved) {
        const isOwn = one.sheet === sheet.name;
        const copy = isOwn && at !== null ? { copy: { row, index: at.index } } : {};
        fresh = movedFormula(fresh, { sheet: one.sheet, isOwn, rows: one.rows, ...copy } satisfies Around);
      }
      return open + escaped(fresh) + close;
    });
  return `<c${head.replace(/\st="(str|b|e|n)"/, "")}>${formula}</c>`;
}

type At = {
  readonly sheet: string;
  readonly cell: string;
  /** Where it stands in the template. */
  readonly from: string;
  readonly at: InRow;
  readonly work: Work;
};

/** One marker alone is its value, a number a number; among text it is written out. */
function filledText(text: string, { sheet, cell, from, at, work }: At): Cell {
  if (EACH.test(text.trim())) return null;
  const pieces = piecesOf(text.replace(/\{\{\s*#each\s+\S+?\s*\}\}/g, ""));
  const values = pieces.map((piece): string | number | null => {
    if ("text" in piece) return piece.text;
    const filled = work.resolve(piece.marker, at);
    if ("value" in filled) return filled.value;
    work.missing.push({ sheet, cell, from, marker: piece.marker, why: filled.missing });
    return null;
  });
  const [only] = values;
  if (values.length === 1 && only !== undefined) return only;
  return values.map((one) => one ?? BLANK).join("");
}

/** Named cells that the sheet has no cell for get one, so that they can be filled. */
function withNewCells(data: string, sheet: TemplateSheet): string {
  const known = new Set([...data.matchAll(CELL)].map((one) => referenceOf(one[1] ?? "")));
  let made = data;
  for (const cell of sheet.marked.keys()) {
    if (known.has(cell)) continue;
    const row = rowOf(cell);
    const isThere = new RegExp(`<row(\\s[^>]*?)?\\sr="${row}"`).test(made);
    if (!isThere) made = withRow(made, row, `<row r="${row}"><c r="${cell}"/></row>`);
    else
      made = made.replace(ROW, (whole, attributes: string = "", inside: string = "") => {
        if (Number(attribute(attributes, "r") ?? 0) !== row) return whole;
        const before = [...inside.matchAll(CELL)].filter((one) => comesBefore(referenceOf(one[1] ?? ""), cell));
        const last = before.at(-1);
        const at = last === undefined ? 0 : last.index + last[0].length;
        return `<row${attributes}>${inside.slice(0, at)}<c r="${cell}"/>${inside.slice(at)}</row>`;
      });
  }
  return made;
}

/** A row put where it belongs: rows stand in their order. */
function withRow(data: string, row: number, xml: string): string {
  const before = [...data.matchAll(ROW)].filter((one) => Number(attribute(one[1] ?? "", "r") ?? 0) < row).at(-1);
  const open = data.replace(/<sheetData\s*\/>/, "<sheetData>");
  const at = before === undefined ? open.indexOf(">") + 1 : before.index + before[0].length;
  return open.slice(0, at) + xml + open.slice(at);
}

function comesBefore(a: string, b: string): boolean {
  const [x, y] = [a.replace(/\d+$/, ""), b.replace(/\d+$/, "")];
  return x.length === y.length ? x < y : x.length < y.length;
}

const AREAS =
  /(<(?:dimension|conditionalFormatting|dataValidation|autoFilter|hyperlink|ignoredError|protectedRange|mergeCell)\b[^>]*?\s(?:ref|sqref)=")([^"]*)"/g;

/** What names cells outside of them: formats, checks, filters, merged cells. */
const aroundXml = (xml: string, rows: Rows): string =>
  xml
    .replace(AREAS, (_, open: string, areas: string) => `${open}${movedAreas(areas, rows)}"`)
    .replace(
      /(<(formula|formula1|formula2)>)([^<]*)(<\/\2>)/g,
      (_, open: string, _name: string, text: string, close: string) => {
        return open + escaped(movedFormula(resolved(text), { sheet: "", isOwn: true, rows })) + close;
      },
    );

/** Cells merged within a repeated row are merged in each of its copies. */
function mergedXml(tail: string, sheet: TemplateSheet, rows: Rows, copies: Copies): string {
  const starts = new Map([...sheet.repeated.keys()].map((row) => [rows.first(row), timesOf(sheet, row, copies)]));
  let added = 0;
  const merged = tail.replace(
    /<mergeCell\s+ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"\s*\/>/g,
    (whole, a: string, from: string, b: string, to: string) => {
      // The area grew with the row; it is cut into one a copy.
      const count = starts.get(Number(from)) ?? 1;
      if (count < 2 || Number(to) !== Number(from) + count - 1) return whole;
      added += count - 1;
      return Array.from(
        { length: count },
        (_, at) => `<mergeCell ref="${a}${Number(from) + at}:${b}${Number(from) + at}"/>`,
      ).join("");
    },
  );
  return merged.replace(
    /(<mergeCells\s[^>]*?count=")(\d+)"/,
    (_, open: string, count: string) => `${open}${Number(count) + added}"`,
  );
}

function workbookXml(xml: string, moved: Moved, hasFormulas: boolean): string {
  let made = xml;
  if (moved.length > 0)
    made = made.replace(
      /(<definedName\s[^>]*>)([^<]*)(<\/definedName>)/g,
      (_, open: string, text: string, close: string) => {
        let fresh = resolved(text);
        for (const one of moved) fresh = movedFormula(fresh, { sheet: one.sheet, isOwn: false, rows: one.rows });
        return open + escaped(fresh) + close;
      },
    );
  if (!hasFormulas || /<calcPr[^>]*fullCalcOnLoad="1"/.test(made)) return made;
  if (/<calcPr\b/.test(made)) return made.replace(/<calcPr\b/, '<calcPr fullCalcOnLoad="1"');
  // Where the schema has it: after the names, else after the sheets.
  const after = made.includes("</definedNames>") ? "</definedNames>" : "</sheets>";
  return made.replace(after, `${after}<calcPr fullCalcOnLoad="1"/>`);
}

/** Takes the chain of calculation out of the package's lists; returns the part's name when there is one. */
async function withoutChain({ zip }: Template, parts: Map<string, string>): Promise<string | null> {
  const name = "xl/calcChain.xml";
  if (!zip.names.includes(name)) return null;
  for (const [list, pattern] of [
    ["[Content_Types].xml", /<Override[^>]*PartName="\/xl\/calcChain\.xml"[^>]*\/>/],
    ["xl/_rels/workbook.xml.rels", /<Relationship\s[^>]*Target="(?:\/xl\/)?calcChain\.xml"[^>]*\/>/],
  ] as const) {
    const text = (await zip.read(list, 1024 * 1024))?.toString("utf8") ?? "";
    parts.set(list, text.replace(pattern, ""));
  }
  return name;
}
