/** Answers as they are kept, and where in them a row of a repeat stands. Pure. */
import { ROWS_AT_MOST } from "./document.ts";

/** By question; of a repeat, by its name, the rows. "" and absent: not answered. Several choices: parted by blanks. */
export type Answers = { readonly [name: string]: string | readonly Answers[] };

/** The rows around a question, outermost first; none: it is asked once. */
export type Path = readonly { readonly repeat: string; readonly index: number }[];

/** `name`, or `repeat/2/name`. */
export const keyAt = (path: Path, name: string): string =>
  [...path.map(({ repeat, index }) => `${repeat}/${index}`), name].join("/");

export const isAt = (a: Path, b: Path): boolean => keyAt(a, "") === keyAt(b, "");

export const rowsOf = (row: Answers, repeat: string): readonly Answers[] => {
  const rows = Object.hasOwn(row, repeat) ? row[repeat] : [];
  return typeof rows === "object" ? rows.slice(0, ROWS_AT_MOST) : [];
};

/** The row at a place; null: there is none. */
export const rowAt = (answers: Answers, path: Path): Answers | null =>
  path.reduce<Answers | null>(
    (row, { repeat, index }) => (row === null ? null : (rowsOf(row, repeat)[index] ?? null)),
    answers,
  );

export const rowsAt = (answers: Answers, path: Path, repeat: string): readonly Answers[] =>
  rowsOf(rowAt(answers, path) ?? {}, repeat);

/** The same answers with one changed at a place; rows that are not there yet are made. */
export function withAnswer(answers: Answers, path: Path, name: string, value: string | readonly Answers[]): Answers {
  const [step, ...rest] = path;
  if (step === undefined) return { ...answers, [name]: value };
  const { repeat, index } = step;
  const rows = rowsOf(answers, repeat);
  const made = Array.from({ length: Math.max(rows.length, index + 1) }, (_, at) => {
    const row = rows[at] ?? {};
    return at === index ? withAnswer(row, rest, name, value) : row;
  });
  return { ...answers, [repeat]: made };
}

/** Every row of every repeat, and the answers themselves. */
export const everyRow = (answers: Answers): readonly Answers[] => [
  answers,
  ...Object.values(answers).flatMap((one) => (typeof one === "object" ? one.flatMap(everyRow) : [])),
];
