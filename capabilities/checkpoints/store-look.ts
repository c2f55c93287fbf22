import type { CodeColour } from "#kernel/colours.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { Outcome } from "./rules/gate.ts";

export type TodayRow = {
  readonly checkpoint_id: string;
  readonly scans: number;
  readonly stops: number;
  readonly fevers: number;
  readonly on_shift: number;
};

/** Today's figures of checkpoints. Reads scan_by_checkpoint, checkpoint_shift_by_checkpoint. */
export const todayOf = (sql: Sql, ids: readonly string[], day: string, since: Instant): Promise<TodayRow[]> => sql<
  TodayRow[]
>`
  select w.id as checkpoint_id, coalesce(s.scans, 0)::int as scans, coalesce(s.stops, 0)::int as stops,
         coalesce(s.fevers, 0)::int as fevers,
         (select count(*)::int from checkpoint_shift h
           where h.checkpoint_id = w.id and h.opened_at >= ${since} and h.closed_at is null) as on_shift
    from unnest(${[...ids]}::uuid[]) as w (id)
    left join (select checkpoint_id, count(*) filter (where kind in ('code', 'card', 'visitor')) as scans,
                      count(*) filter (where outcome = 'stop') as stops,
                      count(*) filter (where fever = 'confirmed') as fevers
                 from scan where checkpoint_id = any (${[...ids]}::uuid[]) and scanned_on = ${day}
                group by 1) s on s.checkpoint_id = w.id`;

export type DayRow = {
  readonly kind: string;
  readonly outcome: Outcome | null;
  readonly colour: CodeColour | null;
  readonly fever: string;
  readonly n: number;
  readonly headcount: number;
};

/** A checkpoint's day in groups. Reads scan_by_checkpoint. */
export const dayOfCheckpoint = (sql: Sql, id: string, day: string): Promise<DayRow[]> => sql<DayRow[]>`
  select kind, outcome, colour, fever, count(*)::int as n, coalesce(sum(headcount), 0)::int as headcount
    from scan where checkpoint_id = ${id} and scanned_on = ${day} group by 1, 2, 3, 4`;

/** When persons were scanned, lane by lane, the latest 20,000 of the day. Reads scan_by_checkpoint. */
export const instantsOfLanes = (sql: Sql, id: string, day: string): Promise<{ lane: number; at: Instant }[]> => sql<
  { lane: number; at: Instant }[]
>`
  select lane, scanned_at as at from scan
   where checkpoint_id = ${id} and scanned_on = ${day} and kind in ('code', 'card', 'visitor')
   order by scanned_at desc limit 20000`;

/** The last count of people and queue of a day, or null. Reads scan_by_checkpoint. */
export async function lastCount(
  sql: Sql,
  id: string,
  day: string,
): Promise<{ at: Instant; people: number; queue: number } | null> {
  const [row] = await sql<{ at: Instant; people: number; queue: number }[]>`
    select scanned_at as at, headcount as people, queue from scan
     where checkpoint_id = ${id} and scanned_on = ${day} and kind = 'count' order by scanned_at desc limit 1`;
  return row ?? null;
}

export type ShiftView = {
  readonly id: string;
  readonly checkpoint_id: string;
  readonly county: string;
  readonly lane: number;
  readonly name: string | null;
  readonly opened_at: Instant;
  readonly closed_at: Instant | null;
  readonly taken_at: Instant | null;
  readonly headcount: number | null;
  readonly sealed_notes: Uint8Array | null;
};

/** Shifts of checkpoints since an instant, the latest first. Reads checkpoint_shift_by_checkpoint. */
export const shiftsSince = (sql: Sql, checkpointIds: readonly string[], since: Instant): Promise<ShiftView[]> => sql<
  ShiftView[]
>`
  select s.id, s.checkpoint_id, s.county, s.lane, a.display_name as name, s.opened_at, s.closed_at, s.taken_at,
         s.headcount, s.sealed_notes
    from checkpoint_shift s left join post p on p.id = s.post_id left join account a on a.id = p.account_id
   where s.checkpoint_id = any (${[...checkpointIds]}::uuid[]) and s.opened_at >= ${since}
   order by s.opened_at desc limit 300`;

export type FoundVisitor = {
  readonly id: string;
  readonly county: string;
  readonly sealed: Uint8Array;
  readonly last_seen_at: Instant;
};

/** Visitors of a county by name and last four; at most 5. Reads visitor_to_find. */
export const visitorsBy = (sql: Sql, county: string, findKey: string): Promise<FoundVisitor[]> => sql<FoundVisitor[]>`
  select id, county, sealed, last_seen_at from visitor
   where county = ${county} and find_key = ${findKey} order by last_seen_at desc limit 5`;

export const insertOwnCheckIn = (
  sql: Sql,
  of: { id: string; personKey: string; checkpointId: string; place: string; at: Instant; strength: "present" | "weak" },
): Promise<unknown> => sql`
  insert into own_check_in (person_key, id, checkpoint_id, place, at, strength)
  values (${of.personKey}, ${of.id}, ${of.checkpointId}, ${of.place}, ${of.at}, ${of.strength})
      on conflict do nothing`;

/** A check-in that is there already, or null. Reads own_check_in_pkey. */
export async function ownCheckIn(
  sql: Sql,
  personKey: string,
  id: string,
): Promise<{ strength: "present" | "weak"; at: Instant } | null> {
  const [row] = await sql<{ strength: "present" | "weak"; at: Instant }[]>`
    select strength, at from own_check_in where person_key = ${personKey} and id = ${id}`;
  return row ?? null;
}
