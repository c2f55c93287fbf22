/** Single tasks from other sources than the day's list: a fever at a checkpoint, a declaration to check, an appeal. */
import { type Change, count } from "#capabilities/rollups/count.ts";
import type { RiskTier } from "#kernel/tiers.ts";
import { dayOf, type Instant, isoInstant } from "#kernel/time.ts";
import { newId } from "#platform/ids.ts";
import { type Holder, touchInboxes } from "#platform/inbox.ts";
import { holderName, postOf } from "./move.ts";
import { countyOf } from "./rules/hops.ts";
import * as store from "./store-issue.ts";
import { insertEvents } from "./store-move.ts";
import { holdersOf, type TaskRow } from "./store-tasks.ts";
import { type Acting, widened } from "./widen.ts";

export type SingleTask = {
  /** Null: a person whom only the source knows (a visitor without a key); the task then stands for the source itself. */
  readonly personKey: string | null;
  /** Where the person is found: a grid if known; coarser than a village goes to the desk of those without a door. */
  readonly place: string;
  readonly kind: "verification";
  /** How urgent; yellow when not said. */
  readonly tier?: RiskTier;
  /** Shown on the task's page and in the inbox: codes and figures, no names. */
  readonly reason: { readonly zh: string; readonly en: string };
  readonly dueAt: Instant;
  /** Small letters and hyphens: `checkpoint-fever`. With `sourceId` (UUID) it makes the task only once. */
  readonly sourceKind: string;
  readonly sourceId: string;
};

/** `issued`: a new task. `joined`: one about the person was open already, and has one more reason. `known`: done before. */
export type IssuedAs = { readonly taskId: string; readonly outcome: "issued" | "joined" | "known" };

const sourceOf = (item: { sourceKind: string; sourceId: string }) => `${item.sourceKind}/${item.sourceId}`;
const ruleOf = (item: SingleTask) => `source.${item.sourceKind}`;

/**
 * Issues the tasks in the caller's transaction, in a constant number of statements: routed like published ones to the
 * worker of the place or its desk, one open task a person, counted by today's day, inboxes touched. Answers in order.
 */
export async function issueTasks(ctx: Acting, items: readonly SingleTask[]): Promise<IssuedAs[]> {
  if (items.length === 0) return [];
  const { sql, now } = ctx;
  return widened(ctx, async () => {
    const keys = items.map((item) => item.personKey).filter((key) => key !== null);
    await store.lockPersons(sql, [...keys, ...items.map((item) => item.sourceId)]);
    const known = await store.tasksOfSources(sql, items);
    const open = new Map((await store.lockOpenTasksOf(sql, keys)).map((task) => [task.person_key, task]));
    const holders = await holdersOf(
      sql,
      items.map((item) => item.place),
      now,
    );
    const plan = planOf(items, { known, open, holders, now });
    await store.insertTasks(sql, plan.fresh, { now, byPost: postOf(ctx.actor) });
    await store.hastenTasks(sql, plan.joined);
    await insertEvents(sql, plan.events, postOf(ctx.actor), now);
    await store.insertSources(sql, plan.sources, now);
    await count(sql, plan.counted);
    await touchInboxes(sql, plan.touched, now);
    return plan.answers;
  });
}

type Known = {
  readonly known: ReadonlyMap<string, string>;
  readonly open: ReadonlyMap<string, TaskRow>;
  readonly holders: Awaited<ReturnType<typeof holdersOf>>;
  readonly now: Instant;
};
type At = { id: string; county: string; holder: string };

/** What each item comes to: a new task, one more reason for an open one, or nothing new. */
function planOf(items: readonly SingleTask[], { known, open, holders, now }: Known) {
  const fresh: store.SourcedRow[] = [];
  const joined: { id: string; county: string; rule: string; due_at: string }[] = [];
  const sources = new Map<string, store.SourceRow>();
  const events: Parameters<typeof insertEvents>[1][number][] = [];
  const counted: Change[] = [];
  const touched: Holder[] = [];
  const at = new Map([...open].map(([key, task]): [string, At] => [key, { ...task, holder: holderName(task) }]));
  const answers = items.map((item): IssuedAs => {
    const before = known.get(sourceOf(item)) ?? sources.get(sourceOf(item))?.task_id;
    if (before !== undefined) return { taskId: before, outcome: "known" };
    const subject = item.personKey ?? item.sourceId;
    const there = at.get(subject);
    const task = there ?? issue(item, subject);
    sources.set(sourceOf(item), sourceRow(item, task));
    if (there === undefined) return { taskId: task.id, outcome: "issued" };
    joined.push({ id: there.id, county: there.county, rule: ruleOf(item), due_at: isoInstant(item.dueAt) });
    events.push({
      id: newId(),
      county: there.county,
      task_id: there.id,
      kind: "joined",
      from_holder: null,
      to_holder: there.holder,
      reason: null,
      detail: { source: sourceOf(item) },
    });
    touched.push(there);
    return { taskId: there.id, outcome: "joined" };
  });
  function issue(item: SingleTask, subject: string): At {
    const to = holders.get(item.place) ?? { holder_post: null, desk: item.place.slice(0, 6) };
    const row: store.SourcedRow = {
      id: newId(),
      county: countyOf(item.place),
      person_key: subject,
      tier: item.tier ?? "yellow",
      rule: ruleOf(item),
      day: dayOf(now),
      place: item.place,
      holder_post: to.holder_post,
      desk: to.desk,
      due_at: isoInstant(item.dueAt),
    };
    fresh.push(row);
    counted.push({ place: item.place, day: row.day, metric: `task.${row.tier}.issued`, delta: 1 });
    const task: At = { id: row.id, county: row.county, holder: holderName(to) };
    touched.push(task);
    at.set(subject, task);
    return task;
  }
  return { fresh, joined: withoutTwice(joined), sources: [...sources.values()], events, counted, touched, answers };
}

const sourceRow = (item: SingleTask, task: At): store.SourceRow => ({
  county: task.county,
  source_kind: item.sourceKind,
  source_id: item.sourceId,
  task_id: task.id,
  reason_zh: item.reason.zh,
  reason_en: item.reason.en,
  due_at: isoInstant(item.dueAt),
});

/** One statement changes a row once: of several reasons for the same task, the soonest. */
function withoutTwice<T extends { readonly id: string; readonly due_at: string }>(rows: readonly T[]): T[] {
  const soonest = new Map<string, T>();
  for (const row of rows) {
    const other = soonest.get(row.id);
    if (other === undefined || row.due_at < other.due_at) soonest.set(row.id, row);
  }
  return [...soonest.values()];
}
