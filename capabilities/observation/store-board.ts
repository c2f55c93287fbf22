/** The board of a place, and the published variants of the steps. */
import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import { type BoardSort, DUTIES, type DutyKind } from "./rules/duties.ts";
import type { State } from "./rules/machine.ts";

export type BoardRow = {
  readonly id: string;
  readonly place: string;
  readonly state: State;
  readonly d_zero: PlainDay;
  readonly days: number;
  readonly due_at: Instant;
};

/** How many of an area are in each state. Reads observation_by_place. */
export const countByState = (sql: Sql, area: string): Promise<{ state: string; n: number }[]> =>
  sql<{ state: string; n: number }[]>`
    select state, count(*)::int as n from observation where place >= ${area} and place < ${`${area}:`} group by state`;

/** How many homes of an area have an open alarm of each kind. Reads observation_alarm_by_place. */
export const countByAlarm = (sql: Sql, area: string): Promise<{ kind: string; n: number }[]> =>
  sql<{ kind: string; n: number }[]>`
    select kind, count(distinct observation_id)::int as n from observation_alarm
     where cleared_at is null and place >= ${area} and place < ${`${area}:`} group by kind`;

/** Homes that end in [from, to), and releases of it. Reads observation_by_place. */
export async function countToday(
  sql: Sql,
  of: { area: string; from: Instant; to: Instant },
): Promise<{ due: number; released: number }> {
  const [row] = await sql<{ due: number; released: number }[]>`
    select count(*) filter (where due_at > ${of.from} and due_at <= ${of.to} and ended_at is null)::int as due,
           count(*) filter (where released_at >= ${of.from} and released_at < ${of.to})::int as released
      from observation where place >= ${of.area} and place < ${`${of.area}:`}`;
  return row ?? { due: 0, released: 0 };
}

/** `care`: what a team still looks after, released ones until they were followed up. */
export type BoardView = "open" | "alarms" | "due-today" | "ended" | "care";

export type BoardAsked = {
  readonly area: string;
  readonly view: BoardView;
  readonly state: State | null;
  readonly alarm: DutyKind | null;
  readonly sort: BoardSort;
  /** The last home of the page before. */
  readonly after: string | null;
  readonly limit: number;
  readonly from: Instant;
  readonly to: Instant;
};

/**
 * One page of the board, sorted over the whole: by the loudest open alarm and then the end (what ended: the latest first), by
 * the end, or by the filing. A page goes on after the keys that its last home has now. Reads observation_by_place,
 * observation_alarm_by_place.
 */
export const boardRows = (sql: Sql, of: BoardAsked): Promise<BoardRow[]> => sql<BoardRow[]>`
  with loud as (
    select a.observation_id, min(array_position(${[...DUTIES]}::text[], a.kind)) as at
      from observation_alarm a
     where a.cleared_at is null and a.place >= ${of.area} and a.place < ${`${of.area}:`} group by 1
  ), keyed as (
    select o.id, o.place, o.state, o.d_zero, o.days, o.due_at,
           ${KEPT_ON_BOARD(sql, of)} as is_shown,
           case when ${of.sort} = 'loudest' then coalesce(loud.at, ${DUTIES.length + 1}) else 0 end as first_key,
           case when ${of.sort} = 'filed' then -extract(epoch from o.filed_at)
                when ${of.view} = 'ended' then -extract(epoch from o.due_at)
                else extract(epoch from o.due_at) end as second_key
      from observation o left join loud on loud.observation_id = o.id
     where o.place >= ${of.area} and o.place < ${`${of.area}:`}
       and (${KEPT_ON_BOARD(sql, of)} or o.id = ${of.after}::uuid)
  )
  select k.id, k.place, k.state, k.d_zero, k.days, k.due_at from keyed k
   where k.is_shown
     and (${of.after}::uuid is null
          or (k.first_key, k.second_key, k.id) > (select l.first_key, l.second_key, l.id from keyed l where l.id = ${of.after}::uuid))
   order by k.first_key, k.second_key, k.id limit ${of.limit}`;

const KEPT_ON_BOARD = (sql: Sql, of: BoardAsked) => sql`(
  case ${of.view}
    when 'ended' then o.ended_at is not null
    when 'alarms' then loud.at is not null
    when 'due-today' then o.ended_at is null and o.due_at > ${of.from} and o.due_at <= ${of.to}
    when 'care' then (o.ended_at is null or o.state = 'RELEASED') and o.person_key is not null
    else o.ended_at is null end
  and (${of.state}::text is null or o.state = ${of.state}::text)
  and (${of.alarm}::text is null
       or exists (select from observation_alarm a where a.observation_id = o.id and a.county = o.county
                                                   and a.cleared_at is null and a.kind = ${of.alarm}::text)))`;

export type ProfileRow = { readonly area: string; readonly version: number; readonly document: unknown };

/** The newest variant of the finest of these areas. Reads observation_profile_pkey. */
export async function newestProfile(sql: Sql, areas: readonly string[]): Promise<ProfileRow | null> {
  const [row] = await sql<ProfileRow[]>`
    select area, version, document from observation_profile where area = any (${[...areas]}::text[])
     order by length(area) desc, version desc limit 1`;
  return row ?? null;
}

/** The variants named. Reads observation_profile_pkey. */
export const profilesNamed = (sql: Sql, areas: readonly string[], versions: readonly number[]): Promise<ProfileRow[]> =>
  sql<ProfileRow[]>`
    select p.area, p.version, p.document
      from unnest(${[...areas]}::text[], ${[...versions]}::int[]) as wanted (area, version)
      join observation_profile p on p.area = wanted.area and p.version = wanted.version`;

/** Appends a version; false when somebody was faster. */
export async function insertProfile(
  sql: Sql,
  one: { area: string; version: number; document: unknown; legalBasis: string; why: string | null; byPost: string },
  now: Instant,
): Promise<boolean> {
  const rows = await sql`
    insert into observation_profile (area, version, document, legal_basis, why, published_at, by_post)
    values (${one.area}, ${one.version}, ${sql.json(one.document as never)}, ${one.legalBasis}, ${one.why}, ${now}, ${one.byPost})
        on conflict do nothing returning 1`;
  return rows.length > 0;
}
