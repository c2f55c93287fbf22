/** SQL of units, their doors and seats. Row-level security: the grid, or the resident's own seats (my_watch_seats). */
import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { EndReason, Seat, Tap } from "./rules/heads.ts";
import type { SegmentKind } from "./rules/segments.ts";

export type UnitRow = {
  readonly id: string;
  readonly place: string;
  readonly number: number;
  readonly kind: SegmentKind;
  readonly label: string;
};
export type UnitDoorRow = {
  readonly door_id: string;
  readonly unit_id: string;
  readonly label: string;
  readonly is_by_hand: boolean;
};

/** Units of a grid that stand, locked in order: two runs wait for each other. Reads watch_unit_by_place. */
export async function lockUnits(sql: Sql, place: string): Promise<UnitRow[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`watch-units/${place}`}, 0))`;
  return sql<UnitRow[]>`
    select id, place, number, kind, label from watch_unit
     where county = ${place.slice(0, 6)} and place = ${place} and ended_at is null order by id for update`;
}

/** Reads watch_unit_door_by_place. */
export async function doorsOfGrid(sql: Sql, place: string): Promise<UnitDoorRow[]> {
  return sql<UnitDoorRow[]>`
    select door_id, unit_id, label, is_by_hand from watch_unit_door
     where county = ${place.slice(0, 6)} and place = ${place} order by ordinal`;
}

/** The highest number that a grid ever used: numbers are never used again. Reads watch_unit_place_number_county_key. */
export async function lastNumber(sql: Sql, place: string): Promise<number> {
  const [row] = await sql<
    { last: number | null }[]
  >`select max(number)::int as last from watch_unit where place = ${place}`;
  return row?.last ?? 0;
}

export async function insertUnits(sql: Sql, units: readonly UnitRow[], at: Instant): Promise<void> {
  if (units.length === 0) return;
  await sql`
    insert into watch_unit (county, id, place, number, kind, label, formed_at)
    select left(u.place, 6), u.id, u.place, u.number, u.kind, u.label, ${at}
      from jsonb_to_recordset(${JSON.stringify(units)}::text::jsonb)
        as u (id uuid, place text, number smallint, kind text, label text)`;
}

export async function relabelUnits(sql: Sql, labels: ReadonlyMap<string, string>): Promise<void> {
  await sql`
    update watch_unit u set label = l.label
      from unnest(${[...labels.keys()]}::uuid[], ${[...labels.values()]}::text[]) as l (id, label)
     where u.id = l.id and u.label <> l.label`;
}

export async function endUnits(sql: Sql, ids: readonly string[], at: Instant): Promise<void> {
  await sql`update watch_unit set ended_at = ${at} where id = any (${[...ids]}::uuid[])`;
  await sql`
    update watch_head set ended_at = ${at}, end_reason = 'unit-ended', phone_key = null, sealed = null
     where unit_id = any (${[...ids]}::uuid[]) and ended_at is null`;
}

/** The doors of a grid as they now belong; those that went are deleted. */
export async function setDoors(sql: Sql, place: string, doors: readonly UnitDoorRow[]): Promise<void> {
  const rows = doors.map((door, ordinal) => ({ ...door, ordinal }));
  await sql`
    delete from watch_unit_door where county = ${place.slice(0, 6)} and place = ${place}
       and door_id <> all (${doors.map((door) => door.door_id)}::uuid[])`;
  await sql`
    insert into watch_unit_door as w (county, door_id, unit_id, place, ordinal, label, is_by_hand)
    select ${place.slice(0, 6)}, d.door_id, d.unit_id, ${place}, d.ordinal, d.label, d.is_by_hand
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
        as d (door_id uuid, unit_id uuid, ordinal int, label text, is_by_hand boolean)
        on conflict (door_id, county) do update
           set unit_id = excluded.unit_id, place = excluded.place, ordinal = excluded.ordinal, label = excluded.label,
               is_by_hand = excluded.is_by_hand`;
}

/** Puts doors into a unit by hand; returns the units that they left. Reads watch_unit_door_pkey. */
export async function handOver(
  sql: Sql,
  of: { readonly place: string; readonly unitId: string; readonly doorIds: readonly string[] },
): Promise<string[]> {
  const rows = await sql<{ unit_id: string }[]>`
    with before as (
      select door_id, unit_id from watch_unit_door
       where place = ${of.place} and door_id = any (${[...of.doorIds]}::uuid[]) for update)
    update watch_unit_door d set unit_id = ${of.unitId}, is_by_hand = true from before b
     where d.door_id = b.door_id returning b.unit_id`;
  return rows.map((row) => row.unit_id);
}

export async function insertMove(
  sql: Sql,
  move: {
    readonly id: string;
    readonly place: string;
    readonly doorIds: readonly string[];
    readonly toUnit: string;
    readonly reason: string;
    readonly by: string;
    readonly at: Instant;
  },
): Promise<void> {
  await sql`
    insert into watch_move (county, id, place, door_ids, to_unit, reason, by_post, at)
    values (${move.place.slice(0, 6)}, ${move.id}, ${move.place}, ${[...move.doorIds]}::uuid[], ${move.toUnit},
            ${move.reason}, ${move.by}, ${move.at})`;
}

/* ---- Seats ---- */

export type HeadRow = {
  readonly id: string;
  readonly unit_id: string;
  readonly place: string;
  readonly seat: Seat;
  readonly sealed: Uint8Array | null;
  readonly consented_at: Instant | null;
  readonly until_at: Instant | null;
};

/** A seat that stands, locked. Reads watch_head_pkey. */
export async function lockHead(sql: Sql, id: string): Promise<HeadRow | null> {
  const [row] = await sql<HeadRow[]>`
    select id, unit_id, place, seat, sealed, consented_at, until_at from watch_head
     where id = ${id} and ended_at is null for update`;
  return row ?? null;
}

/** Other units of a phone. Reads watch_head_by_phone. */
export async function unitsOfPhone(sql: Sql, phoneKey: string, but: string): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(distinct unit_id) as n from watch_head where phone_key = ${phoneKey} and ended_at is null and unit_id <> ${but}`;
  return row?.n ?? 0;
}

