/** How an answer of a form is a shared fact, and a known fact an answer. Pure. */
import { type Attribute, type FactValue, isValueOf, type ValueType } from "#capabilities/facts/rules/attributes.ts";
import type { Choice, Question, QuestionType } from "./document.ts";

const YES_NO = ["yes", "no"] as const;

const TYPES: Readonly<Record<ValueType, readonly QuestionType[]>> = {
  text: ["text", "barcode", "select_one", "calculate"],
  integer: ["integer", "calculate"],
  decimal: ["decimal", "integer", "calculate"],
  boolean: ["select_one", "acknowledge"],
  day: ["date"],
  choice: ["select_one"],
  choices: ["select_multiple"],
  place: ["text", "barcode"],
};

type Typed = { readonly type: QuestionType; readonly choices: readonly Pick<Choice, "name">[] | null };

/** May this question be the attribute's? A choice must be one of the attribute's; yes and no are named so. */
export function fits({ type, choices }: Typed, attribute: Attribute): boolean {
  if (!TYPES[attribute.type].includes(type)) return false;
  const names = (choices ?? []).map((one) => one.name);
  if (attribute.type === "boolean" && type === "select_one") return names.every((one) => one === "yes" || one === "no");
  const known = attribute.choices;
  return known === undefined || names.every((one) => Object.hasOwn(known, one));
}

/** The fact that an answer says; null when it says none. */
export function factOf({ type }: Typed, attribute: Attribute, answer: string): FactValue | null {
  if (answer === "") return null;
  const value = ((): FactValue => {
    switch (attribute.type) {
      case "integer":
      case "decimal":
        return Number(answer);
      case "boolean":
        return type === "acknowledge" ? answer === "OK" : answer === "yes";
      case "choices":
        return answer.split(" ");
      default:
        return answer;
    }
  })();
  return isValueOf(attribute, value) ? value : null;
}

/** The answer that a known fact is; null when the question cannot say it. */
export function answerOf({ type, choices }: Typed, value: FactValue): string | null {
  const names = choices?.map((one) => one.name) ?? null;
  const chosen = ((): string => {
    if (typeof value === "boolean") return type === "acknowledge" ? (value ? "OK" : "") : YES_NO[value ? 0 : 1];
    return typeof value === "object" ? value.join(" ") : String(value);
  })();
  if (chosen === "") return null;
  return names === null || chosen.split(" ").every((one) => names.includes(one)) ? chosen : null;
}

/** The questions of a form that are shared facts. */
export const sharedQuestions = (questions: readonly Question[]): readonly (Question & { readonly fact: string })[] =>
  questions.flatMap((one) => (one.fact === null ? [] : [{ ...one, fact: one.fact }]));
