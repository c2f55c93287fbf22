/** SQL of doors. Row-level security: the door's place. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { DoorKind, Side } from "./rules/kinds.ts";

export type DoorRow = {
  readonly id: string;
  readonly county: string;
  readonly household_key: string;
  readonly place: string;
  readonly kind: DoorKind;
  readonly building: string | null;
  readonly stair: string | null;
  readonly floor: string | null;
  readonly room: string | null;
  readonly villager_group: string | null;
  readonly side: Side | null;
  readonly door_number: string | null;
  readonly walk_order: number | null;
  readonly is_vacant: boolean;
  readonly is_rented: boolean;
  readonly is_shared: boolean;
  readonly added_at: Instant;
};

const columns = (sql: Sql) => sql`
  d.id, d.county, d.household_key, d.place, d.kind, d.building, d.stair, d.floor, d.room, d.villager_group, d.side,
  d.door_number, d.walk_order, d.is_vacant, d.is_rented, d.is_shared, d.added_at`;

/** Digits of a county. */
const COUNTY = 6;
const inArea = (sql: Sql, area: string) => sql`
  (${area.length < COUNTY} or d.county = ${area.slice(0, COUNTY)}) and d.place >= ${area} and d.place < ${area} || ':'
  and d.ended_at is null`;

/** Doors of an area. Reads door_by_place. */
export const doorsIn = (sql: Sql, area: string, limit: number): Promise<DoorRow[]> => sql<DoorRow[]>`
  select ${columns(sql)} from door d where ${inArea(sql, area)} order by d.id limit ${limit}`;

/** A door that stands, locked; null: none in one's area. Reads door_pkey. */
export async function lockDoor(sql: Sql, doorId: string): Promise<DoorRow | null> {
  const [row] = await sql<DoorRow[]>`
    select ${columns(sql)} from door d where d.id = ${doorId} and d.ended_at is null for update`;
  return row ?? null;
}

export type VisitedRow = DoorRow & {
  readonly last_visited_at: Instant | null;
  readonly last_asked_at: Instant | null;
  readonly last_asked_result: string | null;
  readonly last_asked_name: string | null;
};
const visited = (sql: Sql) => sql`
  select ${columns(sql)}, h.last_visited_at, d.last_asked_at, d.last_asked_result,
         (select a.display_name from post p join account a on a.id = p.account_id where p.id = d.last_asked_by) as last_asked_name
    from door d
    left join household h on h.household_key = d.household_key and h.county = d.county`;

/** A page of an area's doors in order of id. Reads door_by_place. */
export const doorsAfter = (
  sql: Sql,
  of: { readonly area: string; readonly after: string | null; readonly limit: number },
): Promise<VisitedRow[]> => sql<VisitedRow[]>`
  ${visited(sql)} where ${inArea(sql, of.area)} and (${of.after}::uuid is null or d.id > ${of.after}::uuid)
   order by d.id limit ${of.limit}`;

/** Some doors by id, those of the area only. Reads door_pkey. */
export const doorsByIds = (sql: Sql, area: string, ids: readonly string[]): Promise<VisitedRow[]> => sql<VisitedRow[]>`
  ${visited(sql)} where d.id = any (${[...ids]}::uuid[]) and ${inArea(sql, area)}`;

export async function countDoors(sql: Sql, area: string): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from door d where ${inArea(sql, area)}`;
  return row?.n ?? 0;
}
