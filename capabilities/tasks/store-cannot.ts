import type { PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { CannotReason } from "./rules/cannot.ts";

/** Counts a reason; whose it was stands in the task's own history only. */
export async function insertRefusal(
  sql: Sql,
  row: { readonly id: string; readonly place: string; readonly because: CannotReason; readonly day: PlainDay },
): Promise<void> {
  await sql`
    insert into task_refusal (county, id, place, because, refused_on)
    values (${row.place.slice(0, 6)}, ${row.id}, ${row.place}, ${row.because}, ${row.day}::date)`;
}

/**
 * The open tasks of this post behind the same door as a task that he holds or held: the same household of the register,
 * else that task alone. Null: not his. Reads task_pkey, task_by_holder; doors_of (0045) for the households.
 */
export async function openTasksAtDoorOf(
  sql: Sql,
  postId: string,
  taskId: string,
): Promise<{ readonly place: string; readonly taskIds: readonly string[] } | null> {
  const [known] = await sql<{ place: string; is_mine: boolean }[]>`
    select t.place, t.holder_post = ${postId} and t.ended_at is null as is_mine from task t
     where t.id = ${taskId} and (t.holder_post = ${postId} or exists (
             select from task_event e where e.task_id = t.id and e.from_holder = ${postId}))
     order by t.ended_at desc nulls first limit 1`;
  if (known === undefined) return null;
  const rows = await sql<{ id: string }[]>`
    with mine as (
      select t.id, t.county, t.place, (row_number() over ())::integer as n from task t
       where t.ended_at is null and (t.holder_post = ${postId} and t.place = ${known.place} or t.id = ${taskId})
    ), door as (
      select m.id, d.household from mine m
        left join doors_of((select json_agg(json_build_object('n', n, 'county', left(place, 6), 'place', place,
                                                              'task_county', county, 'task', id)) from mine)) d on d.n = m.n
    )
    select id from door
     where id = ${taskId} or household = (select household from door where id = ${taskId} limit 1)`;
  return { place: known.place, taskIds: rows.map(({ id }) => id) };
}
