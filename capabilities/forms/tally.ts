/** Counts over the answers to a form, for its page and for reports: as known at an instant. */
import { endOf, type Instant, instantOf, later, type PlainDay, startOf } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { Problem } from "#platform/problem.ts";
import { opened } from "./answers.ts";
import type * as contract from "./contract.ts";
import { mustFind } from "./forms.ts";
import { formProblems } from "./rules/problems.ts";
import { type QuestionTally, tally } from "./rules/tally.ts";
import * as store from "./store.ts";

/** Answers opened for one figure: 20,000 take about a second. */
const OPENED_AT_MOST = 20_000;

export type FormTally = {
  readonly formId: string;
  readonly answers: number;
  readonly places: readonly string[];
  readonly questions: readonly QuestionTally[];
};

type Asked = {
  readonly area: string;
  readonly key: string;
  /** Filled on this day (Shanghai); null: on any. */
  readonly day: PlainDay | null;
  readonly asOf: Instant;
};

/** All versions of a form together, by the questions of the latest; null: there is no such form here. */
export async function tallyOf(ctx: Pick<Context, "sql" | "services">, asked: Asked): Promise<FormTally | null> {
  const { sql } = ctx;
  const form = await store.latestOf(sql, asked.area, asked.key);
  if (form === null) return null;
  const [from, until] =
    asked.day === null ? [instantOf(0), later(asked.asOf, 1)] : [startOf(asked.day), endOf(asked.day)];
  const rows = await store.answersAsOf(sql, { ...asked, from, until, limit: OPENED_AT_MOST + 1 });
  if (rows.length > OPENED_AT_MOST) throw new Problem(formProblems["too-many-answers"]);
  return {
    formId: form.id,
    answers: rows.length,
    places: rows.map((row) => row.place),
    questions: tally(
      form.document,
      rows.map((row) => opened(ctx, row)),
    ),
  };
}

/** GET /areas/{area}/forms/{formId}/tally. */
export const show: Answer<typeof contract.tallyForm> = async (ctx, { area, formId }) => {
  const { key } = await mustFind(ctx.sql, formId);
  const found = await tallyOf(ctx, { area, key, day: null, asOf: ctx.now });
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
