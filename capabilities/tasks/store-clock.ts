import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import { idsOf } from "./store-move.ts";
import { type TaskRow, taskColumns } from "./store-tasks.ts";

/** Open tasks whose clock has struck, locked; another process takes others. Reads task_to_escalate. */
export const lockDue = (sql: Sql, now: Instant, limit: number): Promise<TaskRow[]> => sql<TaskRow[]>`
  select ${taskColumns(sql)} from task t
   where t.ended_at is null and t.escalate_at is not null and t.escalate_at <= ${now}
   order by t.escalate_at limit ${limit} for update skip locked`;

/** Offers and third returns that nobody answered in time, locked. Reads task_to_decide. */
export const lockUndecided = (sql: Sql, now: Instant, limit: number): Promise<TaskRow[]> => sql<TaskRow[]>`
  select ${taskColumns(sql)} from task t
   where t.ended_at is null and t.decide_by is not null and t.decide_by <= ${now}
   order by t.decide_by limit ${limit} for update skip locked`;

/** Writes how far up the tasks have gone; with a centre told they count as overdue. */
export async function updateEscalations(
  sql: Sql,
  rows: readonly {
    readonly id: string;
    readonly county: string;
    readonly to: string | null;
    readonly next_at: string | null;
  }[],
): Promise<void> {
  await sql`
    update task t set escalated_to = e."to", escalate_at = e.next_at, is_overdue = e."to" is not null
      from jsonb_to_recordset(${sql.json(rows)}) as e (id uuid, county text, "to" text, next_at timestamptz)
     where t.id = e.id and t.county = e.county and t.id = any (${idsOf(rows)}::uuid[])`;
}

/** The deadline has passed and somebody above was told; it is not told again. */
export async function clearDecideBy(sql: Sql, rows: readonly { id: string; county: string }[]): Promise<void> {
  await sql`
    update task t set decide_by = null
      from jsonb_to_recordset(${sql.json(rows)}) as e (id uuid, county text)
     where t.id = e.id and t.county = e.county and t.id = any (${idsOf(rows)}::uuid[])`;
}

/** Posts that ended or are absent now and still hold open tasks. Reads task_by_holder by post. */
export const postsToHandOver = (sql: Sql, now: Instant): Promise<{ id: string }[]> => sql<{ id: string }[]>`
  select p.id from post p
   where p.role in ('grid-leader', 'grid-worker', 'police-officer', 'health-worker')
     and (p.valid_until <= ${now}
          or exists (select from absence a where a.post_id = p.id and a.from_at <= ${now}
                        and (a.until_at is null or a.until_at > ${now})))
     and exists (select from task t where t.holder_post = p.id and t.ended_at is null)
   order by p.id limit 50`;

/** The open tasks of a post, locked. Reads task_by_holder. */
export const lockTasksOfHolder = (sql: Sql, postId: string, limit: number): Promise<TaskRow[]> => sql<TaskRow[]>`
  select ${taskColumns(sql)} from task t
   where t.holder_post = ${postId} and t.ended_at is null
   order by t.id, t.county limit ${limit} for update`;

/** The substitute named for a post's present absence, when that one is in post and not away himself. */
export async function substituteOf(sql: Sql, postId: string, now: Instant): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    select s.id from absence a join post s on s.id = a.substitute_post_id
     where a.post_id = ${postId} and a.from_at <= ${now} and (a.until_at is null or a.until_at > ${now})
       and s.valid_from <= ${now} and (s.valid_until is null or s.valid_until > ${now})
       and not exists (select from absence b where b.post_id = s.id and b.from_at <= ${now}
                          and (b.until_at is null or b.until_at > ${now}))
     order by a.recorded_at desc limit 1`;
  return row?.id ?? null;
}
