/** Relief supplies of a request: allotted by a centre out of its stock, put back when they were not needed. */
import { putBack, takeOut } from "#capabilities/supplies/stock.ts";
import { isWithin } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import type { Answer } from "#platform/answer.ts";
import { Problem } from "#platform/problem.ts";
import type { allotGoods, returnGoods } from "./contract.ts";
import { happened, type Inside } from "./request.ts";
import { mayAllot, mayReturn } from "./rules/goods.ts";
import { serviceProblems as problem } from "./rules/problems.ts";
import * as store from "./store.ts";
import * as goodsStore from "./store-goods.ts";
import { tellAsker } from "./tell.ts";
import { withGoods } from "./views.ts";

async function locked(ctx: Inside, { county, id }: { readonly county: string; readonly id: string }) {
  const row = await store.lockRequest(ctx.sql, id);
  if (row === null || row.county !== county) throw new Problem(common["not-found"]);
  return { row, lines: await goodsStore.goodsOf(ctx.sql, [id]) };
}

const after = async (ctx: Inside, id: string) => ({
  goods: withGoods(await goodsStore.goodsOf(ctx.sql, [id])).goods ?? [],
});

/** Pieces by thing: codes and numbers, for the course and the audit log. */
const piecesOf = (goods: readonly { readonly item: string; readonly quantity: number }[]) =>
  Object.fromEntries(goods.map(({ item, quantity }) => [item, quantity]));

export const allot: Answer<typeof allotGoods> = async (ctx, params, { goods }) => {
  const { row, lines } = await locked(ctx, params);
  const no = mayAllot(row.state, lines, goods);
  if (no !== null) throw new Problem(problem[no.refused]);
  const { area } = ctx.actor;
  await takeOut(ctx, area, goods, { requestId: row.id });
  await goodsStore.setAllotted(ctx.sql, { id: row.id, fromPlace: area, now: ctx.now }, goods);
  await happened(ctx, row, { kind: "allotted", detail: piecesOf(goods) });
  await tellAsker(ctx, row, "allotted");
  return after(ctx, row.id);
};

export const giveBack: Answer<typeof returnGoods> = async (ctx, params, { goods }) => {
  const { row, lines } = await locked(ctx, params);
  const isReturned = lines.some(({ returned }) => returned !== null);
  const no = mayReturn({ state: row.state, isReturned }, lines, goods);
  if (no !== null) throw new Problem(problem[no.refused]);
  const from = lines.find(({ from_place }) => from_place !== null)?.from_place;
  // They lie where they lay before: that centre says what came back.
  if (from == null || !isWithin(from, ctx.actor.area)) throw new Problem(common["not-found"]);
  await putBack(ctx, from, goods, { requestId: row.id });
  await goodsStore.setReturned(ctx.sql, { id: row.id, isEnded: row.state === "WITHDRAWN" }, goods);
  await happened(ctx, row, { kind: "returned", detail: piecesOf(goods) });
  return after(ctx, row.id);
};
