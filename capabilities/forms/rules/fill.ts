/**
 * A form being filled: which questions are asked, what is calculated, what is wrong. The phone shows it at every touch and
 * the server decides with the same function. Pure and total.
 */
import type { Instant } from "#kernel/time.ts";
import { typeFault } from "./answer-types.ts";
import { type Choice, type Compiled, groupsAround, type Question, ROWS_AT_MOST } from "./document.ts";
import { evaluate, type Outcome } from "./evaluate.ts";
import { textOf, truthOf, type Value } from "./values.ts";

export type Row = Readonly<Record<string, string>>;
/** By question; of a repeat, by its name, the rows. "" and absent: not answered. Several choices: parted by blanks. */
export type Answers = Readonly<Record<string, string | readonly Row[]>>;

export type AnswerFault = "missing" | "wrong-type" | "not-a-choice" | "too-long" | "constraint";

/** A question as it is asked at one place: once, or once a row. */
export type Asked = {
  readonly question: Question;
  /** `name`, or `repeat/2/name`; for keys and refusals. */
  readonly key: string;
  readonly row: { readonly repeat: string; readonly index: number } | null;
  readonly value: string;
  readonly isRelevant: boolean;
  readonly isRequired: boolean;
  readonly choices: readonly Choice[];
  readonly fault: AnswerFault | null;
};

export type Filling = {
  readonly asked: readonly Asked[];
  /** Groups that are shown, by index. */
  readonly relevantGroups: ReadonlySet<number>;
  readonly rows: ReadonlyMap<string, number>;
};

export const rowsOf = (answers: Answers, repeat: string): readonly Row[] => {
  const rows = answers[repeat];
  return Array.isArray(rows) ? (rows as readonly Row[]).slice(0, ROWS_AT_MOST) : [];
};

const given = (answers: Answers | Row, name: string): string => {
  const value = Object.hasOwn(answers, name) ? answers[name] : "";
  return typeof value === "string" ? value : "";
};

/** The state of a form with these answers at `now`. */
export function fill(form: Compiled, answers: Answers, now: Instant): Filling {
  const { document, repeatOf } = form;
  const rows = new Map(
    document.groups.filter((one) => one.isRepeat).map((one) => [one.name, rowsOf(answers, one.name).length]),
  );
  const values = valuesOf(form, answers, rows, now);
  const asked: Asked[] = [];
  for (const question of document.questions) {
    const repeat = repeatOf.get(question.name);
    const count = repeat === undefined ? 1 : (rows.get(repeat.name) ?? 0);
    for (let index = 0; index < count; index++)
      asked.push(values.asked(question, repeat === undefined ? null : { repeat: repeat.name, index }));
  }
  const relevantGroups = new Set(document.groups.flatMap((_, index) => (values.isGroupShown(index) ? [index] : [])));
  return { asked, relevantGroups, rows };
}

