/** An answer as a line of a report prints it. Pure. */
import { attributeOf } from "#capabilities/facts/rules/attributes.ts";
import { type FormDocument, isMedia } from "./document.ts";
import { type Answers, everyRow } from "./rows.ts";

export type Printed =
  | { readonly is: "nothing" }
  /** No such question, or one that is no answer: a note, a photo. */
  | { readonly is: "no-question" }
  /** It is a name, a number or a matter of health under another name. */
  | { readonly is: "not-printed" }
  | {
      readonly is: "value";
      readonly value: string | number;
      /** Free words may be about anybody: they leave only with what leaves by two approvals. */
      readonly isFree: boolean;
    };

const NUMBER = /^-?\d{1,15}(\.\d{1,6})?$/;

export function printedOf({ questions }: Pick<FormDocument, "questions">, name: string, answers: Answers): Printed {
  const question = questions.find((one) => one.name === name);
  if (question === undefined || question.type === "note" || isMedia(question)) return { is: "no-question" };
  const sensitivity = question.fact === null ? null : (attributeOf(question.fact)?.sensitivity ?? null);
  if (sensitivity === "identity" || sensitivity === "health") return { is: "not-printed" };
  const given = everyRow(answers).flatMap((row) => {
    const value = Object.hasOwn(row, name) ? row[name] : "";
    return typeof value === "string" && value !== "" ? [value] : [];
  });
  const [first] = given;
  if (first === undefined) return { is: "nothing" };
  const { type } = question;
  const isNumber = (type === "integer" || type === "decimal" || type === "calculate") && given.every(isPlain);
  if (isNumber && given.length === 1) return { is: "value", value: Number(first), isFree: false };
  const words = given.map((one) => wordsOf(question, one)).join("；");
  const isFree = type === "text" || type === "barcode" || (type === "calculate" && !isNumber);
  return { is: "value", value: words, isFree };
}

const isPlain = (text: string): boolean => NUMBER.test(text);

function wordsOf({ type, choices }: FormDocument["questions"][number], value: string): string {
  if (type === "acknowledge") return "是";
  if (choices === null) return value;
  return value
    .split(" ")
    .map((one) => choices.find((choice) => choice.name === one)?.label.zh ?? one)
    .join("、");
}
