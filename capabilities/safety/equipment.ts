/** Protective equipment: what lies where, who asks, what is allotted and handed over; the worker has the last word. */
import { isWithin } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { isoInstant } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import type { Apply } from "#platform/commands.ts";
import { touchInboxes } from "#platform/inbox.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { afterDeed, ITEMS, type RequestDeed, type RequestState } from "./rules/equipment.ts";
import { safetyProblems as problem } from "./rules/problems.ts";
import * as store from "./store-equipment.ts";

export const askFor: Apply<typeof contract.askEquipment> = async (ctx, { item, quantity }) => {
  const { sql, actor, now, commandId: id } = ctx;
  await store.insertRequest(sql, { id, post_id: actor.postId, place: actor.area, item, asked: quantity, now });
  return undefined;
};

export const receive: Apply<typeof contract.receiveEquipment> = async (ctx, { requestId }) => {
  const row = await store.requestOf(ctx.sql, requestId);
  if (row === null || row.post_id !== ctx.actor.postId) throw new Problem(common["not-found"]);
  await change(ctx, row, "receive");
  return undefined;
};

export const listMine: Answer<typeof contract.listMyEquipment> = async ({ sql, actor }) => ({
  requests: (await store.requestsOfPost(sql, actor.postId)).map(shown),
});

export const list: Answer<typeof contract.listEquipment> = async ({ sql }, { area }) => {
  const stock = new Map((await store.stockOf(sql, area)).map((row) => [row.item, row]));
  return {
    stock: ITEMS.map((item) => ({ item, here: stock.get(item)?.here ?? 0, below: stock.get(item)?.below ?? 0 })),
    requests: (await store.requestsIn(sql, area)).map((row) => ({
      ...shown(row),
      worker: row.worker,
      place: row.place,
    })),
  };
};

export const changeStock: Answer<typeof contract.changeStock> = async (ctx, { area }, { item, by, reason }) => {
  const quantity = await store.moveStock(ctx.sql, { place: area, item, by, now: ctx.now });
  if (quantity === null) throw new Problem(problem["not-enough"]);
  const detail = { item, by, reason };
  await audit(ctx, { action: "equipment.stock", objectKind: "place", objectId: area, place: area, detail });
  return { quantity };
};

export const answer: Answer<typeof contract.answerRequest> = async (ctx, { requestId }, said) => {
  const { sql, actor, now } = ctx;
  const row = await store.requestOf(sql, requestId);
  if (row === null || !isWithin(row.place, actor.area)) throw new Problem(common["not-found"]);
  if (said.answer === "allot") {
    const state = await change(ctx, { ...row, allotted: said.quantity, from_place: actor.area }, "allot");
    const left = await store.moveStock(sql, { place: actor.area, item: row.item, by: -said.quantity, now });
    if (left === null) throw new Problem(problem["not-enough"]);
    return { state };
  }
  if (said.answer === "hand-over") return { state: await change(ctx, row, "hand-over") };
  const state = await change(ctx, { ...row, reason: said.reason, allotted: null, from_place: null }, "refuse");
  // What had been set aside goes back to where it came from.
  if (row.from_place !== null && row.allotted !== null)
    await store.moveStock(sql, { place: row.from_place, item: row.item, by: row.allotted, now });
  return { state };
};

async function change(ctx: Context, row: store.RequestRow, deed: RequestDeed): Promise<RequestState> {
  const { sql, actor, now } = ctx;
  const state = afterDeed(row.state, deed);
  if (state === null) throw new Problem(problem["not-allowed-now"]);
  await store.setRequest(sql, row.id, { ...row, state, by: actor.postId, now });
  await touchInboxes(sql, [{ county: row.place.slice(0, 6), holder: row.post_id }], now);
  const detail = { item: row.item, allotted: row.allotted };
  await audit(ctx, {
    action: `equipment.${deed}`,
    objectKind: "equipment",
    objectId: row.id,
    place: row.place,
    detail,
  });
  return state;
}

const shown = (row: store.RequestRow) => ({
  id: row.id,
  item: row.item,
  asked: row.asked,
  allotted: row.allotted,
  state: row.state,
  reason: row.reason,
  askedAt: isoInstant(row.asked_at),
  changedAt: isoInstant(row.changed_at),
});
