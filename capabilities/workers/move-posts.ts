/** When a grid is split, merged or retired its people go on: each post ends, and continues on the successors. */
import { instantOf } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { auditMany } from "#platform/audit.ts";
import { newId } from "#platform/ids.ts";
import { settleDuty } from "./duty.ts";
import {
  type HeldPost,
  insertFact,
  insertPosts,
  type NewPost,
  setPostEnd,
  settlePrimaries,
  standingPostsAt,
} from "./store-posts.ts";

/**
 * Every standing post of the `from` grids continues on each of the `to` grids, unless its holder is there already.
 * Returns the old posts, which still stand, so that tasks can be routed to the new ones before the old ones end.
 */
export async function continuePosts(
  ctx: Context,
  move: { readonly from: readonly string[]; readonly to: readonly string[] },
): Promise<readonly HeldPost[]> {
  const { sql, now, actor } = ctx;
  const ending = await standingPostsAt(sql, move.from, now);
  const keyOf = (post: { account_id: string; role: string }, area: string) => `${post.account_id} ${post.role} ${area}`;
  const there = new Set((await standingPostsAt(sql, move.to, now)).map((post) => keyOf(post, post.area)));
  const isStaffed = new Set([...there].map((key) => key.split(" ")[2]));
  const made: NewPost[] = [];
  for (const post of ending) {
    for (const area of move.to) {
      const key = keyOf(post, area);
      if (there.has(key)) continue;
      there.add(key);
      made.push({
        id: newId(),
        accountId: post.account_id,
        role: post.role,
        area,
        department: post.department,
        organisation: post.organisation,
        // A successor that had its own people keeps its own primary worker.
        isPrimary: post.is_primary && !isStaffed.has(area),
        validFrom: instantOf(Math.max(post.valid_from, now)),
        validUntil: post.valid_until,
        continues: post.id,
      });
    }
  }
  if (made.length > 0) {
    const by = actor.role === "system" ? null : actor.postId;
    await insertPosts(sql, made, { by, now, reason: "grid changed" });
    await settlePrimaries(sql, move.to, now);
    await settleDuty(
      ctx,
      made.map((post) => post.id),
    );
  }
  return ending;
}

/** Ends the posts that were continued; their terminals and sessions follow. */
export async function endContinued(ctx: Context, ending: readonly HeldPost[], to: readonly string[]): Promise<void> {
  const { sql, now, actor } = ctx;
  if (ending.length === 0) return;
  const ids = ending.map((post) => post.id);
  const by = actor.role === "system" ? null : actor.postId;
  await setPostEnd(sql, ids, now);
  for (const { id: postId, valid_from: from } of ending) {
    const fact = { postId, from, until: now, reason: "grid changed", substitute: null, by, now };
    await insertFact(sql, { kind: "ended", ...fact });
  }
  await auditMany(
    ctx,
    ending.map((post) => ({
      action: "post.move",
      objectKind: "post",
      objectId: post.id,
      place: post.area,
      detail: { to },
    })),
  );
  await settleDuty(ctx, ids);
}
