/** Clues on the pages of a centre: lists, one in full, the day's report, and taking in what reached the centre itself. */

import type { Attachable } from "#capabilities/attachments/attachments.ts";
import { presentAttachment } from "#capabilities/attachments/attachments.ts";
import { isWithin } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { DAY, instant, isoInstant, later, type PlainDay } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import { attachmentsOf } from "#platform/attachments.ts";
import { audit } from "#platform/audit.ts";
import { courseOf } from "#platform/course.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { gather } from "./gather.ts";
import { lineAfter } from "./locked.ts";
import { levelOfClue } from "./rules/level.ts";
import { stepClue } from "./rules/steps.ts";
import { openClue, openDone, openJudgement } from "./sealing.ts";
import * as store from "./store.ts";
import * as lists from "./store-lists.ts";
import { lineOf } from "./views.ts";

const CLOSED_FOR = 14 * DAY;

export const list: Answer<typeof contract.listClues> = async ({ sql, actor, now }, { area, which }) => ({
  now: isoInstant(now),
  clues: (await lists.cluesIn(sql, area, which === "open" ? null : later(now, -CLOSED_FOR))).map((row) =>
    lineOf(row, actor, now),
  ),
});

export const take: Answer<typeof contract.gatherAtDesk> = async (ctx, _params, { happenedAt, ...clue }) => {
  if (!isWithin(clue.place, ctx.actor.area)) throw new Problem(common["not-found"]);
  const at = happenedAt === undefined ? ctx.now : instant(happenedAt);
  await gather(ctx, { ...clue, happenedAt: at, gatheredAt: ctx.now, position: null });
  return lineAfter(ctx, clue.id);
};

export const show: Answer<typeof contract.showClue> = async (ctx, { county, id }) => {
  const { sql, actor, now, services } = ctx;
  const row = await store.oneClue(sql, id);
  if (row === null || row.county !== county) throw new Problem(common["not-found"]);
  await audit(ctx, { action: "clue.open", objectKind: "clue", objectId: id, place: row.place });
  const assessed = await store.assessmentsOf(sql, id);
  const attached = await attachmentsOf(sql, "clue", [id, ...(await store.alikeOf(sql, id)).map((one) => one.id)]);
  const facts = { state: row.state, ownerPost: row.owner_post, assignedBy: row.assigned_by, reopened: row.reopened };
  const isAbove = actor.role === "operator" && actor.area.length < row.desk.length;
  const verified = stepClue(facts, { is: "verify", isSolved: true }, { postId: actor.postId, isAbove });
  return {
    ...lineOf(row, actor, now),
    ...openClue(services.keys, id, row.sealed),
    done: openDone(services.keys, id, row.sealed_done),
    position:
      row.latitude_thousandths === null || row.longitude_thousandths === null
        ? null
        : { latitudeThousandths: row.latitude_thousandths, longitudeThousandths: row.longitude_thousandths },
    reporterName: row.reporter_name,
    assignedToMyself: row.owner_post === actor.postId,
    mayVerify: "to" in verified,
    hasAssessed: assessed.some((one) => one.account_id === actor.accountId),
    rejectedWhy: row.rejected_why,
    alikeIds: (await store.alikeOf(sql, id)).map((one) => one.id),
    assessed: assessed.map((one) => ({
      byName: one.by_name,
      impact: one.impact,
      likelihood: one.likelihood,
      level: levelOfClue(one.impact, one.likelihood),
      reason: openJudgement(services.keys, id, one.account_id, one.sealed_reason),
      at: isoInstant(one.at),
    })),
    warned: (await store.warningsOf(sql, id)).map((one) => ({
      desk: one.desk,
      at: isoInstant(one.at),
      receivedAt: one.received_at === null ? null : isoInstant(one.received_at),
    })),
    attachments: attached.map(presentAttachment),
    events: (await courseOf(ctx, "clue_event", id)).map(({ kind, at, byName, reason }) => ({
      kind,
      at: isoInstant(at),
      byName,
      reason,
    })),
  };
};

export const day: Answer<typeof contract.clueDay> = async ({ sql, now }, { area, day }) => {
  const rows = await lists.dayOfClues(sql, area, day as PlainDay);
  const sum = (of: "gathered" | "closed" | "rejected") => rows.reduce((total, row) => total + row[of], 0);
  return {
    now: isoInstant(now),
    area,
    day,
    gathered: sum("gathered"),
    closed: sum("closed"),
    rejected: sum("rejected"),
    ...(await lists.openOfClues(sql, area, now)),
    byCategory: rows.map(({ category, level, gathered, closed }) => ({ category, level, gathered, closed })),
  };
};

/** Who reported it, and who deals with it, may add photos and voices while it is open. */
export const attachableClues: Attachable = {
  kind: "clue",
  readers: ["operator", "police-officer", "auditor"],
  keepForDays: 90,
  placeOf: async ({ sql, actor }, id) => {
    const row = await store.oneClue(sql, id);
    const isHis = row !== null && (row.by_post === actor.postId || row.owner_post === actor.postId);
    return isHis && row.closed_at === null ? row.place : null;
  },
};
