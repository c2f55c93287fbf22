/** The duty board's questions. Posts are read live; tasks and reports by the indexes of their holder and place. */
import type { Department, Role } from "#kernel/actor.ts";
import { afterArea } from "#kernel/places.ts";
import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type BoardRow = {
  readonly id: string;
  readonly account_id: string;
  readonly username: string;
  readonly display_name: string;
  readonly account_state: "invited" | "active" | "locked" | "closed";
  readonly role: Role;
  readonly area: string;
  readonly area_name: string | null;
  readonly department: Department | null;
  readonly organisation: string;
  readonly is_primary: boolean;
  readonly valid_from: Instant;
  readonly valid_until: Instant | null;
  readonly recorded_at: Instant;
  readonly absence_id: string | null;
  readonly away_from: Instant | null;
  readonly away_until: Instant | null;
  readonly away_reason: string | null;
  readonly substitute_post_id: string | null;
  readonly substitute_name: string | null;
  readonly terminals: number;
  readonly open_tasks: number;
  readonly overdue_tasks: number;
  readonly visits_today: number;
};

/**
 * Standing posts of an area with today's progress, in order of area and id. Reads post_by_area, absence_by_post,
 * task_by_holder and, for each field post, the day's visits of its own area (visit_by_place).
 */
export async function boardRows(
  sql: Sql,
  wanted: {
    area: string;
    role: Role | null;
    duty: "on" | "absent" | "all";
    text: string;
    after: { area: string; id: string };
    limit: number;
    now: Instant;
    day: PlainDay;
  },
): Promise<BoardRow[]> {
  const { area, after, now, text } = wanted;
  return sql<BoardRow[]>`
    with page as (
      select p.*, a.username, a.display_name, a.state as account_state, away.id as absence_id, away.from_at as away_from,
             away.until_at as away_until, away.reason as away_reason, away.substitute_post_id
        from post p
        join account a on a.id = p.account_id
        left join lateral (
          select * from absence w
           where w.post_id = p.id and w.from_at <= ${now} and (w.until_at is null or w.until_at > ${now})
           order by w.recorded_at desc limit 1) away on true
       where p.area >= ${area} and p.area < ${afterArea(area)}
         and (p.area, p.id) > (${after.area}, ${after.id}::uuid)
         and (p.valid_until is null or p.valid_until > ${now})
         and (${wanted.role}::text is null or p.role = ${wanted.role}::text)
         and (${wanted.duty} = 'all' or (${wanted.duty} = 'absent') = (away.id is not null))
         and (${text} = '' or position(lower(${text}) in lower(a.display_name || ' ' || a.username)) > 0)
       order by p.area, p.id limit ${wanted.limit}
    )
    select p.id, p.account_id, p.username, p.display_name, p.account_state, p.role, p.area, l.name as area_name,
           p.department, p.organisation, p.is_primary, p.valid_from, p.valid_until, p.recorded_at,
           p.absence_id, p.away_from, p.away_until, p.away_reason, p.substitute_post_id, sa.display_name as substitute_name,
           (select count(*) from terminal t
             where t.post_id = p.id and t.registered_at is not null and t.revoked_at is null)::int as terminals,
           coalesce(k.open, 0)::int as open_tasks, coalesce(k.overdue, 0)::int as overdue_tasks,
           case when p.role in ('grid-leader', 'grid-worker', 'police-officer', 'health-worker') then
             (select count(*) from visit v
               where v.county = left(p.area, 6) and v.visited_on = ${wanted.day}
                 and v.place >= p.area and v.place < p.area || ':' and v.by_post = p.id
                and v.corrects is null) else 0 end::int as visits_today
      from page p
      left join place l on l.code = p.area
      left join post sp on sp.id = p.substitute_post_id
      left join account sa on sa.id = sp.account_id
      left join lateral (
        select count(*) as open, count(*) filter (where t.due_at < ${now}) as overdue
          from task t where t.holder_post = p.id and t.ended_at is null) k on true
     order by p.area, p.id`;
}

export type DutyCount = {
  /** The child's code; for posts of the area itself, the area. */
  readonly code: string;
  readonly posts: number;
  readonly absent: number;
  readonly terminals: number;
};

/** Field posts that stand, those away, and registered terminals, by the places `digits` long. Reads post_by_area. */
export async function dutyCounts(sql: Sql, area: string, digits: number, now: Instant): Promise<DutyCount[]> {
  return sql<DutyCount[]>`
    select left(p.area, ${digits}) as code, count(*)::int as posts,
           count(*) filter (where exists (
             select from absence w where w.post_id = p.id and w.from_at <= ${now}
                                     and (w.until_at is null or w.until_at > ${now})))::int as absent,
           coalesce(sum(t.registered), 0)::int as terminals
      from post p
      left join (
        select post_id, count(*) as registered from terminal
         where registered_at is not null and revoked_at is null group by post_id) t on t.post_id = p.id
     where p.area >= ${area} and p.area < ${afterArea(area)}
       and p.role in ('grid-leader', 'grid-worker', 'police-officer', 'health-worker')
       and p.valid_from <= ${now} and (p.valid_until is null or p.valid_until > ${now})
     group by 1`;
}

/** Grids where nobody is on duty, by the places `digits` long. Reads place_pkey, post_by_area. */
export async function gridsWithoutWorker(
  sql: Sql,
  area: string,
  digits: number,
  now: Instant,
): Promise<{ code: string; grids: number }[]> {
  return sql<{ code: string; grids: number }[]>`
    with staffed as (
      select distinct left(p.area, 15) collate "C" as grid from post p
       where p.area >= ${area} and p.area < ${afterArea(area)} and length(p.area) >= 15
         and p.role in ('grid-leader', 'grid-worker')
         and p.valid_from <= ${now} and (p.valid_until is null or p.valid_until > ${now})
         and not exists (select from absence w where w.post_id = p.id and w.from_at <= ${now}
                                                 and (w.until_at is null or w.until_at > ${now}))
    )
    select left(g.code, ${digits}) as code, count(*)::int as grids
      from place g
      left join staffed s on s.grid = g.code
     where g.code >= ${area} and g.code < ${afterArea(area)} and length(g.code) = 15
       and g.valid_until is null and s.grid is null
     group by 1`;
}

/** The standing places directly below one. Reads place_by_parent. */
export async function childrenOf(sql: Sql, area: string): Promise<{ code: string; name: string }[]> {
  return sql<{ code: string; name: string }[]>`
    select code, name from place where parent = ${area} and valid_until is null order by code limit 1000`;
}
