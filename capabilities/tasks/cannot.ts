/** What a holder cannot do goes back to the lowest centre's desk, with its reason and without a hop. */
import { common } from "#kernel/problem.ts";
import { dayOf } from "#kernel/time.ts";
import { audit } from "#platform/audit.ts";
import type { Apply } from "#platform/commands.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type { cannotDo } from "./contract.ts";
import { type Move, moveTasks } from "./move.ts";
import { CANNOT_TEXT, type CannotReason } from "./rules/cannot.ts";
import { countyOf } from "./rules/hops.ts";
import { taskProblems } from "./rules/shapes.ts";
import { may } from "./rules/states.ts";
import { insertRefusal, openTasksAtDoorOf } from "./store-cannot.ts";
import { desksOf, lockOpenTasks, type TaskRow } from "./store-tasks.ts";
import type { Acting } from "./widen.ts";

/** The use case of the command `tasks/cannot-do`. */
export const cannot: Apply<typeof cannotDo> = async (ctx, { taskId, because }) => {
  const [task] = await lockOpenTasks(ctx.sql, [taskId]);
  if (!task || task.holder_post !== ctx.actor.postId || !may("return", task.state, "holder"))
    throw new Problem(taskProblems["moved-on"]);
  await toDesk(ctx, [task], CANNOT_TEXT[because], { because });
  await countRefusal(ctx, task.place, because);
  return undefined;
};

/**
 * A worker leaves a door that is not safe: all his open tasks there go to the desk. Returns their ids and the place; 404 when
 * the task is not (and never was) his to see.
 */
export async function leaveDoor(
  ctx: Acting,
  { taskId, reason }: { readonly taskId: string; readonly reason: string },
): Promise<{ readonly place: string; readonly taskIds: readonly string[] }> {
  const door = await openTasksAtDoorOf(ctx.sql, ctx.actor.postId, taskId);
  if (door === null) throw new Problem(common["not-found"]);
  const tasks = (await lockOpenTasks(ctx.sql, door.taskIds)).filter(
    (task) => task.holder_post === ctx.actor.postId && may("return", task.state, "holder"),
  );
  await toDesk(ctx, tasks, reason, { because: "unsafe", inTwos: true });
  await countRefusal(ctx, door.place, "unsafe");
  return { place: door.place, taskIds: tasks.map(({ id }) => id) };
}

async function toDesk(
  ctx: Acting,
  tasks: readonly TaskRow[],
  reason: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  const desks = await desksOf(
    ctx.sql,
    tasks.map(({ place }) => place),
    ctx.now,
  );
  const moves = tasks.map(
    (task): Move => ({
      task,
      to: { place: task.place, holder_post: null, desk: desks.get(task.place) ?? countyOf(task.place) },
      state: "returned",
      kind: "returned",
      reason,
      detail,
    }),
  );
  await moveTasks(ctx, moves);
  for (const { id, place } of tasks)
    await audit(ctx, { action: "task.cannot", objectKind: "task", objectId: id, place, detail });
}

const countRefusal = ({ sql, now }: Acting, place: string, because: CannotReason): Promise<void> =>
  insertRefusal(sql, { id: newId(), place, because, day: dayOf(now) });
