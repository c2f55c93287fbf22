import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type DayRow = {
  readonly day: string;
  readonly on_roster: number;
  readonly agreed: number;
  readonly on_site: number;
  readonly held: number;
  /** For each of them, in rising order. */
  readonly held_hours: readonly number[];
  readonly fever: number;
  readonly isolated: number;
  readonly note: string | null;
  readonly confirmed_at: Instant | null;
};

/** The latest days of an enterprise, or one of them. */
export const daysOf = (sql: Sql, enterpriseId: string, day: string | null = null): Promise<DayRow[]> => sql<DayRow[]>`
  select day, on_roster, agreed, on_site, held, coalesce(held_hours, '{}') as held_hours, fever, isolated, note,
         confirmed_at
    from enterprise_day
   where enterprise_id = ${enterpriseId} and (${day}::date is null or day = ${day}::date) order by day desc limit 14`;

/** Writes a day. What the clockwork counted never replaces what a manager confirmed. */
export async function putDay(
  sql: Sql,
  of: { county: string; enterpriseId: string; place: string; industry: string; now: Instant; by: string | null },
  row: Omit<DayRow, "confirmed_at">,
): Promise<void> {
  await sql`
    insert into enterprise_day as d (county, enterprise_id, day, place, industry, on_roster, agreed, on_site, held,
                                     held_hours, fever, isolated, note, confirmed_at, confirmed_by, recorded_at)
    values (${of.county}, ${of.enterpriseId}, ${row.day}, ${of.place}, ${of.industry}, ${row.on_roster}, ${row.agreed},
            ${row.on_site}, ${row.held}, ${[...row.held_hours]}::integer[], ${row.fever}, ${row.isolated}, ${row.note},
            ${of.by === null ? null : of.now}, ${of.by}, ${of.now})
        on conflict (enterprise_id, day, county) do update
           set on_roster = excluded.on_roster, agreed = excluded.agreed, on_site = excluded.on_site, held = excluded.held,
               held_hours = excluded.held_hours, fever = excluded.fever, isolated = excluded.isolated, note = excluded.note,
               confirmed_at = excluded.confirmed_at, confirmed_by = excluded.confirmed_by,
               recorded_at = excluded.recorded_at
         where excluded.confirmed_at is not null or d.confirmed_at is null`;
}

export type Unfilled = {
  readonly id: string;
  readonly county: string;
  readonly place: string;
  readonly industry: string;
};

/** Enterprises at work whose day was never counted, or not since `before` and not confirmed. */
export const unfilled = (sql: Sql, day: string, before: Instant, limit: number): Promise<Unfilled[]> => sql<Unfilled[]>`
  select e.id, left(e.place, 6) as county, e.place, e.industry
    from resumption r join enterprise e on e.id = r.enterprise_id
    left join enterprise_day d on d.enterprise_id = e.id and d.day = ${day}
   where r.state in ('approved', 'filed')
     and (d.enterprise_id is null or (d.confirmed_at is null and d.recorded_at < ${before}))
   order by e.id limit ${limit}`;

export type FigureRow = {
  readonly place: string;
  readonly industry: string;
  readonly registered: number;
  readonly waiting: number;
  readonly in_force: number;
  readonly headcount: number;
  readonly on_site: number;
  readonly held: number;
};

/** Counts of an area by industry and by the place `digits` long. `headcount`: of enterprises at work. */
export const figuresOf = (sql: Sql, place: string, digits: number, day: string): Promise<FigureRow[]> => sql<
  FigureRow[]
>`
  select left(e.place, ${digits}) as place, e.industry, count(*)::int as registered,
         count(*) filter (where r.state in ('at-township', 'at-county'))::int as waiting,
         count(*) filter (where r.state in ('approved', 'filed'))::int as in_force,
         coalesce(sum(e.headcount) filter (where r.state in ('approved', 'filed')), 0)::int as headcount,
         coalesce(sum(d.on_site), 0)::int as on_site, coalesce(sum(d.held), 0)::int as held
    from enterprise e
    left join lateral (select state from resumption r where r.enterprise_id = e.id and r.state <> 'draft'
                        order by r.created_at desc limit 1) r on true
    left join enterprise_day d on d.enterprise_id = e.id and d.day = ${day}
   where e.place >= ${place} and e.place < ${`${place}:`} and e.closed_at is null
   group by 1, 2`;

export type HeldRow = { readonly place: string | null; readonly industry: string | null; readonly hours: number };

/** The median of the hours held, of an area, its industries (place null) and its places below (industry null). */
export const heldHoursOf = (sql: Sql, place: string, digits: number, day: string): Promise<HeldRow[]> => sql<HeldRow[]>`
  select left(e.place, ${digits}) as place, e.industry,
         round(percentile_cont(0.5) within group (order by h.hours))::int as hours
    from enterprise_day d
    join enterprise e on e.id = d.enterprise_id and e.closed_at is null
   cross join unnest(d.held_hours) h (hours)
   where d.day = ${day} and e.place >= ${place} and e.place < ${`${place}:`}
   group by grouping sets ((), (1), (2))`;

export const placeNames = (sql: Sql, codes: readonly string[]): Promise<{ code: string; name: string }[]> =>
  sql<
    { code: string; name: string }[]
  >`select code, name from place where code = any (${[...codes]}) and valid_until is null`;
