/** Who is on duty: ends of posts, leave and substitutes; and the clockwork that follows the calendar. */

import { count } from "#capabilities/rollups/count.ts";
import { handOver } from "#capabilities/tasks/hand-over.ts";
import { common } from "#kernel/problem.ts";
import { dayOf, type Instant, instant, isoInstant } from "#kernel/time.ts";
import type { Answer, Context, Services } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { poke } from "#platform/inbox.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { appointFault, canSubstitute, isForward } from "./rules/appoint.ts";
import { workerProblems } from "./rules/problems.ts";
import {
  type AbsenceRow,
  absenceOf,
  followPosts,
  hasAbsence,
  insertAbsence,
  postsToSettle,
  setAbsenceEnd,
  settlePosts,
} from "./store-duty.ts";
import { type HeldPost, insertFact, postOf, setPostEnd, settlePrimaries } from "./store-posts.ts";

/**
 * Brings counters, tasks, terminals and sessions in line with what holds of these posts now. Open tasks of a post that
 * went off duty go to its substitute or whoever is next. Returns how many tasks moved.
 */
export async function settleDuty(ctx: Context, postIds: readonly string[]): Promise<number> {
  const { sql, now } = ctx;
  const day = dayOf(now);
  const posts = await settlePosts(sql, postIds, now, day);
  const ended = posts.filter((post) => post.has_ended);
  if (ended.length > 0) {
    const terminals = await followPosts(
      sql,
      ended.map((post) => post.id),
      now,
    );
    await count(
      sql,
      terminals.map(({ area, delta }) => ({ place: area, day, metric: "worker.terminal", delta })),
    );
    await settlePrimaries(sql, [...new Set(ended.map((post) => post.area))], now);
    await poke(sql, "session", [...new Set(ended.map((post) => post.account_id))], now);
  }
  let moved = 0;
  for (const { id } of posts.filter((post) => post.is_off)) moved += await handOver(ctx, { postId: id });
  return moved;
}

const POSTS_A_TURN = 200;

/** The clockwork: leave that begins or ends today, posts whose time has come. Returns how many posts it settled. */
export async function followCalendar(services: Services): Promise<number> {
  const actor = systemActor(services.settings.province);
  const now = services.clock();
  return asActor(services.db, actor, async (sql) => {
    const due = await postsToSettle(sql, now, POSTS_A_TURN);
    if (due.length > 0) await settleDuty({ sql, actor, now, services, requestId: newId() }, due);
    return due.length;
  });
}

/** The post, locked, when the actor may end or change it; what lies outside the actor's area is not there. */
async function changeable(ctx: Context, postId: string, isOwnAllowed: boolean): Promise<HeldPost> {
  const post = await postOf(ctx.sql, postId, ctx.now, true);
  if (!post) throw new Problem(common["not-found"]);
  if (isOwnAllowed && post.id === ctx.actor.postId) return post;
  const why = appointFault(ctx.actor, { ...post, accountId: post.account_id });
  if (why === "outside-area") throw new Problem(common["not-found"]);
  if (why !== null) throw new Problem(workerProblems["may-not-appoint"], { why });
  return post;
}

const byOf = (ctx: Context): string | null => (ctx.actor.role === "system" ? null : ctx.actor.postId);

const instantOr = (text: string | null, other: Instant): Instant => (text === null ? other : instant(text));

export const endPost: Answer<typeof contract.endPost> = async (ctx, { postId }, { at, reason }) => {
  const { sql, now } = ctx;
  const post = await changeable(ctx, postId, false);
  if (post.valid_until !== null && post.valid_until <= now) throw new Problem(workerProblems["already-ended"]);
  const endsAt = instantOr(at, now);
  if (!isForward(post.valid_from, endsAt, now) && endsAt !== now) throw new Problem(workerProblems["not-in-future"]);
  await setPostEnd(sql, [postId], endsAt);
  const fact = { postId, from: post.valid_from, until: endsAt, reason, substitute: null, by: byOf(ctx), now };
  await insertFact(sql, { kind: "ended", ...fact });
  await audit(ctx, {
    action: "post.end",
    objectKind: "post",
    objectId: postId,
    place: post.area,
    detail: { endsAt: isoInstant(endsAt), reason },
  });
  return { endsAt: isoInstant(endsAt), tasksMoved: await settleDuty(ctx, [postId]) };
};