/** False: the seat is taken. */
export async function insertHead(
  sql: Sql,
  head: {
    readonly id: string;
    readonly unitId: string;
    readonly place: string;
    readonly seat: Seat;
    readonly phoneKey: string;
    readonly sealed: Buffer;
    readonly by: string;
    readonly at: Instant;
    readonly consentedAt: Instant | null;
    readonly untilAt: Instant | null;
  },
): Promise<boolean> {
  const made = await sql`
    insert into watch_head (county, id, unit_id, place, seat, phone_key, sealed, proposed_at, proposed_by, consented_at,
                            consent, until_at)
    values (${head.place.slice(0, 6)}, ${head.id}, ${head.unitId}, ${head.place}, ${head.seat}, ${head.phoneKey},
            ${head.sealed}, ${head.at}, ${head.by}, ${head.consentedAt},
            ${head.consentedAt === null ? null : "in-writing"}, ${head.untilAt})
        on conflict do nothing returning 1`;
  return made.length > 0;
}

export async function endHead(sql: Sql, id: string, reason: EndReason, at: Instant): Promise<void> {
  await sql`
    update watch_head set ended_at = ${at}, end_reason = ${reason}, phone_key = null, sealed = null where id = ${id}`;
}

export async function agree(sql: Sql, id: string, at: Instant, untilAt: Instant): Promise<void> {
  await sql`
    update watch_head set consented_at = ${at}, consent = 'on-own-page', until_at = ${untilAt}
     where id = ${id} and consented_at is null`;
}

export async function renew(sql: Sql, id: string, untilAt: Instant): Promise<void> {
  await sql`update watch_head set until_at = ${untilAt} where id = ${id} and consented_at is not null`;
}

/** Seats whose term is over. Reads watch_head_by_term. */
export async function overdueSeats(sql: Sql, now: Instant): Promise<Pick<HeadRow, "id" | "unit_id" | "place">[]> {
  return sql<Pick<HeadRow, "id" | "unit_id" | "place">[]>`
    select id, unit_id, place from watch_head where until_at <= ${now} and ended_at is null limit 500`;
}

/* ---- The phone's copy ---- */

export type SeatRow = Pick<HeadRow, "id" | "unit_id" | "seat" | "consented_at" | "until_at">;
export type TapRow = { readonly unit_id: string; readonly word: Tap; readonly on_day: PlainDay; readonly at: Instant };

/** Units of an area, by id. Reads watch_unit_by_place, or watch_unit_pkey. */
export async function unitsIn(
  sql: Sql,
  of: {
    readonly area: string;
    readonly ids: readonly string[] | null;
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<UnitRow[]> {
  const { area, ids, after, limit } = of;
  return sql<UnitRow[]>`
    select id, place, number, kind, label from watch_unit
     where county = ${area.slice(0, 6)} and place >= ${area} and place < ${`${area}:`} and ended_at is null
       and (${ids === null}::boolean or id = any (${ids === null ? [] : [...ids]}::uuid[]))
       and (${after}::uuid is null or id > ${after}::uuid)
     order by id limit ${limit}`;
}

export async function countUnits(sql: Sql, area: string): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*) as n from watch_unit
     where county = ${area.slice(0, 6)} and place >= ${area} and place < ${`${area}:`} and ended_at is null`;
  return row?.n ?? 0;
}

/** Reads watch_unit_door_by_unit. */
export async function doorsOfUnits(sql: Sql, unitIds: readonly string[]): Promise<UnitDoorRow[]> {
  return sql<UnitDoorRow[]>`
    select door_id, unit_id, label, is_by_hand from watch_unit_door
     where unit_id = any (${[...unitIds]}::uuid[]) order by unit_id, ordinal`;
}

/** Reads watch_head_by_unit. */
export async function seatsOf(sql: Sql, unitIds: readonly string[]): Promise<SeatRow[]> {
  return sql<SeatRow[]>`
    select id, unit_id, seat, consented_at, until_at from watch_head
     where unit_id = any (${[...unitIds]}::uuid[]) and ended_at is null order by unit_id, seat desc`;
}

/** The last tap of each unit. Reads watch_tap_by_unit. */
export async function lastTaps(sql: Sql, unitIds: readonly string[]): Promise<TapRow[]> {
  return sql<TapRow[]>`
    select distinct on (unit_id) unit_id, word, on_day, at from watch_tap
     where unit_id = any (${[...unitIds]}::uuid[]) order by unit_id, on_day desc, at desc, id desc`;
}