function valuesOf(form: Compiled, answers: Answers, rows: ReadonlyMap<string, number>, now: Instant) {
  const { document, expressions, order, repeatOf } = form;
  const found = new Map<string, string>();
  const shown = new Map<string, boolean>();
  const names = new Set(document.questions.map((one) => one.name));
  const keyOf = (name: string, row: Asked["row"]) => (row === null ? name : `${row.repeat}/${row.index}/${name}`);

  const answer = (name: string, row: Asked["row"]): Value | undefined => {
    if (!names.has(name)) return undefined;
    const repeat = repeatOf.get(name)?.name;
    if (repeat === undefined) return found.get(name) ?? "";
    if (row?.repeat === repeat) return found.get(keyOf(name, row)) ?? "";
    return Array.from({ length: rows.get(repeat) ?? 0 }, (_, index) => found.get(keyOf(name, { repeat, index })) ?? "");
  };
  /** An expression's value; `otherwise` when there is none, or when it cannot be read. */
  const valueAt = (text: string | null, row: Asked["row"], self: string, otherwise: Value, more: Row = {}): Value => {
    const expression = text === null ? undefined : expressions.get(text);
    if (expression === undefined) return otherwise;
    const outcome: Outcome = evaluate(expression, {
      now,
      self,
      position: row === null ? 0 : row.index + 1,
      answer: (name) => answer(name, row),
      column: (name) => (Object.hasOwn(more, name) ? more[name] : ""),
    });
    return "fault" in outcome ? otherwise : outcome.value;
  };
  const isGroupShown = (index: number | null, row: Asked["row"] = null): boolean =>
    groupsAround(document, index).every((one) => truthOf(valueAt(one.relevant, row, "", true)));

  for (const question of order) {
    const repeat = repeatOf.get(question.name)?.name;
    const count = repeat === undefined ? 1 : (rows.get(repeat) ?? 0);
    for (let index = 0; index < count; index++) {
      const row = repeat === undefined ? null : { repeat, index };
      const key = keyOf(question.name, row);
      const own = given(row === null ? answers : (rowsOf(answers, row.repeat)[index] ?? {}), question.name);
      const isShown = isGroupShown(question.group, row) && truthOf(valueAt(question.relevant, row, own, true));
      shown.set(key, isShown);
      const value = question.calculation === null ? own : textOf(valueAt(question.calculation, row, own, own));
      // What is not asked has no answer, whatever was typed before it was skipped.
      found.set(key, isShown && question.type !== "note" ? value : "");
    }
  }

  const asked = (question: Question, row: Asked["row"]): Asked => {
    const key = keyOf(question.name, row);
    const [value, isRelevant] = [found.get(key) ?? "", shown.get(key) ?? false];
    const isRequired = truthOf(valueAt(question.required, row, value, false));
    const choices = (question.choices ?? []).filter((choice) =>
      truthOf(valueAt(question.choiceFilter, row, value, true, { name: choice.name, ...choice.more })),
    );
    const state = { question, key, row, value, isRelevant, isRequired, choices };
    const holds = () => truthOf(valueAt(question.constraint, row, value, true));
    return { ...state, fault: isRelevant ? faultOf(state, holds) : null };
  };
  return { asked, isGroupShown };
}

function faultOf(one: Omit<Asked, "fault">, holds: () => boolean): AnswerFault | null {
  const { question, value, isRequired, choices } = one;
  if (question.type === "note") return null;
  if (value === "") return isRequired ? "missing" : null;
  const fault = typeFault(
    question.type,
    value,
    choices.map((choice) => choice.name),
  );
  return fault ?? (holds() ? null : "constraint");
}

/** What is kept of a filled form: answers to what was asked and what was calculated, nothing else. */
export function answersOf(filling: Filling): Answers {
  const flat: Record<string, string> = {};
  const repeats = new Map<string, Record<string, string>[]>();
  for (const [repeat, count] of filling.rows)
    repeats.set(
      repeat,
      Array.from({ length: count }, () => ({})),
    );
  for (const { question, row, value, isRelevant } of filling.asked) {
    if (!isRelevant || value === "" || question.type === "note") continue;
    if (row === null) flat[question.name] = value;
    else {
      const of = repeats.get(row.repeat)?.[row.index];
      if (of !== undefined) of[question.name] = value;
    }
  }
  return { ...flat, ...Object.fromEntries([...repeats].filter(([, rows]) => rows.length > 0)) };
}

/** The first question at fault of each key, in the order of the form. */
export const faultsOf = (filling: Filling): readonly Asked[] => filling.asked.filter((one) => one.fault !== null);

/** The answers with which an empty form begins: the defaults, which may be expressions. */
export function defaultsOf(form: Compiled, now: Instant): Answers {
  const begun: Record<string, string> = {};
  for (const question of form.document.questions) {
    if (question.default === null || form.repeatOf.has(question.name)) continue;
    begun[question.name] = defaultOf(form, question, now);
  }
  return begun;
}

/** A default as written, or what it comes to when it calls a function. */
export function defaultOf(form: Compiled, question: Question, now: Instant): string {
  const text = question.default ?? "";
  const expression = /\(|\$\{/.test(text) ? form.expressions.get(text) : undefined;
  if (expression === undefined) return text;
  const outcome = evaluate(expression, { now, self: "", position: 0, answer: () => "" });
  return "fault" in outcome ? "" : textOf(outcome.value);
}
