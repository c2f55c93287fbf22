/** The same deed to thousands of tasks: as a job, in steps that each commit whole, with progress and undo. */
import { z } from "zod";
import type { Actor } from "#kernel/actor.ts";
import { isWithin, placeCode } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import type { Answer, Services } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor } from "#platform/database.ts";
import { enqueue, type JobWork } from "#platform/jobs.ts";
import { Problem } from "#platform/problem.ts";
import { assignMoves, backToSender, lockForDesk, transferMoves } from "./assign.ts";
import type * as contract from "./contract.ts";
import { type Move, moveTasks } from "./move.ts";
import { countyOf } from "./rules/hops.ts";
import { BULK_AT_MOST, BulkAction, taskProblems } from "./rules/shapes.ts";
import * as store from "./store-bulk.ts";
import { areaOfPost, isLivePlace, lockOpenTasks, type TaskRow } from "./store-tasks.ts";
import { type Acting, widened } from "./widen.ts";

/** Tasks of one step: long enough to be fast, short enough to hold nobody up for long. */
const STEP = 500;

/** Who asked is kept with the job: it acts as him, within his area, as long as his post lasts. */
const Asker = z.object({
  postId: z.uuid(),
  accountId: z.uuid(),
  role: z.literal("operator"),
  area: z.string().transform((text, context) => {
    const area = placeCode(text);
    if (area === null) context.addIssue("no place");
    return area ?? z.NEVER;
  }),
});
const BulkParams = z.object({ asker: Asker, action: BulkAction });
const UndoParams = z.object({ asker: Asker, bulkId: z.uuid() });

const askerOf = ({ postId, accountId, role, area }: Actor) => ({ postId, accountId, role, area });

export const start: Answer<typeof contract.startBulk> = async (ctx, { area }, { action, select }) => {
  const { sql, now, actor } = ctx;
  await refuseWrongTarget(ctx, action);
  const jobId = await enqueue(ctx, "task-bulk", { asker: askerOf(actor), action });
  const total =
    "taskIds" in select
      ? await store.selectByIds(sql, jobId, area, [...new Set(select.taskIds)])
      : await store.selectByFilter(
          sql,
          jobId,
          { area, scope: select.scope },
          { ...select.filter, overdue: select.overdue },
          { now, limit: BULK_AT_MOST },
        );
  if (total > BULK_AT_MOST) throw new Problem(taskProblems["too-many-rows"]);
  await audit(ctx, {
    action: "task.bulk",
    objectKind: "job",
    objectId: jobId,
    place: area,
    detail: { kind: action.kind, total },
  });
  return { jobId, total };
};

/** Refused at once rather than in the job: the person is still looking. */
async function refuseWrongTarget({ sql, now, actor }: Acting, action: z.output<typeof BulkAction>): Promise<void> {
  if (action.kind === "assign" && "postId" in action.to) {
    const area = await areaOfPost(sql, action.to.postId, now);
    if (area === null || !isWithin(area, actor.area)) throw new Problem(taskProblems["no-such-post"]);
    return;
  }
  const place = action.kind === "transfer" ? action.toPlace : "place" in action.to ? action.to.place : "";
  if (!(await isLivePlace(sql, place, now))) throw new Problem(taskProblems["no-such-place"]);
  if (action.kind === "assign" && !isWithin(place, actor.area)) throw new Problem(taskProblems["other-county"]);
}

export const show: Answer<typeof contract.showBulk> = async ({ sql, actor }, { jobId }) => {
  const job = await store.findBulk(sql, jobId, actor.area);
  if (!job) throw new Problem(common["not-found"]);
  const isUndo = job.kind === "task-undo";
  const undo = isUndo ? UndoParams.safeParse(job.params) : null;
  const items = await store.itemCounts(sql, undo?.success ? undo.data.bulkId : jobId);
  const n = (state: string): number => items[state] ?? 0;
  const restored = n("restored") + n("not-restored");
  const total = Object.values(items).reduce((sum, one) => sum + one, 0);
  return {
    id: jobId,
    kind: isUndo ? "undo" : "bulk",
    state: job.state,
    total: isUndo ? n("done") + restored : total,
    done: isUndo ? n("restored") : n("done") + restored,
    skipped: isUndo ? n("not-restored") : n("skipped"),
    problem: job.problem,
    canUndo: !isUndo && job.state === "done",
  };
};

