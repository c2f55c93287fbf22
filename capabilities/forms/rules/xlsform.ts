/**
 * An XLSForm workbook as a form document, or everything that is wrong with it. Source: xlsform.org, the part of it that
 * docs/guide/forms.md names.
 */
import { attributeOf } from "#capabilities/facts/rules/attributes.ts";
import {
  CHOICES_AT_MOST,
  type Choice,
  compile,
  type FormDocument,
  GROUPS_AT_MOST,
  type Group,
  QUESTIONS_AT_MOST,
  type Question,
  REPEATS_DEEP,
  SUBJECTS,
  type Subject,
} from "./document.ts";
import { namesOf, parse } from "./expression.ts";
import { fits } from "./fact-values.ts";
import type { SheetFault } from "./xlsform-faults.ts";
import { type Pending, type Place, questionsOf, type Reading, short, type Wrong } from "./xlsform-question.ts";
import { type Sheet, type SheetRow, sheetOf, unread, type WorkbookSheet } from "./xlsform-sheets.ts";

export type Imported =
  | { readonly document: FormDocument; readonly ignored: readonly string[] }
  | { readonly faults: readonly SheetFault[] };

const NAME = /^[A-Za-z][\w-]{0,39}$/;
const CHOICE_NAME = /^[\w-]{1,40}$/;
const RESERVED = new Set(["constructor", "prototype"]);
/** Recorded by the platform anyway: who, when, on which terminal. */
const RECORDED_ANYWAY = new Set(["start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit"]);

export function importForm(workbook: readonly WorkbookSheet[]): Imported {
  const faults: SheetFault[] = [];
  const wrong: Wrong = (place, fault, near) => faults.push({ ...place, fault, near: near.slice(0, 60) });
  const survey = sheetOf(workbook, "survey");
  const settings = sheetOf(workbook, "settings");
  for (const [name, sheet] of [["survey", survey] as const, ["settings", settings] as const])
    if (sheet === null) wrong({ sheet: name, line: 0, column: "" }, "sheet-missing", name);
  if (survey === null || settings === null) return { faults };
  for (const column of ["type", "name"])
    if (!survey.headings.includes(column)) wrong({ sheet: "survey", line: 1, column }, "column-missing", column);
  const choices = choicesOf(sheetOf(workbook, "choices"), wrong);
  const head = headOf(settings, wrong);
  const body = surveyOf(survey, choices, head.subject, wrong);
  const document: FormDocument = { ...head, groups: body.groups, questions: body.questions };
  checkExpressions(document, body.pending, wrong);
  if (faults.length === 0) {
    const [first] = compile(document).ring;
    const line = body.lines.get(first ?? "") ?? 0;
    if (first !== undefined) wrong({ sheet: "survey", line, column: "" }, "ring", first);
  }
  return faults.length > 0 ? { faults } : { document, ignored: [...unread(survey.headings), ...body.ignored] };
}

function headOf(settings: Sheet, wrong: Wrong): Omit<FormDocument, "groups" | "questions"> {
  const row = settings.rows[0];
  const line = row?.line ?? 2;
  const at = (column: string): Place => ({ sheet: "settings", line, column });
  const key = (row?.cell("form_id") ?? "").toLowerCase();
  if (!/^[a-z][a-z0-9_-]{1,39}$/.test(key)) wrong(at("form_id"), "id-wrong", key);
  const title = row?.label("form_title") ?? { zh: "", en: "" };
  if (title.zh === "") wrong(at("form_title"), "title-missing", "");
  const asked = row?.cell("subject") || row?.cell("wangge:subject") || "none";
  const subject = SUBJECTS.find((one) => one === asked);
  if (subject === undefined) wrong(at("subject"), "subject-unknown", asked);
  return { key, version: (row?.cell("version") || "1").slice(0, 40), title: short(title), subject: subject ?? "none" };
}

function choicesOf(sheet: Sheet | null, wrong: Wrong): ReadonlyMap<string, readonly Choice[]> {
  const lists = new Map<string, Choice[]>();
  if (sheet === null) return lists;
  if (sheet.rows.length > CHOICES_AT_MOST)
    wrong({ sheet: "choices", line: 0, column: "" }, "too-many", String(sheet.rows.length));
  for (const row of sheet.rows.slice(0, CHOICES_AT_MOST)) {
    const at = (column: string): Place => ({ sheet: "choices", line: row.line, column });
    const list = row.cell("list_name") || row.cell("list name");
    const name = row.cell("name") || row.cell("value");
    if (list === "") continue;
    const of = lists.get(list) ?? [];
    lists.set(list, of);
    if (!CHOICE_NAME.test(name)) wrong(at("name"), "choice-wrong", name);
    else if (of.some((one) => one.name === name)) wrong(at("name"), "choice-twice", name);
    const label = row.label("label");
    if (label.zh === "") wrong(at("label"), "label-missing", name);
    of.push({ name, label: short(label), more: moreOf(sheet.headings, row) });
  }
  return lists;
}

