/** When a grid is split, merged or retired its people go on: each post ends, and continues on the successors. */
import { instantOf } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { auditMany } from "#platform/audit.ts";
import { newId } from "#platform/ids.ts";
import { settleDuty } from "./duty.ts";
import { insertFact, insertPosts, type NewPost, setPostEnd, settlePrimaries, standingPostsAt } from "./store-posts.ts";

/**
 * Every standing post of the `from` grids continues on each of the `to` grids, unless its holder is there already, and
 * ends where it was; terminals and sessions follow to the first. Tasks are not moved here: places/grids.ts has them
 * moved first. Returns how many posts ended.
 */
export async function movePosts(
  ctx: Context,
  move: { from: readonly string[]; to: readonly string[] },
): Promise<number> {
  const { sql, now, actor } = ctx;
  const ending = await standingPostsAt(sql, move.from, now);
  if (ending.length === 0) return 0;
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
  const by = actor.role === "system" ? null : actor.postId;
  if (made.length > 0) await insertPosts(sql, made, { by, now, reason: "grid changed" });
  await setPostEnd(
    sql,
    ending.map((post) => post.id),
    now,
  );
  for (const post of ending) {
    const fact = {
      postId: post.id,
      from: post.valid_from,
      until: now,
      reason: "grid changed",
      substitute: null,
      by,
      now,
    };
    await insertFact(sql, { kind: "ended", ...fact });
  }
  await auditMany(
    ctx,
    ending.map((post) => ({
      action: "post.move",
      objectKind: "post",
      objectId: post.id,
      place: post.area,
      detail: { to: move.to },
    })),
  );
  await settlePrimaries(sql, move.to, now);
  await settleDuty(ctx, [...made.map((post) => post.id), ...ending.map((post) => post.id)]);
  return ending.length;
}
