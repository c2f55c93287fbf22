/** Reading the audit log: for auditors, and for everyone's own deeds. Whoever reads it is in it too. */
import { createHash } from "node:crypto";
import { isWithin } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { endOf, isoInstant, type PlainDay, startOf } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { canonicalJson } from "#platform/audit-log.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { type EntryRow, entriesOf, type HeadRow, headsAfter, postsEverOf } from "./store.ts";

export const listEntries: Answer<typeof contract.listEntries> = async (ctx, params) => {
  const { limit, before = null, day, place = null } = params;
  if (place !== null && !isWithin(place, ctx.actor.area)) throw new Problem(common["not-found"]);
  const on = day === undefined ? null : (day as PlainDay);
  const rows = await entriesOf(ctx.sql, {
    area: ctx.actor.area,
    objectKind: params.objectKind ?? null,
    objectId: params.objectId ?? null,
    actorPosts: params.actorPost === undefined ? null : [params.actorPost],
    role: params.role ?? null,
    action: params.action ?? null,
    place,
    from: on === null ? null : startOf(on),
    until: on === null ? null : endOf(on),
    before,
    limit: limit + 1,
  });
  await audit(ctx, {
    action: "audit.read",
    objectKind: "audit",
    objectId: createHash("sha256").update(canonicalJson(params)).digest("hex").slice(0, 32),
    place,
    detail: { rows: Math.min(rows.length, limit) },
  });
  return page(rows, limit);
};

export const listMine: Answer<typeof contract.listMine> = async ({ sql, actor }, { before = null, limit }) => {
  const everything = { area: null, objectKind: null, objectId: null, role: null, action: null, place: null };
  const actorPosts = await postsEverOf(sql, actor.accountId);
  const rows = await entriesOf(sql, { ...everything, from: null, until: null, actorPosts, before, limit: limit + 1 });
  return page(rows, limit);
};

const page = (rows: readonly EntryRow[], limit: number) => ({
  items: rows.slice(0, limit).map(presentEntry),
  next: rows.length > limit ? (rows[limit - 1]?.leaf_index ?? null) : null,
});

const presentEntry = (row: EntryRow) => ({
  leafIndex: row.leaf_index,
  id: row.id,
  at: isoInstant(row.at),
  actorPost: row.actor_post,
  actorName: row.actor_name,
  actorRole: row.actor_role,
  actorArea: row.actor_area,
  action: row.action,
  objectKind: row.object_kind,
  objectId: row.object_id,
  place: row.place,
  placeName: row.place_name,
  detail: { ...row.detail },
});

export const listHeads: Answer<typeof contract.listHeads> = async ({ sql, services }, { after, limit }) => {
  const rows = await headsAfter(sql, after, limit + 1);
  return {
    keyId: services.keys.auditKeyId,
    publicKey: services.keys.auditPublicKey.export({ type: "spki", format: "pem" }).toString(),
    heads: rows.slice(0, limit).map(presentHead),
    next: rows.length > limit ? (rows[limit - 1]?.tree_size ?? null) : null,
  };
};

/** A head as it is given away and kept. */
export const presentHead = (head: HeadRow) => ({
  treeSize: head.tree_size,
  at: isoInstant(head.at),
  rootHash: Buffer.from(head.root_hash).toString("hex"),
  keyId: head.key_id,
  signature: Buffer.from(head.signature).toString("base64"),
});
