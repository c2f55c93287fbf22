/** A form as data: what was read from a workbook and lies on the phones; one version is never changed. */
import { type Expression, namesOf, parse } from "./expression.ts";

export const QUESTION_TYPES = [
  "text",
  "integer",
  "decimal",
  "date",
  "time",
  "dateTime",
  "select_one",
  "select_multiple",
  "note",
  "calculate",
  "acknowledge",
  "barcode",
  "image",
  "audio",
] as const;
export type QuestionType = (typeof QUESTION_TYPES)[number];

/** Of XLSForm's appearances those that change how a phone of ours asks; the others are named as not looked at. */
export const APPEARANCES = ["multiline", "minimal"] as const;
export type Appearance = (typeof APPEARANCES)[number];

/** Answered by a photo or a recording: the answer is the attachment's id (capabilities/attachments). */
export const isMedia = ({ type }: Pick<Question, "type">): boolean => type === "image" || type === "audio";

/** Whom the answers are about: their facts are facts of this one. */
export const SUBJECTS = ["household", "person", "door", "none"] as const;
export type Subject = (typeof SUBJECTS)[number];

export type Label = { readonly zh: string; readonly en: string };
export type Choice = {
  readonly name: string;
  readonly label: Label;
  /** Further columns of the sheet, for choice_filter. */
  readonly more: Readonly<Record<string, string>>;
};

/** Expressions are kept as text: short, readable, and read again by the same reader on the phone. */
export type Question = {
  readonly type: QuestionType;
  readonly name: string;
  readonly label: Label;
  readonly hint: Label | null;
  readonly group: number | null;
  readonly required: string | null;
  readonly requiredMessage?: Label | null | undefined;
  readonly relevant: string | null;
  readonly constraint: string | null;
  readonly constraintMessage: Label | null;
  readonly calculation: string | null;
  readonly default: string | null;
  readonly isReadOnly: boolean;
  readonly appearance?: Appearance | null | undefined;
  readonly choices: readonly Choice[] | null;
  readonly choiceFilter: string | null;
  /** The shared fact that the answer is (capabilities/facts). */
  readonly fact: string | null;
};

export type Group = {
  readonly name: string;
  readonly label: Label;
  /** The group around it. */
  readonly parent: number | null;
  readonly relevant: string | null;
  readonly isRepeat: boolean;
  /** How many rows a repeat has; absent or null: whoever fills adds them. */
  readonly count?: string | null | undefined;
};

export type FormDocument = {
  readonly key: string;
  readonly version: string;
  readonly title: Label;
  readonly subject: Subject;
  readonly groups: readonly Group[];
  readonly questions: readonly Question[];
};

export const QUESTIONS_AT_MOST = 300;
export const GROUPS_AT_MOST = 60;
export const CHOICES_AT_MOST = 500;
export const ROWS_AT_MOST = 100;
/** Of all repeats of an answer together: each touch works out every one of them anew. */
export const ROWS_IN_ALL = 500;
/** Household, person, journey: a repeat in a repeat in a repeat. */
export const REPEATS_DEEP = 3;
export const TEXT_ANSWER_AT_MOST = 1_000;

/** A question with its expressions read, in the order in which values follow from each other. */
export type Compiled = {
  readonly document: FormDocument;
  readonly expressions: ReadonlyMap<string, Expression>;
  /** Questions such that what a value needs comes before it. */
  readonly order: readonly Question[];
  /** Names of questions that need each other in a ring; empty in a sound form. */
  readonly ring: readonly string[];
  /** The repeats around each question that has any, outermost first, by the question's name. */
  readonly repeatsOf: ReadonlyMap<string, readonly Group[]>;
};

/** All groups around a question, innermost first. */
export function groupsAround(document: FormDocument, group: number | null): readonly Group[] {
  const around: Group[] = [];
  for (let at = group; at !== null && around.length <= GROUPS_AT_MOST; ) {
    const one = document.groups[at];
    if (one === undefined) break;
    around.push(one);
    at = one.parent;
  }
  return around;
}

/** The repeats around a question or a group, outermost first. */
export const repeatsAround = (document: FormDocument, group: number | null): readonly Group[] =>
  groupsAround(document, group)
    .filter(({ isRepeat }) => isRepeat)
    .reverse();

const known = new WeakMap<FormDocument, Compiled>();

/** The form made ready for filling; read once for each document. */
export function compile(document: FormDocument): Compiled {
  const before = known.get(document);
  if (before !== undefined) return before;
  const expressions = new Map<string, Expression>();
  const read = (text: string | null) => {
    if (text === null || expressions.has(text)) return;
    const parsed = parse(text);
    if ("expression" in parsed) expressions.set(text, parsed.expression);
  };
  const repeatsOf = new Map<string, readonly Group[]>();
  for (const one of document.groups) for (const text of [one.relevant, one.count ?? null]) read(text);
  for (const one of document.questions) {
    for (const text of [one.required, one.relevant, one.constraint, one.calculation, one.default, one.choiceFilter])
      read(text);
    const repeats = repeatsAround(document, one.group);
    if (repeats.length > 0) repeatsOf.set(one.name, repeats);
  }
  const compiled = { document, expressions, repeatsOf, ...ordered(document, expressions) };
  known.set(document, compiled);
  return compiled;
}

/** What a question's value follows from: its own and its groups' relevance, its repeats' rows, its calculation. */
function needsOf(document: FormDocument, question: Question, expressions: ReadonlyMap<string, Expression>): string[] {
  const texts = [
    question.relevant,
    question.calculation,
    ...groupsAround(document, question.group).flatMap((one) => [one.relevant, one.count ?? null]),
  ];
  return texts.flatMap((text) => {
    const expression = text === null ? undefined : expressions.get(text);
    return expression === undefined ? [] : namesOf(expression, "field");
  });
}

function ordered(document: FormDocument, expressions: ReadonlyMap<string, Expression>) {
  const waiting = new Map(
    document.questions.map((one) => [one.name, { one, needs: new Set(needsOf(document, one, expressions)) }]),
  );
  const order: Question[] = [];
  for (let isMoving = true; isMoving && waiting.size > 0; ) {
    isMoving = false;
    for (const [name, { one, needs }] of waiting) {
      if ([...needs].some((need) => waiting.has(need))) continue;
      order.push(one);
      waiting.delete(name);
      isMoving = true;
    }
  }
  const ring = [...waiting.keys()];
  // What stands in a ring is taken in the order of the sheet: filling ends all the same.
  return { order: [...order, ...[...waiting.values()].map(({ one }) => one)], ring };
}
