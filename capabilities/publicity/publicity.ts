/** Drafting, approving and ending notices and cards; receipts from the doors. */
import { isWithin } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { dayOf, type Instant, instant, isoInstant } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import type { Apply } from "#platform/commands.ts";
import { noteChanges } from "#platform/copies.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { noticeCopy, publicityProblems as problem } from "./contract.ts";
import { mayApprove, standingOf } from "./rules/publicity.ts";
import * as store from "./store.ts";

export const list: Answer<typeof contract.listPublicity> = async ({ sql, now }, { area }) => {
  const rows = await store.itemsAround(sql, area);
  const given = Map.groupBy(
    await store.givenIn(
      sql,
      area,
      rows.map(({ id }) => id),
    ),
    ({ item_id }) => item_id,
  );
  return { now: isoInstant(now), items: rows.map((row) => shown(row, given.get(row.id) ?? [], now)) };
};

type Given = Awaited<ReturnType<typeof store.givenIn>>[number];

const iso = (at: Instant | null): string | null => (at === null ? null : isoInstant(at));

/** What phones and pages read of an item. */
export const textOf = (row: store.ItemRow) => ({
  kind: row.kind,
  area: row.area,
  titleZh: row.title_zh,
  titleEn: row.title_en,
  bodyZh: row.body_zh,
  bodyEn: row.body_en,
  legalBasis: row.legal_basis,
  validFrom: isoInstant(row.valid_from),
  validUntil: isoInstant(row.valid_until),
  version: row.version,
});

function shown(row: store.ItemRow, given: readonly Given[], now: Instant) {
  const times = (way: Given["way"]) => given.find((one) => one.way === way)?.n ?? 0;
  const facts = { validFrom: row.valid_from, validUntil: row.valid_until, approvedAt: row.approved_at };
  return {
    id: row.id,
    ...textOf(row),
    standing: standingOf({ ...facts, endedAt: row.ended_at }, now),
    draftedBy: row.drafted_name,
    draftedAt: isoInstant(row.drafted_at),
    approvedBy: row.approved_name,
    approvedAt: iso(row.approved_at),
    given: {
      shown: times("shown"),
      readAloud: times("read-aloud"),
      paperLeft: times("paper-left"),
      talk: times("talk"),
      listeners: given.reduce((sum, one) => sum + one.listeners, 0),
    },
  };
}

export const draft: Answer<typeof contract.draftPublicity> = async (ctx, { area }, text) => {
  const { sql, actor, now } = ctx;
  const [from, until] = [instant(text.validFrom), instant(text.validUntil)];
  if (until <= from || until <= now) throw new Problem(problem["wrong-times"]);
  const old = text.replaces === null ? null : await owned(ctx, text.replaces);
  const id = newId();
  const version = (old?.version ?? 0) + 1;
  await store.insertItem(sql, {
    id,
    kind: text.kind,
    area,
    title_zh: text.titleZh,
    title_en: text.titleEn,
    body_zh: text.bodyZh,
    body_en: text.bodyEn,
    legal_basis: text.legalBasis,
    valid_from: from,
    valid_until: until,
    version,
    replaces: text.replaces,
    drafted_by: actor.postId,
    now,
  });
  await audit(ctx, {
    action: "publicity.draft",
    objectKind: "publicity",
    objectId: id,
    place: area,
    detail: { version },
  });
  return { id, version };
};

export const approve: Answer<typeof contract.approvePublicity> = async (ctx, { itemId }) => {
  const { sql, actor, now } = ctx;
  const row = await owned(ctx, itemId);
  if (row.approved_at !== null || row.ended_at !== null || row.valid_until <= now)
    throw new Problem(problem["not-waiting"]);
  if (!mayApprove({ draftedBy: row.drafter, area: row.area }, actor)) throw new Problem(problem["second-person"]);
  await store.setApproved(sql, itemId, actor.postId, now);
  const changes = [{ kind: noticeCopy.name, id: itemId, place: row.area }];
  if (row.replaces !== null) {
    // The new version stands from now on; the old one leaves the phones in the same moment.
    const old = await store.itemOf(sql, row.replaces);
    await store.setEnded(sql, row.replaces, now);
    if (old !== null) changes.push({ kind: noticeCopy.name, id: old.id, place: old.area });
  }
  await noteChanges(ctx, changes);
  await audit(ctx, { action: "publicity.approve", objectKind: "publicity", objectId: itemId, place: row.area });
  return { approvedAt: isoInstant(now) };
};

export const end: Answer<typeof contract.endPublicity> = async (ctx, { itemId }, { reason }) => {
  const row = await owned(ctx, itemId);
  if (row.ended_at !== null) throw new Problem(problem["not-waiting"]);
  await store.setEnded(ctx.sql, itemId, ctx.now);
  await noteChanges(ctx, [{ kind: noticeCopy.name, id: itemId, place: row.area }]);
  const detail = { reason };
  await audit(ctx, { action: "publicity.end", objectKind: "publicity", objectId: itemId, place: row.area, detail });
  return { endedAt: isoInstant(ctx.now) };
};

/** An item of the actor's own area or below, locked; one from above is not his to change. */
async function owned({ sql, actor }: Context, id: string): Promise<store.ItemRow> {
  const row = await store.itemOf(sql, id);
  if (row === null || !isWithin(row.area, actor.area)) throw new Problem(common["not-found"]);
  return row;
}

/** The use case of the command `publicity/receipt`: what is withdrawn meanwhile was given all the same. */
export const receipt: Apply<typeof contract.giveReceipt> = async (ctx, { itemId, place, way, listeners }) => {
  const { sql, commandId: id, madeAt } = ctx;
  const row = await store.itemOf(sql, itemId);
  if (row === null || row.approved_at === null || !(isWithin(place, row.area) || isWithin(row.area, place)))
    throw new Problem(common["not-found"]);
  await store.insertReceipt(sql, { id, itemId, place, way, listeners, day: dayOf(madeAt) });
  return undefined;
};
