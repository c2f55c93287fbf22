/** The clockwork of what is overdue: each turn takes a bounded batch, and several processes take different ones. */
import { type Change, count } from "#capabilities/rollups/count.ts";
import type { Metric } from "#capabilities/rollups/rules/metrics.ts";
import { parentOf } from "#kernel/places.ts";
import { isoInstant } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { deskHolder, type Holder, touchInboxes } from "#platform/inbox.ts";
import { holderName } from "./move.ts";
import { commonCentre, type Escalation, escalate } from "./rules/escalation.ts";
import { countyOf } from "./rules/hops.ts";
import { clearDecideBy, lockDue, lockUndecided, updateEscalations } from "./store-clock.ts";
import { type EventRow, insertEvents } from "./store-move.ts";
import { desksOf, type TaskRow } from "./store-tasks.ts";
import type { Acting } from "./widen.ts";

const BATCH = 500;

/** One turn. Returns how many tasks it took up; 0 = nothing is due. */
export async function escalateOnce(services: Services): Promise<number> {
  const actor = systemActor(services.settings.province);
  const now = services.clock();
  return asActor(services.db, actor, async (sql) => {
    const acting: Acting = { sql, actor, now, services };
    return (await climb(acting)) + (await tellCommonCentres(acting));
  });
}

type Climb = { readonly task: TaskRow; readonly escalation: Escalation };

async function climb({ sql, now }: Acting): Promise<number> {
  const tasks = await lockDue(sql, now, BATCH);
  if (tasks.length === 0) return 0;
  const desks = await desksOf(
    sql,
    tasks.map((task) => task.place),
    now,
  );
  const looked = tasks.map((task) => {
    const ownCentre = task.desk ?? desks.get(task.place) ?? countyOf(task.place);
    const facts = { tier: task.tier, dueAt: task.due_at, ownCentre, escalatedTo: task.escalated_to };
    return { task, escalation: escalate(facts, now) };
  });
  await updateEscalations(
    sql,
    looked.map(({ task, escalation }) => {
      // Its due time was put off, or the province knows: nothing to tell now.
      const nextAt = escalation === null ? (task.due_at > now ? task.due_at : null) : escalation.nextAt;
      const to = escalation?.to ?? task.escalated_to;
      return { id: task.id, county: task.county, to, next_at: nextAt === null ? null : isoInstant(nextAt) };
    }),
  );
  const climbs = looked.flatMap(({ task, escalation }): Climb[] => (escalation === null ? [] : [{ task, escalation }]));
  await tell(
    { sql, now },
    climbs.map(({ task, escalation }) => ({ task, to: escalation.to, reason: "overdue" })),
  );
  await count(
    sql,
    climbs
      .filter(({ task }) => !task.is_overdue)
      .map(
        ({ task }): Change => ({
          place: task.place,
          day: task.day,
          metric: `task.${task.tier}.overdue` satisfies Metric,
          delta: 1,
        }),
      ),
  );
  return tasks.length;
}

/** An unanswered offer goes before the lowest centre over both sides; a third return, before the one above the county. */
async function tellCommonCentres({ sql, now }: Acting): Promise<number> {
  const tasks = await lockUndecided(sql, now, BATCH);
  if (tasks.length === 0) return 0;
  await clearDecideBy(
    sql,
    tasks.map(({ id, county }) => ({ id, county })),
  );
  await tell(
    { sql, now },
    tasks.map((task) => {
      const above =
        task.offered_to === null ? parentOf(countyOf(task.place)) : commonCentre(task.place, task.offered_to);
      return { task, to: above ?? task.place.slice(0, 2), reason: "not-decided" };
    }),
  );
  return tasks.length;
}

async function tell(
  { sql, now }: Pick<Acting, "sql" | "now">,
  told: readonly { readonly task: TaskRow; readonly to: string; readonly reason: string }[],
): Promise<void> {
  const events = told.map(
    ({ task, to, reason }): EventRow => ({
      id: newId(),
      county: task.county,
      task_id: task.id,
      kind: "escalated",
      from_holder: holderName(task),
      to_holder: deskHolder(to),
      reason,
      detail: {},
    }),
  );
  await insertEvents(sql, events, null, now);
  const touched = told.flatMap(({ task, to }): Holder[] => [
    { county: countyOf(to), holder: deskHolder(to) },
    { county: task.county, holder: holderName(task) },
  ]);
  await touchInboxes(sql, touched, now);
}
