/** The resident's own requests: ask, follow, confirm or say that it was not done, take back. */
import { mustCarry } from "#capabilities/residents/carried.ts";
import { common } from "#kernel/problem.ts";
import { isoInstant } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { requestService } from "./request.ts";
import { OPEN_AT_ONCE } from "./rules/kinds.ts";
import { serviceProblems as problem } from "./rules/problems.ts";
import { isOpen } from "./rules/states.ts";
import { takeStep } from "./steps.ts";
import * as store from "./store.ts";
import { goodsByRequest } from "./store-goods.ts";
import { mine } from "./views.ts";

export const ask: Answer<typeof contract.askMyService> = async (ctx, _params, { personKey, ...asked }) => {
  if (personKey !== undefined) await mustCarry(ctx, personKey);
  const before = await store.requestsOfResident(ctx.sql, ctx.actor.accountId);
  const isKnown = before.some(({ id }) => id === asked.id);
  if (!isKnown && before.filter(({ state }) => isOpen(state)).length >= OPEN_AT_ONCE)
    throw new Problem(problem["too-many-open"]);
  const about = personKey === undefined ? {} : { personKey };
  await requestService(ctx, { ...asked, source: "resident", ...about });
  return one(ctx, asked.id);
};

export const list: Answer<typeof contract.listMyServices> = async ({ sql, now, actor, services: { keys } }) => {
  const rows = await store.requestsOfResident(sql, actor.accountId);
  const goods = await goodsByRequest(sql, rows);
  return {
    now: isoInstant(now),
    services: rows.map((row) => mine(row, { keys, now, goods: goods.get(row.id) })),
  };
};

export const confirm: Answer<typeof contract.confirmMyService> = async (ctx, { id }, body) => {
  await one(ctx, id);
  if (body.isDone) await takeStep(ctx, { requestId: id, step: "confirm", who: { is: "asker" }, how: "app" });
  else await takeStep(ctx, { requestId: id, step: "reopen", who: { is: "asker" }, reason: body.reason });
  return one(ctx, id);
};

export const withdraw: Answer<typeof contract.withdrawMyService> = async (ctx, { id }) => {
  await one(ctx, id);
  await takeStep(ctx, { requestId: id, step: "withdraw", who: { is: "asker" } });
  return one(ctx, id);
};

/** One that the resident asked for, or that was asked for a person whom he carries. */
async function one({ sql, now, actor, services: { keys } }: Context, id: string) {
  const row = await store.oneRequest(sql, id);
  const isAsker =
    row !== null &&
    (row.asked_by_resident === actor.accountId ||
      (row.person_key !== null && (await carries({ sql, actor }, row.person_key))));
  if (!isAsker) throw new Problem(common["not-found"]);
  return mine(row, { keys, now, goods: (await goodsByRequest(sql, [row])).get(id) });
}

const carries = (ctx: Pick<Context, "sql" | "actor">, personKey: string): Promise<boolean> =>
  mustCarry(ctx, personKey).then(
    () => true,
    () => false,
  );
