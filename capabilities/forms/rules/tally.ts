/** Counts over answers: how many, by choice, sums. Never a text: what is written in free words is about persons. Pure. */
import type { FormDocument, Question } from "./document.ts";
import { type Answers, everyRow } from "./rows.ts";

export type QuestionTally = {
  readonly question: Question;
  readonly answered: number;
  /** Of numbers; null for other types. */
  readonly sum: number | null;
  readonly choices: ReadonlyMap<string, number>;
};

const COUNTED: ReadonlySet<string> = new Set([
  "integer",
  "decimal",
  "select_one",
  "select_multiple",
  "calculate",
  "acknowledge",
]);

/** Tallies of the questions that can be counted; of a repeat, over all its rows. */
export function tally(document: FormDocument, all: readonly Answers[]): readonly QuestionTally[] {
  const rows = all.flatMap(everyRow);
  return document.questions
    .filter(({ type }) => COUNTED.has(type))
    .map((question) => {
      const values = rows.flatMap((row) => {
        const value = Object.hasOwn(row, question.name) ? row[question.name] : "";
        return typeof value === "string" && value !== "" ? [value] : [];
      });
      return { question, answered: values.length, sum: sumOf(question, values), choices: choicesOf(question, values) };
    });
}

function sumOf({ type }: Question, values: readonly string[]): number | null {
  if (type !== "integer" && type !== "decimal" && type !== "calculate") return null;
  const numbers = values.map(Number);
  if (numbers.some(Number.isNaN)) return null;
  // Thousandths, so that 0.1 + 0.2 is 0.3 on paper too.
  return Math.round(numbers.reduce((sum, one) => sum + one, 0) * 1000) / 1000;
}

function choicesOf({ choices }: Question, values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map((choices ?? []).map((one) => [one.name, 0]));
  if (choices === null) return counts;
  for (const value of values)
    for (const one of value.split(" ")) if (counts.has(one)) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}
