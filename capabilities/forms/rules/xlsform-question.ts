/** One row of the survey as a question; with `or_other` as two. */
import { typeFault } from "./answer-types.ts";
import {
  APPEARANCES,
  type Appearance,
  type Choice,
  type Label,
  QUESTION_TYPES,
  type Question,
  type QuestionType,
} from "./document.ts";
import type { FaultCode } from "./xlsform-faults.ts";
import type { SheetRow } from "./xlsform-sheets.ts";

export type Place = { readonly sheet: string; readonly line: number; readonly column: string };
export type Wrong = (place: Place, fault: FaultCode, near: string) => void;
/** An expression to be read once all names are known. */
export type Pending = { readonly place: Place; readonly text: string; readonly more: readonly string[] };
export type Reading = {
  readonly lists: ReadonlyMap<string, readonly Choice[]>;
  readonly wrong: Wrong;
  readonly pending: Pending[];
  readonly ignored: string[];
};

const PLACES = new Set(["geopoint", "geotrace", "geoshape", "start-geopoint"]);
const FILES = new Set(["video", "file", "background-audio"]);
const ALSO: Readonly<Record<string, QuestionType>> = {
  int: "integer",
  string: "text",
  trigger: "acknowledge",
  photo: "image",
};
const LABEL_AT_MOST = 500;

export const short = ({ zh, en }: Label): Label => ({
  zh: zh.slice(0, LABEL_AT_MOST),
  en: en.slice(0, LABEL_AT_MOST),
});

type Typed = {
  readonly type: string;
  readonly more: readonly string[];
  readonly name: string;
  readonly group: number | null;
};

/** None when its type is refused. */
export function questionsOf(row: SheetRow, typed: Typed, reading: Reading): readonly Question[] {
  const question = questionOf(row, typed, reading);
  if (question === null) return [];
  if (!typed.more.includes("or_other") || question.choices === null) return [question];
  if (question.choiceFilter !== null)
    reading.wrong({ sheet: "survey", line: row.line, column: "type" }, "or-other", typed.name);
  return withOther(question, question.choices);
}

/** XLSForm: one choice more, and a text that is asked when it was chosen. */
function withOther(question: Question, choices: readonly Choice[]): readonly Question[] {
  const other: Choice = { name: "other", label: { zh: "其他", en: "Other" }, more: {} };
  const all = choices.some(({ name }) => name === other.name) ? choices : [...choices, other];
  const { name, group } = question;
  const text: Question = {
    type: "text",
    name: `${name}_other`,
    label: { zh: "其他（请写明）", en: "Other: please say" },
    hint: null,
    group,
    required: "true()",
    relevant: `selected(\${${name}}, 'other')`,
    constraint: null,
    constraintMessage: null,
    calculation: null,
    default: null,
    isReadOnly: false,
    choices: null,
    choiceFilter: null,
    fact: null,
  };
  return [{ ...question, choices: all }, text];
}

function questionOf(row: SheetRow, typed: Typed, { lists, wrong, pending, ignored }: Reading): Question | null {
  const { type: written, more, name, group } = typed;
  const at = (column: string): Place => ({ sheet: "survey", line: row.line, column });
  const type = ALSO[written] ?? QUESTION_TYPES.find((one) => one === written);
  if (type === undefined) {
    const fault = PLACES.has(written) ? "place-not-asked" : FILES.has(written) ? "file-not-asked" : "type-unknown";
    wrong(at("type"), fault, written);
    return null;
  }
  const isSelect = type === "select_one" || type === "select_multiple";
  const choices = isSelect ? lists.get(more[0] ?? "") : undefined;
  if (isSelect && choices === undefined) wrong(at("type"), "list-unknown", more[0] ?? "");
  const label = short(row.label("label"));
  if (label.zh === "" && type !== "calculate") wrong(at("label"), "label-missing", name);
  const columns = choices === undefined ? [] : ["name", ...choices.flatMap((one) => Object.keys(one.more))];
  const expression = (column: string, also = "", extra: readonly string[] = []): string | null => {
    const text = row.cell(column) || (also === "" ? "" : row.cell(also));
    if (text === "") return null;
    pending.push({ place: at(column), text, more: extra });
    return text;
  };
  const calculation = expression("calculation");
  if (type === "calculate" && calculation === null) wrong(at("calculation"), "calculation-missing", name);
  const standard = row.cell("default");
  const names = (choices ?? []).map((one) => one.name);
  if (/\(|\$\{/.test(standard)) expression("default");
  else if (standard !== "" && typeFault(type, standard, names) !== null)
    wrong(at("default"), "default-wrong", standard);
  const requiredMessage = orNull(row.label("required_message"));
  const appearance = appearanceOf(row, ignored);
  return {
    type,
    name,
    label,
    hint: orNull(row.label("hint")),
    group,
    required: yesOr(row.cell("required"), () => expression("required")),
    ...(requiredMessage === null ? {} : { requiredMessage }),
    relevant: expression("relevant", "relevance"),
    constraint: expression("constraint"),
    constraintMessage: orNull(row.label("constraint_message")),
    calculation,
    default: standard === "" ? null : standard,
    isReadOnly: /^(yes|true|true\(\))$/i.test(row.cell("readonly") || row.cell("read_only")),
    ...(appearance === null ? {} : { appearance }),
    choices: choices ?? null,
    choiceFilter: expression("choice_filter", "", columns),
    fact: row.cell("bind::wangge:fact") || row.cell("fact") || null,
  };
}

const orNull = (label: Label): Label | null => (label.zh === "" ? null : short(label));

/** What is not one of ours is shown plainly, and named with its row. */
function appearanceOf(row: SheetRow, ignored: string[]): Appearance | null {
  const written = row
    .cell("appearance")
    .split(/\s+/)
    .filter((one) => one !== "");
  const known = APPEARANCES.find((one) => written.includes(one)) ?? null;
  for (const one of written) if (one !== known) ignored.push(`appearance ${one} (survey ${row.line})`);
  return known;
}

/** `yes` and `no` are words of the sheet, all else is an expression. */
function yesOr(text: string, expression: () => string | null): string | null {
  if (/^(yes|true|true\(\))$/i.test(text)) return "true()";
  return text === "" || /^(no|false|false\(\))$/i.test(text) ? null : expression();
}
