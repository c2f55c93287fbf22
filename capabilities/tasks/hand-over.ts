/** When somebody leaves or is ill, his open tasks move: to his substitute, else to whoever else's door it is. */
import type { Services } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { type Move, moveTasks } from "./move.ts";
import { countyOf } from "./rules/hops.ts";
import { lockTasksOfHolder, postsToHandOver, substituteOf } from "./store-clock.ts";
import { holdersOf } from "./store-tasks.ts";
import { type Acting, widened } from "./widen.ts";

const STEP = 500;

/**
 * Hands over the open tasks of a post that ended or went absent; called after that is written, in its transaction.
 * Returns how many moved.
 */
export async function handOver(ctx: Acting, { postId }: { readonly postId: string }): Promise<number> {
  const { sql, now } = ctx;
  const substitute = await substituteOf(sql, postId, now);
  let moved = 0;
  for (;;) {
    const tasks = await widened(ctx, () => lockTasksOfHolder(sql, postId, STEP));
    if (tasks.length === 0) break;
    const places = tasks.map((task) => task.place);
    const holders = substitute === null ? await holdersOf(sql, places, now, postId) : new Map();
    const moves = tasks.map((task): Move => {
      const routed = holders.get(task.place) ?? { holder_post: null, desk: countyOf(task.place) };
      const to = substitute === null ? routed : { holder_post: substitute, desk: null };
      return {
        task,
        to: { place: task.place, holder_post: to.holder_post, desk: to.desk },
        state: to.holder_post === null ? "returned" : "issued",
        queue: task.queue,
        kind: "handed-over",
        detail: { isSubstitute: substitute !== null },
      };
    });
    await moveTasks(ctx, moves);
    moved += moves.length;
  }
  if (moved > 0)
    await audit(ctx, { action: "task.hand-over", objectKind: "post", objectId: postId, detail: { tasks: moved } });
  return moved;
}

/** One turn of the clockwork: whoever's post ended or whose absence began by the clock hands over now. */
export async function handOverOnce(services: Services): Promise<number> {
  const actor = systemActor(services.settings.province);
  const now = services.clock();
  return asActor(services.db, actor, async (sql) => {
    let moved = 0;
    for (const { id } of await postsToHandOver(sql, now)) {
      moved += await handOver({ sql, actor, now, services }, { postId: id });
    }
    return moved;
  });
}
