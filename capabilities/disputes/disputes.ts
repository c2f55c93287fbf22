/** The steps of a dispute; each in one transaction: gather, decide by rules/steps.ts, write. */
import { count } from "#capabilities/rollups/count.ts";
import { common } from "#kernel/problem.ts";
import { isSignature } from "#kernel/signature.ts";
import { dayOf, instantOf } from "#kernel/time.ts";
import type { Context, Services } from "#platform/answer.ts";
import { type CommandContext, type CommandPair, commandPair } from "#platform/commands.ts";
import { writeCourse } from "#platform/course.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { deskHolder, touchInboxes } from "#platform/inbox.ts";
import { Problem } from "#platform/problem.ts";
import * as contract from "./contract.ts";
import { disputeProblems as problem } from "./rules/problems.ts";
import { centreAt, courtUntil, type DisputeStep, levelAbove, levelDue, stepDispute } from "./rules/steps.ts";
import { openDispute, sealDispute } from "./sealing.ts";
import * as store from "./store.ts";

const COURSE = { table: "dispute_event", kind: "dispute" } as const;
type Inside = Pick<Context, "sql" | "actor" | "now" | "services">;

type Done = {
  readonly kind: string;
  readonly reason?: string | undefined;
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
};

/** Takes a step: what it changes follows from the row before and the move decided. Throws the refusal. */
async function take(
  ctx: Inside,
  id: string,
  step: DisputeStep,
  change: (row: store.DisputeRow) => store.DisputeChange,
  done: Done,
): Promise<void> {
  const { sql, now, actor } = ctx;
  const row = await store.lockDispute(sql, id);
  if (row === null) throw new Problem(common["not-found"]);
  const facts = {
    state: row.state,
    level: row.level,
    consentA: row.consent_a,
    consentB: row.consent_b,
    courtUntil: row.court_until,
  };
  const moved = stepDispute(facts, step, now);
  if ("refused" in moved) throw new Problem(problem[moved.refused]);
  const isEnded = moved.to === "PERFORMED" || moved.to === "FAILED";
  const isRaised = moved.level !== row.level;
  const due = isRaised ? levelDue(moved.level, now) : row.due_at;
  await store.updateDispute(sql, row, {
    state: moved.to,
    level: moved.level,
    mediator_post: actor.postId,
    due_at: due,
    look_at: isEnded || moved.to === "AGREED" || moved.to === "CONFIRMED" ? null : due,
    ...(isEnded ? { ended_at: now } : {}),
    ...change(row),
  });
  const { reason = null, ...event } = done;
  await writeCourse(ctx, { ...COURSE, ...row }, { ...event, reason });
  if (isEnded) await count(sql, [{ place: row.place, day: dayOf(now), metric: "dispute", delta: 1 }]);
}

function mustSign(...paths: readonly (string | undefined)[]): void {
  if (paths.some((path) => path !== undefined && !isSignature(path))) throw new Problem(problem["not-signed"]);
}

async function find(ctx: CommandContext, body: Found): Promise<undefined> {
  const { keys } = ctx.services;
  const { place, category, matter, partyA, partyB } = body;
  const row = { county: place.slice(0, 6), id: ctx.commandId, place };
  const { sealed, keyId } = sealDispute(keys, row.id, { matter, partyA, partyB, terms: null });
  const dueAt = levelDue("grid", ctx.madeAt);
  const isNew = await store.insertDispute(ctx.sql, {
    ...row,
    category,
    sealed,
    keyId,
    found_at: ctx.madeAt,
    found_by: ctx.actor.postId,
    dueAt,
  });
  if (isNew) await writeCourse(ctx, { ...COURSE, ...row }, { kind: "found", detail: { category } });
  return undefined;
}
type Found = {
  readonly place: string;
  readonly category: store.DisputeRow["category"];
  readonly matter: string;
  readonly partyA: contract.Party;
  readonly partyB: contract.Party;
};

