/** A list was published: its evidence replaces that of the list before, for every holder of a code. */
import type { Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import type { JobWork } from "#platform/jobs.ts";
import { tripsOf } from "./breaker.ts";
import type { Change, HeldPlaces } from "./changes.ts";
import { BATCH, evaluate, soundEvidence } from "./evaluate.ts";
import { keep, withdraw } from "./keep.ts";
import { deltaOf, SOURCE } from "./list-items.ts";
import * as store from "./store.ts";
import { isLatestList, leftOut, listedHolders, previewOf, type Range } from "./store-list.ts";
import type { CodesContext } from "./types.ts";

/** The space of keys in quarters, each with a connection of its own: while some wait for the database, others decide. */
const QUARTERS = [
  ["00000000-0000-0000-0000-000000000000", "3fffffff-ffff-ffff-ffff-ffffffffffff"],
  ["3fffffff-ffff-ffff-ffff-ffffffffffff", "7fffffff-ffff-ffff-ffff-ffffffffffff"],
  ["7fffffff-ffff-ffff-ffff-ffffffffffff", "bfffffff-ffff-ffff-ffff-ffffffffffff"],
  ["bfffffff-ffff-ffff-ffff-ffffffffffff", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
] as const;

type Step = { readonly last: string | null; readonly looked: number; readonly changed: number };

/**
 * Job `codes-list` {assessmentId}. Safe to repeat: what a part before it has done is found standing and left alone. The
 * breaker counts the whole list first, so that its first part does not slip through.
 */
export const runList: JobWork = async (services, job, progress) => {
  const assessmentId = String(job.params["assessmentId"]);
  const held = await inTransaction(services, async (ctx) => {
    if (!(await isLatestList(ctx.sql, assessmentId))) return null;
    const preview = await previewOf(ctx.sql, assessmentId, ctx.now);
    return tripsOf(ctx, new Map(preview.map((row) => [row.county, row.to_red + row.to_yellow + row.to_green])));
  });
  if (held === null) return { superseded: true };
  let [looked, changed] = [0, 0];
  const note = async (step: Step) => {
    looked += step.looked;
    changed += step.changed;
    await progress(looked, null);
  };
  await Promise.all(
    QUARTERS.map(async ([from, upTo]) => {
      await inParts(services, from, upTo, (ctx, range) => takeListed(ctx, assessmentId, range, held), note);
      await inParts(services, from, upTo, (ctx, range) => takeLeftOut(ctx, assessmentId, range, held), note);
    }),
  );
  return { looked, changed, heldPlaces: held.map((trip) => trip.place) };
};

const inTransaction = <T>(services: Services, work: (ctx: CodesContext) => Promise<T>): Promise<T> => {
  const actor = systemActor(services.settings.province);
  return asActor(services.db, actor, (sql) => work({ sql, actor, now: services.clock(), services }));
};

async function inParts(
  services: Services,
  from: string,
  upTo: string,
  work: (ctx: CodesContext, range: Range) => Promise<Step>,
  note: (step: Step) => Promise<void>,
): Promise<void> {
  let after: string | null = from;
  while (after !== null) {
    const range: Range = { after, upTo, limit: BATCH };
    const step: Step = await inTransaction(services, (ctx) => work(ctx, range));
    await note(step);
    after = step.looked < BATCH ? null : step.last;
  }
}

async function takeListed(ctx: CodesContext, assessmentId: string, range: Range, held: HeldPlaces): Promise<Step> {
  const rows = await listedHolders(ctx.sql, assessmentId, range, ctx.now);
  const keys = rows.map((row) => row.person_key);
  const codes = await store.lockCodes(ctx.sql, keys);
  const standing = await soundEvidence(ctx, keys);
  const changes = await replace(ctx, assessmentId, { codes, standing, delta: deltaOf(ctx, rows, standing), held });
  return { last: keys.at(-1) ?? null, looked: keys.length, changed: changes.length };
}

async function takeLeftOut(ctx: CodesContext, assessmentId: string, range: Range, held: HeldPlaces): Promise<Step> {
  const keys = await leftOut(ctx.sql, assessmentId, range, ctx.now);
  const codes = await store.lockCodes(ctx.sql, keys);
  const standing = await soundEvidence(ctx, keys);
  const delta = { record: [], withdraw: standing.filter((row) => row.source === SOURCE) };
  const changes = await replace(ctx, assessmentId, { codes, standing, delta, held });
  return { last: keys.at(-1) ?? null, looked: keys.length, changed: changes.length };
}

type Part = {
  readonly codes: store.LockedCode[];
  readonly standing: readonly store.StandingRow[];
  readonly delta: ReturnType<typeof deltaOf>;
  readonly held: HeldPlaces;
};

async function replace(ctx: CodesContext, assessmentId: string, part: Part): Promise<Change[]> {
  const { codes, delta, held: heldPlaces } = part;
  const recorded = await keep(ctx, delta.record);
  const withdrawn = await withdraw(ctx, {
    evidenceIds: delta.withdraw.map((row) => row.id),
    because: "source",
    sourceId: assessmentId,
    reason: "新名单公布，旧名单的依据不再适用",
  });
  const touched = [
    ...recorded.map((one) => ({ evidenceId: one.id, isWithdrawal: false, personKey: one.personKey })),
    ...withdrawn.map((one) => ({ evidenceId: one.evidence_id, isWithdrawal: true, personKey: one.person_key })),
  ];
  const gone = new Set(withdrawn.map((one) => one.evidence_id));
  const standing = [
    ...part.standing.filter((row) => !gone.has(row.id)),
    ...recorded.map((one) => ({ ...one, person_key: one.personKey })),
  ];
  return evaluate(
    ctx,
    codes.map((code) => code.person_key),
    {
      cause: "list",
      touched,
      heldPlaces,
      known: { codes, standing },
    },
  );
}