function moreOf(headings: readonly string[], row: SheetRow): Record<string, string> {
  const columns = headings.filter((one) => NAME.test(one) && !["list_name", "name", "value", "label"].includes(one));
  return Object.fromEntries(columns.flatMap((one) => (row.cell(one) === "" ? [] : [[one, row.cell(one)] as const])));
}

function surveyOf(survey: Sheet, lists: ReadonlyMap<string, readonly Choice[]>, subject: Subject, wrong: Wrong) {
  const groups: Group[] = [];
  const questions: Question[] = [];
  const open: { readonly index: number; readonly line: number }[] = [];
  const reading: Reading = { lists, wrong, pending: [], ignored: [] };
  const lines = new Map<string, number>();
  for (const row of survey.rows) {
    const at = (column: string): Place => ({ sheet: "survey", line: row.line, column });
    const [type = "", ...more] = row
      .cell("type")
      .replace(/^(begin|end)[ _](group|repeat)/, "$1-$2")
      .replace(/^select[ _](one|multiple)\b/, "select_$1")
      .split(/\s+/);
    if (type === "") continue;
    if (RECORDED_ANYWAY.has(type)) {
      reading.ignored.push(type);
      continue;
    }
    const isEnd = type === "end-group" || type === "end-repeat";
    if (isEnd) {
      const last = open.pop();
      if (last === undefined || groups[last.index]?.isRepeat !== (type === "end-repeat"))
        wrong(at("type"), "end-without-begin", row.cell("type"));
      continue;
    }
    const name = row.cell("name");
    if (!NAME.test(name) || RESERVED.has(name)) wrong(at("name"), "name-wrong", name);
    else if (lines.has(name)) wrong(at("name"), "name-twice", name);
    lines.set(name, row.line);
    const parent = open.at(-1)?.index ?? null;
    const repeats = open.filter(({ index }) => groups[index]?.isRepeat === true).length;
    if (type === "begin-group" || type === "begin-repeat") {
      const isRepeat = type === "begin-repeat";
      if (isRepeat && repeats >= REPEATS_DEEP) wrong(at("type"), "repeat-too-deep", name);
      open.push({ index: groups.length, line: row.line });
      groups.push(groupOf(row, { name, parent, isRepeat }, reading.pending));
      continue;
    }
    for (const question of questionsOf(row, { type, more, name, group: parent }, reading)) {
      if (question.fact !== null) checkFact(question, { subject, isInRepeat: repeats > 0 }, at("fact"), wrong);
      if (question.name !== name && lines.has(question.name)) wrong(at("name"), "name-twice", question.name);
      lines.set(question.name, row.line);
      questions.push(question);
    }
  }
  for (const { index, line } of open)
    wrong({ sheet: "survey", line, column: "type" }, "never-ended", groups[index]?.name ?? "");
  const whole = { sheet: "survey", line: 0, column: "" };
  if (questions.length === 0) wrong(whole, "empty", "");
  if (questions.length > QUESTIONS_AT_MOST) wrong(whole, "too-many", String(questions.length));
  if (groups.length > GROUPS_AT_MOST) wrong(whole, "too-many", String(groups.length));
  return { groups, questions, pending: reading.pending, ignored: reading.ignored, lines };
}

function groupOf(
  row: SheetRow,
  { name, parent, isRepeat }: Pick<Group, "name" | "parent" | "isRepeat">,
  pending: Pending[],
): Group {
  const expression = (column: string, also = column): string | null => {
    const text = row.cell(column) || row.cell(also) || null;
    if (text !== null) pending.push({ place: { sheet: "survey", line: row.line, column }, text, more: [] });
    return text;
  };
  const relevant = expression("relevant", "relevance");
  const count = isRepeat ? expression("repeat_count", "jr:count") : null;
  return { name, label: short(row.label("label")), parent, relevant, isRepeat, ...(count === null ? {} : { count }) };
}

type Around = { readonly subject: Subject; readonly isInRepeat: boolean };

function checkFact(question: Question, { subject, isInRepeat }: Around, at: Place, wrong: Wrong): void {
  const fact = question.fact ?? "";
  const attribute = attributeOf(fact);
  if (attribute === null) wrong(at, "fact-unknown", fact);
  else if (attribute.subject !== subject) wrong(at, "fact-of-another", fact);
  else if (isInRepeat) wrong(at, "fact-in-repeat", fact);
  else if (!fits(question, attribute)) wrong(at, "fact-of-another-type", fact);
}

function checkExpressions(document: FormDocument, pending: readonly Pending[], wrong: Wrong): void {
  const names = new Set(document.questions.map((one) => one.name));
  for (const { place, text, more } of pending) {
    const parsed = parse(text);
    if ("fault" in parsed) {
      wrong(place, parsed.fault, parsed.near);
      continue;
    }
    const unknown =
      namesOf(parsed.expression, "field").find((one) => !names.has(one)) ??
      namesOf(parsed.expression, "column").find((one) => !more.includes(one));
    if (unknown !== undefined) wrong(place, "field-unknown", unknown);
  }
}