export const undo: Answer<typeof contract.undoBulk> = async (ctx, { jobId }) => {
  const job = await store.findBulk(ctx.sql, jobId, ctx.actor.area);
  if (job?.kind !== "task-bulk") throw new Problem(common["not-found"]);
  if (!(await store.markUndone(ctx.sql, jobId))) throw new Problem(taskProblems["not-finished"]);
  const undoId = await enqueue(ctx, "task-undo", { asker: askerOf(ctx.actor), bulkId: jobId });
  await audit(ctx, { action: "task.undo-bulk", objectKind: "job", objectId: jobId, detail: { undoId } });
  return { jobId: undoId };
};

/** Does a bulk action step by step; a step that was not committed is done again, one that was is not. */
export const runBulk: JobWork = async (services, job, progress) => {
  const { asker, action } = BulkParams.parse(job.params);
  return inSteps(services, asker, progress, async (acting) => {
    const ids = await store.nextWaiting(acting.sql, job.id, STEP);
    if (ids.length === 0) return 0;
    const tasks = await lockForDesk(acting, ids, action.kind === "assign" ? "assign" : "offer");
    const moves =
      action.kind === "assign"
        ? await assignMoves(acting, tasks, action.to, action.reason ?? null)
        : await transferMoves(acting, tasks, action.toPlace, action.reason);
    await moveTasks(acting, moves);
    await widened(acting, () => store.noteDone(acting.sql, job.id, moves.map(beforeOf)));
    const moved = new Set(moves.map((move) => move.task.id));
    const skipped = ids.filter((id) => !moved.has(id));
    await store.noteItems(acting.sql, job.id, skipped, "skipped");
    return ids.length;
  });
};

const beforeOf = ({ task, to }: Move): store.Before => ({
  task_id: task.id,
  place: task.place,
  holder_post: task.holder_post,
  desk: task.desk,
  queue: task.queue,
  county_after: countyOf(to.place),
});

/** Gives back what has not moved on since; says of the others that they had. */
export const runUndo: JobWork = async (services, job, progress) => {
  const { asker, bulkId } = UndoParams.parse(job.params);
  return inSteps(services, asker, progress, async (acting) => {
    const items = await store.nextDone(acting.sql, bulkId, STEP);
    if (items.length === 0) return 0;
    const locked = await lockOpenTasks(
      acting.sql,
      items.map((item) => item.task_id),
    );
    const byId = new Map(locked.map((task) => [task.id, task]));
    const moves = items.flatMap((item): Move[] => {
      const task = byId.get(item.task_id);
      const isSame = task?.county === item.county_after && task.version === item.version_after;
      return task && isSame ? [restoring(task, item)] : [];
    });
    await moveTasks(acting, moves);
    const restored = moves.map((move) => move.task.id);
    const others = items.map((item) => item.task_id).filter((id) => !restored.includes(id));
    await store.noteItems(acting.sql, bulkId, restored, "restored");
    await store.noteItems(acting.sql, bulkId, others, "not-restored");
    return items.length;
  });
};

/** An offer that nobody answered is taken back; whoever held a task before has it again, as new. */
function restoring(task: TaskRow, item: store.ItemRow): Move {
  const base = task.state === "transferred" ? backToSender(task, "taken-back", null) : null;
  return {
    ...base,
    task,
    to: { place: item.place, holder_post: item.holder_post, desk: item.desk },
    state: item.holder_post === null ? "returned" : "issued",
    queue: item.queue,
    kind: "undone",
  };
}

async function inSteps(
  services: Services,
  asker: z.output<typeof Asker>,
  progress: (done: number, total: number | null) => Promise<void>,
  step: (acting: Acting) => Promise<number>,
): Promise<{ done: number }> {
  const actor: Actor = { ...asker, department: null, displayName: "", terminalId: null };
  let done = 0;
  for (;;) {
    const now = services.clock();
    if (!(await store.isStillPost(services.db, actor, now))) throw new Problem(common["not-your-duty"]);
    const n = await asActor(services.db, actor, (sql) => step({ sql, actor, now, services }));
    if (n === 0) return { done };
    done += n;
    await progress(done, null);
  }
}
