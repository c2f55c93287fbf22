/** The sheets of an XLSForm workbook as rows by heading, whatever the order of the columns. */
import type { Label } from "./document.ts";

export type WorkbookSheet = {
  readonly name: string;
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
};

export type SheetRow = {
  readonly line: number;
  /** The cell under a heading, trimmed; "" when there is none. */
  readonly cell: (heading: string) => string;
  /** The cell in both languages: `label::中文 (zh)`, `label::English (en)`, or `label` alone for both. */
  readonly label: (heading: string) => Label;
};

export type Sheet = {
  readonly headings: readonly string[];
  readonly rows: readonly SheetRow[];
};

const spelled = (heading: string): string => heading.trim().toLowerCase().replace(/\s+/g, " ");
const isChinese = (language: string): boolean => /\(zh|chinese|中文|汉语|^zh/.test(language);
const isEnglish = (language: string): boolean => /\(en|english|英文|英语|^en/.test(language);

/** The sheet of a name; null when there is none. The first row with anything in it bears the headings. */
export function sheetOf(workbook: readonly WorkbookSheet[], name: string): Sheet | null {
  const found = workbook.find((one) => one.name.trim().toLowerCase() === name);
  if (found === undefined) return null;
  const filled = found.rows.filter(({ cells }) => cells.some((one) => one.trim() !== ""));
  const [head, ...rest] = filled;
  if (head === undefined) return { headings: [], rows: [] };
  const headings = head.cells.map(spelled);
  return { headings, rows: rest.map(({ line, cells }) => rowOf(headings, line, cells)) };
}

function rowOf(headings: readonly string[], line: number, cells: readonly string[]): SheetRow {
  const cell = (heading: string): string => {
    const at = headings.indexOf(heading);
    return at < 0 ? "" : (cells[at] ?? "").trim();
  };
  const label = (heading: string): Label => {
    let [zh, en] = ["", ""];
    const plain = cell(heading);
    for (const [at, one] of headings.entries()) {
      if (!one.startsWith(`${heading}::`)) continue;
      const language = one.slice(heading.length + 2).trim();
      const text = (cells[at] ?? "").trim();
      if (isChinese(language)) zh = text;
      else if (isEnglish(language)) en = text;
    }
    const whole = zh || plain || en;
    return { zh: whole, en: en || plain || whole };
  };
  return { line, cell, label };
}

const READ = new Set([
  "type",
  "name",
  "required",
  "relevant",
  "relevance",
  "constraint",
  "calculation",
  "default",
  "readonly",
  "read_only",
  "choice_filter",
  "appearance",
  "repeat_count",
  "jr:count",
  "fact",
  "bind::wangge:fact",
]);
const TRANSLATED = ["label", "hint", "constraint_message", "required_message"];

/** Headings of the survey that are not looked at, so that whoever made the form is told. */
export const unread = (headings: readonly string[]): readonly string[] =>
  headings.filter((one) => {
    if (one === "" || READ.has(one)) return false;
    const [base = "", language = ""] = one.split("::");
    return !TRANSLATED.includes(base) || (language !== "" && !isChinese(language) && !isEnglish(language));
  });
