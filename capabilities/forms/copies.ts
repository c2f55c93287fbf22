/** What phones hold of forms: those of their area and role, and what became of their own answers. */
import { DAY, isoInstant, later } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { type CopyPair, type CopyQuery, copyPair } from "#platform/copies.ts";
import { opened } from "./answers.ts";
import { formAnswerCopy, formCopy } from "./contract.ts";
import { documentOf, headOf } from "./present.ts";
import * as store from "./store.ts";

/** Answers are shown to whoever gave them for so long. */
const SHOWN_FOR = 31 * DAY;
const COUNTED_AT_MOST = 1_000;

const asked = (query: CopyQuery) =>
  "ids" in query
    ? { area: query.area, ids: query.ids, after: null, limit: query.ids.length }
    : { area: query.area, ids: null, after: query.after, limit: query.limit };

async function readForms(ctx: Context, query: CopyQuery) {
  const { sql, actor, now } = ctx;
  const rows = await store.formsForPhone(sql, { ...asked(query), role: actor.role, now });
  return rows.map((row) => {
    const { roles, from, until, isReviewed, area } = headOf(row);
    const document = documentOf(row.document);
    return { id: row.id, value: { document, roles, from: from ?? isoInstant(now), until, isReviewed, area } };
  });
}

async function readAnswers(ctx: Context, query: CopyQuery) {
  const { sql, actor, now } = ctx;
  const of = { ...asked(query), post: actor.postId, since: later(now, -SHOWN_FOR) };
  const rows = await store.answersForPhone(sql, of);
  return rows.map((row) => ({
    id: row.id,
    value: {
      formId: row.form_id,
      key: row.key,
      place: row.place,
      subject: row.subject_id === null ? null : { kind: row.subject_kind, id: row.subject_id },
      madeAt: isoInstant(row.made_at),
      state: row.state,
      reason: row.reason,
      decidedByName: row.decided_by_name,
      // Only what has to be corrected comes back to the phone.
      answers: row.state === "returned" ? opened(ctx, row) : null,
    },
  }));
}

const all = (area: string) => ({ area, after: null, limit: COUNTED_AT_MOST }) as CopyQuery;

export const formCopies: readonly CopyPair[] = [
  copyPair(formCopy, readForms, async (ctx, area) => (await readForms(ctx, all(area))).length),
  copyPair(formAnswerCopy, readAnswers, async (ctx, area) => (await readAnswers(ctx, all(area))).length),
];
