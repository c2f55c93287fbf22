/** A plain workbook from rows: for lists that are taken away, and for the workbooks of the demo. Text is never a formula. */
import { packed, writeZip } from "./write-zip.ts";

export type Cell = string | number | null;
export type NewSheet = {
  readonly name: string;
  readonly rows: readonly (readonly Cell[])[];
  /** Cells that are one, as `A1:C1`. */
  readonly merged?: readonly string[];
};

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** Text as XML says it; characters that XML has no place for are left out. */
export const escaped = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that XML 1.0 forbids.
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

/** `A`, `B` … `AA` of a column counted from 0. */
export function columnName(index: number): string {
  let name = "";
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}

/** A cell's inside: text stays text, whatever it begins with. */
export const cellXml = (reference: string, style: string, value: Cell): string => {
  const head = `<c r="${reference}"${style === "" ? "" : ` s="${style}"`}`;
  if (value === null || value === "") return `${head}/>`;
  if (typeof value === "number") return `${head}><v>${value}</v></c>`;
  return `${head} t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
};

function sheetXml({ rows, merged = [] }: NewSheet): string {
  const lines = rows.map((cells, at) => {
    const inside = cells.map((value, column) => cellXml(`${columnName(column)}${at + 1}`, "", value)).join("");
    return `<row r="${at + 1}">${inside}</row>`;
  });
  const merges = merged.map((one) => `<mergeCell ref="${one}"/>`).join("");
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${lines.join("")}</sheetData>${
    merged.length === 0 ? "" : `<mergeCells count="${merged.length}">${merges}</mergeCells>`
  }</worksheet>`;
}

/** `names`: defined names, as `visit.household` → `Sheet!$B$3`. */
export async function writeWorkbook(
  sheets: readonly NewSheet[],
  names: Readonly<Record<string, string>> = {},
): Promise<Buffer> {
  const ids = sheets.map((_, at) => at + 1);
  const list = sheets.map((one, at) => `<sheet name="${escaped(one.name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`);
  const defined = Object.entries(names).map(
    ([name, target]) => `<definedName name="${escaped(name)}">${escaped(target)}</definedName>`,
  );
  const parts: Readonly<Record<string, string>> = {
    "[Content_Types].xml": `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>${ids.map((id) => `<Override PartName="/xl/worksheets/sheet${id}.xml" ContentType="${TYPES}.worksheet+xml"/>`).join("")}</Types>`,
    "_rels/.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${list.join("")}</sheets>${defined.length === 0 ? "" : `<definedNames>${defined.join("")}</definedNames>`}</workbook>`,
    "xl/_rels/workbook.xml.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${ids.map((id) => `<Relationship Id="rId${id}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${id}.xml"/>`).join("")}</Relationships>`,
    ...Object.fromEntries(sheets.map((one, at) => [`xl/worksheets/sheet${at + 1}.xml`, sheetXml(one)])),
  };
  return writeZip(await Promise.all(Object.entries(parts).map(([name, text]) => packed(name, Buffer.from(text)))));
}
