/**
 * A form being filled: which questions are asked, what is calculated, what is wrong. The phone shows it at every touch and
 * the server decides with the same function. Pure and total.
 */
import type { Instant } from "#kernel/time.ts";
import { typeFault } from "./answer-types.ts";
import {
  type Choice,
  type Compiled,
  type Group,
  groupsAround,
  isMedia,
  type Question,
  ROWS_AT_MOST,
  ROWS_IN_ALL,
  repeatsAround,
} from "./document.ts";
import { evaluate, type Outcome } from "./evaluate.ts";
import { type Answers, keyAt, type Path, rowAt, rowsAt } from "./rows.ts";
import { numberOf, textOf, truthOf, type Value } from "./values.ts";

export type AnswerFault = "missing" | "wrong-type" | "not-a-choice" | "too-long" | "constraint" | "too-many-files";

/** A question as it is asked at one place: once, or once a row. */
export type Asked = {
  readonly question: Question;
  /** `name`, or `repeat/2/name`; for keys and refusals. */
  readonly key: string;
  readonly path: Path;
  readonly value: string;
  readonly isRelevant: boolean;
  readonly isRequired: boolean;
  readonly choices: readonly Choice[];
  readonly fault: AnswerFault | null;
};

/** A repeat at one place: of a repeat in a repeat, one for each row of the outer one. */
export type RepeatAt = {
  readonly group: Group;
  readonly key: string;
  readonly path: Path;
  readonly count: number;
  readonly isRelevant: boolean;
  /** Its rows are counted by the form: nobody adds or removes one. */
  readonly isCounted: boolean;
};

export type Filling = {
  readonly asked: readonly Asked[];
  readonly repeats: readonly RepeatAt[];
};

/** As many files as a record may carry (platform/attachments.ts). */
export const FILES_AT_MOST = 6;

/** The state of a form with these answers at `now`. */
export function fill(form: Compiled, answers: Answers, now: Instant): Filling {
  const { document, repeatsOf } = form;
  const values = valuesOf(form, answers, now);
  const asked: Asked[] = [];
  for (const question of document.questions)
    for (const path of values.pathsOf(repeatsOf.get(question.name) ?? [])) asked.push(askedAt(values, question, path));
  const repeats = document.groups.flatMap((group, index) =>
    group.isRepeat
      ? values.pathsOf(repeatsAround(document, group.parent)).map((path) => repeatAt(values, index, group, path))
      : [],
  );
  return { asked: withFilesCounted(asked), repeats };
}

/** The seventh photo of an answer is one too many. */
function withFilesCounted(asked: readonly Asked[]): readonly Asked[] {
  let files = 0;
  return asked.map((one) => {
    if (!isMedia(one.question) || !one.isRelevant || one.value === "") return one;
    files++;
    return files > FILES_AT_MOST && one.fault === null ? { ...one, fault: "too-many-files" } : one;
  });
}

function valuesOf(form: Compiled, answers: Answers, now: Instant) {
  const { document, expressions, order, repeatsOf } = form;
  const found = new Map<string, string>();
  const shown = new Map<string, boolean>();
  const counts = new Map<string, number>();
  const names = new Set(document.questions.map((one) => one.name));
  let rowsLeft = ROWS_IN_ALL;

  /** Rows of a repeat at a place; counted when they are first asked for: by then what they follow from is known. */
  const countOf = (group: Group, path: Path): number => {
    const key = keyAt(path, group.name);
    const before = counts.get(key);
    if (before !== undefined) return before;
    const counted = typeof group.count === "string" ? Math.trunc(numberOf(valueAt(group.count, path, "", 0))) : null;
    const wanted = counted === null ? rowsAt(answers, path, group.name).length : counted;
    const count = Math.max(0, Math.min(wanted || 0, ROWS_AT_MOST, rowsLeft));
    rowsLeft -= count;
    counts.set(key, count);
    return count;
  };
  /** Every place inside these repeats that begins with `from`. */
  const pathsOf = (repeats: readonly Group[], from: Path = []): readonly Path[] =>
    repeats
      .slice(from.length)
      .reduce<readonly Path[]>(
        (paths, group) =>
          paths.flatMap((path) =>
            Array.from({ length: countOf(group, path) }, (_, index) => [...path, { repeat: group.name, index }]),
          ),
        [from],
      );
  /** XLSForm: from inside the same row that row's answer, from outside the answers of all rows. */
  const answer = (name: string, path: Path): Value | undefined => {
    if (!names.has(name)) return undefined;
    const repeats = repeatsOf.get(name) ?? [];
    const shared = repeats.findIndex((one, at) => path[at]?.repeat !== one.name);
    const from = path.slice(0, shared < 0 ? repeats.length : shared);
    if (from.length === repeats.length) return found.get(keyAt(from, name)) ?? "";
    return pathsOf(repeats, from).map((one) => found.get(keyAt(one, name)) ?? "");
  };
  /** An expression's value; `otherwise` when there is none, or when it cannot be read. */
  const valueAt = (
    text: string | null,
    path: Path,
    self: string,
    otherwise: Value,
    more: Readonly<Record<string, string>> = {},
  ): Value => {
    const expression = text === null ? undefined : expressions.get(text);
    if (expression === undefined) return otherwise;
    const outcome: Outcome = evaluate(expression, {
      now,
      self,
      position: (path.at(-1)?.index ?? -1) + 1,
      answer: (name) => answer(name, path),
      column: (name) => (Object.hasOwn(more, name) ? more[name] : ""),
    });
    return "fault" in outcome ? otherwise : outcome.value;
  };
  const isGroupShown = (index: number | null, path: Path): boolean =>
    groupsAround(document, index).every((one) => truthOf(valueAt(one.relevant, path, "", true)));

  for (const question of order) {
    for (const path of pathsOf(repeatsOf.get(question.name) ?? [])) {
      const key = keyAt(path, question.name);
      const own = textAt(rowAt(answers, path), question.name);
      const isShown = isGroupShown(question.group, path) && truthOf(valueAt(question.relevant, path, own, true));
      shown.set(key, isShown);
      const value = question.calculation === null ? own : textOf(valueAt(question.calculation, path, own, own));
      // What is not asked has no answer, whatever was typed before it was skipped.
      found.set(key, isShown && question.type !== "note" ? value : "");
    }
  }

  return { found, shown, valueAt, countOf, pathsOf, isGroupShown };
}
type Values = ReturnType<typeof valuesOf>;

