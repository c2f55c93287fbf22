/** The clockwork of cases: checks what is new within seconds, keeps the clocks, closes in the subject's favour. */
import { tellHolders } from "#capabilities/residents/notices.ts";
import { DAY, type Instant, instantOf, later, MINUTE } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import { auditMany } from "#platform/audit.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { enqueue } from "#platform/jobs.ts";
import { toldOf } from "./cases.ts";
import { CHECK_BATCH, checkDeclarations } from "./check.ts";
import type { CheckContext } from "./context.ts";
import { CASE_CLOCKS, SETTLES_AFTER } from "./rules/states.ts";
import * as store from "./store-cases.ts";
import * as clock from "./store-clock.ts";

const inSystem = <T>(services: Services, work: (ctx: CheckContext) => Promise<T>): Promise<T> => {
  const actor = systemActor(services.settings.province);
  return asActor(services.db, actor, (sql) => work({ sql, actor, now: services.clock(), services }));
};

/** A transaction that recorded something may commit so long after its clock was read. */
const LATE = 20_000;
/** So often all of the ten minutes are read again, whatever was seen: nothing waits longer for a check that was missed. */
const READ_ALL_EVERY = MINUTE;
/** How long `unchecked-declaration` stands (declarations/rules/evidence-of.ts). */
const UNCHECKED_FOR = 10 * MINUTE;
const readUpTo = new WeakMap<Services["db"], { at: Instant; allAt: Instant }>();

/**
 * Where this turn begins to read. At 1,500 declarations a second ten minutes are 900,000, nearly all checked: only what
 * may be new since the last turn is read, and all of it once a minute.
 */
function readsOf(db: Services["db"], now: Instant): { readonly endsAfter: Instant; readonly done: () => void } {
  const before = readUpTo.get(db);
  const isAll = before === undefined || now < before.at || now - before.allAt >= READ_ALL_EVERY;
  const endsAfter = isAll ? now : instantOf(Math.max(now, before.at - LATE + UNCHECKED_FOR));
  const done = () => void readUpTo.set(db, { at: now, allAt: isAll ? now : before.allAt });
  return { endsAfter, done };
}

/** One turn: declarations that wait, then what was recorded since the last turn. Returns how many persons were checked. */
export const checkOnce = (services: Services): Promise<number> =>
  inSystem(services, async (ctx) => {
    const { now } = ctx;
    const reads = readsOf(services.db, now);
    const waiting = await clock.unchecked(ctx.sql, { now, endsAfter: reads.endsAfter, limit: CHECK_BATCH });
    if (waiting.length < CHECK_BATCH) reads.done();
    if (waiting.length > 0) {
      await checkDeclarations(ctx, waiting);
      return waiting.length;
    }
    return lookAtNews(ctx);
  });

/** Evidence, visits and scans recorded since: read up to a moment ago, so that none that commits late is passed over. */
async function lookAtNews(ctx: CheckContext): Promise<number> {
  const since = await clock.lockCursor(ctx.sql, "news", later(ctx.now, -DAY));
  if (since === null) return 0;
  const upTo = instantOf(ctx.now - LATE);
  if (upTo <= since) return 0;
  const keys = await clock.newsOf(ctx.sql, since, upTo);
  await clock.moveCursor(ctx.sql, "news", upTo, null);
  await checkDeclarations(ctx, keys);
  return keys.length;
}

/** One turn: the field's answer, missed clocks, 48 hours, settling. Returns how many cases moved. */
export const keepCases = (services: Services): Promise<number> =>
  inSystem(services, async (ctx) => {
    const verified = await clock.takeFieldResults(ctx.sql, ctx.now);
    await steps(ctx, verified, "verified", "走访结果");
    const late = await clock.escalate(ctx.sql, ctx.now);
    await steps(ctx, late, "escalated", null);
    const closed = await closeInFavour(ctx);
    const settled = await clock.settle(ctx.sql, later(ctx.now, -SETTLES_AFTER), ctx.now);
    await steps(ctx, settled, "settled", null);
    return verified.length + closed + settled.length;
  });

const steps = (ctx: CheckContext, ids: readonly string[], step: store.NewStep["step"], words: string | null) =>
  store.insertSteps(
    ctx.sql,
    ids.map((caseId) => ({ id: newId(), caseId, step, words })),
    { post: null, role: "system" },
    ctx.now,
  );

/** Nobody decided within 48 hours: the declaration stands. */
async function closeInFavour(ctx: CheckContext): Promise<number> {
  const rows = await clock.lockExpired(ctx.sql, instantOf(ctx.now - CASE_CLOCKS.close));
  for (const row of rows) {
    await store.moveCase(ctx.sql, row.id, { state: "DECIDED", dueAt: null, outcome: "UNDETERMINED" }, ctx.now);
  }
  await steps(
    ctx,
    rows.map((row) => row.id),
    "decided",
    "48小时内未作出认定，以本人申报为准",
  );
  await tellHolders(
    ctx,
    rows.map((row) => ({
      personKey: row.person_key,
      kind: "case",
      ...toldOf("UNDETERMINED"),
      link: `/cases/${row.id}`,
      subject: `${row.id}/decided`,
    })),
  );
  await auditMany(
    ctx,
    rows.map((row) => ({
      action: "false-green.decide",
      objectKind: "false-green-case",
      objectId: row.id,
      place: row.place,
      detail: { outcome: "UNDETERMINED", because: "48 h" },
    })),
  );
  return rows.length;
}

/** One turn: a newly published list, or a new day, asks for a batch over all holders. Returns 1 when it was queued. */
export const queueBatch = (services: Services): Promise<number> =>
  inSystem(services, async (ctx) => {
    const last = await clock.lockCursor(ctx.sql, "batch", instantOf(0));
    const session = await clock.latestSession(ctx.sql);
    if (last === null || session === null || session === (await clock.seenSession(ctx.sql))) return 0;
    await enqueue(ctx, "false-green-batch", {});
    await clock.moveCursor(ctx.sql, "batch", ctx.now as Instant, session);
    return 1;
  });
