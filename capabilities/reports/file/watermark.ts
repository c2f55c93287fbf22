/** A sheet with who, when and for what on its face: beside its first row, under its last, and on top of every printed page. */
import { attribute } from "#capabilities/enterprises/file/xml.ts";
import { CELL, ROW, referenceOf } from "./template.ts";
import { cellXml, columnName, escaped } from "./write-workbook.ts";

/** What may follow a header in a sheet, by the order of the format. */
const AFTER_HEADER =
  /<(?:rowBreaks|colBreaks|customProperties|cellWatches|ignoredErrors|smartTags|drawing|legacyDrawing|legacyDrawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst)[\s>/]|<\/worksheet>/;
/** A header holds 255 characters at most. */
const HEADER_AT_MOST = 240;

export function withWatermark(xml: string, mark: string): string {
  const [from, to] = [xml.indexOf("<sheetData"), xml.lastIndexOf("</sheetData>")];
  const isEmpty = to < 0;
  const end = isEmpty ? xml.indexOf(">", from) + 1 : to + "</sheetData>".length;
  const data = isEmpty ? "<sheetData></sheetData>" : xml.slice(from, end);
  const rest = xml.slice(end).replace(/<headerFooter[\s\S]*?(?:<\/headerFooter>|\/>)/, "");
  const at = AFTER_HEADER.exec(rest)?.index ?? 0;
  const text = mark.slice(0, HEADER_AT_MOST).replaceAll("&", "&&");
  const header = `<headerFooter><oddHeader>&amp;L${escaped(text)}</oddHeader></headerFooter>`;
  return xml.slice(0, from) + marked(data, mark) + rest.slice(0, at) + header + rest.slice(at);
}

function marked(data: string, mark: string): string {
  let [last, width] = [0, 0];
  for (const [, attributes = ""] of data.matchAll(ROW)) last = Math.max(last, Number(attribute(attributes, "r") ?? 0));
  for (const [, attributes = ""] of data.matchAll(CELL)) width = Math.max(width, columnOf(referenceOf(attributes)));
  const beside = cellXml(`${columnName(width)}1`, "", mark);
  const under = `<row r="${last + 2}">${cellXml(`A${last + 2}`, "", mark)}</row>`;
  const first = [...data.matchAll(ROW)].find(([, attributes = ""]) => Number(attribute(attributes, "r") ?? 0) === 1);
  const open = data.indexOf(">") + 1;
  const topped =
    first === undefined
      ? `${data.slice(0, open)}<row r="1">${beside}</row>${data.slice(open)}`
      : data.slice(0, first.index) +
        `<row${first[1] ?? ""}>${first[2] ?? ""}${beside}</row>` +
        data.slice(first.index + first[0].length);
  return topped.replace(/<\/sheetData>$/, `${under}</sheetData>`);
}

/** `C7` is in column 3. */
const columnOf = (reference: string): number =>
  [...reference.replace(/\d+$/, "")].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
