/** Asking heads and deputies, renewing and ending their terms; opening a name to call. */

import type { z } from "zod";
import { phoneKeyOf } from "#capabilities/people/keys.ts";
import { isMobile, normalisePhone } from "#kernel/identity.ts";
import { dayOf, type PlainDay } from "#kernel/time.ts";
import type { Answer, Context, Services } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import type { CommandContext } from "#platform/commands.ts";
import { noteChanges } from "#platform/copies.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { Problem } from "#platform/problem.ts";
import { seal, unseal } from "#platform/seal.ts";
import type * as contract from "./contract.ts";
import { type EndReason, obstaclesOf, termFrom } from "./rules/heads.ts";
import { neighbourProblems as problem } from "./rules/problems.ts";
import * as store from "./store.ts";

const bound = (id: string) => `watch-head/${id}`;

export async function propose(
  ctx: CommandContext,
  body: z.output<typeof contract.proposeHead.body>,
): Promise<undefined> {
  const { sql, actor, madeAt, commandId: id, services } = ctx;
  const { place, unitId, seat } = body;
  const phone = normalisePhone(body.phone);
  if (!isMobile(phone)) throw new Problem(problem["not-a-phone"]);
  const standing = await store.lockUnits(sql, place);
  if (!standing.some((unit) => unit.id === unitId)) throw new Problem(problem["no-such-unit"]);
  const phoneKey = phoneKeyOf(services.keys.provinceKey, phone);
  const [obstacle] = obstaclesOf(
    {
      isAdult: body.isAdult,
      livesHereSince: body.livesHereSince as PlainDay,
      isFree: body.isFree,
      otherUnits: await store.unitsOfPhone(sql, phoneKey, unitId),
    },
    dayOf(madeAt),
  );
  if (obstacle !== undefined) throw new Problem(problem[obstacle]);
  const sealed = seal(services.keys.sealingKey, JSON.stringify({ name: body.name, phone }), bound(id));
  const consentedAt = body.hasSigned ? madeAt : null;
  const untilAt = body.hasSigned ? termFrom(madeAt) : null;
  const head = { id, unitId, place, seat, phoneKey, sealed, by: actor.postId, at: madeAt, consentedAt, untilAt };
  if (!(await store.insertHead(sql, head))) throw new Problem(problem["seat-taken"]);
  await tell(ctx, { id, unit_id: unitId, place }, "watch-head.propose", { seat, hasSigned: body.hasSigned });
}

async function tell(
  ctx: Pick<Context, "sql" | "actor" | "now">,
  head: Pick<store.HeadRow, "id" | "unit_id" | "place">,
  action: string,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await noteChanges(ctx, [{ kind: "watch-unit", id: head.unit_id, place: head.place }]);
  await audit(ctx, { action, objectKind: "watch-head", objectId: head.id, place: head.place, detail });
}

async function mustBe(ctx: Pick<Context, "sql">, headId: string): Promise<store.HeadRow> {
  const head = await store.lockHead(ctx.sql, headId);
  if (head === null) throw new Problem(problem["no-such-seat"]);
  return head;
}

export async function renew(ctx: CommandContext, { headId }: { readonly headId: string }): Promise<undefined> {
  const head = await mustBe(ctx, headId);
  if (head.consented_at === null) throw new Problem(problem["no-such-seat"]);
  await store.renew(ctx.sql, headId, termFrom(ctx.madeAt));
  await tell(ctx, head, "watch-head.renew");
}

export async function end(
  ctx: CommandContext,
  { headId, reason }: { readonly headId: string; readonly reason: EndReason },
): Promise<undefined> {
  const head = await mustBe(ctx, headId);
  await store.endHead(ctx.sql, headId, reason, ctx.now);
  await tell(ctx, head, "watch-head.end", { reason });
}

/** The resident's own word. Withdrawn or declined: name and phone are gone with this transaction. */
export const answer: Answer<typeof contract.answerSeat> = async (ctx, { headId }, { answer: word }) => {
  const head = await mustBe(ctx, headId);
  const { sql, now } = ctx;
  if (word === "agree") await store.agree(sql, headId, now, termFrom(now));
  else await store.endHead(sql, headId, word === "decline" ? "declined" : "withdrawn", now);
  await tell(ctx, head, "watch-head.answer", { answer: word });
  return {};
};

export const open: Answer<typeof contract.showHead> = async (ctx, { headId }, { reason }) => {
  const head = await mustBe(ctx, headId);
  if (head.sealed === null) throw new Problem(problem["no-such-seat"]);
  await audit(ctx, {
    action: "watch-head.open",
    objectKind: "watch-head",
    objectId: headId,
    place: head.place,
    detail: { reason },
  });
  return JSON.parse(unseal(ctx.services.keys.sealingKey, head.sealed, bound(headId)));
};

/** A turn of the clockwork: terms that are over end, and what was known of the person with them. */
export const endTermsOnce = (services: Services): Promise<number> => {
  const actor = systemActor(services.settings.province);
  const now = services.clock();
  return asActor(services.db, actor, async (sql) => {
    const over = await store.overdueSeats(sql, now);
    for (const seat of over) {
      await store.endHead(sql, seat.id, "term-over", now);
      await tell({ sql, actor, now }, seat, "watch-head.end", { reason: "term-over" });
    }
    return over.length;
  });
};