function askedAt({ found, shown, valueAt }: Values, question: Question, path: Path): Asked {
  const key = keyAt(path, question.name);
  const [value, isRelevant] = [found.get(key) ?? "", shown.get(key) ?? false];
  const isRequired = truthOf(valueAt(question.required, path, value, false));
  const choices = (question.choices ?? []).filter((choice) =>
    truthOf(valueAt(question.choiceFilter, path, value, true, { name: choice.name, ...choice.more })),
  );
  const state = { question, key, path, value, isRelevant, isRequired, choices };
  const holds = () => truthOf(valueAt(question.constraint, path, value, true));
  return { ...state, fault: isRelevant ? faultOf(state, holds) : null };
}

const repeatAt = ({ countOf, isGroupShown }: Values, index: number, group: Group, path: Path): RepeatAt => ({
  group,
  key: keyAt(path, group.name),
  path,
  count: countOf(group, path),
  isRelevant: isGroupShown(index, path),
  isCounted: typeof group.count === "string",
});

const textAt = (row: Answers | null, name: string): string => {
  const value = row !== null && Object.hasOwn(row, name) ? row[name] : "";
  return typeof value === "string" ? value : "";
};

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
export function answersOf({ asked, repeats }: Filling): Answers {
  type Made = Record<string, string | Made[]>;
  const whole: Made = {};
  const made = new Map<string, Made>([["", whole]]);
  const at = (path: Path): Made | undefined => made.get(keyAt(path, ""));
  // A repeat stands before those inside it, as groups stand in the form.
  for (const { group, path, count, isRelevant } of repeats) {
    const around = at(path);
    if (around === undefined || count === 0 || !isRelevant) continue;
    const rows: Made[] = Array.from({ length: count }, () => ({}));
    around[group.name] = rows;
    for (const [index, row] of rows.entries()) made.set(keyAt([...path, { repeat: group.name, index }], ""), row);
  }
  for (const { question, path, value, isRelevant } of asked) {
    const around = at(path);
    if (around !== undefined && isRelevant && value !== "" && question.type !== "note") around[question.name] = value;
  }
  return whole;
}

/** The first question at fault of each key, in the order of the form. */
export const faultsOf = (filling: Filling): readonly Asked[] => filling.asked.filter((one) => one.fault !== null);

/**
 * The answers with which an empty form, or a new row of a repeat, begins: the defaults, which may be expressions.
 * `repeat`: the row's; null: the form's.
 */
export function defaultsOf(
  form: Compiled,
  now: Instant,
  repeat: string | null = null,
): Readonly<Record<string, string>> {
  const begun: Record<string, string> = {};
  for (const question of form.document.questions) {
    const inside = form.repeatsOf.get(question.name)?.at(-1)?.name ?? null;
    if (question.default !== null && inside === repeat) begun[question.name] = defaultOf(form, question, now);
  }
  return begun;
}

/** A default as written, or what it comes to when it calls a function. */
function defaultOf(form: Compiled, question: Question, now: Instant): string {
  const text = question.default ?? "";
  const expression = /\(|\$\{/.test(text) ? form.expressions.get(text) : undefined;
  if (expression === undefined) return text;
  const outcome = evaluate(expression, { now, self: "", position: 0, answer: () => "" });
  return "fault" in outcome ? "" : textOf(outcome.value);
}
