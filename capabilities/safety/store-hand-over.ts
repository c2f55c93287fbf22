import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type PostRow = { readonly id: string; readonly area: string; readonly name: string };

/** A post that is the actor's own, one for which he stands in, or one of his area. Reads post_pkey, absence_by_post. */
export async function postSeenBy(sql: Sql, postId: string, by: string, area: string | null): Promise<PostRow | null> {
  const [row] = await sql<PostRow[]>`
    select p.id, p.area, a.display_name as name from post p join account a on a.id = p.account_id
     where p.id = ${postId}
       and (p.id = ${by} or (${area}::text is not null and starts_with(p.area, ${area}))
            or exists (select from absence x where x.post_id = p.id and x.substitute_post_id = ${by}))`;
  return row ?? null;
}

export type OpenRow = {
  readonly id: string;
  readonly place: string;
  readonly due_at: Instant;
  readonly state: string;
  readonly tries: number;
  readonly last_result: string | null;
  readonly holder: string | null;
};

/**
 * Open tasks that this post holds, or held until they were handed over in the last days. Reads task_by_holder, task_by_place,
 * task_event_pkey, visit_by_task.
 */
export const openTasks = (sql: Sql, { id, area }: PostRow, since: Instant): Promise<OpenRow[]> => sql<OpenRow[]>`
  with held as (
    select t.* from task t where t.holder_post = ${id} and t.ended_at is null
    union
    select t.* from task t
     where t.place >= ${area} and t.place < ${`${area}:`} and t.ended_at is null
       and exists (select from task_event e where e.task_id = t.id and e.from_holder = ${id} and e.kind = 'handed-over'
                                              and e.at >= ${since})
  )
  select h.id, h.place, h.due_at, h.state, v.tries, v.last_result, a.display_name as holder
    from held h
    left join post p on p.id = h.holder_post left join account a on a.id = p.account_id
    cross join lateral (select count(*)::integer as tries, (array_agg(result order by visited_at desc))[1] as last_result
                          from visit where task_id = h.id) v
   order by h.due_at, h.id limit 500`;

/** Services that were asked for in this post's reports and not reported done since, at the same door. Reads visit_by_place. */
export const promises = (sql: Sql, { id, area }: PostRow, days: readonly PlainDay[]) =>
  sql<{ place: string; service: string; at: Instant }[]>`
    with own as (
      select door_key, place, visited_at, services_asked, services_done from visit
       where county = left(${area}, 6) and visited_on = any (${[...days]}::text[]::date[])
         and place >= ${area} and place < ${`${area}:`} and by_post = ${id} and corrects is null
    )
    select o.place, s.service, max(o.visited_at) as at
      from own o cross join unnest(o.services_asked) as s (service)
     where not exists (select from own d where d.door_key = o.door_key and d.visited_at >= o.visited_at
                                           and s.service = any (d.services_done))
     group by o.door_key, o.place, s.service order by at desc limit 200`;

/** Where somebody had to leave a door, and why: facts, of any worker there. Reads field_alarm_by_place. */
export const withdrawals = (sql: Sql, area: string, since: Instant) =>
  sql<{ place: string; because: string; at: Instant }[]>`
    select place, coalesce(because, kind) as because, received_at as at from field_alarm
     where place >= ${area} and place < ${`${area}:`} and received_at >= ${since}
     order by received_at desc limit 50`;
