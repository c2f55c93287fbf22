/** The one way in and out of a stock: locked, checked by rules/stock.ts, written with its line of the ledger. */
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type { enterMovement } from "./contract.ts";
import { type Goods, MOVED_AT_MOST } from "./rules/items.ts";
import { supplyProblems as problem } from "./rules/problems.ts";
import { changeOf, isPossible, type Movement } from "./rules/stock.ts";
import * as store from "./store.ts";

export type Inside = Pick<Context, "sql" | "actor" | "now" | "services">;

/** What it is for: a home's request or a centre's order; of what a centre enters itself, its own word. */
export type For = { readonly requestId: string } | { readonly orderId: string } | { readonly note: string };

type Moving = { readonly place: string; readonly because: Movement; readonly for: For; readonly id?: string };

async function moveOne(ctx: Inside, of: Moving, { item, quantity }: Goods[number]): Promise<number> {
  const { sql, now, actor } = ctx;
  const stock = await store.lockStock(sql, { place: of.place, item, now });
  const change = changeOf(of.because, quantity, stock);
  if (!isPossible(stock, change)) throw new Problem(problem[change < 0 ? "not-enough" : "too-much"]);
  if (change === 0 && of.because !== "counted") return stock;
  const why = of.for;
  return store.move(sql, {
    id: of.id ?? newId(),
    place: of.place,
    item,
    change,
    because: of.because,
    at: now,
    byPost: actor.postId,
    requestId: "requestId" in why ? why.requestId : null,
    orderId: "orderId" in why ? why.orderId : null,
    note: "note" in why ? why.note : null,
  });
}

/** Several things at once, always in the order of their names: two that take the same never wait for each other. */
async function moveAll(ctx: Inside, of: Moving, goods: Goods): Promise<void> {
  for (const one of [...goods].sort((a, b) => (a.item < b.item ? -1 : 1))) await moveOne(ctx, of, one);
}

/** Takes whole pieces out of a place's stock in the caller's transaction; throws when there are not so many. */
export const takeOut = (ctx: Inside, place: string, goods: Goods, forWhat: For): Promise<void> =>
  moveAll(ctx, { place, because: "allotted", for: forWhat }, goods);

/** What was taken out and not used comes back to where it lay. */
export const putBack = (ctx: Inside, place: string, goods: Goods, forWhat: For): Promise<void> =>
  moveAll(ctx, { place, because: "handed-back", for: forWhat }, goods);

/** What an order brought is counted in. */
export const countIn = (ctx: Inside, place: string, goods: Goods, orderId: string): Promise<void> =>
  moveAll(ctx, { place, because: "received", for: { orderId } }, goods);

export const enter: Answer<typeof enterMovement> = async (ctx, { area }, { id, item, because, quantity, note }) => {
  const before = await store.movementOf(ctx.sql, id);
  if (before !== null) return { quantity: before };
  if (because !== "counted" && quantity > MOVED_AT_MOST) throw new Problem(problem["too-much"]);
  const after = await moveOne(ctx, { id, place: area, because, for: { note } }, { item, quantity });
  const detail = { item, because, quantity };
  await audit(ctx, { action: "supplies.enter", objectKind: "place", objectId: area, place: area, detail });
  return { quantity: after };
};
