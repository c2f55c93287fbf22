/** Signing, objecting, the minutes, and publishing. */
import { publishList } from "#capabilities/tasks/publish.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { newId } from "#platform/ids.ts";
import { poke } from "#platform/inbox.ts";
import { enqueue } from "#platform/jobs.ts";
import { Problem } from "#platform/problem.ts";
import { type decide, jointSessionProblems, type publish, type Seat, type writeMinutes } from "./contract.ts";
import { changesOf } from "./draft.ts";
import {
  decisionsOf,
  insertDecision,
  lockPublishing,
  lockSession,
  type SessionRow,
  setMinutes,
  setPublished,
  supersedePublished,
} from "./store.ts";
import { destinationsOf, insertPush } from "./store-push.ts";
import { mustFind, publishState, seatOfActor, viewOf } from "./view.ts";

const REASON_AT_LEAST = 4;

/** The session, locked, and still a draft: what is published or superseded stays as it was. */
async function mustBeDraft(ctx: Context, id: string): Promise<SessionRow> {
  await mustFind(ctx, id);
  await lockSession(ctx.sql, id);
  const row = await mustFind(ctx, id);
  if (row.state === "published") throw new Problem(jointSessionProblems["already-published"]);
  if (row.state === "superseded") throw new Problem(jointSessionProblems.superseded);
  return row;
}

function mustHoldSeat(ctx: Context): Seat {
  const seat = seatOfActor(ctx);
  if (seat === null) throw new Problem(jointSessionProblems["not-a-seat"]);
  return seat;
}

export const decideOn: Answer<typeof decide> = async (ctx, { id }, { decision, reason }) => {
  const row = await mustBeDraft(ctx, id);
  const seat = mustHoldSeat(ctx);
  const why = reason?.trim() ?? "";
  if (decision === "object" && [...why].length < REASON_AT_LEAST)
    throw new Problem(jointSessionProblems["reason-needed"]);
  const given = { id: newId(), sessionId: id, seat, decision, reason: why === "" ? null : why };
  await insertDecision(ctx.sql, { ...given, postId: ctx.actor.postId, at: ctx.now });
  await audit(ctx, {
    action: `joint-session.${decision}`,
    objectKind: "joint-session",
    objectId: id,
    place: ctx.actor.area,
    detail: { seat, day: row.day, version: row.version, rankedSha256: row.summary.rankedSha256 },
  });
  await tell(ctx);
  return viewOf(ctx, id);
};

export const write: Answer<typeof writeMinutes> = async (ctx, { id }, { minutes, participants }) => {
  await mustBeDraft(ctx, id);
  await setMinutes(ctx.sql, id, minutes, participants);
  await audit(ctx, {
    action: "joint-session.write-minutes",
    objectKind: "joint-session",
    objectId: id,
    place: ctx.actor.area,
    detail: { characters: minutes.length, participants: participants.length },
  });
  await tell(ctx);
  return viewOf(ctx, id);
};

/**
 * Publishes as the chair, in one transaction: the state, the tasks in their inboxes, the counters, the record of the
 * push, the audit entry and the pokes are there together, or none of them.
 */
export const publishAsChair: Answer<typeof publish> = async (ctx, { id }) => {
  const { sql, now, actor } = ctx;
  await mustFind(ctx, id);
  if (mustHoldSeat(ctx) !== "chair") throw new Problem(jointSessionProblems["not-a-seat"]);
  await lockPublishing(sql);
  await lockSession(sql, id);
  const row = await mustFind(ctx, id);
  const { answer, standing, waiting, previous } = await publishState(ctx, row, await decisionsOf(sql, id));
  if (answer !== "ok") {
    const seats = waiting.filter((seat) => standing[seat] === "object");
    throw new Problem(jointSessionProblems[answer], { missing: waiting, seats });
  }
  const changes = await changesOf(sql, row.assessment_id, row.summary.byTier, previous);
  await supersedePublished(sql, row.day);
  await setPublished(sql, { id, at: now, by: actor.postId, changes });
  const counts = await publishList(ctx, {
    sessionId: id,
    assessmentId: row.assessment_id,
    day: row.day,
    previousSessionId: previous?.id ?? null,
  });
  // Colours follow from the list by a job of their own: capabilities/codes/list-job.ts.
  await enqueue(ctx, "codes-list", { sessionId: id, assessmentId: row.assessment_id });
  await insertPush(sql, {
    sessionId: id,
    batch: 1,
    at: now,
    by: actor.postId,
    destinations: await destinationsOf(sql),
  });
  await audit(ctx, {
    action: "list.publish",
    objectKind: "joint-session",
    objectId: id,
    place: actor.area,
    detail: { ...counts, day: row.day, version: row.version, rankedSha256: row.summary.rankedSha256 },
  });
  await tell(ctx);
  return viewOf(ctx, id);
};

/** Those who look at the session ask again. */
const tell = (ctx: Context): Promise<void> => poke(ctx.sql, "joint-session", [ctx.services.settings.province], ctx.now);
