/** When a grid is split, merged or retired, its open tasks go to the successor. Called by places/grids.ts. */
import { type Move, moveTasks } from "./move.ts";
import { lockOpenAt } from "./store-regrid.ts";
import { holdersOf, type TaskRow } from "./store-tasks.ts";
import { type Acting, widened } from "./widen.ts";

const STEP = 500;

/**
 * Moves the open tasks at the retired places to `to` and routes them anew; what lies on a desk for a reason of its own
 * (an offer, the unlocated, arbitration) keeps its desk. Called when the successor's posts stand. Returns how many.
 */
export async function regridTasks(
  ctx: Acting,
  { from, to }: { readonly from: readonly string[]; readonly to: string },
): Promise<number> {
  const { sql, now } = ctx;
  const [holder] = (await holdersOf(sql, [to], now)).values();
  let moved = 0;
  for (;;) {
    const tasks = await widened(ctx, () => lockOpenAt(sql, from, STEP));
    if (tasks.length === 0) return moved;
    await moveTasks(
      ctx,
      tasks.map((task) => moveOf(task, to, holder ?? { holder_post: null, desk: to.slice(0, 6) })),
    );
    moved += tasks.length;
  }
}

function moveOf(
  task: TaskRow,
  place: string,
  routed: { readonly holder_post: string | null; readonly desk: string | null },
): Move {
  const isKept = task.offered_to !== null || task.queue !== "ordinary";
  const { holder_post, desk } = isKept ? task : routed;
  const state = task.offered_to !== null ? "transferred" : holder_post === null ? "returned" : "issued";
  return {
    task,
    to: { place, holder_post, desk },
    state,
    queue: task.queue,
    ...(task.offered_to === null ? {} : { offeredTo: task.offered_to }),
    decideBy: task.decide_by,
    kind: "grid-changed",
  };
}