export const startAbsence: Answer<typeof contract.startAbsence> = async (ctx, { postId }, body) => {
  const { sql, now } = ctx;
  const post = await changeable(ctx, postId, true);
  const from = instantOr(body.from, now);
  const until = body.until === null ? null : instant(body.until);
  if (from < now || !isForward(from, until, now)) throw new Problem(workerProblems["wrong-times"]);
  if (await hasAbsence(sql, postId, from, until)) throw new Problem(workerProblems["already-absent"]);
  await refuseWrongSubstitute(ctx, post, body.substitutePostId);
  return begin(ctx, post, { from, until, substitute: body.substitutePostId, reason: body.reason });
};

type Leave = {
  readonly from: Instant;
  readonly until: Instant | null;
  readonly substitute: string | null;
  readonly reason: string;
};

async function begin(ctx: Context, post: HeldPost, leave: Leave): Promise<{ absenceId: string; tasksMoved: number }> {
  const { sql, now } = ctx;
  const absenceId = newId();
  const what = { ...leave, by: byOf(ctx), now };
  await insertAbsence(sql, { id: absenceId, postId: post.id, ...what });
  await insertFact(sql, { postId: post.id, kind: "absent", ...what });
  await audit(ctx, {
    action: "post.absence",
    objectKind: "post",
    objectId: post.id,
    place: post.area,
    detail: { absenceId, from: isoInstant(leave.from), substitutePostId: leave.substitute },
  });
  return { absenceId, tasksMoved: await settleDuty(ctx, [post.id]) };
}

/** What colleagues read of a rest for the sake of health: not why. */
const REST_REASON = "按规定休息";

/**
 * A worker rests from now on for the sake of health; the caller has checked that the rule or the health seat says so. Null
 * when he is away already.
 */
export async function rest(
  ctx: Context,
  { postId, until, substitute }: Pick<Leave, "until" | "substitute"> & { readonly postId: string },
): Promise<string | null> {
  const post = await postOf(ctx.sql, postId, ctx.now, true);
  if (post === null || (await hasAbsence(ctx.sql, postId, ctx.now, until))) return null;
  return (await begin(ctx, post, { from: ctx.now, until, substitute, reason: REST_REASON })).absenceId;
}

/** Fit again: the rest ends now. Nothing when it has ended already. */
export async function endRest(ctx: Context, absenceId: string): Promise<void> {
  const absence = await absenceOf(ctx.sql, absenceId);
  const post = absence === null ? null : await postOf(ctx.sql, absence.post_id, ctx.now, true);
  if (absence !== null && post !== null && !isOver(absence, ctx.now)) await end(ctx, absence.id, post);
}

async function refuseWrongSubstitute(ctx: Context, post: HeldPost, substituteId: string | null): Promise<void> {
  if (substituteId === null) return;
  const substitute = await postOf(ctx.sql, substituteId, ctx.now);
  const facts = (one: HeldPost) => ({
    role: one.role,
    area: one.area,
    accountId: one.account_id,
    isOnDuty: one.is_on_duty,
  });
  if (!substitute || !canSubstitute(facts(post), facts(substitute)))
    throw new Problem(workerProblems["wrong-substitute"]);
}

export const endAbsence: Answer<typeof contract.endAbsence> = async (ctx, { absenceId }) => {
  const { sql, now } = ctx;
  const absence = await absenceOf(sql, absenceId);
  if (!absence) throw new Problem(common["not-found"]);
  const post = await changeable(ctx, absence.post_id, true);
  if (isOver(absence, now)) throw new Problem(workerProblems["already-ended"]);
  await end(ctx, absenceId, post);
  return { endedAt: isoInstant(now) };
};

const isOver = ({ state, until_at }: AbsenceRow, now: Instant): boolean =>
  state === "over" || (until_at !== null && until_at <= now);

async function end(ctx: Context, absenceId: string, post: HeldPost): Promise<void> {
  const { sql, now } = ctx;
  await setAbsenceEnd(sql, absenceId, now);
  const fact = { postId: post.id, from: now, until: null, reason: null, substitute: null, by: byOf(ctx), now };
  await insertFact(sql, { kind: "back", ...fact });
  await audit(ctx, {
    action: "post.back",
    objectKind: "post",
    objectId: post.id,
    place: post.area,
    detail: { absenceId },
  });
  await settleDuty(ctx, [post.id]);
}
