/** Where records were used (数据回流): noted by whoever uses them, shown to whoever collected them. */
import { DAY, instant, isoInstant, later } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import type * as contract from "./contract.ts";
import { historyOf, shownValue } from "./facts.ts";
import type { UsedKind } from "./rules/uses.ts";
import * as store from "./store-uses.ts";

export type UsedBy = {
  readonly kind: UsedKind;
  /** Of the form's version, the report's run, the list: used twice by the same one is one use. */
  readonly id: string;
  /** As the collector reads it: no name of a person. */
  readonly zh: string;
  readonly en: string;
};

/** Notes in this transaction what facts were used for; what the actor may not see is left out. */
export async function noteUse(
  ctx: Pick<Context, "sql" | "actor" | "now">,
  factIds: readonly string[],
  usedBy: UsedBy,
): Promise<void> {
  if (factIds.length === 0) return;
  const by = ctx.actor.role === "system" || ctx.actor.role === "resident" ? null : ctx.actor.postId;
  await store.insertUses(ctx.sql, factIds, usedBy, { now: ctx.now, by });
}

/** The same for reports of visits, by the clockwork. */
export const noteVisitUses = async (
  ctx: Pick<Context, "sql" | "now">,
  uses: readonly (UsedBy & {
    readonly visitId: string;
    readonly county: string;
    readonly place: string;
    readonly by: string;
  })[],
): Promise<void> => {
  if (uses.length > 0) await store.insertVisitUses(ctx.sql, uses, ctx.now);
};

/** In the transaction that publishes a list: whoever found people at their doors sees that it reached the next list. */
export const noteListUses = async (
  { sql, now }: Pick<Context, "sql" | "now">,
  list: {
    readonly sessionId: string;
    readonly assessmentId: string;
    readonly previousSessionId: string | null;
    readonly day: string;
  },
): Promise<void> => {
  const { previousSessionId, day } = list;
  if (previousSessionId === null || previousSessionId === list.sessionId) return;
  await store.insertListUses(sql, {
    ...list,
    previousSessionId,
    list: { zh: `${day} 名单(核查结果已计入)`, en: `The list of ${day}, with what was found at the door` },
    assessment: { zh: `${day} 研判(按核实的住处下派)`, en: `The assessment of ${day}, by the place that was verified` },
    now,
  });
};

/** How long a collector is shown what became of his records. */
const SHOWN_FOR = 90 * DAY;
const TALLIED_FOR = 30 * DAY;

export const returns: Answer<typeof contract.listReturns> = async ({ sql, actor, now }, { before, limit }) => {
  const page = { postId: actor.postId, before: before === undefined ? later(now, 1) : instant(before), limit };
  const rows = await store.usesOfPost(sql, { ...page, since: later(now, -SHOWN_FOR) });
  const tally = await store.tallyOfPost(sql, actor.postId, later(now, -TALLIED_FOR));
  return {
    ...tally,
    uses: rows.map((row) => ({
      ...shownUse(row),
      usedId: row.used_id,
      recordKind: row.record_kind,
      records: row.records,
      place: row.place,
    })),
  };
};

export const uses: Answer<typeof contract.listUses> = async ({ sql }, _params, { subjectIds }) => ({
  uses: (await store.usesOfSubjects(sql, subjectIds)).map((row) => ({
    ...shownUse(row),
    subjectId: row.subject_id,
    attribute: row.attribute,
    factId: row.fact_id,
  })),
});

export const values: Answer<typeof contract.listValues> = async (ctx, { subjectId, attribute }) => ({
  values: (await historyOf(ctx, subjectId, attribute)).map((fact) => ({
    attribute,
    ...shownValue(fact),
    recordedAt: isoInstant(fact.recordedAt),
  })),
});

const shownUse = (row: Pick<store.UseRow, "used_kind" | "title_zh" | "title_en" | "at">) => ({
  usedKind: row.used_kind,
  title: { zh: row.title_zh, en: row.title_en },
  at: isoInstant(row.at),
});
