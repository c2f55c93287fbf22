/** Texts for heads to read out, with receipts counted; and how many units stand where. */
import { standingFor } from "#capabilities/instructions/instructions.ts";
import { CODE_LENGTH, isWithin, LEVELS, levelOf } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { DAY, dayOf, daysLater, isoInstant, later } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import type { CommandContext } from "#platform/commands.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { CALL_AFTER_DAYS } from "./rules/heads.ts";
import { neighbourProblems as problem } from "./rules/problems.ts";
import * as store from "./store-own.ts";

type Text = Parameters<Answer<typeof contract.issueNotice>>[2];

async function give(ctx: Context, body: Text): Promise<void> {
  const { sql, actor, now } = ctx;
  if (!isWithin(body.area, actor.area)) throw new Problem(common["not-found"]);
  const { id, area, title, body: text, instructionId } = body;
  if (instructionId !== null && !(await standingFor(sql, actor, now)).some((one) => one.id === instructionId))
    throw new Problem(problem["no-such-instruction"]);
  const until_at = later(now, body.days * DAY);
  await store.insertNotice(sql, { id, area, title, body: text, instructionId, by: actor.postId, at: now, until_at });
  await audit(ctx, { action: "watch-notice.give", objectKind: "watch-notice", objectId: id, place: area });
}

export const issue: Answer<typeof contract.issueNotice> = async (ctx, _params, body) => {
  await give(ctx, body);
  return { id: body.id };
};

export async function giveByCommand(ctx: CommandContext, body: Omit<Text, "id">): Promise<undefined> {
  await give(ctx, { ...body, id: ctx.commandId });
}

export const recall: Answer<typeof contract.recallNotice> = async (ctx, { noticeId }) => {
  const area = await store.recallNotice(ctx.sql, noticeId, ctx.now);
  if (area === null) throw new Problem(common["not-found"]);
  await audit(ctx, { action: "watch-notice.recall", objectKind: "watch-notice", objectId: noticeId, place: area });
  return {};
};

export const list: Answer<typeof contract.listNotices> = async ({ sql, now }, { area }) => {
  const rows = await store.noticesBelow(sql, area, now);
  const receipts = await store.receiptsOf(
    sql,
    area,
    rows.map(({ id }) => id),
  );
  return {
    notices: rows.map(({ id, area: of, title, body, at, until_at }) => ({
      id,
      area: of,
      title,
      body,
      at: isoInstant(at),
      untilAt: isoInstant(until_at),
      units: receipts.get(id)?.units ?? 0,
      read: receipts.get(id)?.read ?? 0,
    })),
  };
};

export const showUnits: Answer<typeof contract.showUnits> = async ({ sql, now }, { area }) => {
  const level = levelOf(area);
  const below = level === null ? undefined : LEVELS[LEVELS.indexOf(level) + 1];
  const digits = below === undefined ? area.length : CODE_LENGTH[below];
  const day = dayOf(now);
  const silentBefore = daysLater(day, -CALL_AFTER_DAYS);
  return { places: await store.unitsByPlace(sql, { area, digits }, { day, silentBefore }) };
};
