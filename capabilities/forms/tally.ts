/** Counts over the answers to a form, for its page and for reports: as known at an instant. */
import { isWithin } from "#kernel/places.ts";
import { endOf, type Instant, instantOf, later, type PlainDay, startOf } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { Problem } from "#platform/problem.ts";
import { opened } from "./answers.ts";
import type * as contract from "./contract.ts";
import { mustFind } from "./forms.ts";
import type { FormDocument } from "./rules/document.ts";
import { formProblems } from "./rules/problems.ts";
import type { Answers } from "./rules/rows.ts";
import { type QuestionTally, tally } from "./rules/tally.ts";
import * as store from "./store.ts";

/** Answers opened for one figure: 20,000 take about a second. */
const OPENED_AT_MOST = 20_000;

type Counts = { readonly answers: number; readonly questions: readonly QuestionTally[] };
export type FormTally = Counts & {
  readonly formId: string;
  /** Of each of the places asked for, by its code. */
  readonly at: ReadonlyMap<string, Counts>;
};

type Asked = {
  readonly area: string;
  readonly key: string;
  /** Filled from this day on (Shanghai); null: since the beginning. */
  readonly from: PlainDay | null;
  /** Filled up to the end of this day; null: up to now. */
  readonly day: PlainDay | null;
  readonly asOf: Instant;
  /** Places inside the area that are counted apart as well. */
  readonly below?: readonly string[];
};

/** All versions of a form together, by the questions of the latest; null: there is no such form here. */
export async function tallyOf(ctx: Pick<Context, "sql" | "services">, asked: Asked): Promise<FormTally | null> {
  const { sql } = ctx;
  const form = await store.latestOf(sql, asked.area, asked.key);
  if (form === null) return null;
  const from = asked.from === null ? instantOf(0) : startOf(asked.from);
  const until = asked.day === null ? later(asked.asOf, 1) : endOf(asked.day);
  const rows = await store.answersAsOf(sql, { ...asked, from, until, limit: OPENED_AT_MOST + 1 });
  if (rows.length > OPENED_AT_MOST) throw new Problem(formProblems["too-many-answers"]);
  const all = rows.map((row) => ({ place: row.place, answers: opened(ctx, row) }));
  const counts = (some: typeof all): Counts => ({
    answers: some.length,
    questions: tally(
      form.document,
      some.map((one) => one.answers),
    ),
  });
  return {
    formId: form.id,
    ...counts(all),
    at: new Map((asked.below ?? []).map((place) => [place, counts(all.filter((one) => isWithin(one.place, place)))])),
  };
}

/** The answers to a form that stand, with the questions of its latest version; null: there is no such form here. */
export async function answersFor(
  ctx: Pick<Context, "sql" | "services" | "now">,
  { area, key, limit }: { readonly area: string; readonly key: string; readonly limit: number },
) {
  const form = await store.latestOf(ctx.sql, area, key);
  if (form === null) return null;
  const [from, until] = [instantOf(0), later(ctx.now, 1)];
  const rows = await store.answersAsOf(ctx.sql, { area, key, from, until, asOf: ctx.now, limit });
  return {
    document: form.document,
    rows: rows.map((row) => ({
      id: row.id,
      place: row.place,
      madeAt: row.made_at,
      state: row.state,
      answers: opened(ctx, row),
    })),
  };
}

/** The last answer of each door or household to a form, as known at an instant: what the rows of a report print. */
export async function lastAnswersOf(
  ctx: Pick<Context, "sql" | "services">,
  asked: Pick<Asked, "area" | "key" | "asOf"> & { readonly day: PlainDay },
): Promise<{ readonly document: FormDocument; readonly bySubject: ReadonlyMap<string, Answers> } | null> {
  const { sql } = ctx;
  const form = await store.latestOf(sql, asked.area, asked.key);
  if (form === null) return null;
  const until = endOf(asked.day);
  const rows = await store.lastAnswersAsOf(sql, { ...asked, until, limit: OPENED_AT_MOST + 1 });
  if (rows.length > OPENED_AT_MOST) throw new Problem(formProblems["too-many-answers"]);
  return { document: form.document, bySubject: new Map(rows.map((row) => [row.subject_id, opened(ctx, row)])) };
}

/** GET /areas/{area}/forms/{formId}/tally. */
export const show: Answer<typeof contract.tallyForm> = async (ctx, { area, formId }) => {
  const { key } = await mustFind(ctx.sql, formId);
  const found = await tallyOf(ctx, { area, key, from: null, day: null, asOf: ctx.now });
  return {
    answers: found?.answers ?? 0,
    questions: (found?.questions ?? []).map(({ question, answered, sum, choices }) => ({
      name: question.name,
      label: question.label,
      answered,
      sum,
      choices: (question.choices ?? []).map(({ name, label }) => ({ name, label, count: choices.get(name) ?? 0 })),
    })),
  };
};
