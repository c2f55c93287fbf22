/** Proposing, signing, objecting to and ending purposes; and the gate that every request passes. */
import type { z } from "zod";
import { common } from "#kernel/problem.ts";
import { type Instant, isoInstant } from "#kernel/time.ts";
import type { Answer, Context, Services } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { newId } from "#platform/ids.ts";
import { poke } from "#platform/inbox.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { purposeProblems } from "./contract.ts";
import { inForceFrom, type PurposeSeat, purposeState } from "./rules/purposes.ts";
import * as store from "./store.ts";

/** How long a process may go on with what it knew: a purpose that has ended is refused everywhere within this time. */
const REMEMBERED_FOR = 2_000;

/** Says whether a purpose is in force: asked before each request that names one. */
export function makePurposeGate({ db, clock, hub }: Services): (purpose: string) => Promise<boolean> {
  let known: { readonly rows: ReadonlyMap<string, store.PurposeRow>; readonly until: number } | null = null;
  let asking: Promise<ReadonlyMap<string, store.PurposeRow>> | null = null;
  hub.listenAll(({ topic }) => {
    if (topic === "purpose") known = null;
  });
  const read = async () => {
    const rows = new Map((await store.purposes(db)).map((row) => [row.id, row]));
    known = { rows, until: Date.now() + REMEMBERED_FOR };
    return rows;
  };
  return async (purpose) => {
    if (known === null || known.until < Date.now()) {
      asking ??= read().finally(() => {
        asking = null;
      });
    }
    const row = (asking === null ? known?.rows : await asking)?.get(purpose);
    return row !== undefined && purposeState(factsOf(row), clock()) === "in-force";
  };
}

/** Is a use without a route of its own, by the clockwork, published and in force? */
export async function isPublished({ sql, now }: Pick<Context, "sql" | "now">, purpose: string): Promise<boolean> {
  const [row] = await store.purposes(sql, purpose);
  return row !== undefined && purposeState(factsOf(row), now) === "in-force";
}

export const list: Answer<typeof contract.listPurposes> = async ({ sql, now }) => {
  const [rows, decisions, events] = [await store.purposes(sql), await store.decisions(sql), await store.events(sql)];
  return {
    events: events.map((row) => ({
      id: row.id,
      nameZh: row.name_zh,
      nameEn: row.name_en,
      startedOn: row.started_on,
      endedAt: iso(row.ended_at),
    })),
    purposes: rows.map((row) => present(row, decisions, now)),
  };
};

export const propose: Answer<typeof contract.proposePurpose> = async (ctx, _params, body) => {
  const event = (await store.events(ctx.sql)).find((one) => one.id === body.eventId);
  if (!event) throw new Problem(common["not-found"]);
  if (event.ended_at !== null) throw new Problem(purposeProblems["event-ended"]);
  if ((await store.purposes(ctx.sql, body.id)).length > 0) throw new Problem(purposeProblems["id-taken"]);
  await store.insertPurpose(ctx.sql, {
    id: body.id,
    event_id: body.eventId,
    aim: body.aim,
    title_zh: body.titleZh,
    title_en: body.titleEn,
    legal_basis: body.legalBasis,
    data_kinds: body.dataKinds,
    retention_days: body.retentionDays,
    proposed_by: ctx.actor.postId,
    proposed_at: ctx.now,
  });
  await note(ctx, body.id, "purpose.propose", { aim: body.aim, legalBasis: body.legalBasis.map((one) => one.title) });
  return show(ctx, body.id);
};

export const decide: Answer<typeof contract.decidePurpose> = async (ctx, { id }, body) => {
  const seat = seatOf(ctx, body.decision);
  await store.lockPurpose(ctx.sql, id);
  const [row] = await store.purposes(ctx.sql, id);
  if (!row) throw new Problem(common["not-found"]);
  const state = purposeState(factsOf(row), ctx.now);
  if (state === "in-force" || state === "ended") throw new Problem(purposeProblems["already-decided"]);
  const reason = body.decision === "object" ? body.reason : null;
  await store.insertDecision(ctx.sql, {
    id: newId(),
    purpose_id: id,
    seat,
    decision: body.decision,
    reason,
    post_id: ctx.actor.postId,
    at: ctx.now,
  });
  await store.setInForce(ctx.sql, id, inForceFrom(row.proposed_at, await store.decisions(ctx.sql, id)));
  await note(ctx, id, `purpose.${body.decision}`, { seat, reason });
  return show(ctx, id);
};

export const end: Answer<typeof contract.endPurpose> = async (ctx, { id }, { reason }) => {
  if (ctx.actor.department !== "health" && ctx.actor.department !== "centre") {
    throw new Problem(purposeProblems["not-a-seat"]);
  }
  await store.lockPurpose(ctx.sql, id);
  const [row] = await store.purposes(ctx.sql, id);
  if (!row) throw new Problem(common["not-found"]);
  if (purposeState(factsOf(row), ctx.now) === "ended") throw new Problem(purposeProblems["already-decided"]);
  await store.setEnded(ctx.sql, id, ctx.now, reason);
  await note(ctx, id, "purpose.end", { reason });
  return show(ctx, id);
};

/** The seat that this post holds over purposes; a signature is health's or the chair's, an objection the auditor's too. */
function seatOf({ actor }: Context, decision: "sign" | "object"): PurposeSeat {
  if (actor.role === "auditor") return "auditor";
  if (actor.department === "health") return "health";
  if (actor.department === "centre") return "chair";
  throw new Problem(purposeProblems["not-a-seat"], { decision });
}

const iso = (at: Instant | null): string | null => (at === null ? null : isoInstant(at));

const factsOf = (row: store.PurposeRow) => ({
  proposedAt: row.proposed_at,
  inForceFrom: row.in_force_from,
  endedAt: row.ended_at,
  eventEndedAt: row.event_ended_at,
});

async function show({ sql, now }: Context, id: string) {
  const [row] = await store.purposes(sql, id);
  if (!row) throw new Problem(common["not-found"]);
  return present(row, await store.decisions(sql, id), now);
}

function present(
  row: store.PurposeRow,
  decisions: readonly store.DecisionRow[],
  now: Instant,
): z.input<typeof contract.Purpose> {
  const ends = [row.ended_at, row.event_ended_at].filter((at) => at !== null);
  return {
    id: row.id,
    eventId: row.event_id,
    aim: row.aim,
    titleZh: row.title_zh,
    titleEn: row.title_en,
    legalBasis: [...row.legal_basis],
    dataKinds: [...row.data_kinds],
    retentionDays: row.retention_days,
    state: purposeState(factsOf(row), now),
    proposedAt: isoInstant(row.proposed_at),
    inForceFrom: iso(row.in_force_from),
    endedAt: iso(ends.toSorted((a, b) => a - b)[0] ?? null),
    endedReason: row.ended_reason,
    decisions: decisions
      .filter((one) => one.purpose_id === row.id)
      .map(({ seat, decision, reason, at }) => ({ seat, decision, reason, at: isoInstant(at) })),
  };
}

async function note(ctx: Context, id: string, action: string, detail: Readonly<Record<string, unknown>>) {
  await audit(ctx, { action, objectKind: "purpose", objectId: id, place: ctx.actor.area, detail });
  await poke(ctx.sql, "purpose", [id], ctx.now);
}
