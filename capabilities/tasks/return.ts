/** "Not mine", and "nobody can find the door": what a holder gives back never falls between two desks. */
import { isWithin } from "#kernel/places.ts";
import type { Answer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { Problem } from "#platform/problem.ts";
import type { reportUnlocated, returnTask } from "./contract.ts";
import { type Destination, type Move, moveTasks } from "./move.ts";
import { countyOf, decideReturn, type ReturnDecision } from "./rules/hops.ts";
import { taskProblems } from "./rules/shapes.ts";
import { may } from "./rules/states.ts";
import { desksOf, holdersOf, isLivePlace, lockOpenTasks, namesOfPosts, type TaskRow } from "./store-tasks.ts";
import type { Acting } from "./widen.ts";

type Outcome = "routed" | "desk" | "offered" | "arbitration";

export const notMine: Answer<typeof returnTask> = async (ctx, { taskId }, { reason, proposedPlace }) => {
  const task = await lockMine(ctx, taskId, "return");
  const { outcome, move } = await giveBack(ctx, task, { reason, proposedPlace: proposedPlace ?? null });
  await audit(ctx, {
    action: "task.return",
    objectKind: "task",
    objectId: taskId,
    place: task.place,
    detail: { outcome, hops: move.hops, proposedPlace: proposedPlace ?? null },
  });
  return { outcome, holder: await shown(ctx, move.to), hops: move.hops ?? task.hops };
};

export const cannotLocate: Answer<typeof reportUnlocated> = async (ctx, { taskId }, { reason }) => {
  const task = await lockMine(ctx, taskId, "cannot-locate");
  const [move] = await unlocated(ctx, [{ task, reason }]);
  await audit(ctx, { action: "task.cannot-locate", objectKind: "task", objectId: taskId, place: task.place });
  return { holder: await shown(ctx, move?.to ?? task) };
};

/** The task, locked, when it lies in the actor's own inbox and this may be done to it. */
async function lockMine(ctx: Acting, taskId: string, deed: "return" | "cannot-locate"): Promise<TaskRow> {
  const [task] = await lockOpenTasks(ctx.sql, [taskId]);
  if (!task || task.holder_post !== ctx.actor.postId || !may(deed, task.state, "holder"))
    throw new Problem(taskProblems["moved-on"]);
  return task;
}

/**
 * Gives back a locked task as rules/hops.ts decides: to the proposed place's holder, as an offer to another county, to
 * the lowest centre, or, the third time, to the county.
 */
export async function giveBack(
  ctx: Acting,
  task: TaskRow,
  given: { readonly reason: string; readonly proposedPlace: string | null },
): Promise<{ outcome: Outcome; move: Move }> {
  const { proposedPlace } = given;
  if (proposedPlace !== null && !(await isLivePlace(ctx.sql, proposedPlace, ctx.now)))
    throw new Problem(taskProblems["no-such-place"]);
  const decision = decideReturn({ hops: task.hops, place: task.place, proposedPlace }, ctx.now);
  const { outcome, ...where } = await destinationOf(ctx, task, proposedPlace, decision);
  const move: Move = {
    task,
    ...where,
    queue: outcome === "arbitration" ? "arbitration" : "ordinary",
    decideBy: decision.decideBy,
    hops: decision.hops,
    kind: outcome === "offered" ? "offered" : "returned",
    reason: given.reason,
    detail: { outcome, ...(proposedPlace === null ? {} : { proposedPlace }) },
  };
  await moveTasks(ctx, [move]);
  return { outcome, move };
}

type Where = Pick<Move, "to" | "state" | "offeredTo">;

async function destinationOf(
  ctx: Acting,
  task: TaskRow,
  proposedPlace: string | null,
  decision: ReturnDecision,
): Promise<Where & { outcome: Outcome }> {
  const { sql, now } = ctx;
  if (decision.outcome === "arbitration") {
    const county = countyOf(task.place);
    const desk = (await desksOf(sql, [county], now)).get(county) ?? county;
    return { outcome: "arbitration", state: "returned", to: { place: task.place, holder_post: null, desk } };
  }
  if (decision.outcome === "route" && proposedPlace !== null) {
    const place = isWithin(task.place, proposedPlace) ? task.place : proposedPlace;
    const found = (await holdersOf(sql, [place], now, task.holder_post)).get(place);
    if (found?.holder_post) return { outcome: "routed", state: "issued", to: { ...found, place } };
    if (found) return { outcome: "desk", state: "returned", to: { ...found, place } };
  }
  const desk = (await desksOf(sql, [task.place], now)).get(task.place) ?? countyOf(task.place);
  const to: Destination = { place: task.place, holder_post: null, desk };
  if (decision.outcome === "offer" && proposedPlace !== null)
    return { outcome: "offered", state: "transferred", to, offeredTo: proposedPlace };
  return { outcome: "desk", state: "returned", to };
}

/** Puts locked tasks into the queue of those who cannot be located, on the desks of their lowest centres. */
export async function unlocated(
  ctx: Acting,
  given: readonly { readonly task: TaskRow; readonly reason: string }[],
): Promise<Move[]> {
  const desks = await desksOf(
    ctx.sql,
    given.map(({ task }) => task.place),
    ctx.now,
  );
  const moves = given.map(
    ({ task, reason }): Move => ({
      task,
      to: { place: task.place, holder_post: null, desk: desks.get(task.place) ?? countyOf(task.place) },
      state: "returned",
      queue: "unlocated",
      kind: "cannot-locate",
      reason,
    }),
  );
  await moveTasks(ctx, moves);
  return moves;
}

async function shown(ctx: Acting, to: { holder_post: string | null; desk: string | null }) {
  const names = await namesOfPosts(ctx.sql, [to.holder_post]);
  return {
    postId: to.holder_post,
    desk: to.desk,
    name: to.holder_post === null ? null : (names.get(to.holder_post) ?? null),
  };
}
