import type { RiskTier } from "#kernel/tiers.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import { type TaskRow, taskColumns } from "./store-tasks.ts";

/** One task to be, as the statements below take it. Times are ISO texts. */
export type SourcedRow = {
  readonly id: string;
  readonly county: string;
  readonly person_key: string;
  readonly tier: RiskTier;
  readonly rule: string;
  readonly day: string;
  readonly place: string;
  readonly holder_post: string | null;
  readonly desk: string | null;
  readonly due_at: string;
};

export type SourceRow = {
  readonly county: string;
  readonly source_kind: string;
  readonly source_id: string;
  readonly task_id: string;
  readonly reason_zh: string;
  readonly reason_en: string;
  readonly due_at: string;
};

/** Tasks that these sources have made before, by `kind/id`. Reads task_source_pkey. */
export async function tasksOfSources(
  sql: Sql,
  sources: readonly { readonly sourceKind: string; readonly sourceId: string }[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ source: string; task_id: string }[]>`
    select s.source_kind || '/' || s.source_id as source, s.task_id
      from unnest(${sources.map((one) => one.sourceKind)}::text[], ${sources.map((one) => one.sourceId)}::uuid[])
             as w (kind, id)
      join task_source s on s.source_kind = w.kind and s.source_id = w.id`;
  return new Map(rows.map((row) => [row.source, row.task_id]));
}

/** Keeps two who issue for the same persons from issuing twice; released at the end of the transaction. */
export const lockPersons = (sql: Sql, personKeys: readonly string[]): Promise<unknown> => sql`
  select pg_advisory_xact_lock(hashtextextended(person_key::text, 70))
    from (select distinct unnest(${[...personKeys]}::uuid[]) as person_key order by 1) as p`;

/** Open tasks of these persons, locked, oldest first. Reads task_by_person. */
export const lockOpenTasksOf = (sql: Sql, personKeys: readonly string[]): Promise<TaskRow[]> => sql<TaskRow[]>`
  select ${taskColumns(sql)} from task t
   where t.person_key = any (${[...personKeys]}::uuid[]) and t.ended_at is null
   order by t.id, t.county for update`;

/** New tasks, each in one inbox, with the first event, which bears the task's own id. */
export async function insertTasks(
  sql: Sql,
  rows: readonly SourcedRow[],
  { now, byPost }: { readonly now: Instant; readonly byPost: string | null },
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    with given as (
      select * from jsonb_to_recordset(${sql.json(rows)})
        as g (id uuid, county text, person_key uuid, tier text, rule text, day date, place text, holder_post uuid,
              desk text, due_at timestamptz)
    ), issued as (
      insert into task (county, id, kind, person_key, tier, rules, session_id, day, place, holder_post, desk, queue,
                        state, issued_at, due_at, escalate_at)
      select county, id, 'verification', person_key, tier, array[rule], null, day, place, holder_post, desk,
             case when length(place) < 12 then 'unlocated' else 'ordinary' end, 'issued', ${now}::timestamptz, due_at,
             due_at
        from given
    )
    insert into task_event (county, id, task_id, at, kind, by_post, to_holder)
    select county, id, id, ${now}::timestamptz, 'issued', ${byPost}::uuid, coalesce(holder_post::text, 'desk:' || desk)
      from given`;
}

/** One more reason for tasks that are open already: due at the sooner of the two times. */
export async function hastenTasks(
  sql: Sql,
  rows: readonly { readonly id: string; readonly county: string; readonly rule: string; readonly due_at: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update task t
       set due_at = least(t.due_at, g.due_at), version = t.version + 1,
           rules = case when g.rule = any (t.rules) then t.rules else t.rules || g.rule end,
           escalate_at = case when t.escalated_to is null then least(t.escalate_at, g.due_at) else t.escalate_at end
      from jsonb_to_recordset(${sql.json(rows)}) as g (id uuid, county text, rule text, due_at timestamptz)
     where t.id = g.id and t.county = g.county and t.ended_at is null`;
}

/** Writes who asked and why; a source that is known stays as it is. */
export async function insertSources(sql: Sql, rows: readonly SourceRow[], now: Instant): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into task_source (county, source_kind, source_id, task_id, reason_zh, reason_en, due_at, at)
    select county, source_kind, source_id, task_id, reason_zh, reason_en, due_at, ${now}::timestamptz
      from jsonb_to_recordset(${sql.json(rows)})
        as g (county text, source_kind text, source_id uuid, task_id uuid, reason_zh text, reason_en text,
              due_at timestamptz)
        on conflict do nothing`;
}

/** Why a task is there beside lists, oldest first; at most 20. Reads task_source_by_task. */
export const sourcesOf = (
  sql: Sql,
  taskId: string,
): Promise<{ source_kind: string; reason_zh: string; reason_en: string }[]> => sql<
  { source_kind: string; reason_zh: string; reason_en: string }[]
>`
  select source_kind, reason_zh, reason_en from task_source where task_id = ${taskId} order by at, source_id limit 20`;
