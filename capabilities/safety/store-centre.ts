import type { Role } from "#kernel/actor.ts";
import { afterArea, selfAndAncestors } from "#kernel/places.ts";
import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type LineRow = { readonly id: string; readonly place: string; readonly name: string; readonly phone: string };

/** The number nearest above a place. Reads centre_line_place_key. */
export async function nearestLine(sql: Sql, place: string): Promise<LineRow | null> {
  const [row] = await sql<LineRow[]>`
    select id, place, name, phone from centre_line where place = any (${selfAndAncestors(place)}::text[])
     order by length(place) desc limit 1`;
  return row ?? null;
}

/** The numbers of the centres over an area, and inside it. Reads centre_line_place_key. */
export const linesAround = (sql: Sql, area: string): Promise<LineRow[]> => sql<LineRow[]>`
  select id, place, name, phone from centre_line
   where place = any (${selfAndAncestors(area)}::text[]) or (place >= ${area} and place < ${afterArea(area)})
   order by id limit 2000`;

/** Writes a centre's number; returns the id of its row. */
export async function upsertLine(
  sql: Sql,
  row: LineRow & { readonly by: string; readonly now: Instant },
): Promise<string> {
  const [kept] = await sql<{ id: string }[]>`
    insert into centre_line (id, place, name, phone, set_by, set_at)
    values (${row.id}, ${row.place}, ${row.name}, ${row.phone}, ${row.by}, ${row.now})
        on conflict (place) do update set name = excluded.name, phone = excluded.phone, set_by = excluded.set_by,
                                          set_at = excluded.set_at
    returning id`;
  return kept?.id ?? row.id;
}

export type DutyPost = {
  readonly id: string;
  readonly role: Role;
  readonly area: string;
  readonly name: string;
};

/** The posts of these roles on duty at a place, below it and above it up to its township. Reads post_by_area. */
export const postsOnDuty = (sql: Sql, place: string, roles: readonly Role[], now: Instant): Promise<DutyPost[]> =>
  sql<DutyPost[]>`
    select p.id, p.role, p.area, a.display_name as name
      from post p join account a on a.id = p.account_id
     where ((p.area >= ${place} and p.area < ${afterArea(place)}) or p.area in (${place.slice(0, 9)}, ${place.slice(0, 6)}))
       and p.role = any (${[...roles]}::text[]) and a.state = 'active'
       and p.valid_from <= ${now} and (p.valid_until is null or p.valid_until > ${now})
       and not exists (select from absence x where x.post_id = p.id and x.from_at <= ${now}
                                               and (x.until_at is null or x.until_at > ${now}))
     order by p.id limit 3000`;

/** Names of places, the largest first. Reads place_pkey. */
export async function placeNames(sql: Sql, code: string): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select name from place where code = any (${selfAndAncestors(code)}::text[]) and length(code) >= 6 order by length(code)`;
  return rows.map(({ name }) => name);
}

export type Sums = {
  readonly infected: number;
  readonly alarms: number;
  readonly withdrawals: number;
  readonly answered_in_time: number;
};

/** Reads worker_case_by_place, field_alarm_by_place. */
export async function sumsOf(sql: Sql, area: string, since: Instant, withinSeconds: number): Promise<Sums> {
  const [row] = await sql<Sums[]>`
    select (select count(*) from worker_case where place >= ${area} and place < ${afterArea(area)})::integer as infected,
           count(*) filter (where kind = 'alarm')::integer as alarms,
           count(*) filter (where kind = 'withdraw')::integer as withdrawals,
           count(*) filter (where accepted_at <= received_at + make_interval(secs => ${withinSeconds}))::integer as answered_in_time
      from field_alarm where place >= ${area} and place < ${afterArea(area)} and received_at >= ${since}`;
  return row ?? { infected: 0, alarms: 0, withdrawals: 0, answered_in_time: 0 };
}

/** How many workers of an area let themselves be matched (seen by the system only). Reads post_by_area. */
export async function matchedIn(sql: Sql, area: string, now: Instant): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(distinct k.account_id)::integer as n
      from worker_key k join post p on p.account_id = k.account_id
     where p.area >= ${area} and p.area < ${afterArea(area)}
       and p.valid_from <= ${now} and (p.valid_until is null or p.valid_until > ${now})`;
  return row?.n ?? 0;
}

/** Why tasks could not be done, since a day. Reads task_refusal_by_place. */
export const refusalsIn = (sql: Sql, area: string, since: PlainDay): Promise<{ because: string; count: number }[]> =>
  sql<{ because: string; count: number }[]>`
    select because, count(*)::integer as count from task_refusal
     where place >= ${area} and place < ${afterArea(area)} and refused_on >= ${since}::date
     group by because order by because`;

/** Half-hours outside of hours by how many posts: Monday to Friday before 08:30 and from 18:00, and all weekend. Reads visit_by_place. */
export async function outsideIn(
  sql: Sql,
  area: string,
  days: readonly PlainDay[],
): Promise<{ posts: number; half_hours: number }> {
  const [row] = await sql<{ posts: number; half_hours: number }[]>`
    with worked as (
      select by_post, visited_at at time zone 'Asia/Shanghai' as local from visit
       where county = any (select distinct left(code, 6) from place where code >= ${area} and code < ${afterArea(area)} and length(code) = 6
                            union select left(${area}, 6))
         and visited_on = any (${[...days]}::text[]::date[])
         and place >= ${area} and place < ${afterArea(area)} and corrects is null
    ), slot as (
      select distinct by_post, date_bin('30 minutes', local, '2000-01-01') as at from worked
       where extract(isodow from local) > 5 or local::time < '08:30' or local::time >= '18:00'
    )
    select (select count(distinct by_post) from worked)::integer as posts, count(*)::integer as half_hours from slot`;
  return row ?? { posts: 0, half_hours: 0 };
}