export const disputeCommands: readonly CommandPair[] = [
  commandPair(contract.findDispute, find),
  commandPair(contract.consentDispute, async (ctx, { disputeId, side, signature }) => {
    mustSign(signature);
    const how = signature === undefined ? "told" : "signed";
    const change = side === "a" ? { consent_a: how } : { consent_b: how };
    // A signature under a consent is kept where the agreement's will stand, until that one takes its place.
    const signed =
      signature === undefined ? {} : side === "a" ? { signature_a: signature } : { signature_b: signature };
    await take(ctx, disputeId, { is: "consent", side }, () => ({ ...change, ...signed }) as store.DisputeChange, {
      kind: "consented",
      detail: { side, how },
    });
    return undefined;
  }),
  commandPair(contract.mediateDispute, async (ctx, { disputeId, record }) => {
    await take(ctx, disputeId, { is: "mediate" }, () => ({}), { kind: "mediated", reason: record });
    return undefined;
  }),
  commandPair(contract.raiseDispute, async (ctx, { disputeId, reason }) => {
    await take(ctx, disputeId, { is: "raise" }, (row) => ({ escalated_to: above(row) }), { kind: "raised", reason });
    return undefined;
  }),
  commandPair(contract.agreeDispute, async (ctx, body) => {
    const isWritten = body.form === "written";
    if (isWritten) mustSign(body.signatureA, body.signatureB);
    const step = { is: "agree", form: body.form, signatures: isWritten ? 2 : 0 } as const;
    const change = (row: store.DisputeRow): store.DisputeChange => {
      const words = openDispute(ctx.services.keys, row.id, row.sealed);
      const { sealed } = sealDispute(ctx.services.keys, row.id, { ...words, terms: body.terms });
      const signed = isWritten ? { signature_a: body.signatureA, signature_b: body.signatureB } : {};
      return { sealed, form: body.form, agreed_at: ctx.now, court_until: courtUntil(ctx.now), ...signed };
    };
    await take(ctx, body.disputeId, step, change, { kind: "agreed", detail: { form: body.form } });
    return undefined;
  }),
  commandPair(contract.confirmDispute, async (ctx, { disputeId, what, on }) => {
    if (what === "applied") await applied(ctx, disputeId, on);
    else
      await take(ctx, disputeId, { is: "confirm" }, () => ({ court_confirmed_on: on }), {
        kind: "court-confirmed",
        detail: { on },
      });
    return undefined;
  }),
  commandPair(contract.performDispute, async (ctx, { disputeId }) => {
    await take(ctx, disputeId, { is: "perform" }, () => ({}), { kind: "performed" });
    return undefined;
  }),
  commandPair(contract.failDispute, async (ctx, { disputeId, referredTo, reason }) => {
    const change = () => ({ referred_to: referredTo });
    await take(ctx, disputeId, { is: "fail" }, change, { kind: "failed", reason, detail: { referredTo } });
    return undefined;
  }),
];

const above = (row: store.DisputeRow): string => centreAt(levelAbove(row.level) ?? row.level, row.place);

/** An application is a date beside the agreement; it moves nothing until the court has answered. */
async function applied(ctx: Inside, id: string, on: string): Promise<void> {
  const row = await store.lockDispute(ctx.sql, id);
  if (row === null) throw new Problem(common["not-found"]);
  if (row.state !== "AGREED" || row.court_until === null) throw new Problem(problem["wrong-state"]);
  if (on > dayOf(row.court_until)) throw new Problem(problem["court-too-late"]);
  await store.updateDispute(ctx.sql, row, { court_applied_on: on });
  await writeCourse(ctx, { ...COURSE, ...row }, { kind: "court-applied", detail: { on } });
}

/** Of one turn at most. */
const BATCH = 100;

/** Clockwork: a level whose time is over gives it to the next, which has its own; the county's last day is told to the county. */
export function raiseDisputes(services: Services): Promise<number> {
  const now = services.clock();
  const actor = systemActor(services.settings.province);
  return asActor(services.db, actor, async (sql) => {
    const rows = await store.dueDisputes(sql, now, BATCH);
    for (const row of rows) {
      const next = levelAbove(row.level);
      // Without both sides' consent nobody mediates: it stays where it is, and the centre is told once.
      const isMoved = next !== null && row.state !== "FOUND";
      const to = centreAt(next ?? row.level, row.place);
      const due = isMoved ? levelDue(next, now) : null;
      await store.updateDispute(sql, row, {
        escalated_to: to,
        look_at: due,
        ...(isMoved ? { state: "MEDIATING", level: next, due_at: instantOf(due ?? now) } : {}),
      });
      await writeCourse({ sql, actor, now, services }, { ...COURSE, ...row }, { kind: "escalated", detail: { to } });
      await touchInboxes(sql, [{ county: to.slice(0, 6), holder: deskHolder(to) }], now);
    }
    return rows.length;
  });
}
