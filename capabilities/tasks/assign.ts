/** What a centre's operator does with tasks: give, transfer, offer, answer, take back. */
import { isWithin } from "#kernel/places.ts";
import type { Answer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { Problem } from "#platform/problem.ts";
import type { answerOffers, assignTasks, takeBackOffers, transferTasks } from "./contract.ts";
import { type Destination, type Move, moveTasks } from "./move.ts";
import { countyOf, decideReturn } from "./rules/hops.ts";
import { taskProblems } from "./rules/shapes.ts";
import { type Deed, may } from "./rules/states.ts";
import { areaOfPost, desksOf, holdersOf, isLivePlace, lockOpenTasks, type TaskRow } from "./store-tasks.ts";
import type { Acting } from "./widen.ts";

export type To = { readonly postId: string } | { readonly place: string };
type Done = { done: string[]; skipped: string[] };

export const assign: Answer<typeof assignTasks> = async (ctx, _params, { taskIds, to, reason }) => {
  const tasks = await lockForDesk(ctx, taskIds, "assign");
  const moves = await assignMoves(ctx, tasks, to, reason ?? null);
  await moveTasks(ctx, moves);
  await auditEach(ctx, "task.assign", tasks, to);
  return splitOf(taskIds, moves);
};

export const transfer: Answer<typeof transferTasks> = async (ctx, _params, { taskIds, toPlace, reason }) => {
  const tasks = await lockForDesk(ctx, taskIds, "offer");
  const moves = await transferMoves(ctx, tasks, toPlace, reason);
  await moveTasks(ctx, moves);
  await auditEach(ctx, "task.transfer", tasks, { place: toPlace });
  const offered = moves.filter((move) => move.state === "transferred").map((move) => move.task.id);
  const { done, skipped } = splitOf(taskIds, moves);
  return { done: done.filter((id) => !offered.includes(id)), offered, skipped };
};

export const answer: Answer<typeof answerOffers> = async (ctx, _params, body) => {
  const locked = await lockOpenTasks(ctx.sql, body.taskIds);
  const deed: Deed = body.answer === "accept" ? "accept-offer" : "decline";
  const tasks = locked.filter(
    (task) =>
      may(deed, task.state, "other-side") && task.offered_to !== null && isWithin(task.offered_to, ctx.actor.area),
  );
  const moves =
    body.answer === "accept"
      ? await acceptMoves(ctx, tasks, body.place ?? null)
      : tasks.map((task) => backToSender(task, "declined", body.reason));
  await moveTasks(ctx, moves);
  await auditEach(ctx, body.answer === "accept" ? "task.accept-offer" : "task.decline-offer", tasks, {});
  return splitOf(body.taskIds, moves);
};

export const takeBack: Answer<typeof takeBackOffers> = async (ctx, _params, { taskIds }) => {
  const tasks = await lockForDesk(ctx, taskIds, "take-back");
  const moves = tasks.map((task) => backToSender(task, "taken-back", null));
  await moveTasks(ctx, moves);
  await auditEach(ctx, "task.take-back", tasks, {});
  return splitOf(taskIds, moves);
};

/** Locked tasks of the actor's own area to which this may be done; what is only offered to him is not his yet. */
export async function lockForDesk(ctx: Acting, ids: readonly string[], deed: Deed): Promise<TaskRow[]> {
  const locked = await lockOpenTasks(ctx.sql, ids);
  const { area } = ctx.actor;
  const own = locked.filter((task) => isWithin(task.place, area) || (task.desk !== null && isWithin(task.desk, area)));
  if (area.length > 6 && own.some((task) => task.queue === "arbitration"))
    throw new Problem(taskProblems["county-decides"]);
  return own.filter((task) => may(deed, task.state, "desk"));
}

/** How to give tasks to a post or place within the actor's area. Throws when there is no such target. */
export async function assignMoves(
  ctx: Acting,
  tasks: readonly TaskRow[],
  to: To,
  reason: string | null,
): Promise<Move[]> {
  const find = await destinations(ctx, tasks, to);
  return tasks.map((task): Move => {
    const destination = find(task);
    return { task, to: destination, state: stateAt(destination), kind: "assigned", reason };
  });
}

/** On a person it starts anew; on a desk that gets it from another one it has come back and waits. */
const stateAt = (to: Destination): "issued" | "returned" => (to.holder_post === null ? "returned" : "issued");

/** The finer of the two, when one lies within the other: an assignment never forgets a door that is known. */
const finer = (place: string, target: string): string => (isWithin(place, target) ? place : target);

async function destinations(ctx: Acting, tasks: readonly TaskRow[], to: To): Promise<(task: TaskRow) => Destination> {
  const { sql, now, actor } = ctx;
  if ("postId" in to) {
    const area = await areaOfPost(sql, to.postId, now);
    if (area === null || !isWithin(area, actor.area)) throw new Problem(taskProblems["no-such-post"]);
    return (task) => ({ place: finer(task.place, area), holder_post: to.postId, desk: null });
  }
  if (!(await isLivePlace(sql, to.place, now))) throw new Problem(taskProblems["no-such-place"]);
  if (!isWithin(to.place, actor.area)) throw new Problem(taskProblems["other-county"]);
  return byPlace(ctx, tasks, to.place);
}

/** A place's holder: of the finer place when that is a village or grid, of the named one when it is a centre's. */
async function byPlace(
  ctx: Acting,
  tasks: readonly TaskRow[],
  target: string,
): Promise<(task: TaskRow) => Destination> {
  const routed = (task: TaskRow) => (target.length < 12 ? target : finer(task.place, target));
  const found = await holdersOf(ctx.sql, [target, ...tasks.map(routed)], ctx.now);
  return (task) => {
    const holder = found.get(routed(task));
    return {
      place: finer(task.place, target),
      holder_post: holder?.holder_post ?? null,
      desk: holder === undefined ? countyOf(target) : holder.desk,
    };
  };
}

/** Within the area or the county at once; to another county as an offer; a third time the county decides first. */
export async function transferMoves(
  ctx: Acting,
  tasks: readonly TaskRow[],
  toPlace: string,
  reason: string,
): Promise<Move[]> {
  const { sql, now, actor } = ctx;
  if (!(await isLivePlace(sql, toPlace, now))) throw new Problem(taskProblems["no-such-place"]);
  const find = await byPlace(ctx, tasks, toPlace);
  const counties = await desksOf(
    sql,
    tasks.map((task) => countyOf(task.place)),
    now,
  );
  return tasks.map((task): Move => {
    const destination = find(task);
    const isOwn = isWithin(toPlace, actor.area);
    if (isOwn) return { task, to: destination, state: stateAt(destination), kind: "transferred", reason };
    const decision = decideReturn({ hops: task.hops, place: task.place, proposedPlace: toPlace }, now);
    // The county and those above it have decided by asking; only below it does a third hop go to arbitration.
    if (decision.outcome === "arbitration" && actor.area.length > 6) {
      const county = countyOf(task.place);
      const to = { place: task.place, holder_post: null, desk: counties.get(county) ?? county };
      const { hops, decideBy } = decision;
      return { task, to, state: "returned", queue: "arbitration", decideBy, hops, kind: "returned", reason };
    }
    if (countyOf(toPlace) === countyOf(task.place))
      return { task, to: destination, state: stateAt(destination), hops: decision.hops, kind: "transferred", reason };
    return offerMove(ctx, task, toPlace, reason);
  });
}

/** The sender's desk holds it until the other side accepts. */
function offerMove({ actor, now }: Acting, task: TaskRow, toPlace: string, reason: string): Move {
  const { decideBy, hops } = decideReturn({ hops: 0, place: task.place, proposedPlace: toPlace }, now);
  const to = { place: task.place, holder_post: null, desk: task.desk ?? actor.area };
  return {
    task,
    to,
    state: "transferred",
    offeredTo: toPlace,
    decideBy,
    hops: task.hops + hops,
    kind: "offered",
    reason,
  };
}

async function acceptMoves(ctx: Acting, tasks: readonly TaskRow[], place: string | null): Promise<Move[]> {
  const { sql, now, actor } = ctx;
  if (place !== null) {
    if (!(await isLivePlace(sql, place, now))) throw new Problem(taskProblems["no-such-place"]);
    if (!isWithin(place, actor.area)) throw new Problem(taskProblems["other-county"]);
  }
  const target = (task: TaskRow): string => place ?? task.offered_to ?? task.place;
  const found = await holdersOf(sql, tasks.map(target), now);
  return tasks.map((task): Move => {
    const at = target(task);
    const holder = found.get(at) ?? { holder_post: null, desk: countyOf(at) };
    return {
      task,
      to: { place: at, holder_post: holder.holder_post, desk: holder.desk },
      state: "issued",
      kind: "accepted-offer",
    };
  });
}

export const backToSender = (task: TaskRow, kind: "declined" | "taken-back", reason: string | null): Move => ({
  task,
  to: { place: task.place, holder_post: task.holder_post, desk: task.desk },
  state: "returned",
  kind,
  reason,
});

const splitOf = (ids: readonly string[], moves: readonly Move[]): Done => {
  const moved = new Set(moves.map((move) => move.task.id));
  const asked = [...new Set(ids)];
  return { done: asked.filter((id) => moved.has(id)), skipped: asked.filter((id) => !moved.has(id)) };
};

async function auditEach(
  ctx: Acting,
  action: string,
  tasks: readonly TaskRow[],
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  for (const task of tasks) {
    await audit(ctx, { action, objectKind: "task", objectId: task.id, place: task.place, detail });
  }
}
