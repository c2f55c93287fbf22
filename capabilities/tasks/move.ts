/** How a task changes hands: its row, its event, both inboxes and the counters, in one transaction and one place. */
import { type Change, count } from "#capabilities/rollups/count.ts";
import type { Metric } from "#capabilities/rollups/rules/metrics.ts";
import type { Actor } from "#kernel/actor.ts";
import { type Instant, isoInstant } from "#kernel/time.ts";
import { newId } from "#platform/ids.ts";
import { deskHolder, type Holder, touchInboxes } from "#platform/inbox.ts";
import { countyOf } from "./rules/hops.ts";
import type { Queue, TaskState } from "./rules/states.ts";
import { type EventRow, insertEvents, type MoveRow, moveToCounties, updateHolders } from "./store-move.ts";
import type { TaskRow } from "./store-tasks.ts";
import { type Acting, widened } from "./widen.ts";

/** Where a task goes: exactly one of post and desk holds it. */
export type Destination = { readonly place: string; readonly holder_post: string | null; readonly desk: string | null };

export type Move = {
  /** As the caller has locked it. */
  readonly task: TaskRow;
  readonly to: Destination;
  readonly state: "issued" | "returned" | "transferred";
  readonly queue?: Queue;
  readonly offeredTo?: string;
  readonly decideBy?: Instant | null;
  readonly hops?: number;
  /** The event's kind: `returned`, `assigned`, `offered`, `accepted-offer`, `declined`, `handed-over` … */
  readonly kind: string;
  readonly reason?: string | null;
  readonly detail?: Readonly<Record<string, unknown>>;
};

/** The name of whoever holds it, as inboxes and events know it. */
export const holderName = (of: { holder_post: string | null; desk: string | null }): string =>
  of.holder_post ?? deskHolder(of.desk ?? "");

export const postOf = (actor: Actor): string | null => (actor.role === "system" ? null : actor.postId);

/** Carries out the moves. The caller has locked the tasks and has checked that each may be done. */
export async function moveTasks(acting: Acting, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return;
  const { sql, now } = acting;
  const rows = moves.map(rowOf);
  await widened(acting, async () => {
    await updateHolders(
      sql,
      rows.filter((row) => row.county === row.to_county),
    );
    await moveToCounties(
      sql,
      rows.filter((row) => row.county !== row.to_county),
      now,
    );
    await insertEvents(sql, moves.map(eventOf), postOf(acting.actor), now);
  });
  await count(sql, moves.flatMap(changesOf));
  await touchInboxes(sql, moves.flatMap(touchedBy), now);
}

const rowOf = ({ task, to, state, queue, offeredTo, decideBy, hops }: Move): MoveRow => ({
  id: task.id,
  county: task.county,
  to_county: countyOf(to.place),
  place: to.place,
  holder_post: to.holder_post,
  desk: to.desk,
  queue: queue ?? "ordinary",
  state,
  offered_to: offeredTo ?? null,
  decide_by: decideBy === undefined || decideBy === null ? null : isoInstant(decideBy),
  hops: hops ?? task.hops,
});

const eventOf = ({ task, to, kind, reason, detail, offeredTo }: Move): EventRow => ({
  id: newId(),
  county: countyOf(to.place),
  task_id: task.id,
  kind,
  from_holder: holderName(task),
  to_holder: holderName(to),
  reason: reason ?? null,
  detail: {
    ...(to.place === task.place ? {} : { fromPlace: task.place, toPlace: to.place }),
    ...(offeredTo === undefined ? {} : { offeredTo }),
    ...detail,
  },
});

/** The counters that follow when a task leaves one place and state for another. */
export function counterChanges(
  task: Pick<TaskRow, "place" | "day" | "tier" | "state" | "is_overdue">,
  after: { readonly place: string; readonly state: TaskState },
): Change[] {
  const metric = (name: string): Metric => `task.${task.tier}.${name}` as Metric;
  const changes: Change[] = [
    { place: task.place, day: task.day, metric: metric(task.state), delta: -1 },
    { place: after.place, day: task.day, metric: metric(after.state), delta: 1 },
  ];
  if (task.is_overdue && after.place !== task.place) {
    changes.push({ place: task.place, day: task.day, metric: metric("overdue"), delta: -1 });
    changes.push({ place: after.place, day: task.day, metric: metric("overdue"), delta: 1 });
  }
  return changes;
}

const changesOf = ({ task, to, state }: Move): Change[] => counterChanges(task, { place: to.place, state });

/** Both inboxes, and the other side's desk when it is offered something or an offer to it ends. */
const touchedBy = ({ task, to, offeredTo }: Move): Holder[] => {
  const touched: Holder[] = [
    { county: task.county, holder: holderName(task) },
    { county: countyOf(to.place), holder: holderName(to) },
  ];
  for (const place of [offeredTo, task.offered_to]) {
    if (place === undefined || place === null) continue;
    touched.push({ county: countyOf(place), holder: deskHolder(countyOf(place)) });
  }
  return touched;
};
