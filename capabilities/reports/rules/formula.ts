/** References of a formula after rows were added, as a spreadsheet program would write them. Pure. */

/** Where rows of a sheet are after some of them were printed several times. */
export type Rows = {
  /** The first row that an old row became. */
  readonly first: (row: number) => number;
  /** The last. */
  readonly last: (row: number) => number;
};

/** Old rows that are printed `count` times; the others move down by what was added above them. */
export function rowsAfter(repeated: ReadonlyMap<number, number>): Rows {
  const added = (row: number) =>
    [...repeated].reduce((sum, [one, count]) => (one < row ? sum + Math.max(1, count) - 1 : sum), 0);
  const first = (row: number) => row + added(row);
  return { first, last: (row) => first(row) + Math.max(1, repeated.get(row) ?? 1) - 1 };
}

const SHEET = String.raw`(?:'(?:[^']|'')+'|[\p{L}_][\p{L}\p{N}_.]*)!`;
const CELL = String.raw`\$?[A-Z]{1,3}\$?[1-9]\d{0,6}`;
const ROWS = String.raw`\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6}`;
const REFERENCE = new RegExp(
  String.raw`"[^"]*"|(?<![\p{L}\p{N}_.$])(${SHEET})?(?:(${CELL})(?::(${CELL}))?|(${ROWS}))(?![\p{L}\p{N}_(!.])`,
  "gu",
);

export type Around = {
  /** The sheet whose rows moved. */
  readonly sheet: string;
  /** Does the formula stand on it? Then references without a sheet are to it. */
  readonly isOwn: boolean;
  readonly rows: Rows;
  /** In a copy of a repeated row: the old row, and which copy, from 0. */
  readonly copy?: { readonly row: number; readonly index: number };
};

/** The formula with its references to the sheet moved; texts in quotes are left alone. */
export function movedFormula(formula: string, around: Around): string {
  return formula.replace(REFERENCE, (whole, sheet?: string, from?: string, to?: string, rows?: string) => {
    if (whole.startsWith('"') || !concerns(sheet, around)) return whole;
    const prefix = sheet ?? "";
    if (rows !== undefined) {
      const [a = "", b = ""] = rows.split(":");
      return `${prefix}${movedRow(a, around, "first")}:${movedRow(b, around, "last")}`;
    }
    if (to === undefined) return `${prefix}${movedCell(from ?? "", around, "first")}`;
    return `${prefix}${movedCell(from ?? "", around, "first")}:${movedCell(to, around, "last")}`;
  });
}

function concerns(sheet: string | undefined, around: Around): boolean {
  if (sheet === undefined) return around.isOwn;
  return sheet.slice(0, -1).replace(/^'|'$/g, "").replaceAll("''", "'") === around.sheet;
}

function movedCell(cell: string, around: Around, end: "first" | "last"): string {
  const match = /^(\$?[A-Z]{1,3})(\$?\d+)$/.exec(cell);
  return match === null ? cell : `${match[1] ?? ""}${movedRow(match[2] ?? "", around, end)}`;
}

function movedRow(text: string, { rows, copy }: Around, end: "first" | "last"): string {
  const row = Number(text.replace("$", ""));
  // In a copied row a relative reference to its own row is to the copy.
  if (copy !== undefined && copy.row === row && !text.startsWith("$")) return String(rows.first(row) + copy.index);
  return `${text.startsWith("$") ? "$" : ""}${rows[end](row)}`;
}

/** `A5:B9 C3` moved: of merged cells, formats and the like. */
export const movedAreas = (areas: string, rows: Rows): string =>
  areas
    .split(" ")
    .map((one) => movedFormula(one, { sheet: "", isOwn: true, rows }))
    .join(" ");
