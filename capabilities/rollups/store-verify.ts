import type { Sql } from "#platform/database.ts";

export type Difference = {
  readonly place: string;
  readonly day: string;
  readonly metric: string;
  readonly counted: number;
  readonly recounted: number;
};
type Compared = { readonly compared: number; readonly differences: readonly Difference[] };

/** Differences shown at most; one is enough to act on. */
const SHOWN = 100;

/**
 * Booked changes (folded or waiting) against a recount of the rows that they stand for, in one statement and so of one
 * moment: reports that no later one corrects, tasks as they are, households, requests for help,
 * clues, disputes, zero reports. Reads the tables whole.
 */
export async function recount(sql: Sql): Promise<Compared> {
  const [row] = await sql<[Compared]>`
    with standing as materialized (
      select v.* from visit v
       where not exists (select from visit c where c.county = v.county and c.corrects = v.id)
    ), part as (
      select left(place, 12) as place, visited_on as day, m.metric, sum(m.value)::bigint as value
        from standing cross join lateral (values
          ('visit', 1), ('visit.person', persons_met), ('visit.result.' || result, 1),
          ('service.asked', cardinality(services_asked)), ('service.done', cardinality(services_done)),
          ('clue', clues), ('dispute', disputes)) as m (metric, value)
       group by 1, 2, 3
       union all
      select place, visited_on, 'visit.household', count(*)
        from (select distinct county, left(place, 12) as place, door_key, visited_on from standing where manner = 'door') d
       group by 1, 2
       union all
      select left(place, 12), day, 'task.' || tier || '.' || state, count(*) from task where state <> 'moved' group by 1, 2, 3
       union all
      select left(place, 12), day, 'task.' || tier || '.overdue', count(*)
        from task where is_overdue and ended_at is null group by 1, 2, 3
       union all
      select left(place, 12), date '1970-01-01', 'household.registered', count(*) from household group by 1
       union all
      select left(place, 12), date '1970-01-01', 'household.reached', count(*)
        from household where first_visited_at is not null group by 1
       union all
      select left(h.place, 12), date '1970-01-01', 'household.vacant', count(*)
        from door d join household h on h.household_key = d.household_key and h.county = d.county
       where d.is_vacant and d.ended_at is null and h.first_visited_at is null group by 1
       union all
      select left(place, 12), (asked_at at time zone 'Asia/Shanghai')::date, 'service.asked', count(*)
        from service_request group by 1, 2
       union all
      select left(place, 12), (confirmed_at at time zone 'Asia/Shanghai')::date, 'service.done', count(*)
        from service_request where confirmed_at is not null group by 1, 2
       union all
      select left(place, 12), (confirmed_at at time zone 'Asia/Shanghai')::date, 'service.supplied', count(*)
        from service_request r where confirmed_at is not null
         and exists (select from service_goods g where g.request_id = r.id and g.county = r.county) group by 1, 2
       union all
      select left(place, 12), (gathered_at at time zone 'Asia/Shanghai')::date, 'clue', count(*)
        from clue where like_of is null group by 1, 2
       union all
      select left(place, 12), on_day, 'campaign.zero', count(*) from campaign_zero group by 1, 2
       union all
      select left(place, 12), (ended_at at time zone 'Asia/Shanghai')::date, 'dispute', count(*)
        from dispute where ended_at is not null group by 1, 2
    ), source as (
      select place, day, metric, sum(value)::bigint as value from part group by 1, 2, 3
    ), booked as (
      select place, case when metric like 'household.%' then date '1970-01-01' else day end as day, metric,
             sum(delta)::bigint as value
        from (select place, day, metric, delta from counter_entry
               union all select place, day, metric, delta from counter_pending) b
       where metric like 'visit%' or metric like 'service.%' or metric in ('clue', 'dispute', 'campaign.zero') or metric like 'task.%'
          or metric like 'household.%'
       group by 1, 2, 3
    ), pair as materialized (
      select place, day, metric, coalesce(b.value, 0) as counted, coalesce(s.value, 0) as recounted
        from booked b full join source s using (place, day, metric)
    )
    select (select count(*) from pair) as compared,
           coalesce((select jsonb_agg(p) from (select * from pair where counted <> recounted
                       order by place, day, metric limit ${SHOWN}) p), '[]') as differences`;
  return row;
}

/** The sums of every level against the ledger that they were added up from. Reads both whole. */
export async function addUpAgain(sql: Sql): Promise<Compared> {
  const [row] = await sql<[Compared]>`
    with pair as materialized (
      select place, day, metric, coalesce(t.value, 0) as counted, coalesce(e.delta, 0) as recounted
        from counter_total t
        full join counter_places_of(1, (select max(fold_id) from counter_fold)) e using (parent, place, day, metric)
    )
    select (select count(*) from pair) as compared,
           coalesce((select jsonb_agg(p) from (select * from pair where counted <> recounted
                       order by place, day, metric limit ${SHOWN}) p), '[]') as differences`;
  return row;
}
