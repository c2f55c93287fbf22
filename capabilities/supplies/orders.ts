/** A centre asks the levels above for stock; it is allotted from one centre's stock, and counted in below. */
import { isWithin } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { isoInstant } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { deskHolder, touchInboxes } from "#platform/inbox.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { afterDeed, type OrderDeed } from "./rules/orders.ts";
import { supplyProblems as problem } from "./rules/problems.ts";
import { countIn, type Inside, putBack, takeOut } from "./stock.ts";
import * as store from "./store.ts";

export const presentOrder = (row: store.OrderRow) => ({
  county: row.county,
  id: row.id,
  place: row.place,
  item: row.item,
  asked: row.asked,
  allotted: row.allotted,
  received: row.received,
  fromPlace: row.from_place,
  state: row.state,
  note: row.note,
  reason: row.reason,
  askedAt: isoInstant(row.asked_at),
  changedAt: isoInstant(row.changed_at),
});

export const ask: Answer<typeof contract.askUpward> = async (ctx, { area }, { id, item, quantity, note }) => {
  const { sql, actor, now } = ctx;
  if (area === ctx.services.settings.province) throw new Problem(problem["nothing-above"]);
  await store.insertOrder(sql, { id, place: area, item, asked: quantity, note: note ?? null, by: actor.postId, now });
  const detail = { item, asked: quantity };
  await audit(ctx, { action: "supplies.ask", objectKind: "supply-order", objectId: id, place: area, detail });
  return presentOrder(await locked(ctx, id));
};

async function locked({ sql }: Inside, id: string): Promise<store.OrderRow> {
  const row = await store.lockOrder(sql, id);
  if (row === null) throw new Problem(common["not-found"]);
  return row;
}

/** A centre above the one that asked gives of its own stock, or says why not. */
export const answer: Answer<typeof contract.answerOrder> = async (ctx, { county, id }, said) => {
  const { actor } = ctx;
  const row = await locked(ctx, id);
  const isAbove = isWithin(row.place, actor.area) && row.place !== actor.area;
  if (row.county !== county || !isAbove) throw new Problem(common["not-found"]);
  if (said.answer === "allot") {
    const { quantity } = said;
    const next = { ...row, allotted: quantity, from_place: actor.area };
    return deed(ctx, row, { is: "allot", quantity }, next, () =>
      takeOut(ctx, actor.area, [{ item: row.item, quantity }], { orderId: id }),
    );
  }
  const { from_place: from, allotted } = row;
  // What another centre had set aside is its own to take back: it lies in its stock again.
  if (from !== null && !isWithin(from, actor.area)) throw new Problem(problem["not-now"]);
  const next = { ...row, allotted: null, from_place: null, reason: said.reason };
  return deed(ctx, row, { is: "refuse" }, next, async () => {
    if (from !== null && allotted !== null)
      await putBack(ctx, from, [{ item: row.item, quantity: allotted }], { orderId: id });
  });
};

export const receive: Answer<typeof contract.receiveOrder> = async (ctx, { county, id }, { quantity }) => {
  const row = await locked(ctx, id);
  if (row.county !== county || row.place !== ctx.actor.area) throw new Problem(common["not-found"]);
  return deed(ctx, row, { is: "receive", quantity }, { ...row, received: quantity }, () =>
    countIn(ctx, row.place, [{ item: row.item, quantity }], id),
  );
};

async function deed(
  ctx: Inside,
  row: store.OrderRow,
  step: OrderDeed,
  next: store.OrderRow,
  move: () => Promise<void>,
) {
  const moved = afterDeed(row, step);
  if ("refused" in moved) throw new Problem(problem[moved.refused]);
  await move();
  const { sql, actor, now } = ctx;
  const after = { ...next, state: moved.to, changed_at: now };
  await store.updateOrder(sql, after, { post: actor.postId, now });
  await touchInboxes(sql, [{ county: row.county, holder: deskHolder(row.place) }], now);
  await audit(ctx, {
    action: `supplies.${step.is}`,
    objectKind: "supply-order",
    objectId: row.id,
    place: row.place,
    detail: { item: row.item, ...("quantity" in step ? { quantity: step.quantity } : {}) },
  });
  return presentOrder(after);
}
